"""What is new, the feed and the sitemap: vintages of figures and reports, once they are out and in the language in which they are."""

import re

import pytest
from django.test import Client

from kb import messages
from rounds.models import Round
from tests.indicators import ferries
from tests.reports import stories

LANGUAGES = ("es", "en", "fr", "pt")
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    messages.compile_all()


def text(path: str) -> str:
    response = Client().get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def located(section: str) -> set[str]:
    return set(re.findall(r"<loc>http://[^/]+([^<]*)</loc>", text(f"/sitemap-{section}.xml")))


@pytest.mark.parametrize(
    ("language", "number"),
    [("es", "Versión publicada 2"), ("en", "Vintage 2"), ("fr", "Millésime 2"), ("pt", "Versão publicada 2")],
)
def test_each_vintage_is_news_with_its_publisher_and_its_own_address(language: str, number: str) -> None:
    ours = ferries.published()
    page, feed = text(f"/{language}/new/"), text(f"/{language}/new/feed/")
    for html in (page, feed):
        assert f"/{language}/datasets/{ours.slug}/#v1" in html and f"/{language}/datasets/{ours.slug}/#v2" in html
        assert number in html and ours.publisher in html
    assert page.index(f"{ours.slug}/#v2") < page.index(f"{ours.slug}/#v1"), "the newest first"


def test_the_front_page_is_not_filled_by_vintages_alone() -> None:
    ours = ferries.published()
    for _ in range(3):
        ferries.storing.store(ours, ferries.frame(ferries.figure("VEN", "2015", _)))
    assert len(re.findall(rf"/es/datasets/{ours.slug}/#v\d", text("/es/"))) == 2


def test_the_map_has_figures_once_there_are_some() -> None:
    assert located("figures") == set()
    ours = ferries.published()
    found = located("figures")
    for language in LANGUAGES:
        assert f"/{language}/datasets/{ours.slug}/" in found and f"/{language}/sicremi/" in found
    assert any("/indicators/" in one for one in found)
    assert "sitemap-figures.xml" in text("/sitemap.xml")


def test_a_round_in_preparation_is_on_no_map() -> None:
    ferries.published()
    stories.cast.open_round("round-2025")
    stories.cast.open_round("hush", state=Round.State.DRAFT)
    assert "/fr/sicremi/rounds/round-2025/" in located("figures") and "hush" not in "".join(located("figures"))


def test_a_report_is_news_when_it_is_out_and_not_before() -> None:
    stories.region()
    report = stories.begun(stories.secretariat())
    places = ("/es/new/", "/pt/new/", "/es/new/feed/", "/es/", "/sitemap-reports.xml")
    for place in places:
        assert "americas-2026" not in text(place), place
    stories.out(report, "es")
    for place in places:
        assert "americas-2026" in text(place), place
    assert '<h3 lang="es"><a href="/pt/reports/americas-2026/' in text("/pt/new/"), "in the language that it has"


def test_the_map_has_a_report_in_the_languages_in_which_it_is_out() -> None:
    stories.region()
    stories.out(stories.begun(stories.secretariat()), "es", "fr")
    found = located("reports")
    assert {"/es/reports/americas-2026/", "/fr/reports/americas-2026/"} <= found
    assert "/fr/reports/americas-2026/arg/" in found
    assert not any(one.startswith(("/en/", "/pt/")) for one in found)
    client = Client()
    assert all(client.get(one).status_code == 200 for one in found)
