"""Results: articles under their law, reasons, facets, and a page for whatever is typed."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils.html import escape

from kb import messages
from laws import importing
from laws.models import Law
from records.models import Topic
from search import engine, ladder, writing
from search.backends import EngineDown
from tests import factories
from tests.people import person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    messages.compile_all()


@pytest.fixture
def index(settings: Any, tmp_path: Path, jurisdictions: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine of this test's own."""
    settings.SEARCH = {**settings.SEARCH, "url": "", "directory": tmp_path / "index"}
    monkeypatch.setattr(ladder, "_resting_until", 0.0)


def load(*parsed: Any) -> None:
    for law in parsed:
        report = importing.apply(factories.staged(law))
        assert report.refused is None, report.refused
    writing.catch_up(engine.backend())


@pytest.fixture
def collection(index: None) -> None:
    """Three invented laws in three languages and the model act, with one concept of the thesaurus."""
    topic = Topic.objects.create(slug="ferryman")
    for language, text in (("es", "barquero"), ("en", "ferryman"), ("fr", "passeur"), ("pt", "barqueiro")):
        topic.labels.create(language=language, kind="pref", text=text)
    topic.save()
    brumas = factories.law(
        factories.article("Artículo 1", "El barquero llevará un farol <encendido> desde la puesta del sol.", heading="Faroles"),
        factories.article("Artículo 2", "La multa por la falta de farol es de cinco monedas."),
        factories.article("Artículo 3", "El farol del barquero no se embarga.", status="repealed"),
        factories.article("Artículo 4", "Cada farol tiene su número."),
        factories.article("Artículo 5", "El guardián revisa el farol cada noche."),
    )  # fmt: skip
    english = {"jurisdiction": "can", "native_type": "", "number": "F-9", "date": "1999-01-01", "type": "regulation"}
    fog = factories.law(
        factories.article("1", "Every ferryman carries a lantern.", kind="section"),
        language="en",
        title="Fog Rules",
        **english,
    )
    brume = factories.law(
        factories.article("1", "Tout passeur porte une lanterne.", kind="section"),
        language="fr",
        title="Règles",
        **english,
    )
    example = factories.law(
        factories.article("Artículo 1", "El farol del ejemplo."),
        jurisdiction="exa",
        number="1/2015",
        title="Ley modelo",
    )
    load(brumas, fog, brume, example)


