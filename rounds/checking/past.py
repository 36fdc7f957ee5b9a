"""What stands against the last vintage and the year before."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rounds.asked import Finding
from rounds.checking.held import Held
from rounds.checking.limits import Limits


def find(held: Held, before: pd.Series, others: pd.Series, limits: Limits) -> Iterator[Finding]:
    """before: figures of the last vintage by cell; others: what other sources publish of them, for a country's first time."""
    yield from _missing(held, before)
    power = _power(held, before, limits) or _power(held, others, limits)
    if power:
        # One slip of unit, not as many revisions as there are cells.
        yield Finding("scale", "warning", held.table.name, facts={"factor": 10.0**power})
        return
    yield from _revisions(held, before, limits)
    yield from _jumps(held, before, limits)


def _missing(held: Held, before: pd.Series) -> Iterator[Finding]:
    """One finding a line of the table."""
    cells = before.index.to_numpy()
    cells = np.sort(cells[~np.isin(cells, held.given["cell"].to_numpy())])
    places, at = held.parts_of(cells)
    asked = at < len(held.table.periods)
    for _, lost in pd.Series(cells[asked]).groupby(places[asked]):
        periods = [held.periods[one] for one in held.parts_of(lost.to_numpy())[1]]
        yield held.finding("missing-cell", "warning", lost.iloc[0], count=len(periods), periods=" ".join(periods))


def _power(held: Held, before: pd.Series, limits: Limits) -> int:
    """The power of ten by which the whole table is off, else 0."""
    pairs = _pairs(held, before)
    pairs = pairs[(pairs["now"] > 0) & (pairs["then"] > 0)]
    if len(pairs) < limits.power_pairs:
        return 0
    ratios = np.log10(pairs["now"] / pairs["then"])
    near = {power: float((abs(ratios - power) < limits.power_width).mean()) for power in limits.powers}
    power = max(near, key=lambda one: near[one])
    return power if near[power] >= limits.power_share else 0


def _pairs(held: Held, before: pd.Series) -> pd.DataFrame:
    """The same cells; where there is none, each line's earliest figure beside its latest published one."""
    same = pd.DataFrame({"now": held.values, "then": before.reindex(held.values.index)}).dropna()
    if len(same):
        return same
    return pd.DataFrame({"now": _by_line(held, held.values, "first"), "then": _by_line(held, before, "last")}).dropna()


def _by_line(held: Held, values: pd.Series, which: str) -> pd.Series:
    places, at = held.parts_of(values.index.to_numpy())
    told = pd.DataFrame(
        {"place": places, "period": np.array(held.periods, dtype=object)[at], "value": values.to_numpy()}
    )
    found: pd.Series = told.sort_values(["place", "period"]).groupby("place")["value"].agg(which)
    return found


def _revisions(held: Held, before: pd.Series, limits: Limits) -> Iterator[Finding]:
    then = before.reindex(held.values.index).dropna()
    now = held.values[then.index]
    kind = held.table.kind
    change = (now - then).abs()
    far = change >= limits.revised(kind, _largest(held, before))
    if kind != "share":
        far &= change > limits.revision_share * then.abs()
    for cell in _ordered(change[far]):
        yield held.finding("jump-vintage", "warning", cell, found=now[cell], before=then[cell])


def _jumps(held: Held, before: pd.Series, limits: Limits) -> Iterator[Finding]:
    """A break with its footnote is explained; what the last vintage had already is no news; a balance may turn any year."""
    if held.table.kind == "balance":
        return
    rows = held.given
    now = held.values[~held.values.index.isin(rows.loc[(rows["status"] == "B") & rows["noted"], "cell"])]
    places, at = held.parts_of(now.index.to_numpy())
    earlier = held.cell_of(places, held.year_before(at))
    # The year before the first that is asked for is published. A cell that is suppressed now has no figure, whatever was
    # published before.
    known = held.values.combine_first(before[~before.index.isin(rows["cell"])])
    far, then = _far(held, now, known.reindex(earlier), before, limits)
    told, _ = _far(held, before.reindex(now.index), before.reindex(earlier), before, limits)
    for number in np.flatnonzero(far & ~told)[np.argsort(now.index.to_numpy()[far & ~told])]:
        cell = int(now.index[number])
        year = held.periods[int(held.parts_of(earlier[number])[1])]
        yield held.finding("jump-year", "warning", cell, found=now[cell], before=then[number], year=year)


def _far(
    held: Held, now: pd.Series, then: pd.Series, before: pd.Series, limits: Limits
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Whether each figure jumps from the one beside it, and that one; never where one of the two is missing."""
    one, other = now.to_numpy(), then.to_numpy()
    change = np.abs(one - other)
    far = change >= limits.jumped(held.table.kind, _largest(held, before))
    if held.table.kind != "share":
        far &= change > (limits.jump_factor - 1) * np.minimum(np.abs(one), np.abs(other))
    return far, other


def _ordered(found: pd.Series) -> list[int]:
    return sorted(int(cell) for cell in found.index)


def _largest(held: Held, before: pd.Series) -> float:
    return max(held.largest, float(before.abs().max()) if len(before) else 0.0)
