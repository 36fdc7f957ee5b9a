"""Measures index build, results page, law page and import beside the bare engine and the bare database, in one run."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kb import benchmarking_figures, scratch
from kb.benchmarking import measure


class Command(BaseCommand):
    help = "Speed of this machine on real statutes, each figure beside the raw engine's or the bare database's."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--provisions", type=int, default=100_000, help="how many at least (packs are repeated)")
        parser.add_argument("--laws", type=Path, help="folder with scale/*.tar.xz (default: ../shared/data/laws)")
        parser.add_argument("--engine", choices=("tantivy", "elasticsearch"), help="default: the configured one")
        parser.add_argument("--work", type=Path, metavar="DIR", help="keep the imported database here for the next run")
        parser.add_argument(
            "--figures", action="store_true", help="measure figures: import, charts, profiles, validation, report"
        )
        parser.add_argument("--observations", type=int, default=1_000_000, help="how many at least, with --figures")
        parser.add_argument("--indicators", type=Path, help="folder of files (default: ../shared/data/indicators)")
        parser.add_argument("--database", default="", metavar="URL", help="an empty database (default: SQLite)")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        laws = options["laws"] or settings.BASE_DIR.parent / "shared" / "data" / "laws"
        files = options["indicators"] or settings.BASE_DIR.parent / "shared" / "data" / "indicators"
        if options["figures"] and not (files / benchmarking_figures.FILE).exists():
            raise CommandError(f"no {benchmarking_figures.FILE} in {files}: give the folder with --indicators")
        if not options["figures"] and not any((laws / "scale").glob("*.tar.xz")):
            raise CommandError(f"no scale packs in {laws}: give the folder with --laws")
        if not scratch.is_scratch():
            name = scratch.engine_name(options["engine"])
            if not name:
                raise CommandError("ELASTICSEARCH_URL is not set: start one with `make elasticsearch`")
            if code := scratch.run_again(sys.argv[1:], engine=name, keep=options["work"], database=options["database"]):
                raise CommandError(f"the measurement ended with code {code}")
            return
        if options["figures"]:
            figures = benchmarking_figures.measure(files, options["observations"], self.stderr.write)
        else:
            figures = measure(laws, options["provisions"], self.stderr.write)
        if options["json"]:
            self.stdout.write(json.dumps(figures, indent=1))
            return
        for name, value in figures.items():
            shown = "  ".join(f"{key} {number}" for key, number in value.items()) if isinstance(value, dict) else value
            self.stdout.write(f"{name:26}{shown}")
