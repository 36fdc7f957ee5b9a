"""Figures of one file into the store of observations."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from indicators import importing


class Command(BaseCommand):
    help = "Imports a file of figures by a mapping; what has no code is reported, and nothing is stored then."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--mapping", required=True, metavar="NAME", help="a name, or the path of a .toml of your own"
        )
        parser.add_argument("--edition", default="", help="what the publisher calls this state of the table")
        parser.add_argument("--dry-run", action="store_true", help="compare, report, store nothing")
        parser.add_argument("--partial", action="store_true", help="store the rest although something has no code")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        wish = importing.Wish(options["edition"], options["dry_run"], options["partial"])
        told = importing.import_file(options["file"], options["mapping"], wish)
        if options["report"]:
            options["report"].write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
        for one in told.get("unmapped", [])[:20]:
            self.stdout.write(f"  no code: {one['column']} {one['value']!r}, {one['rows']} figures, line {one['line']}")
        for one in told.get("aside", []):
            self.stdout.write(f"  put aside: {one['rows']} rows, {one['reason']}")
        if told["refused"]:
            raise CommandError(f"{told['file']}: {told['refused']}")
        self.stdout.write(
            f"{told['file']}: {told['figures']} figures in {told['series']} new series: {told['new']} new, "
            f"{told['changed']} changed, {told['unchanged']} unchanged, {told['withdrawn']} withdrawn; "
            f"{told['suppressed']} suppressed, {told['missing']} cells without a figure"
        )
        vintage = told["vintage"]
        self.stdout.write(f"vintage {vintage} published" if vintage else "nothing was stored")
