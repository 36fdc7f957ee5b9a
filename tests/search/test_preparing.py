"""Documents prepared by two processes are those that one would prepare, whatever becomes of the second."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from search import preparing
from search.backends.fields import prepare
from search.documents import Document

pytestmark = pytest.mark.processes

# Prepares without end, says which child it has, and is killed.
ENDLESS = """
import itertools, multiprocessing, sys
from search import preparing
from search.documents import Document
if __name__ == "__main__":
    batches = ([(n, [Document("provision", n, "law:1", 1, text={"es": "farol niebla " * 2000})])] for n in itertools.count())
    for number, _ in enumerate(preparing.together(batches)):
        if number == 3:
            sys.stdout.write(f"{multiprocessing.active_children()[0].pid}\\n")
            sys.stdout.flush()
"""


def batches(amount: int, words: str = "Farolas de la niebla número") -> list[preparing.Batch[int]]:
    def document(batch: int, number: int) -> Document:
        return Document("provision", 100 * batch + number, f"law:{batch}", 1, text={"es": f"{words} {number} " * 200})

    return [[(batch, [document(batch, number) for number in range(batch % 5)])] for batch in range(amount)]


def test_every_batch_comes_once_as_one_process_would_prepare_it() -> None:
    asked = batches(300)
    found = {owner: fields for batch in preparing.together(asked) for owner, fields in batch}
    assert found == {owner: list(map(prepare, documents)) for batch in asked for owner, documents in batch}


def test_a_child_that_dies_is_done_without() -> None:
    owners, killed = [], 0
    for number, batch in enumerate(preparing.together(batches(600))):
        owners += [owner for owner, _ in batch]
        for child in multiprocessing.active_children() if number == 250 else ():
            os.kill(child.pid or 0, signal.SIGKILL)
            killed += 1
    assert killed == 1
    assert sorted(owners) == list(range(600))


def test_what_cannot_be_prepared_is_an_error_here() -> None:
    broken = Document("provision", 1, "law:1", 1, text={"es": None})  # type: ignore[dict-item]
    asked = [*batches(200), [(200, [broken])]]
    with pytest.raises(TypeError):
        list(preparing.together(asked))
    assert multiprocessing.active_children() == []


def test_the_child_ends_with_its_parent(tmp_path: Path) -> None:
    script = tmp_path / "endless.py"
    script.write_text(ENDLESS)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    parent = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=environment)
    assert parent.stdout
    child = int(parent.stdout.readline())
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    for _ in range(100):
        if not _runs(child):
            return
        time.sleep(0.1)
    os.kill(child, signal.SIGKILL)
    pytest.fail("the child outlived its parent")


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
