"""A file of figures from the command line to the store, through the child process; and every bad file with an answer."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from indicators.models import Code, Observation, Vintage
from tests.indicators.invented import dataset

pytestmark = pytest.mark.django_db

MAPPING = """
dataset = "ferry-count"
read = { separator = ";", suppressed = ["--"], decimal = ",", thousands = ".", footnotes = "Nota" }

[fixed]
INDICATOR = "ferries"
FREQ = "A"
MEASURE = "STOCK"
UNIT = "PS"

[dimensions]
REF_AREA = { column = "país" }

[melt]
columns = '\\d{4}'

[period]
column = "_column"
kind = "year"

[[value]]
column = "_cell"

[[aside]]
column = "país"
values = ["Total"]
reason = "a total of the table"
"""
FILE = "país;2019;2020\nArgentina;1.234,5;--\nMéxico;;0\nTotal;9;9\nNota: cifras preliminares\n"


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    dataset()
    for code, name in (("ARG", "Argentina"), ("MEX", "México")):
        Code.objects.create(list="area", code=code, label_es=name)
    path = tmp_path / "ferries.toml"
    path.write_text(MAPPING, "utf-8")
    return path


def bring(mapping: Path, text: str | bytes, *words: str) -> tuple[dict[str, Any], str]:
    """The report, and what the command said."""
    path, report = mapping.parent / "ferries.csv", mapping.parent / "report.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    out = io.StringIO()
    try:
        call_command(
            "import_observations", str(path), "--mapping", str(mapping), "--report", str(report), *words, stdout=out
        )
    except CommandError as error:
        out.write(str(error))
    return json.loads(report.read_text("utf-8")), out.getvalue()


def test_spanish_headings_years_as_columns_and_commas(mapping: Path) -> None:
    told, said = bring(mapping, FILE)
    assert (told["rows"], told["figures"], told["suppressed"], told["missing"], told["vintage"]) == (3, 3, 1, 1, 1)
    assert told["aside"] == [{"reason": "a total of the table", "rows": 1}] and "put aside: 1 rows, a total" in said
    rows = Observation.objects.order_by("series__ref_area", "period")
    found = rows.values_list("series__ref_area", "period", "value", "confidentiality")
    assert list(found) == [("ARG", "2019", 1234.5, "F"), ("ARG", "2020", None, "C"), ("MEX", "2020", 0.0, "F")]
    assert "vintage 1 published" in said


def test_again_nothing_changes_and_a_newer_edition_is_a_vintage(mapping: Path) -> None:
    bring(mapping, FILE)
    told, said = bring(mapping, FILE)
    assert (told["unchanged"], told["vintage"]) == (3, None) and "nothing was stored" in said
    told, _ = bring(mapping, FILE.replace("1.234,5", "1.300"), "--edition", "2020")
    assert (told["changed"], told["vintage"], told["revisions"][0][2:]) == (1, 2, [1234.5, 1300.0])
    assert Vintage.objects.get(number=2).edition == "2020"


def test_a_dry_run_stores_nothing(mapping: Path) -> None:
    told, said = bring(mapping, FILE, "--dry-run")
    assert (told["new"], told["vintage"], Observation.objects.count()) == (3, None, 0) and "nothing was stored" in said


def test_what_has_no_code_stops_the_import_unless_the_rest_is_wanted(mapping: Path) -> None:
    text = FILE.replace("Total;9;9", "Atlántida;4;5\nTotal;9;9")
    told, said = bring(mapping, text)
    assert told["unmapped"] == [{"column": "REF_AREA", "value": "Atlántida", "rows": 2, "line": 4}]
    assert "line 4" in told["refused"] and "no code: REF_AREA 'Atlántida', 2 figures, line 4" in said
    assert not Observation.objects.exists()
    told, _ = bring(mapping, text, "--partial")
    assert (told["refused"], told["new"], told["unmapped_total"]) == (None, 3, 1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not a table"),
        (b"PK\x03\x04\0\0", "no text file"),
        (b"\xff\xfe\xff", "not written in"),
        ("pais;2019\nArgentina;1\n", "no column 'país'"),
        ("país;2019;2019\nArgentina;1;2\n", "two columns"),
        ("país;2019\nArgentina;1;2\n", "line 2, saw 3"),
        ("país;2019\nArgentina;1\nARG;2\n", "stand twice, the first in lines 2 and 3"),
        ("país;2019\nArgentina;many\n", "figure 'many'"),
        ("país;2019\n" + "Argentina;1\n" * 400_000, "figures stand twice"),
    ],
)
def test_a_bad_file_gets_an_answer_and_leaves_nothing(mapping: Path, text: str | bytes, reason: str) -> None:
    told, said = bring(mapping, text)
    assert reason in told["refused"] and reason in said
    assert not Observation.objects.exists() and not Vintage.objects.exists()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (('dataset = "ferry-count"', 'dataset = "none"'), "no dataset 'none'"),
        (('INDICATOR = "ferries"', 'INDICATOR = "trams"'), "no indicator 'trams'"),
        (('UNIT = "PS"', ""), "says nothing of UNIT"),
        (("[fixed]", "[fixed"), "cannot be read"),
    ],
)
def test_a_bad_mapping_too(mapping: Path, change: tuple[str, str], reason: str) -> None:
    mapping.write_text(MAPPING.replace(*change), "utf-8")
    assert reason in bring(mapping, FILE)[0]["refused"]


def test_a_mapping_or_file_that_is_not_there(mapping: Path) -> None:
    with pytest.raises(CommandError, match="there is no mapping 'nothing'"):
        call_command("import_observations", "x.csv", "--mapping", "nothing", stdout=io.StringIO())
    with pytest.raises(CommandError, match="cannot be opened"):
        call_command("import_observations", "/none/x.csv", "--mapping", str(mapping), stdout=io.StringIO())
