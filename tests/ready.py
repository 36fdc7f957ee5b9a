"""Sites that are made once a run and copied for every test that needs one: setting one up takes longer than most tests."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.needs import ROOT

_SQLITE = {"DATABASE_URL": "", "ELASTICSEARCH_URL": "", "DJANGO_SETTINGS_MODULE": "kb.settings.dev", "LC_ALL": "C"}


def migrated(factory: pytest.TempPathFactory) -> Path:
    """A data directory with an empty database; not to be changed."""
    return _made(factory, "migrated", "migrate", "-v", "0")


def started(factory: pytest.TempPathFactory) -> Path:
    """One after `quickstart`: the model act, all records and figures that ship, indexed; not to be changed."""
    return _made(factory, "started", "quickstart", "--offline")


def copied(made: Path, to: Path) -> Path:
    shutil.copytree(made, to, dirs_exist_ok=True)
    return to


def _made(factory: pytest.TempPathFactory, name: str, *words: str) -> Path:
    """Made by whichever of the run's processes comes first, while the others wait."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / f"ready-{name}"
    done = folder / "done"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            run = subprocess.run(
                [sys.executable, str(ROOT / "manage.py"), *words], cwd=ROOT, capture_output=True, text=True,
                env={**os.environ, **_SQLITE, "DATA_DIR": str(folder / "data")}, stdin=subprocess.DEVNULL,
            )  # fmt: skip
            assert run.returncode == 0, run.stdout + run.stderr
            done.touch()
    return folder / "data"
