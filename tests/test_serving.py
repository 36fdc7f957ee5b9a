"""Web, worker and clerk together: one signal stops all, none runs on without the others, and what is saved is soon found."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import ready
from tests.needs import ROOT
from tests.ready import environment, manage

pytestmark = pytest.mark.processes
SECONDS = 60


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ready.copied(ready.started(tmp_path_factory), tmp_path_factory.mktemp("site"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Site:
    """A started `manage.py serve`."""

    def __init__(self, data: Path):
        self.port = free_port()
        command = [sys.executable, str(ROOT / "manage.py"), "serve", "--port", str(self.port), "--workers", "1"]
        self.process = subprocess.Popen(
            command, env=environment(data), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.wait_for("/live")
        self.said = ""
        assert self.process.stdout
        while "Stop it with" not in self.said:
            line = self.process.stdout.readline()
            assert line, self.said
            self.said += line

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return str(answer.read().decode())

    def wait_for(self, path: str, words: str = "") -> None:
        deadline = time.monotonic() + SECONDS
        while True:
            try:
                if words in self.get(path):
                    return
            except OSError:
                pass
            assert time.monotonic() < deadline, f"{path} never answered with {words!r}"
            assert self.process.poll() is None, self.process.stdout and self.process.stdout.read()
            time.sleep(0.2)

    def children(self) -> list[int]:
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(pid) for pid in listed]

    def end(self) -> str:
        """What it said, after it ended by itself."""
        said, _ = self.process.communicate(timeout=SECONDS)
        return self.said + said


@pytest.fixture
def site(data: Path) -> Iterator[Site]:
    site = Site(data)
    yield site
    if site.process.poll() is None:
        site.process.kill()
        site.process.communicate()


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


def gone(pids: list[int]) -> bool:
    deadline = time.monotonic() + 20
    while any(map(alive, pids)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not any(map(alive, pids))


def test_a_signal_stops_all_in_order(site: Site) -> None:
    children = site.children()
    assert len(children) == 3
    site.process.send_signal(signal.SIGINT)
    said = site.end()
    assert site.process.returncode == 0 and said.rstrip().endswith("Stopped.")
    assert f"The site answers on http://127.0.0.1:{site.port}/" in said
    assert gone(children)


CHILDREN = ("web", "worker", "clerk")


@pytest.mark.parametrize("name", CHILDREN)
def test_if_one_dies_the_others_are_stopped_and_it_says_why(site: Site, name: str) -> None:
    children = site.children()
    victim = children[CHILDREN.index(name)]
    os.kill(victim, signal.SIGKILL)
    said = site.end()
    assert site.process.returncode == 1
    assert f"the {name} stopped by itself (killed by SIGKILL), so all was stopped" in said
    assert gone(children)


def test_a_killed_parent_takes_all_along(site: Site) -> None:
    children = site.children()
    site.process.kill()
    assert gone(children)


def test_a_taken_port_is_said_with_a_way_out(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = manage(data, "serve", "--port", str(port), code=1)
    assert f"cannot listen on 127.0.0.1:{port}" in said and f"make run PORT={port + 1}" in said


def test_what_another_process_imports_is_found_within_ten_seconds(site: Site, data: Path, tmp_path: Path) -> None:
    law = tmp_path / "norma.md"
    head = '---\ntitle: "Ley de Brumas"\njurisdiction: arg\ntype: act\nnative_type: Ley\nnumber: "90.001"\nlanguage: es\n---\n\n'
    law.write_text(f"{head}##### Artículo 1\n\nLa bruma zafirina es de todos.\n", encoding="utf-8")
    manage(data, "import_laws", str(law), "-v", "0")
    saved = time.monotonic()
    site.wait_for("/es/search/?q=zafirina", "art-1")
    assert time.monotonic() - saved < 10
    manage(data, "shell", "-v", "0", "-c", "from laws.models import Law; Law.objects.get(number='90.001').unpublish()")
    gone_at = time.monotonic()
    while "art-1" in site.get("/es/search/?q=zafirina"):
        assert time.monotonic() - gone_at < 10
        time.sleep(0.2)
    assert "0 / 0 / 0" in manage(data, "verify_index")
