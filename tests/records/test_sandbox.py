"""The child process: every breach is a refusal with a reason, and the next file is read as if nothing had been."""

import contextlib
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from records import sandbox, sandbox_child
from records.sandbox import Refused, Sandbox

JOBS = "tests.records.sandbox_jobs:act"


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox(JOBS, wall_seconds=20) as box:
        yield box


def ask(box: Sandbox, words: str) -> bytes:
    return b"".join(payload for _, payload in box.run(words.encode(), "file.txt"))


def refused(box: Sandbox, words: str) -> Refused:
    with pytest.raises(Refused) as caught:
        ask(box, words)
    return caught.value


def pid(box: Sandbox) -> int:
    assert box._child
    return box._child.pid


def test_one_child_serves_file_after_file(box: Sandbox) -> None:
    assert ask(box, "echo uno") == b"uno"
    first = pid(box)
    assert ask(box, "echo dos") == b"dos" and pid(box) == first


def test_frames_come_whole_and_in_order(box: Sandbox) -> None:
    frames = list(box.run(b"several 300", "file.txt"))
    assert [header["number"] for header, _ in frames] == list(range(300))
    assert frames[-1][1] == b"299" * 1000


def test_large_files_go_in_and_come_back(box: Sandbox) -> None:
    text = "ñ" * 5_000_000
    assert ask(box, f"echo {text}").decode() == text


def test_a_refusal_has_reason_and_line_and_keeps_the_child(box: Sandbox) -> None:
    ask(box, "echo uno")
    first = pid(box)
    answer = refused(box, "refuse it holds no law")
    assert (answer.reason, answer.line) == ("it holds no law", 7)
    assert pid(box) == first and ask(box, "echo dos") == b"dos"


def test_a_fault_of_the_reader_is_a_refusal_that_names_it(box: Sandbox) -> None:
    assert refused(box, "fault").reason == "cannot be read: KeyError: 'no such key'"


def test_recursion_is_a_refusal(box: Sandbox) -> None:
    assert refused(box, "deep").reason == "nested too deeply"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("memory", "it needs more memory than a law file may"),
        ("crash", "the reader broke on it"),
        ("leave", "the reader broke on it"),
        ("lie", "what it holds is too large"),
        ("babble", "the reader broke on it"),
        ("endless", "the reader broke on it"),
        ("flood", "what it holds is too large"),
    ],
)
def test_a_breach_ends_the_child_and_the_next_file_works(box: Sandbox, words: str, reason: str) -> None:
    ask(box, "echo uno")
    first = pid(box)
    assert refused(box, words).reason == reason
    assert ask(box, "echo dos") == b"dos" and pid(box) != first


def test_the_wall_clock_ends_a_sleeper() -> None:
    with Sandbox(JOBS, wall_seconds=1.5) as box:
        ask(box, "echo warm")
        begun = time.monotonic()
        assert refused(box, "sleep 30").reason == "reading it took too long"
        assert time.monotonic() - begun < 5
        assert ask(box, "echo dos") == b"dos"


def test_processor_time_is_limited_for_each_file_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    # The limit is the child's own constant: a child with a smaller one shows the same code at work in less time.
    script = tmp_path / "impatient.py"
    script.write_text(
        "import sys\nfrom records import sandbox_child\nsandbox_child.CPU_SECONDS = 1\nsandbox_child.main(sys.argv[1])\n"
    )
    script.write_text(f"import sys\nsys.path.insert(0, {str(sandbox._ROOT)!r})\n{script.read_text()}")
    monkeypatch.setattr(sandbox, "_CHILD", (sys.executable, str(script)))
    with Sandbox(JOBS, wall_seconds=60) as box:
        assert ask(box, "echo uno") == b"uno"
        assert refused(box, "loop").reason == "reading it took too much processor time"
        assert ask(box, "echo dos") == b"dos"


def test_a_reader_cannot_write_files(box: Sandbox, tmp_path: Path) -> None:
    target = tmp_path / "out.bin"
    refused(box, f"write {target}")
    assert not target.exists() or target.stat().st_size == 0
    assert ask(box, "echo dos") == b"dos"


def test_the_child_knows_no_secrets_and_no_django(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hush")
    monkeypatch.setenv("DATABASE_URL", "postgresql://hush")
    names = set(ask(box, "environment").decode().split(","))
    assert not names & {"SECRET_KEY", "DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    assert ask(box, "django") == b"False"


def test_frames_left_unread_do_not_reach_the_next_file(box: Sandbox) -> None:
    frames = box.run(b"several 50", "file.txt")
    next(frames)
    frames.close()
    assert ask(box, "echo dos") == b"dos"


def test_closing_twice_is_nothing(box: Sandbox) -> None:
    ask(box, "echo uno")
    box.close()
    box.close()
    assert ask(box, "echo dos") == b"dos"


def test_a_killed_child_is_replaced(box: Sandbox) -> None:
    ask(box, "echo uno")
    assert box._child
    box._child.kill()
    with contextlib.suppress(Refused):  # whether the death is seen before or after writing is the system's affair
        ask(box, "echo lost")
    assert ask(box, "echo dos") == b"dos"


def test_hostile_json_as_a_law_is_refused() -> None:
    """What JSON can be asked to do to a reader: depth, long numbers, other types, broken text."""
    hostile = [
        b"[" * 200_000,
        b'{"a":' * 100_000,
        b'{"title": ' + b"9" * 100_000 + b"}",
        b'{"title": "\\ud800", "text": "\\u0000"}',
        b'{"articulos": [' + b"null," * 1000 + b"null]}",
        b'{"title": {"x": 1}, "text": ["a"], "date": true}',
        b"\xff\xfe{}",
        b'{"title": "abc',
        b"",
    ]
    with Sandbox("laws.reading:read", wall_seconds=30) as box:
        for number, data in enumerate(hostile):
            try:
                [(_, payload)] = box.run(data, f"{number}.json")
            except Refused as refusal:
                assert refusal.reason
            else:
                assert isinstance(json.loads(payload), dict)
        assert sandbox_child.MEMORY_BYTES < 2 * 2**30
