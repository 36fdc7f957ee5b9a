"""Plots over time: lines, columns, stacked columns. A gap stays a gap, and what is suppressed has a mark of its own."""

import itertools
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext, override

from indicators.charts import axes, figures, style, vega
from indicators.charts.axes import Numbered, Scale
from indicators.charts.frame import Body, Key
from indicators.tables import Cell, Line, Table
from indicators.wording import Words

# Above so many periods only ends, lonely points and unsure figures get a marker.
_MARKED = 40
# Labels at the ends of lines: how wide they may be, and how tall one of their lines is.
_AT_END, _BETWEEN = 150, 14.0
_SUPPRESSED = "url(#hatch)"


@dataclass(frozen=True)
class Plot:
    """The plotting area and what both axes say. each: pixels of a year."""

    table: Table
    words: Words
    scale: Scale
    size: tuple[float, float]
    room: tuple[float, float, float, float]
    domain: tuple[float, float]
    laws: list[Numbered]

    @property
    def each(self) -> float:
        return self.size[0] / (self.domain[1] - self.domain[0])

    @property
    def height(self) -> float:
        return self.size[1] + self.room[1] + self.room[3]

    @cached_property
    def x(self) -> Any:
        """The axis of time, one for all layers."""
        import altair as alt

        ticks = axes.times(self.table.periods, self.size[0], self.words)
        # Keys as the program of the axis writes numbers: no point where there is no fraction.
        named = ",".join(f"'{round(spot, 4):.10g}':{json.dumps(text)}" for spot, text in ticks)
        axis = alt.Axis(
            values=[round(spot, 4) for spot, _ in ticks], labelExpr=f"({{{named}}})[datum.value]", grid=False, labelFlush=False,
            labelOverlap=False, offset=14 if _any_hidden(self.table) else 0,
        )  # fmt: skip
        return alt.X("x:Q", scale=alt.Scale(domain=list(self.domain), nice=False, zero=False), axis=axis)

    @cached_property
    def y(self) -> Any:
        import altair as alt

        scale = alt.Scale(domain=[self.scale.low, self.scale.high], nice=False, zero=False)
        axis = alt.Axis(values=self.scale.ticks, format=self.scale.form, domain=False, ticks=False)
        return alt.Y("y:Q", stack=None, scale=scale, axis=axis)


def rows(line: Line, table: Table) -> list[dict[str, Any]]:
    """One for each place on the axis where the line is due: y is None where there is no figure, whatever the reason."""
    found = [
        {
            "x": figures.place(period),
            "y": cell.value if cell else None,
            "period": period,
            "status": cell.status if cell else "",
        }
        for period, cell in ((period, line.cells.get(period)) for period in table.periods)
    ]
    found += [{"x": spot, "y": None, "period": "", "status": ""} for spot in figures.gaps(table.periods)]
    return sorted(found, key=lambda one: float(one["x"]))


def lines(table: Table, words: Words, width: str, laws: list[Numbered]) -> tuple[Body, float]:
    every = [rows(line, table) for line in table.lines]
    values = [row["y"] for found in every for row in found if row["y"] is not None]
    labels = [figures.label(line, table, words) for line in table.lines]
    at_end = [style.wrapped(text, _AT_END) for text in labels]
    widest = max(style.width(text) for text_lines in at_end for text in text_lines)
    tall = sum(map(len, at_end)) * _BETWEEN
    direct = width == "wide" and len(labels) > 1 and widest <= 1.3 * _AT_END and tall < style.SIZES[width].plot * 0.8
    right = widest + 20 if direct else 14
    plot = _plot(table, words, width, axes.scale(values, zero=figures.counts(table)), right, laws)
    layers = _behind(plot)
    shown = _points(every, plot.scale.unit, every_one=len(table.periods) <= _MARKED)
    layers += _strokes(every, shown, plot)
    layers += _hidden(plot)
    if direct:
        layers += _ends(every, at_end, plot)
    elif len(labels) == 1:
        layers += _last(every[0], plot)
    keys = [] if direct or len(labels) == 1 else [
        Key("line", text, style.PALETTE[n], style.DASHES[n], style.SHAPES[n]) for n, text in enumerate(labels)
    ]  # fmt: skip
    return _body(layers, plot, keys)


