"""One writer at a time for the search index, across processes and, with PostgreSQL, across machines."""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

_ADVISORY_KEY = 7_105_118_100  # any number, the same in every process of this product


class Busy(Exception):
    """Another process holds the lock."""


@contextmanager
def writer_lock(wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold the index lock; Busy when another process keeps it longer than `wait_seconds`. A killed holder frees it."""
    path = Path(settings.DATA_DIR) / "index.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + wait_seconds
    with path.open("w") as file:
        _until(deadline, lambda: _flock(file.fileno()))
        if connection.vendor != "postgresql":
            yield
            return
        _until(deadline, _advisory)
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_ADVISORY_KEY])


def _until(deadline: float, attempt: Callable[[], bool]) -> None:
    while not attempt():
        if time.monotonic() >= deadline:
            raise Busy("another process is writing the search index")
        time.sleep(0.1)


def _flock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _advisory() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_ADVISORY_KEY])
        return bool(cursor.fetchone()[0])
