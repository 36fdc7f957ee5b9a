"""The registry of record kinds: how a lower room asks an upper one without importing it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Mark:
    """A dated fact that another room may show beside its own: a law that came into force, on a chart of figures."""

    day: date
    label: str
    url: str
    language: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record.

    name: as in documents, addresses and the outbox ("law").
    model: the Django model.
    documents: `(pks) -> {pk: [search.documents.Document]}`, read from the database, visibility decided: a record that
        is not public gives no documents. The version is filled in by the caller.
    hits: `(kind, pks, language, records=None) -> {pk: hit for the template}` of units found, for `kind` in `units`;
        records: hits of the records they belong to, by their own key, where the caller has those already.
    units: kinds of documents that its records give ("law", "provision").
    locate: `(addresses) -> {address: pk}` of those that are public: what `address` of a record's hit says ("arg/ley-25871").
        A kind without it cannot be searched one record at a time.
    marks: `(jurisdiction code, language) -> [Mark]`, in the order of days: what of its records is dated and worth marking on a series.
    find: `(words, language, limit) -> [(unit kind, pk, record pk)]`: the database's own search, for when the engine is down.
    """

    name: str
    model: type[Any]
    documents: Callable[[Iterable[int]], dict[int, list[Any]]]
    hits: Callable[..., dict[int, Any]]
    units: tuple[str, ...]
    find: Callable[..., list[tuple[str, int, int]]]
    locate: Callable[[Iterable[str]], dict[str, int]] | None = None
    marks: Callable[[str, str], list[Mark]] | None = None


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Called from `AppConfig.ready` of the room that owns the kind."""
    _kinds[kind.name] = kind


def get(name: str) -> Kind:
    """The kind of that name; KeyError when no room owns it."""
    return _kinds[name]


def every() -> tuple[Kind, ...]:
    """All kinds, in the order of registration."""
    return tuple(_kinds.values())


def marks(jurisdiction: str, language: str) -> list[Mark]:
    """Dated facts of one jurisdiction, of all kinds, in the order of days."""
    found = [mark for kind in _kinds.values() if kind.marks for mark in kind.marks(jurisdiction, language)]
    return sorted(found, key=lambda mark: mark.day)


def of_unit(unit: str) -> Kind:
    """The kind whose records give documents of this unit kind."""
    return next(kind for kind in _kinds.values() if unit in kind.units)
