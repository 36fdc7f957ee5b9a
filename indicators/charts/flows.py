"""Arrows from countries of origin to the other end, their width by the figure, which is printed beside them."""

import math
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import gettext, ngettext, override

from indicators.charts import figures, style
from indicators.charts.frame import Body
from indicators.charts.outlines import Placed, fitted, outlines
from indicators.charts.places import MARGIN, OF
from indicators.tables import Table
from indicators.wording import Words

MOST = {"wide": 15, "narrow": 10}
_THICK = 11.0
_NAMED = 5
Point = tuple[float, float]


@dataclass(slots=True)
class Flow:
    """name: of a country or continent; at: where its arrow ends or begins."""

    name: str
    value: float
    at: Point
    margin: bool = False


def arrows(table: Table, words: Words, width: str, period: str) -> Body:
    whole = style.SIZES[width].width - 32
    tall = 480.0 if width == "wide" else 400.0
    map_width = outlines()["width"] * tall / outlines()["height"]
    main = fitted(tall, x=(whole - map_width) / 2)
    place = figures.places_of(table)
    end = table.fixed["COUNTERPART" if place == "REF_AREA" else "REF_AREA"]
    with override(words.language):
        found, rest = _flows(table, words, place, period, main, (whole, tall))
        rest = sorted([*rest, *((one.name, one.value) for one in found[MOST[width] :])], key=lambda one: -one[1])
        found = found[: MOST[width]]
        hub = main.at(end) if end in outlines()["states"] else _margin(OF[end], (whole, tall))
        drawn = [_arrow(one, hub, found[0].value, inward=place == "COUNTERPART") for one in found]
        labels = _labels(found, hub, table.unit, words, (whole, tall), words.code("REF_AREA", end))
        below = _below(rest, table, words)
    svg = render_to_string(
        "indicators/flow.svg",
        {
            "states": [one["d"] for one in outlines()["states"].values()], "context": outlines()["context"].values(),
            "main": main, "arrows": drawn[::-1], "labels": labels, "hub": hub, "style": style,
            "margins": [one.at for one in found if one.margin],
        },
    )  # fmt: skip
    return Body(svg, tall + 4, below=below)


def _flows(
    table: Table, words: Words, place: str, period: str, main: Placed, size: Point
) -> tuple[list[Flow], list[tuple[str, float]]]:
    """The largest, and what is told in words instead. Continents are sums, and drawn only where lines may be added up and all
    of a continent is known."""
    adding = figures.addable(table)
    found: list[Flow] = []
    rest: list[tuple[str, float]] = []
    parts: dict[str, list[tuple[str, float]]] = {}
    hidden: set[str] = set()
    for line in table.lines:
        code, cell = line.codes[place], line.cells.get(period)
        continent = OF.get(code, "")
        if cell is None or cell.value is None:
            hidden |= {continent} if cell is not None and continent else set()
        elif cell.value > 0 and code in outlines()["states"]:
            found.append(Flow(words.code(place, code), cell.value, main.at(code)))
        elif cell.value > 0 and continent and adding:
            parts.setdefault(continent, []).append((words.code(place, code), cell.value))
        elif cell.value > 0:
            rest.append((words.code(place, code), cell.value))
    names = {
        "africa": gettext("Africa"),
        "asia": gettext("Asia"),
        "europe": gettext("Europe"),
        "oceania": gettext("Oceania"),
    }
    for continent, own in parts.items():
        if continent in hidden:
            rest += own
        else:
            found.append(Flow(names[continent], sum(value for _, value in own), _margin(continent, size), margin=True))
    found.sort(key=lambda one: -one.value)
    return found, sorted(rest, key=lambda one: -one[1])


def _margin(continent: str, size: Point) -> Point:
    x, y = MARGIN[continent]
    return round(size[0] * x, 1), round(size[1] * y, 1)


