"""The law page: every article has an address, in every language, on every day, within the budget."""

import gzip
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kb import messages
from laws import importing
from laws.models import Law, LawEvent
from laws.parsed import Block, OutlineEntry, ParsedProvision, Wording
from laws.window import PART_CHARS
from tests import factories

FIRST_VIEW = 100 * 1024
BRUMAS = "/es/laws/arg/ley-90001/"
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    messages.compile_all()


def load(*parsed: Any) -> Law:
    for law in parsed:
        report = importing.apply(factories.staged(law))
        assert report.refused is None, report.refused
    return Law.objects.order_by("pk").last()


@pytest.fixture
def brumas(jurisdictions: Any) -> Law:
    """Three articles, the second amended on a known day, the third repealed."""
    older = Wording(blocks=[Block("text", "La niebla era gris.")], valid_from="2010-03-01", valid_to="2013-02-01")
    return load(
        factories.law(
            factories.article(
                "Artículo 1", "La niebla es <b>blanca</b> & densa.", heading="Color", valid_from="2010-03-01"
            ),
            factories.article("Artículo 2", "La niebla es azul.", valid_from="2013-02-01", earlier=[older]),
            factories.article("Artículo 3", "Derogado.", status="repealed", valid_from="2012-01-01"),
            outline=[OutlineEntry(1, "Título I", "De la niebla", 0), OutlineEntry(1, "Título II", "Del rocío", 2)],
            url="https://example.org/ley-90001",
        )
    )


@pytest.fixture
def bilingual(jurisdictions: Any) -> Law:
    """One act in English and French; its second section is only in English."""
    act = {"jurisdiction": "can", "native_type": "", "number": "F-9", "as_of": "2020-01-01"}
    one = {"kind": "section", "heading": "Fog"}
    english = factories.law(
        factories.article("1", "Fog is white.", **one), factories.article("2", "Dew is wet.", kind="section"),
        language="en", title="Fog Act", **act,
    )  # fmt: skip
    french = factories.law(
        factories.article("1", "La brume est blanche.", kind="section", heading="Brume"),
        language="fr", title="Loi sur la brume", **act,
    )  # fmt: skip
    return load(english, french)


