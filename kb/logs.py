"""What the log says and what it never says (reliability rule 19): no search words, no query strings, no addresses of
readers, whatever a message or an error brings along. Standard library only: settings import this module."""

import ipaddress
import json
import logging
import re
import traceback
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

HIDDEN = "[…]"
FORMATS = ("text", "json")
_QUERY = re.compile(r"(?<=[^\s?])\?[^\s\"'<>]+")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_ADDRESS = re.compile(
    r"(?<![\w:.])(?:[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}(?:\.\d{1,3}){0,3}(?![\w:])"
    r"|\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\d))"
)


@dataclass(slots=True)
class Current:
    """The request that this thread answers. typed: what its reader typed, to be hidden."""

    id: str
    typed: tuple[str, ...] = ()
    pattern: re.Pattern[str] | None = None


request: ContextVar[Current | None] = ContextVar("request", default=None)


def _current(record: logging.LogRecord) -> Current | None:
    """The request that a line is about; Django logs a page that is not there when the middleware is through with it."""
    return request.get() or getattr(getattr(record, "request", None), "log_entry", None)


def scrubbed(text: str, current: Current | None = None) -> str:
    """Without what the reader of this request typed, and without addresses of any kind (this machine's own may stay)."""
    current = current or request.get()
    if current and current.typed:
        current.pattern = current.pattern or _any_of(current.typed)
        text = current.pattern.sub(HIDDEN, text)
    text = _MAIL.sub(HIDDEN, _QUERY.sub(HIDDEN, text))
    return _ADDRESS.sub(_unless_no_address, text)


def _any_of(typed: tuple[str, ...]) -> re.Pattern[str]:
    """What was typed as a whole, and its words: an error may quote one of them."""
    pieces = {word for text in typed for word in (text, *re.findall(r"\w{3,}", text))}
    longest_first = sorted(pieces, key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(piece)}(?!\w)" for piece in longest_first), re.IGNORECASE)


def _unless_no_address(found: re.Match[str]) -> str:
    try:
        address = ipaddress.ip_address(found[0])
    except ValueError:
        return found[0]  # a version, a time of day
    return found[0] if address.is_loopback or address.is_unspecified else HIDDEN


def _traceback(error: Any, current: Current | None) -> str:
    """Frames are our code and stay; what the errors say is scrubbed."""
    lines, in_frame = [], False
    for line in "".join(traceback.format_exception(*error)).splitlines():
        in_frame = line.startswith('  File "') or (in_frame and line.startswith("    "))
        lines.append(line if in_frame else scrubbed(line, current))
    return "\n".join(lines)


def _error(record: logging.LogRecord) -> Any:
    """The error of a line. Whoever sends a wrong host name or token has made none: their line says it all."""
    if record.name.startswith("django.security") or not record.exc_info or not record.exc_info[0]:
        return None
    return record.exc_info


class TextFormatter(logging.Formatter):
    """One line for a person, and the traceback of an error below it."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        current = _current(record)
        record.message = record.getMessage()
        record.asctime = self.formatTime(record)
        line = scrubbed(self.formatMessage(record), current)
        error = _error(record)
        return f"{line}\n{_traceback(error, current)}" if error else line


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, request, and what the record brings as `fields`."""

    def format(self, record: logging.LogRecord) -> str:
        current = _current(record)
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": scrubbed(record.getMessage(), current),
        }
        if current:
            line["request"] = current.id
        line |= getattr(record, "fields", {})
        if error := _error(record):
            line["error"] = error[0].__name__
            line["traceback"] = _traceback(error, current)
        return json.dumps(line, ensure_ascii=False, default=str)


def configuration(shape: str, level: str, requests: bool) -> dict[str, Any]:
    """Django's LOGGING. shape: "text" or "json"; requests: a line for every request answered."""
    if shape not in FORMATS:
        raise SystemExit(f"LOG_FORMAT is {shape!r}: it can be {' or '.join(FORMATS)}.")
    console = {"class": "logging.StreamHandler", "formatter": shape}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"text": {"()": "kb.logs.TextFormatter"}, "json": {"()": "kb.logs.JsonFormatter"}},
        "handlers": {"console": console},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Elasticsearch's client logs every failed request at WARNING; the ladder reports it once instead.
            "elastic_transport": {"level": "ERROR"},
            "kb.requests": {"level": "INFO" if requests else "ERROR"},
            # Its own handlers would mail and print beside ours.
            "django": {"handlers": [], "level": "INFO" if level == "DEBUG" else level, "propagate": True},
            "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        },
    }