def _arrow(flow: Flow, hub: Point, most: float, *, inward: bool) -> dict[str, object]:
    """A bent ribbon with a head; its width is in proportion to the figure, never thinner than can be seen."""
    start, end = (flow.at, hub) if inward else (hub, flow.at)
    (x1, y1), (x2, y2) = start, end
    wide = max(1.2, _THICK * flow.value / most)
    length = math.hypot(x2 - x1, y2 - y1) or 1.0
    bend = 0.18 * length * (1 if x1 < x2 else -1)
    cx, cy = (x1 + x2) / 2 + (y2 - y1) / length * bend, (y1 + y2) / 2 - (x2 - x1) / length * bend
    ux, uy = x2 - cx, y2 - cy
    far = math.hypot(ux, uy) or 1.0
    ux, uy = ux / far, uy / far
    head = max(6.0, wide * 1.1)
    half = max(3.5, wide * 0.85)
    # The ribbon ends where its head begins.
    bx, by = x2 - ux * head, y2 - uy * head
    tip = f"M{x2:.1f},{y2:.1f}L{bx - uy * half:.1f},{by + ux * half:.1f}L{bx + uy * half:.1f},{by - ux * half:.1f}Z"
    return {"path": f"M{x1:.1f},{y1:.1f}Q{cx:.1f},{cy:.1f} {bx:.1f},{by:.1f}", "head": tip, "width": round(wide, 1)}


def _labels(flows: list[Flow], hub: Point, unit: str, words: Words, size: Point, end: str) -> list[dict[str, object]]:
    """Name and figure of each flow near where it leaves the hub's other end; moved until none lies upon another."""
    taken: list[tuple[float, float, float, float]] = []
    placed: list[dict[str, object]] = []
    texts = [(hub, end, True), *((one.at, f"{one.name} {words.number(one.value, unit)}", False) for one in flows)]
    for (x, y), text, bold in texts:
        wide = style.width(text, style.SMALL) * (1.08 if bold else 1)
        best = _free(x, y, wide, taken, size)
        taken.append(best)
        left, top = best[0], best[1]
        away = math.hypot(left + wide / 2 - x, top + 7 - y)
        placed.append({
            "x": round(left, 1), "y": round(top + 10.5, 1), "text": text, "bold": bold,
            "leader": f"M{x},{y}L{min(max(x, left), left + wide):.1f},{top + 7:.1f}" if away > 34 + wide / 2 else "",
        })  # fmt: skip
    return placed


def _free(
    x: float, y: float, wide: float, taken: list[tuple[float, float, float, float]], size: Point
) -> tuple[float, float, float, float]:
    """The nearest box beside the point that meets no other; the first one where there is none."""
    tries = []
    for away in range(7, 150, 7):
        for angle in (0, 180, 90, 270, 30, 150, 210, 330, 60, 120, 240, 300):
            dx, dy = math.cos(math.radians(angle)), math.sin(math.radians(angle))
            left = x + dx * away - (wide if dx < -0.3 else 0 if dx > 0.3 else wide / 2)
            box = (left, y + dy * away - 7, left + wide, y + dy * away + 7)
            if box[0] >= 0 and box[2] <= size[0] and box[1] >= 0 and box[3] <= size[1]:
                tries.append(box)
    for box in tries:
        if all(box[2] < one[0] or one[2] < box[0] or box[3] < one[1] or one[3] < box[1] for one in taken):
            return box
    return tries[0] if tries else (0.0, y - 7, wide, y + 7)


def _below(rest: list[tuple[str, float]], table: Table, words: Words) -> list[str]:
    if not rest:
        return []
    named = "; ".join(f"{name}, {words.number(value, table.unit)}" for name, value in rest[:_NAMED])
    told = [gettext("Not on the map: %(named)s.") % {"named": named}]
    if (more := len(rest) - _NAMED) and more > 0:
        told.append(ngettext("%(n)s more is in the table.", "%(n)s more are in the table.", more) % {"n": more})
    return [" ".join(told)]
