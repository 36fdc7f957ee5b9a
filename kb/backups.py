"""Where backups lie, and what one is: a manifest that names objects by their SHA-256. The format: docs/operations.md.

A folder of backups holds `objects/ab/abcd…`, shared by all of them, and one `kb-TIME.json` a backup. Objects come
first and the manifest last, each under a temporary name until it is whole: what a kill leaves behind is never a backup.
No database is touched here.
"""

import fcntl
import json
import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

FORMAT = 1
PRODUCT = "migration-knowledge-base"
_NAME = re.compile(r"kb-\d{8}T\d{6}Z(-\d+)?\.json")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_CHUNK = 2**20
# In the data directory, but of one machine only, made anew by the product, or no data of the site.
LEFT_OUT = {"backups", "charts", "erasures", "in-use.lock", "index", "index.lock", "last-backup.json", "restore-unfinished",
            "secret-key", "static", "tables"}  # fmt: skip
ASIDE = "before-restore-"
Progress = Callable[[int], None]


class BadBackup(Exception):
    """The archive is not taken; the message says why, in the active language."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One object. path: where its content belongs in the data directory; "" for the database."""

    path: str
    sha256: str
    bytes: int


@dataclass(slots=True)
class Manifest:
    """What a backup holds. made_at: ISO 8601 in UTC. vendor: "sqlite" or "postgresql". database: gzip of the SQLite
    file, or pg_dump's custom format. database_bytes: unpacked (SQLite). migrations: names by app. counts: rows by table.
    erasures: the register of erased persons, kept apart from the files because it is merged, not replaced."""

    version: str
    made_at: str
    vendor: str
    server: str
    database: Stored
    database_bytes: int
    migrations: dict[str, list[str]]
    counts: dict[str, int]
    files: list[Stored] = field(default_factory=list)
    erasures: list[Stored] = field(default_factory=list)

    def objects(self) -> list[Stored]:
        """Every object of the backup, each once."""
        return list({item.sha256: item for item in (self.database, *self.erasures, *self.files)}.values())

    @property
    def bytes(self) -> int:
        return sum(item.bytes for item in self.objects())


