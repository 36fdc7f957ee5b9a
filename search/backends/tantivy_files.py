"""Where tantivy's indexes lie: one directory each below a root, and a pointer file that names the live one.

The pointer changes by one atomic rename, so whoever reads it, or is killed while writing it, has the old or the new.
"""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from search.backends.names import KEEP, made, new_name


@dataclass(frozen=True, slots=True)
class Pointer:
    """The live index, and since when (seconds since 1970) each former one is retired."""

    live: str | None = None
    retired: dict[str, float] = field(default_factory=dict)


class Root:
    """The directory of all indexes. Safe between processes."""

    def __init__(self, directory: Path):
        self.directory = directory
        self.pointer_file = directory / "live.json"

    def path(self, name: str) -> Path:
        return self.directory / name

    def pointer(self) -> Pointer:
        """What the pointer file says; an empty pointer when there is none or it is damaged: then a rebuild mends it."""
        try:
            match json.loads(self.pointer_file.read_text("utf-8")):
                case {"live": str(live), "retired": dict(retired)} if made(live) is not None:
                    return Pointer(live, retired)
        except (FileNotFoundError, ValueError):
            pass
        return Pointer()

    def stamp(self) -> tuple[int, ...] | None:
        """Changes whenever the pointer does."""
        return stamp(self.pointer_file)

    def create(self) -> str:
        """Make a new, empty directory; returns its name."""
        name = new_name(time.time())
        self.path(name).mkdir(parents=True)
        return name

    def point(self, name: str) -> None:
        """Make this index the live one and retire the former."""
        with self.lock():
            pointer = self.pointer()
            retired = {old: since for old, since in pointer.retired.items() if old != name}
            if pointer.live and pointer.live != name:
                retired[pointer.live] = time.time()
            self._write(Pointer(name, retired))

    def clean(self, keep: float = KEEP) -> list[str]:
        """Remove what has been retired, or was made and never went live, more than `keep` seconds ago."""
        if not self.directory.is_dir():
            return []
        with self.lock():
            pointer, now, removed = self.pointer(), time.time(), []
            for path in sorted(self.directory.iterdir()):
                since = pointer.retired.get(path.name) or made(path.name)
                if path.name != pointer.live and since is not None and now - since > keep:
                    shutil.rmtree(path)
                    removed.append(path.name)
            left = {name: since for name, since in pointer.retired.items() if self.path(name).is_dir()}
            if left != pointer.retired:
                self._write(Pointer(pointer.live, left))
        return removed

    def remove_all(self) -> None:
        """Remove the pointer and every index."""
        with self.lock():
            self.pointer_file.unlink(missing_ok=True)
            for path in self.directory.iterdir():
                if made(path.name) is not None:
                    shutil.rmtree(path)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """One process at a time; the system frees the lock when its holder dies."""
        self.directory.mkdir(parents=True, exist_ok=True)
        with (self.directory / "pointer.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _write(self, pointer: Pointer) -> None:
        new = self.pointer_file.with_suffix(".new")
        with new.open("w", encoding="utf-8") as file:
            json.dump({"live": pointer.live, "retired": pointer.retired}, file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.pointer_file)
        directory = os.open(self.directory, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)


def stamp(path: Path) -> tuple[int, ...] | None:
    """What differs after a file was replaced by another; None when there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_ino, status.st_size
