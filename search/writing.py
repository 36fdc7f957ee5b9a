"""Everything that writes the index: draining the outbox, rebuilding, verifying. Callers hold `records.locks.writer_lock`.

The order that makes it safe: read the entry's version, then the record, then write, commit, and only then mark done.
Whatever is killed in between is done again, with the same result.
"""

import gc
import logging
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field

from django.db import transaction

from records import kinds, outbox
from records.models import IndexEntry
from search import preparing
from search.backends import Backend, EngineDown, IndexedDocument, Target
from search.documents import Document

log = logging.getLogger(__name__)
BATCH = 20  # records read and written together; a law can be 2,000 documents
_MANY = 5 * BATCH  # records from which on a rebuild starts a second process, which takes it some tenths of a second
Progress = Callable[[int, int], None]


def drain(targets: list[Target], limit: int = BATCH, retry: bool = False) -> int:
    """Bring up to `limit` due records into every target; returns how many entries were handled."""
    entries = outbox.due(limit, retry=retry)
    written = []
    for entry, documents in _documents(entries):
        try:
            for target in targets:
                target.replace(_record(entry), entry.version, documents)
        except EngineDown:
            raise
        except Exception as error:
            log.exception("cannot index %s", _record(entry))
            outbox.failed(entry, f"{type(error).__name__}: {error}")
        else:
            written.append(entry)
    if written:
        for target in targets:
            target.commit()
    for entry in written:
        outbox.done(entry)
    return len(entries)


def _record(entry: IndexEntry) -> str:
    return f"{entry.kind}:{entry.record_id}"


def _documents(entries: Iterable[IndexEntry]) -> Iterator[tuple[IndexEntry, list[Document]]]:
    """Each entry with its record's documents as of now, which is never older than the entry's version."""
    entries = list(entries)
    for kind in kinds.every():
        mine = [entry for entry in entries if entry.kind == kind.name]
        found = kind.documents([entry.record_id for entry in mine]) if mine else {}
        for entry in mine:
            yield entry, found.get(entry.record_id, [])


def _enter_missing() -> None:
    """Records that never passed the outbox (rows restored from a backup, say) enter it."""
    for kind in kinds.every():
        entered = IndexEntry.objects.filter(kind=kind.name).values("record_id")
        outbox.touch(kind.name, kind.model.objects.exclude(pk__in=entered).values_list("pk", flat=True))


@dataclass(slots=True)
class Verification:
    """What a comparison found. Keys of documents by what is wrong with them; `pending`: due in the outbox, hence not judged."""

    documents: int = 0
    missing: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    pending: int = 0
    records: set[str] = field(default_factory=set)

    @property
    def clean(self) -> bool:
        return not (self.missing or self.extra or self.stale)


def verify(target: Target, progress: Progress = lambda done, total: None) -> Verification:
    """Compare every document of an index with what the database would give now."""
    result = Verification()
    stored: dict[str, dict[str, IndexedDocument]] = {}
    for document in target.scan():
        result.documents += 1
        stored.setdefault(document.record, {})[document.key] = document
    entries = list(IndexEntry.objects.order_by("kind", "record_id"))
    for done, batch in enumerate(_batches(entries)):
        for entry, documents in _documents(batch):
            held = stored.pop(_record(entry), {})
            fresh = IndexEntry.objects.filter(pk=entry.pk).values_list("version", "indexed").first()
            if fresh is None or fresh[0] != entry.version or fresh[1] < fresh[0]:
                result.pending += 1
                continue
            _compare(entry, documents, held, result)
        progress(min((done + 1) * BATCH, len(entries)), len(entries))
    for record, held in stored.items():
        result.extra += held
        result.records.add(record)
    return result


def _compare(entry: IndexEntry, documents: list[Document], held: dict[str, IndexedDocument], to: Verification) -> None:
    expected = {document.key: document for document in documents}
    missing = [key for key in expected if key not in held]
    extra = [key for key in held if key not in expected]
    stale = [
        key
        for key, document in expected.items()
        if key in held and (held[key].digest, held[key].version) != (document.digest, entry.version)
    ]
    if missing or extra or stale:
        to.records.add(_record(entry))
    to.missing += missing
    to.extra += extra
    to.stale += stale


