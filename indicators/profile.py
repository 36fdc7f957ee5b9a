"""The standard table of a country: every indicator of the register, with figures, or with the reason why there are none."""

import logging
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.core.cache import caches

from countries.models import Country
from indicators.choosing import PLACES, Catalogue, Choice, NoFigures, shape
from indicators.models import Dataset, Indicator, Note
from indicators.program import digest_of
from indicators.tables import Line, Table, table
from indicators.wording import Words

# Columns: years by steps, as the region's reports have them; then the latest figure with its period.
STEPS = ("2000", "2005", "2010", "2015", "2020")
# So many origins or destinations under an indicator of places, and so many lines where there is no total.
TOP = 5
_LINES = 20
# Under their total: the largest places at the other end.
_PLACES = {"foreign-born-stock": "COUNTERPART", "emigrant-stock": "REF_AREA"}
# An indicator of one or two countries is not missed by the others.
_FEW = 3
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. label: empty for the indicator's own line; cells: by step; latest: (period, figure); sources: numbers
    in the list of sources; of: the choice behind the line, for its page. why: in words, where there are no figures."""

    indicator: Indicator
    label: str
    cells: tuple[str, ...]
    latest: tuple[str, str] = ("", "")
    flags: str = ""
    source: int = 0
    why: str = ""
    lang: str = ""
    added: bool = False


@dataclass(slots=True)
class Section:
    """Rows under one heading of the register."""

    name: str
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Profile:
    """sources: datasets with the number of the vintage read, in the order in which rows name them, from 1."""

    area: str
    sections: list[Section]
    sources: list[tuple[Dataset, int]]
    notes: list[Note]
    steps: tuple[str, ...] = STEPS


def standard_table(
    area: str, words: Words, *, as_of: date | None = None, catalogue: Catalogue | None = None
) -> Profile:
    """Of one country, ISO 3166-1 alpha-3 in capitals."""
    catalogue = catalogue or Catalogue()
    found = Profile(area, [], [], [])
    for read in _read(area, as_of, catalogue):
        name = str(read.indicator.get_section_display())
        if not found.sections or found.sections[-1].name != name:
            found.sections.append(Section(name))
        found.sections[-1].rows += _rows(read, words, found)
    return found


def choice_of(indicator: Indicator, area: str, as_of: date | None = None) -> Choice:
    """What a country's line of the table reads."""
    end = "COUNTERPART" if indicator.side == "origin" else "REF_AREA"
    by = ("CATEGORY",) if "CATEGORY" in indicator.breakdowns.split("|") else ()
    return Choice(indicator.slug, codes={end: (area,)}, by=by, as_of=as_of)


@dataclass(frozen=True, slots=True)
class _Read:
    """One indicator's tables, cut to what is shown. named: of several tables, whose names they go by; under: lines below the only line of the first. few: an indicator of one or
    two countries, not missed here; told: False where no vintage has been published."""

    indicator: Indicator
    tables: tuple[Table, ...] = ()
    named: tuple[Indicator, ...] = ()
    under: Table | None = None
    few: bool = False
    told: bool = True


def _rows(read: _Read, words: Words, into: Profile) -> list[Row]:
    indicator = read.indicator
    if not read.tables:
        why = words.cell(None, indicator.unit) if read.told else words.cell(None, indicator.unit, collected=False)
        return [] if read.few else [Row(indicator, "", (), why=why)]
    if read.named:
        named = zip(read.named, read.tables, strict=True)
        rows = [replace(row, label=str(one.title)) for one, found in named for row in _lines(found, words, into)]
        return [Row(indicator, "", ()), *rows]
    rows = _lines(read.tables[0], words, into)
    return rows + _lines(read.under, words, into) if read.under else rows


def prepare() -> int:
    """Reads the table of every state as it is today, so that no reader waits for it; how many were not kept yet. For the clerk."""
    catalogue, made = Catalogue(), 0
    for area in Country.objects.filter(is_member=True).order_by("iso3").values_list("iso3", flat=True):
        if not caches["tables"].has_key(_key(area, None, catalogue)):
            _read(area, None, catalogue)
            made += 1
    return made


def _read(area: str, as_of: date | None, catalogue: Catalogue) -> list[_Read]:
    """Vintages never change: what was read of them for a country is kept as a file, until the register or the datasets change."""
    key = _key(area, as_of, catalogue)
    found: list[_Read] | None = None
    try:
        found = caches["tables"].get(key)
    except Exception:  # whatever a file that is not whole makes of itself
        log.exception("a kept table cannot be read, and is made anew: %s", area)
    if found is None:
        indicators = catalogue.indicators.values()
        found = [_of(indicator, choice_of(indicator, area, as_of), catalogue) for indicator in indicators]
        with suppress(OSError):  # a full disk costs the next reader a moment, and this one nothing
            caches["tables"].set(key, found)
    return found


