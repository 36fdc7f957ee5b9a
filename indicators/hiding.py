"""Rule 18 for one table: which further cells are hidden, so that each hidden one can have another figure for all that is shown.

Of every hidden cell a move is sought (indicators/moves.py): added to the true figures it gives another table that agrees with all that is shown. The
cells that it needs are hidden too, parts before totals. It is sought first against a reader who knows which hidden
cells are small (those are 1 to threshold - 1, the others at least threshold). Where not even hiding everything would help
against that one, against a reader who only knows that a hidden cell is at least 1, since zeros are always shown.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from indicators.moves import Bools, Costs, Floats, Grid, Ints, Search, Tired, box

_TOTAL_COSTS = 50.0
Reader = Literal["knows which are small", "does not"]
_READERS: tuple[Reader, ...] = ("knows which are small", "does not")


@dataclass(slots=True)
class Side:
    """One vintage over the cells of a grid. there: has the cell, or could have it (a total that is not printed); printed: has it;
    values: NaN where there is no figure; hidden: not shown, by whomever."""

    there: Bools
    printed: Bools
    values: Floats
    hidden: Bools

    @property
    def free(self) -> Bools:
        """Nobody is told anything of it."""
        return self.there & ~self.hidden & np.isnan(self.values)

    def rooms(self, threshold: int, reader: Reader) -> tuple[Floats, Floats]:
        """How far a hidden cell may go up and down for what the reader knows of it."""
        values, inf = self.values, np.inf
        small = (values > 0) & (values < threshold)
        low = np.where(small | (reader == "does not"), 1.0, threshold)
        high = np.where(small & (reader != "does not"), threshold - 1.0, inf)
        up, down = np.maximum(high - values, 0), np.maximum(values - low, 0)
        up, down = np.where(values == 0, 0, up), np.where(values == 0, 0, down)
        up, down = np.where(values < 0, inf, up), np.where(values < 0, inf, down)
        unknown = np.isnan(values)
        # Of what the source hides itself only this is sure: it may be more.
        return np.where(unknown, inf, up), np.where(unknown, np.where(self.free, inf, 0.0), down)


class Hiding:
    """Adds to `now.hidden`. then: the vintage before, or None to look at this one for itself."""

    def __init__(self, grid: Grid, now: Side, then: Side | None, threshold: int):
        self.grid, self.now, self.threshold = grid, now, threshold
        none = np.zeros(len(grid.index), dtype=bool)
        self.then = then or Side(none, none, np.full(len(none), np.nan), none.copy())
        one, other = self.then.values, now.values
        both = self.then.printed & now.printed
        self.same = both & ((one == other) | (np.isnan(one) & np.isnan(other)))
        self.changed = both & ~self.same & ~np.isnan(one) & ~np.isnan(other)
        # Shown before and not changed: hiding it now protects nothing.
        self.told = self.same & ~self.then.hidden & ~self.then.free
        self.done = {"now": none.copy(), "then": none.copy()}
        self.searches: dict[Reader, Search] = {}
        size = np.log1p(np.abs(np.nan_to_num(other))) / 40
        self.weights = _TOTAL_COSTS ** np.minimum(grid.totals, 6) + size

    def complete(self) -> None:
        """Every hidden cell of both vintages gets its move; those that readers were told of before are left out, but not by this
        vintage alone."""
        if self.told[self.now.hidden].any():
            Hiding(self.grid, self.now, None, self.threshold)._all("now", self.now.hidden & self.told)
        self._all("then", self.then.hidden)
        # What was hidden on the way, for a cell that could not be helped wholly, is to be helped itself.
        while (left := self.now.hidden & ~self.told & ~self.done["now"]).any():
            self._all("now", left)

    def _all(self, side: str, hidden: Bools) -> None:
        cells = np.flatnonzero(hidden)
        for cell in cells[np.argsort(self.grid.totals[cells], kind="stable")]:
            if not self.done[side][cell] and not self._helped(int(cell), side):
                self._hide(self.now.printed & (self.now.values != 0) & ~np.isnan(self.now.values))
                self.done["now"] |= self.now.hidden
                self.done["then"] |= self.then.hidden

    def _helped(self, cell: int, side: str) -> bool:
        moved: tuple[Ints, Ints, str] | None
        for reader in _READERS:
            boxes = ((box(self.grid, cell, self._costs(one, reader)), one) for one in ("both", side))
            found = min(((*one, which) for one, which in boxes if one), key=lambda one: one[0], default=None)
            if found:
                moved = found[1], found[1], found[2]
            else:
                try:
                    moved = self._searched(cell, side, reader)
                except Tired:
                    continue
            if moved:
                self._take(*moved, wholly=reader == _READERS[0])
                self.done[side][cell] = True
                return True
        return False

    def _take(self, now: Ints, then: Ints, which: str, *, wholly: bool) -> None:
        """The move changes these cells of this vintage, and of the one before. wholly: whoever reads them."""
        if which != "then":
            moved = np.zeros(len(self.told), dtype=bool)
            moved[now] = True
            self._hide(moved & ~self.now.free)
            self.done["now"] |= moved & wholly
        if which != "now" and wholly:
            self.done["then"][then] = True

    def _hide(self, cells: Bools) -> None:
        self.now.hidden |= cells

    def _weighed(self) -> Floats:
        return np.where(self.now.hidden | self.now.free, 0.0, self.weights)

    def _costs(self, which: str, reader: Reader) -> Costs:
        """Of boxes in this vintage, in both alike, or in the one before."""
        now, then = self.now, self.then
        able = {
            "now": now.there & ~self.same,
            "both": now.there & (then.hidden | then.free),
            "then": (then.hidden | then.free) & ~self.same,
        }[which]
        up, down = np.full(len(able), np.inf), np.full(len(able), np.inf)
        for side in (now, then) if which == "both" else (now,) if which == "now" else (then,):
            rooms = side.rooms(self.threshold, reader)
            up, down = np.minimum(up, rooms[0]), np.minimum(down, rooms[1])
        up_able, down_able = able & (up >= 1), able & (down >= 1)
        if which != "both":
            # A reader who knows that a cell has changed must not find it unchanged.
            ahead = (then.values - now.values) * (1 if which == "now" else -1)
            up_able, down_able = up_able & ~(self.changed & (ahead == 1)), down_able & ~(self.changed & (ahead == -1))
        cost = np.zeros(len(able)) if which == "then" else self._weighed()
        return Costs(np.where(up_able, cost, np.inf), np.where(down_able, cost, np.inf))

    def _searched(self, cell: int, side: str, reader: Reader) -> tuple[Ints, Ints, str] | None:
        """A move of another form than a box: the cells of this vintage, and of the one before."""
        names = self._unknowns()
        search = self.searches.get(reader) or self._search(names, reader)
        self.searches[reader] = search
        search.costs = self._costs_of(names)
        found = search.move(int(names[side][cell])) if names[side][cell] >= 0 else None
        if found is None:
            return None
        moved = np.fromiter(found, dtype=np.int64)
        return np.flatnonzero(np.isin(names["now"], moved)), np.flatnonzero(np.isin(names["then"], moved)), "both"

    def _unknowns(self) -> dict[str, Ints]:
        """Numbers of what a reader may not know, -1 for what is known: a cell that has not changed is one in both vintages."""
        now, then = self.now.there & ~self.told, self.then.hidden | self.then.free
        names = np.cumsum(now) - 1
        later = np.cumsum(then & ~self.same) - 1 + int(now.sum())
        return {
            "now": np.where(now, names, -1),
            "then": np.where(then, np.where(self.same, np.where(now, names, -1), later), -1),
        }

    def _search(self, names: dict[str, Ints], reader: Reader) -> Search:
        size = 1 + int(max(one.max(initial=-1) for one in names.values()))
        up, down = np.full(size, np.inf), np.full(size, np.inf)
        sums: list[list[tuple[int, int]]] = []
        for side, which in ((self.now, "now"), (self.then, "then")):
            own = names[which]
            rooms = side.rooms(self.threshold, reader)
            for room, most in zip(rooms, (up, down), strict=True):
                most[own[own >= 0]] = np.minimum(most[own[own >= 0]], room[own >= 0])
            for total, parts in self.grid.sums(side.there):
                signed = [(int(own[total]), -1), *((int(own[part]), 1) for part in parts)]
                sums.append([(unknown, sign) for unknown, sign in signed if unknown >= 0])
        apart = []
        for cell in np.flatnonzero(self.changed):
            one, other = (int(names[which][cell]) if names[which][cell] >= 0 else None for which in ("now", "then"))
            apart.append((one, other, float(self.now.values[cell] - self.then.values[cell])))
        return Search(sums, up, down, self._costs_of(names), apart)

    def _costs_of(self, names: dict[str, Ints]) -> Floats:
        costs = np.zeros(1 + int(max(one.max(initial=-1) for one in names.values())))
        own = names["now"]
        costs[own[own >= 0]] = self._weighed()[own >= 0]
        return costs
