"""The picture around a plot: title, unit, keys, source; one accessible SVG."""

from dataclasses import dataclass, field

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from indicators.charts import style


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the legend. kind: "line", "area", "hollow", "suppressed", "missing", "break", "law" or "class"."""

    kind: str
    text: str
    colour: str = style.QUIET
    dash: tuple[float, ...] = ()
    shape: str = "circle"


@dataclass(frozen=True, slots=True)
class Body:
    """What is plotted, as SVG elements that begin at its upper left corner. below: lines of words under it."""

    svg: str
    height: float
    keys: list[Key] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    links: bool = False


_EDGE = 16


def compose(body: Body, *, title: str, about: str, source: str, summary: str, name: str, width: str) -> str:
    """name: what no other picture of a page has, for ids. about: what is counted, under the title."""
    size = style.SIZES[width]
    room = size.width - 2 * _EDGE
    heading = style.HEADING if width == "wide" else style.HEADING - 2
    y = 14.0
    texts = []
    for line in style.wrapped(title, room, heading):
        y += heading + 4
        texts.append({"y": y, "size": heading, "text": line, "bold": True})
    for line in style.wrapped(about, room, style.PLAIN):
        y += style.PLAIN + 5
        texts.append({"y": y, "size": style.PLAIN, "text": line})
    top = y + 12
    keys, y = _keys(body.keys, room, top + body.height + 8)
    for text in body.below:
        for line in style.wrapped(text, room):
            y += style.SMALL + 4
            texts.append({"y": y, "size": style.SMALL, "text": line})
    y += 6
    for line in style.wrapped(source, room):
        y += style.SMALL + 3
        texts.append({"y": y, "size": style.SMALL, "text": line})
    return render_to_string(
        "indicators/frame.svg",
        {
            "name": name, "title": title, "summary": summary, "texts": texts, "keys": keys, "width": size.width, "height": round(y + 14),
            # Made by the converter or by a template here, where every text was escaped.
            "body": mark_safe(_named(body.svg, name)), "top": top, "edge": _EDGE, "style": style, "links": body.links,
        },
    )  # fmt: skip


def _named(svg: str, name: str) -> str:
    """What a body calls "hatch", "blank" and "clip" gets a name of this picture alone."""
    for word, letter in (("hatch", "h"), ("blank", "n"), ("clip", "c")):
        svg = svg.replace(f"url(#{word})", f"url(#{name}-{letter})").replace(f'id="{word}"', f'id="{name}-{letter}"')
    return svg


def _keys(keys: list[Key], room: float, y: float) -> tuple[list[dict[str, object]], float]:
    """Placed in rows, in columns of one width where most are short."""
    if not keys:
        return [], y - 8
    placed: list[dict[str, object]] = []
    x = 0.0
    y += 10
    for key in keys:
        text = style.cut(key.text, room - 34)
        wide = 30 + style.width(text) + 16
        if x and x + wide - 16 > room:
            x, y = 0.0, y + 18
        placed.append({
            "x": x + _EDGE, "y": y, "kind": key.kind, "text": text, "colour": key.colour, "dash": " ".join(map(str, key.dash)),
            "path": _MARKERS.get(key.shape, _MARKERS["circle"]),
        })  # fmt: skip
        x += wide
    return placed, y + 8


# As Vega draws them, about 7 pixels wide.
_MARKERS = {
    "circle": "M-3.5,0a3.5,3.5 0 1,0 7,0a3.5,3.5 0 1,0 -7,0Z", "square": "M-3.2,-3.2h6.4v6.4h-6.4Z",
    "triangle-up": "M0,-3.6L4,3.4H-4Z", "diamond": "M0,-4.2L3.6,0L0,4.2L-3.6,0Z", "triangle-down": "M0,3.6L4,-3.4H-4Z",
    "cross": "M-1.3,-4h2.6v2.7h2.7v2.6h-2.7v2.7h-2.6v-2.7h-2.7v-2.6h2.7Z", "triangle-right": "M3.6,0L-3.4,4V-4Z",
    "triangle-left": "M-3.6,0L3.4,4V-4Z",
}  # fmt: skip
