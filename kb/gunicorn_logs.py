"""Gunicorn's own lines in the format of all others: it would name readers' addresses, and in plain text."""

import logging
from typing import Any

from django.conf import settings
from gunicorn.glogging import Logger

from kb.logs import JsonFormatter, TextFormatter


class GunicornLogger(Logger):
    """For `gunicorn --logger-class kb.gunicorn_logs.GunicornLogger`."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        as_json = settings.LOGGING["handlers"]["console"]["formatter"] == "json"
        formatter: logging.Formatter = JsonFormatter() if as_json else TextFormatter()
        for handler in self.error_log.handlers:
            handler.setFormatter(formatter)
