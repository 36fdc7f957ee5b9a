"""Nothing that is not public comes out: a token in every hidden value, every address, format and language, three readers."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.db.models import Q
from django.test import Client
from django.urls import get_resolver
from django.utils import translation

from countries.models import Country
from indicators.charts.vega import png
from kb import messages
from records.models import LANGUAGES, Record
from reports import making
from reports.models import Job, Report
from rounds.models import Round
from search import engine, ladder, writing
from tests import hidden
from tests.hidden import TOKEN, WORD, Hidden
from tests.needs import ROOMS, missing
from tests.opened import PIXELS, PNG, chunks, opened
from tests.people import person, sign_in
from tests.recipes import FIGURES, RECIPES
from tests.test_rooms import views

pytestmark = pytest.mark.django_db
# On PostgreSQL each address is asked by readers whose rules have the most conditions, and with nothing hidden.
ONCE = pytest.mark.once
# What may stand between the digits of a number: in a page, in JSON, in HTML.
BETWEEN = re.compile(r"(?<=\d)(?:[.,'’ \u00a0\u202f]|&nbsp;|&#x?\w+;|\\u00a0|\\u202f)(?=\d)")
# What is behind a door of its own: asked for too, below, but with other readers.
DOORS = ("admin/", "accounts/", "xx/reporting/")
# Models of ours whose rows are all public, or hold no words.
OPEN = {
    "countries.Jurisdiction", "countries.Country", "countries.JurisdictionName", "countries.BodyStatus", "records.Topic",
    "records.LexiconStamp", "laws.Provision", "laws.ProvisionVersion", "accounts.Membership", "indicators.Code",
    "indicators.Dataset", "indicators.Indicator", "indicators.Note", "indicators.Observation", "indicators.Series", "indicators.Vintage",
    "reports.FrozenChapter", "reports.Release", "rounds.Assignment", "rounds.Delegation", "rounds.Filling", "rounds.InstitutionUser",
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    messages.compile_all()


@pytest.fixture
def site(settings: Any, tmp_path: Path, jurisdictions: Any, monkeypatch: pytest.MonkeyPatch) -> Hidden:
    """The records, and an index of them by the worker's own way."""
    settings.SEARCH = {**settings.SEARCH, "url": "", "directory": tmp_path / "index"}
    settings.API_RATES = dict.fromkeys(settings.API_RATES, 0)
    settings.DATA_DIR = tmp_path / "data"
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
    """All that is sent, headers too, and what is in files that hold others."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return "\n".join([*opened(body), *(f"{name}: {value}" for name, value in response.items())])


def met(site: Hidden, text: str) -> set[str]:
    """In what the tokens and the numbers stand that are in a text, however its digits are grouped."""
    whole = BETWEEN.sub("", text)
    return {site.tokens[token] for token in TOKEN.findall(text)} | {
        why for number, why in site.numbers.items() if number in whole
    }


def leaks(site: Hidden, client: Client, where: str = "") -> tuple[dict[str, set[str]], set[str]]:
    """Tokens met, by what they stand in, with the addresses; and the public tokens met. where: pattern of the addresses asked for."""
    found: dict[str, set[str]] = {}
    shown: set[str] = set()
    for address in (one for one in addresses(site) if re.search(where, one)):
        response = client.get(address)
        assert response.status_code < 500, address
        text = told(response)
        for place in met(site, text):
            found.setdefault(place, set()).add(address)
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


@pytest.mark.parametrize(
    "name", [pytest.param("anonymous", marks=ONCE), pytest.param("editor", marks=ONCE), "participant"]
)
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
        closed = route.startswith("api/^") or route in ("", "api/docs/try", "xx/figures/")
        assert (status == 200) is not closed, (first, status)


@ONCE
def test_nothing_hidden_is_found_counted_or_guessed(site: Hidden) -> None:
    """A search for the token itself finds nothing, no facet counts it, and no correction offers it."""
    client = Client()
    public = client.get(f"/api/search?q={WORD}&language=es").json()
    assert public["total"] == 2, "the law and the policy that are published"
    assert {one["value"]: one["groups"] for one in public["facets"]["jurisdiction"]} == {"arg": 2}
    assert client.get("/api/search?language=es").json()["total"] == 3, "and the indicator"
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


def _body(response: Any) -> tuple[int, str]:
    """Without the moment at which it was made."""
    sent = b"".join(response.streaming_content) if response.streaming else response.content
    text = re.sub(r"(?<=<dcterms:)(created|modified)\b[^>]*>[^<]*", "", "\n".join(opened(sent)))
    return response.status_code, re.sub(r'(?<=name="csrfmiddlewaretoken" value=")\w+', "", text)


def test_files_of_reports_were_really_read(site: Hidden) -> None:
    """Theirs is the same text, packed: without it the canary would be deaf to them."""
    for ending in ("docx", "pdf"):
        answer = Client().get(f"/es/reports/barges/report.{ending}")
        if answer.status_code == 404 and "Pango" in Job.objects.get(format=ending).error:
            missing("no Pango", "apt-get install libpango-1.0-0 libpangoft2-1.0-0")
        text = told(answer)
        assert {"a report's title", "a report's paragraph"} <= {site.shown[one] for one in hidden.SHOWN.findall(text)}
        assert "43000" in BETWEEN.sub("", text) and "VEN es" in text, "the table, with a cell that is hidden"


def test_a_picture_shows_what_was_read_in_its_drawing(site: Hidden) -> None:
    """Nobody reads pixels here: they are those of the drawing at the same address, and there are no words beside them."""
    asked = [one for one in addresses(site) if "/chart.png" in one]
    assert len(asked) >= len(LANGUAGES)
    for address in asked:
        drawn, picture = Client().get(address.replace("/chart.png", "/chart.svg")), Client().get(address).content
        assert met(site, told(drawn)) == set() and b"<text" in drawn.content
        assert picture.startswith(PNG) and picture == png(drawn.content.decode())
        assert {kind for kind, _words in chunks(picture)} <= PIXELS


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


@pytest.mark.parametrize("name", [pytest.param("anonymous", marks=ONCE), "participant"])
def test_behind_the_doors_there_is_nothing_for_readers(site: Hidden, name: str) -> None:
    """The desk, and the pages of accounts, asked with whatever fits into their addresses."""
    client, asked = reader(name), 0
    for address in behind(site, DOORS[:2]):
        found = met(site, told(client.get(address)))
        assert found == set(), address
        asked += 1
    assert asked > 200


@pytest.mark.parametrize(
    "name", [*(pytest.param(one, marks=ONCE) for one in ("anonymous", "participant", "editor")), "correspondent"]
)
def test_rounds_and_reports_in_the_making_tell_outsiders_nothing(site: Hidden, name: str) -> None:
    """Not even that there is a round in preparation; nobody but a correspondent without a country is let in anywhere."""
    client, asked = reader(name), 0
    for address in behind(site, DOORS[2:]):
        response = client.get(address)
        assert met(site, told(response)) == set(), address
        inside = response.status_code == 200
        assert not inside or (name == "correspondent" and address.endswith("/reporting/")), address
        asked += 1
    assert asked > 200


def test_who_takes_part_reads_of_other_countries_only_what_all_are_told(site: Hidden, jurisdictions: Any) -> None:
    """Questions and answers, with the names of who wrote them, and training."""
    country = Country.objects.create(jurisdiction=jurisdictions["mex"], iso2="MX", iso3="MEX", is_member=True)
    for one in Round.objects.all():
        one.countries.create(country=country)
    client = sign_in(person("someone", "correspondent", jurisdiction=country.jurisdiction))
    pages = [told(client.get(address)) for address in behind(site, DOORS[2:])]
    found = {where for text in pages for where in met(site, text)}
    assert {where.partition(" of ")[0] for where in found} == {
        "rounds.Question.text", "rounds.Answer.text", "accounts.User.first_name", "accounts.User.last_name",
        *(f"rounds.Material.{name}_{code}" for name in ("title", "body") for code in LANGUAGES),
    }  # fmt: skip


def behind(site: Hidden, doors: tuple[str, ...]) -> Iterator[str]:
    """Addresses that a login leads to, with real rows where there are some; of rounds, both, and in all languages."""
    for route in routes():
        if not route.startswith(doors) or "logout" in route:
            continue
        rows = (("round-open", "arg"), ("round-open", "can"), ("round-draft", "arg"))
        for slug, code in rows if route.startswith("xx/") else rows[:1]:
            if "(" in route:
                continue
            known = _known(site, route, slug, code)
            address = re.sub(r"<(?:(\w+):)?(\w+)>", partial(_filled, known), route)
            address = f"/{address}".replace("^", "").replace("$", "")
            yield from (f"/{code}{address[3:]}" for code in LANGUAGES) if route.startswith("xx/") else (address,)


def _known(site: Hidden, route: str, slug: str, code: str) -> dict[str, str]:
    """Parts of an address of rounds and reports, by name: what there is in tests/hidden_rounds.py."""
    if not route.startswith("xx/"):
        return {}
    places = {"comments/": "comment", "institutions/": "institution", "reports/files/": "report-job"}
    row = next((str(site.places[name]) for word, name in places.items() if word in route), "1")
    return {
        "pk": row, "code": code, "iso3": code, "name": "stock", "key": "law", "number": "2", "version": "1", "language": "es",
        "chapter": "water", "slug": ("rafts" if code == "arg" else "barges") if "reports/" in route else slug, "what": "authority",
    }  # fmt: skip


def _filled(known: dict[str, str], part: re.Match[str]) -> str:
    kinds = {"int": "1", "str": "1", "slug": "act-1", "path": "x", "uuid": "00000000-0000-0000-0000-000000000000"}
    return known.get(part[2]) or kinds.get(part[1] or "str", "1")


@ONCE
class TestTheCanarySings:
    """The tokens would be met if a rule were broken."""

    def test_were_every_language_shown(self, site: Hidden, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Record, "public_languages", property(lambda record: LANGUAGES))
        found, _ = leaks(site, Client(), "/(laws|policies|countries)")
        assert {"laws.Law.title_fr", "laws.Policy.measures_en", "pages.Profile.summary_pt"} <= {
            where.partition(" of ")[0] for where in found
        }

    def test_were_drafts_visible(self, site: Hidden, monkeypatch: pytest.MonkeyPatch) -> None:
        from laws.models import Law
        from records import visibility

        monkeypatch.setitem(visibility._rules, Law, lambda user: Q())
        found, _ = leaks(site, Client(), "/laws/")
        assert any("a law that is draft" in where for where in found)
        assert any("a law that is expired" in where for where in found)

    def test_were_hidden_cells_read(self, site: Hidden, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
        monkeypatch.setattr("indicators.tables.HIDDEN", frozenset("Z"))
        none = "django.core.cache.backends.dummy.DummyCache"
        settings.CACHES = {**settings.CACHES, "tables": {"BACKEND": none}}
        found, _ = leaks(site, Client(), "/(indicators|countries|compare|corridors)/")
        numbers = {where: addresses for where, addresses in found.items() if where in site.numbers.values()}
        of_figures = {where for where in site.numbers.values() if "submission" not in where and "bound" not in where}
        assert of_figures - numbers.keys() == set()
        places = {re.sub(r"^/\w\w/|\?.*", "", address) for addresses in numbers.values() for address in addresses}
        endings = {f"indicators/{FIGURES}{one}" for one in (".csv", ".json", ".sdmx.csv", ".xlsx", ".zip", ".differences.csv", "/", "/revisions/")}  # fmt: skip
        assert endings | {"countries/arg/figures/", "compare/", "corridors/arg/can/"} <= places

    @pytest.mark.parametrize("format_", ["html", "docx", "pdf"])
    def test_were_hidden_cells_read_into_a_report(
        self, site: Hidden, format_: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("indicators.tables.HIDDEN", frozenset("Z"))
        report = Report.objects.get(slug="barges", version=1)
        try:
            content, _document = making.make(report, "es", format_)
        except making.NoProgram as error:
            missing("no Pango", str(error))
        numbers = {where for text in opened(content) for where in met(site, text)}
        assert {f"a figure marked {letter}" for letter in "ASC"} <= numbers

    def test_were_rounds_and_versions_public_too_early(self, site: Hidden, monkeypatch: pytest.MonkeyPatch) -> None:
        from records import visibility
        from rounds import access
        from rounds.models import MethodVersion

        monkeypatch.setitem(visibility._rules, MethodVersion, lambda user: Q())
        monkeypatch.setattr(access, "announced", Round.objects.all)
        found, _ = leaks(site, Client(), "/sicremi/")
        assert {"rounds.MethodVersion.body_es", "rounds.Round.title_es", "rounds.Section.guidance_es"} <= {
            where.partition(" of ")[0] for where in found
        }

    def test_were_the_rules_of_submissions_lifted(self, site: Hidden) -> None:
        """Behind the login everything is really there, for those whom it is for."""
        client = reader("secretariat")
        pages = [told(client.get(address)) for address in behind(site, DOORS[2:])]
        found = {where.partition(" of ")[0] for text in pages for where in met(site, text)}
        assert {
            "rounds.Cell.note", "a figure", "rounds.Text.text", "rounds.Event.comment",
            "rounds.Authority.name", "rounds.Institution.mails", "rounds.Submission.signed_office", "rounds.Round.title_es",
            "reports.Text.text", "reports.Report.title_es",
        } <= found  # fmt: skip
