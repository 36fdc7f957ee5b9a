"""Imports files, folders and archives of statutes."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from laws import importing, sample, staging
from laws.importing import FileReport


class Command(BaseCommand):
    help = "Imports statutes: XML, HTML, JSON, Markdown or text files, folders of them, and archives."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write the whole report as JSON")
        parser.add_argument("--jurisdiction", metavar="CODE", help="for files that do not say whose law they hold")
        parser.add_argument("--manifest", type=Path, metavar="TSV", help="path, country, language, name, number a file")
        parser.add_argument(
            "--manifest-root", type=Path, metavar="DIR", help="what its paths start from (default: PATH)"
        )
        parser.add_argument("--force", action="store_true", help="read files again that are stored already")

    def handle(self, *args: Any, **options: Any) -> None:
        reports = []
        columns = (SpinnerColumn(), TextColumn("{task.completed} files"), TextColumn("{task.description}"))
        with Progress(*columns, TimeElapsedColumn(), transient=True, disable=options["verbosity"] == 0) as bars:
            bar = bars.add_task("", total=None)
            staged = staging.stage(
                options["paths"],
                known=frozenset() if options["force"] else importing.known(),
                hints=self._hints(options),
                jurisdiction=options["jurisdiction"] or "",
            )
            for report in importing.apply_all(staged, dry_run=options["dry_run"]):
                reports.append(report)
                bars.update(bar, advance=1, description=report.file)
        if not options["dry_run"]:
            sample.apply_aliases(settings.SAMPLE_DIR / "law_aliases.csv")
        totals = importing.totals(reports)
        if options["report"]:
            document = {"files": [report.as_dict() for report in reports], "totals": totals}
            options["report"].write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        if options["verbosity"] > 0:
            self._print(reports, totals, options)
        if reports and totals["imported"] == 0:
            raise CommandError("no file was imported")

    def _hints(self, options: dict[str, Any]) -> dict[str, staging.Hint]:
        if not options["manifest"]:
            return {}
        if not options["manifest"].is_file():
            raise CommandError(f"there is no manifest {options['manifest']}")
        return staging.read_manifest(options["manifest"], options["manifest_root"] or options["paths"][0])

    def _print(self, reports: list[FileReport], totals: dict[str, int], options: dict[str, Any]) -> None:
        console = Console(file=self.stdout._out, highlight=False, soft_wrap=True)  # type: ignore[attr-defined,arg-type]
        for report in reports:
            if report.refused:
                where = f" (line {report.line})" if report.line else ""
                console.print(f"refused  {report.file}: {report.refused}{where}", markup=False)
            elif report.warnings and options["verbosity"] > 1:
                for warning in report.warnings:
                    console.print(f"note     {report.file}:{warning['line']} {warning['message']}", markup=False)
        warnings = sum(len(report.warnings) for report in reports)
        verb = "would be" if options["dry_run"] else "were"
        console.print(
            f"{totals['imported']} of {totals['files']} files {verb} imported, {totals['laws']} laws: "
            f"{totals['provisions']:,} articles and sections, {totals['new']:,} new, {totals['changed']:,} changed, "
            f"{totals['unchanged']:,} unchanged; {totals['refused']} refused, {warnings} notes"
            + (" (see --report)" if warnings and not options["report"] else "")
        )
