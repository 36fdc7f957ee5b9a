"""What the page of an indicator shows: a table, a chart of it, the form that changes both, and what they rest on."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext

from indicators import asking, charts, exporters, pictures
from indicators.choosing import PLACES, Catalogue, Choice, NoFigures, shape
from indicators.differences import KINDS, Differences
from indicators.dimensions import DIMENSIONS, code_list
from indicators.models import Indicator
from indicators.tables import Cell, Line, Table, TooMany, concerns, table
from indicators.wording import Words, heading, members
from records.texts import labelled

# A page holds so many lines and periods; files hold all.
LINES, PERIODS, PERIODS_SHORT = 40, 40, 24
# Dimensions that a reader may choose or break down, in the order of the form.
OFFERED = ("REF_AREA", "COUNTERPART", "CATEGORY", "SEX", "AGE", "EDUCATION", "SECTOR", "OCCUPATION")
_LONG = 12


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a field of the form."""

    code: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One dimension in the form. several: many may be chosen; long: too many for a list of boxes."""

    name: str
    label: str
    options: list[Option]
    by: bool
    long: bool


@dataclass(frozen=True, slots=True)
class ShownCell:
    """text: a figure or why there is none; state: "value", "suppressed", "missing", "absent"; flag: in words; mark: of a note."""

    text: str
    state: str
    flag: str = ""
    letter: str = ""


@dataclass(frozen=True, slots=True)
class ShownLine:
    """notes: numbers of the notes that concern the line."""

    label: str
    lang: str
    cells: list[ShownCell]
    notes: tuple[int, ...]


def chosen(slug: str, asked: Choice, catalogue: Catalogue) -> Choice:
    """The choice as the page and its chart read it: of an indicator of many countries, the 35 states unless others are named.
    Raises NoFigures for what the register has not."""
    indicator = catalogue.indicators.get(slug)
    if indicator is None:
        raise NoFigures
    known = catalogue.tables(indicator)
    name = asked.table or next(iter(known), "")
    if name not in known:
        return asked
    source, datasets = known[name]
    read = catalogue.vintages(datasets, asked.as_of)
    places = shape(source, read, catalogue.state).places if read else {}
    codes = dict(asked.codes)
    end, other = ("COUNTERPART", "REF_AREA") if indicator.side == "origin" else PLACES
    by = asked.by
    if not codes.get(end) and len(places.get(end, ())) > 1:
        if own := places[end] & members():
            codes[end] = tuple(sorted(own))
        by = tuple(dict.fromkeys((*by, end)))
    if not codes and not by and len(places.get(other, ())) > 1 and len(places.get(end, ())) == 1:
        by = (other,)
    return replace(asked, codes=codes, by=tuple(name for name in DIMENSIONS if name in by))


def context(
    indicator: Indicator, asked: Choice, words: Words, catalogue: Catalogue, query: QueryDict
) -> dict[str, Any]:
    """Raises NoFigures where the register has no such table or vintage. query: what it says of the chart."""
    choice = chosen(indicator.slug, asked, catalogue)
    too_many = ""
    try:
        found = table(choice, catalogue)
    except TooMany as more:
        found, too_many = more.without, exporters.too_many(more.found).detail
    shown = found.first(LINES, PERIODS_SHORT if len(found.periods) > PERIODS else 0)
    return {
        "picture": pictures.picture(query, asked, choice, found, words, catalogue) if found.lines else None,
        "kinds": [Option(kind, str(pictures.NAMES[kind]), kind == pictures.wanted(query, found)[0]) for kind in charts.kinds(found)],
        "flags": sorted({(cell.status.lower(), words.flag(cell)) for line in shown.lines for cell in line.cells.values() if words.flag(cell)}),
        "years": sorted({period[:4] for period in found.periods}), "shared": heading(found, words),
        "table": found, "shown": shown, "too_many": too_many, "choice": asked, "query": asking.query(asked),
        "columns": [words.period(period, found.freq) for period in shown.periods],
        "lines": [_line(shown, line, words) for line in shown.lines],
        "more_lines": len(found.lines) - len(shown.lines), "more_periods": len(found.periods) - len(shown.periods),
        "corner": ", ".join(str(asking.NAMES[name]) for name in found.varied) or gettext("series"),
        "fields": fields(indicator, asked, found, words, catalogue),
        "tables": _tables(indicator, found, catalogue),
        "freqs": [Option(code, words.code("FREQ", code), code == found.freq) for code in found.freqs],
        "periods": found.periods, "unit": words.code("UNIT", found.unit), "measure": words.code("MEASURE", found.fixed.get("MEASURE", indicator.measure)),
        "notes": list(enumerate(found.notes, 1)), "states": sorted({cell.state for line in shown.lines for cell in line.cells.values()}),
        "sources": list(zip(found.datasets, found.vintages, strict=True)),
        "another_source": found.datasets[0] not in next(iter(catalogue.tables(indicator).values()))[1],
        "missing_dimensions": [asking.NAMES[name] for name in indicator.not_collected.split("|") if name in asking.NAMES],
    }  # fmt: skip


def _line(found: Table, line: Line, words: Words) -> ShownLine:
    unit = line.codes.get("UNIT", found.unit)
    lang = next((lang for name in found.varied if (lang := words.foreign(name, line.codes[name]))), "")
    notes = tuple(number for number, note in enumerate(found.notes, 1) if note.codes and concerns(note, line))
    cells = [_cell(line.cells.get(period), unit, words) for period in found.periods]
    return ShownLine(words.line(line, found.varied) or str(found.indicator.title), lang, cells, notes)


def _cell(cell: Cell | None, unit: str, words: Words) -> ShownCell:
    text = words.cell(cell, unit)
    if cell is None:
        return ShownCell(text, "absent")
    flag = words.flag(cell)
    return ShownCell(text, cell.state, flag, cell.status.lower() if flag else "")


def _tables(indicator: Indicator, found: Table, catalogue: Catalogue) -> list[Option]:
    chosen = found.datasets[0].family or found.datasets[0].slug
    return [
        Option(name, labelled(source.title, datasets[0].title) if "|" in indicator.reads else str(datasets[0].title), name == chosen)
        for name, (source, datasets) in catalogue.tables(indicator).items()
    ]  # fmt: skip


def fields(indicator: Indicator, asked: Choice, found: Table, words: Words, catalogue: Catalogue) -> list[Field]:
    """A field for every dimension of which the table has more than one code."""
    name = found.datasets[0].family or found.datasets[0].slug
    source, datasets = catalogue.tables(indicator)[name]
    has = shape(source, catalogue.vintages(datasets, asked.as_of), catalogue.state)
    made = []
    for dimension in OFFERED:
        codes = has.codes(dimension)
        if len(codes) < 2:
            continue
        taken = asked.codes.get(dimension, ())
        options = [Option(code, words.code(dimension, code), code in taken) for code in codes]
        made.append(
            Field(
                dimension.lower(), str(asking.NAMES[dimension]), _ordered(dimension, options, catalogue),
                dimension in asked.by, len(codes) > _LONG,
            )
        )  # fmt: skip
    return made


def _ordered(dimension: str, options: Iterable[Option], catalogue: Catalogue) -> list[Option]:
    if dimension in PLACES:
        own = members()
        return sorted(options, key=lambda one: (one.code not in own, one.label))
    listed = catalogue.order
    return sorted(options, key=lambda one: listed.get((code_list(dimension), one.code), 0))


def listing(catalogue: Catalogue) -> list[tuple[str, list[tuple[Indicator, list[str]]]]]:
    """The register by section; of each indicator who publishes its figures, nobody where none are held."""
    found: dict[str, list[tuple[Indicator, list[str]]]] = {}
    for indicator in catalogue.indicators.values():
        publishers = [
            dataset.publisher for _, datasets in catalogue.tables(indicator).values() for dataset in datasets[:1]
        ]
        found.setdefault(str(indicator.get_section_display()), []).append((indicator, list(dict.fromkeys(publishers))))
    return list(found.items())


_REVISIONS = 60


def revised(indicator: Indicator, found: Differences, words: Words) -> dict[str, Any]:
    """Of the page on what changed: counts, and the largest changes in words."""
    unit, freq = found.after.unit, found.after.freq
    varied = tuple(dict.fromkeys((*found.before.varied, *found.after.varied)))
    rows = [
        (
            ", ".join(words.code(name, one.codes[name]) for name in varied) or str(indicator.title), words.period(one.period, freq),
            KINDS[one.kind], *("" if value is None else words.number(value, unit) for value in (one.before, one.after, one.change)),
        )
        for one in found.found[:_REVISIONS]
    ]  # fmt: skip
    return {
        "indicator": indicator, "rows": rows, "more": len(found.found) - len(rows), "unit": words.code("UNIT", unit),
        "counts": [(KINDS[kind], number) for kind, number in found.counts.items() if number],
        "before": found.before.vintages[0], "after": found.after.vintages[0], "dataset": found.after.datasets[0],
        "numbers": range(1, max(one.number for one in found.after.vintages) + 1),
    }  # fmt: skip


def member_names(words: Words) -> list[Option]:
    """The 35 states in the order of their names."""
    own = (Option(code, words.code("REF_AREA", code), False) for code in members())
    return sorted(own, key=lambda one: one.label)
