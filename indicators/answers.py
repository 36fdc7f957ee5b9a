"""Indicators, figures and datasets as programs get them."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext
from ninja import Field, Schema

from indicators import asking, citing, exporters
from indicators.choosing import Catalogue, shape
from indicators.differences import KINDS, Difference, Differences
from indicators.dimensions import DIMENSIONS
from indicators.models import Dataset, Indicator, Note, Vintage
from indicators.tables import Table
from indicators.wording import Words
from records.answering import Reader
from records.api import Links, Listed, Notice, PageLinks, Texts, texts


class CodeLabel(Schema):
    """A code of a list, with its label in the language of the answer."""

    code: str
    label: str


class VintageRef(Schema):
    """A published state of a dataset, which never changes. digest: SHA-256 over the parent's and every row that came or went."""

    number: int
    published: datetime.datetime
    edition: str
    digest: str
    parent_digest: str | None


class DatasetBrief(Schema):
    """What one publisher publishes as one table. family: datasets of one family are read together as one table.

    smallest_count_shown: counts of persons under it are not shown; null where the publisher publishes its counts as they are.
    """

    slug: str
    family: str | None
    publisher: str
    title: Texts
    edition: str
    accessed: datetime.date | None
    licence: str
    url: str | None
    source_kind: CodeLabel | None
    smallest_count_shown: int | None
    vintages: int
    latest: VintageRef | None
    links: Links


class Datasets(Listed):
    items: list[DatasetBrief]


class IndicatorRef(Schema):
    """An indicator."""

    slug: str
    title: Texts
    links: Links


class NoteRef(Schema):
    """What must be known before figures are compared. number: by which figures of the same answer name it; codes: where it holds."""

    number: int
    kind: Note.Kind
    codes: dict[str, list[str]]
    first_period: str
    last_period: str
    text: Texts
    source: str


class DatasetAnswer(DatasetBrief, Notice):
    """One dataset. all_vintages: the newest first; indicators: of which it holds figures."""

    note: Texts
    all_vintages: list[VintageRef]
    indicators: list[IndicatorRef]
    notes: list[NoteRef]


class IndicatorBrief(IndicatorRef):
    """An indicator in the register. tables: what `table` may be asked; not_collected: dimensions that no source here has."""

    section: CodeLabel
    measure: CodeLabel
    unit: CodeLabel
    breakdowns: list[str]
    not_collected: list[str]
    tables: list[str]


class Indicators(Listed):
    items: list[IndicatorBrief]


class Dimension(Schema):
    """parameter: by which its codes are asked."""

    dimension: str
    parameter: str
    label: str
    codes: list[CodeLabel]


class TableRef(Schema):
    """Where the figures of an indicator can be read. indicator: whose figures they are, of another where this one reads them there."""

    table: str
    indicator: str
    dimensions: list[Dimension]
    datasets: list[DatasetBrief]


class IndicatorAnswer(IndicatorBrief, Notice):
    """One indicator."""

    definition: Texts
    method: Texts
    harmonisation: Texts
    all_tables: list[TableRef]
    figures: str = Field(description="Address of its figures.")


class Figure(Schema):
    """One cell. codes: of dimensions that were not added up; value: null where there is none to show, and `state` says why.

    told: the figure, or why there is none, in words; flag: SDMX observation status; notes: numbers of `notes`; added_up: how
    many figures of the source were added up here, 1 for one that stands so there.
    """

    codes: dict[str, str]
    labels: dict[str, str]
    period: str
    value: int | float | None
    state: Literal["value", "suppressed", "missing"]
    told: str
    flag: CodeLabel | None
    notes: list[int]
    added_up: int


class SourceVintage(Schema):
    """Which dataset and vintage was read, and how it is cited."""

    dataset: str
    publisher: str
    title: str
    edition: str
    licence: str
    vintage: int
    published: datetime.date
    digest: str
    citation: str


class Figures(Listed):
    """Figures of one indicator. added_up_over: dimensions over which figures were added up here; retrieved_from: the same in
    these vintages, for people. A cell that is not there is not in the source; it is not zero."""

    indicator: IndicatorRef
    table: str
    unit: CodeLabel
    added_up_over: list[str]
    sources: list[SourceVintage]
    notes: list[NoteRef]
    retrieved_from: str
    items: list[Figure]