class Folder:
    """A folder of backups."""

    def __init__(self, path: Path):
        self.path = path

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One backup at a time in one folder (BlockingIOError otherwise); what an earlier kill left is removed."""
        (self.path / "objects").mkdir(parents=True, exist_ok=True)
        with (self.path / ".lock").open("w") as file:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            for left in [*self.path.glob("*.part"), *(self.path / "objects").rglob("*.part")]:
                left.unlink()
            yield

    def manifests(self) -> list[Path]:
        """From the oldest to the newest."""
        if not self.path.is_dir():
            return []
        return sorted((path for path in self.path.iterdir() if _NAME.fullmatch(path.name)), key=lambda path: path.stem)

    def object(self, digest: str) -> Path:
        return self.path / "objects" / digest[:2] / digest

    def store(self, chunks: Iterable[bytes], path: str = "") -> tuple[Stored, bool]:
        """Keep this content; the second value says whether it was new. An object that rotted is written again."""
        part = self.path / "objects" / f"{secrets.token_hex(8)}.part"
        digest, size = sha256(), 0
        try:
            with part.open("wb") as file:
                for chunk in chunks:
                    digest.update(chunk)
                    size += len(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            return self._keep(part, Stored(path, digest.hexdigest(), size))
        finally:
            part.unlink(missing_ok=True)

    def _keep(self, part: Path, stored: Stored) -> tuple[Stored, bool]:
        target = self.object(stored.sha256)
        if target.exists() and hash_of(target) == stored.sha256:
            return stored, False
        target.parent.mkdir(exist_ok=True)
        part.replace(target)
        _sync(target.parent)
        return stored, True

    def store_file(self, source: Path, path: str) -> tuple[Stored, bool]:
        """Keep a file; one whose content is held already is only read."""
        digest = hash_of(source)
        held = self.object(digest)
        if held.exists() and hash_of(held) == digest:
            return Stored(path, digest, held.stat().st_size), False
        with source.open("rb") as file:
            return self.store(_chunks(file), path)

    def check(self, item: Stored) -> None:
        """BadBackup unless the object is there with the content that its name says."""
        path = self.object(item.sha256)
        names = {"what": item.path or _("the database"), "path": path}
        if not path.is_file():
            raise BadBackup(_("%(what)s is missing: no %(path)s") % names)
        if path.stat().st_size != item.bytes:
            raise BadBackup(_("%(what)s is cut short, or longer than it was: %(path)s") % names)
        if hash_of(path) != item.sha256:
            raise BadBackup(_("%(what)s was altered: %(path)s") % names)

    def write(self, manifest: Manifest) -> Path:
        """The last step: from here on the backup exists."""
        stamp = manifest.made_at.replace("-", "").replace(":", "")
        target, number = self.path / f"kb-{stamp}.json", 1
        while target.exists():
            number += 1
            target = self.path / f"kb-{stamp}-{number}.json"
        content = {"format": FORMAT, "product": PRODUCT, **asdict(manifest)}
        part = self.path / f"{secrets.token_hex(8)}.part"
        with part.open("w", encoding="utf-8") as file:
            json.dump({"sha256": _checksum(content), "manifest": content}, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
        _sync(self.path)
        return target

    def prune(self, keep: int) -> tuple[int, int]:
        """Remove all but the newest `keep` backups, then objects that none needs; returns how many of both."""
        old = self.manifests()[:-keep]
        # What the others need is known before anything goes: a manifest that cannot be read stops it.
        needed = {item.sha256 for path in self.manifests()[-keep:] for item in read(path).objects()}
        for path in old:
            path.unlink()
        gone = [path for path in (self.path / "objects").rglob("*") if path.is_file() and path.name not in needed]
        for path in gone:
            path.unlink()
        return len(old), len(gone)


def read(path: Path) -> Manifest:
    """The manifest of a backup, checked for everything that can be known without its objects; BadBackup otherwise."""
    try:
        whole = json.loads(path.read_text(encoding="utf-8"))
        content, checksum = whole["manifest"], whole["sha256"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadBackup(_broken(path, type(error).__name__)) from None
    if _checksum(content) != checksum:
        raise BadBackup(_("%(what)s was altered: %(path)s") % {"what": _("the manifest"), "path": path})
    if not isinstance(content, dict) or content.pop("product", None) != PRODUCT:
        raise BadBackup(_("%(path)s is a backup of another product.") % {"path": path})
    number = content.pop("format", None)
    if number != FORMAT:
        raise BadBackup(
            _("%(path)s has format %(theirs)s, and this version reads format %(ours)s: it was made by a newer one.")
            % {"path": path, "theirs": number, "ours": FORMAT}
        )
    try:
        manifest = Manifest(**content)
        manifest.database = Stored(**content["database"])
        manifest.files = [Stored(**item) for item in content["files"]]
        manifest.erasures = [Stored(**item) for item in content["erasures"]]
    except (KeyError, TypeError) as error:
        raise BadBackup(_broken(path, str(error))) from None
    _check_names(manifest)
    return manifest


def _broken(path: Path, reason: str) -> str:
    return _("%(path)s is no whole manifest of a backup (%(reason)s).") % {"path": path, "reason": reason}


def _misplaced(path: object) -> str:
    return _("the manifest names a file where none may be: %(path)r") % {"path": path}


def _check_names(manifest: Manifest) -> None:
    seen: set[str] = set()
    for item in (manifest.database, *manifest.erasures, *manifest.files):
        if not _SHA256.fullmatch(str(item.sha256)) or not isinstance(item.bytes, int) or item.bytes < 0:
            raise BadBackup(_("the manifest states no proper hash or size for %(path)r") % {"path": item.path})
    for item in (*manifest.erasures, *manifest.files):
        if not safe(item.path) or item.path in seen:
            raise BadBackup(_misplaced(item.path))
        seen.add(item.path)
    for item in manifest.files:
        top = item.path.split("/")[0]
        if top in LEFT_OUT or top.startswith((ASIDE, ".")):
            raise BadBackup(_misplaced(item.path))


def safe(path: object) -> bool:
    """Whether a path stays in the folder that it is relative to, on any system, and is written in one way only."""
    if not isinstance(path, str) or not path or "\\" in path or any(ord(sign) < 32 for sign in path):
        return False
    parts = path.split("/")
    return not any(part in ("", ".", "..") for part in parts) and ":" not in parts[0]


def contents(directory: Path, database: str) -> Iterator[Path]:
    """What of a data directory a backup holds beside the database: all files, but for what LEFT_OUT names."""
    for entry in belongings(directory, database):
        if entry.is_file():
            if not entry.name.endswith(".part"):
                yield entry
            continue
        for root, folders, names in os.walk(entry):
            folders.sort()
            for name in sorted(names):
                path = Path(root) / name
                if path.is_file() and not name.endswith(".part"):
                    yield path


def belongings(directory: Path, database: str) -> list[Path]:
    """Entries of a data directory that are the site's own, without the database's files, caches and locks."""
    if not directory.is_dir():
        return []
    mine = (database, f"{database}-wal", f"{database}-shm", f"{database}-journal")
    return sorted(
        path
        for path in directory.iterdir()
        if path.name not in LEFT_OUT and path.name not in mine and not path.name.startswith((ASIDE, "."))
    )


def hash_of(path: Path, progress: Progress = lambda size: None) -> str:
    """SHA-256 of a file."""
    digest = sha256()
    with path.open("rb") as file:
        for chunk in _chunks(file):
            digest.update(chunk)
            progress(len(chunk))
    return digest.hexdigest()


def now() -> str:
    """This second as a manifest has it."""
    return datetime.now(tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def note_last(data: Path, manifest: Path, size: int, made_at: str) -> None:
    """Where the newest backup lies, for `/ready` and `doctor`: it may be on another disk."""
    part = data / f"last-backup.{secrets.token_hex(4)}.part"
    part.write_text(json.dumps({"archive": str(manifest.resolve()), "bytes": size, "made_at": made_at}))
    part.replace(data / "last-backup.json")


def last(data: Path) -> dict[str, Any] | None:
    """What `note_last` wrote, with `age_s`; None without a backup."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        told = json.loads((data / "last-backup.json").read_text())
        age = datetime.now(tz=UTC) - datetime.fromisoformat(told["made_at"])
        return {**told, "age_s": round(age.total_seconds())}
    return None


def _checksum(content: object) -> str:
    return sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def _sync(folder: Path) -> None:
    """A rename survives a power cut only when its folder does."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
