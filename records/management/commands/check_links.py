"""Try the addresses that records give, and say which do not work."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from records import links
from records.models import Link


class Command(BaseCommand):
    help = "Try the addresses that records and sources give; the desk shows those that do not work."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=200, help="how many to try in this run (200)")
        parser.add_argument("--all", action="store_true", help="also those tried within the last week")

    def handle(self, *args: Any, **options: Any) -> None:
        new = links.collect()
        if options["all"]:
            Link.objects.update(tried_at=None)
        tried, broken = links.check_due(options["limit"], self._tell)
        left = sum(1 for _ in links.due(1_000_000))
        self.stdout.write(f"{tried} links tried, {broken} do not work; {new} new, {left} wait for the next run")

    def _tell(self, link: Link, works: bool) -> None:
        if not works:
            self.stdout.write(f"  {link.status or link.error}  {link.url}")
