"""The entries of one table as arrays, so that rules are sums and comparisons of columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import mul
from typing import Any, Literal

import numpy as np
import pandas as pd

from rounds.asked import Entry, Finding, Table

TOTAL = "_T"
Severity = Literal["error", "warning", "note"]
# Figures by the varying codes with dots between, in the order of the table, and period.
Published = Mapping[tuple[str, str], float]


@dataclass(slots=True)
class Held:
    """rows: one an entry, with `place` (its codes as one number, -1 where one is unknown), `at` (its period as a number in
    `periods`, -1 where it was not asked for), `cell` (both as one number), value, state, status, note, noted (it
    says something), line.

    periods: those asked for, then those of the year before that were not. strides: of each varying dimension in `place`.
    values: figures by cell. lines: of the sheet by cell.
    """

    table: Table
    entries: Sequence[Entry]
    periods: tuple[str, ...]
    strides: dict[str, int]
    rows: pd.DataFrame
    values: pd.Series
    lines: dict[int, int]

    @property
    def given(self) -> pd.DataFrame:
        """Rows that say something: a figure, or why there is none."""
        return self.rows[self.rows["state"] != "absent"]

    @property
    def known(self) -> pd.DataFrame:
        """Rows of cells that the table has."""
        return self.rows[self.rows["cell"] >= 0]

    @property
    def largest(self) -> float:
        return float(self.values.abs().max()) if len(self.values) else 0.0

    def index(self, name: str, places: Any) -> Any:
        """The number of a dimension's code within its list, for each place."""
        return places // self.strides[name] % len(self.table.codes[name])

    def codes(self, place: int) -> dict[str, str]:
        return {name: self.table.codes[name][self.index(name, place)] for name in self.table.vary}

    def cell_of(self, places: Any, at: Any) -> Any:
        return places * len(self.periods) + at

    def parts_of(self, cells: Any) -> tuple[Any, Any]:
        """Places and periods of cells."""
        return cells // len(self.periods), cells % len(self.periods)

    def read(self, figures: Published) -> pd.Series:
        """Figures from elsewhere by cell, where the table has the cell or has it a year later."""
        lists = [{code: number for number, code in enumerate(self.table.codes[name])} for name in self.table.vary]
        at = {period: number for number, period in enumerate(self.periods)}
        places: dict[str, int] = {}
        found = {}
        for (codes, period), value in figures.items():
            if codes not in places:
                places[codes] = _place(codes.split(".") if codes else [], lists, self.strides)
            if places[codes] >= 0 and period in at:
                found[self.cell_of(places[codes], at[period])] = value
        return pd.Series(list(found.values()), index=pd.Index(list(found), dtype="int64"), dtype="float64")

    def year_before(self, at: Any) -> Any:
        """The number of the period a year earlier: a quarter stands beside the same quarter."""
        return np.array([self.periods.index(earlier(one)) for one in self.table.periods], dtype="int64")[at]

    def finding(self, rule: str, severity: Severity, cell: int, **facts: Any) -> Finding:
        """About one cell."""
        place, at = self.parts_of(int(cell))
        plain = {name: one if isinstance(one, str) else float(one) for name, one in facts.items()}
        line = self.lines.get(int(cell), 0)
        return Finding(rule, severity, self.table.name, self.codes(place), self.periods[at], line, plain)


def hold(table: Table, entries: Sequence[Entry]) -> Held:
    periods = tuple(dict.fromkeys((*table.periods, *map(earlier, table.periods))))
    sizes = [len(table.codes[name]) for name in table.vary]
    strides = dict(zip(table.vary, [*accumulate(sizes[:0:-1], mul, initial=1)][::-1], strict=False))
    asked = {period: number for number, period in enumerate(table.periods)}
    place = np.zeros(len(entries), dtype="int64")
    for name in table.vary:
        known = {code: number for number, code in enumerate(table.codes[name])}
        told = np.array([known.get(entry.codes.get(name, ""), -1) for entry in entries], dtype="int64")
        place = np.where((place < 0) | (told < 0), -1, place + told * strides[name])
    at = np.array([asked.get(entry.period, -1) for entry in entries], dtype="int64")
    values = np.array([entry.value for entry in entries], dtype="float64")
    # A figure that is none leaves its cell empty.
    states = ["absent" if entry.state == "value" and entry.value is None else entry.state for entry in entries]
    rows = pd.DataFrame({
        "place": place, "at": at, "cell": np.where((place < 0) | (at < 0), -1, place * len(periods) + at),
        "value": values, "state": pd.Series(states, dtype="str"),
        "status": pd.Series([entry.status for entry in entries], dtype="str"),
        "note": pd.Series([entry.note for entry in entries], dtype="str"),
        "noted": np.array([bool(entry.note.strip()) for entry in entries], dtype="bool"),
        "line": np.array([entry.line for entry in entries], dtype="int64"),
    })  # fmt: skip
    told = rows[(rows["state"] == "value") & rows["value"].notna() & (rows["cell"] >= 0)]
    lined = rows[rows["line"] > 0]
    return Held(
        table, entries, periods, strides, rows, pd.Series(told["value"].to_numpy(), index=told["cell"].to_numpy()),
        dict(zip(lined["cell"].tolist(), lined["line"].tolist(), strict=True)),
    )  # fmt: skip


def earlier(period: str) -> str:
    """ "2023-Q4" for "2024-Q4"."""
    return f"{int(period[:4]) - 1}{period[4:]}"


def _place(codes: list[str], lists: list[dict[str, int]], strides: dict[str, int]) -> int:
    if len(codes) != len(lists):
        return -1
    numbers = [known.get(code, -1) for code, known in zip(codes, lists, strict=True)]
    return -1 if -1 in numbers else sum(map(mul, numbers, strides.values()))
