"""Engines that are down, damaged, locked, or killed in the middle of their work."""

import json
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import tantivy

from search.backends import Backend, EngineDown, elasticsearch_query
from search.backends.elasticsearch_backend import ElasticsearchBackend
from search.backends.tantivy_backend import TantivyBackend
from search.nodes import Everything, Keyword, Term
from tests.needs import ROOT
from tests.search.conftest import fresh
from tests.search.killed_writer import contents, document


@pytest.fixture
def port() -> Iterator[int]:
    """A port on which something accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


CALLS: list[Callable[[Backend], object]] = [
    lambda backend: backend.search(Everything(), limit=5),
    lambda backend: backend.vocabulary("text_es", "a"),
    lambda backend: backend.status(),
    lambda backend: backend.live(),
    lambda backend: backend.build(),
    lambda backend: backend.clean(),
]


@pytest.mark.parametrize("call", CALLS)
def test_refused_connection_is_an_engine_down_at_once(call: Callable[[Backend], object]) -> None:
    started = time.monotonic()
    with pytest.raises(EngineDown):
        call(ElasticsearchBackend(f"http://127.0.0.1:{closed_port()}"))
    assert time.monotonic() - started < 1.5


@pytest.mark.parametrize("call", CALLS[:3])
def test_silent_engine_is_given_up_after_its_second(call: Callable[[Backend], object], port: int) -> None:
    backend = ElasticsearchBackend(f"http://127.0.0.1:{port}")
    for _ in range(2):
        started = time.monotonic()
        with pytest.raises(EngineDown):
            call(backend)
        assert 0.9 < time.monotonic() - started < 2


def test_writing_to_an_engine_that_went_away(port: int) -> None:
    backend = ElasticsearchBackend(f"http://127.0.0.1:{port}", write_timeout=0.3)
    with pytest.raises(EngineDown):
        backend.live()


@pytest.fixture
def embedded(tmp_path: Path) -> TantivyBackend:
    """One committed unit."""
    backend = TantivyBackend(tmp_path / "index")
    target = backend.live()
    target.replace("law:1", 1, [document(1, 1, 1, "word")])
    target.commit()
    target.close()
    return backend


def test_only_one_writer_at_a_time(embedded: TantivyBackend) -> None:
    first = embedded.live()
    with pytest.raises(EngineDown, match="Lockfile"):
        embedded.live()
    first.close()
    embedded.live().close()
    with pytest.raises(EngineDown, match="closed"):
        first.commit()


def assert_mended_by_a_rebuild(backend: Backend) -> None:
    """An index that cannot be used is as good as none, and the next one takes its place."""
    assert backend.status()["index"] == ""
    built = backend.build()
    built.replace("law:1", 1, [document(1, 1, 1, "word")])
    built.commit()
    backend.swap(built)
    built.close()
    assert len(backend.search(Everything(), limit=5).hits) == 1
    assert backend.status()["index"] == built.name


@pytest.mark.parametrize(
    "damage", ["", "{", "null", '{"live": 5}', '{"live": "../..", "retired": {}}', '{"live": "20260101-000000-abcdef", "retired": {}}']
)  # fmt: skip
def test_damaged_pointer(embedded: TantivyBackend, damage: str) -> None:
    assert embedded.search(Everything(), limit=5).hits
    (embedded.directory / "live.json").write_text(damage)
    with pytest.raises(EngineDown):
        embedded.search(Everything(), limit=5)
    assert_mended_by_a_rebuild(embedded)


@pytest.mark.parametrize("damage", [b"", b"{}", b"not json"])
def test_damaged_index(embedded: TantivyBackend, damage: bytes) -> None:
    index = embedded.directory / str(embedded.status()["index"])
    (index / "meta.json").write_bytes(damage)
    for backend in (embedded, TantivyBackend(embedded.directory)):
        for call in (CALLS[0], CALLS[3]):
            with pytest.raises(EngineDown):
                call(backend)
    assert_mended_by_a_rebuild(embedded)


def test_tantivy_index_of_other_fields_asks_for_a_rebuild(embedded: TantivyBackend) -> None:
    """After an update of the code."""
    name = embedded._root.create()
    tantivy.Index(tantivy.SchemaBuilder().add_text_field("old").build(), str(embedded.directory / name))
    embedded._root.point(name)
    for call in (CALLS[0], CALLS[3]):
        with pytest.raises(EngineDown, match="rebuild"):
            call(embedded)
    assert_mended_by_a_rebuild(embedded)


@pytest.mark.elasticsearch
def test_elasticsearch_index_of_other_fields_asks_for_a_rebuild(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fresh("elasticsearch", tmp_path) as backend:
        with monkeypatch.context() as earlier:
            fields = elasticsearch_query.KEYWORD_FIELDS
            earlier.setattr(elasticsearch_query, "KEYWORD_FIELDS", [*fields, "old"])
            backend.live().close()
        with pytest.raises(EngineDown, match="rebuild"):
            backend.live()
        assert_mended_by_a_rebuild(backend)


def start(directory: Path, seed: int, rounds: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "tests.search.killed_writer", str(directory), str(seed), str(rounds)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def assert_whole(backend: TantivyBackend) -> None:
    """Readable, and every record is as one version had it."""
    answer = backend.search(Everything(), limit=1_000)
    held: dict[str, set[tuple[str, int, str]]] = {}
    live = backend.live()
    for one in live.scan():
        held.setdefault(one.record, set()).add((one.key, one.version, one.digest))
    live.close()
    assert len(answer.hits) == sum(answer.buckets.values()) == sum(map(len, held.values()))
    for record, units in held.items():
        (version,) = {version for _, version, _ in units}
        expected = contents(int(record.removeprefix("law:")), version)
        assert units == {(unit.key, version, unit.digest) for unit in expected}
        assert {hit.pk for hit in backend.search(Keyword("record", (record,)), limit=50).hits} == {
            u.pk for u in expected
        }
        assert len(backend.search(Term("text_other", f"v{version}"), limit=999).hits) >= len(expected)


def test_killed_at_any_moment_the_index_is_whole(tmp_path: Path) -> None:
    """kill -9 while it replaces, commits, builds, swaps and cleans; the next run takes it from there."""
    directory, chance = tmp_path / "index", random.Random(7)
    backend = TantivyBackend(directory)
    kills = 0
    for seed in range(10):
        process = start(directory, seed, 10_000)
        assert process.stdout is not None
        for _ in range(chance.randint(1, 12)):
            assert process.stdout.readline(), process.stderr and process.stderr.read().decode()
        time.sleep(chance.random() * 0.08)
        process.send_signal(signal.SIGKILL)
        kills += process.wait() == -signal.SIGKILL
        process.communicate()
        assert_whole(backend)
    assert kills == 10
    finished = start(directory, 99, 6)
    _, errors = finished.communicate(timeout=120)
    assert finished.returncode == 0, errors.decode()
    assert_whole(backend)
    names = {path.name for path in directory.iterdir() if path.is_dir()}
    backend.clean(keep=0)
    assert {path.name for path in directory.iterdir() if path.is_dir()} == {backend.status()["index"]} <= names


def test_run_again_after_a_kill_ends_equal_to_one_that_ran_through(tmp_path: Path) -> None:
    """The outbox gives everything again that was not marked done: twice and out of order, too."""
    killed, straight = TantivyBackend(tmp_path / "killed"), TantivyBackend(tmp_path / "straight")
    process = start(killed.directory, 5, 10_000)
    assert process.stdout is not None
    for _ in range(9):
        process.stdout.readline()
    process.kill()
    process.communicate()
    for backend in (killed, straight):
        target = backend.live()
        for version in (500, 499, 500):
            for record in range(6):
                target.replace(f"law:{record}", version, contents(record, version))
            target.commit()
        target.close()
    answers = [
        (backend.search(Everything(), limit=99), set(scanned(backend))) for backend in (killed, straight)
    ]  # fmt: skip
    assert answers[0] == answers[1]


def scanned(backend: TantivyBackend) -> Iterator[object]:
    live = backend.live()
    yield from live.scan()
    live.close()


def test_pointer_is_replaced_whole(embedded: TantivyBackend) -> None:
    """A rest of an interrupted write is no harm, and the next one clears it."""
    rest = embedded.directory / "live.new"
    rest.write_text('{"live": "half')
    assert embedded.search(Everything(), limit=5).hits
    built = embedded.build()
    built.commit()
    embedded.swap(built)
    built.close()
    assert not rest.exists()
    assert json.loads((embedded.directory / "live.json").read_text())["live"] == built.name
