"""The API as a whole: read only, the same for everybody, strict about what is asked, clear about what goes wrong."""

import logging
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import path, reverse
from ninja import Router

from kb import api, messages
from laws.models import Law
from records import answering, kinds
from records.api import Asked, asked_by
from tests import published
from tests.people import person, sign_in

pytestmark = pytest.mark.django_db
LANGUAGES = ("es", "en", "fr", "pt")


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    messages.compile_all()


@pytest.fixture(autouse=True)
def uncounted() -> Any:
    caches["rates"].clear()
    yield
    caches["rates"].clear()


@pytest.fixture
def law(jurisdictions: Any) -> Law:
    return published.law(jurisdictions["can"])


def get(url: str, status: int = 200, **headers: str) -> Any:
    response = Client().get(url, headers=headers)
    assert response.status_code == status, (url, response.content[:500])
    return response


def problem(url: str, status: int = 400, **headers: str) -> dict[str, Any]:
    response = get(url, status, **headers)
    assert response["Content-Type"] == "application/problem+json; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    told = response.json()
    assert (told["status"], told["type"].partition("#")[0]) == (status, "/api/")
    assert f'id="{told["type"].partition("#")[2]}"' in get("/api/").content.decode(), "each problem is explained"
    return dict(told)


class TestWhatIsAsked:
    def test_an_unknown_parameter_is_refused_and_the_known_ones_are_named(self, law: Law) -> None:
        told = problem("/api/laws?juridiction=can&language=en")
        assert told["title"] == "Unknown parameter"
        assert [one["name"] for one in told["parameters"]] == ["juridiction"]
        assert {"jurisdiction", "type", "topic", "page", "size", "language", "unchecked"} == set(told["known"])

    @pytest.mark.parametrize(
        "route",
        [
            "/api/laws/can/act-1",
            "/api/countries",
            "/api/topics",
            "/api/search",
            "/api/laws.csv",
            "/es/laws/can/act-1.json",
        ],
    )
    def test_everywhere(self, route: str, law: Law) -> None:
        assert problem(f"{route}?nosuch=1")["type"] == "/api/#unknown-parameter"

    def test_one_value_where_one_is_meant(self, law: Law) -> None:
        told = problem("/api/laws?page=1&page=1")
        assert (told["type"], told["parameters"][0]["name"]) == ("/api/#twice", "page")
        get("/api/laws?jurisdiction=can&jurisdiction=arg")

    @pytest.mark.parametrize(
        ("query", "name"),
        [
            ("page=0", "page"), ("page=-1", "page"), ("page=1.5", "page"), ("page=", "page"), ("page=%D9%A2", "page"),
            ("page=1_0", "page"), ("page=9999999999999999999999", "page"), ("size=101", "size"), ("size=abc", "size"),
            ("language=de", "language"), ("unchecked=2", "unchecked"), ("type=novel", "type"), ("type=act&type=x", "type"),
            ("jurisdiction=%00", "jurisdiction"), ("jurisdiction=a%20b", "jurisdiction"), ("topic=" + "a" * 81, "topic"),
            ("jurisdiction=", "jurisdiction"),
        ],
    )  # fmt: skip
    def test_a_bad_value_is_refused_by_name(self, query: str, name: str, law: Law) -> None:
        told = problem(f"/api/laws?{query}")
        assert [one["name"] for one in told["parameters"]] == [name]
        assert told["parameters"][0]["reason"]

    @pytest.mark.parametrize(
        "day", ["2015-6-1", "2015-02-30", "20150601", "1433116800", "0000-01-01", "tomorrow", "%EF%BC%92015-06-01", ""]
    )
    def test_a_day_is_a_day(self, day: str, law: Law) -> None:
        told = problem(f"/api/laws/can/act-1?at={day}&language=es")
        assert told["parameters"] == [{"name": "at", "reason": "Debe ser una fecha, escrita así: 2015-06-01."}]

    def test_the_reason_is_in_the_readers_language(self, law: Law) -> None:
        reasons = {
            problem("/api/laws?size=0", **{"Accept-Language": code})["parameters"][0]["reason"] for code in LANGUAGES
        }
        assert len(reasons) == 4
        assert problem("/api/laws?size=0&language=pt")["title"] == "Um valor que não pode ser usado"

    def test_what_is_echoed_cannot_break_the_answer(self, law: Law) -> None:
        told = problem("/api/laws?%ED%A0%80<script>=1&%00=2")
        assert len(told["parameters"]) == 2

    def test_a_flood_of_parameters(self, law: Law) -> None:
        response = Client().get("/api/laws?" + "&".join(f"a{n}=1" for n in range(3_000)))
        assert response.status_code == 400


