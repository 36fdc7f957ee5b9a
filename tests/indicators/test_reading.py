"""What a file of figures says, before any code list is asked: blank is not zero, suppressed is not blank."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators import reading
from indicators.reading import FIGURE, MISSING, SUPPRESSED, UNREADABLE, Unreadable, period

YEAR = {"column": "year", "kind": "year"}


def tidy(text: str, **mapping):
    base = {"period": YEAR, "value": [{"column": "n"}], "dimensions": {"REF_AREA": {"column": "place"}}}
    return reading.tidy(text.encode(), {**base, **mapping})


def test_blank_is_not_zero_and_suppressed_is_neither():
    columns, told = tidy("place,year,n\nA,2020,0\nB,2020,\nC,2020,--\nD,2020,about 5\n", read={"suppressed": ["--"]})
    assert columns["state"].tolist() == [FIGURE, MISSING, SUPPRESSED, UNREADABLE]
    assert columns["value"].tolist()[0] == 0.0 and columns["value"].isna().tolist() == [False, True, True, True]
    assert (columns["line"].tolist(), told["rows"]) == ([2, 3, 4, 5], 4)
    assert columns["printed"].tolist() == ["", "", "", "about 5"]


def test_a_file_may_call_its_columns_as_ours_are_called():
    columns, _ = tidy(
        "state,line,year,n\nAK,L1,2020,7\n", dimensions={"A": {"column": "state"}, "B": {"column": "line"}}
    )
    assert (columns["text:state"].tolist(), columns["text:line"].tolist()) == (["AK"], ["L1"])
    assert (columns["state"].tolist(), columns["line"].tolist(), columns["value"].tolist()) == ([FIGURE], [2], [7.0])


def test_a_name_that_looks_like_a_missing_value_stays_a_name():
    columns, _ = tidy("place,year,n\nNA,2020,1\nNone,2020,2\nnan,2020,3\n")
    assert columns["text:place"].tolist() == ["NA", "None", "nan"]


@pytest.mark.parametrize(
    ("read", "printed", "value"),
    [
        ({}, "1.234", 1.234),
        ({"decimal": ","}, "1,234", 1.234),
        ({"thousands": ","}, "1,234", 1234.0),
        ({"thousands": ".", "decimal": ","}, "1.234,5", 1234.5),
        ({"scale": 1_000_000}, "1.5", 1_500_000.0),
    ],
)
def test_what_a_comma_means_the_mapping_says(read, printed, value):
    columns, _ = tidy(f'place;year;n\nA;2020;"{printed}"\n', read={"separator": ";", **read})
    assert columns["value"].tolist() == [value]


def test_years_as_columns_spanish_headings_and_notes_under_the_table():
    text = "Cuadro 3\npaís;2019;2020\nChile;1;NA\nPerú;;4\n\nNota: cifras preliminares; parciales; de un mes; y del otro\nFuente: instituto;;\n"
    columns, told = reading.tidy(
        text.encode("latin-1"),
        {
            "read": {"separator": ";", "skip": 1, "encodings": ["utf-8", "latin-1"], "missing": ["", "NA"],
                     "footnotes": "Nota"},
            "melt": {"columns": r"\d{4}"}, "period": {"column": "_column", "kind": "year"},
            "dimensions": {"REF_AREA": {"column": "país"}}, "value": [{"column": "_cell"}],
        },
    )  # fmt: skip
    rows = list(zip(columns["text:país"], columns["text:_column"], columns["state"], strict=True))
    assert rows == [
        ("Chile", "2019", FIGURE),
        ("Perú", "2019", MISSING),
        ("Chile", "2020", MISSING),
        ("Perú", "2020", FIGURE),
    ]
    assert columns["line"].tolist() == [3, 4, 3, 4], "lines of the file, not of the table"
    assert told["foot"] == ["Nota: cifras preliminares; parciales; de un mes; y del otro", "Fuente: instituto"]


def test_rows_put_aside_are_counted_with_their_reason():
    columns, told = tidy(
        "place,year,n\nWORLD,2020,9\nA,2020,1\n", aside=[{"column": "place", "values": ["WORLD"], "reason": "a total"}]
    )
    assert columns["text:place"].tolist() == ["A"] and told["aside"] == [{"reason": "a total", "rows": 1}]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not a table"),
        (b"PK\x03\x04\0\0\0", "no text file"),
        (b"\xff\xfe\xfa", "not written in"),
        (b"place,year\nA,2020\n", "no column 'n'"),
        (b"place,year,n\nA,2020,1,7\nB,2020,2,8\n", "Expected 3 fields in line 2, saw 4"),
        (b"place,year,n,n\nA,2020,1,2\n", "two columns"),
        (b'place,year,n\n"A,2020,1\n', "not a table"),
    ],
)
def test_what_is_no_such_table_is_refused_with_the_reason(data, reason):
    with pytest.raises(Unreadable, match=reason):
        reading.tidy(
            data, {"period": YEAR, "value": [{"column": "n"}], "dimensions": {}, "read": {"encodings": ["utf-8"]}}
        )


@pytest.mark.parametrize(
    ("kind", "words", "stored"),
    [
        ("year", ("2020",), "2020"), ("year", ("20",), None), ("year", ("2020-01",), None), ("month", ("2020-13",), None),
        ("month", ("2020-03",), "2020-03"), ("month name", ("2020", "Sept."), "2020-09"), ("month name", ("2020", "Q1"), None),
        ("quarter", ("2024", "Q1"), "2024-Q1"), ("quarter", ("2024", "5"), None), ("shape", ("2024-Q4",), "2024-Q4"),
    ],
)  # fmt: skip
def test_periods(kind, words, stored):
    assert period(kind, *words) == stored


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data):
    try:
        columns, _ = reading.tidy(
            data,
            {"period": YEAR, "value": [{"column": "n"}], "dimensions": {}, "read": {"encodings": ["utf-8", "latin-1"]}},
        )
    except Unreadable as refusal:
        assert refusal.reason
    else:
        assert len({len(column) for column in columns.values()}) == 1


@given(st.lists(st.one_of(st.none(), st.integers(0, 10**9), st.just("--")), min_size=1, max_size=40))
def test_every_cell_comes_out_once_and_as_it_was(cells):
    lines = [f"P{place},2020,{'' if cell is None else cell}" for place, cell in enumerate(cells)]
    columns, _ = tidy("place,year,n\n" + "\n".join(lines) + "\n", read={"suppressed": ["--"]})
    states = {None: MISSING, "--": SUPPRESSED}
    assert columns["state"].tolist() == [states.get(cell, FIGURE) for cell in cells]
    assert [int(v) for v in columns["value"].dropna()] == [cell for cell in cells if isinstance(cell, int)]
