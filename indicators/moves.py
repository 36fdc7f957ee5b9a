"""One table as a grid of cells, and moves on it: whole steps up and down in some cells after which all sums still hold.

A table of k dimensions has in each of them codes and a total, code 0. The shortest moves are boxes: in every dimension two
codes are taken, or one and the total; their 2^k cells change by one, those across from each other by turns. A box is found by looking at all
opposite corners at once; where none fits, `Search` looks for any other move, step by step, and gives up in the end.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

# What one search may look at: steps times unknowns, within bounds, since a step costs more in a large table.
_MOST_WORK, _STEPS = 60_000, (100, 3_000)
# Opposite corners looked at for one cell; beyond, the cheapest codes of each dimension and the total.
MOST_CORNERS = 4_096
# Steps of one move, in the first attempt and the others; well within Python's own limit of depth.
_MOST_STEPS_OF_ONE = (12, 30, 200)


def with_totals(index: Ints, shape: tuple[int, ...]) -> Ints:
    """The places, and those of all their totals."""
    for stride, size in zip(_strides(shape), shape, strict=True):
        index = np.unique(np.concatenate([index, index - index // stride % size * stride]))
    return index


def _strides(shape: tuple[int, ...]) -> list[int]:
    return [int(np.prod(shape[place + 1 :], dtype=np.int64)) for place in range(len(shape))]


class Grid:
    """index: places of the cells, sorted, each its codes in one number; dimensions in which all cells agree are left out."""

    def __init__(self, index: Ints, shape: tuple[int, ...]):
        self.index = index
        axes = [(index // stride % size, stride) for stride, size in zip(_strides(shape), shape, strict=True)]
        axes = [(codes, stride) for codes, stride in axes if len(codes) and codes.min() != codes.max()]
        self.codes = [codes for codes, _ in axes]
        self.strides = [stride for _, stride in axes]
        self.known = [np.unique(codes) for codes in self.codes]
        self.totals: Ints = np.sum([codes == 0 for codes in self.codes], axis=0) if axes else np.zeros(len(index), int)

    def find(self, places: Ints) -> tuple[Ints, Bools]:
        """Where the places stand in the index, and which of them do."""
        at = np.minimum(np.searchsorted(self.index, places), len(self.index) - 1)
        return at, self.index[at] == places

    def line(self, cell: int, axis: int) -> Ints:
        """The other cells of one line through a cell."""
        own = self.codes[axis][cell]
        others = self.known[axis][self.known[axis] != own]
        at, there = self.find(self.index[cell] + (others - own) * self.strides[axis])
        return at[there]

    def sums(self, there: Bools) -> Iterable[tuple[int, Ints]]:
        """Every total that has parts, with them; of the cells that are there."""
        cells = np.flatnonzero(there)
        for codes, stride in zip(self.codes, self.strides, strict=True):
            line = self.index[cells] - codes[cells] * stride
            order = np.lexsort((codes[cells], line))
            for found in np.split(cells[order], np.flatnonzero(np.diff(line[order])) + 1):
                if len(found) > 1 and codes[found[0]] == 0:
                    yield int(found[0]), found[1:]


@dataclass(frozen=True, slots=True)
class Costs:
    """What it costs to let a cell go up or down by one; infinite where it cannot."""

    up: Floats
    down: Floats


def box(grid: Grid, cell: int, costs: Costs) -> tuple[float, Ints] | None:
    """The cheapest box with this corner, and its cells; None where none fits."""
    either = np.minimum(costs.up, costs.down)
    lines = []
    for axis in range(len(grid.codes)):
        line = grid.line(cell, axis)
        line = line[np.isfinite(either[line])]
        if not len(line):
            return None
        lines.append(line)
    lines = _fewer(grid, lines, either)
    steps, turns = [], []
    for axis, line in enumerate(lines):
        own, codes = grid.codes[axis][cell], grid.codes[axis][line]
        steps.append(np.concatenate([[0], (codes - own) * grid.strides[axis]]))
        # A part and its total go the same way, two parts against each other.
        turns.append(np.concatenate([[1], np.where((codes == 0) | (own == 0), 1, -1)]))
    at, there = grid.find(grid.index[cell] + _across(np.add, steps))
    same = _across(np.multiply, turns) > 0
    up = np.where(there, np.where(same, costs.up[at], costs.down[at]), np.inf)
    down = np.where(there, np.where(same, costs.down[at], costs.up[at]), np.inf)
    return _cheapest(up, down, at)


def _fewer(grid: Grid, lines: list[Ints], either: Floats) -> list[Ints]:
    if np.prod([float(len(line)) for line in lines]) <= MOST_CORNERS:
        return lines
    most = max(2, int(MOST_CORNERS ** (1 / len(lines))))
    return [
        line[np.lexsort((line, either[line], grid.codes[axis][line] != 0))][:most] for axis, line in enumerate(lines)
    ]


def _across(operation: Any, vectors: list[Any]) -> Any:
    """The vectors along an axis each, joined to one array."""
    found = np.array(0 if operation is np.add else 1)
    for vector in vectors:
        found = operation(found[..., None], vector)
    return found


def _cheapest(up: Floats, down: Floats, at: Ints) -> tuple[float, Ints] | None:
    """up, down: costs of all cells by their codes, the first of each axis being the cell's own."""
    whole: list[Floats] = []
    corners = list(product((slice(0, 1), slice(1, None)), repeat=up.ndim))
    for costs in (up, down):
        total = np.zeros([size - 1 for size in costs.shape])
        for corner in corners:
            total = total + costs[corner]
        whole.append(total)
    best = min(whole, key=lambda total: float(total.min()))
    cost = float(best.min())
    if not np.isfinite(cost):
        return None
    opposite = np.unravel_index(int(best.argmin()), best.shape)
    return cost, np.unique([
        int(at[tuple(int(place) + 1 if far else 0 for place, far in zip(opposite, some, strict=True))])
        for some in product((False, True), repeat=up.ndim)
    ])  # fmt: skip


