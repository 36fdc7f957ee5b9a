"""First drafts about one country: for its note in the regional report, and for its own report."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from countries.models import Country
from indicators.charts import kinds
from indicators.choosing import Choice, NoFigures
from indicators.tables import Line, Table, table
from reports import measuring
from reports.measuring import Frozen
from reports.phrases import Label, Listed, Paragraph, Period, Readers, Titles, in_four

_PEOPLE = 3
# Beyond it nobody reads a change in percent.
_READABLE = 900
_PLACE_AND_NUMBER = _("%(place)s, %(number)s")
_UNKNOWN = ("OOO", "XXA")
# What of people under protection a note names, in this order.
_PROTECTED = ("REF", "ASY", "OIP")


@dataclass(frozen=True, slots=True)
class TableDraft:
    spec: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ChartDraft:
    spec: dict[str, Any]


@dataclass(frozen=True, slots=True)
class LawsDraft:
    items: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Told:
    """What a country wrote itself. title: of the section, by language."""

    text: str
    language: str
    submission: int
    title: dict[str, str]
    links: list[dict[str, str]] = field(default_factory=list)


Draft = Paragraph | TableDraft | ChartDraft | LawsDraft | Told


@dataclass(slots=True)
class ChapterDraft:
    """parts: with the heading that stands above each, by language, or none."""

    slug: str
    title: dict[str, str]
    parts: list[tuple[dict[str, str], Draft]] = field(default_factory=list)
    country: Country | None = None

    def add(self, part: Draft, heading: dict[str, str] | None = None) -> None:
        if not isinstance(part, Paragraph) or part.sentences:
            self.parts.append((heading or {}, part))


def read(catalogue: Frozen, indicator: str, codes: dict[str, tuple[str, ...]], *by: str) -> Table | None:
    """None where there are no figures."""
    try:
        found = table(Choice(indicator, codes=codes, by=by), catalogue)
    except NoFigures:
        return None
    return found if found.lines else None


def chart_of(found: Table | None, *wanted: str) -> ChartDraft | None:
    """As the first of the wanted kinds that the figures can be drawn as."""
    if found is None:
        return None
    known = kinds(found)
    kind = next((one for one in wanted if one in known), "")
    return ChartDraft({"choice": measuring.stored(found.choice), "kind": kind}) if kind else None


def ranked(found: Table, dimension: str, period: str, limit: int) -> list[dict[str, Any]]:
    """The highest lines of a period, as values of "%(place)s, %(number)s"; origins that are no country are left out."""
    named = [line for line in found.lines if line.codes[dimension] not in _UNKNOWN and len(line.codes[dimension]) == 3]
    known = [(cell.value, line) for line in named if (cell := line.cells.get(period)) is not None and cell.value]
    top = sorted(known, key=lambda one: -one[0])[:limit]
    return [
        {"place": Label(dimension, line.codes[dimension]), "number": measuring.of_line(found, line, period)} for _, line in top
    ]  # fmt: skip


def note(country: Country, catalogue: Frozen, readers: Readers) -> list[Draft]:
    """Sentences, the chart of the migrant population over time, and the standard table."""
    area = country.iso3
    text = Paragraph()
    people = _stock(text, area, catalogue)
    _abroad(text, area, catalogue)
    _flows(text, area, catalogue)
    _protection(text, area, catalogue)
    work = Paragraph()
    _work(work, area, catalogue)
    _money(work, area, catalogue)
    chart = chart_of(people, "line", "bar")
    made: list[Draft] = [text, work]
    if chart is not None:
        made.append(chart)
    title = in_four(_("Standard table: %(country)s"), readers, country=Label("REF_AREA", area))
    return [*made, TableDraft({"standard": area, "title": title})]


def _stock(text: Paragraph, area: str, catalogue: Frozen) -> Table | None:
    whole = read(catalogue, "foreign-born-stock", {"REF_AREA": (area,)})
    if whole is None or len(whole.lines) != 1:
        return whole
    line = whole.lines[0]
    end = line.latest()[0]
    number = measuring.of_line(whole, line, end)
    basis = line.codes.get("BASIS", "_Z")
    if basis in ("_Z", "_U"):
        text.say(_("The migrant population was %(number)s people in %(period)s."), number=number, period=Period(end))
    else:
        text.say(
            _("The migrant population was %(number)s people in %(period)s (basis of the count: %(basis)s)."),
            number=number, period=Period(end), basis=Label("BASIS", basis),
        )  # fmt: skip
    start = _before(line, end)
    grown = measuring.change(whole, line, start, end) if start else None
    if grown is not None and grown.value <= _READABLE:
        text.say(_("The change since %(start)s is %(change)s."), start=Period(start), change=grown)
    elif grown is not None:
        before = measuring.of_line(whole, line, start)
        text.say(_("In %(start)s it was %(before)s people."), start=Period(start), before=before)
    women = read(catalogue, "foreign-born-stock", {"REF_AREA": (area,), "SEX": ("F",)})
    if women is not None and len(women.lines) == 1:
        part = measuring.share(measuring.of_line(women, women.lines[0], end), number)
        text.say(_("Women are %(share)s of this population."), share=part)
    origins = read(catalogue, "foreign-born-stock", {"REF_AREA": (area,)}, "COUNTERPART")
    if origins is not None:
        text.say(
            _("The largest groups by origin are: %(list)s."),
            list=Listed(_PLACE_AND_NUMBER, ranked(origins, "COUNTERPART", end, _PEOPLE)),
        )
    return whole


def _before(line: Line, end: str) -> str:
    """The figure of ten years before or the nearest earlier one, not more than fifteen years back."""
    known = [
        one for one, cell in line.cells.items() if cell.value is not None and one[:4].isdecimal() and len(one) == 4
    ]
    wanted = [one for one in known if 8 <= int(end[:4]) - int(one) <= 15]
    return max(wanted, default="")


def _abroad(text: Paragraph, area: str, catalogue: Frozen) -> None:
    whole = read(catalogue, "emigrant-stock", {"COUNTERPART": (area,)})
    if whole is None:
        return
    end = measuring.latest(whole.lines)
    # Countries count by birth or by citizenship: the larger part is named, and never added to the other.
    line = max(whole.lines, key=lambda one: (one.cells[end].value or 0.0) if end in one.cells else 0.0)
    text.say(
        _("The countries of destination count %(number)s people from the country in %(period)s (basis of the count: %(basis)s)."),
        number=measuring.of_line(whole, line, end), period=Period(end), basis=Label("BASIS", line.codes.get("BASIS", "_Z")),
    )  # fmt: skip
    places = read(catalogue, "emigrant-stock", {"COUNTERPART": (area,)}, "REF_AREA")
    if places is not None:
        text.say(
            _("The largest groups by destination are: %(list)s."),
            list=Listed(_PLACE_AND_NUMBER, ranked(places, "REF_AREA", end, _PEOPLE)),
        )


def _flows(text: Paragraph, area: str, catalogue: Frozen) -> None:
    found = read(catalogue, "permanent-inflows", {"REF_AREA": (area,)})
    pattern = _("Permanent inflows were %(number)s people in %(period)s.")
    if found is None:
        found = read(catalogue, "inflows-foreign-population", {"REF_AREA": (area,)})
        pattern = _("Inflows of foreign population were %(number)s people in %(period)s.")
    if found is not None and len(found.lines) == 1 and found.freq == "A":
        end = found.lines[0].latest()[0]
        text.say(pattern, number=measuring.of_line(found, found.lines[0], end), period=Period(end))


def _protection(text: Paragraph, area: str, catalogue: Frozen) -> None:
    found = read(catalogue, "refugees-and-asylum-seekers", {"REF_AREA": (area,)}, "CATEGORY")
    if found is None:
        return
    period = measuring.latest(found.lines)
    if "CATEGORY" not in found.varied:
        return
    by_code = {line.codes["CATEGORY"]: line for line in found.lines}
    order = {code: place for place, code in enumerate(_PROTECTED)}
    codes = sorted((one for one in by_code if one in order), key=lambda one: order[one])
    figures = [(code, measuring.of_line(found, by_code[code], period)) for code in codes]
    items = [
        {"place": Label("CATEGORY", code), "number": figure}
        for code, figure in figures if figure is not None and figure.value
    ]  # fmt: skip
    text.say(
        _("In need of protection in the country in %(period)s: %(list)s."), period=Period(period),
        list=Listed(_PLACE_AND_NUMBER, items),
    )  # fmt: skip


def _work(text: Paragraph, area: str, catalogue: Frozen) -> None:
    found = read(catalogue, "participation-by-birthplace", {"REF_AREA": (area,)}, "CATEGORY")
    if found is not None and "CATEGORY" in found.varied:
        period = measuring.latest(found.lines)
        figures = [(line.codes["CATEGORY"], measuring.of_line(found, line, period)) for line in found.lines]
        items = [{"place": Label("CATEGORY", code), "number": one} for code, one in figures if one is not None]
        text.say(
            _("Labour force participation in %(period)s: %(list)s."), period=Period(period),
            list=Listed(_PLACE_AND_NUMBER, items),
        )  # fmt: skip
    rate = read(catalogue, "unemployment", {"REF_AREA": (area,)})
    if rate is not None and len(rate.lines) == 1:
        period = rate.lines[0].latest()[0]
        text.say(
            _("The unemployment rate of the whole labour force was %(rate)s in %(period)s."),
            rate=measuring.of_line(rate, rate.lines[0], period), period=Period(period),
        )  # fmt: skip


def _money(text: Paragraph, area: str, catalogue: Frozen) -> None:
    found = read(catalogue, "remittances-received", {"REF_AREA": (area,)})
    if found is None or len(found.lines) != 1:
        return
    period = found.lines[0].latest()[0]
    amount = measuring.of_line(found, found.lines[0], period)
    product = read(catalogue, "gdp", {"REF_AREA": (area,)})
    whole = measuring.of_line(product, product.lines[0], period) if product and len(product.lines) == 1 else None
    part = measuring.share(amount, whole)
    if amount is not None and amount.value and part is not None:
        text.say(
            _("Remittances received were %(amount)s in %(period)s: %(share)s of gross domestic product."),
            amount=amount, period=Period(period), share=part,
        )  # fmt: skip
    elif amount is not None and amount.value:
        text.say(_("Remittances received were %(amount)s in %(period)s."), amount=amount, period=Period(period))


def gaps(catalogue: Frozen) -> list[Titles]:
    """Indicators of the labour market of which no source here has figures."""
    return [
        Titles(one) for one in catalogue.indicators.values() if one.section == "labour" and not catalogue.tables(one)
    ]  # fmt: skip
