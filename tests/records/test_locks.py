"""One writer of the index at a time, whichever process it is in."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from records.locks import Busy, writer_lock

pytestmark = pytest.mark.django_db

HOLD = """
import os, sys, time
import django
django.setup()
from django.conf import settings
from pathlib import Path
settings.DATA_DIR = Path(sys.argv[1])
from records.locks import writer_lock
with writer_lock():
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder() -> "subprocess.Popen[bytes]":
    """Another process that holds the lock."""
    Path(settings.DATA_DIR).mkdir(parents=True, exist_ok=True)
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "kb.settings.test"}
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(settings.DATA_DIR)], stdout=subprocess.PIPE, env=environment, cwd=root
    )
    assert child.stdout and child.stdout.readline() == b"held\n"
    yield child
    child.kill()
    child.wait()
    child.stdout.close()


def test_a_second_process_is_told_that_another_one_writes(holder: "subprocess.Popen[bytes]") -> None:
    begun = time.monotonic()
    with pytest.raises(Busy, match="another process is writing the search index"), writer_lock(wait_seconds=0.5):
        pass
    assert 0.4 < time.monotonic() - begun < 5


def test_a_killed_holder_frees_the_lock(holder: "subprocess.Popen[bytes]") -> None:
    holder.kill()
    holder.wait()
    with writer_lock(wait_seconds=5):
        pass


def test_the_lock_can_be_had_again_and_again() -> None:
    for _ in range(3):
        with writer_lock():
            pass


def test_an_error_inside_frees_it() -> None:
    with pytest.raises(ZeroDivisionError), writer_lock():
        raise ZeroDivisionError
    with writer_lock():
        pass
