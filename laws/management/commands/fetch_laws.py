"""Fetches official open texts of laws from their publishers and imports them."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from laws import fetching, sample
from laws.fetching import Entry, NotFetched


class Command(BaseCommand):
    help = "Fetches official texts of laws (data/fetch.csv) where there is a network, one after the other, and imports them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", nargs="*", metavar="NAME", help="which ones (default: all; see --list)")
        parser.add_argument("--list", action="store_true", help="say what can be fetched, and when it last was")
        parser.add_argument("--dry-run", action="store_true", help="fetch and compare, and store nothing")
        parser.add_argument(
            "--base-url",
            metavar="URL",
            help="ask this server instead, which must be on this machine: a mirror, or a test",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        entries = self._chosen(options["names"])
        if options["list"]:
            for entry in entries:
                self._list(entry)
            return
        local = bool(options["base_url"])
        if local:
            try:
                entries = fetching.elsewhere(entries, options["base_url"])
            except ValueError:
                raise CommandError("--base-url must name this machine: http://127.0.0.1:PORT") from None
        self._fetch(entries, local, options["dry_run"])

    def _chosen(self, names: list[str]) -> list[Entry]:
        entries = fetching.catalogue(settings.SAMPLE_DIR / "fetch.csv")
        known = {entry.name for entry in entries}
        if unknown := [name for name in names if name not in known]:
            raise CommandError(f"not in the catalogue: {', '.join(unknown)} (manage.py fetch_laws --list)")
        return [entry for entry in entries if not names or entry.name in names]

    def _list(self, entry: Entry) -> None:
        held = entry.stored()
        when = f"fetched {held.fetched_at:%Y-%m-%d}" if held and held.fetched_at else "not fetched"
        self.stdout.write(f"{entry.name:28}{entry.publisher}; licence: {entry.licence}; {when}\n{'':28}{entry.url}")

    def _fetch(self, entries: list[Entry], local: bool, dry_run: bool) -> None:
        failed: list[bool] = []
        before = None
        for entry in entries:
            fetching.pause(entry, before, local=local)
            before = entry
            try:
                self._one(entry, local, dry_run)
            except NotFetched as reason:
                failed.append(reason.offline)
                self.stderr.write(f"failed     {entry.name}: {reason}")
        if not dry_run and len(failed) < len(entries):
            sample.apply_aliases(settings.SAMPLE_DIR / "law_aliases.csv")
        if failed and len(failed) == len(entries) and all(failed):
            raise CommandError("no server answered: is there a network here? Nothing was changed.")
        if failed:
            raise CommandError(f"{len(failed)} of {len(entries)} texts were not fetched; what was stored of them stays")

    def _one(self, entry: Entry, local: bool, dry_run: bool) -> None:
        data = fetching.download(entry, local=local)
        if fetching.is_stored(entry, data):
            self.stdout.write(f"unchanged  {entry.name}")
            return
        report = fetching.take(entry, data, dry_run=dry_run)
        counts = report.counts
        verb = "compared" if dry_run else "fetched"
        self.stdout.write(
            f"{verb:11}{entry.name}: {report.law}, {counts.provisions} articles and sections, {counts.new} new, "
            f"{counts.changed} changed, {counts.unchanged} unchanged"
            + ("; kept beside a better file of the same day" if report.kept_as_alternative else "")
        )
