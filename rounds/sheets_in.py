"""Sheets of data rounds, read inside the sandbox: plain cells out. No Django.

One frame a sheet: {"sheet", "kind", "columns"} with [[line, [cell, ...]], ...] as JSON. kind: "table" has TIME_PERIOD and
OBS_VALUE in its first row, "cover" has [[key, value], ...] for rows, "other" nothing. A cell is a text, a number, or
{"percent": number}, {"date": "2024-01-01"}. A file that is not taken ends with {"fault": key, "facts": {...}}.
"""

import io
import json
import math
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from xml.parsers import expat

from records.sheet_files import CELL_CHARS, COLUMNS, SheetRefused, clean, csv_rows

ROWS = 60_000
COVER = "SICREMI"
CODES = "CODES"
# Reading goes by these; what else a table's sheet may have is named in rounds/sheet_rows.py.
MARKS = frozenset({"TIME_PERIOD", "OBS_VALUE"})
IGNORED = "_LABEL"
LAST = "LAST"
_INFLATED = 200 * 2**20
_MEMBERS = 2_000
_SHEETS = 300
_COVER_ROWS = 100
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
Frame = tuple[dict[str, Any], bytes]


class Fault(Exception):
    """A file that is not taken. key: one of rounds.sheets.SENTENCES; facts: sheet, cell, line, …"""

    def __init__(self, key: str, **facts: Any):
        super().__init__(key)
        self.key = key
        self.facts = facts


def read(data: bytes, name: str) -> Iterator[Frame]:
    """The sandbox's job."""
    try:
        yield from _workbook(data) if data.startswith((b"PK\x03\x04", _OLE)) else _csv(data)
    except Fault as fault:
        yield {"fault": fault.key, "facts": fault.facts}, b""
    except SheetRefused as refused:
        yield {"fault": refused.reason, "facts": {"line": refused.line} if refused.line else {}}, b""


def is_ignored(column: str) -> bool:
    """Columns that are there for reading only."""
    return column == LAST or column.endswith(IGNORED)


def _csv(data: bytes) -> Iterator[Frame]:
    columns: list[str] = []
    rows: list[tuple[int, list[Any]]] = []
    for line, cells in csv_rows(data):
        if not any(cells):
            continue
        if not columns:
            columns = _columns(cells, "")
            if not columns:
                raise Fault("header", sheet="")
            continue
        _keep(rows, line, cells, columns, "")
    if not columns:
        raise Fault("empty")
    yield _table("", columns, rows)


def _table(sheet: str, columns: list[str], rows: list[tuple[int, list[Any]]]) -> Frame:
    return {"sheet": sheet, "kind": "table", "columns": columns}, json.dumps(rows, allow_nan=False).encode()