class TestLanguage:
    def test_parameter_header_default(self, law: Law) -> None:
        notices = {code: get(f"/api/laws?language={code}").json()["notice"] for code in LANGUAGES}
        assert len(set(notices.values())) == 4
        for header, code in [
            ("fr-CA,en;q=0.5", "fr"),
            ("de,pt-BR;q=0.8,es;q=0.2", "pt"),
            ("de", "en"),
            ("", "en"),
            ("*", "en"),
            ("\x00", "en"),
        ]:
            response = get("/api/laws", **{"Accept-Language": header})
            assert (response.json()["notice"], response["Content-Language"]) == (notices[code], code), header
            assert "Accept-Language" in response["Vary"]
        assert get("/api/laws?language=es", **{"Accept-Language": "fr"}).json()["notice"] == notices["es"]

    def test_not_by_a_cookie(self, law: Law) -> None:
        client = Client()
        client.cookies["django_language"] = "fr"
        assert client.get("/api/laws")["Content-Language"] == "en"

    def test_at_a_pages_address_it_is_the_address(self, law: Law) -> None:
        for code in LANGUAGES:
            response = get(f"/{code}/laws/can/act-1.json", **{"Accept-Language": "fr"})
            assert response["Content-Language"] == code
            assert "Accept-Language" not in response.get("Vary", "")