def columns(table: Table, words: Words, width: str, laws: list[Numbered]) -> tuple[Body, float]:
    """Of one line."""
    found = rows(table.lines[0], table)
    values = [row["y"] for row in found if row["y"] is not None]
    plot = _plot(table, words, width, axes.scale(values, zero=True), 14, laws, half=True)
    return _body([*_behind(plot), *_bars([found], plot), *_hidden(plot)], plot, [])


def stacked(table: Table, words: Words, width: str, laws: list[Numbered]) -> tuple[Body, float]:
    """Parts of one whole. A column without one of its parts says so."""
    every = [rows(line, table) for line in table.lines]
    sums: dict[float, float] = {}
    for found in every:
        for row in found:
            sums[row["x"]] = sums.get(row["x"], 0.0) + (row["y"] or 0.0)
    plot = _plot(table, words, width, axes.scale(sums.values(), zero=True), 14, laws, half=True)
    labels = [figures.label(line, table, words) for line in table.lines]
    keys = [Key("area", text, style.PALETTE[n]) for n, text in enumerate(labels)]
    return _body([*_behind(plot), *_bars(every, plot), *_hidden(plot)], plot, keys[::-1])


def _plot(
    table: Table, words: Words, width: str, scale: Scale, right: float, laws: list[Numbered], *, half: bool = False
) -> Plot:
    size = style.SIZES[width]
    left = max(style.width(scale.label(tick, words)) for tick in scale.ticks) + 10
    above = 10 + (14 if laws else 0) + (14 if figures.breaks(table) else 0)
    whole = size.width - 32
    first, last = figures.place(table.periods[0]), figures.place(table.periods[-1])
    edge = figures.span(table.periods[0]) * 0.6 if half else (last - first) * 0.02 or 0.5
    return Plot(
        table, words, scale, (whole - left - right, size.plot - above), (left, above, right, 42 if _any_hidden(table) else 28), (first - edge, last + edge), laws,
    )  # fmt: skip


def _data(found: list[dict[str, Any]]) -> Any:
    import altair as alt

    return alt.Data(values=found)


def _behind(plot: Plot) -> list[Any]:
    """Rules of laws and breaks, with their texts above the plot; the zero line where figures fall below."""
    import altair as alt

    layers = []
    with override(plot.words.language):
        word = gettext("break in series")
    broken = axes.break_rules(figures.breaks(plot.table), plot.table.periods, plot.each, word)
    of_laws = axes.rules(plot.laws, plot.each)
    for found, dash, height in ((of_laws, [1, 0], -6.0), (broken, [4, 3], -20.0 if of_laws else -6.0)):
        if found:
            data = _data([{"x": one.spot, "text": one.text} for one in found])
            rule = alt.Chart(data).mark_rule(color=style.INK, strokeDash=dash, strokeWidth=1, opacity=0.75)
            layers.append(rule.encode(x=plot.x))
            text = alt.Chart(data).mark_text(color=style.INK, fontSize=style.SMALL - 1, clip=False)
            layers.append(text.encode(x=plot.x, y=alt.YValue(height), text=alt.Text("text:N")))
    if plot.scale.low < 0 < plot.scale.high:
        layers.append(alt.Chart(_data([{"y": 0}])).mark_rule(color=style.QUIET).encode(y=plot.y))
    return layers


def _points(every: list[list[dict[str, Any]]], unit: float, *, every_one: bool) -> list[dict[str, Any]]:
    """Which figures get a marker."""
    shown = []
    for number, found in enumerate(every):
        figured = [row for row in found if row["y"] is not None]
        for before, row, after in zip([None, *found], found, [*found[1:], None], strict=False):
            if row["y"] is None:
                continue
            lonely = (before is None or before["y"] is None) and (after is None or after["y"] is None)
            if every_one or lonely or row is figured[-1] or row["status"] in figures.UNSURE:
                unsure = row["status"] in figures.UNSURE
                shown.append(
                    {
                        "line": str(number),
                        "x": row["x"],
                        "y": row["y"] / unit,
                        "fill": style.GROUND if unsure else style.PALETTE[number],
                    }
                )
    return shown


