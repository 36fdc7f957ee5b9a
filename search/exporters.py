"""Results of a search as rows of a table: a record with its best article, or all articles of the one record."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from records.answering import Reader
from records.api import key_of
from records.exports import EVIDENCE, NOTICE, Column
from search import presenting
from search.address import Address
from search.answers import records_of, slug_of
from search.results import Results


@dataclass(slots=True)
class Line:
    """rank: of the record, from 1; part: its article that matches best, None where only the record itself does."""

    rank: int
    row: presenting.Row
    part: presenting.Part | None
    record: Any
    units: int

    @property
    def checked(self) -> Any:
        return self.record.checked

    @property
    def source(self) -> Any:
        return self.record.source

    @property
    def source_url(self) -> str:
        return str(self.record.source_url)


def lines(results: Results, asked: Address, language: str) -> Iterator[Line]:
    records = records_of(results)
    units = {group.record: group.units for group in results.groups}
    for rank, row in enumerate(presenting.present(results, asked, language, hits_shown=1).rows, 1):
        key = f"{row.record.kind}:{row.record.pk}"
        if key in records:
            for part in row.parts or (None,):
                yield Line(rank, row, part, records[key], units[key])


def _plain(pieces: presenting.Pieces) -> str:
    return "".join(text for text, _ in pieces)


def _of_part(value: Any) -> Any:
    return lambda line, reader: value(line.part, reader) if line.part else ""


def _key(line: Line, reader: Reader) -> str:
    own = key_of(line.record)
    return f"{own}/{slug_of(line.part, line.row)}" if line.part else own


RESULTS = [
    Column(_("rank"), lambda line, _: line.rank),
    Column(_("key"), _key),
    Column(_("title"), lambda line, _: _plain(line.row.title)),
    Column(_("language of the title"), lambda line, reader: line.row.title_language or reader.language),
    Column(_("official number"), lambda line, _: line.row.citation),
    Column(_("jurisdiction"), lambda line, _: line.row.record.jurisdiction),
    Column(_("type"), lambda line, _: line.row.record.type),
    Column(_("year"), lambda line, _: line.row.record.year),
    Column(_("article"), _of_part(lambda part, _: part.label)),
    Column(_("heading"), _of_part(lambda part, _: _plain(part.heading))),
    Column(_("passage"), _of_part(lambda part, _: _plain(part.snippet))),
    Column(_("language of the passage"), _of_part(lambda part, reader: part.language or reader.language)),
    Column(_("remarks"), _of_part(lambda part, _: " | ".join(text for _, text in part.badges))),
    Column(_("matching texts"), lambda line, _: line.units),
    Column(_("page"), lambda line, reader: reader.url(line.part.url if line.part else line.row.url)),
    *EVIDENCE,
    NOTICE,
]
