"""What is saved is found, what is withdrawn is gone, whatever is interrupted: the index follows the database."""

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from laws import importing
from laws.models import Law, ProvisionText
from records import outbox
from records.models import IndexEntry
from search import writing
from search.backends import EngineDown
from search.backends.tantivy_backend import TantivyBackend
from search.nodes import Everything, Keyword, Term
from tests import factories


@pytest.fixture
def backend(tmp_path: Path) -> TantivyBackend:
    return TantivyBackend(tmp_path / "index")


@pytest.fixture
def brumas(jurisdictions: Any) -> Law:
    """An invented law of two articles, imported."""
    parsed = factories.law(factories.article("Artículo 1", "niebla"), factories.article("Artículo 2", "rocío"))
    report = importing.apply(factories.staged(parsed))
    assert report.refused is None
    return Law.objects.get()


def found(backend: TantivyBackend, word: str) -> int:
    hits = backend.search(Term("exact_es", word), limit=10).hits
    return len([hit for hit in hits if hit.kind == "provision"])


def assert_clean(backend: TantivyBackend) -> None:
    live = backend.live()
    try:
        result = writing.verify(live)
    finally:
        live.close()
    assert (result.missing, result.extra, result.stale, result.pending) == ([], [], [], 0)


def test_an_imported_law_is_found_and_nothing_stays_due(backend: TantivyBackend, brumas: Law) -> None:
    assert outbox.waiting() == 1
    writing.catch_up(backend)
    assert outbox.waiting() == 0
    assert found(backend, "niebla") == 1
    assert_clean(backend)


def test_a_rolled_back_import_leaves_no_phantom(backend: TantivyBackend, brumas: Law) -> None:
    writing.catch_up(backend)
    other = factories.law(factories.article("Artículo 1", "escarcha"), number="90.002", title="Ley de Escarchas")
    with transaction.atomic():
        importing.apply(factories.staged(other))
        transaction.set_rollback(True)
    writing.catch_up(backend)
    assert found(backend, "escarcha") == 0
    assert_clean(backend)


def test_what_is_unpublished_is_gone_and_comes_back_when_published(backend: TantivyBackend, brumas: Law) -> None:
    writing.catch_up(backend)
    brumas.unpublish()
    writing.catch_up(backend)
    assert backend.search(Everything(), limit=10).hits == []
    brumas.save_revision().publish()
    writing.catch_up(backend)
    assert found(backend, "niebla") == 1
    assert_clean(backend)


def test_a_late_write_does_not_bring_a_deleted_law_back(backend: TantivyBackend, brumas: Law) -> None:
    writing.catch_up(backend)
    entry = IndexEntry.objects.get()
    [(_, documents)] = list(writing._documents([entry]))
    brumas.delete()
    writing.catch_up(backend)
    late = backend.live()
    late.replace(f"law:{entry.record_id}", entry.version, documents)
    late.commit()
    late.close()
    assert backend.search(Everything(), limit=10).hits == []
    assert_clean(backend)


def test_a_change_while_the_worker_writes_stays_due(backend: TantivyBackend, brumas: Law) -> None:
    [entry] = outbox.due()
    outbox.touch("law", [brumas.pk])
    outbox.done(entry)
    assert outbox.waiting() == 1


def test_an_engine_that_fails_leaves_everything_due(brumas: Law) -> None:
    class Broken:
        name = "broken"

        def replace(self, *args: Any) -> None:
            raise EngineDown("no answer")

        def commit(self) -> None:
            raise AssertionError("nothing was written")

    with pytest.raises(EngineDown):
        writing.drain([Broken()])  # type: ignore[list-item]
    assert outbox.waiting() == 1


def test_one_record_that_cannot_be_written_does_not_stop_the_others(
    backend: TantivyBackend, brumas: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = factories.law(factories.article("Artículo 1", "escarcha"), number="90.002", title="Ley de Escarchas")
    importing.apply(factories.staged(other))
    writing.rebuild(backend)
    outbox.touch("law", Law.objects.values_list("pk", flat=True))
    live = backend.live()
    whole = type(live).replace

    def replace(self: Any, record: str, version: int, documents: Any) -> None:
        if record == f"law:{brumas.pk}":
            raise ValueError("a text that the engine chokes on")
        whole(self, record, version, documents)

    monkeypatch.setattr(type(live), "replace", replace)
    writing.drain([live])
    live.close()
    failed = IndexEntry.objects.get(record_id=brumas.pk)
    assert (failed.attempts, "chokes" in failed.error) == (1, True)
    assert outbox.waiting() == 0
    assert outbox.due(retry=True) == [failed]


def test_verification_finds_what_is_missing_extra_and_stale_and_repair_mends_it(
    backend: TantivyBackend, brumas: Law
) -> None:
    writing.catch_up(backend)
    # Behind the outbox's back, as a careless query would do it.
    ProvisionText.objects.filter(label="Artículo 1").update(body="granizo")
    live = backend.live()
    live.replace("law:999", 1, [])
    result = writing.verify(live)
    assert (len(result.missing), len(result.extra), len(result.stale)) == (0, 0, 1)
    writing.repair(result)
    writing.drain([live])
    assert writing.verify(live).clean
    live.close()
    assert found(backend, "granizo") == 1


def test_a_change_during_a_rebuild_reaches_the_new_index(
    backend: TantivyBackend, brumas: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing.catch_up(backend)
    monkeypatch.setattr(writing, "BATCH", 1)

    def change(done: int, total: int) -> None:
        ProvisionText.objects.filter(label="Artículo 2").update(body="granizo")
        outbox.touch("law", [brumas.pk])

    writing.rebuild(backend, change)
    writing.catch_up(backend)
    assert found(backend, "granizo") == 1
    assert found(backend, "rocío".replace("í", "i")) == 0
    assert_clean(backend)


def test_a_build_that_lost_a_document_is_not_taken_into_use(
    backend: TantivyBackend, brumas: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing.catch_up(backend)
    before = backend.status()["index"]
    target_type = type(backend.live())
    scan = target_type.scan
    monkeypatch.setattr(target_type, "scan", lambda self: list(scan(self))[1:])
    with pytest.raises(writing.RebuildRefused):
        writing.rebuild(backend)
    assert backend.status()["index"] == before
    assert found(backend, "niebla") == 1


def test_the_model_act_is_indexed_apart(backend: TantivyBackend, jurisdictions: Any) -> None:
    parsed = factories.law(factories.article("Artículo 1", "niebla"), jurisdiction="exa")
    importing.apply(factories.staged(parsed))
    writing.catch_up(backend)
    assert len(backend.search(Keyword("audience", ("public",)), limit=10).hits) == 0
    assert len(backend.search(Keyword("audience", ("example",)), limit=10).hits) == 2


def test_a_rebuild_in_two_processes_gives_the_same_index(
    backend: TantivyBackend, brumas: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_MANY", 0)
    assert writing.rebuild(backend).documents == 3
    assert found(backend, "niebla") == 1
    assert_clean(backend)