def _strokes(every: list[list[dict[str, Any]]], shown: list[dict[str, Any]], plot: Plot) -> list[Any]:
    import altair as alt

    names = [str(number) for number in range(len(every))]
    drawn = [
        {"line": str(number), "x": row["x"], "y": None if row["y"] is None else row["y"] / plot.scale.unit}
        for number, found in enumerate(every) for row in found
    ]  # fmt: skip
    colour = alt.Color("line:N", scale=alt.Scale(domain=names, range=list(style.PALETTE[: len(names)])), legend=None)
    dash = alt.StrokeDash(
        "line:N",
        scale=alt.Scale(domain=names, range=[list(one) or [1, 0] for one in style.DASHES[: len(names)]]),
        legend=None,
    )
    shape = alt.Shape("line:N", scale=alt.Scale(domain=names, range=list(style.SHAPES[: len(names)])), legend=None)
    # A line that is broken where y is None; nothing is put in its place.
    line = alt.Chart(_data(drawn)).mark_line(strokeWidth=2, invalid="break-paths-show-path-domains", strokeJoin="round")
    point = alt.Chart(_data(shown)).mark_point(size=36, strokeWidth=1.5, opacity=1)
    return [
        line.encode(x=plot.x, y=plot.y, color=colour, strokeDash=dash),
        point.encode(x=plot.x, y=plot.y, stroke=colour, shape=shape, fill=alt.Fill("fill:N", scale=None)),
    ]


def _bars(every: list[list[dict[str, Any]]], plot: Plot) -> list[Any]:
    import altair as alt

    drawn, low = [], dict[float, float]()
    thick = min(34.0, max(1.5, plot.each * _usual(plot.table) * 0.72))
    for number, found in enumerate(every):
        for row in found:
            if row["y"] is None:
                continue
            value, foot = row["y"] / plot.scale.unit, low.get(row["x"], 0.0)
            low[row["x"]] = foot + value
            unsure = row["status"] in figures.UNSURE
            colour = style.PALETTE[number]
            drawn.append(
                {
                    "x": row["x"],
                    "y": foot,
                    "y2": foot + value,
                    "fill": style.GROUND if unsure else colour,
                    "stroke": colour if unsure else style.GROUND,
                }
            )
    bar = alt.Chart(_data(drawn)).mark_bar(size=thick, strokeWidth=0.8 if thick > 4 else 0, binSpacing=0)
    return [bar.encode(
        x=plot.x, y=plot.y, y2=alt.Y2("y2:Q"), fill=alt.Fill("fill:N", scale=None), stroke=alt.Stroke("stroke:N", scale=None)
    )]  # fmt: skip


def _usual(table: Table) -> float:
    places = [figures.place(period) for period in table.periods]
    return min((after - before for before, after in itertools.pairwise(places)), default=1.0)


def _any_hidden(table: Table) -> bool:
    return any(cell.state == "suppressed" for line in table.lines for cell in line.cells.values())


def _hidden(plot: Plot) -> list[Any]:
    """Hatched squares under the zero line, where a figure exists and is not shown: it has no height."""
    import altair as alt

    found = sorted({
        period for line in plot.table.lines for period, cell in line.cells.items() if cell.state == "suppressed"
    })  # fmt: skip
    if not found:
        return []
    mark = alt.Chart(_data([{"x": figures.place(period)} for period in found])).mark_square(
        size=64, fill=_SUPPRESSED, stroke=style.QUIET, strokeWidth=1, opacity=1, clip=False
    )
    return [mark.encode(x=plot.x, y=alt.YValue(plot.size[1] + 7))]


