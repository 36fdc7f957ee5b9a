"""A reader who works out hidden cells: a search of its own for tables that agree with all that is shown."""

from collections.abc import Iterator
from dataclasses import dataclass

Place = tuple[str, ...]
Name = tuple[int, Place]
Equation = list[tuple[Name, int]]
Ranges = dict[Name, tuple[int, int]]
ABOVE = 10_000
MOST = 1_000


class GaveUp(Exception):
    """It neither found another table nor proved that there is none."""


@dataclass(frozen=True)
class Seen:
    """One vintage. numbers: the truth, totals ("_T") and all; hidden: what is not shown."""

    numbers: dict[Place, int]
    hidden: frozenset[Place]


def with_margins(inner: dict[Place, int]) -> dict[Place, int]:
    found = dict(inner)
    for axis in range(len(next(iter(inner), ()))):
        for place, number in list(found.items()):
            total = (*place[:axis], "_T", *place[axis + 1 :])
            found[total] = found.get(total, 0) + number
    return found


class Adversary:
    """Knows what is shown, that zeros are always shown, and which cells did not change between the vintages; threshold: and which hidden
    cells are small, if given."""

    def __init__(self, vintages: list[Seen], threshold: int | None):
        self.truth = {(age, place): n for age, one in enumerate(vintages) for place, n in one.numbers.items()}
        self.ranges: Ranges = {
            (age, place): self._range(n, place in one.hidden, threshold)
            for age, one in enumerate(vintages)
            for place, n in one.numbers.items()
        }
        self.equations = [line for age, one in enumerate(vintages) for line in self._lines(age, one)]
        self.differ: list[tuple[Name, Name]] = []
        if len(vintages) == 2:
            for place in sorted(vintages[0].numbers.keys() & vintages[1].numbers.keys()):
                one, other = (0, place), (1, place)
                if self.truth[one] == self.truth[other]:
                    self.equations.append([(one, 1), (other, -1)])
                else:
                    self.differ.append((one, other))
        self.of: dict[Name, list[Equation]] = {name: [] for name in self.truth}
        for line in self.equations:
            for name, _ in line:
                self.of[name].append(line)

    @staticmethod
    def _range(n: int, hidden: bool, threshold: int | None) -> tuple[int, int]:
        if not hidden:
            return n, n
        if threshold is None:
            return 1, ABOVE
        return (1, threshold - 1) if n < threshold else (threshold, ABOVE)

    @staticmethod
    def _lines(age: int, one: Seen) -> Iterator[Equation]:
        for axis in range(len(next(iter(one.numbers), ()))):
            lines: dict[tuple[Place, Place], Equation] = {}
            for place in sorted(one.numbers):
                sign = -1 if place[axis] == "_T" else 1
                lines.setdefault((place[:axis], place[axis + 1 :]), []).append(((age, place), sign))
            yield from lines.values()

    def knows(self, age: int, place: Place) -> bool:
        """Whether no table that agrees has another number there. Raises GaveUp."""
        name = (age, place)
        low, high = self.ranges[name]
        n = self.truth[name]
        tired = False
        for one, other in ((low, n - 1), (n + 1, high)):
            self.left = MOST
            ranges = {**self.ranges, name: (one, other)}
            try:
                if one <= other and self._narrowed(ranges, list(ranges)) and self._solved(ranges):
                    return False
            except GaveUp:
                tired = True
        if tired:
            raise GaveUp
        return True

    def _solved(self, ranges: Ranges) -> bool:
        """Tries numbers, those nearest to the truth first; all of them, where there are few."""
        undecided = [name for name, (low, high) in ranges.items() if low < high]
        if not undecided:
            return all(ranges[one] != ranges[other] for one, other in self.differ)
        name = min(undecided, key=lambda one: (ranges[one][1] - ranges[one][0], one))
        low, high = ranges[name]
        near = min(max(self.truth[name], low), high)
        for n in sorted(range(max(low, near - 12), min(high, near + 12) + 1), key=lambda n: abs(n - near)):
            self.left -= 1
            if not self.left:
                raise GaveUp
            tried = {**ranges, name: (n, n)}
            if self._narrowed(tried, [name]) and self._solved(tried):
                return True
        if high - near > 12 or near - low > 12:
            raise GaveUp
        return False

    def _narrowed(self, ranges: Ranges, moved: list[Name]) -> bool:
        """Every range by what the other cells of its sums leave; whether anything is left."""
        waiting = [line for name in moved for line in self.of[name]]
        while waiting:
            line = waiting.pop()
            lows = [min(sign * end for end in ranges[name]) for name, sign in line]
            highs = [max(sign * end for end in ranges[name]) for name, sign in line]
            low, high = sum(lows), sum(highs)
            for place, (name, sign) in enumerate(line):
                ends = sorted((sign * (lows[place] - low), sign * (highs[place] - high)))
                old = ranges[name]
                new = max(old[0], ends[0]), min(old[1], ends[1])
                if new[0] > new[1]:
                    return False
                if new != old:
                    ranges[name] = new
                    waiting.extend(self.of[name])
        return True
