"""Logs: one JSON object a line, a number for each request, and nothing of what readers typed or where they are."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from gunicorn.config import Config

from accounts.models import User
from kb import logs, request_log
from kb.gunicorn_logs import GunicornLogger
from kb.logs import HIDDEN, JsonFormatter, TextFormatter, scrubbed


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """All that is logged, from DEBUG on, as production writes it."""
    stream, root = io.StringIO(), logging.getLogger()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    root.addHandler(handler)
    monkeypatch.setattr(request_log.log, "level", logging.INFO)
    request_log.log.manager._clear_cache()
    yield stream
    root.removeHandler(handler)
    request_log.log.manager._clear_cache()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def answered(stream: io.StringIO) -> dict[str, Any]:
    return next(line for line in reversed(lines(stream)) if line["logger"] == "kb.requests")


class TestScrubbing:
    @pytest.mark.parametrize(
        ("text", "left"),
        [
            ("GET /es/search/?q=refugiado&page=2 HTTP/1.1", f"GET /es/search/{HIDDEN} HTTP/1.1"),
            ("Invalid request from ip=203.0.113.7: no method", f"Invalid request from ip={HIDDEN}: no method"),
            ("from 2001:db8::7 port 5", f"from {HIDDEN} port 5"),
            ("from fe80:0:0:0:1:2:3:4.", f"from {HIDDEN}."),
            ("mail to ana.paz+x@ministry.example now", f"mail to {HIDDEN} now"),
            ("tantivy 0.27.0 and Django 5.2.19 at 12:30:45", None),
            ("listening on 127.0.0.1:8000 and ::1", None),
            ("what? nothing", None),
            ("from ::ffff:203.0.113.7, or [2001:db8::7]:443", f"from {HIDDEN}, or [{HIDDEN}]:443"),
            ("203.0.113.7:8000 hung up", f"{HIDDEN}:8000 hung up"),
            ("kb::logs, 999.1.1.1 and 1.2.3.4.5", None),
        ],
    )
    def test_addresses_and_queries_go_and_the_rest_stays(self, text: str, left: str | None) -> None:
        assert scrubbed(text) == (text if left is None else left)

    def test_what_the_reader_typed_goes_as_a_whole_and_word_by_word(self) -> None:
        token = logs.request.set(logs.Current("x" * 8, ("zafirina oculta",)))
        try:
            assert scrubbed("no term 'zafirina oculta'; none for Oculta") == f"no term '{HIDDEN}'; none for {HIDDEN}"
            assert scrubbed("zafirinas") == "zafirinas"
        finally:
            logs.request.reset(token)
        assert scrubbed("zafirina") == "zafirina"


class TestFormats:
    def record(self, message: str, error: BaseException | None = None) -> logging.LogRecord:
        told = (type(error), error, error.__traceback__) if error else None
        return logging.LogRecord("laws.views", logging.WARNING, "x.py", 1, message, None, told)

    def raised(self) -> BaseException:
        try:
            raise ValueError(f"no day in {'.'.join(['203', '0', '113', '7'])}")
        except ValueError as error:
            return error

    def test_one_object_a_line(self) -> None:
        line = JsonFormatter().format(self.record("two\nlines", self.raised()))
        assert "\n" not in line
        told = json.loads(line)
        assert told["time"].endswith("+00:00") and (told["level"], told["logger"]) == ("WARNING", "laws.views")
        assert told["message"] == "two\nlines" and told["error"] == "ValueError" and "request" not in told
        assert "in raised" in told["traceback"] and f"no day in {HIDDEN}" in told["traceback"]

    def test_the_text_format_hides_the_same(self) -> None:
        line = TextFormatter().format(self.record("GET /es/search/?q=bruma", self.raised()))
        assert "WARNING laws.views: GET /es/search/[…]" in line
        assert "in raised" in line and "203.0" not in line and "bruma" not in line

    def test_the_wrong_format_is_said(self) -> None:
        with pytest.raises(SystemExit, match="LOG_FORMAT is 'xml'"):
            logs.configuration("xml", "INFO", requests=True)

    @pytest.mark.parametrize(("name", "formatter"), [("json", JsonFormatter), ("text", TextFormatter)])
    def test_gunicorns_own_lines_look_alike(self, name: str, formatter: type, settings: Any) -> None:
        settings.LOGGING = logs.configuration(name, "WARNING", requests=False)
        handlers = GunicornLogger(Config()).error_log.handlers
        assert handlers and all(isinstance(handler.formatter, formatter) for handler in handlers)


@pytest.mark.django_db
class TestRequests:
    def test_a_line_names_the_page_and_neither_path_nor_words(self, written: io.StringIO) -> None:
        answer = Client().get("/es/search/", {"q": "zafirina"}, headers={"accept-language": "es"})
        line = answered(written)
        assert (line["method"], line["route"], line["status"]) == ("GET", "search:results", 200)
        assert line["ms"] > 0 and line["request"] == answer["X-Request-ID"] and "user" not in line
        assert "zafirina" not in written.getvalue() and "127.0.0.1" not in written.getvalue()

    @pytest.mark.parametrize("sent", ["abc", "x" * 65, "has space1", "línea-del-proxy", "a\tb\tc\td\te", ""])
    def test_an_insane_number_is_not_taken_over(self, sent: str) -> None:
        answer = Client().get("/live", headers={"x-request-id": sent})
        assert answer["X-Request-ID"] != sent and len(answer["X-Request-ID"]) == 32

    def test_a_sane_number_is_sent_back(self) -> None:
        assert Client().get("/live", headers={"x-request-id": "proxy-1.2_3"})["X-Request-ID"] == "proxy-1.2_3"

    def test_a_page_that_is_not_there(self, written: io.StringIO) -> None:
        answer = Client().get("/es/laws/arg/oculta-203.0.113.7/", {"q": "oculta"})
        assert answered(written)["status"] == 404
        # Django's own line, written when the middleware is through.
        line = next(line for line in lines(written) if line["message"].startswith("Not Found"))
        assert line["request"] == answer["X-Request-ID"] and "traceback" not in line
        assert "oculta" not in written.getvalue() and "203.0" not in written.getvalue()

    def test_a_wrong_host_is_one_line_without_a_traceback(self, written: io.StringIO) -> None:
        assert Client().get("/es/", headers={"host": "other.example"}).status_code == 400
        line = next(line for line in lines(written) if line["logger"].startswith("django.security"))
        assert "ALLOWED_HOSTS" in line["message"] and "traceback" not in line
        assert answered(written)["status"] == 400

    def test_an_error_carries_the_number_and_hides_the_words(
        self, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fails(request: HttpRequest) -> HttpResponse:
            raise ValueError(f"cannot read {request.GET['q']}")

        from django.urls import path

        import kb.urls

        monkeypatch.setattr(kb.urls, "urlpatterns", [path("fails", fails), *kb.urls.urlpatterns])
        from django.urls import clear_url_caches

        clear_url_caches()
        try:
            client = Client(raise_request_exception=False)
            client.get("/fails", {"q": "zafirina"}, headers={"x-request-id": "proxy-7777"})
        finally:
            monkeypatch.undo()
            clear_url_caches()
        error = next(line for line in lines(written) if line.get("error") == "ValueError")
        assert error["request"] == "proxy-7777" and f"ValueError: cannot read {HIDDEN}" in error["traceback"]
        assert "in fails" in error["traceback"] and "zafirina" not in written.getvalue()

    def test_staff_are_named_by_number_and_readers_never(self, written: io.StringIO) -> None:
        editor = User.objects.create_superuser("ana", "ana@ministry.example", "a long password")
        reader = User.objects.create_user("leo", "leo@example.org", "a long password")
        for user, named in ((editor, True), (reader, False)):
            client = Client()
            client.force_login(user)
            client.get("/admin/")
            assert (answered(written).get("user") == user.pk) is named
        assert "ministry.example" not in written.getvalue() and '"ana"' not in written.getvalue()

    def test_nobody_is_looked_up_for_the_logs_sake(self, django_assert_num_queries: Any, written: io.StringIO) -> None:
        client = Client()
        client.force_login(User.objects.create_user("leo"))
        with django_assert_num_queries(0):
            client.get("/live")
        assert answered(written)["route"] in ("live", "kb.views.live") or answered(written)["status"] == 200

    def test_the_number_of_one_request_is_not_that_of_the_next(self) -> None:
        layer = request_log.RequestLog(lambda request: HttpResponse(logs.request.get().id))  # type: ignore[union-attr]
        first, second = layer(RequestFactory().get("/")), layer(RequestFactory().get("/"))
        assert first.content != second.content and logs.request.get() is None