def _ends(every: list[list[dict[str, Any]]], labels: list[list[str]], plot: Plot) -> list[Any]:
    """Labels at the right edge, at the height of each line's last figure, moved apart where they would meet."""
    import altair as alt

    tall = plot.scale.high - plot.scale.low
    wanted: list[tuple[float, int]] = []
    for number, found in enumerate(every):
        last = [row["y"] for row in found if row["y"] is not None]
        if last:
            wanted.append((plot.size[1] * (1 - (last[-1] / plot.scale.unit - plot.scale.low) / tall), number))
    wanted.sort()
    spots = _apart([spot for spot, _ in wanted], [len(labels[number]) * _BETWEEN for _, number in wanted], plot.size[1])
    found = [
        {"y": spot, "text": "\n".join(labels[number]), "colour": style.PALETTE[number]}
        for spot, (_, number) in zip(spots, wanted, strict=True)
    ]
    text = alt.Chart(_data(found)).mark_text(
        align="left",
        baseline="middle",
        dx=10,
        fontSize=style.SMALL,
        clip=False,
        fontWeight=600,
        lineBreak="\n",
        lineHeight=_BETWEEN - 1,
    )
    return [text.encode(
        x=alt.XValue(plot.size[0]), y=alt.Y("y:Q", scale=None, axis=None), text=alt.Text("text:N"), color=alt.Color("colour:N", scale=None)
    )]  # fmt: skip


def _apart(wanted: list[float], heights: list[float], most: float) -> list[float]:
    """Upper edges of the labels: as near to what is wanted as can be, none upon another, none below the plot."""
    spots: list[float] = []
    for place, (spot, tall) in enumerate(zip(wanted, heights, strict=True)):
        upper = spot - tall / 2
        spots.append(max(upper, spots[-1] + heights[place - 1]) if spots else max(upper, -6.0))
    floor = most + 8
    for place in range(len(spots) - 1, -1, -1):
        spots[place] = min(spots[place], floor - heights[place])
        floor = spots[place]
    return [spot + _BETWEEN / 2 for spot in spots]


def _last(found: list[dict[str, Any]], plot: Plot) -> list[Any]:
    """The newest figure of a single line, printed above its point."""
    import altair as alt

    figured = [row for row in found if row["y"] is not None]
    if not figured:
        return []
    row = figured[-1]
    text = figures.exact(row["y"], plot.table.unit, plot.words)
    right = row["x"] > (plot.domain[0] + plot.domain[1]) / 2
    data = _data([{"x": row["x"], "y": row["y"] / plot.scale.unit, "text": text}])
    made = alt.Chart(data).mark_text(
        align="right" if right else "left",
        dx=4 if right else -4,
        dy=-11,
        fontSize=style.SMALL,
        fontWeight=600,
        color=style.PALETTE[0],
    )
    return [made.encode(x=plot.x, y=plot.y, text=alt.Text("text:N"))]


def state_keys(table: Table, words: Words) -> list[Key]:
    """What hollow, hatched and dashed mean, where the picture has them."""
    cells: list[Cell] = [cell for line in table.lines for cell in line.cells.values()]
    found = []
    with override(words.language):
        if any(cell.status in figures.UNSURE and cell.value is not None for cell in cells):
            found.append(Key("hollow", gettext("estimated, imputed, provisional or of low reliability")))
        if any(cell.state == "suppressed" for cell in cells):
            found.append(Key("suppressed", gettext("suppressed: a figure exists and is not shown")))
        if figures.breaks(table):
            found.append(Key("break", gettext("break in series: figures before and after are not comparable")))
    return found


def _body(layers: list[Any], plot: Plot, keys: list[Key]) -> tuple[Body, float]:
    keys = [*keys, *state_keys(plot.table, plot.words)]
    if plot.laws:
        with override(plot.words.language):
            keys.append(Key("law", gettext("law in force from this day; numbers as in the list")))
    below = []
    if plot.scale.low > 0:
        with override(plot.words.language):
            below.append(gettext("The axis does not begin at zero."))
    return Body(
        vega.inside(layers, plot.size, plot.room, plot.words.language), plot.height, keys, below
    ), plot.scale.unit
