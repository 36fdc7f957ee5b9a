"""Small numbers (rule 18): which cells of a vintage are not shown, so that none of them can be worked out exactly.

Primary: counts from 1 to threshold - 1, marked "A" (SDMX CL_CONF_STATUS). Secondary, marked "S": further cells, totals too where
nothing else helps (indicators/hiding.py). What a reader is taken to know: every total is the sum of its parts, what is not there is
nobody, a hidden cell is at least 1, which cells have changed since the vintage before, and all that was shown then. Not taken
into account: guesses from elsewhere, and the order in which cells were chosen.

A table is one period of one indicator, area, measure, unit and basis; tables are settled one by one. Cells times
2^dimensions steps for each small cell, at most MOST_CORNERS corners a cell.
"""

from typing import Any

import numpy as np
import pandas as pd

from indicators.dimensions import COUNTED, DIMENSIONS, HIDDEN
from indicators.hiding import Hiding, Side
from indicators.moves import Bools, Floats, Grid, Ints, with_totals

PRIMARY, SECONDARY, SOURCE, SHOWN = "A", "S", "C", "F"
_TOTALS = {"COUNTERPART": ("_T", "W")}
_TOTAL = ("_T",)
# Cells of one table agree in these; over the others totals are made.
_FIXED = ("FREQ", "REF_AREA", "MEASURE", "UNIT", "BASIS")
_FREE = tuple(name for name in DIMENSIONS if name not in _FIXED)
# Balances: persons, but less than none of them.
_SIGNED = ["NET_MIG"]


def shown(value: float | None, confidentiality: str) -> float | None:
    """The one rule for everyone who reads observations: nothing of a figure that is hidden."""
    return None if confidentiality in HIDDEN else value


def protect(frame: pd.DataFrame, before: pd.DataFrame, threshold: int) -> pd.DataFrame:
    """`frame` with marks in "confidentiality"; values stay. before: the vintage held now, with its marks, in the same columns.
    A table that is as it was keeps its marks, so that the same file again changes nothing."""
    now, then = _counts(frame), _counts(before)
    if now.empty:
        return frame
    cells, shape = _paired(now, then)
    values, source = cells["value"].to_numpy(), (cells["mark"] == SOURCE).to_numpy()
    cells["small"] = (values > 0) & (values < threshold)
    cells["hidden"] = cells["small"] | source
    cells["hidden_then"] = cells["mark_then"].isin(HIDDEN)
    differs = _differs(cells, source)
    tables = cells["table"].to_numpy()
    concerned = np.bincount(tables, weights=differs) > 0
    concerned &= np.bincount(tables, weights=cells["hidden"] | cells["hidden_then"]) > 0
    as_it_was = np.bincount(tables, weights=differs) == 0
    cells.loc[as_it_was[tables], "hidden"] = cells["hidden_then"]
    hidden = cells["hidden"].to_numpy(dtype=bool).copy()
    starts = np.searchsorted(tables, np.arange(len(concerned) + 1))
    for table in np.flatnonzero(concerned):
        rows = slice(starts[table], starts[table + 1])
        hidden[rows] = _settled(cells.iloc[rows], shape, threshold)
    return _marked(frame, cells, hidden, source)


def _counts(frame: pd.DataFrame) -> pd.DataFrame:
    counted = frame["UNIT"].isin(list(COUNTED)) & ~frame["MEASURE"].isin(_SIGNED)
    names = ["INDICATOR", *DIMENSIONS, "period", "value", "confidentiality"]
    return frame.loc[counted, names].assign(row=np.flatnonzero(counted.to_numpy()))


