"""Men to the left, women to the right, ages in the middle, the youngest at the foot."""

from typing import Any

from django.utils.translation import gettext, override

from indicators.charts import figures, style, vega
from indicators.charts.frame import Body, Key
from indicators.charts.overtime import state_keys
from indicators.tables import Cell, Table
from indicators.wording import Words

_EACH = 19
_SEXES = ("M", "F")


def pyramid(table: Table, words: Words, width: str, period: str) -> Body:
    import altair as alt

    cells = {(line.codes["AGE"], line.codes["SEX"]): line.cells.get(period) for line in table.lines}
    ages = [age for age in dict.fromkeys(age for age, sex in cells if sex in _SEXES) if age != "_T"]
    named = {age: words.code("AGE", age) for age in ages}
    whole = style.SIZES[width].width - 32
    middle = max(map(style.width, named.values())) + 16
    half = (whole - middle) / 2
    known = [
        cell.value
        for (age, sex), cell in cells.items()
        if sex in _SEXES and age in named and cell is not None and cell.value is not None
    ]
    texts = [_text(cells.get((age, sex)), table.unit, words) for age in ages for sex in _SEXES]
    most = max(known, default=0.0) or 1.0
    # Figures stand at the ends of the bars.
    long = half - max(map(style.width, texts)) - 8
    drawn: list[dict[str, Any]] = []
    for n, age in enumerate(reversed(ages)):
        for side, sex in zip((-1, 1), _SEXES, strict=True):
            drawn.append(_bar(cells.get((age, sex)), side, n, (whole, middle, long), table.unit, most, words))
    data = alt.Data(values=drawn)
    pixels: dict[str, Any] = {"scale": None, "axis": None}
    y = alt.Y("y:Q", **pixels)
    base = alt.Chart(data)
    layers = [
        base.transform_filter("datum.shown").mark_bar(orient="horizontal", size=_EACH * 0.76, strokeWidth=1.2).encode(
            x=alt.X("foot:Q", stack=None, **pixels), x2=alt.X2("end:Q"), y=y, fill=alt.Fill("fill:N", scale=None), stroke=alt.Stroke("stroke:N", scale=None),
        ),
        base.transform_filter("datum.side<0").mark_text(align="right", dx=-4, fontSize=style.SMALL, color=style.INK).encode(
            x=alt.X("end:Q", **pixels), y=y, text=alt.Text("text:N")
        ),
        base.transform_filter("datum.side>0").mark_text(align="left", dx=4, fontSize=style.SMALL, color=style.INK).encode(
            x=alt.X("end:Q", **pixels), y=y, text=alt.Text("text:N")
        ),
        alt.Chart(alt.Data(values=[
            {"y": (n + 0.5) * _EACH + 20, "text": named[age]} for n, age in enumerate(reversed(ages))
        ])).mark_text(fontSize=style.SMALL, color=style.INK).encode(x=alt.XValue(whole / 2), y=y, text=alt.Text("text:N")),
        alt.Chart(alt.Data(values=[
            {"y": 8, "x": whole / 2 + side * (middle / 2 + 2), "text": words.code("SEX", sex), "align": align}
            for side, sex, align in ((-1, "M", "right"), (1, "F", "left"))
        ])).mark_text(fontSize=style.PLAIN, fontWeight=700, align=alt.expr("datum.align"), color=style.INK).encode(
            x=alt.X("x:Q", **pixels), y=y, text=alt.Text("text:N")
        ),
    ]  # fmt: skip
    hidden = [row for row in drawn if row["hidden"]]
    if hidden:
        mark = alt.Chart(alt.Data(values=[{**row, "x": row["foot"] + row["side"] * 6} for row in hidden]))
        layers.append(
            mark.mark_square(size=90, fill="url(#hatch)", stroke=style.QUIET, opacity=1).encode(
                x=alt.X("x:Q", **pixels), y=y
            )
        )
    height = len(ages) * _EACH + 24
    inside = vega.inside(layers, (whole, height), (0, 0, 0, 0), words.language)
    keys: list[Key] = [key for key in state_keys(figures.at(table, period), words) if key.kind != "break"]
    return Body(inside, height, keys, below=_others(cells, table.unit, words))


def drawn(table: Table) -> Table:
    """The lines that are bars, without totals."""
    return figures.with_lines(
        table, [line for line in table.lines if line.codes["SEX"] in _SEXES and line.codes["AGE"] != "_T"]
    )


def _bar(
    cell: Cell | None, side: int, n: int, sizes: tuple[float, float, float], unit: str, most: float, words: Words
) -> dict[str, Any]:
    whole, middle, long = sizes
    foot = whole / 2 + side * middle / 2
    value = cell.value if cell is not None and cell.value is not None else 0.0
    unsure = cell is not None and cell.status in figures.UNSURE
    colour = style.PALETTE[0 if side < 0 else 1]
    hidden = cell is not None and cell.state == "suppressed"
    return {
        "y": (n + 0.5) * _EACH + 20, "foot": foot, "end": foot + side * (long * value / most + (12 if hidden else 0)), "side": side,
        "text": _text(cell, unit, words), "shown": cell is not None and cell.value is not None, "hidden": hidden,
        "fill": style.GROUND if unsure else colour, "stroke": colour if unsure else style.GROUND,
    }  # fmt: skip


def _text(cell: Cell | None, unit: str, words: Words) -> str:
    text = words.cell(cell, unit)
    return figures.signed(text, unit, words) if cell is not None and cell.value is not None else text


def _others(cells: dict[tuple[str, str], Cell | None], unit: str, words: Words) -> list[str]:
    """Sexes that have no side of their own."""
    found = []
    for (age, sex), cell in cells.items():
        if sex not in (*_SEXES, "_T", "_Z") and age == "_T" and cell is not None and cell.value:
            found.append(f"{words.code('SEX', sex)}, {words.number(cell.value, unit)}")
    totalled = {sex for age, sex in cells if age == "_T"}
    for sex in dict.fromkeys(sex for _, sex in cells if sex not in (*_SEXES, "_T", "_Z")):
        if sex not in totalled:
            found.append(words.code("SEX", sex))
    with override(words.language):
        return [gettext("Not drawn: %(named)s.") % {"named": "; ".join(found)}] if found else []
