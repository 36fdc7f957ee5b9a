"""The rules of a mapping that add, void, bound and keep: no figure gets smaller, and none goes without being counted."""

import pandas as pd
import pytest

from indicators import coding, reading
from tests.indicators.test_coding import coded

PLACES = {"over": ["city"], "reason": "cities of one country"}


def figures(found):
    return found.frame[["REF_AREA", "value", "status", "confidentiality"]].astype(object).values.tolist()


def test_parts_that_differ_only_in_columns_we_do_not_keep_are_added_and_counted():
    found = coded("place,city,year,n\nChile,Arica,2020,1\nPeru,Lima,2020,5\nChile,Iquique,2020,2\n", sum=PLACES)
    assert figures(found) == [["CHL", 3.0, "A", "F"], ["PER", 5.0, "A", "F"]]
    assert found.aside == [("cities of one country", 1)]


def test_years_are_never_added():
    found = coded("place,city,year,n\nChile,Arica,2020,1\nChile,Iquique,2021,2\n", sum=PLACES)
    assert found.frame["value"].tolist() == [1.0, 2.0] and found.aside == []


def test_a_suppressed_part_suppresses_the_sum_and_a_missing_one_leaves_none():
    text = "place,city,year,n\nChile,Arica,2020,--\nChile,Iquique,2020,2\nPeru,Lima,2020,\nPeru,Cusco,2020,5\n"
    found = coded(text, sum=PLACES)
    assert (found.suppressed, found.missing) == (1, 1)
    (row,) = figures(found)
    assert row[0] == "CHL" and pd.isna(row[1]) and row[3] == "C"


def test_rows_alike_in_everything_stay_two_so_that_storing_refuses_them():
    found = coded("place,city,year,n\nChile,Arica,2020,1\nChile,Arica,2020,2\n", sum=PLACES)
    assert found.frame["value"].tolist() == [1.0, 2.0]


def test_the_sum_of_an_estimate_is_an_estimate():
    text = (
        "place,city,year,n,s\nChile,Arica,2020,1,A\nChile,Iquique,2020,2,P\nPeru,Lima,2020,3,E\nPeru,Cusco,2020,4,P\n"
    )
    found = coded(text, sum=PLACES, status={"column": "s", "map": {"A": "A", "E": "E", "P": "P"}})
    assert found.frame[["value", "status"]].values.tolist() == [[3.0, "P"], [7.0, "E"]]


def test_a_zero_that_counts_nobody_is_missing():
    takes = [{"column": "f", "set": {"SEX": "F"}}, {"column": "n", "set": {"SEX": "_T"}}]
    void = [{"columns": ["f", "m"], "pattern": r"0\|0", "figures": ["f"]}]
    found = coded("place,year,f,m,n\nChile,2020,0,0,9\nPeru,2020,0,4,4\n", value=takes, void=void)
    assert found.frame[["REF_AREA", "SEX", "value"]].astype(object).values.tolist() == [
        ["PER", "F", 0.0],
        ["CHL", "_T", 9.0],
        ["PER", "_T", 4.0],
    ]
    assert found.missing == 1


def test_void_names_columns_that_are_there():
    with pytest.raises(reading.Unreadable, match="no column 'women'"):
        coded("place,year,n\nChile,2020,0\n", void=[{"columns": ["n"], "pattern": "0", "figures": ["women"]}])


def test_what_cannot_be_is_put_aside_and_not_corrected():
    found = coded("place,year,n\nChile,2020,41125\nChile,2021,100\nChile,2022,-1\n",
                  bounds=[{"least": 0, "most": 100, "reason": "no percentage"}])  # fmt: skip
    assert found.frame["value"].tolist() == [100.0] and found.aside == [("no percentage", 2)]


def test_one_end_of_a_flow_among_the_members_is_enough():
    text = "place,year,n,from\nChile,2020,1,CIV\nCIV,2020,2,Peru\nCIV,2020,3,CIV\n".replace("CIV", "Côte d'Ivoire")
    dimensions = {"REF_AREA": {"column": "place"}, "COUNTERPART": {"column": "from"}}
    keep = [{"dimension": ["REF_AREA", "COUNTERPART"], "codes": "members", "reason": "neither end"}]
    found = coded(text, dimensions=dimensions, keep=keep)
    assert found.frame["value"].tolist() == [1.0, 2.0] and found.aside == [("neither end", 1)]


def test_a_set_of_codes_that_nobody_knows_is_told():
    with pytest.raises(coding.Unclear):
        coded("place,year,n\nChile,2020,1\n", keep=[{"dimension": "REF_AREA", "codes": "friends", "reason": "-"}])


def test_another_cut_of_the_same_table_is_put_aside():
    text = "place,year,n,unit,field\nChile,2020,1,0,_T\nChile,2020,2,6,_T\nChile,2020,3,0,F05\n"
    rule = {"other_than": {"unit": ["0"], "field": ["_T"]}, "reason": "another cut"}
    mapping = {"aside": [rule], "value": [{"column": "n"}], "period": {"column": "year", "kind": "year"}}
    columns, told = reading.tidy(text.encode(), mapping)
    assert columns["value"].tolist() == [1.0] and told["aside"] == [{"reason": "another cut", "rows": 2}]
