"""Asking other sites for something: short waits, bounded answers, public addresses only.

An address that an editor or a page gave may name a machine inside the ministry's own network: the name is resolved once,
every address it has must be public, and the connection goes to that very address.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

AGENT = "migration-knowledge-base (+links and official texts; one request at a time)"
SECONDS = 3.0
WHOLE_SECONDS = 60.0
REDIRECTS = 5


class Unreachable(Exception):
    """No answer that can be used; the message says why, in English, for logs and the desk."""


class Unusable(Unreachable):
    """There was an answer, or an address, that is not taken."""


@dataclass(frozen=True, slots=True)
class Answer:
    """status: HTTP; url: after redirects; data: empty for HEAD."""

    status: int
    url: str
    data: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def ask(
    url: str, *, method: str = "GET", most: int = 50 * 2**20, seconds: float = SECONDS, whole: float = WHOLE_SECONDS,
    hosts: frozenset[str] | None = None, local: bool = False,
) -> Answer:  # fmt: skip
    """Follow at most REDIRECTS redirects, to `hosts` only where given. `local` allows loopback: for tests.

    seconds: to connect and for each read; whole: for an answer that comes in drops. Raises Unreachable.
    """
    for _ in range(REDIRECTS + 1):
        answer = _once(url, method, most, seconds, whole, hosts, local)
        target = answer.headers.get("location", "")
        if answer.status not in (301, 302, 303, 307, 308) or not target:
            return answer
        url = urljoin(url, target)
    raise Unusable("too many redirects")


def _once(
    url: str, method: str, most: int, seconds: float, whole: float, hosts: frozenset[str] | None, local: bool
) -> Answer:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Unusable("not a web address")
    if hosts is not None and parts.hostname not in hosts:
        raise Unusable(f"leads to another site: {parts.hostname}")
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        connection = _connection(parts.scheme, parts.hostname, port, seconds, local)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        with _ended_after(connection, whole):
            connection.request(method, path, headers={"User-Agent": AGENT, "Accept-Encoding": "identity"})
            response = connection.getresponse()
            data = b"" if method == "HEAD" else _read(response, most)
            headers = {name.lower(): value for name, value in response.getheaders()}
    except TimeoutError:
        raise Unreachable(f"no answer within {seconds:g} s") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreachable(f"{type(error).__name__}: {error}"[:200]) from None
    return Answer(response.status, url, data, headers)


@contextmanager
def _ended_after(connection: http.client.HTTPConnection, seconds: float) -> Iterator[None]:
    """Closes the connection in the end, and at the latest after so many seconds, whatever still comes in."""
    plain, late = connection.sock, threading.Event()

    def end() -> None:
        late.set()
        with suppress(OSError):  # it may have been closed just now
            plain.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, http.client.HTTPException, Unreachable):
        if late.is_set():
            raise Unreachable(f"not all of it came within {seconds:g} s") from None
        raise
    finally:
        timer.cancel()
        connection.close()


def _read(response: http.client.HTTPResponse, most: int) -> bytes:
    data = response.read(most + 1)
    if len(data) > most:
        raise Unusable("the answer is too large")
    stated = response.headers.get("Content-Length", "")
    if stated.isdecimal() and int(stated) != len(data):
        raise Unusable("the answer broke off")
    return data


def _connection(scheme: str, host: str, port: int, seconds: float, local: bool) -> http.client.HTTPConnection:
    found = [str(address[0]) for *_rest, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not local and not all(ipaddress.ip_address(one.partition("%")[0]).is_global for one in found):
        raise Unusable("not an address on the public internet")
    plain = socket.create_connection((found[0], port), timeout=seconds)
    if scheme == "http":
        connection = http.client.HTTPConnection(host, port, timeout=seconds)
        connection.sock = plain
        return connection
    secure = http.client.HTTPSConnection(host, port, timeout=seconds)
    secure.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    return secure
