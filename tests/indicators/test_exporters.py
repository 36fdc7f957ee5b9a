"""One table, whatever the file: the same figures, what they are and whose; nothing that is hidden; nothing that reckons."""

import csv
import io
import json
import re
import zipfile
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from indicators import answers, exporters
from indicators.choosing import Choice
from indicators.dimensions import DEFAULTS
from indicators.files import bundle, licences, metadata, xlsx
from indicators.models import Code, Dataset, Indicator, Vintage
from indicators.tables import Cell, Line, Table, table
from indicators.wording import Words
from kb import messages
from records.answering import Reader, Refused
from tests.indicators import ferries

pytestmark = pytest.mark.django_db
LANGUAGES = ("es", "en", "fr", "pt")
ENDINGS = (
    ".csv",
    ".sdmx.csv",
    ".xlsx",
    ".metadata.json",
    ".zip",
    ".json",
    ".bib",
    ".ris",
    ".csl.json",
    ".differences.csv",
)


@pytest.fixture(scope="module", autouse=True)
def compiled():
    messages.compile_all()


@pytest.fixture
def ours(settings):
    settings.API_RATES = dict.fromkeys(settings.API_RATES, 0)
    return ferries.published()


def reader(language="en"):
    return Reader(language, "https://example.org")


def found(**choice):
    return table(Choice("ferries", by=("COUNTERPART",), **choice))


