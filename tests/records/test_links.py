"""Links of records are tried, and what fails is told since when; nothing asks a machine inside the own network."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from laws.models import Law
from records import links, web
from records.models import Link, Source

pytestmark = pytest.mark.django_db


class Site(BaseHTTPRequestHandler):
    def answer(self) -> None:
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/well")
        elif self.path == "/elsewhere":
            self.send_response(302)
            self.send_header("Location", "http://elsewhere.invalid/")
        elif self.path == "/no-head" and self.command == "HEAD":
            self.send_response(405)
        elif self.path in ("/well", "/no-head"):
            self.send_response(200)
        elif self.path == "/broken-off":
            self.send_response(200)
            self.send_header("Content-Length", "100")
            self.end_headers()
            self.wfile.write(b"short")
            return
        else:
            self.send_response(404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = answer  # noqa: N815

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("path", "works"), [("/well", True), ("/moved", True), ("/no-head", True), ("/gone", False)])
def test_a_link_is_tried(site: str, path: str, works: bool) -> None:
    link = Link.objects.create(url=site + path)
    assert links.check(link, local=True) is works
    assert (link.broken_since is None) is works and link.tried_at


def test_broken_since_is_the_first_failure_and_ends_with_a_success(site: str) -> None:
    link = Link.objects.create(url=f"{site}/gone")
    links.check(link, local=True)
    first = link.broken_since
    links.check(link, local=True)
    assert link.broken_since == first
    link.url = f"{site}/well"
    links.check(link, local=True)
    assert link.broken_since is None


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://[::1]/", "http://10.0.0.1/", "http://169.254.169.254/x"])
def test_nothing_inside_the_own_network_is_asked(url: str) -> None:
    with pytest.raises(web.Unreachable, match="public internet"):
        web.ask(url)


def test_a_redirect_to_another_site_is_not_followed_where_hosts_are_named(site: str) -> None:
    with pytest.raises(web.Unreachable, match="another site"):
        web.ask(f"{site}/elsewhere", hosts=frozenset({"127.0.0.1"}), local=True)


def test_an_answer_that_breaks_off_is_no_answer(site: str) -> None:
    with pytest.raises(web.Unreachable):
        web.ask(f"{site}/broken-off", local=True)


def test_rows_follow_what_records_give(jurisdictions: Any) -> None:
    Link.objects.create(url="https://gone.example.org/")
    Source.objects.create(slug="s", publisher="P", url="https://source.example.org/")
    Law.objects.create(
        jurisdiction=jurisdictions["arg"],
        type="act",
        slug="x",
        title_es="Bruma",
        official_url="https://law.example.org/",
    )
    assert links.collect() == 2
    assert set(Link.objects.values_list("url", flat=True)) == {
        "https://source.example.org/",
        "https://law.example.org/",
    }
