"""From paths to parsed laws: find files, open archives, read each in the sandbox, two at a time, in a fixed order."""

import csv
import functools
import json
import tempfile
from collections import deque
from collections.abc import Container, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from queue import SimpleQueue

from laws.parsed import Alias, ParsedLaw
from laws.wire import from_json
from records.archives import looks_like_archive
from records.sandbox import Refused, Sandbox

MAX_FILE_BYTES = 50 * 2**20
_AHEAD, _AHEAD_BYTES = 8, 8 * 2**20  # files a process that are read before they are asked for
# What stands beside statutes in a folder and is none; named so that a folder can be handed over as it is.
_SILENT_SUFFIXES = {".pyc", ".ds_store"}


@dataclass(frozen=True, slots=True)
class Hint:
    """What the user says of a file (a line of a manifest, an option): fills what the file leaves open."""

    jurisdiction: str = ""
    name: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read. name: shown in the report; path: where its bytes are."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Staged:
    """A file that was read: a law, or the reason why not; `law` is None too when `known` said that it need not be read."""

    name: str
    sha256: str
    data: bytes
    law: ParsedLaw | None
    refused: str | None = None
    line: int = 0


def find(paths: list[Path], spool: Path) -> Generator[Found | Staged, None, None]:
    """Every file under the paths, by name; archives are unpacked into `spool`; what cannot be opened is a refusal.

    The next archive is unpacked while the files of this one are read.
    """
    with ThreadPoolExecutor(1) as unpacking:
        archives = (path for path in _files(paths) if path.is_file() and _is_archive(path))
        ahead: deque[Future[list[Found | Staged]]] = deque()
        for path in _files(paths):
            if not path.exists():
                yield Staged(path.name, "", b"", None, "there is no such file or folder")
            elif _is_archive(path):
                while len(ahead) < 2 and (archive := next(archives, None)):
                    ahead.append(unpacking.submit(_unpack, archive, spool))
                yield from ahead.popleft().result()
            else:
                yield Found(path.name, path)


def _files(paths: list[Path]) -> Iterator[Path]:
    """The paths, and in the place of a folder the files below it."""
    for path in paths:
        if path.is_dir():
            members = sorted(file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))
            yield from (file for file in members if file.suffix not in _SILENT_SUFFIXES)
        else:
            yield path


def _is_archive(path: Path) -> bool:
    with path.open("rb") as file:
        return looks_like_archive(file.read(512))


def _unpack(path: Path, spool: Path) -> list[Found | Staged]:
    """All members or none: a damaged or lying archive is refused whole."""
    members: list[Found] = []
    if path.stat().st_size > MAX_FILE_BYTES:
        return [Staged(path.name, "", b"", None, f"the archive is larger than {MAX_FILE_BYTES // 2**20} MB")]
    try:
        with Sandbox("records.archives:unpack") as sandbox:
            for number, (header, data) in enumerate(sandbox.run(path.read_bytes(), path.name)):
                target = spool / f"{sha256(str(path).encode()).hexdigest()[:8]}-{number}"
                target.write_bytes(data)
                inner = header["name"].replace("\\", "/").split("/")
                clean = "/".join(part for part in inner if part not in ("", ".", ".."))
                members.append(Found(f"{path.name}/{clean}", target))
    except Refused as refusal:
        return [Staged(path.name, "", b"", None, refusal.reason)]
    return sorted(members, key=lambda found: found.name)  # type: ignore[return-value]


def stage(
    paths: list[Path],
    *,
    known: Container[tuple[str, str]] = frozenset(),
    processes: int = 2,
    hints: dict[str, Hint] | None = None,
    jurisdiction: str = "",
) -> Iterator[Staged]:
    """Read every file under the paths, in order. `known` holds (name, sha256) of what need not be read.

    `hints` (by path or shown name) win over what a file says; `jurisdiction` serves files that do not say.
    """
    with (
        tempfile.TemporaryDirectory(prefix="kb-import-") as spool,
        ThreadPoolExecutor(processes) as pool,
        closing(find(paths, Path(spool))) as files,
    ):
        boxes: SimpleQueue[Sandbox] = SimpleQueue()
        for _ in range(processes):
            boxes.put(Sandbox("laws.reading:read"))
        try:
            pending: deque[tuple[Future[Staged], int]] = deque()
            held = 0
            for found in files:
                size = found.path.stat().st_size if isinstance(found, Found) else 0
                job = functools.partial(_read, found, boxes, known, hints or {}, jurisdiction)
                pending.append((pool.submit(job), size))
                held += size
                # A long queue, so that one long law leaves no reader idle; a short one of large files.
                while len(pending) > (_AHEAD if held < _AHEAD_BYTES else 2) * processes:
                    staged, size = pending.popleft()
                    held -= size
                    yield staged.result()
            while pending:
                yield pending.popleft()[0].result()
        finally:
            while not boxes.empty():
                boxes.get().close()


def _read(
    found: Found | Staged, boxes: "SimpleQueue[Sandbox]", known: Container[tuple[str, str]], hints: dict[str, Hint],
    jurisdiction: str,
) -> Staged:  # fmt: skip
    if isinstance(found, Staged):
        return found
    if (size := found.path.stat().st_size) > MAX_FILE_BYTES:
        return Staged(
            found.name, "", b"", None, f"the file is larger than {MAX_FILE_BYTES // 2**20} MB ({size:,} bytes)"
        )
    data = found.path.read_bytes()
    digest = sha256(data).hexdigest()
    if (found.name[-300:], digest) in known:
        return Staged(found.name, digest, data, None)
    box = boxes.get()
    try:
        frames = list(box.run(data, found.name))
        law = from_json(json.loads(frames[0][1]))
    except Refused as refusal:
        return Staged(found.name, digest, data, None, refusal.reason, refusal.line)
    except (TypeError, KeyError, ValueError, IndexError):
        return Staged(found.name, digest, data, None, "the reader broke on it")
    finally:
        boxes.put(box)
    law = _with_hint(law, hints.get(str(found.path)) or hints.get(found.name))
    law.jurisdiction = law.jurisdiction or jurisdiction
    return Staged(found.name, digest, data, law)


def _with_hint(law: ParsedLaw, hint: Hint | None) -> ParsedLaw:
    if hint:
        law.jurisdiction = hint.jurisdiction or law.jurisdiction
        if hint.name and hint.name != law.title:
            law.aliases.append(Alias(hint.name, "short", law.language))
        if hint.number and hint.number != law.number:
            law.aliases.append(Alias(hint.number, "number", law.language))
    return law


def read_manifest(path: Path, root: Path) -> dict[str, Hint]:
    """A manifest: tab-separated file path, country (ISO alpha-3, or INT), language, short name, number; no heading line."""
    hints = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if len(row) >= 5:
                hints[str(root / row[0])] = Hint(row[1].lower(), row[3], row[4])
    return hints


@functools.cache
def parser_fingerprint() -> str:
    """Changes with the code that reads files, so that a better reader reads stored files again.

    That code is whatever in this room knows no Django and no model (the sandbox can load nothing else), and the rules
    of labels.
    """
    room = Path(__file__).resolve().parent
    paths = (*room.glob("*.py"), *room.glob("importers/*.py"), room.parent / "records" / "labels.py")
    sources = (path.read_bytes() for path in sorted(paths))
    readers = (source for source in sources if b"django" not in source and b"laws.models" not in source)
    return sha256(b"".join(readers)).hexdigest()[:16]
