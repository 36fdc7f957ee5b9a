"""What of a table may stand on one axis, what may be added up, and where in time a period lies."""

import itertools
from collections import Counter
from dataclasses import dataclass, replace

from django.utils.translation import gettext, ngettext, override

from indicators.choosing import PLACES, TOTALS, summing
from indicators.models import Note
from indicators.tables import Line, Table
from indicators.wording import WHOLE, Words

# Lines that differ in one of these are never drawn on one axis.
APART = ("FREQ", "MEASURE", "UNIT", "BASIS")
# Statuses of a figure that is not final, or not counted: drawn hollow.
UNSURE = frozenset("EPIU")
_WHOLE_SHARES = ("AGE", "EDUCATION", "SECTOR")


@dataclass(frozen=True, slots=True)
class Break:
    """A break in the series between the period and the one before it. text: of the note, empty where only the figure says so."""

    period: str
    text: str = ""


def one_axis(table: Table) -> tuple[Table, list[Line]]:
    """The largest part of the table whose lines agree in frequency, measure, unit and basis of origin; and the other lines."""
    groups: dict[tuple[str, ...], list[Line]] = {}
    for line in table.lines:
        groups.setdefault(tuple(line.codes.get(name, "") for name in APART), []).append(line)
    if len(groups) < 2:
        return table, []
    lines = max(groups.values(), key=len)
    kept = set(map(id, lines))
    return with_lines(table, lines), [line for line in table.lines if id(line) not in kept]


def with_lines(table: Table, lines: list[Line]) -> Table:
    """The same table with fewer lines, and what follows from that."""
    known = lines[0].codes if lines else {}
    varied = tuple(name for name in known if len({line.codes[name] for line in lines}) > 1)
    fixed = {name: code for name, code in known.items() if name not in varied}
    periods = tuple(sorted({period for line in lines for period in line.cells}))
    return replace(table, lines=lines, varied=varied, fixed=fixed, periods=periods)


def at(table: Table, period: str) -> Table:
    """The same lines, of one period only."""
    lines = [replace(line, cells={period: line.cells[period]} if period in line.cells else {}) for line in table.lines]
    return replace(table, lines=lines, periods=(period,))


def without_totals(table: Table) -> Table:
    """Parts only: lines whose code stands for all the others, or for nobody in particular, go where there are parts."""
    lines = [line for line in table.lines if not any(stands_for_all(name, line.codes[name]) for name in table.varied)]
    return with_lines(table, lines) if lines and len(lines) < len(table.lines) else table


def stands_for_all(name: str, code: str) -> bool:
    """A total's code: "_T", of places also the world."""
    return code in TOTALS.get(name, ("_T",))


def counts(table: Table) -> bool:
    """Whether the figures count something, so that a bar begins at zero and parts can make a whole."""
    return table.unit in WHOLE and not table.unit.startswith("INDEX")


def addable(table: Table) -> bool:
    """Whether the sum of the lines means something: the dataset says so, or they are the shares of one whole."""
    if len(table.varied) != 1 or len(table.lines) < 2:
        return False
    (name,) = table.varied
    codes = {line.codes[name] for line in table.lines}
    if any(stands_for_all(name, code) for code in codes):
        return False
    if not counts(table):
        return name in _WHOLE_SHARES and table.unit.startswith("PT") and _make_a_whole(table)
    sums = summing(table.datasets)
    if name == "REF_AREA":
        return "DESTINATIONS" in sums and table.fixed.get("COUNTERPART", "_Z") not in ("_Z", "_T", "W")
    return name in sums and codes >= set(sums[name])


def _make_a_whole(table: Table) -> bool:
    """Percentages are parts of one whole where all are there and make a hundred, in every period."""
    for period in table.periods:
        cells = [line.cells[period].value for line in table.lines if period in line.cells]
        known = [value for value in cells if value is not None]
        if len(known) < len(table.lines) or not 99 <= sum(known) <= 101:
            return False
    return bool(table.periods)


