"""A backup comes back: verified first, with the present data put aside and the index made anew."""

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kb import backups, dumps, in_use, restoring, terminal
from kb.backups import BadBackup, Folder, Manifest
from kb.management.commands.backup import described, missing_program

YES = {"y", "yes", "s", "si", "sí", "o", "oui", "sim"}


class Command(BaseCommand):
    help = "Brings a backup back: verifies it, puts the present data aside, migrates, and builds the index anew."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "archive", metavar="ARCHIVE", help="a kb-TIME.json, its name, a folder of backups, or latest"
        )
        parser.add_argument("--yes", action="store_true", help="do not ask")
        parser.add_argument("--check", action="store_true", help="only verify the backup; change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        with terminal.speaking():
            try:
                if options["check"]:
                    self._verified(options["archive"])
                else:
                    with in_use.alone():
                        self._restore(options["archive"], asked=options["yes"])
            except in_use.InUse as running:
                raise CommandError(self._stop_first(running.processes)) from None
            except dumps.ProgramMissing as missing:
                raise CommandError(missing_program(missing)) from None
            except (BadBackup, dumps.DumpFailed, OSError) as error:
                raise CommandError(self._failed(error)) from None

    def _verified(self, named: str) -> tuple[Path, Folder, Manifest]:
        archive = restoring.find(named)
        folder, manifest = Folder(archive.parent), backups.read(archive)
        self.stdout.write(
            _("Backup of %(when)s (version %(version)s, %(database)s)")
            % {"when": manifest.made_at, "version": manifest.version, "database": manifest.vendor}
        )
        self.stdout.write("  " + described(manifest.counts))
        with terminal.bars(self.stderr._out) as watch:  # type: ignore[attr-defined]
            restoring.verify(folder, manifest, watch)
        self.stdout.write(
            "  "
            + _("whole and unaltered: %(objects)s objects, %(size)s")
            % {"objects": terminal.number(len(manifest.objects())), "size": terminal.size(manifest.bytes)}
        )
        return archive, folder, manifest

    def _restore(self, named: str, *, asked: bool) -> None:
        archive, folder, manifest = self._verified(named)
        if others := dumps.other_sessions():
            raise in_use.InUse(others)
        if not asked:
            self._ask()
        begun = time.monotonic()
        with terminal.bars(self.stderr._out) as watch:  # type: ignore[attr-defined]
            result = restoring.restore(archive, folder, manifest, watch)
        self._report(result, time.monotonic() - begun)

    def _ask(self) -> None:
        if not sys.stdin.isatty():
            raise CommandError(_("Nobody is there to ask. Say --yes to restore without a question."))
        question = _("Replace the data in %(folder)s by it? What is there is put aside. [y/N]")
        if input(question % {"folder": settings.DATA_DIR} + " ").strip().lower() not in YES:
            raise CommandError(_("Nothing was changed."))

    def _report(self, result: restoring.Result, seconds: float) -> None:
        say = self.stdout.write
        say(_("Restored in %(seconds)s s.") % {"seconds": terminal.number(round(seconds))})
        if result.erased:
            text = ngettext(
                "%(n)s erased person was in it, and is erased again.",
                "%(n)s erased persons were in it, and are erased again.",
                result.erased,
            )
            say("  " + text % {"n": terminal.number(result.erased)})
        if result.aside:
            say("  " + _("What was there before lies in %(folder)s.") % {"folder": result.aside})
        if result.schema:
            say("  " + _("The database that was there is now the schema %(schema)s.") % {"schema": result.schema})
        say("  " + _("Everybody signs in again."))
        self._report_index(result)

    def _report_index(self, result: restoring.Result) -> None:
        found = result.index
        if found is None:
            raise CommandError(
                _("The data is back, but the search engine does not answer. When it does: manage.py rebuild_index")
            )
        text = _("Search index: %(documents)s documents; %(missing)s missing, %(extra)s extra, %(stale)s stale")
        counts = {name: len(getattr(found, name)) for name in ("missing", "extra", "stale")}
        self.stdout.write("  " + text % {"documents": terminal.number(found.documents), **counts})
        if not found.clean:
            raise CommandError(_("The index differs from the database. Run: manage.py verify_index --repair"))

    def _stop_first(self, processes: list[str]) -> str:
        said = _("The site is running on this data. Stop web and worker first, then run the same command again.")
        if processes:
            said += "\n" + _("Running: %(processes)s") % {"processes": "; ".join(processes)}
        return said

    def _failed(self, error: Exception) -> str:
        if (Path(settings.DATA_DIR) / in_use.UNFINISHED).exists():
            return _(
                "The restore was broken off: %(reason)s. Mend that and run the same command again; the site does not "
                "start before. What was there lies in %(folder)s."
            ) % {"reason": error, "folder": f"{settings.DATA_DIR}/{backups.ASIDE}…"}
        return _("Nothing was changed: %(reason)s") % {"reason": error}
