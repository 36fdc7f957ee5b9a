"""Official texts are fetched from a server on this machine: what comes whole is stored, everything else is told."""

import io
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from laws import fetching
from laws.models import Law, LawSource, Provision
from records import web

pytestmark = pytest.mark.django_db

LAW = (
    "---\ntitle: Ley de Brumas\nidentifier: LEY-90001\ncountry: ar\nrank: ley\nlast_updated: 2015-01-01\n---\n\n##### Artículo 1\n\nLa bruma es de todos.\n\n"
    "##### Artículo 2\n\nNadie cierra los vados.\n"
).encode()
HEAD = "name,jurisdiction,number,url,hosts,publisher,licence\n"


class Site(BaseHTTPRequestHandler):
    """Paths say what goes wrong; `files` what is well."""

    files: dict[str, bytes] = {}
    asked: list[tuple[str, str]] = []

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers["User-Agent"]))
        if self.path in self.files:
            self._send(200, self.files[self.path])
        elif self.path.startswith("/status/"):
            self._send(int(self.path[8:]), b"<html>error</html>")
        elif self.path == "/to-law":
            self._send(302, b"", Location="/law")
        elif self.path == "/to-elsewhere":
            self._send(302, b"", Location="http://elsewhere.invalid/law")
        elif self.path == "/to-itself":
            self._send(302, b"", Location="/to-itself")
        elif self.path == "/short":
            self._send(200, LAW[:100], length=len(LAW))
        elif self.path == "/silent":
            time.sleep(3)
        elif self.path == "/drops":
            self.send_response(200)
            self.send_header("Content-Length", "100000")
            self.end_headers()
            for _ in range(100):
                self.wfile.write(b"x")
                time.sleep(0.1)

    def _send(self, status: int, data: bytes, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data) if length is None else length))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    Site.files, Site.asked = {"/law": LAW}, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    server.handle_error = lambda *args: None  # type: ignore[method-assign] - who hangs up early is part of the tests
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def catalogue(jurisdictions: Any, settings: Any, tmp_path: Path) -> Any:
    settings.SAMPLE_DIR, settings.RAW_DIR = tmp_path, tmp_path / "raw"

    def write(*rows: str) -> None:
        lines = [f"{row},,Gaceta,open\n" for row in rows]
        (tmp_path / "fetch.csv").write_text(HEAD + "".join(lines), encoding="utf-8")

    write("mist,arg,90.001,https://gaceta.example/law")
    return write


def fetch(*words: str, **options: Any) -> tuple[str, str, str]:
    """Output, errors, and the reason why the command failed."""
    out, err, failed = io.StringIO(), io.StringIO(), ""
    try:
        call_command("fetch_laws", *words, stdout=out, stderr=err, **options)
    except CommandError as reason:
        failed = str(reason)
    return out.getvalue(), err.getvalue(), failed


def test_a_text_is_stored_with_where_when_and_under_which_terms(site: str) -> None:
    out, err, failed = fetch(base_url=site)
    assert "fetched    mist: arg/ley-90001, 2 articles" in out and not err and not failed
    source = LawSource.objects.get()
    assert (source.publisher, source.licence, source.fetched_at is not None) == ("Gaceta", "open", True)
    assert source.url.endswith("/law") and Law.objects.get().live and len(source.sha256) == 64
    path, agent = Site.asked[0]
    assert path == "/law" and "migration-knowledge-base" in agent


def test_the_same_bytes_again_are_nothing_to_do_and_new_ones_are_a_change(site: str) -> None:
    fetch(base_url=site)
    before = LawSource.objects.values_list("fetched_at", flat=True)[0]
    assert fetch(base_url=site)[0] == "unchanged  mist\n"
    assert [*LawSource.objects.values_list("fetched_at", flat=True)] == [before]
    Site.files["/law"] = LAW.replace(b"rank: ley", b"rank: ley\nlast_updated: 2020-01-01").replace(
        b"los vados", b"los puentes"
    )
    assert "1 changed, 1 unchanged" in fetch(base_url=site)[0] and LawSource.objects.count() == 2