def _columns(cells: list[Any], sheet: str) -> list[str]:
    """Of a table; empty for what is none."""
    names = [cell.strip().upper() if isinstance(cell, str) else str(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not set(names) >= MARKS:
        return []
    if len(names) > COLUMNS:
        raise Fault("too-many-columns", sheet=sheet)
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise Fault("column-twice", sheet=sheet, column=twice[:40])
    return names


def _keep(rows: list[tuple[int, list[Any]]], line: int, cells: list[Any], columns: list[str], sheet: str) -> None:
    if len(rows) > ROWS:
        raise Fault("too-many-rows", sheet=sheet, most=ROWS)
    if any(cell != "" for cell in cells[len(columns) :]):
        raise Fault("cell-without-column", sheet=sheet, line=line)
    rows.append((line, (cells + [""] * len(columns))[: len(columns)]))


# -- workbooks


def _workbook(data: bytes) -> Iterator[Frame]:
    import openpyxl

    _check_archive(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - whatever it stumbles over, it is no workbook that can be read
        raise Fault("not-a-sheet") from None
    if len(book.worksheets) > _SHEETS:
        raise Fault("too-large")
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            raise Fault("hidden-sheet", sheet=sheet.title)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            yield _sheet(sheet, archive)


def _sheet(sheet: Any, archive: zipfile.ZipFile) -> Frame:
    title: str = sheet.title
    if title.upper() == COVER:
        return {"sheet": title, "kind": "cover", "columns": []}, json.dumps(_cover(sheet)).encode()
    first = next(sheet.iter_rows(max_row=1, max_col=COLUMNS + 1), ())
    columns = _columns([_plain(cell, title) if cell.data_type == "s" else "" for cell in first], title)
    if not columns:
        return {"sheet": title, "kind": "other", "columns": []}, b""
    # openpyxl, while it streams, tells nothing of rows, columns and merged cells, and has no public name for the member.
    _Look(title, len(columns)).at(archive, sheet._worksheet_path)
    wanted = [not is_ignored(name) for name in columns]
    rows: list[tuple[int, list[Any]]] = []
    for line, row in enumerate(sheet.iter_rows(min_row=2), start=2):
        cells = [_plain(cell, title) if place >= len(wanted) or wanted[place] else "" for place, cell in enumerate(row)]
        if any(cell != "" for cell in cells):
            _keep(rows, line, cells, columns, title)
    return _table(title, columns, rows)


def _cover(sheet: Any) -> list[tuple[str, str]]:
    found = []
    for row in sheet.iter_rows(max_row=_COVER_ROWS, max_col=2, values_only=True):
        key, value = (*row, None, None)[:2]
        if isinstance(key, str) and value is not None:
            found.append((clean(key)[:40], clean(str(value))[:200]))
    return found


def _plain(cell: Any, sheet: str) -> Any:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise Fault("formula", sheet=sheet, cell=cell.coordinate)
    if cell.data_type == "e":
        raise Fault("error-cell", sheet=sheet, cell=cell.coordinate, text=str(value)[:20])
    if isinstance(value, str):
        if len(value) > CELL_CHARS:
            raise Fault("cell-too-long", sheet=sheet, line=cell.row)
        return clean(value)
    if isinstance(value, datetime | date):
        whole = not isinstance(value, datetime) or not (value.hour or value.minute or value.second)
        return {"date": value.date().isoformat() if isinstance(value, datetime) and whole else value.isoformat()}
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return _number(value, cell.number_format)


def _number(value: int | float, pattern: str) -> Any:
    try:
        figure = float(value)
    except OverflowError:
        figure = math.inf
    if not math.isfinite(figure):
        return str(value)[:40]
    return {"percent": figure} if "%" in pattern else figure


def _check_archive(data: bytes) -> None:
    if data.startswith(_OLE):
        raise Fault("password" if "EncryptedPackage".encode("utf-16-le") in data else "old-workbook")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > _MEMBERS or sum(member.file_size for member in members) > _INFLATED:
                raise Fault("too-large")
            if any(member.flag_bits & 1 for member in members):
                raise Fault("password")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        raise Fault("not-a-sheet") from None


class _Look:
    """A first pass over a sheet's XML: how many rows hold something, what is merged, what is hidden."""

    def __init__(self, sheet: str, columns: int):
        self.sheet = sheet
        self.columns = columns
        self.rows = self.filled = 0
        self.line = 0
        self.hidden = self.counted = False

    def at(self, archive: zipfile.ZipFile, member: str) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.StartDoctypeDeclHandler = self._doctype
        try:
            with archive.open(member.lstrip("/")) as stream:
                parser.ParseFile(stream)
        except (expat.ExpatError, zipfile.BadZipFile, KeyError, OSError, EOFError):
            raise Fault("not-a-sheet") from None

    def _doctype(self, *_: Any) -> None:
        raise Fault("not-a-sheet")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(" ")[2]
        if kind in ("v", "is", "f"):
            self._content()
        elif kind == "row":
            self._row(attributes)
        elif kind == "col" and _unseen(attributes, "width") and int(attributes.get("min", 1)) <= self.columns:
            raise Fault("hidden-column", sheet=self.sheet, column=_letters(int(attributes.get("min", 1))))
        elif kind == "mergeCell":
            raise Fault("merged", sheet=self.sheet, cell=attributes.get("ref", "")[:30])

    def _row(self, attributes: dict[str, str]) -> None:
        self.rows += 1
        number = attributes.get("r", "")
        before, self.line = self.line, int(number) if number.isdecimal() else self.line + 1
        if self.line <= before:
            # What stands twice or not in order is passed over by who reads on: figures would be lost without a word.
            raise Fault("not-a-sheet")
        self.hidden, self.counted = _unseen(attributes, "ht"), False
        if self.rows > ROWS * 5:
            raise Fault("too-many-rows", sheet=self.sheet, most=ROWS)

    def _content(self) -> None:
        if self.counted:
            return
        self.counted = True
        self.filled += 1
        if self.hidden:
            raise Fault("hidden-row", sheet=self.sheet, line=self.line)
        if self.filled > ROWS + 2:
            raise Fault("too-many-rows", sheet=self.sheet, most=ROWS)


def _unseen(attributes: dict[str, str], size: str) -> bool:
    return attributes.get("hidden") in ("1", "true") or attributes.get(size) in ("0", "0.0")


def _letters(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))
