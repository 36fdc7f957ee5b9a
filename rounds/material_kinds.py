"""What kind of file a piece of training material is, by its content: a job for the sandbox. No Django.

Its name and what the browser says of it count for nothing. Programs inside a document are not taken.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import Any

MEMBERS = 5_000
_LABEL_BYTES = 2**20
_TAIL = 2_048
_ROWS = 50
_OFFICE = {"xl/workbook.xml": "xlsx", "word/document.xml": "docx", "ppt/presentation.xml": "pptx"}
_SHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, RuntimeError, NotImplementedError)


class NotTaken(Exception):
    """reason: a key of rounds.materials.REASONS."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def recognise(data: bytes, name: str) -> Iterator[tuple[dict[str, Any], bytes]]:
    """One frame with the "kind": "pdf", "xlsx", "docx", "pptx", "ods" or "csv"."""
    if data.startswith(b"%PDF-"):
        if b"%%EOF" not in data[-_TAIL:]:
            raise NotTaken("damaged")
        yield {"kind": "pdf"}, b""
    elif data.startswith(b"PK\x03\x04"):
        try:
            yield {"kind": _packed(data)}, b""
        except _DAMAGE:
            raise NotTaken("damaged") from None
    elif _is_csv(data):
        yield {"kind": "csv"}, b""
    else:
        raise NotTaken("another-kind")


def _packed(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        if len(members) > MEMBERS or any(one.flag_bits & 1 for one in members):
            raise NotTaken("damaged")
        names = [one.filename for one in members]
        if names[0] == "mimetype" and _read(archive, names[0]) == _SHEET:
            if any(one.startswith(("Basic/", "Scripts/")) for one in names):
                raise NotTaken("macros")
            return "ods"
        kinds = [kind for part, kind in _OFFICE.items() if part in names]
        if len(kinds) != 1 or "[Content_Types].xml" not in names:
            raise NotTaken("another-kind")
        acts = any(one.lower().endswith("vbaproject.bin") for one in names)
        if acts or b"macroenabled" in _read(archive, "[Content_Types].xml").lower():
            raise NotTaken("macros")
        return kinds[0]


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    """As far as a label goes: no bomb is unpacked."""
    with archive.open(name) as stream:
        return stream.read(_LABEL_BYTES)


def _is_csv(data: bytes) -> bool:
    """Text without control characters, with the same columns in each of its first rows."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    if any((char < " " and char not in "\t\r\n") or "\x7f" <= char <= "\x9f" for char in text):
        return False
    if text.lstrip().startswith(("<", "{", "[", "%")):
        return False
    mark = max(",;\t", key=text.partition("\n")[0].count)
    try:
        rows = [row for row in islice(csv.reader(io.StringIO(text, newline=""), delimiter=mark), _ROWS) if row]
    except csv.Error:
        return False
    return len(rows) > 1 and len(rows[0]) > 1 and len({len(row) for row in rows}) == 1
