"""Words become codes by the lists and the mapping; what no list knows is told with its line, never dropped."""

import pandas as pd
import pytest

from indicators import coding, frames, reading

CODES = {
    "area": {"chile": "CHL", "chl": "CHL", "peru": "PER", "cote d'ivoire": "CIV", "per": "PER"},
    "sex": {"f": "F", "m": "M", "women": "F"},
    "members": {"CHL": "CHL", "PER": "PER"},
}
FIXED = {"INDICATOR": "ferries", "FREQ": "A", "MEASURE": "STOCK", "UNIT": "PS"}


def coded(text, **mapping):
    base = {
        "fixed": FIXED, "period": {"column": "year", "kind": "year"}, "value": [{"column": "n"}],
        "dimensions": {"REF_AREA": {"column": "place"}}, "read": {"suppressed": ["--"]},
    }  # fmt: skip
    merged = {**base, **mapping}
    columns, _ = reading.tidy(text.encode(), merged)
    return coding.coded(columns, merged, CODES)


def test_names_are_known_whatever_their_case_and_accents():
    found = coded("place,year,n\nPERÚ,2020,1\nchile,2020,2\nCôte d’Ivoire,2020,3\n")
    assert found.frame["REF_AREA"].tolist() == ["PER", "CHL", "CIV"] and found.unmapped == []
    assert set(found.frame["SEX"]) == {"_T"} and set(found.frame["BASIS"]) == {"_Z"}


def test_what_has_no_code_is_told_with_its_line_and_its_weight():
    found = coded("place,year,n\nChile,2020,1\nAtlantis,2020,2\nAtlantis,2021,3\nPeru,20,4\nPeru,2020,many\n")
    told = [(one.column, one.value, one.rows, one.line) for one in found.unmapped]
    assert told == [("REF_AREA", "Atlantis", 2, 3), ("period", "20", 1, 5), ("figure", "many", 1, 6)]
    assert len(found.frame) == 1


def test_suppressed_is_kept_without_a_value_and_blank_is_no_row():
    found = coded("place,year,n\nChile,2020,--\nPeru,2020,\nPeru,2021,0\n")
    rows = found.frame[["REF_AREA", "confidentiality", "value"]].values.tolist()
    assert rows[0][:2] == ["CHL", "C"] and pd.isna(rows[0][2]) and rows[1] == ["PER", "F", 0.0]
    assert (found.suppressed, found.missing) == (1, 1)


def test_an_empty_cell_that_the_source_calls_confidential_is_suppressed():
    found = coded(
        "place,year,n,conf\nChile,2020,,C\nPeru,2020,,\n",
        confidentiality={"column": "conf", "map": {"C": "C", "": "F"}},
    )
    assert (found.suppressed, found.missing, len(found.frame)) == (1, 1, 1)


def test_a_figure_that_the_source_calls_confidential_is_not_kept():
    found = coded("place,year,n,conf\nChile,2020,3,C\n", confidentiality={"column": "conf", "map": {"C": "C"}})
    assert found.frame["value"].isna().all() and (found.suppressed, len(found.frame)) == (1, 1)


def test_a_column_of_figures_for_each_sex():
    found = coded(
        "place,year,f,m\nChile,2020,1,2\n",
        value=[{"column": "f", "set": {"SEX": "F"}}, {"column": "m", "set": {"SEX": "M"}}],
    )
    assert found.frame[["SEX", "value"]].values.tolist() == [["F", 1.0], ["M", 2.0]]


def test_several_columns_make_one_code():
    found = coded(
        "place,year,n,birth,citizenship\nChile,2020,1,1,0\nChile,2021,1,0,1\nChile,2022,1,0,0\n",
        dimensions={
            "REF_AREA": {"column": "place"},
            "BASIS": {"columns": ["birth", "citizenship"], "only_map": True, "map": {"1|0": "B", "0|1": "C"}},
        },
    )
    assert found.frame["BASIS"].tolist() == ["B", "C"]
    assert [(one.column, one.value) for one in found.unmapped] == [("BASIS", "0|0")]


def test_months_stay_months_and_years_years_in_a_file_of_both():
    fixed = {name: code for name, code in FIXED.items() if name != "FREQ"}
    found = coded("place,year,n\nChile,2019,12\nChile,2020-01,1\nChile,2020-Q1,3\n", fixed=fixed,
                  period={"column": "year", "kind": "shape"})  # fmt: skip
    assert found.frame[["period", "FREQ"]].astype(str).values.tolist() == [
        ["2019", "A"],
        ["2020-01", "M"],
        ["2020-Q1", "Q"],
    ]


def test_what_is_not_kept_is_counted_with_the_reason():
    found = coded(
        "place,year,n\nChile,2020,1\nCIV,2020,2\nCôte d'Ivoire,2020,2\n",
        keep=[{"dimension": "REF_AREA", "codes": ["CHL", "PER"], "reason": "not one of the 35 states"}],
    )
    assert found.aside == [("not one of the 35 states", 1)] and [one.value for one in found.unmapped] == ["CIV"]


def test_a_mapping_that_forgets_a_dimension_says_which():
    with pytest.raises(coding.Unclear, match="REF_AREA"):
        coded("place,year,n\nChile,2020,1\n", dimensions={})


def test_the_childs_frames_give_the_same_columns():
    mapping = {"period": {"column": "year", "kind": "year"}, "value": [{"column": "n"}],
               "dimensions": {"REF_AREA": {"column": "place"}}}  # fmt: skip
    data = "place,year,n\nPerú,2020,1\nChile,2021,\n".encode()
    direct, told = reading.tidy(data, mapping)
    import json

    sent, told_too = frames.columns(reading.job(data, json.dumps({"name": "x.csv", "mapping": mapping})))
    assert told == told_too and set(sent) == set(direct)
    for name, column in direct.items():
        assert (
            sent[name].astype(object).where(sent[name].notna(), None).tolist()
            == column.astype(object).where(column.notna(), None).tolist()
        )
