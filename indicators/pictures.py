"""The chart of a page: as what a reader wants it drawn, with the laws of the country, and at which address the picture stands."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from indicators import asking, charts
from indicators.charts import Drawing
from indicators.choosing import Catalogue, Choice, NoFigures
from indicators.tables import Table
from indicators.wording import Words, jurisdiction_of
from records import kinds
from records.kinds import Mark

PARAMETERS = ("chart", "step", "width")
NAMES = {
    "line": _("line"), "bar": _("bars"), "stacked": _("stacked"), "pyramid": _("pyramid"), "map": _("map"),
    "flow": _("flow map"),
}  # fmt: skip
# More laws than this would hide the figures between them.
_MARKS = 6


@dataclass(frozen=True, slots=True)
class Picture:
    """drawing: with words; wide, narrow, png: addresses; steps: (period, its name, address of the page, shown)."""

    drawing: Drawing
    alternative: str
    inline: bool
    wide: str
    narrow: str
    svg: str
    png: str
    steps: list[tuple[str, str, bool]]


def wanted(query: QueryDict, found: Table) -> tuple[str, str]:
    """(kind, period): what the address asks where the table can be drawn so, else the best kind; empty where nothing can be drawn."""
    offered = charts.kinds(found)
    kind = query.get("chart", "")
    step = query.get("step", "")
    return (kind if kind in offered else offered[0] if offered else ""), step if step in found.periods else ""


def marks(found: Table, words: Words) -> tuple[Mark, ...]:
    """Laws that came into force within the years of a table of one country: the last ones."""
    areas = {line.codes.get("REF_AREA", "") for line in found.lines} if found.indicator.side != "origin" else set()
    if found.indicator.side == "origin":
        areas = {line.codes.get("COUNTERPART", "") for line in found.lines}
    if len(areas) != 1 or not found.periods:
        return ()
    place = jurisdiction_of(next(iter(areas)))
    first, last = found.periods[0][:4], found.periods[-1][:4]
    laws = kinds.marks(place, words.language) if place else []
    return tuple(mark for mark in laws if first <= str(mark.day.year) <= last)[-_MARKS:]


def drawn(
    query: QueryDict, choice: Choice, found: Table, words: Words, catalogue: Catalogue, width: str = "wide"
) -> Drawing:
    """Raises NoFigures where nothing can be drawn."""
    kind, step = wanted(query, found)
    if not kind:
        raise NoFigures
    return charts.chart(
        choice, kind, words.language, width, marks(found, words), period=step, urls=_urls(found) if kind == "map" else None,
        catalogue=catalogue, table=found,
    )  # fmt: skip


def picture(
    query: QueryDict, asked: Choice, choice: Choice, found: Table, words: Words, catalogue: Catalogue
) -> Picture | None:
    """choice: as the table was read; asked: as the address has it."""
    try:
        drawing = drawn(query, choice, found, words, catalogue)
    except NoFigures:
        return None
    plain = asking.query(asked)
    more = {"chart": drawing.kind} | ({"step": drawing.period} if drawing.period else {})

    def address(ending: str, **extra: str) -> str:
        named = reverse(f"indicators:chart-{ending}", args=[found.indicator.slug])
        return f"{named}?{'&'.join(filter(None, (plain, urlencode({**more, **extra}))))}"

    steps = [(period, words.period(period, found.freq), period == drawing.period) for period in drawing.periods]
    return Picture(
        drawing, charts.alternative(drawing, words.language), drawing.kind == "map", address("svg"),
        address("svg", width="narrow"), address("svg"), address("png"), steps,
    )  # fmt: skip


def _urls(found: Table) -> dict[str, str]:
    """Where the countries of a map lead: to the same indicator of that country."""
    end = "counterpart" if found.indicator.side == "origin" else "ref_area"
    page = found.indicator.get_absolute_url()
    return {code: f"{page}?{end}={code}" for line in found.lines if len(code := line.codes.get(end.upper(), "")) == 3}
