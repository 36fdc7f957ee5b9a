"""The records of today as the sheet in which they may come back: read again unaltered, every row is unchanged."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import models

from records.exports import cell
from records.sheet_files import clean
from records.sheets import Sheet, latest

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def rows(sheet: Sheet, jurisdiction: str = "") -> Iterator[list[str]]:
    """The names of the columns, then one row a record as its pending draft has it; of one jurisdiction by its code."""
    yield list(sheet.columns)
    records = sheet.model._default_manager.filter(jurisdiction__is_example=False)
    if jurisdiction:
        records = sheet.model._default_manager.filter(jurisdiction__code=jurisdiction)
    for record in records.order_by("jurisdiction__code", "slug").iterator(chunk_size=200):
        record = latest(record)
        yield [str(cell(clean(_value(sheet, record, name)))) for name in sheet.columns]


def _value(sheet: Sheet, record: Any, name: str) -> str:
    if name in sheet.written:
        return sheet.written[name](record)
    if name in sheet.many:
        return "|".join(sorted(str(row) for row in getattr(record, name).all()))
    value = getattr(record, name)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, models.Model):
        # What stands in a cell for another record is its code or its address.
        return str(getattr(value, "code", None) or getattr(value, "slug", ""))
    return "" if value is None else str(value)


def as_csv(sheet: Sheet, jurisdiction: str = "") -> bytes:
    """UTF-8 with a byte order mark, by which spreadsheets know it."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows(sheet, jurisdiction))
    return out.getvalue().encode("utf-8-sig", "replace")


def as_xlsx(sheet: Sheet, jurisdiction: str = "") -> bytes:
    """Every cell a text: a spreadsheet would make dates of numbers of decrees."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    page = book.create_sheet(sheet.name)
    page.freeze_panes = "A2"
    for row in rows(sheet, jurisdiction):
        cells = []
        for value in row:
            one = WriteOnlyCell(page, value=value)
            one.data_type, one.number_format = "s", "@"
            cells.append(one)
        page.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
