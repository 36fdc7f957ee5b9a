"""One table drawn as one kind of chart, with what it says in words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext, override

from indicators.charts import axes, bars, figures, flows, frame, maps, overtime, pyramids, style, summary, vega
from indicators.charts.axes import Numbered
from indicators.charts.frame import Body
from indicators.charts.kinds import BAR, FLOW, LINE, MAP, PYRAMID, STACKED, STEPPED, kinds
from indicators.choosing import Choice, NoFigures
from indicators.tables import Line, Table
from indicators.wording import Words
from records.kinds import Mark


@dataclass(frozen=True, slots=True)
class Spec:
    """What is drawn, before any figure is read. period: of a chart of one period, empty for the best one; links: whether the
    countries of a map lead to `urls`."""

    kind: str
    choice: Choice
    language: str
    width: str = "wide"
    period: str = ""
    marks: tuple[Mark, ...] = ()
    urls: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Drawing:
    """svg: the whole picture; title, summary: in the language of it; marks: laws that are drawn, by their numbers; period: the one
    that is drawn of a kind that shows one; periods: those that it can show instead."""

    svg: str
    title: str
    summary: str
    kind: str
    marks: tuple[Numbered, ...] = ()
    period: str = ""
    periods: tuple[str, ...] = ()


def draw(
    table: Table, kind: str, words: Words, marks: Iterable[Mark] = (), *, width: str = "wide", period: str = "",
    name: str = "chart", urls: Mapping[str, str] | None = None,
) -> Drawing:  # fmt: skip
    """NoFigures where the table cannot be drawn so. name: begins the ids of the picture."""
    if kind not in kinds(table):
        raise NoFigures
    table, apart = figures.one_axis(table)
    if kind in (STACKED, MAP, FLOW):
        table = figures.without_totals(table)
    stepped = kind in STEPPED and not (kind == BAR and len(table.lines) == 1 and len(table.periods) > 1)
    periods = table.periods
    period = figures.best_period(table, period) if stepped else ""
    shown = _shown(table, kind, width, period)
    laws = axes.numbered(marks, shown.periods, shown.freq) if not stepped else []
    with override(words.language), vega.unchecked():
        body, unit = _body(shown, kind, words, width, period, laws, urls or {})
        if kind == PYRAMID:
            table = pyramids.drawn(table)
        told = summary.title(shown, kind, words, period)
        said = summary.summary(
            table, kind, words, period=period, drawn=len(shown.lines), apart=apart, laws=len(laws), below=body.below
        )
        svg = frame.compose(
            body, title=told, about=summary.about(shown, words, unit, period), source=summary.source(shown, words),
            summary=said, name=name, width=width,
        )  # fmt: skip
    return Drawing(svg, told, said, kind, tuple(laws), period, periods if stepped else ())


def _shown(table: Table, kind: str, width: str, period: str) -> Table:
    """The lines for which the picture has room: the first ones; of one period, those with the highest figures where places are ranked."""
    if kind in (MAP, FLOW, PYRAMID, STACKED):
        return table
    lines = table.lines
    place = figures.places_of(table)
    if kind == BAR and place:
        parts = [line for line in lines if not figures.stands_for_all(place, line.codes[place])]
        lines = parts or lines
        # Where some are below zero, the largest either way are what there is to see.
        lines = sorted(lines, key=lambda line: _rank(line, period, abs))[: bars.MOST[width]]
        lines = sorted(lines, key=lambda line: _rank(line, period, float))
    return figures.with_lines(table, lines[: style.MOST_LINES if kind == LINE else bars.MOST[width]])


def _rank(line: Line, period: str, size: Callable[[float], float]) -> tuple[bool, float]:
    cell = line.cells.get(period)
    value = cell.value if cell is not None else None
    return (value is None, -size(value or 0.0))


def _body(
    table: Table, kind: str, words: Words, width: str, period: str, laws: list[Numbered], urls: Mapping[str, str]
) -> tuple[Body, float]:
    """And by what the figures on its axis were divided."""
    if kind == MAP:
        return maps.choropleth(table, words, width, period, urls), 1
    if kind == FLOW:
        return flows.arrows(table, words, width, period), 1
    if kind == PYRAMID:
        return pyramids.pyramid(table, words, width, period), 1
    if kind == BAR and period:
        return bars.bars(table, words, width, period), 1
    plotted = {LINE: overtime.lines, STACKED: overtime.stacked, BAR: overtime.columns}[kind]
    return plotted(table, words, width, laws)


def alternative(drawing: Drawing, language: str) -> str:
    """For `alt`: the title, and that a summary in words is beside it."""
    with override(language):
        return gettext("%(title)s. A summary in words and the table follow.") % {"title": drawing.title}
