"""Where ticks stand, and where the rules of laws and breaks."""

import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from indicators.charts import figures, style
from indicators.charts.figures import Break
from indicators.wording import Words
from records.kinds import Mark

_STEPS = (1, 2, 2.5, 5, 10)
# Rules nearer than this share one number.
_NEAR = 18


@dataclass(frozen=True, slots=True)
class Scale:
    """ticks: in what is drawn, figures divided by `unit` (1, a million or a billion); form: how d3 writes them."""

    low: float
    high: float
    ticks: list[float]
    unit: float
    form: str

    def label(self, value: float, words: Words) -> str:
        """About what stands at the tick, to measure it."""
        decimals = int(self.form[2])
        return words.number(value, "PS") + "." + "0" * decimals if decimals else words.number(value, "PS")


def scale(values: Iterable[float], *, zero: bool, most: int = 6) -> Scale:
    """From zero where figures count something, else from near the least; negative figures have their own side."""
    known = list(values) or [0.0]
    low, high = min(known), max(known)
    if zero or low < 0.6 * high:
        low, high = min(0.0, low), max(0.0, high)
    unit = 1e9 if max(abs(low), abs(high)) >= 5e9 else 1e6 if max(abs(low), abs(high)) >= 5e6 else 1.0
    low, high = low / unit, high / unit
    rough = (high - low or abs(high) or 1.0) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(one * power for one in _STEPS if one * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    last = max(last, first + 1)
    ticks = [round(place * step, 10) for place in range(first, last + 1)]
    decimals = next(n for n in range(8) if n == 7 or abs(round(step, n) - step) < 1e-9)
    return Scale(ticks[0], ticks[-1], ticks, unit, f",.{decimals}f")


def times(periods: tuple[str, ...], room: float, words: Words) -> list[tuple[float, str]]:
    """Ticks under a time axis that is `room` pixels wide, none upon another: years where there is more than one, else periods."""
    years = sorted({period for period in periods if len(period) == 4} or {period[:4] for period in periods})
    if len(periods[0]) > 4 and len(years) < 3:
        named = [(figures.place(period), words.period(period)) for period in periods]
    else:
        named = [(float(year), year) for year in years]
        first = figures.place(periods[0])
        named = [one for one in named if one[0] >= first]
    low, high = figures.place(periods[0]), figures.place(periods[-1])
    apart = max(style.width(text) for _, text in named) + 14
    each = room / max(high - low, figures.span(periods[0]))
    shown: list[tuple[float, str]] = []
    # From the newest backwards, evenly where the periods are even.
    every = max(1, math.ceil(apart / (each * max((high - low) / max(1, len(named) - 1), 1e-9))))
    for spot, text in named[::-1][::every] if _even(named) else named[::-1]:
        if not shown or (shown[-1][0] - spot) * each >= apart:
            shown.append((spot, text))
    return shown[::-1]


def _even(named: list[tuple[float, str]]) -> bool:
    steps = {round(after[0] - before[0], 2) for before, after in itertools.pairwise(named)}
    return len(steps) < 2


@dataclass(frozen=True, slots=True)
class Numbered:
    """A dated rule under its number, for the list under the chart. spot: where on the axis of time, in years."""

    number: int
    mark: Mark
    spot: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A vertical rule on a time axis. text: numbers of laws ("2", "3–5") or the word for a break."""

    spot: float
    text: str


def numbered(marks: Iterable[Mark], periods: tuple[str, ...], freq: str = "") -> list[Numbered]:
    """The marks within the time that is drawn, in their order."""
    if len(periods) < 2:
        return []
    first, last = figures.place(periods[0]), figures.place(periods[-1])
    within = [
        mark
        for mark in sorted(marks, key=lambda one: (one.day, one.label))
        if first <= when(mark.day, periods, freq) <= last
    ]
    return [Numbered(number, mark, when(mark.day, periods, freq)) for number, mark in enumerate(within, 1)]


def when(day: date, periods: tuple[str, ...], freq: str = "") -> float:
    """Where a day lies on an axis on which a period is drawn at its number and stands for its middle. A fiscal year bears the
    number of the year in which it ends, on 30 September: its middle is the end of March."""
    middle = 0.25 if freq == "AF" else figures.span(periods[0]) / 2
    return day.year + (day.timetuple().tm_yday - 1) / 366 - middle


def rules(found: list[Numbered], each: float) -> list[Rule]:
    """each: pixels of a year. Neighbours share a rule and its text."""
    groups: list[list[tuple[float, int]]] = []
    for one in found:
        if groups and (one.spot - groups[-1][0][0]) * each < _NEAR:
            groups[-1].append((one.spot, one.number))
        else:
            groups.append([(one.spot, one.number)])
    return [
        Rule(group[0][0], str(group[0][1]) if len(group) == 1 else f"{group[0][1]}–{group[-1][1]}") for group in groups
    ]


def break_rules(found: list[Break], periods: tuple[str, ...], each: float, word: str) -> list[Rule]:
    """Between the period and the one before it; the word stands once where rules are near."""
    drawn: list[Rule] = []
    taken = -math.inf
    for one in found:
        after = figures.place(one.period)
        before = max(
            (figures.place(period) for period in periods if period < one.period),
            default=after - figures.span(one.period),
        )
        spot = (before + min(after, figures.place(periods[-1]) + figures.span(one.period))) / 2
        text = word if (spot - taken) * each >= style.width(word) + 6 else ""
        taken = spot if text else taken
        drawn.append(Rule(spot, text))
    return drawn
