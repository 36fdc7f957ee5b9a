"""Tables for spreadsheets: no cell is a formula, numbers stay numbers, every letter arrives."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from hypothesis import given
from hypothesis import strategies as st

from kb import messages
from records.answering import Reader
from records.exports import Column, as_file, cell, table

READER = Reader("es", "https://law.example.org")
SIGNS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "﹢", "﹣", "﹦", "﹫", "−"]


def read(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf"), "by this mark a spreadsheet knows that it is UTF-8"
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def one(value: Any) -> str:
    return read(table([Column("value", lambda record, _: record)], [value], READER))[1][0]


@pytest.mark.parametrize("sign", SIGNS)
def test_a_text_that_begins_like_a_formula_is_text(sign: str) -> None:
    for text in (
        f"{sign}1+1",
        f"{sign}",
        f" {sign}cmd|' /C calc'!A0",
        f"\ufeff{sign}A1",
        f"\u200b {sign}A1",
        f"\xa0{sign}1",
    ):
        if sign in "\t\r\n" and not text.startswith(sign):
            continue
        assert one(text).startswith("'"), repr(text)
        assert one(text)[1:] == text


@pytest.mark.parametrize("text", ["Ley 25.871", "a=b", "a@b.example", "’tis", "", "12-bis", "«=»", "ñandú", "1+1"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert one(text) == text


@pytest.mark.parametrize(
    ("value", "written"), [(-5, "-5"), (0, "0"), (-2.5, "-2.5"), (1234567, "1234567"), (None, ""), (True, "1")]
)
def test_numbers_stay_numbers(value: Any, written: str) -> None:
    assert one(value) == written
    if isinstance(value, int | float):
        raw = table([Column("value", lambda record, _: record)], [value], READER).decode("utf-8-sig")
        assert raw.splitlines()[1] == written, "neither quoted nor marked"


def test_a_number_as_text_is_guarded_and_a_day_is_written_in_full() -> None:
    assert one("-5") == "'-5"
    assert one(date(1994, 2, 1)) == "1994-02-01"


@given(st.text())
def test_no_text_at_all_begins_a_formula(text: str) -> None:
    written = cell(text)
    assert isinstance(written, str)
    assert not written.startswith(tuple(SIGNS))
    assert written.removeprefix("'") == text.replace("\0", "") or written == text.replace("\0", "")


@given(
    st.lists(
        st.lists(st.one_of(st.text(st.characters(exclude_categories=["Cs"])), st.integers()), min_size=2, max_size=2),
        max_size=4,
    )
)
def test_every_row_comes_back_whole(rows: list[list[Any]]) -> None:
    columns = [Column("a", lambda row, _: row[0]), Column("b", lambda row, _: row[1])]
    found = read(table(columns, rows, READER))[1:]
    assert [[str(cell(value)) for value in row] for row in rows] == found


def test_half_a_letter_does_not_break_the_table() -> None:
    assert one("a\ud800b") == "a?b"


def test_headings_are_in_the_readers_language_and_named_once() -> None:
    messages.compile_all()
    columns = [Column(_("unchecked"), lambda record, _: record), Column("=SUM(A1)", lambda record, _: "")]
    with translation.override("es"):
        assert read(table(columns, [], READER)) == [["Sin verificar", "'=SUM(A1)"]]
    with translation.override("fr"):
        assert read(table(columns, [], READER))[0][0] != "Sin verificar"


def test_the_file_is_a_download() -> None:
    response = as_file([Column("a", lambda record, _: record)], ["x"], READER, "Ley/../señal")
    assert response["Content-Disposition"] == 'attachment; filename="leysenal.csv"'
    assert response["Content-Type"].startswith("text/csv; charset=utf-8")
