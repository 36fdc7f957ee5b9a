"""Results of a search as programs get them: the page's own, with stable keys instead of words."""

from datetime import date
from typing import Any

from ninja import Field, Schema

from records import kinds
from records.answering import Reader
from records.api import Links, Notice, PageLinks, Place, SourceRef, Texts, key_of, links, notice, place, source_ref
from records.visibility import NOBODY, visible_to
from search import presenting
from search.address import Address
from search.results import Results


class Piece(Schema):
    """A run of text; marked: a word that was sought."""

    text: str
    marked: bool


class Badge(Schema):
    """What is not as usual: a status ("repealed", "superseded", "not_in_force"), or without code the run of numbers."""

    code: str
    text: str


class Unit(Schema):
    """An article under its record. language: of heading and snippet; why: thesaurus terms by which it was found."""

    id: str
    label: str
    heading: list[Piece]
    snippet: list[Piece]
    language: str
    badges: list[Badge]
    why: list[str]
    url: str = Field(description="The article's page, on the day and in the text language that were asked for.")


class Group(Schema):
    """A record with its best articles. units: how many of its texts match, itself included."""

    kind: str
    id: str
    title: Texts
    type: str
    citation: str
    jurisdiction: Place | None
    year: int | None
    unchecked: bool
    checked: date | None
    source: SourceRef | None
    example: bool
    units: int
    best: list[Unit]
    links: Links


class FacetOut(Schema):
    """groups, units: what is found when this value is chosen besides the chosen ones of its facet."""

    value: str
    name: str
    groups: int
    units: int
    selected: bool


class Concept(Schema):
    """A concept met in the query; searched: by which labels of it besides, by language."""

    slug: str
    label: str
    typed: str
    searched: dict[str, tuple[str, ...]]


class Correction(Schema):
    typed: str
    searched: str


class DroppedOut(Schema):
    text: str
    reason: str


class UnderstandingOut(Schema):
    """How the query was read. told: the same in sentences; relaxed: words that were given up because nothing has all."""

    intent: str
    language: str
    words: tuple[str, ...]
    numbers: tuple[str, ...]
    labels: tuple[str, ...]
    jurisdictions: tuple[str, ...]
    concepts: list[Concept]
    corrections: list[Correction]
    dropped: list[DroppedOut]
    relaxed: tuple[str, ...]
    loose: bool
    told: tuple[str, ...]


class Found(Notice):
    """total: matching records; units: matching texts; pages: as many as can be asked for.

    step: "engine"; while it does not answer, "database" or "titles" (less is found, no facets), or "none".
    """

    total: int
    units: int
    page: int
    size: int
    pages: int
    step: str
    links: PageLinks
    page_urls: Texts
    groups: list[Group]
    facets: dict[str, list[FacetOut]]
    understanding: UnderstandingOut


# The facet "language" is that of the texts; in the API `language` is the reader's, as in all its operations.
FACET_PARAMETERS = {"language": "text"}


def found(results: Results, asked: Address, reader: Reader, size: int, own_links: PageLinks, page: str) -> Found:
    """page: path and query of the page that shows the same."""
    shown = presenting.present(results, asked, reader.language)
    read = results.understanding
    records = records_of(results)
    units = {group.record: group.units for group in results.groups}
    keys = [(row, f"{row.record.kind}:{row.record.pk}") for row in shown.rows]
    return Found(
        notice=notice(), total=results.total, units=results.units, page=results.page, size=size, pages=results.pages,
        step=results.step, links=own_links, page_urls=reader.pages(page),
        groups=[_group(row, records[key], units[key], reader) for row, key in keys if key in records],
        facets={FACET_PARAMETERS.get(name, name): _values(name, values, reader) for name, values in results.facets.items()},
        understanding=UnderstandingOut(
            intent=read.intent, language=read.language, words=read.words, numbers=read.numbers, labels=read.labels,
            jurisdictions=read.jurisdictions, relaxed=read.relaxed, loose=read.loose, told=shown.understood,
            concepts=[Concept(slug=c.slug, label=c.label, typed=c.typed, searched=c.labels) for c in read.concepts],
            corrections=[Correction(typed=typed, searched=taken) for typed, taken in read.corrections],
            dropped=[DroppedOut(text=one.text, reason=one.reason) for one in read.dropped],
        ),
    )  # fmt: skip


def records_of(results: Results) -> dict[str, Any]:
    """The records of the groups by their own name ("law:12"), filtered once more by visibility."""
    wanted: dict[str, list[str]] = {}
    for group in results.groups:
        kind, _, pk = group.record.partition(":")
        wanted.setdefault(kind, []).append(pk)
    rows: dict[str, Any] = {}
    for kind, pks in wanted.items():
        model = kinds.get(kind).model
        beside = [field.name for field in model._meta.get_fields() if field.name in ("jurisdiction", "source")]
        public = visible_to(NOBODY, model._default_manager.filter(pk__in=pks))
        rows |= {f"{kind}:{one.pk}": one for one in (public.select_related(*beside) if beside else public)}
    return rows


def _group(row: presenting.Row, record: Any, units: int, reader: Reader) -> Group:
    kind, where = row.record.kind, getattr(record, "jurisdiction", None)
    return Group(
        kind=kind, id=key_of(record), title=record.public_texts("title"), type=row.record.type,
        citation=row.record.citation, jurisdiction=place(where) if where else None, year=row.record.year,
        unchecked=row.record.unchecked, checked=record.checked, source=source_ref(record.source),
        example=bool(where and where.is_example), units=units, links=links(record, kind, reader),
        best=[_unit(part, row, record, reader) for part in row.parts],
    )  # fmt: skip


def _unit(part: presenting.Part, row: presenting.Row, record: Any, reader: Reader) -> Unit:
    return Unit(
        id=f"{key_of(record)}/{slug_of(part, row)}", label=part.label, heading=_pieces(part.heading),
        snippet=_pieces(part.snippet), language=part.language or reader.language,
        badges=[Badge(code=code, text=text) for code, text in part.badges],
        why=[why.found for why in part.why], url=reader.url(part.url),
    )  # fmt: skip


def slug_of(part: presenting.Part, row: presenting.Row) -> str:
    """The last part of an article's address, which lies under that of its record."""
    return part.url.partition("?")[0].partition("#")[0].removeprefix(row.url.partition("?")[0]).strip("/")


def _pieces(pieces: presenting.Pieces) -> list[Piece]:
    return [Piece(text=text, marked=marked) for text, marked in pieces]


def _values(facet: str, values: Any, reader: Reader) -> list[FacetOut]:
    names = presenting.facet_names(facet, [one.value for one in values], reader.language)
    return [
        FacetOut(
            value=one.value, name=names.get(one.value, one.value), groups=one.groups, units=one.units, selected=one.selected
        )
        for one in values
    ]  # fmt: skip