def whole(table: Table, period: str) -> float | None:
    """The sum of all lines at a period; None where a part is not there or may not be seen."""
    cells = [line.cells.get(period) for line in table.lines]
    if any(cell is not None and cell.value is None for cell in cells):
        return None
    return sum(cell.value or 0.0 for cell in cells if cell is not None)


def best_period(table: Table, asked: str = "") -> str:
    """The period that is asked for if the table has it; else the newest with at least two thirds of the figures of the fullest."""
    if asked in table.periods:
        return asked
    full = Counter(period for line in table.lines for period, cell in line.cells.items() if cell.value is not None)
    most = max(full.values(), default=0)
    return max(
        (period for period, n in full.items() if 3 * n >= 2 * most), default=table.periods[-1] if table.periods else ""
    )


def place(period: str) -> float:
    """Years since the birth of Christ at which the period is drawn: a year at its number, a month within it."""
    year, _, part = period.partition("-")
    if part.startswith("Q"):
        return int(year) + (int(part[1:]) - 1) / 4
    return int(year) + ((int(part) - 1) / 12 if part else 0)


def span(period: str) -> float:
    """How long the period lasts, in years."""
    part = period.partition("-")[2]
    return 1 / 4 if part.startswith("Q") else 1 / 12 if part else 1


def gaps(periods: tuple[str, ...]) -> list[float]:
    """Places at which a figure is due and no line has one: where two periods lie further apart than they usually do."""
    places = [place(period) for period in periods]
    apart = [round(after - before, 3) for before, after in itertools.pairwise(places)]
    if not apart:
        return []
    often = Counter(apart)
    usual = span(periods[0]) if span(periods[0]) < 1 else min(often, key=lambda one: (-often[one], one))
    return [before + usual for before, step in zip(places, apart, strict=False) if step > usual * 1.5]


def breaks(table: Table) -> list[Break]:
    """Those within the periods of the table, from its notes and from the status of its figures; one a period."""
    found: dict[str, Break] = {}
    for note in table.notes:
        if note.kind == Note.Kind.BREAK and note.start:
            known = found.get(note.start)
            text = str(note.text)
            found[note.start] = Break(note.start, f"{known.text} {text}" if known and text not in known.text else text)
    for line in table.lines:
        for period, cell in line.cells.items():
            if cell.status == "B":
                found.setdefault(period, Break(period))
    return [found[period] for period in sorted(found) if table.periods and period >= table.periods[0]]


def label(line: Line, table: Table, words: Words) -> str:
    """What tells the line from the others; of a table with one line, what it counts."""
    return words.line(line, table.varied) or str(table.indicator.title)


def round_figure(value: float, unit: str, words: Words) -> str:
    """For titles: three digits at most of large figures, millions and billions in words, the sign of the unit."""
    size = abs(value)
    if unit in WHOLE and size < 10_000:
        return words.number(value, unit)
    if size < 1_000_000:
        digits = max(0, len(str(int(size))) - 3)
        return signed(words.number(round(value, -digits) if digits else value, unit), unit, words)
    billions = size >= 999_500_000
    short = round(value / (1e9 if billions else 1e6), 1)
    number = words.number(short, "PT").removesuffix(".0").removesuffix(",0")
    n = 1 if abs(short) == 1 or (words.language in ("fr", "pt") and abs(short) < 2) else 2
    with override(words.language):
        if billions:
            text = ngettext("%(number)s billion", "%(number)s billion", n) % {"number": number}
        else:
            text = ngettext("%(number)s million", "%(number)s million", n) % {"number": number}
    return signed(text, unit, words)


def exact(value: float, unit: str, words: Words) -> str:
    """A figure with the sign of its unit."""
    return signed(words.number(value, unit), unit, words)


def signed(number: str, unit: str, words: Words) -> str:
    with override(words.language):
        if unit.startswith("PT"):
            return gettext("%(number)s%%") % {"number": number}
        if unit == "USD":
            return gettext("US$%(number)s") % {"number": number}
    return number


def places_of(table: Table) -> str:
    """The one dimension in which lines differ, when it is a place; else empty."""
    return table.varied[0] if len(table.varied) == 1 and table.varied[0] in PLACES else ""
