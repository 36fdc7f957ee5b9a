"""No address reads a table without end: beyond the limit every one says how many figures there are and how to ask for fewer."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators import tables
from indicators.choosing import Choice
from kb import messages
from tests.indicators import ferries

pytestmark = pytest.mark.django_db
ALL = "by=counterpart"
FILES = (".csv", ".sdmx.csv", ".xlsx", ".metadata.json", ".zip", ".json", ".bib", ".ris", ".csl.json")


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    messages.compile_all()


@pytest.fixture
def held(settings, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many figures there are: one more than one table may have."""
    settings.API_RATES = dict.fromkeys(settings.API_RATES, 0)
    ferries.published()
    found = sum(len(line.cells) for line in tables.table(Choice("ferries", by=("COUNTERPART",))).lines)
    monkeypatch.setattr(tables, "MOST", found - 1)
    return found


def test_up_to_the_limit_a_table_is_whole(held: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST", held)
    found = tables.table(Choice("ferries", by=("COUNTERPART",)))
    assert sum(len(line.cells) for line in found.lines) == held


def test_beyond_it_nothing_but_the_number_is_read(held: int) -> None:
    with (
        CaptureQueriesContext(
            connection,
        ) as queries,
        pytest.raises(tables.TooMany) as refusal,
    ):
        tables.table(Choice("ferries", by=("COUNTERPART",)))
    assert refusal.value.found == held and refusal.value.without.lines == []
    read = [one["sql"] for one in queries if "indicators_observation" in one["sql"]]
    assert len(read) == 2 and f"LIMIT {held}" in read[0] and "COUNT(*)" in read[1]


def test_a_total_that_is_added_up_here_counts_once(held: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = tables.table(Choice("ferries"))
    found = sum(len(line.cells) for line in whole.lines)
    assert whole.added == ("COUNTERPART",) and found < held
    monkeypatch.setattr(tables, "MOST", found)
    assert tables.table(Choice("ferries")).lines == whole.lines
    monkeypatch.setattr(tables, "MOST", found - 1)
    with pytest.raises(tables.TooMany) as refusal:
        tables.table(Choice("ferries"))
    assert refusal.value.found == found and refusal.value.without.periods == whole.periods


def test_the_page_says_how_many_and_offers_years_and_codes_to_choose(held: int) -> None:
    told = set()
    for language in ("es", "en", "fr", "pt"):
        answer = Client().get(f"/{language}/indicators/ferries/?{ALL}")
        html = answer.content.decode()
        assert answer.status_code == 400 and "<table" not in html and "<figure" not in html
        told.update(re.findall(r'<p class="notice strong" role="alert">([^<]+)</p>', html))
        assert "<option>2015</option>" in html and 'value="VEN"' in html
    assert len(told) == 4 and all(re.search(rf"\b{held}\b", sentence) for sentence in told)
    assert Client().get(f"/en/indicators/ferries/?{ALL}&to=2015").status_code == 200


@pytest.mark.parametrize("ending", FILES)
def test_files_are_refused_with_the_number(held: int, ending: str) -> None:
    answer = Client().get(f"/en/indicators/ferries{ending}?{ALL}")
    assert answer.status_code == 400 and f"These are {held} figures" in answer.json()["detail"]


def test_the_api_and_charts_too(held: int) -> None:
    answer = Client().get(f"/api/indicators/ferries/figures?{ALL}&size=1")
    assert answer.status_code == 400 and f"These are {held} figures" in answer.json()["detail"]
    for ending in ("svg", "png"):
        assert Client().get(f"/en/indicators/ferries/chart.{ending}?{ALL}").status_code == 404


def test_what_changed_between_vintages_too(held: int) -> None:
    page = Client().get(f"/en/indicators/ferries/revisions/?{ALL}")
    assert page.status_code == 400 and f"These are {held} figures" in page.content.decode()
    for address in (f"/en/indicators/ferries.differences.csv?{ALL}", f"/api/indicators/ferries/differences?{ALL}"):
        answer = Client().get(address)
        assert answer.status_code == 400 and f"These are {held} figures" in answer.json()["detail"]
