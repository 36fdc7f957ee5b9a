"""Which figure a new number of a paragraph stands for: chosen step by step among what the report's vintages have published."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from indicators.asking import NAMES
from indicators.choosing import Choice, shape
from indicators.dimensions import DIMENSIONS
from indicators.page import OFFERED
from indicators.tables import Line, Table, table
from indicators.wording import Words
from records.texts import labelled
from reports import measuring, prose
from reports.measuring import Frozen
from reports.models import Binding, Block, Report
from reports.refusals import Refusal
from reports.shaping import bound, is_open
from reports.workflow import edit_line

_MOST = 9999
_SHOWN = 400
Option = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was chosen so far; empty where nothing was. area: reports the figures, or is where people come from for an indicator
    that is read so. by: one more dimension in which lines differ."""

    indicator: str = ""
    table: str = ""
    area: str = ""
    by: str = ""
    period: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A line of the table at the period. text: the figure, or why there is none; key: empty where there is none."""

    label: str
    text: str
    key: str


@dataclass(slots=True)
class Offered:
    """What may be chosen next; `asked` with what follows by itself filled in."""

    asked: Asked
    indicators: list[Option]
    tables: list[Option] = field(default_factory=list)
    areas: list[Option] = field(default_factory=list)
    breakdowns: list[Option] = field(default_factory=list)
    periods: list[Option] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    left_out: int = 0


def offered(catalogue: Frozen, asked: Asked, words: Words) -> Offered:
    """What is not known in `asked` counts as not chosen."""
    known = {slug: one for slug, one in catalogue.indicators.items() if catalogue.tables(one)}
    made = Offered(Asked(), [(slug, str(one.title)) for slug, one in known.items()])
    indicator = known.get(asked.indicator)
    if indicator is None:
        return made
    tables = catalogue.tables(indicator)
    name = asked.table if asked.table in tables else next(iter(tables))
    source, datasets = tables[name]
    has = shape(source, catalogue.vintages(datasets, None), catalogue.state)
    end = _end(indicator)
    made.tables = [(slug, labelled(held[0].publisher, held[0].title)) for slug, (_source, held) in tables.items()]
    made.areas = sorted(((one, words.code(end, one)) for one in has.codes(end)), key=lambda one: one[1])
    made.breakdowns = [(one, str(NAMES[one])) for one in OFFERED if one != end and len(has.codes(one)) > 1]
    area = next((one for one, _ in made.areas if one == asked.area or len(made.areas) == 1), "")
    by = asked.by if asked.by in dict(made.breakdowns) else ""
    made.asked = Asked(indicator.slug, name, area, by)
    if area:
        _lines(made, catalogue, asked.period, words)
    return made


def _end(indicator: Any) -> str:
    return "COUNTERPART" if indicator.side == "origin" else "REF_AREA"


def _lines(made: Offered, catalogue: Frozen, period: str, words: Words) -> None:
    found = _read(catalogue, made.asked)
    made.periods = [(one, words.period(one, found.freq)) for one in reversed(found.periods)]
    period = period if period in found.periods else measuring.latest(found.lines) or next(iter(found.periods), "")
    made.asked = Asked(made.asked.indicator, made.asked.table, made.asked.area, made.asked.by, period)
    there = [line for line in found.lines if period in line.cells]
    made.left_out = max(0, len(there) - _SHOWN)
    for line in there[:_SHOWN]:
        unit = line.codes.get("UNIT", found.unit)
        label = words.line(line, found.varied) or str(found.indicator.title)
        figure = measuring.of_line(found, line, period)
        text = f"{words.cell(line.cells[period], unit)} ({words.code('UNIT', unit)})" if figure else words.cell(line.cells[period], unit)  # fmt: skip
        made.offers.append(Offer(label, text, _key(line) if figure else ""))


def _read(catalogue: Frozen, asked: Asked) -> Table:
    end = _end(catalogue.indicators[asked.indicator])
    by = (asked.by,) if asked.by else ()
    return table(Choice(asked.indicator, table=asked.table, codes={end: (asked.area,)}, by=by), catalogue)


def _key(line: Line) -> str:
    return ".".join(line.codes.get(name, "") for name in DIMENSIONS)


def number_bind(*, report: Report, chapter: str, part: int, asked: Asked, key: str, actor: Any) -> Binding:
    """One more number of a paragraph, which its original may have from now on. Raises Refusal where nothing is published for it."""
    catalogue = measuring.frozen(report)
    # What is not known there is refused as well as what has no figure.
    seen = offered(catalogue, asked, Words(report.original_language)).asked
    if seen != asked or not key:
        raise Refusal("no_figure")
    found = _read(catalogue, asked)
    line = next((one for one in found.lines if _key(one) == key), None)
    figure = measuring.of_line(found, line, asked.period) if line else None
    if figure is None:
        raise Refusal("no_figure")
    with transaction.atomic():
        held = Report.objects.select_for_update().get(pk=report.pk)
        if not is_open(held):
            raise Refusal("published")
        block = Block.objects.filter(
            chapter__report=held, chapter__slug=chapter, pk=part, kind=Block.Kind.PARAGRAPH
        ).first()
        if block is None:
            raise Refusal("stale")
        if "submission" in block.spec:
            raise Refusal("told")
        last = max((one.number for one in block.bindings.all()), default=0)
        texts = block.texts.values_list("text", flat=True)
        last = max(last, *(one for text in texts for one in prose.tokens(text)), 0)
        if last >= _MOST:
            raise Refusal("too_many", most=_MOST)
        made = figure.binding(last + 1)
        if measuring.again(made, catalogue) != made.value:
            raise Refusal("no_figure")
        made.block = block
        made.save()
        edit_line(
            held, actor, "number-bound", f"{chapter}, {block.position}", block.original_language, after=bound(made)
        )
    return made