def get(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status, url
    return response.content.decode()


def article(page: str, slug: str) -> str:
    return page.split(f'id="{slug}">', 1)[1].split("</section>", 1)[0]


@pytest.mark.parametrize("language", ["es", "en", "fr", "pt"])
def test_the_page_in_every_language(client: Client, brumas: Law, language: str) -> None:
    page = get(client, f"/{language}/laws/arg/ley-90001/")
    assert f'<html lang="{language}">' in page
    assert "Ley 90.001" in page
    assert '<section class="text" lang="es"' in page
    banner = {"en": "not available in English; its text is shown in Spanish", "fr": "est affiché en espagnol",
              "pt": "é mostrado em espanhol"}  # fmt: skip
    assert all((words in page) == (code == language) for code, words in banner.items())
    assert ('<h1 lang="es">' in page) == (language != "es")


def test_text_is_escaped_and_every_article_has_anchor_and_permalink(client: Client, brumas: Law) -> None:
    page = get(client, BRUMAS)
    assert "La niebla es &lt;b&gt;blanca&lt;/b&gt; &amp; densa." in page
    for slug in ("art-1", "art-2", "art-3"):
        assert page.count(f'id="{slug}"') == 1
        assert f'href="{BRUMAS}{slug}/#{slug}"' in page
    assert "De la niebla" in page


def test_the_permalink_marks_its_article_and_names_itself(client: Client, brumas: Law) -> None:
    page = get(client, f"{BRUMAS}art-2/?text=xx&zz=1")
    assert '<section class="provision chosen" id="art-2">' in page
    assert '<section class="provision" id="art-1">' in page
    assert f'<link rel="canonical" href="http://testserver{BRUMAS}art-2/">' in page
    assert "<title>Artículo 2 · Ley de Brumas" in page


def test_language_switch_stays_on_the_article_and_keeps_the_query(client: Client, brumas: Law) -> None:
    page = get(client, f"{BRUMAS}art-2/?at=2014-01-01")
    assert 'href="/pt/laws/arg/ley-90001/art-2/?at=2014-01-01#art-2" lang="pt" hreflang="pt"' in page


def test_repealed_article_has_its_badge_and_others_none(client: Client, brumas: Law) -> None:
    page = get(client, BRUMAS)
    assert "derogado" in article(page, "art-3")
    assert "badge" not in article(page, "art-1")


def test_older_wordings_are_listed_and_readable(client: Client, brumas: Law) -> None:
    page = get(client, BRUMAS)
    assert "2 redacciones" in article(page, "art-2")
    assert f'href="{BRUMAS}art-2/?version=1#art-2"' in page
    assert "La niebla era gris." not in page
    older = get(client, f"{BRUMAS}art-2/?version=1")
    assert "La niebla era gris." in older
    assert "La niebla es azul." not in older
    assert "Está leyendo una redacción anterior de Artículo 2." in older
    assert "hasta el 1 de febrero de 2013" in older


def test_the_text_of_a_day(client: Client, brumas: Law) -> None:
    page = get(client, f"{BRUMAS}?at=2011-06-01")
    assert "La niebla era gris." in article(page, "art-2")
    # The repealed article's earlier wording is not held, and that is told apart from the states.
    assert "La redacción de ese día no está en la colección" in article(page, "art-3")
    assert re.search(r"2 vigentes;\s+1 cuya redacción de ese día no se conserva\.", page)
    before = get(client, f"{BRUMAS}?at=2009-01-01")
    assert re.search(r"3 aún no vigentes\.", before)


@pytest.mark.parametrize(
    "typed", ["ayer", "2015-13-45", "20150601", "٢٠١٥-٠٦-٠١", "2015-06-01T00", "%00", "0000-00-00"]
)
def test_a_day_that_is_none_is_told(client: Client, brumas: Law, typed: str) -> None:
    page = get(client, f"{BRUMAS}?at={typed}")
    assert "no es una fecha de la forma" in page
    assert "La niebla es azul." in page


def test_status_comes_with_its_evidence_and_claims_stay_claims(client: Client, brumas: Law) -> None:
    page = get(client, BRUMAS)
    assert "El texto consolidado al 1 de enero de 2015 da sus disposiciones como vigentes." in page
    LawEvent.objects.create(law=brumas, kind="repealed", date=date(2016, 7, 1), note="Ley 90.007")
    brumas.sources.update(claimed_status="VIGENTE")
    page = get(client, BRUMAS)
    assert '<span class="badge stop">ya no vigente</span>' in page
    assert "Derogado: 1 de julio de 2016 — Ley 90.007" in page
    assert "indica “VIGENTE”: lo afirma la fuente" in page
    assert '<span class="badge force">vigente</span>' in get(client, f"{BRUMAS}?at=2015-06-01")


def test_two_languages_alone_and_side_by_side(client: Client, bilingual: Law) -> None:
    spanish = get(client, "/es/laws/can/f-9/")
    assert "su texto se muestra en inglés" in spanish
    french = get(client, "/es/laws/can/f-9/?text=fr")
    assert '<section class="text" lang="fr"' in french
    assert "La brume est blanche." in french
    # The section that French lacks is shown in English and says so.
    assert '<div class="column" lang="en">' in article(french, "s-2")
    assert "English</span>" in article(french, "s-2")
    assert "?text=fr#s-1" in french
    both = get(client, "/fr/laws/can/f-9/s-1/?parallel=en")
    assert "La brume est blanche." in article(both, "s-1")
    assert '<div class="column" lang="en">' in article(both, "s-1")
    assert "Fog is white." in article(both, "s-1")
    ids = re.findall(r'\bid="([^"]+)"', both)
    assert len(ids) == len(set(ids))
    assert "<title>Article 1 · Loi sur la brume" in both


def test_what_is_not_there_or_not_public_is_a_themed_404(client: Client, brumas: Law) -> None:
    for url in ("/es/laws/arg/ley-0/", "/es/laws/zzz/ley-90001/", f"{BRUMAS}art-99/"):
        assert "No hay ninguna página en esta dirección" in get(client, url, 404)
    assert "Il n’y a pas de page" in get(client, "/fr/nothing/at/all/", 404)
    brumas.unpublish()
    get(client, BRUMAS, 404)
    get(client, f"{BRUMAS}art-1/", 404)


def test_the_model_act_says_that_it_is_one(client: Client, brumas: Law) -> None:
    load(
        factories.law(factories.article("Artículo 1", "Nada."), jurisdiction="exa", number="1/2015", title="Ley modelo")
    )
    assert "No es ley de ningún país" in get(
        client, Law.objects.get(number="1/2015").get_absolute_url().replace("/en/", "/es/")
    )
    assert "No es ley de ningún país" not in get(client, BRUMAS)


def long_law(sections: int = 565) -> Any:
    """As long as the longest regulation at hand: 1,150 characters a section on average, in invented words."""
    words = "bruma rocío farol ribera barquero niebla puerto marea sendero lámpara vereda muelle"
    provisions = []
    for n in range(1, sections + 1):
        blocks = [Block("subsection", f"{n} {i} {' '.join(words.split()[i:] + words.split()[:i])} {n * i}." * 2, f"({i})", depth=1)
                  for i in range(1, 7)]  # fmt: skip
        wording = Wording(blocks=blocks, heading=f"De la bruma {n}", history=f"{1990 + n % 30}, c. {n}, s. {n}")
        provisions.append(ParsedProvision("main", "section", str(n), str(n), wording))
    outline = [OutlineEntry(1 + (n % 50 > 0), f"PART {n}", "De las brumas", n) for n in range(0, sections, 10)]
    return factories.law(*provisions, jurisdiction="can", native_type="", number="B-1", outline=outline, title="Bruma")


def test_first_view_queries_and_parts_of_a_long_law(
    client: Client, jurisdictions: Any, django_assert_max_num_queries: Any
) -> None:
    load(long_law())
    url = "/es/laws/can/b-1/"
    get(client, url)
    for asked in (url, f"{url}s-300/", f"{url}?at=2016-01-01", f"{url}s-300/?parallel=en&text=es"):
        with django_assert_max_num_queries(12):
            page = get(client, asked)
        static = Path(settings.BASE_DIR) / "static"
        weight = sum(len(gzip.compress(path.read_bytes())) for path in static.iterdir()) + len(
            gzip.compress(page.encode())
        )
        assert weight <= FIRST_VIEW, asked
    assert '<section class="provision chosen" id="s-300">' in get(client, f"{url}s-300/")


def test_parts_together_show_every_provision_once(client: Client, jurisdictions: Any) -> None:
    load(long_law(200))
    seen: list[str] = []
    url: str | None = "/es/laws/can/b-1/"
    while url:
        page = get(client, url.partition("#")[0])
        assert len(re.sub(r"<[^>]+>", "", page.split('<section class="text"')[1])) < PART_CHARS * 1.2
        seen += re.findall(r'<section class="provision[^"]*" id="([^"]+)"', page)
        found = re.search(r'<a href="([^"]+)" rel="next">', page)
        url = found[1] if found else None
    assert seen == [f"s-{n}" for n in range(1, 201)]


@hypothesis_settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["at", "text", "parallel", "version", "q"]), st.text(max_size=30) | st.integers().map(str)
    )
)
def test_no_query_makes_an_error(client: Client, brumas: Law, query: dict[str, str]) -> None:
    safe = {name: value.encode("utf-8", "surrogatepass") for name, value in query.items()}
    assert client.get(f"{BRUMAS}art-2/", safe).status_code == 200


def test_no_inline_script_or_style_and_nothing_from_elsewhere(client: Client, brumas: Law) -> None:
    page = get(client, f"{BRUMAS}art-2/")
    assert re.findall(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", page) == []
    loaded = re.findall(r'<(?:script|img|iframe)[^>]+src="([^"]+)"|<link[^>]+rel="stylesheet"[^>]+href="([^"]+)"', page)
    assert loaded and all((one or two).startswith("/static/") for one, two in loaded)
