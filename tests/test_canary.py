"""Nothing that is not public comes out: a token in every hidden value, every address, format and language, three readers."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.db.models import Q
from django.test import Client
from django.urls import get_resolver
from django.utils import translation

from kb import messages
from records.models import LANGUAGES, Record
from search import engine, ladder, writing
from tests import hidden
from tests.hidden import TOKEN, WORD, Hidden
from tests.needs import ROOMS
from tests.people import person, sign_in
from tests.test_rooms import views

pytestmark = pytest.mark.django_db
# What is behind a door of its own: asked for too, below, but with other readers.
DOORS = ("admin/", "accounts/")
# Every address of the public site, as the resolver writes it ("xx/" for the language), with what is asked there.
# A new address fails the test until it stands here. {scan}: rows of `hidden.build`.
RECIPES: dict[str, list[str]] = {
    "": [""],
    "live": ["live"],
    "ready": ["ready"],
    "robots.txt": ["robots.txt"],
    "sitemap.xml": ["sitemap.xml"],
    "sitemap-<section>.xml": [f"sitemap-{name}.xml" for name in ("laws", "policies", "places", "prose", "nosuch")],
    "api/": ["api/"],
    "api/docs": ["api/docs"],
    "api/docs/try": ["api/docs/try?operation=laws", "api/docs/try?operation=nosuch"],
    "api/openapi.json": ["api/openapi.json"],
    "api/search": [
        f"api/search?q={WORD}&size=100", "api/search?size=100", f"api/search?q={WORD}&law=arg/act-1&size=100", f"api/search?q={WORD}&example=1",
        "api/search?q=ferryman", "api/search?jurisdiction=arg&sort=newest", "api/search?law=arg/law-draft", f"api/search?q={WORD}&at=2016-01-01",
    ],
    "api/laws": ["api/laws?size=100", "api/laws?jurisdiction=arg&topic=ferryman", "api/laws?unchecked=1", "api/laws?nosuch=1"],
    "api/laws.csv": ["api/laws.csv"],
    "api/laws/<slug:jurisdiction>/<slug:slug>": [
        "api/laws/arg/act-1", "api/laws/arg/act-1?at=2016-01-01", "api/laws/arg/law-draft", "api/laws/arg/law-expired", "api/laws/arg/law-scheduled",
    ],
    "api/laws/<slug:jurisdiction>/<slug:slug>/provisions": ["api/laws/arg/act-1/provisions?size=100", "api/laws/arg/law-expired/provisions"],
    "api/laws/<slug:jurisdiction>/<slug:slug>/provisions/<slug:provision>": [
        "api/laws/arg/act-1/provisions/art-1", "api/laws/arg/law-draft/provisions/art-1",
    ],
    "api/policies": ["api/policies?size=100"],
    "api/policies.csv": ["api/policies.csv"],
    "api/policies/<slug:jurisdiction>/<slug:slug>": ["api/policies/arg/plan", "api/policies/arg/plan-draft", "api/policies/arg/plan-expired"],
    "api/countries": ["api/countries?size=100"],
    "api/countries.csv": ["api/countries.csv"],
    "api/countries/<slug:code>": ["api/countries/arg", "api/countries/can"],
    "api/topics": ["api/topics?size=100"],
    "api/topics.csv": ["api/topics.csv"],
    "api/topics/<slug:slug>": ["api/topics/ferryman"],
    "api/sources": ["api/sources?size=100"],
    "api/sources/<slug:slug>": ["api/sources/gazette", "api/sources/unnamed", "api/sources/source-draft"],
    r"api/^(?P<path>[\s\S]*)\Z": ["api/nothing"],
    "xx/laws/<slug:jurisdiction>/<slug:slug>.json": ["xx/laws/arg/act-1.json", "xx/laws/arg/law-draft.json", "xx/laws/arg/law-expired.json"],
    "xx/laws/<slug:jurisdiction>/<slug:slug>/<slug:provision>.json": ["xx/laws/arg/act-1/art-1.json", "xx/laws/arg/law-draft/art-1.json"],
    "xx/policies/<slug:jurisdiction>/<slug:slug>.json": ["xx/policies/arg/plan.json", "xx/policies/arg/plan-draft.json"],
    "xx/laws/<slug:jurisdiction>/<slug:slug>/": [
        "xx/laws/arg/act-1/", "xx/laws/arg/act-1/?offline=1", "xx/laws/arg/act-1/?at=2016-01-01", "xx/laws/arg/act-1/?text=fr&parallel=en",
        "xx/laws/arg/law-draft/", "xx/laws/arg/law-expired/?offline=1", "xx/laws/arg/law-scheduled/",
    ],
    "xx/laws/<slug:jurisdiction>/<slug:slug>/<slug:provision>/": [
        "xx/laws/arg/act-1/art-1/", "xx/laws/arg/act-1/art-1/?version=1&at=2016-01-01", "xx/laws/arg/law-draft/art-1/",
    ],
    "xx/laws/<slug:jurisdiction>/<slug:slug>/scans/<int:pk>/": [
        "xx/laws/arg/act-1/scans/{scan}/", "xx/laws/arg/law-draft/scans/{scan-draft}/", "xx/laws/arg/act-1/scans/{scan-expired}/",
    ],
    "xx/policies/<slug:jurisdiction>/<slug:slug>/": [
        "xx/policies/arg/plan/", "xx/policies/arg/plan/?offline=1", "xx/policies/arg/plan-draft/", "xx/policies/arg/plan-expired/",
    ],
    "xx/search/": [
        f"xx/search/?q={WORD}", "xx/search/", f"xx/search/?q={WORD}&law=arg/act-1", f"xx/search/?q={WORD}&sort=newest&jurisdiction=arg",
        "xx/search/?law=arg/law-draft", "xx/search/?q=ferryman",
    ],
    "xx/search.json": [f"xx/search.json?q={WORD}", "xx/search.json", "xx/search.json?q=ferryman"],
    "xx/search.csv": [f"xx/search.csv?q={WORD}", "xx/search.csv", f"xx/search.csv?q={WORD}&law=arg/act-1"],
    "xx/countries/<slug:code>.json": ["xx/countries/arg.json", "xx/countries/can.json"],
    "xx/topics/<slug:slug>.json": ["xx/topics/ferryman.json"],
    "xx/": ["xx/"],
    "xx/countries/": ["xx/countries/"],
    "xx/countries/<slug:code>/": ["xx/countries/arg/", "xx/countries/can/"],
    "xx/topics/": ["xx/topics/"],
    "xx/topics/<slug:slug>/": ["xx/topics/ferryman/"],
    "xx/new/": ["xx/new/"],
    "xx/new/feed/": ["xx/new/feed/"],
    "xx/problem/": ["xx/problem/?page=/es/laws/arg/act-1/"],
    r"xx/^((?:[\w\-]+/)*)$": ["xx/open/", "xx/draft/", "xx/restricted/", "xx/restricted/below/"],
}  # fmt: skip
# Models of ours whose rows are all public, or hold no words.
OPEN = {
    "countries.Jurisdiction", "countries.Country", "countries.JurisdictionName", "countries.BodyStatus", "records.Topic",
    "records.LexiconStamp", "laws.Provision", "laws.ProvisionVersion", "accounts.Membership", "indicators.Code",
    "indicators.Dataset", "indicators.Indicator", "indicators.Observation", "indicators.Series", "indicators.Vintage",
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    messages.compile_all()


@pytest.fixture
def site(settings: Any, tmp_path: Path, jurisdictions: Any, monkeypatch: pytest.MonkeyPatch) -> Hidden:
    """The records, and an index of them by the worker's own way."""
    settings.SEARCH = {**settings.SEARCH, "url": "", "directory": tmp_path / "index"}
    settings.API_RATES = dict.fromkeys(settings.API_RATES, 0)
    settings.MEDIA_ROOT, settings.RAW_DIR = tmp_path / "media", tmp_path / "raw"
    monkeypatch.setattr(ladder, "_resting_until", 0.0)
    built = hidden.build(jurisdictions)
    writing.catch_up(engine.backend())
    return built


