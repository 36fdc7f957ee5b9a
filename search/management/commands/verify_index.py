"""Compares every document of the index with the database."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.progress import Progress

from records.locks import Busy, writer_lock
from search import engine, writing
from search.backends import EngineDown


class Command(BaseCommand):
    help = "Compares the search index with the database: missing / extra / stale. --repair mends through the outbox."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="touch the records that differ, and write them")
        parser.add_argument("--json", action="store_true", help="the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with writer_lock(wait_seconds=60), Progress(transient=True, disable=options["json"]) as bars:
                bar = bars.add_task("Comparing")
                backend = engine.backend()
                writing.catch_up(backend)
                live = backend.live()
                try:
                    result = writing.verify(live, lambda done, total: bars.update(bar, completed=done, total=total))
                finally:
                    live.close()
                if options["repair"] and not result.clean:
                    writing.repair(result)
                    writing.catch_up(backend)
        except Busy as error:
            raise CommandError(f"{error}; try again when it is done") from None
        except EngineDown as error:
            raise CommandError(f"the search engine does not answer: {error}") from None
        self._report(result, options)

    def _report(self, result: writing.Verification, options: dict[str, Any]) -> None:
        counts = {name: len(getattr(result, name)) for name in ("missing", "extra", "stale")}
        if options["json"]:
            self.stdout.write(json.dumps({"documents": result.documents, **counts, "pending": result.pending}))
        else:
            words = " / ".join(str(number) for number in counts.values())
            self.stdout.write(
                f"{result.documents:,} documents: {words} missing / extra / stale, {result.pending} pending"
            )
            for name in counts:
                for key in getattr(result, name)[:10]:
                    self.stdout.write(f"  {name}: {key}")
        if not result.clean and not options["repair"]:
            raise CommandError("the index differs from the database: run `manage.py verify_index --repair`")