def _key(area: str, as_of: date | None, catalogue: Catalogue) -> str:
    """Days between two publications have the same table. Of months, a table has those since two years before today's."""
    published = [one.pk for one in catalogue.every_vintage if as_of is None or one.published.date() <= as_of]
    told = (catalogue.content, area, published, date.today().year, _program())
    return sha256(repr(told).encode()).hexdigest()


@lru_cache(maxsize=1)
def _program() -> str:
    return digest_of(Path(__file__).parent.rglob("*.py"))


def _of(indicator: Indicator, choice: Choice, catalogue: Catalogue) -> _Read:
    try:
        if "|" in indicator.reads:
            return _several(indicator, choice, catalogue)
        found = _recent(choice, catalogue)
    except NoFigures:
        return _Read(indicator, told=False)
    if not found.lines:
        return _Read(indicator, few=_of_few(indicator, catalogue))
    under = None
    if indicator.slug in _PLACES and len(found.lines) == 1:
        end = _PLACES[indicator.slug]
        under = table(replace(found.choice, by=(end,)), catalogue).first(TOP)
    return _Read(indicator, (found.first(_LINES),), under=under)


def _recent(choice: Choice, catalogue: Catalogue) -> Table:
    """The steps and the years after them; of months only the newest. Where there is nothing so new, all that there is."""
    known = catalogue.tables(catalogue.indicators[choice.indicator])
    source, datasets = known[choice.table or next(iter(known), "")] if known else (None, [])
    monthly = source and "M" in shape(source, catalogue.vintages(datasets, choice.as_of), catalogue.state).codes("FREQ")
    start = str(date.today().year - 2) if monthly else STEPS[-2]
    found = table(replace(choice, start=start, steps=STEPS), catalogue)
    return found if found.lines else table(choice, catalogue)


def _several(indicator: Indicator, choice: Choice, catalogue: Catalogue) -> _Read:
    """Figures of several indicators under one, each by its own name: what they count differs, so nothing is added up."""
    tables, named = list[Table](), list[Indicator]()
    for name, (source, _) in catalogue.tables(indicator).items():
        found = _recent(replace(choice, table=name), catalogue)
        if found.lines:
            tables.append(found.first(_LINES))
            named.append(source)
    return _Read(indicator, tuple(tables), tuple(named))


def _of_few(indicator: Indicator, catalogue: Catalogue) -> bool:
    for source, datasets in catalogue.tables(indicator).values():
        areas = shape(source, catalogue.vintages(datasets, None), catalogue.state).places["REF_AREA"]
        if len({catalogue.parts.get(one, one) for one in areas}) >= _FEW:
            return False
    return True


def _lines(found: Table, words: Words, into: Profile) -> list[Row]:
    source = _source(found, into)
    into.notes += [note for note in found.notes if note not in into.notes]
    places = any(name in found.varied for name in PLACES)
    lines = found.lines[: TOP if places else _LINES]
    rows = [_row(found, line, words, source) for line in lines]
    if len(lines) > 1 and all(row.label for row in rows):
        rows.insert(0, Row(found.indicator, "", ()))
    return rows


def _source(found: Table, into: Profile) -> int:
    for dataset, vintage in zip(found.datasets, found.vintages, strict=True):
        if (dataset, vintage.number) not in into.sources:
            into.sources.append((dataset, vintage.number))
    return into.sources.index((found.datasets[0], found.vintages[0].number)) + 1


def _row(found: Table, line: Line, words: Words, source: int) -> Row:
    unit = line.codes.get("UNIT", found.unit)
    period, value = line.latest()
    cells = tuple(words.cell(line.cells[step], unit) if step in line.cells else "" for step in STEPS)
    newest = max(line.cells)
    latest = (
        (words.period(period, found.freq), words.number(value, unit))
        if period
        else ("", words.cell(line.cells[newest], unit))
    )
    foreign = next((lang for name in found.varied if (lang := words.foreign(name, line.codes[name]))), "")
    flags = ", ".join(sorted({words.flag(cell) for cell in line.cells.values()} - {""}))
    return Row(
        found.indicator,
        words.line(line, found.varied),
        cells,
        latest,
        flags,
        source,
        lang=foreign,
        added=bool(found.added),
    )
