"""A data directory in use: everybody shares it, a restore has it alone, and a broken-off restore keeps it closed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kb import in_use
from tests.needs import ROOT

HOLD = "import sys, django; django.setup(); print('held', flush=True); sys.stdin.read()"


def environment(data: Path) -> dict[str, str]:
    return {
        **os.environ, "DATA_DIR": str(data), "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "kb.settings.dev", "LC_ALL": "C",
    }  # fmt: skip


def started(data: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", HOLD], env=environment(data), cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.fixture
def data(tmp_path: Path, settings: object) -> Path:
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def test_a_process_of_the_product_keeps_others_from_having_it_alone(data: Path) -> None:
    process = started(data)
    try:
        assert process.stdout and process.stdout.readline() == "held\n"
        with pytest.raises(in_use.InUse) as refused, in_use.alone():
            pass
        assert any(told.startswith(f"{process.pid} (") for told in refused.value.processes), refused.value.processes
    finally:
        process.kill()
        process.communicate()
    with in_use.alone():
        pass


def test_while_one_has_it_alone_nobody_starts(data: Path) -> None:
    with in_use.alone():
        _, said = started(data).communicate(timeout=60)
        assert "A backup is being restored into" in said and "Traceback" not in said
    out, _ = started(data).communicate(timeout=60)
    assert out == "held\n"


def test_it_can_be_had_again_after_an_error(data: Path) -> None:
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), in_use.alone():
            raise ZeroDivisionError


def test_a_broken_off_restore_keeps_the_site_from_starting(data: Path) -> None:
    (data / in_use.UNFINISHED).write_text("/backups/kb-1.json")
    process = started(data)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1 and "manage.py restore /backups/kb-1.json" in said and "Traceback" not in said


def test_a_directory_that_cannot_be_written_is_no_matter_of_the_lock(
    settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_use, "_held", None)
    settings.DATA_DIR = Path("/proc/no-such-directory")  # type: ignore[attr-defined]
    in_use.hold()
    assert in_use._held is None