class TestSending:
    def test_only_reading(self, law: Law) -> None:
        for method in ("post", "put", "patch", "delete"):
            response = getattr(Client(enforce_csrf_checks=True), method)("/api/laws")
            assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
            assert response["Content-Type"].startswith("application/problem+json")
        response = Client().generic("TRACE", "/api/laws")
        assert response.status_code == 405

    def test_head_says_what_get_says_without_the_body(self, law: Law) -> None:
        for url in ("/api/laws", "/api/laws/can/act-1", "/api/laws.csv", "/es/laws/can/act-1.json"):
            head, full = Client().head(url), get(url)
            assert (head.status_code, head.content) == (200, b"")
            for name in ("ETag", "Content-Type", "Cache-Control", "Content-Length", "Content-Language"):
                assert head[name] == full[name], (url, name)

    def test_options_and_other_sites(self, law: Law) -> None:
        response = Client().options("/api/laws", headers={"Origin": "https://other.example"})
        assert (response.status_code, response.content, response["Allow"]) == (204, b"", "GET, HEAD, OPTIONS")
        assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
        for url, status in (
            ("/api/laws", 200),
            ("/api/laws?x=1", 400),
            ("/api/nothing", 404),
            ("/es/laws/can/act-1.json", 200),
        ):
            response = get(url, status, Origin="https://other.example")
            assert response["Access-Control-Allow-Origin"] == "*"
            assert "Access-Control-Allow-Credentials" not in response

    def test_what_has_not_changed_is_not_sent_again(self, law: Law) -> None:
        first = get("/api/laws/can/act-1")
        assert first["Cache-Control"] == "public, max-age=10"
        again = get("/api/laws/can/act-1", 304, **{"If-None-Match": first["ETag"]})
        assert again.content == b""
        assert {name: again[name] for name in ("ETag", "Cache-Control")} == {
            "ETag": first["ETag"],
            "Cache-Control": "public, max-age=10",
        }
        assert (again["Access-Control-Allow-Origin"], "Accept-Language" in again["Vary"]) == ("*", True)
        get("/api/laws/can/act-1?language=fr", 200, **{"If-None-Match": first["ETag"]})
        Law.objects.update(number="2")
        assert get("/api/laws/can/act-1", 200, **{"If-None-Match": first["ETag"]})["ETag"] != first["ETag"]

    def test_a_date_alone_never_keeps_back_a_change(self, law: Law) -> None:
        get("/api/laws/can/act-1", 200, **{"If-Modified-Since": "Fri, 31 Dec 9999 23:59:59 GMT"})

    def test_what_is_withdrawn_is_gone_at_once(self, law: Law) -> None:
        tag = get("/api/laws/can/act-1")["ETag"]
        Law.objects.update(live=False)
        problem("/api/laws/can/act-1", 404, **{"If-None-Match": tag})
        assert get("/api/laws").json()["total"] == 0

    def test_what_is_not_there_is_not_sought_under_a_language(self, law: Law) -> None:
        for url in (
            "/api/nothing",
            "/api/laws/can/none",
            "/api/laws/can/act-1/",
            "/api/laws/can/none/provisions",
            "/api/%00",
            "/api/laws/%00/x",
            "/api/laws/a%0Ab/c",
        ):
            assert problem(url, 404)["type"] == "/api/#not-found"

    def test_no_engine_keeps_it(self, law: Law) -> None:
        assert get("/api/laws/can/act-1")["X-Robots-Tag"] == "noindex"
        assert get("/es/laws/can/act-1.json")["X-Robots-Tag"] == "noindex"
        assert "X-Robots-Tag" not in get("/api/"), "the page for people may be found"
        robots = get("/robots.txt").content.decode().splitlines()
        assert {"Disallow: /api/", "Allow: /api/$", "Disallow: /es/search"} <= set(robots)

    def test_packed_on_its_way_it_is_known_all_the_same(self, law: Law) -> None:
        packed = get("/api/laws/can/act-1", **{"Accept-Encoding": "gzip"})
        assert packed["Content-Encoding"] == "gzip"
        again = {"Accept-Encoding": "gzip", "If-None-Match": packed["ETag"]}
        assert get("/api/laws/can/act-1", 304, **again).content == b""


class TestNobody:
    def test_an_account_is_not_looked_at(self, law: Law, django_assert_num_queries: Any) -> None:
        Law.objects.update(live=False)
        client = sign_in(person("ada", is_superuser=True, is_staff=True))
        for url in ("/api/laws/can/act-1", "/es/laws/can/act-1.json"):
            assert client.get(url).status_code == 404
        Law.objects.update(live=True)
        for url in ("/api/laws", "/api/", "/api/docs", "/es/laws/can/act-1.json", "/es/search.csv"):
            response = client.get(url)
            assert response.content == get(url).content
            assert response["Cache-Control"] == "public, max-age=10"
            assert not response.cookies

    def test_no_session_is_read_or_begun(self, law: Law, django_assert_max_num_queries: Any) -> None:
        client = sign_in(person("ada", is_superuser=True))
        before = Session.objects.count()
        with django_assert_max_num_queries(20) as queries:
            client.get("/api/laws")
        assert not [
            query for query in queries.captured_queries if "session" in query["sql"] or "accounts_user" in query["sql"]
        ]
        assert Session.objects.count() == before

    def test_a_session_that_lacks_its_second_factor_reads_all_the_same(self, law: Law) -> None:
        client = Client()
        client.force_login(person("ben", "editor", factor=False))
        assert client.get("/api/laws").status_code == 200


