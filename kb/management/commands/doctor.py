"""Looks at everything the site needs."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.markup import escape

from kb import doctor

_MARKS = {doctor.OK: "[green]ok  [/green]", doctor.WARN: "[yellow]warn[/yellow]", doctor.FAIL: "[red]fail[/red]"}


class Command(BaseCommand):
    help = (
        "Says how everything is that the site needs, and the command that mends what is not well. Exit 1 on a failure."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="the findings as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = doctor.examine()
        if options["json"]:
            self.stdout.write(json.dumps([finding.as_dict() for finding in findings], ensure_ascii=False, indent=1))
        else:
            console = Console(file=self.stdout._out, highlight=False, soft_wrap=True)  # type: ignore[attr-defined,arg-type]
            for finding in findings:
                console.print(f"{_MARKS[finding.level]} {finding.name:<15} {escape(finding.said)}")
                if finding.mend:
                    console.print(f"{'':21}[bold]{escape(finding.mend)}[/bold]")
        failures = sum(finding.level == doctor.FAIL for finding in findings)
        if failures:
            raise CommandError(f"{failures} of {len(findings)} checks failed")
