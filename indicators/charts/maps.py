"""The 35 states in classes, with the Caribbean enlarged; each can be a link to its page."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext, ngettext, override

from indicators.charts import figures, style
from indicators.charts.classes import Classes, classes
from indicators.charts.frame import Body
from indicators.charts.outlines import RADIUS, Placed, caribbean, fitted, outlines
from indicators.tables import Cell, Table
from indicators.wording import Words

_HATCH, _BLANK = "url(#hatch)", "url(#blank)"
_ROW = 19


def choropleth(table: Table, words: Words, width: str, period: str, urls: Mapping[str, str]) -> Body:
    place = figures.places_of(table)
    cells = {line.codes[place]: line.cells.get(period) for line in table.lines}
    states = outlines()["states"]
    values = [cell.value for area in states if (cell := cells.get(area)) is not None and cell.value is not None]
    found = classes(values, table.unit)
    whole = style.SIZES[width].width - 32
    if width == "wide":
        main, aside = fitted(480), 356.0
        inset, tall = caribbean(whole - aside, aside, 4)
        legend, height = (aside, tall + 26), 484.0
    else:
        main = fitted(450, x=6)
        inset, tall = caribbean(whole, 0, 462)
        legend = (0.0, 462 + tall + 22)
        height = legend[1]
    with override(words.language):
        rows = _legend(cells, found, table.unit, words, legend)
        height = max(height, legend[1] + _ROW * len(rows) - 8)
        shapes = sorted(
            (_shape(area, cells, found, table.unit, words, main, inset) for area in states),
            key=lambda one: str(one["name"]),
        )
    svg = render_to_string(
        "indicators/map.svg",
        {
            "states": [{**one, "url": urls.get(one["code"], "")} for one in shapes], "context": outlines()["context"].values(),
            "main": main, "inset": inset, "box": _box(inset, tall), "legend": rows, "style": style, "radius": RADIUS,
        },
    )  # fmt: skip
    return Body(svg, height, below=_outside(cells, words), links=bool(urls))


def _box(inset: Placed, tall: float) -> dict[str, float]:
    left, top, wide, _ = outlines()["inset"]
    return {
        "x": round(inset.x + left * inset.scale, 1), "y": round(inset.y + top * inset.scale, 1),
        "width": round(wide * inset.scale, 1), "height": round(tall, 1),
    }  # fmt: skip


def _fill(cell: Cell | None, found: Classes) -> str:
    if cell is None or cell.state == "missing":
        return _BLANK
    if cell.value is None:
        return _HATCH
    return style.CLASSES[_shade(found.of(cell.value), len(found.limits) + 1)]


def _shade(place: int, classes: int) -> int:
    """The least class is light and the greatest dark, however many there are."""
    return round(place * (len(style.CLASSES) - 1) / (classes - 1)) if classes > 1 else 2


def _shape(
    area: str, cells: Mapping[str, Cell | None], found: Classes, unit: str, words: Words, main: Placed, inset: Placed
) -> dict[str, Any]:
    known = outlines()
    cell = cells.get(area)
    text = words.cell(cell, unit)
    if cell is not None and cell.value is not None:
        text = figures.signed(text, unit, words)
    enlarged = area in known["islands"]
    return {
        "code": area, "name": words.code("REF_AREA", area), "text": text, "path": known["states"][area]["d"],
        "fill": _fill(cell, found), "at": main.at(area) if main.tiny(area) else None, "island": enlarged,
        "inset_at": inset.at(area) if enlarged and inset.tiny(area) else None,
    }  # fmt: skip


def _legend(
    cells: Mapping[str, Cell | None], found: Classes, unit: str, words: Words, at: tuple[float, float]
) -> list[dict[str, Any]]:
    """Classes from the greatest, suppressed, no figure; each with how many states it has."""
    counted: dict[str, int] = {}
    for area in outlines()["states"]:
        fill = _fill(cells.get(area), found)
        counted[fill] = counted.get(fill, 0) + 1
    labels = found.labels(unit, words) or [gettext("one figure")]
    fills = [style.CLASSES[_shade(n, len(labels))] for n in range(len(labels))]
    named = [
        *zip(fills[::-1], labels[::-1], strict=True),
        (_HATCH, gettext("suppressed: a figure exists and is not shown")),
        (_BLANK, gettext("no figure; that is no zero")),
    ]
    rows: list[dict[str, Any]] = []
    for fill, label in named:
        if n := counted.get(fill, 0):
            count = ngettext("%(n)s state", "%(n)s states", n) % {"n": n}
            rows.append(
                {"x": at[0], "y": round(at[1] + _ROW * len(rows), 1), "fill": fill, "text": f"{label} ({count})"}
            )
    return rows


def _outside(cells: Mapping[str, Cell | None], words: Words) -> list[str]:
    n = len(set(cells) - set(outlines()["states"]))
    if not n:
        return []
    with override(words.language):
        return [
            ngettext(
                "%(n)s place outside the 35 states is in the table.",
                "%(n)s places outside the 35 states are in the table.",
                n,
            )
            % {"n": n}
        ]
