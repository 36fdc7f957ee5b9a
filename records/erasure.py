"""Erased persons stay erased, also when an older backup comes back.

A room registers whose rows hold a person (a `Subject`). An erasure is first entered in a register beside the database,
then done; after a restore `reapply` does every entered one again. The register holds no name: only keyed hashes of
identities, and an identity is made of what never changes and tells nothing (a primary key, a moment of creation).

Files, in `erasures/` of the data directory: `register.jsonl`, one erasure a line, and `ID.key`, the key of its hashes.
"""

import fcntl
import hmac
import json
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction


@dataclass(frozen=True, slots=True)
class Subject:
    """One kind of row that holds a person.

    name: "account".
    identities: `() -> (primary key, identity)` of every row. An identity stays the same through every edit of the row,
        and is never given to another one.
    erase: `(primary key) -> whether anything was there to erase`; takes the person out of every table that refers to
        the row, and may be run again.
    """

    name: str
    identities: Callable[[], Iterable[tuple[int, str]]]
    erase: Callable[[int], bool]


_subjects: dict[str, Subject] = {}


def register(subject: Subject) -> None:
    """Called from `AppConfig.ready` of the room that owns the rows (of `kb` for rooms below this one)."""
    _subjects[subject.name] = subject


def erase(name: str, pk: int) -> bool:
    """Enter the erasure, then do it. The register comes first: what is entered and not done is done by `reapply`."""
    subject = _subjects[name]
    identity = dict(subject.identities()).get(pk)
    if identity is None:
        return False
    _enter(name, identity)
    return _erase(subject, pk)


def reapply() -> int:
    """Erase again whoever the register knows; returns how many persons had come back."""
    entries = list(_entries())
    count = 0
    for subject in _subjects.values():
        known = {(entry["key"], entry["hash"]) for entry in entries if entry["kind"] == subject.name}
        used = {key: secret for key, secret in _keys().items() if any(key == named for named, _ in known)}
        for pk, identity in list(subject.identities()) if known else []:
            if any((key, _hash(secret, subject.name, identity)) in known for key, secret in used.items()):
                count += _erase(subject, pk)
    return count


def merge(folder: Path) -> None:
    """Take in another register (a backup's): keys and entries that this one has not."""
    home = _home()
    for path in sorted(folder.glob("*.key")):
        if not (home / path.name).exists():
            _write_whole(home / path.name, path.read_bytes())
    known = set(_lines(home / "register.jsonl"))
    for line in _lines(folder / "register.jsonl"):
        if line not in known:
            _append(line)


def _erase(subject: Subject, pk: int) -> bool:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:  # else the words stay readable in the file's free pages
            cursor.execute("PRAGMA secure_delete = ON")
    with transaction.atomic():
        return subject.erase(pk)


def _home() -> Path:
    path = Path(settings.DATA_DIR) / "erasures"
    path.mkdir(parents=True, exist_ok=True)
    return path


def _enter(name: str, identity: str) -> None:
    keys = _keys()
    if not keys:
        key = secrets.token_hex(4)
        _write_whole(_home() / f"{key}.key", secrets.token_hex(32).encode())
        keys = _keys()
    key, secret = sorted(keys.items())[0]
    entry = {"at": datetime.now(tz=UTC).date().isoformat(), "kind": name, "key": key}
    _append(json.dumps({**entry, "hash": _hash(secret, name, identity)}, sort_keys=True))


def _hash(secret: bytes, name: str, identity: str) -> str:
    return hmac.new(secret, f"{name}:{identity}".encode(), sha256).hexdigest()


def _keys() -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in _home().glob("*.key")}


def _entries() -> Iterator[dict[str, Any]]:
    for line in _lines(_home() / "register.jsonl"):
        yield json.loads(line)


def _lines(path: Path) -> Iterator[str]:
    """Whole entries; a line that a kill cut short was never acted upon."""
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            with suppress(ValueError, TypeError):
                if {"kind", "key", "hash"} <= json.loads(line).keys():
                    yield line


def _append(line: str) -> None:
    with (_home() / "register.jsonl").open("a+", encoding="utf-8") as file:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX)
        file.seek(0)
        held = file.read()
        file.write(("" if not held or held.endswith("\n") else "\n") + line + "\n")
        file.flush()
        os.fsync(file.fileno())


def _write_whole(path: Path, content: bytes) -> None:
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    part.touch(mode=0o600)
    part.write_bytes(content)
    part.replace(path)
