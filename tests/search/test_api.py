"""The search for programs: the same results as the page's, with keys; and as a table."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from kb import messages
from laws import importing
from laws.models import Law
from records.models import Topic
from search import engine, ladder, writing
from search.backends import EngineDown
from tests import factories, published

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    messages.compile_all()


@pytest.fixture
def collection(settings: Any, tmp_path: Path, jurisdictions: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two laws with text, one without, a policy and the model act, with an index of this test's own."""
    settings.SEARCH = {**settings.SEARCH, "url": "", "directory": tmp_path / "index"}
    monkeypatch.setattr(ladder, "_resting_until", 0.0)
    published.topic()
    brumas = factories.law(
        factories.article("Artículo 1", "El barquero llevará un farol desde la puesta del sol.", heading="Faroles"),
        factories.article("Artículo 2", "La multa por la falta de farol es de cinco monedas."),
        factories.article("Artículo 3", "El farol no se embarga.", status="repealed"),
        factories.article("Artículo 4", "Cada farol tiene su número."),
    )
    fog = factories.law(
        factories.article("1", "Every ferryman carries a lantern.", kind="section"),
        language="en", title="Fog Rules", jurisdiction="can", native_type="", number="F-9", date="1999-01-01", type="regulation",
    )  # fmt: skip
    model = factories.law(
        factories.article("Artículo 1", "El farol del ejemplo."),
        jurisdiction="exa",
        number="1/2015",
        title="Ley modelo",
    )
    for parsed in (brumas, fog, model):
        assert importing.apply(factories.staged(parsed)).refused is None
    published.policy(
        jurisdictions["mex"], "faroles", title_es="Plan de faroles", title_fr="Plan secret", state_fr="draft"
    )
    writing.catch_up(engine.backend())


def ask(url: str, status: int = 200) -> Any:
    response = Client().get(url)
    assert response.status_code == status, (url, response.content[:400])
    return response.json()


def test_records_with_their_best_articles(collection: None) -> None:
    told = ask("/api/search?q=farol&language=es")
    assert (told["total"], told["step"], told["page"], told["pages"]) == (2, "engine", 1, 1)
    by_id = {group["id"]: group for group in told["groups"]}
    assert set(by_id) == {"arg/ley-90001", "mex/faroles"}
    law = by_id["arg/ley-90001"]
    assert (law["kind"], law["title"], law["units"], law["unchecked"]) == ("law", {"es": "Ley de Brumas"}, 4, True)
    assert law["links"]["self"] == "http://testserver/api/laws/arg/ley-90001"
    best = {unit["id"]: unit for unit in law["best"]}
    assert set(best) <= {f"arg/ley-90001/art-{n}" for n in range(1, 5)} and len(best) == 3
    unit = next(iter(best.values()))
    assert any(piece["marked"] and "farol" in piece["text"].lower() for piece in (*unit["snippet"], *unit["heading"]))
    assert unit["url"].startswith("http://testserver/es/laws/arg/ley-90001/art-")
    policy = by_id["mex/faroles"]
    assert (policy["kind"], policy["best"]) == ("policy", [])
    assert "fr" not in policy["title"] and "Plan secret" not in str(told)
    assert told["notice"]


def test_the_links_lead_somewhere(collection: None) -> None:
    told = ask("/api/search?q=farol&language=es&at=2016-05-01")
    addresses = [
        address for group in told["groups"] for address in (group["links"]["self"], *group["links"]["pages"].values())
    ]
    addresses += [unit["url"] for group in told["groups"] for unit in group["best"]]
    addresses += [*told["page_urls"].values(), told["links"]["self"]]
    for address in addresses:
        assert Client().get(address.removeprefix("http://testserver").partition("#")[0]).status_code == 200, address
    assert "at=2016-05-01" in addresses[-6]


def test_through_the_thesaurus_with_the_reason(collection: None) -> None:
    told = ask("/api/search?q=barquero&language=es")
    fog = next(group for group in told["groups"] if group["id"] == "can/f-9")
    assert (fog["best"][0]["language"], fog["best"][0]["why"]) == ("en", ["ferryman, bargee"])
    assert told["understanding"]["concepts"][0]["slug"] == "ferryman"
    assert "ferryman" in told["understanding"]["concepts"][0]["searched"]["en"]


def test_facets_bear_the_names_of_their_parameters(collection: None) -> None:
    told = ask("/api/search?q=farol&language=es")
    assert {"kind", "jurisdiction", "type", "text", "topic", "status", "decade"} == set(told["facets"])
    assert {(one["value"], one["name"], one["groups"]) for one in told["facets"]["jurisdiction"]} == {
        ("arg", "Argentina", 1),
        ("mex", "México", 1),
    }
    for name, values in told["facets"].items():
        for one in values:
            narrowed = ask(f"/api/search?q=farol&language=es&{name}={one['value']}")
            assert narrowed["total"] == one["groups"], (name, one)
    several = ask("/api/search?q=farol&jurisdiction=arg&jurisdiction=mex")
    assert several["total"] == 2 and all(one["selected"] for one in several["facets"]["jurisdiction"])
    assert ask("/api/search?q=barquero&text=en")["total"] == 1


