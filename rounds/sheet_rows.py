"""Plain cells of a round's sheet as entries of its table, and the names by which sheets and columns are known. No Django."""

import re
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from rounds import desk_numbers
from rounds.asked import Entry, State, Table
from rounds.sheets_in import CODES, COVER, Fault, is_ignored

VALUE, STATUS, STATE, NOTE, PERIOD, UNIT = "OBS_VALUE", "OBS_STATUS", "STATE", "NOTE", "TIME_PERIOD", "UNIT"
OWN = (PERIOD, VALUE, STATUS, STATE, NOTE)
STATES: dict[str, State] = {"C": "suppressed", "NC": "not_collected"}
STATUSES = ("A", "B", "D", "E", "I", "P", "U")
MOST_FAULTS = 20
_TITLE = 31
# Sheets of our own, and what a spreadsheet keeps for itself.
_TAKEN = frozenset({COVER, CODES, "HISTORY"})
_COPY = re.compile(r"(.+?) ?\([0-9]{1,3}\)")


def title(name: str) -> str:
    """What a table's sheet is called: its name, with a hash for the end where a workbook has no room for it."""
    fits = len(name) <= _TITLE and name.upper() not in _TAKEN
    return name if fits else f"{name[:22]}-{sha256(name.encode()).hexdigest()[:8]}"


def table_of(sheet: str, tables: list[Table]) -> Table | None:
    """By the sheet's title, or that of a spreadsheet's copy of it: "ferries (2)"."""
    plain = sheet.strip().casefold()
    copy = _COPY.fullmatch(plain)
    names = (plain, copy[1]) if copy else (plain,)
    return next((table for one in names for table in tables if title(table.name).casefold() == one), None)


def entries(table: Table, sheet: str, columns: list[str], rows: list[tuple[int, list[Any]]]) -> list[Entry]:
    """A row that names a cell and leaves it blank is an absent entry. Raises Faults with all that is not understood, at
    most MOST_FAULTS."""
    _known_columns(table, sheet, columns)
    places = {name: place for place, name in enumerate(columns)}
    if rows and _is_heading(rows[0][1][places[PERIOD]]):
        rows = rows[1:]
    found: list[Entry] = []
    faults: list[Fault] = []
    for line, cells in rows:
        row = _Row(table, sheet, line, {name: cells[place] for name, place in places.items()})
        if row.empty:
            continue
        try:
            found.append(row.entry())
        except Fault as fault:
            faults.append(fault)
            if len(faults) >= MOST_FAULTS:
                break
    if faults:
        raise Faults(faults)
    return found


class Faults(Exception):
    """Several cells of a sheet."""

    def __init__(self, faults: list[Fault]):
        super().__init__(", ".join(fault.key for fault in faults))
        self.faults = faults


def _known_columns(table: Table, sheet: str, columns: list[str]) -> None:
    known = {*table.vary, *OWN, UNIT}
    if more := [name for name in columns if name not in known and not is_ignored(name)]:
        raise Fault("unknown-column", sheet=sheet, column=more[0][:40])
    if less := [name for name in (*table.vary, PERIOD, VALUE) if name not in columns]:
        raise Fault("missing-column", sheet=sheet, column=less[0])


def _is_heading(cell: Any) -> bool:
    """The second row has words for readers; a row of figures has digits for its period."""
    return isinstance(cell, str) and bool(cell) and not any(char.isdigit() for char in cell)


class _Row:
    def __init__(self, table: Table, sheet: str, line: int, cells: dict[str, Any]):
        self.table = table
        self.sheet = sheet
        self.line = line
        self.cells = cells

    @property
    def empty(self) -> bool:
        return not any(cell != "" for name, cell in self.cells.items() if not is_ignored(name))

    def fault(self, key: str, **facts: Any) -> Fault:
        return Fault(key, sheet=self.sheet, line=self.line, **facts)

    def entry(self) -> Entry:
        codes = {name: self._code(name) for name in self.table.vary}
        period = self._period()
        value, mark, status, note = (
            self._value(),
            self._text(STATE).upper(),
            self._text(STATUS).upper(),
            self._text(NOTE),
        )
        if mark and mark not in STATES:
            raise self.fault("state", text=mark[:20])
        if status and status not in STATUSES:
            raise self.fault("status", text=status[:20])
        if mark and value is not None:
            raise self.fault("both")
        if value is None and not mark and (status not in ("", "A") or note):
            raise self.fault("alone")
        state: State = STATES[mark] if mark else "absent" if value is None else "value"
        return Entry(codes, period, value, state, status or "A", note, self._text(UNIT), self.line)

    def _text(self, name: str) -> str:
        return _text(self.cells.get(name, ""))

    def _code(self, name: str) -> str:
        """As written where the table has no such code: that is for the rules to tell."""
        text = self._text(name)
        if not text:
            raise self.fault("no-code", column=name)
        known = self.table.codes[name]
        return text.upper() if text not in known and text.upper() in known else text

    def _period(self) -> str:
        cell = self.cells[PERIOD]
        if not isinstance(cell, dict):
            text = _text(cell).upper()
            if not text:
                raise self.fault("no-code", column=PERIOD)
            return text
        period = "date" in cell and _of_date(cell["date"], self.table.periods[0] if self.table.periods else "")
        if not period:
            raise self.fault("period", text=_text(cell))
        return period

    def _value(self) -> float | None:
        cell = self.cells[VALUE]
        if isinstance(cell, dict):
            if "percent" not in cell:
                raise self.fault("date", text=cell["date"][:20])
            return self._percent(float(Decimal(repr(cell["percent"])) * 100), f"{cell['percent']:.4%}")
        if isinstance(cell, int | float):
            return float(cell)
        try:
            if cell.endswith("%"):
                plain = desk_numbers.number(cell[:-1])
                return None if plain is None else self._percent(plain, cell)
            return desk_numbers.number(cell)
        except desk_numbers.Unclear as unclear:
            readings = _readings(cell) if unclear.key == "ambiguous" else {}
            raise self.fault(unclear.key, text=cell[:40], **readings) from None

    def _percent(self, figure: float, text: str) -> float:
        """12.3 for a cell that shows 12.3%, where percentages were asked for."""
        if not self.table.unit.startswith("PT"):
            raise self.fault("percent", text=text[:20])
        return figure


def _text(cell: Any) -> str:
    """Of a code, a mark or a note. A spreadsheet makes numbers of what looks like one: 2024, 1."""
    if isinstance(cell, dict):
        return str(next(iter(cell.values())))
    if isinstance(cell, int | float):
        return str(int(cell)) if float(cell).is_integer() else str(cell)
    return str(cell).strip()


def _readings(text: str) -> dict[str, str]:
    """Both figures that "1,234" may be."""
    plain = text.strip().rstrip("%")
    return {"whole": re.sub(r"[.,]", "", plain), "part": plain.replace(",", ".") + "0"}


def _of_date(day: str, like: str) -> str:
    """The period of the kind of `like` that begins or ends on this day, else empty."""
    try:
        begin = date.fromisoformat(day)
        after = begin + timedelta(days=1)
    except (ValueError, OverflowError):
        return ""
    months = {"": 12, "Q": 3}.get(like.partition("-")[2][:1], 1)
    starts = begin.day == 1 and (begin.month - 1) % months == 0
    ends = after.day == 1 and (after.month - 1) % months == 0
    if not starts and not ends:
        return ""
    part = {12: "", 3: f"-Q{(begin.month - 1) // 3 + 1}", 1: f"-{begin.month:02}"}[months]
    return f"{begin.year}{part}"
