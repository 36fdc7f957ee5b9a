"""Backends: one protocol, two engines. `search.engine` chooses; nothing else imports an engine."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from search.documents import Document
from search.nodes import Node


class EngineDown(Exception):
    """The engine did not answer in time, or not sensibly; the search ladder takes the next step."""


@dataclass(frozen=True, slots=True)
class RawHit:
    """One ranked unit."""

    kind: str
    pk: int
    record: str
    score: float


@dataclass(frozen=True, slots=True)
class RawResults:
    """Hits by falling score (ties by key), and the number of matching units per bucket (`Document.bucket`)."""

    hits: list[RawHit] = field(default_factory=list)
    buckets: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """What verification needs to know of a stored document."""

    key: str
    record: str
    version: int
    digest: str


class Target(Protocol):
    """One index that can be written: the live one, or one being built."""

    name: str

    def replace(self, record: str, version: int, documents: Iterable[Document | dict[str, object]]) -> None:
        """Make `documents`, prepared (`fields.prepare`) or not, the only ones of this record; none: the record is deleted.
        An older version changes nothing."""

    def commit(self) -> None:
        """Everything replaced so far is durable and visible to searches when this returns."""

    def scan(self) -> Iterator[IndexedDocument]:
        """Every stored document, in no particular order, without holding all in memory."""

    def close(self) -> None:
        """Release the writer."""


class Backend(Protocol):
    """An engine. Every method may raise EngineDown."""

    name: str

    def search(self, node: Node, *, limit: int, buckets: bool = True) -> RawResults:
        """The best `limit` units (0 to 10,000) and, when asked, the counts per bucket over all matches."""

    def vocabulary(self, field: str, prefix: str, limit: int = 50) -> list[str]:
        """Indexed terms of a text field that begin with `prefix`, for spelling and prefix work."""

    def live(self) -> Target:
        """The live index opened for writing; made empty when there is none."""

    def build(self) -> Target:
        """A new, empty index beside the live one."""

    def swap(self, target: Target) -> None:
        """Make the built index the live one, in one step; the old one is kept for a day."""

    def clean(self) -> list[str]:
        """Remove abandoned builds and old indexes past their day; returns their names."""

    def remove_all(self) -> None:
        """Remove every index of this prefix or directory: for scratch databases and tests."""

    def status(self) -> dict[str, object]:
        """For `doctor` and `/ready`: name, version, index, documents, size in bytes."""
