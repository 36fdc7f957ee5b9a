"""Classes of a map: about as many states in each, between round limits."""

import itertools
import math
from bisect import bisect_right
from dataclasses import dataclass

from django.utils.translation import gettext, override

from indicators.charts import figures
from indicators.wording import Words

MOST = 5


@dataclass(frozen=True, slots=True)
class Classes:
    """limits: from which figure on the next class begins; one less than classes."""

    limits: tuple[float, ...]

    def of(self, value: float) -> int:
        """The class of a figure, from 0."""
        return bisect_right(self.limits, value)

    def labels(self, unit: str, words: Words) -> list[str]:
        said = [figures.exact(limit, unit, words) for limit in self.limits]
        if not said:
            return []
        with override(words.language):
            first = gettext("under %(high)s") % {"high": said[0]}
            between = [
                gettext("%(low)s to under %(high)s") % {"low": low, "high": high}
                for low, high in itertools.pairwise(said)
            ]
            return [first, *between, gettext("%(low)s and more") % {"low": said[-1]}]


def classes(values: list[float], unit: str) -> Classes:
    """No class is empty; zero is a limit where figures lie on both sides of it."""
    ordered = sorted(values)
    wanted = min(MOST, len(set(ordered)))
    limits: list[float] = []
    for n in range(1, wanted):
        spot = ordered[min(len(ordered) - 1, round(n * len(ordered) / wanted))]
        limits.append(_round(spot, unit))
    if ordered and ordered[0] < 0 < ordered[-1] and limits:
        limits[min(range(len(limits)), key=lambda n: abs(limits[n]))] = 0.0
    kept: list[float] = []
    low = ordered[0] if ordered else 0.0
    for limit in sorted(set(limits)):
        # Something on either side: below the limit since the last one, and from it on.
        below = any((kept[-1] if kept else low) <= value < limit for value in ordered)
        if below and ordered[-1] >= limit:
            kept.append(limit)
    return Classes(tuple(kept))


def _round(value: float, unit: str) -> float:
    """To 1, 1.5, 2, 2.5, 3, 4, 5, 6 or 8 of its power of ten; of percentages to whole ones, where they are large enough."""
    if value == 0:
        return 0.0
    if unit.startswith("PT") and abs(value) >= 10:
        return float(round(value))
    power = 10.0 ** math.floor(math.log10(abs(value)))
    steps = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
    near = min(steps, key=lambda step: abs(step * power - abs(value)))
    return math.copysign(round(near * power, 10), value)