class DifferenceItem(Schema):
    """A cell that differs. kind: "new", "changed", "withdrawn", "suppressed" (from now on), "shown" (from now on) or "flag"."""

    codes: dict[str, str]
    labels: dict[str, str]
    period: str
    kind: Literal["new", "changed", "withdrawn", "suppressed", "shown", "flag"]
    told: str
    before: int | float | None
    after: int | float | None
    change: int | float | None
    flag_before: str
    flag_after: str


class DifferencesAnswer(Listed):
    """Between two vintages, the largest first."""

    indicator: IndicatorRef
    table: str
    unit: CodeLabel
    before: list[SourceVintage]
    after: list[SourceVintage]
    counts: dict[str, int]
    items: list[DifferenceItem]


def notice() -> str:
    """Stands on every answer with figures."""
    return gettext("Figures are their publishers’: name the publisher and the vintage. What is not there is not zero.")


# -- datasets


def dataset_members(dataset: Dataset, words: Words, reader: Reader) -> dict[str, Any]:
    """Of a dataset with its vintages prefetched, by number."""
    vintages = list(dataset.vintages.all())
    kind = dataset.source_kind
    return {
        "slug": dataset.slug, "family": dataset.family or None, "publisher": dataset.publisher,
        "title": texts(dataset, "title"), "edition": dataset.edition, "accessed": dataset.accessed,
        "licence": dataset.licence, "url": dataset.url or None,
        "source_kind": label("source_kind", kind, words) if kind else None,
        "smallest_count_shown": dataset.threshold, "vintages": len(vintages),
        "latest": vintage_ref(vintages[-1]) if vintages else None,
        "links": _links("dataset", dataset.slug, reader, dataset.url),
    }  # fmt: skip


def dataset_answer(dataset: Dataset, reader: Reader) -> DatasetAnswer:
    words = Words(reader.language)
    held = Indicator.objects.filter(pk__in=dataset.series.order_by().values("indicator").distinct())
    newest_first = sorted(dataset.vintages.all(), key=lambda one: -one.number)
    return DatasetAnswer(
        **dataset_members(dataset, words, reader), notice=notice(), note=texts(dataset, "note"),
        all_vintages=[vintage_ref(one) for one in newest_first],
        indicators=[IndicatorRef(**indicator_ref(one, reader)) for one in held],
        notes=note_refs(dataset.notes.filter(last=None)),
    )  # fmt: skip


def vintage_ref(vintage: Vintage) -> VintageRef:
    return VintageRef(
        number=vintage.number, published=vintage.published, edition=vintage.edition, digest=vintage.digest,
        parent_digest=vintage.parent_digest or None,
    )  # fmt: skip


def note_refs(notes: Iterable[Note]) -> list[NoteRef]:
    return [
        NoteRef(
            number=number, kind=Note.Kind(note.kind), codes=exporters.codes_of(note), first_period=note.start, last_period=note.end,
            text=texts(note, "text"), source=note.source,
        )
        for number, note in enumerate(notes, 1)
    ]  # fmt: skip


def _links(kind: str, slug: str, reader: Reader, official: str = "") -> Links:
    return Links(
        self=reader.url(reverse(f"api:{kind}", args=[slug])),
        pages=reader.pages(reverse(f"indicators:{kind}", args=[slug])), official=official or None,
    )  # fmt: skip


def label(name: str, code: str, words: Words) -> CodeLabel:
    return CodeLabel(code=code, label=words.code(name, code))


# -- indicators


def indicator_ref(indicator: Indicator, reader: Reader) -> dict[str, Any]:
    own = _links("indicator", indicator.slug, reader)
    return {"slug": indicator.slug, "title": texts(indicator, "title"), "links": own}


def indicator_members(indicator: Indicator, catalogue: Catalogue, words: Words, reader: Reader) -> dict[str, Any]:
    section = CodeLabel(code=indicator.section, label=str(indicator.get_section_display()))
    return {
        **indicator_ref(indicator, reader), "section": section, "measure": label("MEASURE", indicator.measure, words),
        "unit": label("UNIT", indicator.unit, words), "breakdowns": _names(indicator.breakdowns),
        "not_collected": _names(indicator.not_collected), "tables": list(catalogue.tables(indicator)),
    }  # fmt: skip


def indicator_answer(indicator: Indicator, catalogue: Catalogue, reader: Reader) -> IndicatorAnswer:
    words = Words(reader.language)
    own: dict[str, Any] = {name: texts(indicator, name) for name in ("definition", "method", "harmonisation")}
    return IndicatorAnswer(
        **indicator_members(indicator, catalogue, words, reader), **own, notice=notice(),
        all_tables=list(_tables(indicator, catalogue, words, reader)),
        figures=reader.url(reverse("api:figures", args=[indicator.slug])),
    )  # fmt: skip


