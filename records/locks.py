"""One at a time, across processes and, with PostgreSQL, across machines: who writes the search index, who applies an upload."""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

# Any numbers, the same in every process of this product.
_INDEX_KEY, _UPLOADS_KEY = 7_105_118_100, 7_105_118_101


class Busy(Exception):
    """Another process holds the lock."""


@contextmanager
def writer_lock(wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold the index lock; Busy when another process keeps it longer than `wait_seconds`. A killed holder frees it."""
    with _held(
        Path(settings.DATA_DIR) / "index.lock", _INDEX_KEY, wait_seconds, "another process is writing the search index"
    ):
        yield


@contextmanager
def upload_lock(wait_seconds: float = 0.0) -> Iterator[None]:
    """Hold the lock of whoever applies an upload; Busy, like `writer_lock`."""
    path = Path(settings.DATA_DIR) / "uploads" / "apply.lock"
    with _held(path, _UPLOADS_KEY, wait_seconds, "another upload is being applied"):
        yield


@contextmanager
def _held(path: Path, key: int, wait_seconds: float, reason: str) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + wait_seconds
    with path.open("w") as file:
        _until(deadline, lambda: _flock(file.fileno()), reason)
        if connection.vendor != "postgresql":
            yield
            return
        _until(deadline, lambda: _advisory(key), reason)
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


def _until(deadline: float, attempt: Callable[[], bool], reason: str) -> None:
    while not attempt():
        if time.monotonic() >= deadline:
            raise Busy(reason)
        time.sleep(0.1)


def _flock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _advisory(key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        return bool(cursor.fetchone()[0])
