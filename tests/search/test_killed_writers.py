"""The worker and a rebuild can be killed at any moment: after a rerun the index agrees with the database."""

import fcntl
import json
import os
import random
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests import ready
from tests.needs import ROOT

pytestmark = pytest.mark.processes

# The model act, and enough small records for several batches of the worker.
FILL = """
from django.conf import settings
from countries.loading import load_jurisdictions
from countries.models import Jurisdiction
from kb import setting_up
from laws.models import Policy
load_jurisdictions(settings.SAMPLE_DIR)
setting_up.model_act()
for number in range(90):
    Policy.objects.create(jurisdiction=Jurisdiction.objects.get(code="arg"), slug=f"plan-{number}", title_en=f"Plan {number}")
setting_up.index(lambda done, total: None)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of a small site."""
    data = ready.copied(ready.migrated(tmp_path_factory), tmp_path_factory.mktemp("site"))
    ready.shell(data, FILL)
    return data


def touch(data: Path) -> None:
    """Every record is due again, as on a busy desk."""
    with closing(sqlite3.connect(data / "kb.sqlite3", timeout=30)) as database, database:
        database.execute("UPDATE records_indexentry SET version = version + 1")


def killed_while_writing(data: Path, seconds: float, command: str) -> bool:
    """Start the command and kill it, children included, so long after it began to write; whether it wrote then."""
    process = subprocess.Popen(
        ready.command(command), env=ready.environment(data), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    while not writing(data):
        assert process.poll() is None
        time.sleep(0.005)
    time.sleep(seconds)
    still = writing(data)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return still


def writing(data: Path) -> bool:
    """Whether a process holds the lock of whoever writes the index."""
    with (data / "index.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def verified(data: Path) -> dict[str, Any]:
    return dict(json.loads(ready.manage(data, "verify_index", "--json")))


@pytest.mark.parametrize("command", ["worker", "rebuild_index"])
def test_killed_anywhere_and_run_again_the_index_is_true(site: Path, command: str) -> None:
    chance = random.Random(command)
    documents = verified(site)["documents"]
    assert documents > 100
    hits = 0
    for _ in range(4):
        touch(site)
        hits += killed_while_writing(site, 0.8 * chance.random(), command)
    assert hits, "at least one kill came before the end"
    ready.manage(site, "worker", "--once")
    assert verified(site) == {"documents": documents, "missing": 0, "extra": 0, "stale": 0, "pending": 0}
    assert [path.name for path in (site / "index").rglob("*.part")] == []
