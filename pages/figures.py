"""Pages of figures composed with law and policy: a country's standard table, countries side by side, corridors."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from countries.models import Country
from indicators.choosing import Catalogue, Choice, NoFigures
from indicators.models import Indicator
from indicators.page import Option, member_names
from indicators.profile import standard_table
from indicators.tables import Line, Table, table
from indicators.wording import Words
from laws.models import Law, Policy
from pages.country import policy_line, sections
from pages.models import Profile
from records.texts import shown
from records.visibility import NOBODY, visible_to

MOST_COMPARED = 6
_LAWS = 8
# What a comparison shows: one line of the standard table each; what is no total of a country is left to the indicator's own page.
COMPARED = (
    "population", "foreign-born-stock", "emigrant-stock", "permanent-inflows", "inflows-foreign-population", "refugees-and-asylum-seekers",
    "asylum-decisions", "net-migration", "participation-by-birthplace", "unemployment", "remittances-received", "remittances-paid",
    "gdp", "gdp-per-head",
)  # fmt: skip
# What is counted between two countries.
BETWEEN = (
    "foreign-born-stock", "refugees-and-asylum-seekers", "asylum-decisions", "permanent-residents-canada", "temporary-permits-canada",
    "h2-visas-issued", "returns", "transit",
)  # fmt: skip


def profile(country: Country, words: Words, as_of: date | None) -> dict[str, Any]:
    """The standard table beside a summary of law and policy."""
    place = country.jurisdiction
    record = visible_to(NOBODY, Profile.objects.filter(jurisdiction=place)).first()
    laws = visible_to(NOBODY, Law.objects.filter(jurisdiction=place))
    lines = [line for section in sections(laws, words.language) for line in section.lines]
    policies = visible_to(NOBODY, Policy.objects.filter(jurisdiction=place))
    return {
        "country": country, "jurisdiction": place, "profile": standard_table(country.iso3, words, as_of=as_of), "as_of": as_of,
        "record": record, "overview": shown(record, "summary", words.language) if record else None,
        "meaning": shown(record, "meaning", words.language) if record else None,
        "laws": lines[:_LAWS], "law_count": len(lines), "policies": [policy_line(one, words.language) for one in policies],
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compared:
    """One indicator or a line of it; cells: for each country a figure and its period, or why there is none."""

    indicator: Indicator
    label: str
    unit: str
    cells: list[tuple[str, str]]


def compare(areas: list[str], words: Words, as_of: date | None) -> list[Compared]:
    """The newest figures of countries side by side. Each cell tells its own period: sources do not end in the same year."""
    catalogue, rows = Catalogue(), list[Compared]()
    for slug in COMPARED:
        indicator = catalogue.indicators.get(slug)
        if indicator is None:
            continue
        end = "COUNTERPART" if indicator.side == "origin" else "REF_AREA"
        codes = {end: tuple(areas)}
        if indicator.slug == "asylum-decisions":
            codes["CATEGORY"] = ("DEC_REC",)
        try:
            found = table(Choice(slug, codes=codes, as_of=as_of), catalogue)
        except NoFigures:
            continue
        rows += _compared(found, end, areas, words)
    return rows


def _compared(found: Table, end: str, areas: list[str], words: Words) -> list[Compared]:
    others = [name for name in found.varied if name != end]
    groups: dict[tuple[str, ...], dict[str, Line]] = {}
    for line in found.lines:
        groups.setdefault(tuple(line.codes[name] for name in others), {})[line.codes[end]] = line
    rows = []
    for codes, lines in groups.items():
        label = ", ".join(words.code(name, code) for name, code in zip(others, codes, strict=True))
        cells = [_newest(lines.get(area), found, words) for area in areas]
        rows.append(Compared(found.indicator, label, words.code("UNIT", found.unit), cells))
    return rows


def _newest(line: Line | None, found: Table, words: Words) -> tuple[str, str]:
    period, value = line.latest() if line else ("", 0.0)
    if not period:
        return words.cell(None, found.unit), ""
    return words.number(value, found.unit), words.period(period, found.freq)


@dataclass(frozen=True, slots=True)
class Flow:
    """What one source counts of people from one country in another: one line of a table. added: made here from parts."""

    indicator: Indicator
    table: Table
    label: str
    unit: str
    cells: list[str]
    latest: tuple[str, str]
    publisher: str
    added: bool


@dataclass(frozen=True, slots=True)
class Direction:
    """From origin to destination; by: who counts there."""

    origin: str
    destination: str
    flows: list[Flow]


STEPS = ("1990", "2000", "2010", "2015", "2020")


def corridor(one: str, other: str, words: Words, as_of: date | None) -> list[Direction]:
    """Both directions between two countries, by all sources that count one of them."""
    catalogue = Catalogue()
    return [_direction(one, other, words, as_of, catalogue), _direction(other, one, words, as_of, catalogue)]


def _direction(origin: str, destination: str, words: Words, as_of: date | None, catalogue: Catalogue) -> Direction:
    flows: list[Flow] = []
    for slug in BETWEEN:
        indicator = catalogue.indicators.get(slug)
        for name in catalogue.tables(indicator) if indicator else ():
            codes: dict[str, tuple[str, ...]] = {"REF_AREA": (destination,), "COUNTERPART": (origin,)}
            choice = Choice(slug, table=name, codes=codes, by=("CATEGORY",), as_of=as_of)
            try:
                flows += _flows(table(choice, catalogue), words)
            except NoFigures:
                continue
    return Direction(origin, destination, flows)


def _flows(found: Table, words: Words) -> list[Flow]:
    rows = []
    for line in found.lines:
        period, value = line.latest()
        if not period and not any(cell.state == "suppressed" for cell in line.cells.values()):
            continue
        unit = line.codes.get("UNIT", found.unit)
        latest = (
            (words.period(period, found.freq), words.number(value, unit))
            if period
            else ("", words.cell(max(line.cells.items())[1], unit))
        )
        cells = [words.cell(line.cells[step], unit) if step in line.cells else "" for step in STEPS]
        label = words.line(line, [name for name in found.varied if name != "BASIS"])
        publisher = found.datasets[0].publisher
        rows.append(
            Flow(found.indicator, found, label, words.code("UNIT", unit), cells, latest, publisher, bool(found.added))
        )
    return [row for row in rows if row.latest[1] != "0"] or rows[:1]


def busiest(words: Words, limit: int = 24) -> list[tuple[Option, Option, str]]:
    """The largest stocks of people from one of the 35 states in another, by the newest figures."""
    own = {one.code: one for one in member_names(words)}
    codes = {"REF_AREA": tuple(own), "COUNTERPART": tuple(own)}
    try:
        found = table(Choice("foreign-born-stock", codes=codes, start="2020"))
    except NoFigures:
        return []
    rows = sorted(found.lines, key=lambda line: line.latest(), reverse=True)[:limit]
    return [
        (own[line.codes["COUNTERPART"]], own[line.codes["REF_AREA"]], words.number(line.latest()[1], found.unit)) for line in rows
    ]  # fmt: skip
