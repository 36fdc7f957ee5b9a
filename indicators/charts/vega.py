"""From a plot in Altair to the inside of an SVG: numbers in the reader's format, nothing that a content policy would block."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.formats import get_format
from django.utils.translation import override

from indicators.charts import style

# The grammar that Altair 6.3 writes.
_GRAMMAR = "6.1"
_AXIS = {
    "labelColor": style.QUIET, "labelFontSize": style.SMALL, "domainColor": style.QUIET, "tickColor": style.QUIET,
    "gridColor": style.RULE, "title": None, "labelLimit": 0,
}  # fmt: skip

_CONFIG = {
    "aria": False, "font": style.MEASURED, "background": "transparent", "view": {"stroke": None}, "axis": _AXIS,
}  # fmt: skip


def locale(language: str) -> dict[str, Any]:
    """The signs in which d3 writes numbers, from Django's formats."""
    with override(language):
        decimal, thousands = get_format("DECIMAL_SEPARATOR"), get_format("THOUSAND_SEPARATOR")
    return {
        "decimal": str(decimal),
        "thousands": str(thousands),
        "grouping": [3],
        "currency": ["", ""],
        "minus": "\u2212",
    }


@contextmanager
def unchecked() -> Iterator[None]:
    """Altair compares every part of a plot with its grammar when the part is made, a quarter of the time of a drawing; what is
    wrong the converter refuses anyway."""
    from altair.utils import schemapi

    with schemapi.debug_mode(False):
        yield


def inside(layers: list[Any], size: tuple[float, float], room: tuple[float, float, float, float], language: str) -> str:
    """The drawn layers as SVG elements whose origin is the corner of the whole. size: of the plotting area; room: around it,
    left, top, right, bottom. Altair and the converter take a second and 140 MB at their
    first use, so they are loaded where they are needed."""
    import vl_convert

    # Put together here: Altair's own layer() copies every part of every layer three times, which is half of the time of a drawing.
    spec = {
        "layer": [layer.to_dict(validate=False, context={"top_level": False}) for layer in layers],
        "width": round(size[0]), "height": round(size[1]), "autosize": "none", "config": _CONFIG,
        "padding": dict(zip(("left", "top", "right", "bottom"), map(round, room), strict=True)),
    }  # fmt: skip
    made = vl_convert.vegalite_to_svg(
        spec, vl_version=_GRAMMAR, format_locale=locale(language), allowed_base_urls=[], show_warnings=False
    )
    return _plain(made)


def _plain(svg: str) -> str:
    """Without the outer element, empty backgrounds and what is for programs; texts in the fonts of the site."""
    svg = re.sub(r"^<svg[^>]*>|</svg>\s*$", "", svg)
    svg = re.sub(r'<path class="(?:background|foreground)"[^>]*/>', "", svg)
    svg = re.sub(r' (?:class|role|aria-[a-z]+|pointer-events|font-family)="[^"]*"', "", svg)
    return svg.replace("<g></g>", "")


def png(svg: str, scale: float = 2) -> bytes:
    """The picture in pixels, twice as many as its size says unless told otherwise."""
    import vl_convert

    made: bytes = vl_convert.svg_to_png(svg, scale=scale)
    return made
