"""Compiles the message catalogues without gettext's programs."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kb import messages


class Command(BaseCommand):
    help = "Compiles locale/*/LC_MESSAGES/*.po; --check says what is fuzzy, untranslated or has other placeholders."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail when a catalogue is not whole")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            if found := messages.problems():
                raise CommandError("\n".join([*found, f"{len(found)} messages are not ready"]))
            self.stdout.write("All catalogues are whole.")
            return
        written = messages.compile_all()
        if options["verbosity"] > 0:
            self.stdout.write(f"{len(written)} catalogues written." if written else "All catalogues are up to date.")
