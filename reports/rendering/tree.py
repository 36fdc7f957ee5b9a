"""What a report says, without any format: web pages, PDF and DOCX are made of this, so that all have the same numbers."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

# In a cell without a figure; what it means stands under the table, and for screen readers in the cell.
NONE = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a sentence. value: of a bound number, as a program reads it; about: indicator, period and vintage of it;
    href: an address of this site."""

    text: str
    value: str = ""
    about: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    kind: str = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """language: what it is in; quoted: a country's own words; links: to records of this site."""

    spans: list[Span]
    language: str
    quoted: bool = False
    kind: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Row:
    """label: the row's heading; group: a heading over several rows, without cells; part: below the row before it; why: in words,
    where the row has no figures at all."""

    label: str
    cells: list[Span] = field(default_factory=list)
    group: bool = False
    part: bool = False
    why: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """head: of all columns, the first that of the row headings. notes, source: sentences."""

    number: int
    caption: str
    head: list[str]
    rows: list[Row]
    notes: list[str]
    source: str
    kind: str = "table"


@dataclass(frozen=True, slots=True)
class Chart:
    """svg: the whole picture, without addresses; summary: what it shows, in words; alt: short; narrow: for a phone, empty in
    what went out before there were such."""

    number: int
    caption: str
    svg: str
    summary: str
    alt: str
    narrow: str = ""
    kind: str = "chart"


@dataclass(frozen=True, slots=True)
class Record:
    """A law or policy. pk: of the record, which must be public while it is shown; day: as it is written; said: in a sentence or
    two. lang: of label and said, where it is not the reader's."""

    record: str
    pk: int
    label: str
    href: str
    day: str
    said: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Laws:
    """groups: a country (empty where there is only one) and its records."""

    groups: list[tuple[str, list[Record]]]
    kind: str = "laws"


Node = Heading | Paragraph | Table | Chart | Laws


@dataclass(frozen=True, slots=True)
class Chapter:
    """note: a country's note in the regional report."""

    slug: str
    title: str
    nodes: list[Node]
    note: bool = False

    def as_json(self) -> list[dict[str, Any]]:
        return [asdict(node) for node in self.nodes]


@dataclass(frozen=True, slots=True)
class Document:
    """sources: as they are cited, with the vintage of each; day: of publication, or of the draft."""

    slug: str
    version: int
    language: str
    title: str
    day: str
    draft: bool
    chapters: list[Chapter]
    sources: list[str]

    def records(self) -> list[str]:
        """Keys of all laws and policies: "law:5"."""
        return sorted({f"{one.record}:{one.pk}" for chapter in self.chapters for one in records(chapter)})


def only(chapter: Chapter, public: set[str]) -> Chapter:
    """Without records that are not public any more."""
    nodes: list[Node] = []
    for node in chapter.nodes:
        if isinstance(node, Laws):
            kept = [
                (place, [one for one in found if f"{one.record}:{one.pk}" in public]) for place, found in node.groups
            ]
            node = Laws([(place, found) for place, found in kept if found])
        nodes.append(node)
    return Chapter(chapter.slug, chapter.title, nodes, chapter.note)


def records(chapter: Chapter) -> Iterator[Record]:
    for node in chapter.nodes:
        if isinstance(node, Laws):
            for _place, found in node.groups:
                yield from found


def chapter_from(slug: str, title: str, note: bool, body: list[dict[str, Any]]) -> Chapter:
    return Chapter(slug, title, [_node(one) for one in body], note)


def _node(told: dict[str, Any]) -> Node:
    kind = told["kind"]
    if kind == "paragraph":
        return Paragraph(**{**told, "spans": [Span(**one) for one in told["spans"]]})
    if kind == "table":
        rows = [Row(**{**one, "cells": [Span(**cell) for cell in one["cells"]]}) for one in told["rows"]]
        return Table(**{**told, "rows": rows})
    if kind == "chart":
        return Chart(**told)
    if kind == "laws":
        return Laws([(place, [Record(**one) for one in found]) for place, found in told["groups"]])
    return Heading(**told)
