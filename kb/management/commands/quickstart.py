"""From an empty checkout to a site that answers. Safe to run again."""

from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from rich.console import Console
from rich.progress import Progress

from kb import setting_up


class Command(BaseCommand):
    help = "Sets up the database, languages, site, sample data, search index and an administrator. Safe to run again."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--laws", nargs="+", type=Path, default=[], metavar="PATH", help="files, folders or archives of statutes"
        )
        parser.add_argument(
            "--offline",
            action="store_true",
            help="use no network; nothing here does so today, and with it nothing will",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.console = Console(file=self.stdout._out, highlight=False, soft_wrap=True)  # type: ignore[attr-defined,arg-type]
        if absent := [str(path) for path in options["laws"] if not path.exists()]:
            raise CommandError(f"There is no such file or folder: {', '.join(absent)}")
        try:
            self._set_up(options["laws"])
        except setting_up.Stopped as reason:
            raise CommandError(f"{reason}\nThen run the same command again; what is done stays done.") from None
        except DatabaseError as error:
            raise CommandError(self._database_help(error)) from None

    def _set_up(self, laws: list[Path]) -> None:
        self._step("Looking at the machine", setting_up.check_machine)
        self._step("Preparing the database", setting_up.migrate)
        self._step("Compiling messages", setting_up.compile_messages)
        self._step("Collecting static files", setting_up.collect_static)
        self._step("Setting up the site", setting_up.site)
        self._step("Loading jurisdictions and topics", setting_up.reference_data)
        self._step("Importing the model act", setting_up.model_act)
        self._step("Loading records", setting_up.records)
        self._step("Loading figures", setting_up.figures)
        self._step("Making the pages", setting_up.prose)
        if laws:
            call_command("import_laws", *laws, stdout=self.stdout, stderr=self.stderr)
        with Progress(console=self.console, transient=True, disable=not self.console.is_terminal) as bars:
            bar = bars.add_task("Writing the search index", total=None)
            said = setting_up.index(lambda done, total: bars.update(bar, completed=done, total=total))
        self._say(said)
        if account := setting_up.administrator():
            self._say(f"administrator made: [bold]{account}[/bold]  (shown this once)")
            self._say("logging in the first time sets up its second factor: have an authenticator app at hand")
        else:
            self._say("administrator already there (manage.py changepassword NAME)")

    def _step(self, title: str, work: Callable[[], str]) -> None:
        with self.console.status(title) if self.console.is_terminal else nullcontext():
            said = work()
        self._say(said)

    def _say(self, line: str) -> None:
        self.console.print(f"  [green]✓[/green] {line}")

    def _database_help(self, error: DatabaseError) -> str:
        if connection.vendor == "sqlite":
            return f"The database {connection.settings_dict['NAME']} does not work: {error}\nIs the disk full or another process writing?"
        return (
            f"The database does not answer: {error}\n"
            "Start it, or mend DATABASE_URL in .env; without DATABASE_URL the site uses SQLite and needs no server."
        )
