"""Writing into one index of Elasticsearch.

Each record has a marker document that remembers the record's version even after its deletion. It is written first,
with an external version, so Elasticsearch itself refuses what is older; only then the units are touched.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from elasticsearch import ApiError, Elasticsearch, TransportError
from elasticsearch.dsl.query import Query, Terms
from elasticsearch.helpers import scan

from search.backends import EngineDown, IndexedDocument
from search.backends.elasticsearch_query import MARKER, units
from search.backends.fields import Fields, prepare
from search.documents import Document

# A request holds about this many characters and at most this many documents.
BATCH_CHARACTERS, BATCH_DOCUMENTS = 3_000_000, 2_000
_CREATED, _DELETED, _UNKNOWN, _CONFLICT = 201, 200, 404, 409

Operation = tuple[dict[str, object], dict[str, object] | None]


@contextmanager
def engine() -> Iterator[None]:
    """Whatever the client raises as EngineDown."""
    try:
        yield
    except (ApiError, TransportError) as error:
        raise EngineDown(f"elasticsearch: {error}") from error


@dataclass(slots=True)
class _Waiting:
    record: str
    version: int
    units: dict[str, dict[str, object]]


class ElasticsearchTarget:
    """One index opened for writing. Writes are collected into requests; `commit` sends the rest."""

    def __init__(self, client: Elasticsearch, name: str, alias: str, *, live: bool):
        self.name = name
        self._client, self._alias, self._live = client, alias, live
        self._waiting: dict[str, _Waiting] = {}
        self._characters = 0
        # Records written since the last refresh: searches, our own included, do not see their units yet.
        self._unseen: set[str] = set()
        with engine():
            client.indices.refresh(index=name)

    def replace(self, record: str, version: int, documents: Iterable[Document | Fields]) -> None:
        # All are analysed before the first is sent: a failure half way leaves the record as it was.
        prepared = [prepare(document) | {"version": version} for document in documents]
        units = {str(fields["key"]): fields for fields in prepared}
        if record in self._waiting:
            self._flush()
        self._waiting[record] = _Waiting(record, version, units)
        self._characters += sum(_size(unit) for unit in units.values())
        if self._characters > BATCH_CHARACTERS or len(self._waiting) >= BATCH_DOCUMENTS:
            self._flush()

    def commit(self) -> None:
        self._flush()
        with engine():
            self._client.indices.refresh(index=self.name)
            self._unseen.clear()
            if self._live and not self._client.indices.exists_alias(index=self.name, name=self._alias):
                raise EngineDown("elasticsearch: another index went live meanwhile; open the live one again")

    def scan(self) -> Iterator[IndexedDocument]:
        with engine():
            for key, fields in self._read(units(), ["record", "version", "digest"]):
                yield IndexedDocument(key, fields["record"][0], fields["version"][0], fields["digest"][0])

    def close(self) -> None:
        self._waiting.clear()

    def follow(self) -> None:
        """From now on this is the live index, and commits make sure that it still is."""
        self._live = True

    def _flush(self) -> None:
        waiting, self._waiting, self._characters = list(self._waiting.values()), {}, 0
        with engine():
            accepted, known = self._mark(waiting)
            vanished = self._vanished(known)
            self._unseen.update(one.record for one in accepted)
            self._bulk(self._operations(accepted, vanished))

    def _mark(self, waiting: list[_Waiting]) -> tuple[list[_Waiting], list[_Waiting]]:
        """Those whose version is not older than what the index has, and of these the ones it had met before."""
        operations = (
            _index(f"{MARKER}:{one.record}", one.version, {MARKER: one.record, "version": one.version})
            for one in waiting
        )
        answers = list(zip(waiting, self._bulk(operations), strict=True))
        accepted = [one for one, status in answers if status != _CONFLICT]
        return accepted, [one for one, status in answers if status not in (_CONFLICT, _CREATED)]

    def _vanished(self, known: list[_Waiting]) -> dict[str, int]:
        """Keys of units that these records no longer have, with the version at which they went."""
        if not known:
            return {}
        if any(one.record in self._unseen for one in known):
            self._client.indices.refresh(index=self.name)
            self._unseen.clear()
        by_record = {one.record: one for one in known}
        stored = self._read(Terms("record", list(by_record)), ["record"])
        owners = ((key, by_record[fields["record"][0]]) for key, fields in stored)
        return {key: one.version for key, one in owners if key not in one.units}

    def _operations(self, accepted: list[_Waiting], vanished: dict[str, int]) -> Iterator[Operation]:
        for one in accepted:
            for key, unit in one.units.items():
                yield _index(key, one.version, unit)
        for key, version in vanished.items():
            yield {"delete": _address(key, version)}, None

    def _bulk(self, operations: Iterable[Operation]) -> list[int]:
        """The status of each operation; one that failed for another reason than its version raises EngineDown."""
        statuses: list[int] = []
        batch: list[dict[str, object]] = []
        characters = 0
        for action, unit in operations:
            batch += [action] if unit is None else [action, unit]
            characters += _size(unit or {})
            if characters > BATCH_CHARACTERS or len(batch) >= 2 * BATCH_DOCUMENTS:
                statuses += self._send(batch)
                batch, characters = [], 0
        return statuses + self._send(batch) if batch else statuses

    def _send(self, batch: list[dict[str, object]]) -> list[int]:
        answer = self._client.bulk(
            index=self.name, operations=batch, filter_path="items.*.status,items.*.error.reason"
        )  # fmt: skip
        results = [result for item in answer["items"] for result in item.values()]
        for result in results:
            if result["status"] >= 300 and result["status"] not in (_UNKNOWN, _CONFLICT):
                raise EngineDown(f"elasticsearch: {result.get('error', {}).get('reason', result['status'])}")
        return [result["status"] for result in results]

    def _read(self, query: Query, fields: list[str]) -> Iterator[tuple[str, dict[str, list]]]:
        """Key and fields of every visible document of a query."""
        body = {"query": query.to_dict(), "_source": False, "docvalue_fields": fields}
        for hit in scan(self._client, query=body, index=self.name, size=2_000):
            yield hit["_id"], hit["fields"]


def _address(key: str, version: int) -> dict[str, object]:
    return {"_id": key, "version": version, "version_type": "external_gte"}


def _index(key: str, version: int, fields: dict[str, object]) -> Operation:
    return {"index": _address(key, version)}, fields


def _size(unit: dict[str, object]) -> int:
    """About the characters of a unit: its texts, which are lists, and some for the rest."""
    return 500 + sum(len(value) for values in unit.values() if isinstance(values, list) for value in values)
