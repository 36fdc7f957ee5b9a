"""A started server with the model act: the one of KB_BASE_URL, or one of this run's own in a throw-away directory."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import needs, ready
from tests.needs import ROOT

SECONDS = 60


@pytest.fixture(scope="session")
def browser_type_launch_args(chromium: str) -> dict[str, Any]:
    return {"executable_path": chromium, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def chromium() -> str:
    return needs.chromium()


@dataclass(frozen=True)
class Site:
    """A started server. Without `environment` it is somebody else's: no accounts can be made there."""

    url: str
    directory: Path | None = None
    environment: dict[str, str] | None = None


@pytest.fixture(scope="session")
def base_url(site: Site) -> str:
    """Where the site answers, without a slash at the end."""
    return site.url


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The server of KB_BASE_URL, or one of this run's own."""
    if given := os.environ.get("KB_BASE_URL"):
        yield Site(given.rstrip("/"))
        return
    directory = ready.copied(ready.started(tmp_path_factory), tmp_path_factory.mktemp("site"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = ready.environment(directory)
    command = [sys.executable, "-m", "gunicorn", "kb.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4"]
    log = (directory / "web.log").open("w")
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        wait(f"http://127.0.0.1:{port}/live", server)
        yield Site(f"http://127.0.0.1:{port}", directory, environment)
    finally:
        server.terminate()
        server.wait(SECONDS)
        log.close()


@pytest.fixture(scope="session")
def make_people(site: Site) -> Callable[[str], None]:
    """Runs lines like `person("ana", "editor", factor=False)` (tests/people.py) beside the server."""

    def make(lines: str) -> None:
        if site.environment is None:
            needs.missing("accounts in a browser", "without KB_BASE_URL a server of our own is started")
        command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", f"from tests.people import *\n{lines}"]
        done = subprocess.run(command, cwd=ROOT, env=site.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr

    return make


def wait(url: str, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(SECONDS * 5):
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"{url} does not answer")


@pytest.fixture
def act(base_url: str) -> str:
    """Address of the model act after the language: "/laws/exa/…/"."""
    with urllib.request.urlopen(f"{base_url}/en/search/?q=&example=1&jurisdiction=exa") as response:
        page = response.read().decode()
    start = page.index('href="/en/laws/exa/') + len('href="/en')
    return page[start : page.index('"', start)]