def _paired(now: pd.DataFrame, then: pd.DataFrame) -> tuple[pd.DataFrame, tuple[int, ...]]:
    """The cells of both vintages by "table" and "place" (their codes in one number, totals 0), sorted; and how many codes there are."""
    size = len(now)

    def codes(name: str, totals: tuple[str, ...] = ()) -> tuple[Ints, int]:
        numbers, words = pd.factorize(pd.concat([now[name].astype(str), then[name].astype(str)]), sort=True)
        there = [code for code in totals if code in words]
        order = {
            word: place for place, word in enumerate([*there[:1], *(one for one in words if one not in there[:1])])
        }
        # Where there is no total at all, place 0 stands empty.
        to = np.array([order[word] + (not there) for word in words], dtype=np.int64)
        return to[numbers], len(words) + 1

    place, shape = np.zeros(size + len(then), dtype=np.int64), []
    for name in _FREE:
        numbers, most = codes(name, _TOTALS.get(name, _TOTAL))
        place = place * most + numbers
        shape.append(most)
    table = pd.DataFrame({name: codes(name)[0] for name in ("INDICATOR", *_FIXED, "period")})
    key = pd.DataFrame({"table": table.groupby(list(table)).ngroup().to_numpy(), "place": place})
    both = [
        key[:size].assign(row=now["row"].to_numpy(), value=now["value"].to_numpy(), mark=now["confidentiality"].to_numpy()),
        key[size:].assign(value=then["value"].to_numpy(), mark=then["confidentiality"].to_numpy()),
    ]  # fmt: skip
    # What stands twice in a file is refused where it is stored.
    one, other = (part.drop_duplicates(["table", "place"]) for part in both)
    cells = one.merge(other, how="outer", on=["table", "place"], suffixes=("", "_then"))
    return cells.sort_values(["table", "place"]).reset_index(drop=True), tuple(shape)


def _differs(cells: pd.DataFrame, source: Bools) -> Bools:
    """Cells that came, went, have another figure, or whose own standing is another one."""
    one, other = cells["value"].to_numpy(), cells["value_then"].to_numpy()
    there = cells["mark"].notna().to_numpy() & cells["mark_then"].notna().to_numpy()
    same = there & ((one == other) | (np.isnan(one) & np.isnan(other)))
    same &= source == (cells["mark_then"] == SOURCE).to_numpy()
    same &= cells["small"].to_numpy() == (cells["mark_then"] == PRIMARY).to_numpy()
    return ~same


def _settled(cells: pd.DataFrame, shape: tuple[int, ...], threshold: int) -> Bools:
    """Of one table, what is hidden in this vintage."""
    places = cells["place"].to_numpy()
    printed = {side: cells[f"mark{side}"].notna().to_numpy() for side in ("", "_then")}
    places, sizes = _places(places, shape, _used(places, shape))
    index = with_totals(places, sizes)
    at = np.searchsorted(index, places)
    grid = Grid(index, sizes)

    def side(which: str) -> Side:
        own = places[printed[which]]
        there = np.isin(index, with_totals(own, sizes)) if len(own) else np.zeros(len(index), dtype=bool)
        values: Floats = np.full(len(index), np.nan)
        is_printed, hidden = np.zeros((2, len(index)), dtype=bool)
        values[at], is_printed[at] = cells[f"value{which}"].to_numpy(), printed[which]
        hidden[at] = cells[f"hidden{which}"].to_numpy(dtype=bool)
        return Side(there, is_printed, values, hidden)

    now = side("")
    Hiding(grid, now, side("_then"), threshold).complete()
    return now.hidden[at]


def _used(places: Ints, shape: tuple[int, ...]) -> list[int]:
    """Dimensions in which the cells of a table differ."""
    found, rest = [], places
    for axis in range(len(shape) - 1, -1, -1):
        codes, rest = rest % shape[axis], rest // shape[axis]
        if codes.min() != codes.max():
            found.append(axis)
    return found[::-1]


def _places(places: Ints, shape: tuple[int, ...], used: list[int]) -> tuple[Ints, tuple[int, ...]]:
    """The same cells by these dimensions alone."""
    codes = np.unravel_index(places, shape)
    sizes = tuple(shape[axis] for axis in used)
    if not used:
        return np.zeros_like(places), ()
    return np.ravel_multi_index([codes[axis] for axis in used], sizes).astype(np.int64), sizes


def _marked(frame: pd.DataFrame, cells: pd.DataFrame, hidden: Bools, source: Bools) -> pd.DataFrame:
    marks: Any = frame["confidentiality"].to_numpy(dtype=object).copy()
    there = cells["row"].notna().to_numpy()
    rows = cells["row"].to_numpy()[there].astype(np.int64)
    new = np.where(cells["small"], PRIMARY, np.where(hidden, SECONDARY, SHOWN))
    marks[rows] = np.where(source, SOURCE, new)[there]
    return frame.assign(confidentiality=marks)