def repair(result: Verification) -> int:
    """Through the outbox, like every other change; returns the number of records touched."""
    for record in sorted(result.records):
        kind, pk = record.rsplit(":", 1)
        outbox.touch(kind, [int(pk)])
    return len(result.records)


class RebuildRefused(Exception):
    """The new index does not agree with the database; the live one stays."""


def rebuild(backend: Backend, progress: Progress = lambda done, total: None) -> Verification:
    """A new index beside the live one; changes that come meanwhile go to both; swapped in only when it verifies."""
    backend.clean()
    _enter_missing()
    live = backend.live() if backend.status().get("index") else None
    target = backend.build()
    written: list[IndexEntry] = []
    given: dict[str, dict[str, str]] = {}
    # Documents come and go by the hundred thousand, without cycles: the usual pace of looking for some is a waste.
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 50, 50)
    try:
        if live:
            _drain_all([live])
        entries = list(IndexEntry.objects.order_by("kind", "record_id"))
        with closing(_prepared(entries)) as batches:
            for batch in batches:
                for entry, documents in batch:
                    target.replace(_record(entry), entry.version, documents)
                    written.append(entry)
                    given[_record(entry)] = {str(fields["key"]): str(fields["digest"]) for fields in documents}
                if live:
                    _drain_all([live, target])
                progress(len(written), len(entries))
        target.commit()
        result = _verify_build(target, given, written)
        if not result.clean:
            raise RebuildRefused(
                f"{len(result.missing)} missing, {len(result.extra)} extra, {len(result.stale)} stale in the new index"
            )
    finally:
        gc.set_threshold(*usual)
        target.close()
        if live:
            live.close()
    backend.swap(target)
    with transaction.atomic():
        for entry in written:
            if entry.indexed < entry.version:
                outbox.done(entry)
    return result


def _prepared(entries: list[IndexEntry]) -> Generator[preparing.Prepared[IndexEntry], None, None]:
    """The documents of all entries, a batch at a time, in two processes when they are many."""
    batches = (list(_documents(batch)) for batch in _batches(entries))
    yield from preparing.together(batches) if len(entries) > _MANY else map(preparing.alone, batches)


def _verify_build(target: Target, given: dict[str, dict[str, str]], written: list[IndexEntry]) -> Verification:
    """Whether the new index holds what the database gave; records that changed meanwhile are compared afresh."""
    result, held = Verification(), dict[str, dict[str, IndexedDocument]]()
    for document in target.scan():
        result.documents += 1
        held.setdefault(document.record, {})[document.key] = document
    versions = dict(IndexEntry.objects.values_list("pk", "version"))
    moved = [entry for entry in written if versions.get(entry.pk) != entry.version]
    for entry in moved:
        given.pop(_record(entry), None)
        held.pop(_record(entry), None)
        result.pending += 1
    for record, expected in given.items():
        found = held.pop(record, {})
        result.missing += expected.keys() - found.keys()
        result.extra += found.keys() - expected.keys()
        result.stale += [key for key in expected.keys() & found.keys() if found[key].digest != expected[key]]
    for documents in held.values():
        result.extra += documents
    return result


def _drain_all(targets: list[Target], progress: Progress = lambda done, total: None, retry: bool = False) -> int:
    handled = 0
    while batch := drain(targets, retry=retry and not handled):
        handled += batch
        progress(handled, handled + outbox.waiting())
    return handled


def catch_up(backend: Backend, progress: Progress = lambda done, total: None, retry: bool = False) -> int:
    """Handle all that is due now; an index that is not there yet is built first. Returns how many entries were handled."""
    if not backend.status().get("index"):
        return len(rebuild(backend, progress).records) or 1
    live = backend.live()
    try:
        return _drain_all([live], progress, retry)
    finally:
        live.close()


def _batches(entries: list[IndexEntry]) -> Iterator[list[IndexEntry]]:
    for start in range(0, len(entries), BATCH):
        yield entries[start : start + BATCH]
