"""What the API says of itself is true: answers keep to the OpenAPI, whatever is asked; its pages read and try it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi import checks

from indicators import storing
from indicators.models import Dataset, Indicator
from kb import api, messages
from laws import importing
from search import engine, ladder, writing
from tests import factories, published
from tests.indicators import invented

pytestmark = pytest.mark.django_db
LANGUAGES = ("es", "en", "fr", "pt")
HELD = (
    checks.response_schema_conformance, checks.status_code_conformance, checks.content_type_conformance,
)  # fmt: skip
REAL = {
    "jurisdiction": "arg", "slug": "ley-90001", "provision": "art-1", "code": "arg",
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    messages.compile_all()


@pytest.fixture(autouse=True)
def connection_stays() -> Iterator[None]:
    """A request asked of the application itself ends by closing the connection, with the test's transaction on it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def collection(settings: Any, tmp_path: Path, jurisdictions: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """One record of each kind, at the addresses of REAL, and an index."""
    settings.SEARCH = {**settings.SEARCH, "url": "", "directory": tmp_path / "index"}
    settings.API_RATES = dict.fromkeys(settings.API_RATES, 0)
    monkeypatch.setattr(ladder, "_resting_until", 0.0)
    parsed = factories.law(factories.article("Artículo 1", "El farol."), factories.article("Artículo 2", "La barca."))
    assert importing.apply(factories.staged(parsed)).refused is None
    published.policy(jurisdictions["arg"], "ley-90001")
    published.topic("ley-90001")
    published.profile(jurisdictions["arg"], source=published.source(slug="ley-90001"))
    published.status(jurisdictions["arg"], jurisdictions["int"])
    Indicator.objects.create(slug="ley-90001", section="stocks", measure="STOCK", unit="PS", title_en="Ferries")
    counted = Dataset.objects.create(slug="ley-90001", publisher="Office of Fords", title_en="Count of ferries")
    figure = {"INDICATOR": "ley-90001", "COUNTERPART": "VEN", "period": "2015", "value": 9.0}
    storing.store(counted, invented.frame(figure))
    writing.catch_up(engine.backend())


@pytest.fixture(scope="module")
def schema() -> Any:
    return schemathesis.openapi.from_dict(Client().get("/api/openapi.json").json())


def operations() -> list[str]:
    return sorted(json.loads(Client().get("/api/openapi.json").content)["paths"])


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["meant", "not-meant"])
@pytest.mark.parametrize("route", operations())
def test_no_question_makes_an_error_and_every_answer_is_as_described(
    route: str, mode: GenerationMode, schema: Any, collection: None
) -> None:
    operation, app = schema[route]["GET"], get_wsgi_application()
    real = {name: REAL[name] for name in re.findall(r"{(\w+)}", route)}
    cases = operation.as_strategy(generation_mode=mode)
    if real and mode is GenerationMode.POSITIVE:
        cases = st.one_of(cases, operation.as_strategy(generation_mode=mode, path_parameters=real))

    @settings(max_examples=15, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=cases)
    def ask(case: Any) -> None:
        for name, value in (("Host", "testserver"), ("Accept-Encoding", "identity")):
            case.headers[name] = value
        response = case.call(app=app)
        assert response.status_code < 500, (case.as_curl_command(), response.text[:500])
        if response.status_code in (200, 400, 404):
            case.validate_response(response, checks=HELD)

    ask()


@pytest.mark.parametrize("route", operations())
def test_what_is_really_there_is_answered(route: str, schema: Any, collection: None) -> None:
    address = re.sub(r"{(\w+)}", lambda found: REAL[found[1]], route)
    response = Client().get(address)
    assert response.status_code == 200, (address, response.content[:300])
    if address.endswith(".csv"):
        assert response["Content-Type"].startswith("text/csv")
    else:
        assert json.loads(response.content)["notice"]


class TestDescription:
    def ask(self, **query: str) -> dict[str, Any]:
        return dict(Client().get("/api/openapi.json", query).json())

    def test_every_operation_is_there_and_its_problems_too(self) -> None:
        told = self.ask()
        assert told["openapi"].startswith("3.")
        assert {methods["get"]["operationId"] for methods in told["paths"].values()} == {
            name for name, _ in api.operations()
        }
        for methods in told["paths"].values():
            assert set(methods) == {"get"}
            assert {"200", "400", "429"} <= set(methods["get"]["responses"])

    def test_schemas_name_every_member(self) -> None:
        for name, schema in self.ask()["components"]["schemas"].items():
            assert schema.get("properties") or schema.get("enum"), name

    def test_in_four_languages(self) -> None:
        told = {code: self.ask(language=code) for code in LANGUAGES}
        assert told["en"]["paths"]["/api/laws"]["get"]["summary"] == "Laws, treaties and decisions"
        for path in told["en"]["paths"]:
            summaries = {told[code]["paths"][path]["get"]["summary"] for code in LANGUAGES}
            assert len(summaries) >= 3, (path, summaries)
            for place, parameter in enumerate(told["en"]["paths"][path]["get"]["parameters"]):
                words = {told[code]["paths"][path]["get"]["parameters"][place]["description"] for code in LANGUAGES}
                assert len(words) >= 3, (path, parameter["name"], words)


