"""The one writer of tables for spreadsheets (reliability rule 12). Rooms say which columns their records have."""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.text import capfirst, format_lazy, slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from records.answering import Reader
from records.api import notice
from records.models import LANGUAGES

# Spreadsheets take what begins so for a formula, or part the cell there.
_FORMULA = frozenset("=+-@\u2212")
_PARTING = frozenset("\t\r\n")
_UNSEEN = "\ufeff\u200b\u200c\u200d\u2060\u00ad"
Value = str | int | float | bool | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """heading: translated when it is written. value: of one record, for a reader; lists are joined by the caller."""

    heading: Any
    value: Callable[[Any, Reader], Value]


def table(columns: Sequence[Column], records: Iterable[Any], reader: Reader) -> bytes:
    """UTF-8 with a byte order mark, by which spreadsheets know it; texts quoted, numbers bare with a dot."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([cell(capfirst(str(column.heading))) for column in columns])
    for record in records:
        writer.writerow([cell(column.value(record, reader)) for column in columns])
    return out.getvalue().encode("utf-8-sig", "replace")


def cell(value: Value) -> str | int | float:
    """A number stays one, a day is written 2015-06-01, and a text that a spreadsheet would reckon with is made text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    text = value.replace("\0", "")
    return f"'{text}" if _reckoned(text) else text


def _reckoned(text: str) -> bool:
    """Whether it begins, maybe after blanks and signs that nobody sees, as a formula does; full-width signs count."""
    if text[:1] in _PARTING:
        return True
    first = text.lstrip().lstrip(_UNSEEN).lstrip()[:1]
    return bool(first) and (first in _FORMULA or unicodedata.normalize("NFKC", first) in _FORMULA)


def as_file(columns: Sequence[Column], records: Iterable[Any], reader: Reader, name: str) -> HttpResponse:
    """The table as a download, `name`.csv."""
    response = HttpResponse(table(columns, records, reader), content_type="text/csv; charset=utf-8; header=present")
    response["Content-Disposition"] = f'attachment; filename="{slugify(name) or "table"}.csv"'
    return response


# -- columns that several kinds have


def in_four(heading: Any, text: Callable[[str], Callable[[Any, Reader], Value]]) -> list[Column]:
    """A column a language: "title (es)" …; `text(code)` is the value."""
    return [Column(format_lazy("{} ({})", heading, code), text(code)) for code in LANGUAGES]


def public(name: str) -> Callable[[str], Callable[[Any, Reader], Value]]:
    """For `in_four`: a text of a record where it may be seen."""
    return lambda code: lambda record, _: record.public_texts(name).get(code)


def _address(record: Any, reader: Reader) -> str:
    return reader.url(record.get_absolute_url())


# Whether a record was compared with its source, and what holds for whoever takes it away.
EVIDENCE = [
    Column(_("unchecked"), lambda record, _: gettext("unchecked") if record.checked is None else ""),
    Column(_("checked on"), lambda record, _: record.checked),
    Column(_("source"), lambda record, _: str(record.source) if record.source else ""),
    Column(_("page that was read"), lambda record, _: record.source_url),
    Column(_("licence of the source"), lambda record, _: record.source.licence if record.source else ""),
]
PAGE = Column(_("page"), _address)
NOTICE = Column(_("notice"), lambda record, _: notice())
