"""Small numbers (rule 18): which cells of a vintage are not shown, so that none of them can be worked out exactly.

Primary: counts from 1 to threshold - 1, marked "A" (SDMX CL_CONF_STATUS). Secondary, marked "S": further cells, totals too where
nothing else helps, until every hidden cell has a witness: another table of whole numbers, with another figure in that cell, that
agrees with all that is shown. What a reader is taken to know: every total is the sum of its parts; a hidden cell is at
least 1, since zeros are shown; which cells have not changed since the vintage before, and all that was shown then. Not taken into
account: guesses from elsewhere, and the order in which cells were chosen.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from math import lcm
from typing import Any

import pandas as pd

from indicators.dimensions import COUNTED, DIMENSIONS, HIDDEN

PRIMARY, SECONDARY, SOURCE = "A", "S", "C"
_TOTALS = {"COUNTERPART": frozenset({"_T", "W"})}
_TOTAL = frozenset({"_T"})
# Cells of one table agree in these; over the others totals are made.
_FIXED = ("FREQ", "REF_AREA", "MEASURE", "UNIT", "BASIS")
_FREE = tuple(name for name in DIMENSIONS if name not in _FIXED)
# Balances: persons, but less than none of them.
_SIGNED = frozenset({"NET_MIG"})
_PAIRS = 400

Place = tuple[str, ...]
Vector = dict[int, int]


@dataclass(slots=True)
class Cells:
    """One table in one vintage. values: by place, None where the source itself hides the figure; hidden: places."""

    values: dict[Place, int | None] = field(default_factory=dict)
    hidden: set[Place] = field(default_factory=set)

    def lines(self) -> list[tuple[Place, list[Place]]]:
        """Every total with its parts, where all are known here and they do add up."""
        found = []
        for position, name in enumerate(_FREE):
            totals = _TOTALS.get(name, _TOTAL)
            groups: dict[Place, tuple[list[Place], list[Place]]] = {}
            for place in self.values:
                rest = (*place[:position], *place[position + 1 :])
                groups.setdefault(rest, ([], []))[place[position] not in totals].append(place)
            for tops, parts in groups.values():
                for top in tops:
                    if parts and self._adds_up(top, parts):
                        found.append((top, parts))
        return found

    def _adds_up(self, top: Place, parts: list[Place]) -> bool:
        numbers = [self.values[place] for place in parts]
        return None not in numbers and self.values[top] == sum(number or 0 for number in numbers)


def protect(frame: pd.DataFrame, before: pd.DataFrame, threshold: int) -> pd.DataFrame:
    """`frame` with marks in "confidentiality"; values stay. before: the vintage held now, with its marks, in the same columns."""
    small = _small(frame, threshold)
    tables = _tables(frame)
    concerned = set(tables[small])
    then_tables = _tables(before)
    concerned |= set(then_tables[before["confidentiality"].isin([PRIMARY, SECONDARY]).to_numpy()])
    marks = frame["confidentiality"].to_numpy(dtype=object).copy()
    earlier = {name: rows for name, rows in before.groupby(then_tables) if name in concerned} if concerned else {}
    for name, rows in frame.groupby(tables, sort=True):
        if name in concerned:
            now = _cells(rows)
            now.hidden |= {
                place for place, number in now.values.items() if number is not None and 0 < number < threshold
            }
            first = set(now.hidden)
            hide(now, _cells(earlier[name], marked=True) if name in earlier else Cells())
            for position, place in zip(frame.index.get_indexer(rows.index), _places(rows), strict=True):
                if place in now.hidden and marks[position] != SOURCE:
                    marks[position] = PRIMARY if place in first else SECONDARY
    return frame.assign(confidentiality=marks)


def _small(frame: pd.DataFrame, threshold: int) -> Any:
    counted = frame["UNIT"].isin(list(COUNTED)) & ~frame["MEASURE"].isin(list(_SIGNED))
    return (counted & (frame["value"] > 0) & (frame["value"] < threshold)).to_numpy()


def _tables(frame: pd.DataFrame) -> Any:
    """By row, which table it belongs to."""
    named = [frame[name].astype(str) for name in ("INDICATOR", *_FIXED, "period")]
    return named[0].str.cat(named[1:], sep="/").to_numpy(dtype=object) if len(frame) else pd.array([], dtype=object)


def _places(rows: pd.DataFrame) -> list[Place]:
    return list(zip(*(rows[name].astype(str) for name in _FREE), strict=True))


def _cells(rows: pd.DataFrame, *, marked: bool = False) -> Cells:
    """marked: with what was hidden; else only what the source itself hides."""
    made = Cells()
    for place, value, mark in zip(_places(rows), rows["value"], rows["confidentiality"], strict=True):
        made.values[place] = None if value != value else round(value)
        if mark in (HIDDEN if marked else SOURCE):
            made.hidden.add(place)
    return made


def hide(now: Cells, then: Cells) -> None:
    """Adds to `now.hidden` until each hidden cell has a witness, or nothing is left that could be hidden."""
    same = {place for place, value in now.values.items() if then.values.get(place, -1) == value}
    # What was hidden and has not changed stays hidden: shown now, it would tell what it was.
    now.hidden |= {place for place in then.hidden & same if now.values[place]}
    told = {place for place in same if place not in then.hidden}
    lines = {"now": now.lines(), "then": then.lines()}
    while True:
        bare = _without_witness(now, then, same, told, lines)
        wanted = _next(bare, now, told, lines["now"])
        if wanted is None:
            return
        now.hidden.add(wanted)


def _next(bare: list[Place], now: Cells, told: set[Place], lines: list[tuple[Place, list[Place]]]) -> Place | None:
    """What to hide beside the first cell that can be helped: the smallest part of its lines, else the smallest total."""
    for place in bare:
        beside = {one for top, parts in lines if place == top or place in parts for one in (top, *parts)}
        able = [one for one in beside if one not in now.hidden and one not in told and now.values[one]]
        if able:
            return min(able, key=lambda one: (_is_total(one), now.values[one] or 0, one))
    return None


def _is_total(place: Place) -> int:
    """Over how many dimensions it is a total: a dimension that a table has not got counts for all its cells alike."""
    return sum(code in _TOTALS.get(name, _TOTAL) for name, code in zip(_FREE, place, strict=True))


def _without_witness(
    now: Cells, then: Cells, same: set[Place], told: set[Place], lines: dict[str, list[tuple[Place, list[Place]]]]
) -> list[Place]:
    """Hidden cells that are determined, or of which it could not be shown that they are not; those already told are left out."""
    numbers: list[int] = []
    names: dict[tuple[str, Place], int] = {}
    for side, cells in (("now", now), ("then", then)):
        for place in sorted(cells.hidden):
            if cells.values.get(place) is None or (side == "now" and place in told):
                continue
            if side == "then" and place in same and place in now.hidden:
                names[side, place] = names["now", place]
            elif side == "then" and place in same:
                continue  # shown now: known
            else:
                names[side, place] = len(numbers)
                numbers.append(int(cells.values[place] or 0))
    equations: list[dict[int, Fraction]] = []
    for side, found in lines.items():
        for top, parts in found:
            row: dict[int, Fraction] = {}
            for place, sign in ((top, 1), *((part, -1) for part in parts)):
                if (variable := names.get((side, place))) is not None:
                    row[variable] = row.get(variable, Fraction(0)) + sign
            row = {variable: factor for variable, factor in row.items() if factor}
            if row:
                equations.append(row)
    safe = _witnessed(equations, numbers)
    return [place for place in sorted(now.hidden) if (at := names.get(("now", place))) is not None and at not in safe]


def _witnessed(equations: list[dict[int, Fraction]], numbers: list[int]) -> set[int]:
    """Variables that can have another value with all equations kept and everything at least 1."""
    basis = _null_space(equations, len(numbers))
    safe: set[int] = set()
    for vector in basis:
        if _fits(vector, numbers):
            safe |= vector.keys()
    for one, other in _some(combinations(basis, 2)):
        if safe.issuperset(one.keys() | other.keys()):
            continue
        for sign in (1, -1):
            both = {key: one.get(key, 0) + sign * other.get(key, 0) for key in one.keys() | other.keys()}
            both = {key: value for key, value in both.items() if value}
            if both and _fits(both, numbers):
                safe |= both.keys()
    return safe


def _some(pairs: Iterable[tuple[Vector, Vector]]) -> Iterable[tuple[Vector, Vector]]:
    for _, pair in zip(range(_PAIRS), (pair for pair in pairs if pair[0].keys() & pair[1].keys()), strict=False):
        yield pair


def _fits(vector: Vector, numbers: list[int]) -> bool:
    """Whether one step along it, forth or back, leaves every number at least 1."""
    return any(all(numbers[at] + sign * step >= 1 for at, step in vector.items()) for sign in (1, -1))


def _null_space(equations: list[dict[int, Fraction]], size: int) -> list[Vector]:
    """Whole-number vectors that span what the equations leave open, by elimination of sparse rows."""
    pivots: dict[int, dict[int, Fraction]] = {}
    for equation in equations:
        row = _reduced(equation, pivots)
        if not row:
            continue
        pivot = min(row)
        row = {key: value / row[pivot] for key, value in row.items()}
        for other, known in pivots.items():
            if factor := known.get(pivot):
                pivots[other] = _less(known, row, factor)
        pivots[pivot] = row
    found = []
    for free in range(size):
        if free in pivots:
            continue
        vector = {free: Fraction(1)}
        vector |= {pivot: -row[free] for pivot, row in pivots.items() if free in row}
        scale = lcm(*(value.denominator for value in vector.values()))
        found.append({key: int(value * scale) for key, value in vector.items()})
    return found


def _reduced(equation: dict[int, Fraction], pivots: dict[int, dict[int, Fraction]]) -> dict[int, Fraction]:
    row = dict(equation)
    for pivot in sorted(equation):
        if pivot in pivots and (factor := row.get(pivot)):
            row = _less(row, pivots[pivot], factor)
    return row


def _less(row: dict[int, Fraction], other: dict[int, Fraction], factor: Fraction) -> dict[int, Fraction]:
    made = dict(row)
    for key, value in other.items():
        made[key] = made.get(key, Fraction(0)) - factor * value
    return {key: value for key, value in made.items() if value}