def test_one_law_gives_all_its_articles(collection: None) -> None:
    told = ask("/api/search?q=farol&law=arg/ley-90001&size=100&language=es")
    assert [group["id"] for group in told["groups"]] == ["arg/ley-90001"]
    assert len(told["groups"][0]["best"]) == 4
    assert ask("/api/search?q=farol&law=arg/none")["total"] == 0
    badges = {unit["id"]: [badge["code"] for badge in unit["badges"]] for unit in told["groups"][0]["best"]}
    assert badges["arg/ley-90001/art-3"] == ["repealed"]


def test_without_words_the_newest_come_first_and_sort_turns_them(collection: None) -> None:
    newest = [group["id"] for group in ask("/api/search")["groups"]]
    assert newest[:2] == ["mex/faroles", "arg/ley-90001"]
    assert ask("/api/search?sort=oldest")["groups"][0]["id"] == "can/f-9"


def test_the_model_act_only_when_asked_for(collection: None) -> None:
    assert "exa/" not in str(ask("/api/search?q=farol"))
    told = ask("/api/search?q=farol&example=1&jurisdiction=exa")
    assert (told["total"], told["groups"][0]["example"]) == (1, True)


def test_pages_to_the_thousandth(collection: None) -> None:
    first, second = ask("/api/search?size=1"), ask("/api/search?size=1&page=2")
    assert (first["pages"], first["links"]["next"]) == (3, "http://testserver/api/search?size=1&page=2")
    assert first["groups"][0]["id"] != second["groups"][0]["id"]
    assert ask("/api/search?size=1&page=1000")["groups"] == []
    refused = ask("/api/search?size=1&page=1001&language=es", 400)
    assert refused["parameters"] == [{"name": "page", "reason": "Se pueden pedir resultados hasta el número 1000."}]
    ask("/api/search?size=100&page=10")
    ask("/api/search?size=100&page=11", 400)


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "a" * 257, "sort=best", "at=2016-13-01", "jurisdiction=a b", "example=yes", "law=ARG/Ley", "text=es%00",
        "&".join(f"topic=t{n}" for n in range(21)),
    ],
)  # fmt: skip
def test_bad_values(collection: None, query: str) -> None:
    assert ask(f"/api/search?{query}", 400)["type"] == "/api/#bad-value"


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=%ED%A0%80",
        "q=" + "(" * 250,
        "q=%22",
        "q=-",
        "q=OR+OR",
        "q=" + "%22" * 250,
        "at=0001-01-01",
        "at=9999-12-31",
    ],
)
def test_whatever_words(collection: None, query: str) -> None:
    assert ask(f"/api/search?{query}")["notice"]


def test_with_the_engine_down_the_database_answers_and_says_so(
    collection: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_: Any) -> Any:
        raise EngineDown("refused")

    monkeypatch.setattr(engine, "search", down)
    told = ask("/api/search?q=farol&language=es")
    assert (told["step"], told["facets"]) == ("database", {})
    assert "arg/ley-90001" in [group["id"] for group in told["groups"]]


def test_what_is_withdrawn_is_gone_though_the_index_is_late(collection: None) -> None:
    Law.objects.filter(slug="ley-90001").update(live=False)
    for url in ("/api/search?q=farol", "/es/search.csv?q=farol", "/es/search.json?q=farol"):
        assert "ley-90001" not in Client().get(url).content.decode()


def test_the_pages_address_as_json_takes_the_pages_parameters(collection: None) -> None:
    told = ask("/es/search.json?q=barquero&language=en&page=1")
    assert [group["id"] for group in told["groups"]] == ["can/f-9"], "there, language is that of the texts"
    assert told["notice"].startswith("Información")
    assert ask("/es/search.json?q=farol&page=abc&nosuch=1&at=garbage")["total"] == 2, "as the page does"


def rows(url: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(Client().get(url).content.decode("utf-8-sig"), newline="")))


def test_as_a_table(collection: None) -> None:
    Topic.objects.all().delete()
    found = {row["Clave"]: row for row in rows("/es/search.csv?q=farol&page=7")}
    law = next(row for key, row in found.items() if key.startswith("arg/ley-90001/art-"))
    assert law["Título"] == "Ley de Brumas" and "farol" in law["Pasaje"].lower()
    assert (law["Textos que coinciden"], law["Sin verificar"], law["Año"]) == ("4", "sin verificar", "2010")
    assert law["Página"].startswith("http://testserver/es/laws/arg/ley-90001/art-")
    assert law["Aviso"] == "Información, no asesoramiento jurídico; texto no oficial."
    assert found["mex/faroles"]["Artículo"] == ""
    one = rows("/en/search.csv?q=farol&law=arg/ley-90001")
    assert len(one) == 4 and {row["Key"].rpartition("/")[2] for row in one} == {"art-1", "art-2", "art-3", "art-4"}
    assert rows("/fr/search.csv?q=zzyzx") == []
