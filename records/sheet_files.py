"""Record sheets as files, CSV or XLSX, read inside the sandbox: text cells out. No Django.

Refused: formulas, merged cells, more than ROWS rows, what is neither CSV nor XLSX. A workbook's own word on its size is
not trusted. Empty rows are skipped; the line numbers are those that the editor sees.
"""

import csv
import io
import json
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

ROWS = 20_000
COLUMNS = 200
CELL_CHARS = 20_000
_RECKONED = frozenset("=+-@\u2212")
# What a workbook may inflate to; its cells come to a multiple of that in memory, and the sandbox has the last word.
INFLATED_BYTES = 100 * 2**20


class SheetRefused(Exception):
    """`reason` names what is wrong (a key of `records.sheets.REASONS`), `line` is 1-based or 0."""

    def __init__(self, reason: str, line: int = 0):
        super().__init__(reason)
        self.reason = reason
        self.line = line


def read(data: bytes, name: str) -> Iterator[tuple[dict[str, Any], bytes]]:
    """The sandbox's job: one frame with {"columns": [...], "rows": [[line, [cell, ...]], ...]}."""
    rows = _xlsx(data) if data.startswith(b"PK\x03\x04") else csv_rows(data)
    columns: list[str] = []
    kept: list[tuple[int, list[str]]] = []
    for line, cells in rows:
        if not any(cells):
            continue
        if not columns:
            columns = _header(cells, line)
            continue
        if len(kept) >= ROWS:
            raise SheetRefused("too-many-rows", line)
        if any(cells[len(columns) :]):
            raise SheetRefused("cell-without-column", line)
        kept.append((line, (cells + [""] * len(columns))[: len(columns)]))
    if not columns:
        raise SheetRefused("empty")
    yield {}, json.dumps({"columns": columns, "rows": kept}, ensure_ascii=False).encode()


def _header(cells: list[str], line: int) -> list[str]:
    names = [cell.strip().lower() for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > COLUMNS:
        raise SheetRefused("too-many-columns", line)
    if "" in names or len(set(names)) != len(names):
        raise SheetRefused("header", line)
    return names


def csv_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Lines with their cells, in UTF-8 or cp1252, parted by comma, semicolon or tab; raises SheetRefused."""
    if b"\x00" in data:
        raise SheetRefused("not-a-sheet")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
        if "\ufffd" in text:
            raise SheetRefused("encoding") from None
    first = text.lstrip().partition("\n")[0]
    if first.lstrip().startswith("<") or not first.strip():
        raise SheetRefused("not-a-sheet" if first.strip() else "empty")
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(CELL_CHARS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            yield reader.line_num, [clean(cell) for cell in cells]
    except csv.Error as error:
        reason = "cell-too-long" if "limit" in str(error) else "csv"
        raise SheetRefused(reason, reader.line_num) from None


def _xlsx(data: bytes) -> Iterator[tuple[int, list[str]]]:
    import openpyxl

    _check_workbook(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
    except Exception:  # noqa: BLE001 - whatever it stumbles over, it is no workbook that can be read
        raise SheetRefused("not-a-sheet") from None
    sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
    if sheet is None:
        raise SheetRefused("empty")
    sheet.reset_dimensions()
    for line, row in enumerate(sheet.iter_rows(), start=1):
        if line > ROWS * 5:
            raise SheetRefused("too-many-rows", line)
        cells = []
        for cell in row[: COLUMNS + 1]:
            if getattr(cell, "data_type", "n") == "f":
                raise SheetRefused("formula", line)
            if getattr(cell, "data_type", "n") == "e":
                raise SheetRefused("error-cell", line)
            cells.append(_text(cell.value, line))
        yield line, cells


def _check_workbook(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > 500 or sum(member.file_size for member in members) > INFLATED_BYTES:
                raise SheetRefused("too-large")
            sheets = [m for m in members if m.filename.startswith("xl/worksheets/") and m.filename.endswith(".xml")]
            if not sheets:
                raise SheetRefused("not-a-sheet")
            for member in sheets:
                if _holds(archive, member, b"<mergeCell "):
                    raise SheetRefused("merged")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        raise SheetRefused("not-a-sheet") from None


def _holds(archive: zipfile.ZipFile, member: zipfile.ZipInfo, needle: bytes) -> bool:
    tail = b""
    with archive.open(member) as stream:
        read_bytes = 0
        while chunk := stream.read(2**18):
            read_bytes += len(chunk)
            if read_bytes > INFLATED_BYTES:
                raise SheetRefused("too-large")
            if needle in tail + chunk:
                return True
            tail = chunk[-len(needle) :]
    return False


def _text(value: Any, line: int) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if not (value.hour or value.minute or value.second) else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = clean(str(value))
    if len(text) > CELL_CHARS:
        raise SheetRefused("cell-too-long", line)
    return text


def clean(text: str) -> str:
    """Without control characters and lone surrogates; ends of lines as the database has them. An apostrophe that a
    spreadsheet, or our own export, puts before a text that would be reckoned with goes."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if text.startswith("'") and unicodedata.normalize("NFKC", text[1:].lstrip()[:1]) in _RECKONED:
        text = text[1:].lstrip()
    return "".join(char for char in text if char in "\n\t" or char.isprintable() or unicodedata.category(char) == "Zs")
