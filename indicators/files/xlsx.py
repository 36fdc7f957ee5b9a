"""A table of figures as a workbook: figures, notes, source."""

import io
from collections.abc import Iterable
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext, override
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from indicators import asking, citing, exporters
from indicators.tables import Table
from indicators.wording import Words
from records.answering import Reader
from records.exports import cell

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A workbook takes ten times as long as a CSV of the same rows.
MOST = 10_000
_HEADING = Font(bold=True)


def as_xlsx(table: Table, reader: Reader, words: Words) -> bytes:
    """Figures are numbers; every text is a text, whatever it begins with."""
    exporters.counted(table, MOST)
    book = Workbook(write_only=True)
    book.properties.creator = ""
    with override(reader.language):
        columns = exporters.figure_columns(table, words)
        rows = ([column.value(one, reader) for column in columns] for one in exporters.entries(table))
        _sheet(book, gettext("Figures"), [str(column.heading) for column in columns], rows)
        _sheet(
            book,
            gettext("Notes"),
            [gettext("number"), gettext("kind"), gettext("text"), gettext("source")],
            _notes(table, reader),
        )
        _sheet(book, gettext("Source"), None, _source(table, reader, words))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: Workbook, name: str, heading: list[str] | None, rows: Iterable[Iterable[Any]]) -> None:
    sheet = book.create_sheet(name)
    if heading:
        sheet.freeze_panes = "A2"
        sheet.append([_cell(sheet, capfirst(text), bold=True) for text in heading])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    value = cell(value)
    if not isinstance(value, str):
        return value
    value = ILLEGAL_CHARACTERS_RE.sub("", value)
    if not bold and value[:1] not in ("=", "#"):
        return value
    # No formula, no error value of it.
    one = WriteOnlyCell(sheet, value=value)
    one.data_type = "s"
    if bold:
        one.font = _HEADING
    return one


def _notes(table: Table, reader: Reader) -> Iterable[list[Any]]:
    for place, note in enumerate(table.notes, 1):
        yield [place, str(note.get_kind_display()), citing.in_language(note, "text", reader.language), note.source]


def _source(table: Table, reader: Reader, words: Words) -> Iterable[list[Any]]:
    """Name and value, a line each: what the figures are, then each dataset."""
    indicator = table.indicator
    texts = ((name, citing.in_language(indicator, name, reader.language)) for name in indicator.TEXTS)
    names = {
        "title": gettext("indicator"), "definition": gettext("definition"), "method": gettext("method"),
        "harmonisation": gettext("harmonisation notes"),
    }  # fmt: skip
    yield from ([names[name], text] for name, text in texts if text)
    yield [gettext("unit"), words.code("UNIT", table.unit)]
    if table.added:
        yield [gettext("added up here over"), ", ".join(str(asking.NAMES[name]) for name in table.added)]
    for one in citing.citations(table, reader):
        yield []
        yield [gettext("dataset"), one.dataset]
        yield [gettext("title"), one.title]
        yield [gettext("publisher"), one.publisher]
        yield [gettext("edition"), one.edition]
        yield [gettext("vintage"), one.vintage]
        yield [gettext("published"), one.published]
        yield [gettext("digest of the vintage (SHA-256)"), one.digest]
        yield [gettext("licence"), one.licence]
        yield [gettext("retrieved from"), one.address]
        yield [gettext("cite as"), one.text()]
