"""A copy of everything that is not code, while the site runs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kb import backing_up, dumps, terminal
from kb.backups import BadBackup


class Command(BaseCommand):
    help = "Copies database, imported files, media and the register of erasures, while web and worker run."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, metavar="DIR", help="folder of backups (default: backups in DATA_DIR)")
        parser.add_argument("--keep", type=int, metavar="N", help="afterwards remove all but the newest N")

    def handle(self, *args: Any, **options: Any) -> None:
        with terminal.speaking():
            if options["keep"] is not None and options["keep"] < 1:
                raise CommandError(_("--keep needs a number from 1 on."))
            to = (options["to"] or Path(settings.DATA_DIR) / "backups").absolute()
            with terminal.bars(self.stderr._out) as watch:  # type: ignore[attr-defined]
                result = self._back_up(to, options["keep"], watch)
            self._report(result)

    def _back_up(self, to: Path, keep: int | None, watch: terminal.Watch) -> backing_up.Result:
        try:
            return backing_up.back_up(to, keep, watch)
        except BlockingIOError:
            raise CommandError(_("Another backup is writing to %(folder)s just now.") % {"folder": to}) from None
        except dumps.ProgramMissing as missing:
            raise CommandError(missing_program(missing)) from None
        except (BadBackup, dumps.DumpFailed) as error:
            raise CommandError(_("No backup was made: %(reason)s") % {"reason": error}) from None
        except (OSError, DatabaseError) as error:
            raise CommandError(_("No backup was made: %(reason)s") % {"reason": error}) from None

    def _report(self, result: backing_up.Result) -> None:
        manifest = result.manifest
        files, size = terminal.number(len(manifest.files)), terminal.size(manifest.bytes)
        self.stdout.write(_("Backup made and verified: %(path)s") % {"path": result.archive})
        self.stdout.write("  " + described(manifest.counts))
        self.stdout.write(
            "  "
            + _("%(files)s files; %(size)s in all, %(new)s of it new")
            % {"files": files, "size": size, "new": terminal.size(result.new_bytes)}
        )
        if result.vanished:
            text = ngettext(
                "%(n)s file was deleted while it was being copied.",
                "%(n)s files were deleted while they were being copied.",
                result.vanished,
            )
            self.stdout.write("  " + text % {"n": result.vanished})
        if result.removed:
            text = ngettext("%(n)s older backup removed.", "%(n)s older backups removed.", result.removed)
            self.stdout.write("  " + text % {"n": result.removed})


def described(counts: dict[str, int]) -> str:
    """ "67 laws, 6,307 articles and sections, 3 accounts" of rows by table."""
    laws, provisions, accounts = (counts.get(name, 0) for name in ("laws_law", "laws_provision", "accounts_user"))
    return ", ".join(
        text % {"n": terminal.number(number)}
        for text, number in (
            (ngettext("%(n)s law", "%(n)s laws", laws), laws),
            (ngettext("%(n)s article or section", "%(n)s articles and sections", provisions), provisions),
            (ngettext("%(n)s account", "%(n)s accounts", accounts), accounts),
        )
    )


def missing_program(missing: dumps.ProgramMissing) -> str:
    """What to install."""
    return _(
        "The program %(name)s is not on PATH. It comes with PostgreSQL's client (Debian: apt-get install "
        "postgresql-client), in the server's version or a later one."
    ) % {"name": missing}
