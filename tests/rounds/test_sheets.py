"""Sheets of rounds: what goes out comes back the same; what cannot be read for sure is refused, by file, sheet and cell."""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from records.sheet_files import clean
from rounds import sheet_rows, sheets, sheets_in, sheets_out
from rounds.asked import Entry, Table
from rounds.sheets_out import Meta

FERRIES = Table(
    "ferries", "ferries", "ARG", "count", "PS", {"MEASURE": "STOCK"}, ("SEX", "COUNTERPART"),
    {"SEX": ("_T", "F"), "COUNTERPART": ("_T", "VEN")}, ("2023", "2024"), ("SEX",),
)  # fmt: skip
FORDS = Table("fords", "fords", "ARG", "share", "PT", {"MEASURE": "FORDS"}, (), {}, ("2024-Q1", "2024-Q2"))
META = Meta("round-2025", "ARG", "Round", "Argentina", "1 May 2026 (UTC)")


class Labels:
    """Words without a database."""

    def code(self, dimension: str, code: str) -> str:
        return f"={code} in words"


def _inside(data: bytes, name: str) -> Any:
    """The job without its child process, whose start would take the time of a thousand examples."""
    for header, payload in sheets_in.read(data, name):
        if "fault" in header:
            raise sheets_in.Fault(header["fault"], **header["facts"])
        yield header, payload


@pytest.fixture
def child() -> None:
    """Asked for by tests that read in the child process in earnest."""


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    if "child" not in request.fixturenames:
        monkeypatch.setattr(sheets, "_frames", _inside)


def written(filled: dict[str, list[Entry]] | None = None, tables: list[Table] | None = None, **meta: Any) -> bytes:
    told = Meta("round-2025", "ARG", "Round", "Argentina", "1 May 2026 (UTC)", **meta)
    return sheets_out.workbook(tables or [FERRIES, FORDS], filled or {}, Labels(), "es", told)  # type: ignore[arg-type]


def changed(change: Callable[[Any], None], data: bytes | None = None) -> bytes:
    book = load_workbook(io.BytesIO(data or written()))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cells(**values: Any) -> bytes:
    """The sheet of ferries with these cells; figures are in F, marks in G, states in H, notes in I, periods in E."""
    return changed(lambda book: [book["ferries"].__setitem__(place, value) for place, value in values.items()])


def taken(data: bytes, name: str = "sent.xlsx") -> list[Entry]:
    return sheets.read(data, name, [FERRIES, FORDS], META)[0]["ferries"]


def refused(data: bytes, name: str = "sent.xlsx", tables: list[Table] | None = None) -> sheets.SheetNotTaken:
    with pytest.raises(sheets.SheetNotTaken) as caught:
        sheets.read(data, name, tables or [FERRIES, FORDS], META)
    return caught.value


def first(data: bytes) -> float | None:
    return taken(data)[0].value


# -- there and back

NOTES = st.text(max_size=60).map(clean).filter(lambda text: clean(text) == text and "x005F_" not in text)
# A workbook keeps fifteen digits.
FIGURES = st.one_of(
    st.floats(-1e300, 1e300).map(lambda figure: float(f"{figure:.15g}")), st.integers(-(10**12), 10**12).map(float)
)
STATUS = st.sampled_from(sheet_rows.STATUSES)
CONTENTS = st.one_of(
    st.tuples(FIGURES, st.just("value"), STATUS, NOTES),
    st.tuples(st.none(), st.sampled_from(("suppressed", "not_collected")), STATUS, NOTES),
    st.just((None, "absent", "A", "")),
)