def get(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status, url
    return response.content.decode()


def test_articles_stand_under_their_law_with_marks_and_deep_links(client: Client, collection: None) -> None:
    page = get(client, "/es/search/?q=farol")
    assert page.count('<article class="group">') == 1
    assert page.count('<div class="hit"') == 3
    assert 'href="/es/laws/arg/ley-90001/art-1/#art-1"' in page
    assert "<b>Artículo 1</b> <mark>Faroles</mark>" in page
    assert "un <mark>farol</mark> &lt;encendido&gt; desde" in page
    more = re.search(r'<p class="more quiet"><a href="([^"]+)">2 textos más de esta norma coinciden.</a>', page)
    assert more
    assert more[1] == "?q=farol&amp;law=arg%2Fley-90001"
    assert "Ejemplo" not in page
    assert "El <mark>farol</mark> del ejemplo." in get(client, "/es/search/?q=farol&example=1")


def test_one_law_shows_all_its_texts_and_can_be_taken_back(client: Client, collection: None) -> None:
    page = get(client, "/es/search/?q=farol&law=arg/ley-90001&jurisdiction=arg")
    assert page.count('<article class="group">') == 1
    assert page.count('<div class="hit"') == 5
    assert "más de esta norma" not in page
    assert '<input type="hidden" name="law" value="arg/ley-90001">' in page
    chip = re.search(r'<ul class="chips".*?href="([^"]+)".*?</span> ([^<]+?) *<', page, re.DOTALL)
    assert chip
    assert chip[2] == "Ley 90.001"
    assert chip[1] == "?q=farol&amp;jurisdiction=arg"
    nothing = get(client, "/es/search/?q=farol&law=arg/ley-0")
    assert "arg/ley-0" in nothing
    assert '<article class="group">' not in nothing


def test_one_law_of_the_database_while_the_engine_is_down(
    client: Client, collection: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_: Any) -> Any:
        raise EngineDown("refused")

    monkeypatch.setattr(engine, "search", down)
    assert "/es/laws/can/f-9/s-1/" in get(client, "/en/search/?q=lantern&law=can/f-9").replace("/en/", "/es/")
    assert '<article class="group">' not in get(client, "/en/search/?q=lantern&law=arg/ley-90001")


def test_a_draft_law_is_not_told_by_its_address(client: Client, collection: None) -> None:
    Law.objects.filter(slug="ley-90001").update(live=False)
    page = get(client, "/es/search/?q=&law=arg/ley-90001")
    assert "Brumas" not in page
    assert "90.001" not in page


def test_another_run_of_numbers_is_told(client: Client, index: None) -> None:
    runs = ("main", "transitory", "treaty-1-annex-2")
    load(factories.law(*(factories.article("Artículo 1", "farol", sequence=run) for run in runs)))
    page = get(client, "/es/search/?q=farol")
    told = re.findall(r"<b>Artículo 1</b></a>(?:\s*<span class=\"badge\" lang=\"es\">([^<]+)</span>)?", page)
    assert sorted(told) == ["", "Disposiciones transitorias", "Tratado 1 · Anexo 2"]


def test_other_languages_are_marked_and_say_why_they_are_there(client: Client, collection: None) -> None:
    page = get(client, "/es/search/?q=barquero")
    foreign = page.split('<div class="hit" lang="en">', 1)[1].split("</article>", 1)[0]
    assert "Every <mark>ferryman</mark> carries" in foreign
    assert "Por el tesauro: ferryman ← barquero" in foreign
    assert 'href="/es/laws/can/f-9/s-1/?text=en#s-1"' in foreign
    assert '<h2 lang="en"><a' in page
    french = get(client, "/fr/search/?q=barquero&jurisdiction=can")
    assert "Tout <mark>passeur</mark> porte" in french
    assert '<div class="hit">' in french


def test_facets_count_take_several_values_and_can_be_taken_back(client: Client, collection: None) -> None:
    page = get(client, "/es/search/?q=barquero&jurisdiction=arg&jurisdiction=can")
    boxes = dict(re.findall(r'name="jurisdiction" value="(\w+)"( checked)?', page))
    assert boxes == {"arg": " checked", "can": " checked"}
    assert page.count('<article class="group">') == 2
    one = get(client, "/es/search/?q=barquero&jurisdiction=can")
    assert one.count('<article class="group">') == 1
    # The other values of a facet keep their counts while one is chosen.
    assert 'value="arg"' in one
    removal = re.search(r'<ul class="chips".*?href="([^"]+)"', one, re.DOTALL)
    assert (
        removal and get(client, "/es/search/" + removal[1].replace("&amp;", "&")).count('<article class="group">') == 2
    )
    assert ">Reglamento</span>".lower() in one.lower()


def test_repealed_articles_carry_a_badge(client: Client, collection: None) -> None:
    assert '<span class="badge repealed" lang="es">derogado</span>' in get(client, '/es/search/?q="no+se+embarga"')


def test_sort_and_day_stay_in_the_links(client: Client, collection: None) -> None:
    page = get(client, "/es/search/?q=barquero&sort=oldest&at=2016-05-01")
    titles = re.findall(r"<h2[^>]*><a[^>]*>(.*?)</a>", page)
    assert [re.sub("<[^>]+>", "", title) for title in titles] == ["Fog Rules", "Ley de Brumas"]
    assert "/es/laws/arg/ley-90001/art-1/?at=2016-05-01#art-1" in page
    assert '<input type="hidden" name="sort" value="oldest">' in page
    assert 'name="at" type="date" min="1500-01-01" max="2200-12-31" value="2016-05-01"' in page
    assert 'href="/pt/search/?q=barquero&amp;sort=oldest&amp;at=2016-05-01"' in page


def test_how_the_query_was_understood(client: Client, collection: None) -> None:
    assert "número oficial de una norma" in get(client, "/es/search/?q=ley+90.001")
    assert "artículo de una norma" in get(client, "/es/search/?q=art.+2+ley+90.001")
    assert "cita textual" in get(client, "/es/search/?q=%22cinco+monedas%22")
    assert "se ignoró" in get(client, "/es/search/?q=((((((farol))))))")
    loose = get(client, "/es/search/?q=farol+zzyzx")
    assert "Nada contiene todas las palabras" in loose
    assert "zzyzx" in loose


def test_nothing_found_helps_and_a_page_beyond_the_last_leads_back(client: Client, collection: None) -> None:
    page = get(client, "/es/search/?q=xyzzyx")
    assert "Ninguna norma de la colección responde a “xyzzyx”" in page
    assert "Lo que puede ayudar" in page
    beyond = get(client, "/es/search/?q=farol&page=99")
    assert 'href="?q=farol">Ir a la primera página' in beyond
    filtered = get(client, "/es/search/?q=farol&jurisdiction=can")
    assert 'href="?q=farol">Buscar en toda la colección' in filtered


def test_pages_of_twenty_laws(client: Client, index: None) -> None:
    load(
        *(
            factories.law(
                factories.article("Artículo 1", "El muelle."), number=f"{n}/2001", title=f"Ley del muelle {n}"
            )
            for n in range(1, 46)
        )
    )
    seen: set[str] = set()
    for number in (1, 2, 3):
        page = get(client, f"/es/search/?q=muelle&page={number}")
        assert f'<span aria-current="page">{number}</span>' in page
        found = set(re.findall(r'<h2><a href="([^"]+)"', page))
        assert len(found) == (20 if number < 3 else 5)
        assert not found & seen
        seen |= found
    assert get(client, "/es/search/?q=muelle").count('<nav class="pages"') == 1


def test_what_is_withdrawn_is_gone_though_the_index_is_late(client: Client, collection: None) -> None:
    Law.objects.filter(slug="ley-90001").update(live=False)
    assert "ley-90001" not in get(client, "/es/search/?q=farol")


@pytest.mark.parametrize(
    "query",
    [
        "q=%00", "q=%ED%A0%80", "q=%FF%FE", "q=" + "palabra+" * 20_000, "q=" + "(" * 8_400, "q=%22abierta", "q=-", "q=OR+OR",
        "q=farol*&page=-1", "q=farol&page=abc", "q=farol&page=999999", "q=farol&at=garbage", "q=farol&at=9999-12-31",
        "q=farol&at=0001-01-01", "q=farol&jurisdiction=zzz&type=nothing&decade=abc&topic=x&status=y&language=zz&kind=q",
        "q=a&q=b&q=c&sort=zz&sort=newest", "q[]=1&=2&&&", "%ED%A0%80=1", "q=farol&jurisdiction=%00&language=%ED%A0%80",
        "q=" + "%22" * 999, "q=" + "a" * 9_000, "at=%D9%A2", "page=%D9%A2", "example=1&q=" + "-" * 300,
    ],
)  # fmt: skip
def test_no_query_string_makes_an_error(client: Client, collection: None, query: str) -> None:
    response = client.get(f"/es/search/?{query}")
    assert response.status_code in (200, 400)
    assert "<h1" in response.content.decode()


def test_a_flood_of_parameters_is_refused_with_a_page(client: Client, collection: None) -> None:
    response = client.get("/es/search/?" + "&".join(f"a{n}=1" for n in range(2_000)))
    assert response.status_code in (200, 400)
    assert "<h1" in response.content.decode()


def test_with_the_engine_down_the_database_answers_and_the_page_says_so(
    client: Client, collection: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_: Any) -> Any:
        raise EngineDown("refused")

    monkeypatch.setattr(engine, "search", down)
    page = get(client, "/es/search/?q=farol")
    assert "El motor de búsqueda no responde en este momento" in page
    assert "/es/laws/arg/ley-90001/art-1/#art-1" in page


def test_the_query_is_escaped_everywhere(client: Client, collection: None) -> None:
    typed = '"><script>alert(1)</script>'
    page = get(client, "/es/search/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert typed not in page
    assert escape(typed) in page


def test_first_view_weighs_little(client: Client, collection: None) -> None:
    """The page with the styles and scripts that it names; desk, figures and reports have their own, which are not loaded here."""
    static = Path(django_settings.BASE_DIR) / "static"
    for url in ("/es/", "/es/search/?q=farol"):
        page = get(client, url)
        loaded = set(re.findall(r'<(?:link|script)[^>]+"/static/([^"]+)"', page))
        assert {"kb.css", "kb.js"} <= loaded
        files = sum(len(gzip.compress((static / name).read_bytes())) for name in loaded)
        assert files + len(gzip.compress(page.encode())) < 15 * 1024


def test_staff_see_the_engine_and_readers_do_not(client: Client, collection: None) -> None:
    assert "tantivy" not in get(client, "/es/")
    staff = sign_in(person("ada", is_superuser=True, is_staff=True))
    assert "Motor de búsqueda: tantivy" in get(staff, "/es/")
