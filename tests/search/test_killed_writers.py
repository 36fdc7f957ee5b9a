"""The worker and a rebuild can be killed at any moment: after a rerun the index agrees with the database."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests import ready

pytestmark = pytest.mark.processes

MANAGE = [sys.executable, str(settings.BASE_DIR / "manage.py")]
# Touches every law over and over, as a busy desk would.
TOUCH = "from laws.models import Law; from records import outbox; outbox.touch('law', Law.objects.values_list('pk', flat=True))"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a site of its own, on SQLite and tantivy."""
    return {
        **os.environ,
        "DATA_DIR": str(ready.copied(ready.started(tmp_path_factory), tmp_path_factory.mktemp("site"))),
        "DJANGO_SETTINGS_MODULE": "kb.settings.dev",
        "DATABASE_URL": "",
        "ELASTICSEARCH_URL": "",
    }


def run(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run([*MANAGE, *arguments], env=environment, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def kill_after(environment: dict[str, str], seconds: float, *arguments: str) -> None:
    """Start the command and kill it, children included, without a word of warning."""
    process = subprocess.Popen(
        [*MANAGE, *arguments], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def verified(environment: dict[str, str]) -> dict[str, Any]:
    return dict(json.loads(run(environment, "verify_index", "--json")))


@pytest.mark.parametrize("command", ["worker", "rebuild_index"])
def test_killed_anywhere_and_run_again_the_index_is_true(site: dict[str, str], command: str) -> None:
    chance = random.Random(command)
    documents = verified(site)["documents"]
    assert documents > 20
    for _ in range(4):
        run(site, "shell", "-v", "0", "-c", TOUCH)
        # Starting takes one to two seconds; the work itself a few tenths.
        kill_after(site, 1.0 + 2.5 * chance.random(), command)
    run(site, "worker", "--once")
    assert verified(site) == {"documents": documents, "missing": 0, "extra": 0, "stale": 0, "pending": 0}
    left = [path.name for path in (Path(site["DATA_DIR"]) / "index").rglob("*.part")]
    assert left == []
