"""Totals and their parts, over each dimension that adds up and over several of them at once."""

from collections.abc import Iterator
from itertools import combinations
from math import prod

import numpy as np
import pandas as pd

from rounds.asked import Finding
from rounds.checking.held import TOTAL, Held
from rounds.checking.limits import Limits


def find(held: Held, limits: Limits) -> Iterator[Finding]:
    """All parts given: the sum is the total. Some given: the total is not smaller than they are. Shares never add up."""
    table = held.table
    if table.kind == "share" or held.values.empty:
        return
    names = [name for name in table.vary if name in table.totals and TOTAL in table.codes[name][:1]]
    names = [name for name in names if len(table.codes[name]) > 1]
    step = _rounded_to(held, limits)
    told = {name: _sums(held, (name,)) for name in names}
    for name in names:
        yield from _compare(held, told[name], name, step, limits)
    for many in range(2, len(names) + 1):
        for some in combinations(names, many):
            sums = _sums(held, some)
            # Where all parts over one of them are there, they were compared before, and each of them with its own.
            chained = np.logical_or.reduce([_full(told[name]).reindex(sums.index, fill_value=False) for name in some])
            yield from _compare(held, sums[~chained], "|".join(some), step, limits)


def _sums(held: Held, names: tuple[str, ...]) -> pd.DataFrame:
    """By the cell of the total: its figure (where it is given), the sum of the parts, whether all of them are given."""
    values = held.values
    places, at = held.parts_of(values.index.to_numpy())
    numbers = {name: held.index(name, places) for name in names}
    parts = np.logical_and.reduce([one > 0 for one in numbers.values()])
    total_place = places - sum(numbers[name] * held.strides[name] for name in names)
    known = values[parts].groupby(held.cell_of(total_place, at)[parts]).agg(["sum", "count"])
    known["total"] = values.reindex(known.index)
    known["parts"] = prod(len(held.table.codes[name]) - 1 for name in names)
    return known[known["total"].notna()].sort_index()


def _full(sums: pd.DataFrame) -> pd.Series:
    """Whether all parts are figures."""
    return sums["count"] == sums["parts"]


def _compare(held: Held, sums: pd.DataFrame, dimension: str, step: float, limits: Limits) -> Iterator[Finding]:
    if held.table.kind == "amount":
        slack = np.maximum(0.5 * sums["parts"], limits.money_rounding * sums["total"].abs())
    else:
        slack = 0.5 + step / 2 * (sums["parts"] + 1)
    off = sums["total"] - sums["sum"]
    full = _full(sums)
    for row in sums[full & (off.abs() > slack)].itertuples():
        yield held.finding("totals", "error", row.Index, found=row.total, expected=row.sum, dimension=dimension)
    if held.table.kind != "balance":
        for row in sums[~full & (off < -slack)].itertuples():
            yield held.finding(
                "totals", "error", row.Index, found=row.total, expected=row.sum, dimension=dimension,
                given=row.count, parts=row.parts,
            )  # fmt: skip


def _rounded_to(held: Held, limits: Limits) -> float:
    """The base to which an office rounds all its counts, 0 where it does not."""
    figures = held.values[held.values != 0]
    if held.table.kind != "count" or len(figures) < limits.rounded_figures:
        return 0.0
    return next((float(base) for base in limits.rounded_bases if bool((figures % base == 0).all())), 0.0)
