"""The public site: what stands on each page, in which language, and what never does."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from countries.models import BodyStatus, Country, Jurisdiction
from laws.models import Law, Policy
from pages import coverage, loading, tiles
from pages.models import HomePage, Profile, ProsePage
from records.models import Problem, Topic, TopicLabel

pytestmark = pytest.mark.django_db
LANGUAGES = ("es", "en", "fr", "pt")


@pytest.fixture(autouse=True)
def ground(jurisdictions: Any) -> None:
    argentina = jurisdictions["arg"]
    Country.objects.create(jurisdiction=argentina, iso2="AR", iso3="ARG", is_member=True, languages="es")
    now = timezone.now()
    common = {"state_es": "reviewed", "original_language": "es", "first_published_at": now, "last_published_at": now}
    law = Law.objects.create(
        jurisdiction=argentina, type="act", number="90.001", number_key="90001", slug="ley-90001", native_type="Ley",
        title_es="Ley de Brumas", summary_es="Sobre la bruma.", meaning_es="Usted puede ver poco.",
        title_fr="Loi secrète", summary_fr="Brouillon.", state_fr="draft", **common,
    )  # fmt: skip
    topic = Topic.objects.create(slug="mist", definition_es="Agua en el aire.", definition_en="Water in the air.")
    TopicLabel.objects.create(topic=topic, language="es", kind="pref", text="bruma")
    TopicLabel.objects.create(topic=topic, language="es", kind="alt", text="neblina", country="chl")
    TopicLabel.objects.create(topic=topic, language="es", kind="hidden", text="brumma")
    TopicLabel.objects.create(topic=topic, language="en", kind="pref", text="mist")
    law.topics.add(topic)
    law.save()
    policy = Policy.objects.create(
        jurisdiction=argentina, slug="plan-bruma", title_es="Plan Bruma", summary_es="Un plan.", measures_es="una\ndos",
        period_start="2019", issuing_body="Ministerio del Aire", **common,
    )  # fmt: skip
    policy.legal_basis.add(law)
    policy.save()
    Law.objects.create(
        jurisdiction=jurisdictions["exa"], type="act", slug="model", title_es="Ley modelo", state_es="reviewed",
        last_published_at=now,
    )  # fmt: skip
    Law.objects.create(jurisdiction=argentina, type="act", slug="borrador", title_es="Ley oculta", live=False)


def text(path: str, **query: str) -> str:
    response = Client().get(path, query)
    assert response.status_code == 200, (path, response.status_code)
    return response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["", "countries/", "countries/arg/", "topics/", "topics/mist/", "new/", "problem/"])
def test_pages_open_in_every_language_and_hold_nothing_hidden(language: str, page: str) -> None:
    html = text(f"/{language}/{page}")
    assert f'<html lang="{language}">' in html
    for secret in ("Ley oculta", "Loi secrète", "Brouillon.", "brumma", "Ley modelo"):
        assert secret not in html


def test_the_switch_stays_on_the_page_with_its_query() -> None:
    html = text("/es/countries/arg/", x="1")
    for language in LANGUAGES:
        assert f'href="/{language}/countries/arg/?x=1"' in html


def test_every_member_has_a_tile_of_its_own() -> None:
    members = {line.split(",")[0] for line in Path("data/members.csv").read_text().splitlines()[1:]}
    assert set(tiles.PLACES) == members and len(set(tiles.PLACES.values())) == 35
    assert sorted(code for codes in tiles.REGIONS.values() for code in codes) == sorted(members)
    assert all(1 <= column <= tiles.COLUMNS and 1 <= row <= tiles.ROWS for column, row in tiles.PLACES.values())


def test_a_country_shows_its_laws_policies_and_places_in_organisations() -> None:
    oas = Jurisdiction.objects.create(code="oas", level="regional", name_es="OEA", name_en="OAS")
    argentina = Jurisdiction.objects.get(code="arg")
    BodyStatus.objects.create(
        jurisdiction=argentina, body=oas, kind="founding", date=date(1948, 4, 30), note_es="Una nota."
    )
    Profile.objects.create(
        jurisdiction=argentina, slug="arg", title_es="Argentina", summary_es="Un país de llegada.", state_es="reviewed"
    )
    html = text("/es/countries/arg/")
    for words in ("Ley de Brumas", "Plan Bruma", "OEA", "Una nota.", "Un país de llegada."):
        assert words in html
    assert "Argentina" in text("/es/countries/oas/")


def test_the_example_and_what_has_nothing_have_no_country_page() -> None:
    for code in ("exa", "bra", "nowhere"):
        assert Client().get(f"/es/countries/{code}/").status_code == 404


def test_a_law_without_text_explains_itself() -> None:
    html = text("/es/laws/arg/ley-90001/")
    for words in ("Usted puede ver poco.", "Sobre la bruma.", "Plan Bruma"):
        assert words in html
    french = text("/fr/laws/arg/ley-90001/")
    assert '<h1 lang="es">Ley de Brumas</h1>' in french and "Loi secrète" not in french


def test_a_policy_shows_measures_and_legal_basis() -> None:
    html = text("/pt/policies/arg/plan-bruma/")
    assert '<ul class="items" lang="es"><li>una</li><li>dos</li></ul>' in html
    assert "/pt/laws/arg/ley-90001/" in html and "Ministerio del Aire" in html


def test_a_topic_shows_terms_of_all_languages_and_countries() -> None:
    html = text("/es/topics/mist/")
    assert "Agua en el aire." in html and "neblina" in html and "(CHL)" in html and "Ley de Brumas" in html
    assert 'lang="es">Agua en el aire.' in text("/fr/topics/mist/"), "one of another language, marked as such"


@pytest.mark.parametrize("path", ["/es/laws/arg/ley-90001/", "/es/policies/arg/plan-bruma/"])
def test_a_page_is_saved_as_one_file(path: str) -> None:
    response = Client().get(path, {"offline": "1"})
    html = response.content.decode()
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert "<script" not in html and "<form" not in html and "<link" not in html and "<style>" in html
    assert 'href="/' not in html, "every link has its full address"


def test_what_is_new_leaves_out_the_example_and_drafts() -> None:
    feed = text("/es/new/feed/")
    assert "Ley de Brumas" in feed and "Plan Bruma" in feed
    assert "Ley modelo" not in feed and "Ley oculta" not in feed


def test_crawlers_are_told_what_there_is() -> None:
    assert "Disallow: /admin/" in text("/robots.txt")
    assert "sitemap-laws.xml" in text("/sitemap.xml")
    laws = text("/sitemap-laws.xml")
    assert "/fr/laws/arg/ley-90001/" in laws and "model" not in laws and "borrador" not in laws
    assert "/pt/topics/mist/" in text("/sitemap-places.xml")


class TestProblems:
    def send(self, **fields: str) -> Any:
        data = {"page": "/es/laws/arg/ley-90001/", "about": "wrong", "message": "Falta un artículo.", "website": ""}
        return Client().post("/es/problem/", data | fields)

    def test_a_report_waits_in_the_queue(self) -> None:
        assert self.send().status_code == 200
        problem = Problem.objects.get()
        assert (problem.kind, problem.language, problem.state) == ("law", "es", "new")
        assert problem.record_id == Law.objects.get(slug="ley-90001").pk

    def test_a_program_that_fills_in_everything_is_not_heard(self) -> None:
        self.send(website="http://spam.example")
        assert not Problem.objects.exists()

    def test_a_flood_is_told_and_nothing_is_thrown_away_silently(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("pages.problems.HOURLY", 1)
        self.send()
        assert "Falta un artículo." in self.send().content.decode(), "the reader keeps what was written"
        assert Problem.objects.count() == 1

    @pytest.mark.parametrize(
        "page", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x", "a\nb"]
    )
    def test_the_way_back_stays_on_this_site(self, page: str) -> None:
        html = self.send(page=page).content.decode()
        assert "evil.example" not in html and "javascript" not in html

    def test_the_contact_goes_when_the_problem_is_closed(self) -> None:
        self.send(contact="reader@example.org")
        problem = Problem.objects.get()
        problem.state = Problem.State.SOLVED
        problem.save()
        assert Problem.objects.get().contact == ""


class TestProse:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        for code in ("es", "en"):
            text = f"title: Acerca {code}\nintro: Intro {code}\n\n<p>Antes</p>\n<!-- figures -->\n<p>Después</p>"
            (tmp_path / f"about.{code}.html").write_text(text)
        return tmp_path

    def test_pages_are_made_once_in_each_tree(self, folder: Path) -> None:
        assert loading.load_pages(folder) == 6, "four homes, two pages"
        assert loading.load_pages(folder) == 0
        assert HomePage.objects.count() == 4 and len({home.translation_key for home in HomePage.objects.all()}) == 1
        spanish = text("/es/about/")
        assert "Intro es" in spanish and "Antes" in spanish and "<table" in spanish
        assert 'href="/en/about/"' in spanish and 'href="/fr/"' in spanish, "no French twin yet: its home instead"
        assert Client().get("/fr/about/").status_code == 404

    def test_a_restricted_page_is_no_page(self, folder: Path) -> None:
        from wagtail.models import PageViewRestriction

        loading.load_pages(folder)
        page = ProsePage.objects.get(locale__language_code="es")
        PageViewRestriction.objects.create(page=page, restriction_type="login")
        assert Client().get("/es/about/").status_code == 404
        assert "/es/about/" not in text("/sitemap-prose.xml")


def test_coverage_counts_members_and_their_gaps() -> None:
    (row,) = coverage.table()
    assert (row.code, row.laws, row.with_text, row.unchecked, row.policies) == ("arg", 1, 0, 1, 1)
    assert row.themes == [0] * len(coverage.THEMES)
    assert [figure["total"] for figure in coverage.figures()] == [1, 1, 0]