@settings(max_examples=50, deadline=None)
@given(st.lists(CONTENTS, min_size=8, max_size=8), st.lists(CONTENTS, min_size=2, max_size=2))
def test_what_is_written_is_read_again(eight: list[Any], two: list[Any]) -> None:
    places = [
        ({"SEX": sex, "COUNTERPART": origin}, period)
        for sex in FERRIES.codes["SEX"] for origin in FERRIES.codes["COUNTERPART"] for period in FERRIES.periods
    ]  # fmt: skip
    given_ = {
        "ferries": [Entry(*place, *told) for place, told in zip(places, eight, strict=True)],
        "fords": [Entry({}, period, *told) for period, told in zip(FORDS.periods, two, strict=True)],
    }
    frames = list(_inside(written(given_), "sent.xlsx"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheets, "_frames", lambda data, name: frames)
        found, told = sheets.read(b"PK", "sent.xlsx", [FERRIES, FORDS], META)
    for name, entries in given_.items():
        assert [(e.codes, e.period, e.value, e.state, e.status, e.note) for e in found[name]] == [
            (e.codes, e.period, e.value, e.state, e.status, e.note) for e in entries
        ]
        assert [e.line for e in found[name]] == list(range(3, 3 + len(entries)))
    assert told.sentences == []


def test_a_sheet_says_what_it_is_and_no_text_in_it_is_reckoned_with() -> None:
    entry = Entry({"SEX": "_T", "COUNTERPART": "_T"}, "2023", 5.0, note="=1+1")
    book = load_workbook(io.BytesIO(written({"ferries": [entry]}, before={"ferries": {("_T._T", "2023"): 4.0}})))
    sheet = book["ferries"]
    assert book.sheetnames == ["SICREMI", "ferries", "fords", "CODES"]
    assert [cell.value for cell in sheet[1]] == [
        "SEX", "SEX_LABEL", "COUNTERPART", "COUNTERPART_LABEL", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "STATE", "NOTE",
        "LAST",
    ]  # fmt: skip
    assert (sheet["F3"].value, sheet["J3"].value, sheet["J3"].font.color.rgb) == (5, 4, "00808080")
    assert sheet["I3"].value == "'=1+1"
    assert {cell.data_type for page in book for row in page.iter_rows() for cell in row if cell.value} == {"s", "n"}
    assert {rule.formula1 for rule in sheet.data_validations.dataValidation} == {'"A,B,D,E,I,P,U"', '"C,NC"'}
    assert any("1 May 2026 (UTC)" in str(cell.value) for row in book["SICREMI"].iter_rows() for cell in row)


@pytest.mark.usefixtures("child")
def test_the_file_is_read_in_a_child_process() -> None:
    """Once in earnest: with its limits, and nothing of Django in it."""
    assert first(cells(F3=12)) == 12.0
    assert refused(cells(F3="=1+1")).key == "formula"
    assert refused(b"PK\x03\x04 no workbook").key == "not-a-sheet"


# -- figures


@pytest.mark.parametrize(
    ("typed", "figure"),
    [("1 234", 1234), ("1234.5", 1234.5), ("1234,5", 1234.5), ("1\u00a0234", 1234), (0, 0), ("0", 0), ("  ", None), (-3, -3)],
)  # fmt: skip
def test_figures_as_people_type_them(typed: Any, figure: float | None) -> None:
    entry = taken(cells(F3=typed))[0]
    assert (entry.value, entry.state) == (figure, "absent" if figure is None else "value")


@pytest.mark.parametrize("typed", ["1,234", "1.234"])
def test_what_can_be_read_in_two_ways_is_refused_with_both(typed: str) -> None:
    fault = refused(cells(F3=7, F4=typed))
    with override("en"):
        assert fault.sentence == (
            f"sent.xlsx, sheet ferries, line 4: “{typed}” can be read as 1234 or as 1.2340. Write it without a sign between "
            "thousands."
        )


def test_all_cells_that_are_not_understood_are_told_at_once() -> None:
    fault = refused(cells(F3="many", F5="1,234", H6="X", G7="Z"))
    assert [(one.key, one.facts["line"]) for one in fault.faults] == [
        ("no_number", 3), ("ambiguous", 5), ("state", 6), ("status", 7),
    ]  # fmt: skip


def test_states_beside_figures() -> None:
    entries = taken(cells(H3="c", H4="NC", F5=0, G5="E"))
    assert [one.state for one in entries[:4]] == ["suppressed", "not_collected", "value", "absent"]
    assert (entries[2].value, entries[2].status) == (0.0, "E")
    assert refused(cells(F3=4, H3="C")).key == "both"
    assert refused(cells(I3="a footnote to nothing")).key == "alone"


def test_percent_cells_are_percentages_where_these_are_asked_for_and_nothing_elsewhere() -> None:
    def percent(name: str, place: str) -> bytes:
        def change(book: Any) -> None:
            book[name][place] = 0.07
            book[name][place].number_format = "0.0%"

        return changed(change)

    found, _ = sheets.read(percent("fords", "B3"), "sent.xlsx", [FERRIES, FORDS], META)
    assert found["fords"][0].value == 7.0
    assert refused(percent("ferries", "F3")).key == "percent"


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_periods_given_as_dates_are_right_in_both_date_systems(epoch: Any) -> None:
    def change(book: Any) -> None:
        if epoch:
            book.epoch = epoch
        book["ferries"]["E3"], book["ferries"]["E4"] = date(2023, 1, 1), date(2024, 12, 31)
        book["fords"]["A3"] = date(2024, 1, 1)

    found, _ = sheets.read(changed(change), "sent.xlsx", [FERRIES, FORDS], META)
    assert [one.period for one in found["ferries"][:2]] == ["2023", "2024"]
    assert found["fords"][0].period == "2024-Q1"
    assert refused(cells(E3=date(2023, 5, 4))).key == "period"
    assert refused(cells(F3=date(2023, 5, 4))).key == "date"


def test_unknown_codes_and_periods_stay_as_written_for_the_rules_to_tell() -> None:
    entries = taken(cells(A3="Q", E4=1999, A5="f"))
    assert (entries[0].codes["SEX"], entries[1].period, entries[2].codes["SEX"]) == ("Q", "1999", "F")


# -- workbooks that are not taken


def _merge(book: Any) -> None:
    book["ferries"].merge_cells("F3:F4")


def _hide_sheet(book: Any) -> None:
    book["fords"].sheet_state = "hidden"


def _hide_row(book: Any) -> None:
    book["ferries"].row_dimensions[5].hidden = True


def _hide_column(book: Any) -> None:
    book["ferries"].column_dimensions["F"].hidden = True


def _twice(book: Any) -> None:
    book.copy_worksheet(book["ferries"]).title = "ferries (2)"


def _extra(book: Any) -> None:
    book["ferries"]["K1"] = "SOURCE"


def _no_header(book: Any) -> None:
    book["ferries"].delete_rows(1)


def _other_round(book: Any) -> None:
    book["SICREMI"]["B2"] = "round-2019"


def _other_country(book: Any) -> None:
    book["SICREMI"]["B3"] = "MEX"


@pytest.mark.parametrize(
    ("change", "key", "facts"),
    [
        (_merge, "merged", {"sheet": "ferries", "cell": "F3:F4"}),
        (_hide_sheet, "hidden-sheet", {"sheet": "fords"}),
        (_hide_row, "hidden-row", {"sheet": "ferries", "line": 5}),
        (_hide_column, "hidden-column", {"sheet": "ferries", "column": "F"}),
        (_twice, "sheet-twice", {"sheet": "ferries (2)"}),
        (_extra, "unknown-column", {"sheet": "ferries", "column": "SOURCE"}),
        (_no_header, "header", {"sheet": "ferries"}),
        (_other_round, "other-round", {"sheet": "SICREMI", "found": "round-2019"}),
        (_other_country, "other-country", {"sheet": "SICREMI", "found": "MEX"}),
    ],
)
def test_a_workbook_that_is_not_as_it_was_sent_is_refused_by_name(
    change: Callable[[Any], None], key: str, facts: dict[str, Any]
) -> None:
    fault = refused(changed(change))
    assert (fault.key, fault.facts) == (key, facts)


def test_formulas_and_errors_are_refused_by_cell() -> None:
    fault = refused(cells(F4="=SUM(F3:F3)"))
    with override("en"):
        assert fault.sentence == (
            "sent.xlsx, sheet ferries, cell F4: The cell holds a formula. Copy the column and paste it as values."
        )
    assert refused(cells(F4="#DIV/0!")).facts == {"sheet": "ferries", "cell": "F4", "text": "#DIV/0!"}
    # What is there for reading only is not read.
    assert first(cells(F3=3, B3="=A3", J3="=1/0")) == 3.0


def test_columns_in_another_order_and_without_what_is_not_needed() -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "ferries"
    sheet.append(["OBS_VALUE", "TIME_PERIOD", "COUNTERPART", "SEX"])
    sheet.append([7, 2024, "VEN", "F"])
    out = io.BytesIO()
    book.save(out)
    found, told = sheets.read(out.getvalue(), "own.xlsx", [FERRIES, FORDS], META)
    assert found == {"ferries": [Entry({"SEX": "F", "COUNTERPART": "VEN"}, "2024", 7.0, line=2)]}
    assert (told.missing, told.unnamed) == (["fords"], True)


def test_a_missing_sheet_and_one_of_somebody_are_told() -> None:
    def change(book: Any) -> None:
        del book["fords"]
        book.create_sheet("my sums")["A1"] = "=1+1"

    _, told = sheets.read(changed(change), "sent.xlsx", [FERRIES, FORDS], META)
    assert (told.missing, told.ignored, told.unnamed) == (["fords"], ["my sums"], False)


def test_a_word_on_the_size_that_lies_is_not_believed() -> None:
    data = _with_member(cells(F3=8), "xl/worksheets/sheet2.xml", lambda xml: xml.replace(
        b"<sheetPr", b'<dimension ref="A1:A1"/><sheetPr') if b"<dimension" not in xml else _small(xml))  # fmt: skip
    assert len(taken(data)) == 8


def _small(xml: bytes) -> bytes:
    start = xml.index(b"<dimension ref=")
    end = xml.index(b"/>", start)
    return xml[:start] + b'<dimension ref="A1:A1"' + xml[end:]


def _with_member(data: bytes, member: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == member else old.read(name))
    return out.getvalue()


@pytest.mark.usefixtures("child")
def test_four_hundred_thousand_rows_are_refused_and_not_read() -> None:
    row = b"<row><c><v>1</v></c><c><v>2024</v></c></row>"

    def long(xml: bytes) -> bytes:
        return xml.replace(b"</sheetData>", row * 400_000 + b"</sheetData>")

    fault = refused(_with_member(cells(F3=8), "xl/worksheets/sheet2.xml", long))
    assert (fault.key, fault.facts) == ("too-many-rows", {"sheet": "ferries", "most": 60_000})


@pytest.mark.usefixtures("child")
def test_a_zip_bomb_ends_the_reading_and_nothing_else() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb, bomb.open("xl/worksheets/sheet1.xml", "w") as member:
        for _ in range(201):
            member.write(bytes(2**20))
    assert refused(out.getvalue()).key == "too-large"


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Workbook", "old-workbook"),
        (b"PK\x03\x04 broken", "not-a-sheet"),
        (b"%PDF-1.7\x00", "not-a-sheet"),
        (b"", "empty"),
        (b"SEX,TIME_PERIOD\nF,2024\n", "header"),
    ],
)
def test_what_is_no_sheet(data: bytes, key: str) -> None:
    assert refused(data, "sent.csv", [FERRIES]).key == key


