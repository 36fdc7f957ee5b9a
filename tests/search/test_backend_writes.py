"""What writing an index promises, the same for every engine: versions, visibility, swaps, repairs."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from search.backends import (
    Backend,
    EngineDown,
    IndexedDocument,
    RawResults,
    Target,
    elasticsearch_target,
    tantivy_backend,
)
from search.documents import Document
from search.nodes import Everything, Keyword, Node, Prefix, Term
from tests.search.conftest import again, fresh


def unit(pk: int, text: str, record: str = "law:1", version: int = 1, **more: Any) -> Document:
    return Document("provision", pk, record, version, text={"other": text}, **more)


def replace(target: Target, record: str, version: int, **texts: str) -> None:
    """`p3="words"` is provision 3."""
    units = [unit(int(key[1:]), text, record, version) for key, text in texts.items()]
    target.replace(record, version, units)


def contents(backend: Backend) -> list[int]:
    return [hit.pk for hit in backend.search(Everything(), limit=1000).hits]


def has(backend: Backend, word: str) -> list[int]:
    return [hit.pk for hit in backend.search(Term("text_other", word), limit=100).hits]


@contextmanager
def searching(backend: Backend, node: Node) -> Iterator[list[RawResults]]:
    """Searches all the while, as two other processes do; gives their answers in the end."""
    answers: list[RawResults] = []
    done = threading.Event()

    def search() -> None:
        reader = again(backend)
        while not done.is_set():
            answers.append(reader.search(node, limit=100))

    with ThreadPoolExecutor() as pool:
        readers = [pool.submit(search) for _ in range(2)]
        try:
            yield answers
        finally:
            done.set()
        for reader in readers:
            reader.result()
    assert len(answers) > 2


@pytest.fixture
def live(backend: Backend) -> Iterator[Target]:
    target = backend.live()
    yield target
    target.close()


def test_no_index_is_an_engine_down_but_a_status(backend: Backend) -> None:
    with pytest.raises(EngineDown):
        backend.search(Everything(), limit=1)
    with pytest.raises(EngineDown):
        backend.vocabulary("text_es", "a")
    assert not backend.status()["index"]
    assert backend.status()["documents"] == 0
    assert backend.clean() == []


def test_live_index_is_made_when_there_is_none(backend: Backend, live: Target) -> None:
    assert contents(backend) == []
    assert backend.status()["index"] == live.name
    live.commit()
    assert contents(backend) == []
    assert list(live.scan()) == []


def test_commit_makes_visible_to_everyone_at_once(backend: Backend, live: Target) -> None:
    reader = again(backend)
    assert contents(reader) == []
    for version in range(1, 6):
        replace(live, "law:1", version, p1=f"word{version}")
        assert has(reader, f"word{version}") == []
        live.commit()
        assert has(reader, f"word{version}") == has(backend, f"word{version}") == [1]
        assert has(reader, f"word{version - 1}") == []


def test_what_was_not_committed_is_not_there(backend: Backend) -> None:
    target = backend.live()
    replace(target, "law:1", 1, p1="one")
    target.commit()
    replace(target, "law:2", 1, p2="two")
    target.close()
    assert contents(again(backend)) == [1]


def test_replace_removes_vanished_units(backend: Backend, live: Target) -> None:
    replace(live, "law:1", 1, p1="one", p2="two", p3="three")
    replace(live, "law:2", 1, p9="other")
    live.commit()
    replace(live, "law:1", 2, p2="zwei", p4="vier")
    live.commit()
    assert contents(backend) == [2, 4, 9]
    assert has(backend, "two") == []
    assert backend.status()["documents"] == 3


def test_the_same_record_twice_before_a_commit(backend: Backend, live: Target) -> None:
    replace(live, "law:1", 1, p1="one", p2="two")
    replace(live, "law:1", 2, p2="zwei", p3="drei")
    replace(live, "law:1", 1, p5="old")
    live.commit()
    assert contents(backend) == [2, 3]
    replace(live, "law:1", 3, p4="four")
    replace(live, "law:1", 4)
    replace(live, "law:1", 3, p4="four")
    live.commit()
    assert contents(backend) == []


def test_the_same_version_again_changes_nothing_but_repairs(backend: Backend, live: Target) -> None:
    for _ in range(3):
        replace(live, "law:1", 7, p1="one", p2="two")
        live.commit()
        assert contents(backend) == [1, 2]
    replace(live, "law:1", 7, p2="mended")
    live.commit()
    assert contents(backend) == [2]
    assert has(backend, "mended") == [2]


def test_an_older_version_changes_nothing(backend: Backend) -> None:
    """Not even units that only the older version has, and not from a writer that opens the index later."""
    target = backend.live()
    replace(target, "law:1", 5, p1="new")
    target.commit()
    target.close()
    target = again(backend).live()
    replace(target, "law:1", 4, p1="old", p2="only old")
    replace(target, "law:1", 3)
    target.commit()
    target.close()
    assert contents(backend) == [1]
    assert has(backend, "new") == [1]


def test_what_is_deleted_stays_so_against_older_writes(backend: Backend) -> None:
    target = backend.live()
    replace(target, "law:1", 2, p1="one")
    replace(target, "law:3", 9)
    target.commit()
    replace(target, "law:1", 3)
    target.commit()
    target.close()
    assert contents(backend) == []
    target = again(backend).live()
    for record in ("law:1", "law:3"):
        replace(target, record, 2, p1="late")
    target.commit()
    assert contents(backend) == []
    assert list(target.scan()) == []
    assert backend.search(Keyword("record", ("law:1", "law:3")), limit=5).buckets == {}
    assert backend.vocabulary("text_other", "l") == []
    replace(target, "law:1", 4, p1="back")
    target.commit()
    target.close()
    assert has(backend, "back") == [1]


def test_version_of_the_write_counts(backend: Backend, live: Target) -> None:
    live.replace("law:1", 8, [unit(1, "one", version=3)])
    live.commit()
    assert [document.version for document in live.scan()] == [8]


def test_a_failure_half_way_leaves_the_record_alone(backend: Backend, live: Target) -> None:
    def broken() -> Iterator[Document]:
        yield unit(1, "new", version=2)
        raise RuntimeError("cannot be read")

    replace(live, "law:1", 1, p1="old", p2="old")
    live.commit()
    with pytest.raises(RuntimeError):
        live.replace("law:1", 2, broken())
    live.commit()
    assert has(backend, "old") == [1, 2]


@pytest.mark.parametrize("amount", [3, 250])
def test_scan_gives_every_document(
    backend: Backend, live: Target, amount: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tantivy_backend, "SCANNED", 7)
    expected = set()
    for number in range(amount):
        record, version = f"law:{number // 4}", 1 + number // 4
        if number % 4 == 0:
            # Units of different kinds share a number.
            units = [unit(number + n, f"text {n}", record, version, facets={"status": (str(n),)}) for n in range(3)] + [
                Document("law", number, record, version, name={"es": "Ley"})
            ]
            live.replace(record, version, units)
            expected |= {IndexedDocument(one.key, record, version, one.digest) for one in units}
    live.commit()
    scanned = list(live.scan())
    assert len(scanned) == len(expected)
    assert set(scanned) == expected


def test_build_is_beside_the_live_index_until_swapped(backend: Backend, live: Target) -> None:
    replace(live, "law:1", 1, p1="old")
    live.commit()
    build = backend.build()
    replace(build, "law:2", 1, p2="new")
    build.commit()
    assert contents(backend) == [1]
    assert {document.key for document in build.scan()} == {"provision:2"}
    backend.swap(build)
    build.close()
    assert contents(backend) == contents(again(backend)) == [2]
    assert backend.status()["index"] == build.name
    # Swapped in once more, nothing changes.
    backend.swap(build)
    assert contents(backend) == [2]


def test_first_build_needs_no_live_index(backend: Backend) -> None:
    build = backend.build()
    replace(build, "law:2", 1, p2="new")
    build.commit()
    build.close()
    with pytest.raises(EngineDown):
        contents(backend)
    backend.swap(build)
    assert contents(backend) == [2]


def test_rebuild_with_changes_to_both(backend: Backend, live: Target) -> None:
    """A change during a rebuild wins over what the rebuild read before, in whatever order they come."""
    for number in range(1, 4):
        replace(live, f"law:{number}", 1, **{f"p{number}": "before"})
    live.commit()
    build = backend.build()
    for target in (live, build):
        replace(target, "law:1", 2, p1="changed", p11="added")
        replace(target, "law:2", 2)
        target.commit()
    for number in range(1, 4):
        replace(build, f"law:{number}", 1, **{f"p{number}": "before"})
    build.commit()
    backend.swap(build)
    build.close()
    assert contents(backend) == [1, 11, 3]
    assert has(backend, "before") == [3]


def test_writer_of_a_replaced_index_is_told(backend: Backend, live: Target) -> None:
    """Else its changes would be lost: the outbox takes a silent commit for done."""
    build = backend.build()
    build.commit()
    backend.swap(build)
    replace(live, "law:1", 1, p1="lost")
    with pytest.raises(EngineDown, match="live"):
        live.commit()
    replace(build, "law:1", 1, p1="kept")
    build.commit()
    build.close()
    assert has(backend, "kept") == [1]


def test_searches_during_swaps_see_one_index_whole(backend: Backend) -> None:
    def generation(number: int) -> Target:
        target = backend.build()
        for record in range(8):
            replace(target, f"law:{record}", 1, **{f"p{record * 10 + n}": f"all gen{number}" for n in range(5)})
        target.commit()
        return target

    first = generation(0)
    backend.swap(first)
    first.close()
    with searching(backend, Prefix("text_other", "gen")) as answers:
        for number in range(1, 6):
            target = generation(number)
            backend.swap(target)
            target.close()
            assert len(has(backend, f"gen{number}")) == 40
    assert {(len(answer.hits), sum(answer.buckets.values())) for answer in answers} == {(40, 40)}


def test_searches_during_commits_see_records_whole(backend: Backend, live: Target) -> None:
    replace(live, "law:1", 1, p1="v1", p2="v1", p3="v1")
    live.commit()
    with searching(backend, Everything()) as answers:
        for version in range(2, 22):
            replace(live, "law:1", version, p1=f"v{version}", p2=f"v{version}", p3=f"v{version}")
            live.commit()
    assert {(len(answer.hits), sum(answer.buckets.values())) for answer in answers} == {(3, 3)}


def test_clean_keeps_what_may_be_needed(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    def built() -> Target:
        target = backend.build()
        replace(target, "law:1", 1, p1="one")
        target.commit()
        target.close()
        return target

    first, second, abandoned = built(), built(), built()
    backend.swap(first)
    backend.swap(second)
    assert backend.clean() == []
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + 23 * 3600)
    fresh = built()
    assert backend.clean() == []
    monkeypatch.setattr(time, "time", lambda: now() + 25 * 3600)
    assert backend.clean() == sorted([first.name, abandoned.name])
    assert backend.clean() == []
    assert contents(backend) == contents(again(backend)) == [1]
    backend.swap(fresh)
    assert contents(backend) == [1]
    # Retired just now, however old: it is the way back.
    assert backend.clean() == []
    backend.swap(second)
    assert contents(backend) == [1]
    assert backend.clean() == []


def test_status_tells_what_doctor_shows(backend: Backend, live: Target) -> None:
    replace(live, "law:1", 1, p1="one", p2="two")
    replace(live, "law:2", 1)
    live.commit()
    status = backend.status()
    assert status["name"] == backend.name
    assert str(status["version"])[0].isdigit()
    assert status["index"] == live.name
    assert status["documents"] == 2
    assert isinstance(status["bytes"], int)
    assert status["bytes"] > 0


def test_large_records_in_small_requests(backend: Backend, live: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elasticsearch_target, "BATCH_CHARACTERS", 5_000)
    monkeypatch.setattr(elasticsearch_target, "BATCH_DOCUMENTS", 3)
    for version, amount in ((1, 60), (2, 20)):
        for record in range(5):
            units = [
                unit(100 * record + n, f"v{version} {'word ' * 40}", f"law:{record}", version) for n in range(amount)
            ]
            live.replace(f"law:{record}", version, units)
        live.commit()
        assert len(contents(backend)) == 5 * amount
        assert len(has(backend, f"v{version}")) == min(5 * amount, 100)


@pytest.mark.elasticsearch
def test_strict_mapping_refuses_an_unknown_field(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A field that the index does not have must not vanish in silence. (tantivy's schema is made of the same list.)"""
    prepare = elasticsearch_target.prepare
    monkeypatch.setattr(elasticsearch_target, "prepare", lambda document: prepare(document) | {"surprise": "unknown"})
    with fresh("elasticsearch", tmp_path) as backend:
        live = backend.live()
        with pytest.raises(EngineDown, match="surprise"):
            replace(live, "law:1", 1, p1="one")
            live.commit()
