"""Workbooks that no spreadsheet makes, or only by accident: nothing in them is passed over without a word."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from rounds import sheets
from rounds.asked import Entry, Table
from rounds.sheets_out import Meta

FORDS = Table(
    name="fords", indicator="fords", area="COL", kind="count", unit="PS", fixed={}, vary=("SEX",),
    codes={"SEX": ("_T", "F", "M")}, periods=("2023", "2024"),
)  # fmt: skip


def book(change: Callable[[Any], None] = lambda sheet: None) -> bytes:
    made = Workbook()
    sheet = made.active
    sheet.title = "fords"
    for row in (["SEX", "TIME_PERIOD", "OBS_VALUE"], ["F", 2023, 5], ["M", 2023, 7]):
        sheet.append(row)
    change(sheet)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def written(change: Callable[[str], str]) -> bytes:
    """The same with the sheet's XML said otherwise."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book())) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.namelist():
            text = old.read(member)
            new.writestr(member, change(text.decode()) if member == "xl/worksheets/sheet1.xml" else text)
    return out.getvalue()


def read(data: bytes) -> list[Entry]:
    return sheets.read(data, "fords.xlsx", [FORDS], Meta("round-2025", "COL"))[0]["fords"]


def figures(data: bytes) -> list[float | None]:
    return [entry.value for entry in read(data)]


def refused(data: bytes) -> str:
    with pytest.raises(sheets.SheetNotTaken) as caught:
        read(data)
    return caught.value.key


def test_a_format_far_below_the_last_figure_is_no_row() -> None:
    """Whoever formats a whole column leaves a cell in the very last row."""

    def far(sheet: Any) -> None:
        sheet.cell(1_048_576, 1).font = Font(bold=True)

    assert figures(book(far)) == [5.0, 7.0]


def test_rows_that_stand_twice_or_not_in_order_are_not_lost() -> None:
    again = written(lambda text: re.sub(r'"([A-C]?)3"', r'"\g<1>2"', text))
    back = written(lambda text: text.replace('<row r="2"', '<row r="9"'))
    assert refused(again) == refused(back) == "not-a-sheet"


def test_a_figure_far_to_the_right_is_told() -> None:
    def wide(sheet: Any) -> None:
        sheet.cell(2, 300, 12)

    assert refused(book(wide)) == "cell-without-column"


@pytest.mark.parametrize(
    ("figure", "key"), [("1e999", "no_number"), ("nan", "not-a-sheet"), ("9" * 6000, "not-a-sheet")]
)
def test_what_is_no_finite_number_is_no_figure(figure: str, key: str) -> None:
    assert refused(written(lambda text: text.replace("<v>5</v>", f"<v>{figure}</v>"))) == key


def test_a_document_type_is_not_read() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb">]>'
    assert refused(written(lambda text: bomb + re.sub(r"^<\?xml.*?\?>", "", text))) == "not-a-sheet"
