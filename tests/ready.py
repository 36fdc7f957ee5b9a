"""Sites that are made once a run and copied for every test that needs one: setting one up takes longer than most tests.

They are on SQLite and tantivy, and worked on by commands, each in a process of its own.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.needs import ROOT

# What looks at the whole code before it starts; `make check` and tests/test_serving.py do that too.
_LOOK_FIRST = {"erase_user", "import_laws", "migrate", "rebuild_index", "search", "verify_index", "worker"}


def environment(data: Path, **more: str) -> dict[str, str]:
    return {
        **os.environ, "DATA_DIR": str(data), "DATABASE_URL": "", "ELASTICSEARCH_URL": "",
        "DJANGO_SETTINGS_MODULE": "kb.settings.dev", "LC_ALL": "C", **more,
    }  # fmt: skip


def command(*words: str) -> list[str]:
    quick = ["--skip-checks"] if words[0] in _LOOK_FIRST else []
    return [sys.executable, str(ROOT / "manage.py"), *words, *quick]


def manage(data: Path, *words: str, code: int = 0, **more: str) -> str:
    """What the command said; it has to end with this exit code."""
    run = subprocess.run(
        command(*words),
        env=environment(data, **more),
        capture_output=True,
        text=True,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
    )
    assert run.returncode == code, run.stdout + run.stderr
    assert "Traceback" not in run.stderr, run.stderr
    return run.stdout + run.stderr


def shell(data: Path, code: str, **more: str) -> str:
    return manage(data, "shell", "-v", "0", "-c", code, **more).strip()


def migrated(factory: pytest.TempPathFactory) -> Path:
    """A data directory with an empty database; not to be changed."""
    with made(factory, "migrated") as (data, missing):
        if missing:
            manage(data, "migrate", "-v", "0")
    return data


def started(factory: pytest.TempPathFactory) -> Path:
    """One after `quickstart`: the model act, all records and figures that ship, indexed; not to be changed."""
    empty = migrated(factory)
    with made(factory, "started") as (data, missing):
        if missing:
            manage(copied(empty, data), "quickstart", "--offline")
    return data


def copied(source: Path, to: Path) -> Path:
    shutil.copytree(source, to, dirs_exist_ok=True)
    return to


@contextmanager
def made(factory: pytest.TempPathFactory, name: str) -> Iterator[tuple[Path, bool]]:
    """The directory, and whether it is still to be made: by whichever of the run's processes comes first, while the others wait.

    scripts/test.sh gives its runs one folder for all (KB_TEST_SITES).
    """
    base = factory.getbasetemp()
    given = os.environ.get("KB_TEST_SITES")
    folder = Path(given) if given else base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    done = folder / f"ready-{name}.done"
    with (folder / f"ready-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        missing = not done.exists()
        data = folder / f"ready-{name}"
        if missing:
            shutil.rmtree(data, ignore_errors=True)
        yield data, missing
        done.touch()
