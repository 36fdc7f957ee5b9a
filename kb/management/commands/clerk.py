"""Work that takes its time, beside the worker: files of reports, countries' tables read ahead, mails of data rounds, drawings that are too old."""

import logging
import signal
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from indicators import charts, profile
from reports import making

log = logging.getLogger(__name__)
POLL_SECONDS = 2.0
RENEW_SECONDS = 300.0
HOUR = 3600.0


class Command(BaseCommand):
    help = "Makes the files of reports that are ordered, and once an hour sends what is due of data rounds, until stopped (Ctrl-C)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="stop when nothing is due")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stopping = False
        if not options["once"]:
            signal.signal(signal.SIGTERM, self._stop)
            signal.signal(signal.SIGINT, self._stop)
        # An hour of its own at first: setting up must not send mails.
        renewed, hourly = 0.0, 0.0 if options["once"] else time.monotonic()
        while not self.stopping:
            now = time.monotonic()
            if now - renewed > RENEW_SECONDS or not renewed:
                renewed = now
                self._often()
            if now - hourly > HOUR:
                hourly = now
                self._hourly()
            if not making.work():
                if options["once"]:
                    return
                time.sleep(POLL_SECONDS)
            close_old_connections()

    def _often(self) -> None:
        making.renew()
        try:
            profile.prepare()
        except Exception:
            log.exception("Countries' tables were not read ahead")

    def _hourly(self) -> None:
        charts.clean()
        try:
            call_command("send_reminders", stdout=self.stdout)
        except Exception:
            log.exception("Mails of data rounds were not sent")

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True
