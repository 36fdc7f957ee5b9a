"""A new index beside the live one, swapped in when it agrees with the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.progress import Progress

from records.locks import Busy, writer_lock
from search import engine, writing
from search.backends import EngineDown


class Command(BaseCommand):
    help = "Builds the search index anew while the old one goes on answering."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with writer_lock(wait_seconds=60), Progress(transient=True) as bars:
                bar = bars.add_task("Indexing records")
                result = writing.rebuild(
                    engine.backend(), lambda done, total: bars.update(bar, completed=done, total=total)
                )
        except Busy as error:
            raise CommandError(f"{error}; try again when it is done") from None
        except EngineDown as error:
            raise CommandError(f"the search engine does not answer: {error}") from None
        except writing.RebuildRefused as error:
            raise CommandError(f"the new index was not taken into use: {error}") from None
        self.stdout.write(f"{result.documents:,} documents in the new index; it is in use now.")