# -- CSV


def _csv(*rows: list[Any], delimiter: str = ";") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([["sex", "counterpart", "time_period", "obs_value", "state"], *rows])
    return out.getvalue().encode()


def test_csv_with_the_technical_header() -> None:
    data = _csv(["Sexo", "Origen", "Año", "Cifra"], ["F", "VEN", "2024", "1234,5", ""], ["_T", "VEN", "2024", "", "C"])
    expected = [
        Entry({"SEX": "F", "COUNTERPART": "VEN"}, "2024", 1234.5, line=3),
        Entry({"SEX": "_T", "COUNTERPART": "VEN"}, "2024", None, "suppressed", line=4),
    ]
    assert sheets.read(data, "anything.csv", [FERRIES], META)[0] == {"ferries": expected}
    assert sheets.read(data, "ferries (1).csv", [FERRIES, FORDS], META)[0] == {"ferries": expected}
    assert refused(data, "anything.csv").key == "which-table"


def test_every_sentence_can_be_said_in_four_languages() -> None:
    facts = dict.fromkeys(("sheet", "cell", "column", "text", "whole", "part", "most", "names", "found", "line"), "x")
    said, own_keys = {}, list(sheets.SENTENCES)
    with override("en"):
        own = {str(text) for text in sheets.SENTENCES.values()}
    for language in ("en", "es", "fr", "pt"):
        with override(language):
            said[language] = [sheets.SheetNotTaken("f", [sheets_in.Fault(key, **facts)]).sentence for key in own_keys]
    assert all(len(sentences) == len(own_keys) for sentences in said.values())
    for language in ("es", "fr", "pt"):
        with override(language):
            assert [key for key in own_keys if str(sheets.SENTENCES[key]) in own] == []