class TestHowOften:
    def rate(self, settings: Any, **rates: int) -> None:
        settings.API_RATES = {"read": 0, "search": 0, "export": 0, **rates}

    def test_too_many_are_told_when_to_come_back(self, settings: Any, law: Law) -> None:
        self.rate(settings, read=3)
        for _ in range(3):
            get("/api/laws")
        response = get("/api/laws?language=es", 429)
        assert 1 <= int(response["Retry-After"]) <= 60
        assert response.json()["type"] == "/api/#too-many"
        assert response["Access-Control-Allow-Origin"] == "*"
        get("/api/policies", 429)

    def test_each_kind_of_question_has_its_own_count(self, settings: Any, law: Law) -> None:
        self.rate(settings, export=1)
        get("/api/laws.csv")
        get("/api/topics.csv", 429)
        get("/es/search.csv", 429)
        get("/api/laws")

    def test_the_next_minute_counts_anew(self, settings: Any, law: Law, monkeypatch: pytest.MonkeyPatch) -> None:
        self.rate(settings, read=1)
        now = 1_000_000.0
        monkeypatch.setattr(answering.time, "time", lambda: now)
        get("/api/laws")
        assert get("/api/laws", 429)["Retry-After"] == str(60 - int(now) % 60)
        now += 60
        get("/api/laws")

    def test_by_address_and_by_network_of_ipv6(self, settings: Any, law: Law) -> None:
        self.rate(settings, read=1)

        def ask(address: str, **headers: str) -> int:
            return Client(REMOTE_ADDR=address).get("/api/laws", headers=headers).status_code

        assert [ask("192.0.2.1"), ask("192.0.2.2"), ask("192.0.2.1")] == [200, 200, 429]
        assert [ask("2001:db8:1:2::1"), ask("2001:db8:1:2:ffff::9"), ask("2001:db8:1:3::1")] == [200, 429, 200]
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
        assert ask("192.0.2.1", **{"X-Forwarded-For": "198.51.100.7"}) == 429, "nobody says of himself who he is"
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        assert [
            ask("10.0.0.1", **{"X-Forwarded-For": f"{made_up}, 198.51.100.8"}) for made_up in ("1.1.1.1", "2.2.2.2")
        ] == [200, 429]
        assert ask("10.0.0.1", **{"X-Forwarded-For": "garbage"}) == 200

    def test_no_address_is_kept_or_logged(self, settings: Any, law: Law, caplog: pytest.LogCaptureFixture) -> None:
        self.rate(settings, read=1)
        with caplog.at_level(logging.DEBUG):
            for _ in range(2):
                Client(REMOTE_ADDR="192.0.2.77").get("/api/laws")
        assert "192.0.2.77" not in caplog.text
        assert "192.0.2.77" not in repr(caches["rates"]._cache)
        assert len(caches["rates"]._cache) == 1


class TestMounting:
    def test_an_operation_without_a_rule_keeps_the_site_from_starting(self) -> None:
        def bare(request: Any) -> None:
            """Declares nothing."""

        with pytest.raises(ImproperlyConfigured, match="does not declare"):
            api._mounted(path("bare", bare, name="bare"), bare)

    def test_an_operation_whose_parameters_are_not_checked_is_none(self) -> None:
        def loose(request: Any, ask: str) -> None: ...

        with pytest.raises(TypeError):
            asked_by(loose)

    def test_every_operation_is_named_declared_and_strict(self) -> None:
        found = dict(api.operations())
        assert len(found) >= 17
        for name, function in found.items():
            assert name and function.visibility == "public records"
            assert issubclass(asked_by(function), Asked)
            assert "language" in asked_by(function).names()

    def test_every_kind_that_a_search_finds_has_an_operation(self) -> None:
        for kind in kinds.every():
            placed = any(field.name == "jurisdiction" for field in kind.model._meta.get_fields())
            asked = ["arg", "one"] if placed else ["one"]
            assert reverse(f"api:{kind.name}", args=asked).startswith("/api/"), kind.name

    def test_only_reading_is_offered(self) -> None:
        router: Router
        for router in api.ROUTERS:
            for paths in router.path_operations.values():
                assert [operation.methods for operation in paths.operations] == [["GET"]]


def test_our_own_mistake_is_told_as_a_problem(
    law: Law, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> Any:
        raise RuntimeError("secret words of the inside")

    monkeypatch.setattr("laws.answers.law_answer", broken)
    response = Client(raise_request_exception=False).get("/api/laws/can/act-1")
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json; charset=utf-8")
    assert "secret" not in response.content.decode()
    assert "secret words of the inside" in caplog.text