def routes() -> dict[str, Any]:
    """Addresses of the resolver by how it writes them, those of the language once."""
    with translation.override("en"):
        found = {re.sub("^en/", "xx/", route): view for route, view in views(get_resolver().url_patterns)}
    return {route: view for route, view in found.items() if not route.startswith(("static/", "media/"))}


def addresses(site: Hidden) -> Iterator[str]:
    """Everything that RECIPES asks for, in all languages."""
    for asked in RECIPES.values():
        for one in asked:
            address = re.sub(r"{([\w-]+)}", lambda row: str(site.places[row[1]]), one)
            if address.startswith("api/"):
                yield from (f"/{address}{'&' if '?' in address else '?'}language={code}" for code in LANGUAGES)
            elif address.startswith("xx/"):
                yield from (f"/{code}{address[2:]}" for code in LANGUAGES)
            else:
                yield f"/{address}"


def told(response: Any) -> str:
    """All that is sent, headers too."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return "\n".join([body.decode("utf-8", "replace"), *(f"{name}: {value}" for name, value in response.items())])


def leaks(site: Hidden, client: Client) -> tuple[dict[str, set[str]], set[str]]:
    """Tokens met, by what they stand in, with the addresses; and the public tokens met."""
    found: dict[str, set[str]] = {}
    shown: set[str] = set()
    for address in addresses(site):
        response = client.get(address)
        assert response.status_code < 500, address
        text = told(response)
        for token in set(TOKEN.findall(text)):
            found.setdefault(site.tokens[token], set()).add(address)
        for secret in (str(django_settings.DATA_DIR), str(django_settings.RAW_DIR), django_settings.SECRET_KEY):
            if secret in text:
                found.setdefault("a setting", set()).add(address)
        shown |= set(hidden.SHOWN.findall(text))
    return found, shown


def reader(name: str) -> Client:
    return Client() if name == "anonymous" else sign_in(person("someone", name))


def test_every_address_has_its_recipe() -> None:
    public = {route for route in routes() if not route.startswith(DOORS)}
    assert sorted(public - RECIPES.keys()) == [], "write down what is to be asked there"
    assert sorted(RECIPES.keys() - public) == [], "no such address any more"


def test_every_model_is_watched(site: Hidden) -> None:
    ours = {model._meta.label for model in apps.get_models() if model._meta.app_label in ROOMS}
    assert sorted(ours - site.labels - OPEN) == [], (
        "hide some rows of it in tests/hidden.py, or say that all are public"
    )
    assert len(site.tokens) > 250


@pytest.mark.parametrize("name", ["anonymous", "editor", "participant"])
def test_nothing_hidden_is_shown(site: Hidden, name: str) -> None:
    found, shown = leaks(site, reader(name))
    assert found == {}
    unmet = {site.shown[token] for token in site.shown.keys() - shown}
    assert unmet == {"pages.Profile.title_es"}, "what is public was really met; a country goes by its own name"


def test_the_addresses_really_answer(site: Hidden) -> None:
    """Of each address at least one question is answered with what it is there for."""
    client = Client()
    for route, asked in RECIPES.items():
        first = re.sub(r"{([\w-]+)}", lambda row: str(site.places[row[1]]), asked[0]).replace("xx/", "es/")
        status = client.get(f"/{first}").status_code
        closed = route.startswith("api/^") or route in ("", "api/docs/try")
        assert (status == 200) is not closed, (first, status)


def test_nothing_hidden_is_found_counted_or_guessed(site: Hidden) -> None:
    """A search for the token itself finds nothing, no facet counts it, and no correction offers it."""
    client = Client()
    public = client.get(f"/api/search?q={WORD}&language=es").json()
    assert public["total"] == 2, "the law and the policy that are published"
    assert {one["value"]: one["groups"] for one in public["facets"]["jurisdiction"]} == {"arg": 2}
    assert client.get("/api/search?language=es").json()["total"] == 2
    for token, where in site.tokens.items():
        answer = client.get(f"/api/search?q={token}&language=es").json()
        assert (answer["total"], answer["units"], any(answer["facets"].values())) == (0, 0, False), where
        near = client.get(f"/api/search?q={token[:-1]}q&language=es").json()
        assert not [one for one in near["understanding"]["corrections"] if TOKEN.search(one["searched"])], where


def test_taking_it_all_away_changes_nothing(site: Hidden) -> None:
    """No count, order, date or address tells that there is something hidden: without it every page is the same."""
    client = Client()
    same = [one for one in dict.fromkeys(addresses(site)) if one != "/ready" and "offline" not in one]
    before = {address: client.get(address) for address in same}
    hidden.remove()
    writing.catch_up(engine.backend())
    changed = [address for address in same if _body(client.get(address)) != _body(before[address])]
    assert changed == [], changed


def _body(response: Any) -> tuple[int, bytes]:
    sent = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, re.sub(rb'(?<=name="csrfmiddlewaretoken" value=")\w+', b"", sent)


def test_with_the_engine_down_nothing_more_is_shown(site: Hidden, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ladder, "_resting_until", float("inf"))
    for code in LANGUAGES:
        for address in (
            f"/{code}/search/?q={WORD}",
            f"/{code}/search.csv?q={WORD}",
            f"/api/search?q={WORD}&language={code}",
        ):
            text = told(Client().get(address))
            assert TOKEN.findall(text) == []
            assert hidden.SHOWN.findall(text)


@pytest.mark.parametrize("name", ["anonymous", "participant"])
def test_behind_the_doors_there_is_nothing_for_readers(site: Hidden, name: str) -> None:
    """The desk, and the pages of accounts, asked with whatever fits into their addresses."""
    client, asked = reader(name), 0
    fillings = {"int": "1", "str": "1", "slug": "act-1", "path": "x", "uuid": "00000000-0000-0000-0000-000000000000"}
    for route in routes():
        address = re.sub(r"<(?:(\w+):)?\w+>", lambda part: fillings.get(part[1] or "str", "1"), route)
        if not route.startswith(DOORS) or "(" in address or "logout" in address:
            continue
        text = told(client.get(f"/{address}".replace("^", "").replace("$", "")))
        assert [site.tokens[token] for token in set(TOKEN.findall(text))] == [], address
        asked += 1
    assert asked > 200


class TestTheCanarySings:
    """The tokens would be met if a rule were broken."""

    def test_were_every_language_shown(self, site: Hidden, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Record, "public_languages", property(lambda record: LANGUAGES))
        found, _ = leaks(site, Client())
        assert {"laws.Law.title_fr", "laws.Policy.measures_en", "pages.Profile.summary_pt"} <= {
            where.partition(" of ")[0] for where in found
        }

    def test_were_drafts_visible(self, site: Hidden, monkeypatch: pytest.MonkeyPatch) -> None:
        from laws.models import Law
        from records import visibility

        monkeypatch.setitem(visibility._rules, Law, lambda user: Q())
        found, _ = leaks(site, Client())
        assert any("a law that is draft" in where for where in found)
        assert any("a law that is expired" in where for where in found)
