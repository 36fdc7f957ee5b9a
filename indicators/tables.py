"""Figures as readers see them: lines by periods. Pages, charts, files and the API all read here, and nowhere else."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from django.db import connection

from indicators.choosing import (
    PLACES,
    TOTALS,
    Catalogue,
    Choice,
    NoFigures,
    Settled,
    settle,
    shape,
    summing,
)  # fmt: skip
from indicators.dimensions import DIMENSIONS, HIDDEN
from indicators.models import Dataset, Indicator, Note, Vintage

State = Literal["value", "suppressed", "missing"]
# More cells than this are not one table, nor one file for a spreadsheet; whoever wants all takes the parts.
MOST = 50_000


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, or why there is none: "suppressed" (by the source or by rule 18), "missing" (the source names the cell without a figure). A cell
    that no source has is absent: no Cell. status: SDMX observation status (A normal), of parts the last by letter; parts: how
    many figures were added up here, 1 for one that stands so in the source."""

    value: float | None
    state: State = "value"
    status: str = "A"
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One series as shown. codes: of the dimensions that were not added up."""

    codes: dict[str, str]
    cells: dict[str, Cell]

    def latest(self) -> tuple[str, float]:
        """The newest period with a figure, and the figure; empty without any."""
        found = ((period, cell.value) for period, cell in self.cells.items() if cell.value is not None)
        return max(found, default=("", 0.0))


@dataclass(frozen=True, slots=True)
class Table:
    """indicator: as asked; datasets, vintages: what was read; varied: dimensions in which lines differ; fixed: codes that all
    lines share, defaults left out; added: dimensions over which figures were added up here; freqs: frequencies there are."""

    indicator: Indicator
    choice: Choice
    datasets: list[Dataset]
    vintages: list[Vintage]
    lines: list[Line]
    periods: tuple[str, ...]
    varied: tuple[str, ...]
    fixed: dict[str, str]
    added: tuple[str, ...]
    freqs: tuple[str, ...]
    notes: list[Note] = field(default_factory=list)
    left_out: int = 0

    @property
    def freq(self) -> str:
        return self.fixed.get("FREQ", "")

    @property
    def unit(self) -> str:
        return self.fixed.get("UNIT", self.indicator.unit)

    def first(self, lines: int, periods: int = 0) -> "Table":
        """The first so many lines, and the last so many periods; `left_out` counts the other lines."""
        shown = self.periods[-periods:] if periods else self.periods
        return replace(
            self, lines=self.lines[:lines], periods=shown, left_out=self.left_out + max(0, len(self.lines) - lines)
        )


class TooMany(NoFigures):
    """More than `MOST` cells, `found`. without: the table with its periods, and no line of it."""

    def __init__(self, found: int, without: Table):
        super().__init__(found)
        self.found, self.without = found, without


def table(choice: Choice, catalogue: Catalogue | None = None) -> Table:
    """Raises NoFigures where the indicator, its table or the vintage is not there, TooMany where it is too large; a choice
    without figures has no lines. catalogue: where one answer reads several tables."""
    catalogue = catalogue or Catalogue()
    indicator = catalogue.indicators.get(choice.indicator)
    known = catalogue.tables(indicator) if indicator else {}
    name = choice.table or next(iter(known), "")
    if indicator is None or name not in known:
        raise NoFigures
    source, datasets = known[name]
    read = catalogue.vintages(datasets, choice.as_of)
    if not read:
        raise NoFigures
    datasets = [dataset for dataset in datasets if dataset.pk in read]
    found = shape(source, read, catalogue.state)
    freqs = tuple(sorted(found.codes("FREQ"), key=("A", "AF", "A3", "Q", "M").index))
    if len(freqs) > 1 and not choice.freq:
        choice = replace(choice, freq=freqs[-1])
    sums = summing(datasets)
    parts = catalogue.parts if "REF_AREA" in sums else {}
    settled = settle(choice, found, sums, parts=parts, side=indicator.side)
    rows, by_period = _observations(source, read, choice, settled)
    lines = _lines(rows, settled, parts)
    lines = _sorted(lines, settled, catalogue)
    periods = tuple(sorted(by_period or {period for line in lines for period in line.cells}))
    varied = tuple(name for name in settled.kept if len({line.codes[name] for line in lines}) > 1)
    fixed = {name: lines[0].codes[name] for name in settled.kept if name not in varied} if lines else {}
    made = Table(
        indicator=indicator, choice=choice, datasets=datasets, vintages=[read[one.pk] for one in datasets], lines=lines,
        periods=periods, varied=varied, fixed=fixed, added=tuple(settled.added), freqs=freqs,
        notes=_notes(source, read, catalogue, lines, periods),
    )  # fmt: skip
    if by_period:
        raise TooMany(sum(by_period.values()), made)
    return made


def _observations(
    source: Indicator, read: dict[int, Vintage], choice: Choice, settled: Settled
) -> tuple[Iterable[tuple[Any, ...]], dict[str, int]]:
    """Rows of (codes of what is kept, period, value, figures, figures with a value, hidden, status, whether all parts are there);
    of more than `MOST` only how many there are, by period.

    Below the ORM: a country's standard table reads fifty tables, and making their statements took longer than the database.
    """
    where, values = _conditions(source, read, choice, settled)
    kept = [f"s.{name.lower()}" for name in settled.kept]
    needed = {name: codes for name, codes in settled.added.items() if codes}
    hidden = ", ".join(f"'{letter}'" for letter in sorted(HIDDEN))
    if settled.added:
        there = [f"COUNT(DISTINCT s.{name.lower()})" for name in needed]
        told = ["SUM(o.value)", "COUNT(*)", "COUNT(o.value)", f"SUM(CASE WHEN o.confidentiality IN ({hidden}) THEN 1 ELSE 0 END)",
                "MAX(o.status)", *there]  # fmt: skip
        group = f" GROUP BY {', '.join([*kept, 'o.period'])}"
    else:
        told, group = ["o.value", "o.confidentiality", "o.status"], ""
    sql = (
        f"SELECT {', '.join([*kept, 'o.period', *told])} FROM indicators_series s "  # noqa: S608 - names of our own
        f"JOIN indicators_observation o ON o.series_id = s.id WHERE {where}{group}"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT {MOST + 1}", values)
        found = cursor.fetchall()
        if len(found) > MOST:
            cursor.execute(f"SELECT period, COUNT(*) FROM ({sql}) AS asked GROUP BY period", values)  # noqa: S608 - the same
            return (), dict(cursor.fetchall())
    if settled.added:
        sizes = tuple(len(codes) for codes in needed.values())
        cut = len(kept) + 6
        return ((*row[:cut], tuple(row[cut:]) == sizes) for row in found), {}
    plain = ((*row[:-2], 1, 0 if row[-3] is None else 1, 1 if row[-2] in HIDDEN else 0, row[-1], True) for row in found)
    return plain, {}


def _conditions(source: Indicator, read: dict[int, Vintage], choice: Choice, settled: Settled) -> tuple[str, list[Any]]:
    """The vintages that are read, the codes and the periods that are asked for."""
    parts, values = ["s.indicator_id = %s"], list[Any]([source.pk])
    lasting = "s.dataset_id = %s AND o.first <= %s AND (o.last IS NULL OR o.last >= %s)"
    parts.append(f"({' OR '.join([f'({lasting})'] * len(read))})")
    for dataset, vintage in read.items():
        values += [dataset, vintage.number, vintage.number]
    for name, codes in settled.wanted.items():
        parts.append(f"s.{name.lower()} IN ({', '.join(['%s'] * len(codes))})")
        values += codes
    if choice.start:
        # A year is before its months, in whatever order a database sorts signs.
        steps = f" OR o.period IN ({', '.join(['%s'] * len(choice.steps))})" if choice.steps else ""
        parts.append(f"(o.period >= %s{steps})")
        values += [choice.start, *choice.steps]
    if choice.end:
        whole_year = len(choice.end) == 4
        parts.append(f"o.period {'<' if whole_year else '<='} %s")
        values.append(str(int(choice.end) + 1) if whole_year else choice.end)
    return " AND ".join(parts), values


def _lines(rows: Iterable[tuple[Any, ...]], settled: Settled, parts: dict[str, str]) -> list[Line]:
    found: dict[tuple[str, ...], dict[str, Cell]] = {}
    area = settled.kept.index("REF_AREA") if settled.parts_of else -1
    for *codes, period, value, figures, valued, hidden, status, whole in rows:
        if area >= 0 and parts.get(codes[area]) in settled.parts_of:
            codes[area] = parts[codes[area]]
        if not whole:
            continue  # a part is missing: no total is better than one that is too small
        state: State = "suppressed" if hidden else "value" if figures == valued else "missing"
        # Averages that a publisher scaled back to persons come as 210306411.00000018.
        cell = Cell(round(value, 6) if state == "value" else None, state, status, figures)
        cells = found.setdefault(tuple(codes), {})
        cells[period] = _together(cells[period], cell) if period in cells else cell
    return [Line(dict(zip(settled.kept, codes, strict=True)), cells) for codes, cells in found.items()]


def _together(one: Cell, other: Cell) -> Cell:
    """Two parts of one area."""
    states = {one.state, other.state}
    state: State = "suppressed" if "suppressed" in states else "missing" if "missing" in states else "value"
    value = (one.value or 0.0) + (other.value or 0.0) if state == "value" else None
    return Cell(value, state, max(one.status, other.status), one.parts + other.parts)


def _sorted(lines: list[Line], settled: Settled, catalogue: Catalogue) -> list[Line]:
    """Totals first; countries by their newest figure, the largest first; other codes as their list has them."""
    lists = [name for name in settled.kept if name not in PLACES]
    order = catalogue.order if len(lines) > 1 else {}

    def rank(line: Line) -> tuple[Any, ...]:
        totals = [line.codes[name] not in TOTALS.get(name, ()) for name in PLACES if name in settled.kept]
        listed = [
            (_years(line.codes[name]) if name == "AGE" else 0, order.get((name.lower(), line.codes[name]), len(order)))
            for name in lists
        ]
        period, value = line.latest()
        return (totals, period != last, -value, listed) if any_place else (listed,)

    last = max((line.latest()[0] for line in lines), default="")
    any_place = any(len({line.codes[name] for line in lines}) > 1 for name in PLACES if name in settled.kept)
    return sorted(lines, key=rank)


def _years(age: str) -> int:
    """At which age a group begins, as its code says: "Y5T9", "Y_GE75"; totals and words before all."""
    digits = re.match(r"Y(?:_GE)?(\d+)", age)
    return int(digits[1]) if digits else -1


def _notes(
    source: Indicator, read: dict[int, Vintage], catalogue: Catalogue, lines: list[Line], periods: tuple[str, ...]
) -> list[Note]:
    """Those that concern at least one line and one period that is shown."""
    shown: list[Note] = []
    for note in catalogue.notes:
        if note.dataset_id not in read or note.indicator_id not in (None, source.pk):
            continue
        number = read[note.dataset_id].number
        held_then = note.first <= number and (note.last is None or note.last >= number)
        overlaps = (
            periods and (not note.start or note.start <= periods[-1]) and (not note.end or note.end >= periods[0])
        )
        if held_then and overlaps and any(concerns(note, line) for line in lines):
            shown.append(note)
    return shown


def concerns(note: Note, line: Line) -> bool:
    """Whether the note's codes agree with the line's; a dimension that was added up or is not kept agrees with all."""
    said = (
        (name, code if isinstance(code, list) else [code]) for name, code in note.codes.items() if name in DIMENSIONS
    )
    return all(line.codes.get(name, codes[0]) in codes for name, codes in said)