def rows(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def written(found, language="en"):
    """The CSV as one row a figure, by English headings."""
    with override(language):
        return rows(exporters.as_csv(found, reader(language), Words(language)))


def sheet(data, name=0):
    book = load_workbook(io.BytesIO(data))
    heading, *lines = book.worksheets[name].iter_rows()
    return book, [[cell.value for cell in line] for line in (heading, *lines)]


# -- what every row says


def test_a_row_that_stands_alone_says_what_it_is_and_whose(ours):
    (row,) = [row for row in written(found()) if row["Flag (code)"] == "E"]
    assert row["Reporting country or area (code)"], row["Reporting country or area"] == ("COL", "Colombia")
    assert (row["Country of origin or destination"], row["Period"], row["Figure"]) == ("Ecuador", "2020", "812")
    assert (row["Flag"], row["State of the figure"], row["Unit"], row["Measure"]) == (
        "Estimated value",
        "value",
        "Persons",
        "Stock",
    )
    assert (row["Dataset"], row["Vintage"], row["Publisher"]) == ("ferry-count", "2", "Office of Fords")
    assert (row["Edition"], row["Licence"]) == ("2021", "CC BY 4.0")
    assert (
        row["Retrieved from"] == "https://example.org/en/indicators/ferries/?table=ferry-count&by=counterpart&as_of=2"
    )


def test_zero_suppressed_missing_and_absent_are_told_apart(ours):
    states = {
        (row["Country of origin or destination"], row["Period"]): (row["Figure"], row["State of the figure"])
        for row in written(found())
    }
    assert states["Ecuador", "2015"] == ("0", "value")
    assert states["Peru", "2010"] == ("", "suppressed")
    assert states["Peru", "2020"] == ("", "missing")
    assert ("Venezuela", "2020") not in states, "no longer in the source"
    assert states["Bolivia", "2020"] == ("90", "value")


def test_a_note_stands_with_the_figures_that_it_concerns_only(ours):
    noted = {
        (row["Country of origin or destination"], row["Period"])
        for row in written(found(as_of=1))
        if row["Notes"] == "1"
    }
    assert noted == {("Venezuela", "2020")}


def test_a_total_that_was_made_here_says_so(ours):
    (row,) = [row for row in written(table(Choice("ferries", as_of=1))) if row["Period"] == "2015"]
    assert (row["Figure"], row["Figures added up here"]) == ("55893", "2")
    assert (row["Country of origin or destination"], row["Country of origin or destination (code)"]) == (
        "all, added up here",
        "_T",
    )


def test_labels_and_headings_are_in_the_readers_language(ours):
    headings = {language: tuple(written(found(), language)[0]) for language in LANGUAGES}
    assert len(set(headings.values())) == 4
    assert "Équateur" in {value for row in written(found(), "fr") for value in row.values()}


# -- one table in every format


def _values(number):
    return None if number in ("", None) else float(number)


def in_every_format(found):
    """By format: (origin, period) -> (value, is it hidden)."""
    who, words = reader(), Words("en")
    with override("en"):
        _, (heading, *lines) = sheet(xlsx.as_xlsx(found, who, words))
        plain = rows(exporters.as_csv(found, who, words))
        sdmx = rows(exporters.as_sdmx_csv(found))
        told = json.loads(json.dumps(answers.all_figures(found, who, "/").model_dump(), default=str))
    book = [dict(zip(heading, line, strict=True)) for line in lines]
    origin = "Country of origin or destination (code)"
    return {
        "csv": {(row[origin], row["Period"]): (_values(row["Figure"]), row["State of the figure"] == "suppressed") for row in plain},
        "xlsx": {(row[origin], row["Period"]): (_values(row["Figure"]), row["State of the figure"] == "suppressed") for row in book},
        "sdmx": {(row["COUNTERPART"], row["TIME_PERIOD"]): (_values(row["OBS_VALUE"]), row["CONF_STATUS"] == "C") for row in sdmx},
        "json": {(row["codes"]["COUNTERPART"], row["period"]): (_values(row["value"]), row["state"] == "suppressed") for row in told["items"]},
    }  # fmt: skip


def test_of_a_real_table(ours):
    held = in_every_format(found())
    assert held["csv"] == held["xlsx"] == held["sdmx"] == held["json"]
    assert held["csv"]["VEN", "2015"] == (33080.0, False) and held["csv"]["PER", "2011"] == (None, True)


# A workbook holds fifteen digits, as the programs that open it do.
FIGURE = st.one_of(
    st.floats(-1e8, 1e8).map(lambda value: round(value, 6)), st.integers(-(10**12), 10**12).map(float), st.just(0.0)
)
CELL = st.one_of(
    FIGURE.map(Cell), st.just(Cell(None, "suppressed", "A", 3)), st.builds(Cell, st.none(), st.just("missing"), st.sampled_from("OM"))
)  # fmt: skip
LINES = st.dictionaries(
    st.sampled_from(["VEN", "ECU", "PER", "_U", "=A1", "-X"]),
    st.dictionaries(st.sampled_from(["1990", "2015", "2020-Q3", "2024-03"]), CELL, min_size=1), min_size=1,
)  # fmt: skip


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(LINES)
def test_every_file_of_one_table_holds_the_same_figures(lines):
    codes = {**DEFAULTS, "FREQ": "A", "REF_AREA": "COL", "MEASURE": "STOCK", "UNIT": "PS"}
    made = [Line({**codes, "COUNTERPART": origin.strip("=-")}, cells) for origin, cells in lines.items()]
    one = Dataset(slug="ferry-count", publisher="=cmd()", title_en="@x")
    vintage = Vintage(number=1, published=datetime(2026, 1, 1, tzinfo=UTC), digest="0")
    made_up = Table(
        Indicator(slug="ferries", unit="PS", section="stocks"), Choice("ferries"), [one], [vintage], made,
        tuple(sorted({period for line in made for period in line.cells})), ("COUNTERPART",), {}, (), ("A",),
    )  # fmt: skip
    held = in_every_format(made_up)
    assert held["csv"] == held["xlsx"] == held["sdmx"] == held["json"]
    assert held["csv"] == {
        (line.codes["COUNTERPART"], period): (cell.value, cell.state == "suppressed")
        for line in made for period, cell in line.cells.items()
    }  # fmt: skip


# -- what must never leave


def unpacked(data, name="answer"):
    """A file, and what is packed in it, however deep."""
    yield name, data
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                yield from unpacked(archive.read(member), f"{name}/{member}")


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("query", ["", "by=counterpart", "by=counterpart&as_of=1", "counterpart=PER"])
def test_nothing_hidden_stands_in_any_byte_of_any_file(ours, ending, query):
    if "differences" in ending:
        query = re.sub("&as_of=1", "", query)
    response = Client().get(f"/es/indicators/ferries{ending}?{query}")
    assert response.status_code == 200, response.content[:300]
    planted = [f"{value:.0f}" for value in ferries.PLANTED.values()]
    for name, data in unpacked(response.content):
        held = re.sub(rb"[.,\s\xc2\xa0\xe2\x80\xaf]", b"", data)
        assert not [value for value in planted if value.encode() in held], name


def test_why_a_figure_is_hidden_cannot_be_told_from_any_file(ours):
    """Primary and secondary suppression look alike: else the second could be reckoned back."""
    peru = found(codes={"COUNTERPART": ("PER",)})
    who, words = reader(), Words("en")
    sdmx = [line for line in exporters.as_sdmx_csv(peru).decode().split("\r\n") if ",C," in line]
    assert {re.sub(",201[012],", ",YEAR,", line) for line in sdmx} == {sdmx[0].replace(",2010,", ",YEAR,")} and len(
        sdmx
    ) == 3
    plain = [{**row, "Period": ""} for row in rows(exporters.as_csv(peru, who, words)) if row["Period"] < "2013"]
    assert plain[0] == plain[1] == plain[2]
    told = [one for one in answers.all_figures(peru, who, "/").model_dump()["items"] if one["period"] < "2013"]
    assert len({json.dumps({**one, "period": ""}) for one in told}) == 1
    assert {one["told"] for one in told} == {"suppressed"}


# -- files that others open


def test_no_text_is_a_formula_in_a_workbook(ours):
    Dataset.objects.update(publisher="=HYPERLINK(1)", licence="@SUM(1)")
    Code.objects.filter(code="VEN").update(label_en="+cmd|' /C calc'!A0")
    Code.objects.filter(code="ECU").update(label_en="#REF!\x07")
    with override("en"):
        book, lines = sheet(xlsx.as_xlsx(found(as_of=1), reader(), Words("en")))
    cells = [cell for one in book.worksheets for line in one.iter_rows() for cell in line if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert not [cell.value for cell in cells if isinstance(cell.value, str) and cell.value[:1] in ("=", "+", "@", "-")]
    assert [one.title for one in book.worksheets] == ["Figures", "Notes", "Source"]
    figures = {type(line[lines[0].index("Figure")]) for line in lines[1:]}
    assert figures == {int, float, type(None)}


def test_an_archive_can_be_read_without_this_site_and_is_the_same_tomorrow(ours):
    made = {language: bundle.as_zip(found(), reader(language), Words(language)) for language in LANGUAGES}
    assert made["fr"] == bundle.as_zip(found(), reader("fr"), Words("fr"))
    with zipfile.ZipFile(io.BytesIO(made["fr"])) as archive:
        names = set(archive.namelist())
        readme, terms = (archive.read(name).decode() for name in ("README.txt", "LICENCES.txt"))
    assert names == {
        "ferries_ferry-count_v2.csv", "ferries_ferry-count_v2.metadata.json", "README.txt", "LICENCES.txt", "citation.txt",
        "citation.bib", "citation.ris", "citation.json",
    }  # fmt: skip
    assert "as_of=2" in readme and "Comptage des bacs" in readme
    assert "https://creativecommons.org/licenses/by/4.0/" in terms
    texts = {zipfile.ZipFile(io.BytesIO(data)).read("README.txt") for data in made.values()}
    assert len(texts) == 4


def test_a_licence_that_nobody_stated_is_said_to_be_none():
    assert "ask" in licences.statement("", "en")
    assert "ask" in licences.statement("Terms of the source not stated (copy: MIT)", "en")


def test_metadata_say_in_four_languages_what_the_figures_are(ours):
    told = json.loads(metadata.as_json(found(as_of=1), reader("pt")))
    (source,) = told["sources"]
    assert (source["publisher"], source["edition"], source["licence"]) == ("Office of Fords", "2019", "CC BY 4.0")
    assert (source["vintage"]["number"], len(source["vintage"]["digest"])) == (1, 64)
    assert source["title"] == {"es": "Cuenta de barcas", "en": "Count of ferries", "fr": "Comptage des bacs"}
    assert told["unit"]["label"] == {"es": "Personas", "en": "Persons", "fr": "Personnes", "pt": "Pessoas"}
    (note,) = told["notes"]
    assert (note["kind"], note["codes"], note["from"]) == ("break", {"COUNTERPART": ["VEN"]}, "2020")
    assert set(told["states"]) == {"value", "suppressed", "missing", "absent"}
    assert all(set(texts) == set(LANGUAGES) and len(set(texts.values())) == 4 for texts in told["states"].values())
    assert {flag: one["label"]["en"] for flag, one in told["flags"].items()}["O"] == "Missing"


def test_sdmx_csv_names_its_structure_as_ours(ours):
    first, *_ = rows(exporters.as_sdmx_csv(found()))
    assert list(first)[:4] == ["STRUCTURE", "STRUCTURE_ID", "ACTION", "FREQ"]
    assert (first["STRUCTURE"], first["STRUCTURE_ID"], first["ACTION"]) == (
        "dataflow",
        "MIGRATION_AMERICAS:FERRIES(1.0)",
        "I",
    )
    assert (first["UNIT_MULT"], first["DATASET"], first["VINTAGE"]) == ("0", "ferry-count", "2")


# -- asking for them


def get(url, status=200, **headers):
    response = Client().get(url, headers=headers)
    assert response.status_code == status, (url, response.content[:300])
    return response


def test_files_are_named_after_indicator_dataset_and_vintage(ours):
    for ending in ENDINGS:
        if ending not in (".json", ".differences.csv"):
            told = get(f"/en/indicators/ferries{ending}?as_of=1")["Content-Disposition"]
            assert told == f'attachment; filename="ferries_ferry-count_v1{ending}"'
    told = get("/en/indicators/ferries.differences.csv")["Content-Disposition"]
    assert told == 'attachment; filename="ferries_ferry-count_v2_from_v1.csv"'


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_cannot_be_answered_is_refused_with_a_sentence(ours, ending):
    for query, name in [("nosuch=1", "nosuch"), ("ref_area=ATL", "ref_area"), ("table=other", "table")]:
        response = get(f"/fr/indicators/ferries{ending}?{query}", 400)
        assert response["Content-Type"].startswith("application/problem+json")
        assert [one["name"] for one in response.json()["parameters"]] == [name]
    get(f"/fr/indicators/none{ending}", 404)
    if "differences" not in ending:
        assert get(f"/fr/indicators/ferries{ending}?as_of=9", 400).json()["parameters"][0]["name"] == "as_of"
        assert get(f"/fr/indicators/ferries{ending}?as_of=1999-01-01", 400)


def test_an_indicator_without_figures_says_that_nobody_has_them(ours):
    Indicator.objects.create(slug="rafts", section="stocks", measure="STOCK", unit="PS", title_en="Rafts")
    told = {get(f"/{language}/indicators/rafts.csv", 404).json()["detail"] for language in LANGUAGES}
    assert len(told) == 4


def test_a_choice_without_figures_is_an_empty_file(ours):
    assert rows(get("/en/indicators/ferries.csv?ref_area=VEN").content) == []
    for ending in ENDINGS:
        get(f"/en/indicators/ferries{ending}?ref_area=VEN")


def test_what_is_too_much_is_refused_in_the_readers_language():
    told = set()
    for language in LANGUAGES:
        with override(language), pytest.raises(Refused) as refusal:
            exporters.refuse_more(exporters.MOST + 1)
        told.add(refusal.value.detail)
    assert len(told) == 4 and exporters.refuse_more(exporters.MOST) == exporters.MOST


def test_a_file_that_has_not_changed_is_not_sent_again(ours):
    for ending in (".csv", ".zip", ".json"):
        first = get(f"/en/indicators/ferries{ending}")
        get(f"/en/indicators/ferries{ending}", 304, **{"If-None-Match": first["ETag"]})
        assert first["Access-Control-Allow-Origin"] == "*" and first["Cache-Control"].startswith("public")


def test_files_count_as_exports(ours, settings):
    settings.API_RATES = {"read": 0, "search": 0, "export": 1}
    get("/en/indicators/ferries.csv")
    get("/en/indicators/ferries.xlsx", 429)