def test_a_dry_run_stores_nothing(site: str) -> None:
    assert "compared   mist" in fetch("--dry-run", base_url=site)[0]
    assert not Law.objects.exists() and not LawSource.objects.exists()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/status/404", "the server answers 404"), ("/status/500", "the server answers 500"),
        ("/status/403", "the server answers 403"), ("/to-elsewhere", "leads to another site: elsewhere.invalid"),
        ("/to-itself", "too many redirects"), ("/short", "broke off"), ("/silent", "no answer within"),
        ("/drops", "not all of it came within"), ("/empty", "the answer is empty"), ("/page", "publisher that is not known"),
        ("/other", "this is another law: arg 90.002"), ("/large", "the answer is too large"), ("/image", "this is a PNG image"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_told_and_changes_nothing(
    site: str, catalogue: Any, path: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Site.files |= {
        "/empty": b" \n", "/page": b"<html><body><p>Sorry, maintenance</p></body></html>", "/image": b"\x89PNG\r\n\x1a\n1234",
        "/other": LAW.replace(b"90001", b"90002"), "/large": b"x" * 3000,
    }  # fmt: skip
    monkeypatch.setattr(fetching, "MOST_BYTES", 2000)
    monkeypatch.setattr(fetching.download, "__kwdefaults__", {"local": False, "seconds": 0.5, "whole": 1.5})
    catalogue("mist,arg,90.001,https://gaceta.example/law", f"bad,arg,90.001,https://gaceta.example{path}")
    started = time.monotonic()
    out, err, failed = fetch(base_url=site)
    assert "fetched    mist" in out and "failed     bad: " in err and words in err, err
    assert "1 of 2 texts were not fetched" in failed
    assert LawSource.objects.count() == 1 and Provision.objects.count() == 2
    assert time.monotonic() - started < 15


def test_a_redirect_on_the_same_site_is_followed(site: str, catalogue: Any) -> None:
    catalogue("mist,arg,90.001,https://gaceta.example/to-law")
    assert "fetched" in fetch(base_url=site)[0]


def test_without_a_network_it_says_so_plainly(catalogue: Any) -> None:
    catalogue("mist,arg,90.001,http://gaceta.invalid/law")
    started = time.monotonic()
    _out, err, failed = fetch()
    assert "no server answered: is there a network here? Nothing was changed." in failed and "failed     mist" in err
    assert not Law.objects.exists() and time.monotonic() - started < 10


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "[::1]", "0.0.0.0"])  # noqa: S104
def test_no_machine_of_the_own_network_is_asked(site: str, catalogue: Any, address: str) -> None:
    port = site.rpartition(":")[2]
    catalogue(f"mist,arg,90.001,http://{address}:{port}/law")
    assert "not an address on the public internet" in fetch()[1]
    assert Site.asked == []


def test_a_mirror_must_be_on_this_machine() -> None:
    for base in ("http://elsewhere.example", "https://127.0.0.1", "file:///etc/passwd", "nonsense"):
        assert "must name this machine" in fetch(base_url=base)[2]


def test_names_are_known_and_listed(site: str, catalogue: Any) -> None:
    catalogue("mist,arg,90.001,https://gaceta.example/law", "fords,arg,90.002,https://gaceta.example/fords")
    assert "not in the catalogue: frost" in fetch("frost")[2]
    assert fetch("--list")[0].count("not fetched") == 2
    fetch("mist", base_url=site)
    listed = fetch("--list")[0]
    assert listed.count("not fetched") == 1 and "licence: open" in listed


def test_what_ships_names_publishers_on_the_public_internet(settings: Any) -> None:
    settings.SAMPLE_DIR = settings.BASE_DIR / "data"
    entries = fetching.catalogue(settings.SAMPLE_DIR / "fetch.csv")
    assert len({entry.name for entry in entries}) == len(entries) > 10
    assert all(entry.url.startswith("http") and entry.publisher and entry.licence for entry in entries)
    assert all(fetching.web.AGENT and entry.hosts for entry in entries)


REAL = {
    "c-29.4-en": ("can", "C-29.4", "canada/justice-xml/eng/C-29.4.xml"),
    "c-29.4-fr": ("can", "C-29.4", "canada/justice-xml/fra/C-29.4.xml"),
    "ley-27444": ("arg", "27.444", "argentina/infoleg-html/ley-27444.htm"),
    "lei-14133": ("bra", "14.133/2021", "brazil/planalto-html/L14133.html"),
}


def test_texts_as_publishers_serve_them(site: str, catalogue: Any, shared_laws: Path) -> None:
    Site.files = {f"/{path}": (shared_laws / path).read_bytes() for _, _, path in REAL.values()}
    catalogue(*(f"{name},{code},{number},https://gaceta.example/{path}" for name, (code, number, path) in REAL.items()))
    out, err, failed = fetch(base_url=site)
    assert out.count("fetched    ") == 4 and not failed, err
    assert Law.objects.count() == 3 and LawSource.objects.filter(licence="open").count() == 4
    assert fetch(base_url=site)[0].count("unchanged") == 4


def test_an_answer_that_is_late_gives_up_in_time(site: str) -> None:
    started = time.monotonic()
    with pytest.raises(web.Unreachable, match=r"no answer within 0\.3 s"):
        web.ask(f"{site}/silent", seconds=0.3, local=True)
    assert time.monotonic() - started < 2