class Tired(Exception):
    """The search was given up: there may be a move or not."""


@dataclass(slots=True)
class Search:
    """Moves of any form. Unknowns have numbers; sums: (unknown, +1 or -1) of each; up, down: how far each can go;
    apart: (an unknown or None, another or None, how far the first is above the second), which must not become equal."""

    sums: list[list[tuple[int, int]]]
    up: Floats
    down: Floats
    costs: Floats
    apart: list[tuple[int | None, int | None, float]]
    of: list[list[tuple[int, int]]] = field(init=False)

    def __post_init__(self) -> None:
        self.of = [[] for _ in range(len(self.up))]
        for number, parts in enumerate(self.sums):
            for unknown, sign in parts:
                self.of[unknown].append((number, sign))

    def move(self, unknown: int) -> dict[int, int] | None:
        """How far each unknown goes in a move in which this one does. None: there is no such move, for sure. Raises Tired."""
        cut = False
        # Short moves first: a long way is easily lost where a short one is near.
        for most in _MOST_STEPS_OF_ONE:
            cut = False
            for sign in (1, -1):
                if (self.up if sign > 0 else self.down)[unknown] >= 1:
                    attempt = _Attempt(self, most)
                    attempt.step(unknown, sign)
                    if attempt.go_on(1):
                        return {one: by for one, by in attempt.by.items() if by}
                    cut |= attempt.cut
            if not cut:
                return None
        raise Tired


class _Attempt:
    """cut: whether a way was left before its end."""

    def __init__(self, search: Search, most: int):
        self.search = search
        self.most = most
        self.by: dict[int, int] = {}
        self.off: dict[int, int] = {}
        self.left = min(max(_MOST_WORK // len(search.up), _STEPS[0]), _STEPS[1])
        self.cut = False

    def step(self, unknown: int, sign: int) -> None:
        self.by[unknown] = self.by.get(unknown, 0) + sign
        for number, factor in self.search.of[unknown]:
            now = self.off.get(number, 0) + sign * factor
            if now:
                self.off[number] = now
            else:
                self.off.pop(number, None)

    def go_on(self, depth: int) -> bool:
        """Depth first. The sum with the fewest ways to be mended comes first; nothing goes back on its way, which loses no move."""
        alike = None if self.off else self._alike()
        if not self.off and alike is None:
            return True
        self.left -= 1
        if self.left < 0 or depth >= self.most:
            self.cut = True
            return False
        ways = min((self._ways(number) for number in self.off), key=len) if alike is None else self._parting(alike)
        for unknown, sign in ways:
            self.step(unknown, sign)
            if self.go_on(depth + 1):
                return True
            self.step(unknown, -sign)
        return False

    def _ways(self, number: int) -> list[tuple[int, int]]:
        found = []
        for unknown, factor in self.search.sums[number]:
            sign = factor if self.off[number] < 0 else -factor
            if self._can(unknown, sign):
                found.append((unknown, sign))
        # What mends most first, then what costs least.
        return sorted(found, key=lambda way: (-self._mends(*way), self.search.costs[way[0]], way))

    def _mends(self, unknown: int, sign: int) -> int:
        """How many sums it brings nearer, less those that it brings away."""
        return -sum(
            sign * factor * (1 if self.off.get(number, 0) >= 0 else -1) for number, factor in self.search.of[unknown]
        )

    def _can(self, unknown: int, sign: int) -> bool:
        by = self.by.get(unknown, 0)
        room = self.search.up[unknown] if sign > 0 else self.search.down[unknown]
        return by * sign >= 0 and abs(by) + 1 <= float(room)

    def _alike(self) -> tuple[int | None, int | None] | None:
        """Two that must not be equal, and are."""
        for one, other, above in self.search.apart:
            ahead = (self.by.get(one, 0) if one is not None else 0) - (
                self.by.get(other, 0) if other is not None else 0
            )
            if above + ahead == 0:
                return one, other
        return None

    def _parting(self, pair: tuple[int | None, int | None]) -> list[tuple[int, int]]:
        return [(one, sign) for one in pair if one is not None for sign in (1, -1) if self._can(one, sign)]
