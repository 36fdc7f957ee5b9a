"""Horizontal bars of one period: one a line, with its figure, or in words why there is none."""

from typing import Any

from indicators.charts import axes, figures, style, vega
from indicators.charts.frame import Body, Key
from indicators.charts.overtime import state_keys
from indicators.tables import Cell, Table
from indicators.wording import Words

MOST = {"wide": 20, "narrow": 15}
# How high a bar and its white are, and what each further line of a label takes.
_EACH, _LINE = 22, 12


def bars(table: Table, words: Words, width: str, period: str) -> Body:
    import altair as alt

    lines = table.lines[: MOST[width]]
    cells = [line.cells.get(period) for line in lines]
    whole = style.SIZES[width].width - 32
    labels = [_label(figures.label(line, table, words), whole * 0.4) for line in lines]
    left = max(style.width(part) for label in labels for part in label) + 10
    texts = [_text(cell, table.unit, words) for cell in cells]
    right = max(map(style.width, texts)) + 12
    known = [cell.value for cell in cells if cell is not None and cell.value is not None]
    scale = axes.scale(known, zero=True, most=4)
    size = (whole - left - right, len(lines) * (_EACH + _LINE * (max(map(len, labels)) - 1)))
    step = size[1] / len(lines)
    drawn: list[dict[str, Any]] = []
    for n, (cell, text, label) in enumerate(zip(cells, texts, labels, strict=True)):
        value = (cell.value if cell is not None and cell.value is not None else 0.0) / scale.unit
        drawn.append(
            {
                "y": step * (n + 0.5),
                "label_y": step * (n + 0.5) - 6.5 * (len(label) - 1),
                "x": value,
                "end": max(value, 0.0),
                "text": text,
                "label": "\n".join(label),
                **_look(cell),
            }
        )
    x = alt.X(
        "x:Q", stack=None, scale=alt.Scale(domain=[scale.low, scale.high], nice=False),
        axis=alt.Axis(values=scale.ticks, labels=False, ticks=False, domain=False),
    )  # fmt: skip
    y = alt.Y("y:Q", scale=None, axis=None)
    base = alt.Chart(alt.Data(values=drawn))
    zero = alt.X2Datum(0)
    shown = base.transform_filter("datum.shown")
    layers = [
        shown.mark_bar(orient="horizontal", size=min(step * 0.66, 20), strokeWidth=1.3).encode(
            x=x, x2=zero, y=y, fill=alt.Fill("fill:N", scale=None), stroke=alt.Stroke("stroke:N", scale=None)
        ),
        base.mark_text(
            align="right",
            baseline="middle",
            dx=-8,
            fontSize=style.SMALL,
            color=style.INK,
            clip=False,
            lineBreak="\n",
            lineHeight=13,
        ).encode(x=alt.XValue(0), y=alt.Y("label_y:Q", scale=None, axis=None), text=alt.Text("label:N")),
        base.mark_text(align="left", dx=5, fontSize=style.SMALL, color=style.INK, clip=False).encode(
            x=alt.X("end:Q", stack=None), y=y, text=alt.Text("text:N")
        ),
        alt.Chart(alt.Data(values=[{"x": 0}])).mark_rule(color=style.QUIET).encode(x=alt.X("x:Q")),
    ]
    hidden = [row for row in drawn if row["hidden"]]
    if hidden:
        layers.append(
            alt.Chart(alt.Data(values=hidden))
            .mark_square(size=90, fill="url(#hatch)", stroke=style.QUIET, opacity=1)
            .encode(x=alt.X("end:Q", stack=None), y=y)
        )
    keys: list[Key] = state_keys(figures.at(figures.with_lines(table, lines), period), words)
    room = (left, 4, right, 4)
    return Body(
        vega.inside(layers, size, room, words.language), size[1] + 8, [key for key in keys if key.kind != "break"]
    )


def _label(text: str, most: float) -> list[str]:
    """In four lines at most: two bars must not bear the same words."""
    lines = style.wrapped(text, most)
    return [style.cut(line, most) for line in (*lines[:3], *([" ".join(lines[3:])] if lines[3:] else []))]


def _text(cell: Cell | None, unit: str, words: Words) -> str:
    text = words.cell(cell, unit)
    if cell is not None and cell.value is not None:
        return figures.signed(text, unit, words)
    return f"    {text}" if cell is not None and cell.state == "suppressed" else text


def _look(cell: Cell | None) -> dict[str, Any]:
    shown = cell is not None and cell.value is not None
    unsure = shown and cell is not None and cell.status in figures.UNSURE
    return {
        "shown": shown, "hidden": cell is not None and cell.state == "suppressed",
        "fill": style.GROUND if unsure else style.PALETTE[0], "stroke": style.PALETTE[0] if unsure else style.GROUND,
    }  # fmt: skip