class TestPages:
    def page(self, url: str) -> str:
        response = Client().get(url)
        assert response.status_code == 200
        return response.content.decode()

    @pytest.mark.parametrize("code", LANGUAGES)
    @pytest.mark.parametrize("url", ["/api/", "/api/docs"])
    def test_in_the_sites_look_and_four_languages_with_nothing_from_elsewhere(self, url: str, code: str) -> None:
        response = Client().get(url, {"language": code})
        text = response.content.decode()
        assert f'<html lang="{code}">' in text and 'class="brand"' in text
        for other in LANGUAGES:
            assert f'href="{url}?language={other}"' in text
        loaded = re.findall(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="([^"]+)"', text)
        assert loaded and all(one.startswith(("/", "http://testserver/")) for one in loaded)
        assert not re.search(r"<script(?![^>]*src=)|\son\w+=|style=", text), "nothing that a strict policy forbids"
        assert "'unsafe" not in response["Content-Security-Policy"]

    def test_every_operation_has_a_form_that_asks_it(self, collection: None) -> None:
        text = self.page("/api/docs?language=en")
        for name, _ in api.operations():
            form = text[text.index(f'id="{name}"') :].partition("</form>")[0]
            assert f'name="operation" value="{name}"' in form
            fields = set(re.findall(r'name="(\w+)"', form)) - {"operation"}
            query = {"operation": name, **{field: REAL.get(field, "") for field in fields}, "language": "fr"}
            answer = Client().get("/api/docs/try", query)
            assert answer.status_code == 302, name
            assert "=&" not in answer["Location"] and not answer["Location"].endswith("=")
            response = Client().get(answer["Location"])
            assert (response.status_code, response["Content-Language"]) == (200, "fr"), answer["Location"]

    def test_labels_belong_to_fields(self) -> None:
        text = self.page("/api/docs")
        fields = re.findall(r'<(?:input|select) id="([^"]+\.[^"]+)"', text)
        assert len(fields) == len(set(fields)) > 50
        for field in fields:
            assert f'<label for="{field}">' in text and f'id="{field}.told"' in text

    def test_several_values_come_along_and_what_is_typed_stays_a_value(self) -> None:
        answer = Client().get("/api/docs/try?operation=laws&jurisdiction=arg&jurisdiction=can&type=&page=2")
        path, _, query = answer["Location"].partition("?")
        assert path == "/api/laws"
        assert sorted(query.split("&")) == ["jurisdiction=arg", "jurisdiction=can", "page=2"]
        answer = Client().get("/api/docs/try", {"operation": "search", "q": 'a&b=c#d "e"'})
        assert answer["Location"] == "/api/search?q=a%26b%3Dc%23d+%22e%22"

    @pytest.mark.parametrize(
        "query",
        [
            "",
            "operation=nosuch",
            "operation=law",
            "operation=law&jurisdiction=..&slug=x",
            "operation=law&jurisdiction=//evil&slug=.example",
        ],
    )
    def test_it_leads_nowhere_else(self, query: str) -> None:
        response = Client().get(f"/api/docs/try?{query}")
        assert response.status_code in (400, 404)
        assert response["Content-Type"].startswith("application/problem+json")

    def test_the_examples_work(self, collection: None) -> None:
        text = self.page("/api/?language=es")
        links = set(re.findall(r'<dd><a href="([^"]+)"', text))
        assert len(links) >= 5
        for link in links:
            path = link.replace("&amp;", "&")
            status = Client().get(path).status_code
            assert status == 200 or path.startswith(("/api/countries/ven", "/api/topics/refugee")), (path, status)


def test_the_examples_of_the_page_are_shipped(collection: None) -> None:
    """What the page links to as an example is in the data that come with the product."""
    root = Path(__file__).resolve().parents[2] / "data"
    assert "\nven," in (root / "members.csv").read_text(encoding="utf-8")
    assert re.search(r"^refugee,", (root / "thesaurus.csv").read_text(encoding="utf-8"), re.MULTILINE)
    assert any(
        "\narg,act,Ley,25.871," in path.read_text(encoding="utf-8") for path in (root / "records").glob("laws*.csv")
    )
