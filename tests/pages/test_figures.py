"""Pages of figures: the standard table beside the law, countries side by side, corridors, an indicator with its chart."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from countries.loading import load_jurisdictions
from indicators import profile, sample, storing
from indicators.loading import load_register
from indicators.models import Dataset, Indicator
from kb import messages
from tests.indicators import invented

LANGUAGES = ("es", "en", "fr", "pt")
FOLDER = django_settings.SAMPLE_DIR / "indicators"


@pytest.fixture(scope="module")
def figures(django_db_setup: Any, django_db_blocker: Any) -> Any:
    """The register and the figures that ship, once for all tests here."""
    from django.db import transaction

    with django_db_blocker.unblock():
        messages.compile_all()
        atomic = transaction.atomic()
        atomic.__enter__()
        load_jurisdictions(django_settings.SAMPLE_DIR)
        load_register(FOLDER)
        sample.load(FOLDER)
        yield
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def _data(figures: Any, db: Any, settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path


def page(address: str, status: int = 200) -> str:
    response = Client().get(address)
    assert response.status_code == status, (address, response.status_code)
    return response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_standard_table_tells_figures_and_gaps_apart(language: str) -> None:
    text = page(f"/{language}/countries/arg/figures/")
    grouped = {"es": "1,958,039", "en": "1,958,039", "fr": "1\u202f958\u202f039", "pt": "1.958.039"}[language]
    assert grouped in text.replace("&nbsp;", "\xa0").replace("\xa0", "\u202f" if language == "fr" else "\xa0")
    gap = {"es": "no recopilado aquí", "en": "not collected here", "fr": "non collecté ici", "pt": "não coletado aqui"}
    assert gap[language] in text, "migrants by sector: no source here has them, and that is said"
    assert "%(" not in text


def test_the_clerk_reads_the_tables_ahead_and_no_reader_waits_for_the_observations() -> None:
    caches["tables"].clear()
    assert profile.prepare() == 35 and profile.prepare() == 0
    with CaptureQueriesContext(connection) as asked:
        told = page("/es/countries/arg/figures/")
    assert "1,958,039" in told and not [one for one in asked if "indicators_observation" in one["sql"]]
    with CaptureQueriesContext(connection) as asked:
        assert "1,958,039" in page(f"/es/countries/arg/figures/?as_of={date.today()}")
    assert not [one for one in asked if "indicators_observation" in one["sql"]], "today's vintages are the newest ones"

    Indicator.objects.filter(slug="population").update(title_es="Habitantes de hoy")
    assert "Habitantes de hoy" in page("/es/countries/arg/figures/"), "words of the register change at once"
    assert profile.prepare() == 34


def test_a_kept_table_that_is_damaged_is_made_anew() -> None:
    caches["tables"].clear()
    whole = page("/es/countries/arg/figures/")
    for path in Path(caches["tables"]._dir).iterdir():
        path.write_bytes(path.read_bytes()[:100])
    assert "1,958,039" in page("/es/countries/arg/figures/") and "1,958,039" in whole


def test_figures_of_a_country_that_is_none_of_the_35_have_no_page() -> None:
    page("/es/countries/fra/figures/", 404)
    page("/es/countries/nowhere/figures/", 404)
    page("/es/corridors/ven/fra/", 404)
    page("/es/corridors/ven/ven/", 404)


def test_a_corridor_has_both_directions_and_each_source_by_itself() -> None:
    text = page("/en/corridors/ven/col/")
    assert text.index("From Venezuela to Colombia") < text.index("From Colombia to Venezuela")
    assert "2,904,873" in text, "UN DESA's stock of 2024"
    assert "UNHCR" in text


def test_six_countries_at_most_stand_side_by_side() -> None:
    asked = "&".join(f"area={code}" for code in ("ARG", "BOL", "BRA", "CHL", "COL", "ECU", "PER"))
    text = page(f"/en/compare/?{asked}")
    assert "At most 6" in text
    assert text.count('<th scope="col"') == 7
    page("/en/compare/?area=%00&area=XXX")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_indicator_has_its_chart_in_words_its_table_and_its_source(language: str) -> None:
    text = page(f"/{language}/indicators/foreign-born-stock/?ref_area=CHL&by=sex")
    assert re.search(r'<img src="[^"]*chart\.svg[^"]*" alt="[^"]{30,}"', text)
    assert 'class="said"' in text
    assert "<caption>" in text
    assert "CC BY 3.0 IGO" in text
    assert "%(" not in text


def test_every_indicator_and_dataset_of_the_register_opens() -> None:
    listed = page("/pt/indicators/")
    for address in sorted(set(re.findall(r'href="(/pt/indicators/[a-z0-9-]+/)"', listed))):
        text = page(address)
        for dataset in set(re.findall(r'href="(/pt/datasets/[a-z0-9-]+/)"', text)):
            page(dataset)


@pytest.mark.parametrize("kind", ["line", "bar", "map"])
def test_the_chart_is_a_picture_at_its_own_address(kind: str) -> None:
    asked = "ref_area=CHL" if kind == "line" else "from=2020"
    response = Client().get(f"/es/indicators/foreign-born-stock/chart.svg?{asked}&chart={kind}")
    assert (response.status_code, response["Content-Type"]) == (200, "image/svg+xml")
    assert b"<script" not in response.content


def test_an_address_that_is_not_understood_says_so_and_shows_the_usual_page() -> None:
    text = page("/en/indicators/foreign-born-stock/?ref_area=NOWHERE&colour=blue", 400)
    assert "colour" in text
    assert "<caption>" in text
    for bad in ("?as_of=7", "?as_of=2001-01-01", "?table=nothing"):
        page(f"/en/indicators/foreign-born-stock/{bad}", 404)
    page("/en/indicators/nothing/", 404)


def test_a_second_vintage_shows_the_revision_and_the_first_stays_readable() -> None:
    """Venezuelans in Colombia in 2015: 55,893 in one edition, 33,080 in the next."""
    dataset = invented.dataset()
    Dataset.objects.filter(pk=dataset.pk).update(threshold=None)
    for value in (55_893.0, 33_080.0):
        storing.store(dataset, invented.frame({"COUNTERPART": "VEN", "period": "2015", "value": value}))
    assert "33,080" in page("/es/indicators/ferries/?ref_area=COL&counterpart=VEN")
    assert "55,893" in page("/es/indicators/ferries/?ref_area=COL&counterpart=VEN&as_of=1")
    text = page("/es/indicators/ferries/revisions/?ref_area=COL&counterpart=VEN")
    assert "55,893" in text and "33,080" in text and "\u221222,813" in text


def test_a_law_that_came_into_force_is_marked_on_the_series() -> None:
    from countries.models import Jurisdiction
    from laws.models import Law, LawEvent
    from tests import published

    law = Law.objects.create(
        jurisdiction=Jurisdiction.objects.get(code="chl"), type="act", slug="ley-de-faroles", number="1", live=True,
        title_es="Ley de Faroles", original_language="es", **published.REVIEWED,
    )  # fmt: skip
    LawEvent.objects.create(law=law, kind="in_force", date="2012-05-01")
    text = page("/es/indicators/foreign-born-stock/?ref_area=CHL")
    assert "Ley de Faroles" in text
    assert "Ley de Faroles" not in page("/es/indicators/foreign-born-stock/?ref_area=PER")