def _tables(indicator: Indicator, catalogue: Catalogue, words: Words, reader: Reader) -> Iterable[TableRef]:
    known = catalogue.tables(indicator)
    with_vintages = {
        one.pk: one for one in datasets().filter(pk__in=[one.pk for _, found in known.values() for one in found])
    }
    for name, (source, found) in known.items():
        held = shape(source, catalogue.vintages(found, None), catalogue.state)
        yield TableRef(
            table=name, indicator=source.slug,
            dimensions=[_dimension(one, sorted(held.codes(one)), words) for one in DIMENSIONS],
            datasets=[DatasetBrief(**dataset_members(with_vintages[one.pk], words, reader)) for one in found],
        )  # fmt: skip


def datasets() -> Any:
    """Those with at least one vintage, with their vintages by number."""
    return (
        Dataset.objects.annotate(published=Count("vintages")).filter(published__gt=0)
        .order_by("slug").prefetch_related("vintages")
    )  # fmt: skip


def _dimension(name: str, codes: Sequence[str], words: Words) -> Dimension:
    return Dimension(
        dimension=name, parameter=name.lower(), label=str(asking.NAMES[name]),
        codes=[label(name, code, words) for code in codes],
    )  # fmt: skip


def _names(joined: str) -> list[str]:
    return [name for name in joined.split("|") if name]


# -- figures


def figures(found: Table, listed: dict[str, Any], entries: Sequence[exporters.Entry], reader: Reader) -> Figures:
    """listed: the members of `Listed`."""
    words = Words(reader.language)
    items = [_figure(entry, found.unit, words) for entry in entries]
    return Figures(
        **{**listed, "notice": notice(), "items": items}, **_of(found, words, reader), added_up_over=list(found.added),
        sources=sources(found, reader), notes=note_refs(found.notes), retrieved_from=citing.address(found, reader),
    )  # fmt: skip


def all_figures(found: Table, reader: Reader, path: str) -> Figures:
    """On one page, as a file. path: of the request, with its query."""
    total = exporters.counted(found)
    links = PageLinks(self=reader.url(path), next=None, previous=None)
    numbers = {"total": total, "page": 1, "size": total, "pages": 1, "links": links}
    return figures(found, numbers, list(exporters.entries(found)), reader)


def _of(found: Table, words: Words, reader: Reader) -> dict[str, Any]:
    ref = IndicatorRef(**indicator_ref(found.indicator, reader))
    return {"indicator": ref, "table": citing.pinned(found).table, "unit": label("UNIT", found.unit, words)}


def _figure(entry: exporters.Entry, unit: str, words: Words) -> Figure:
    line, period, cell, notes = entry
    letter = exporters.flag(cell)
    return Figure(
        codes=line.codes, labels=_labels(line.codes, words), period=period, value=exporters.number(cell.value),
        state=cell.state, told=words.cell(cell, line.codes.get("UNIT", unit)),
        flag=label("obs_status", letter, words) if letter not in ("", "A") else None, notes=list(notes), added_up=cell.parts,
    )  # fmt: skip


def _labels(codes: dict[str, str], words: Words) -> dict[str, str]:
    return {name: exporters.dimension_label(codes, name, words) for name in codes}


def sources(found: Table, reader: Reader) -> list[SourceVintage]:
    return [
        SourceVintage(
            dataset=one.dataset, publisher=one.publisher, title=one.title, edition=one.edition, licence=one.licence,
            vintage=one.vintage, published=one.published, digest=one.digest, citation=one.text(),
        )
        for one in citing.citations(found, reader)
    ]  # fmt: skip


def difference_answer(
    found: Differences, listed: dict[str, Any], shown: Sequence[Difference], reader: Reader
) -> DifferencesAnswer:
    words = Words(reader.language)
    items = [
        DifferenceItem(
            codes=one.codes, labels=_labels(one.codes, words), period=one.period, kind=one.kind, told=str(KINDS[one.kind]),
            before=exporters.number(one.before), after=exporters.number(one.after), change=exporters.number(one.change),
            flag_before=one.flag_before, flag_after=one.flag_after,
        )
        for one in shown
    ]  # fmt: skip
    return DifferencesAnswer(
        **{**listed, "notice": notice(), "items": items}, **_of(found.after, words, reader),
        before=sources(found.before, reader), after=sources(found.after, reader), counts=found.counts,
    )  # fmt: skip
