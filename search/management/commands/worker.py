"""The one process that writes the search index: keeps it true within seconds of every change."""

import logging
import signal
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from records import outbox
from records.locks import Busy, writer_lock
from search import engine, writing
from search.backends import EngineDown

log = logging.getLogger(__name__)
POLL_SECONDS = 0.5
SCHEDULE_SECONDS = 5.0  # publication and expiry on the hour must be seen within ten seconds
BACK_OFF_SECONDS = 2.0
RETRY_SECONDS = 30.0


class Command(BaseCommand):
    help = "Writes the search index from the outbox until stopped (Ctrl-C); --once: until nothing is due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="stop when nothing is due")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stopping = False
        if not options["once"]:
            signal.signal(signal.SIGTERM, self._stop)
            signal.signal(signal.SIGINT, self._stop)
        scheduled = retried = 0.0
        while not self.stopping:
            now = time.monotonic()
            if now - scheduled > SCHEDULE_SECONDS:
                scheduled = now
                call_command("publish_scheduled", stdout=self.stdout)
            retry = now - retried > RETRY_SECONDS
            retried = now if retry else retried
            handled = self._turn(once=options["once"], retry=retry)
            if options["once"]:
                return
            close_old_connections()
            if not handled:
                time.sleep(POLL_SECONDS)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _turn(self, *, once: bool, retry: bool) -> int:
        """All that is due; nothing when another process writes, or the engine is down (then everything stays due)."""
        if not outbox.due(1, retry=retry):
            return 0
        try:
            with writer_lock(wait_seconds=60 if once else 0):
                return writing.catch_up(engine.backend(), retry=retry)
        except Busy:
            if once:
                raise
            return 0
        except EngineDown as error:
            if once:
                raise
            log.warning("the search engine does not answer: %s", error)
            time.sleep(BACK_OFF_SECONDS)
            return 0
