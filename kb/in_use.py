"""Who uses a data directory: every process of the product shares a lock on it, and a restore takes it alone.

The lock is `flock` on one file, so a killed process leaves nothing behind, and containers that share the directory
see each other. Processes on other machines that share a PostgreSQL only are looked for in the database (`kb.dumps`).
"""

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from kb import terminal

LOCK = "in-use.lock"
UNFINISHED = "restore-unfinished"
_held: tuple[str, int] | None = None  # the directory and the descriptor, for as long as this process lives


class InUse(Exception):
    """Other processes use the data directory; `processes` names those that this machine can see."""

    def __init__(self, processes: list[str]):
        super().__init__(", ".join(processes))
        self.processes = processes


def hold() -> None:
    """Called once when a process starts: share the lock, or stop where a restore goes on or was broken off."""
    global _held
    directory = Path(settings.DATA_DIR)
    if _held and _held[0] == str(directory):
        return
    try:
        directory.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(directory / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError:
        return  # nothing can be written there: whoever needs the directory says so better
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        with terminal.speaking():
            raise SystemExit(
                _("A backup is being restored into %(folder)s. Start again when it is done.") % {"folder": directory}
            ) from None
    mark = directory / UNFINISHED
    if mark.exists() and "restore" not in sys.argv[1:2]:
        names = {"folder": directory, "archive": mark.read_text(encoding="utf-8").strip()}
        with terminal.speaking():
            raise SystemExit(
                _("A restore into %(folder)s was broken off. Run it again, to its end: manage.py restore %(archive)s")
                % names
            )
    _held = (str(directory), descriptor)


@contextmanager
def alone() -> Iterator[None]:
    """Nobody else may start or run on the data directory inside; InUse when somebody does."""
    path = Path(settings.DATA_DIR) / LOCK
    ours = _held[1] if _held and _held[0] == str(path.parent) else None
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = ours if ours is not None else os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse(_holders(path)) from None
        yield
    finally:
        if ours is None:
            os.close(descriptor)
        else:
            with suppress(BlockingIOError):
                fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)


def _holders(path: Path) -> list[str]:
    """Processes that hold the lock, as "process 12 (manage.py worker)", where the system tells."""
    found = []
    with suppress(OSError):
        inode = str(path.stat().st_ino)
        for line in Path("/proc/locks").read_text().splitlines():
            words = line.split()
            if len(words) > 5 and words[1] == "FLOCK" and words[5].rpartition(":")[2] == inode:
                found.append(int(words[4]))
    others = sorted({pid for pid in found if pid not in (os.getpid(), 0)})
    return [f"{pid} ({_command(pid)})" for pid in others]


def _command(pid: int) -> str:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace").split("\0")
    except OSError:
        return "?"
    names = [Path(word).name if "/" in word else word for word in words if word]
    return " ".join(names[:4])
