"""What of a law is searchable: one document for the law, one for each provision version that has a text.

Texts are read as plain rows, not as models: an index of a hundred thousand provisions is built from here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from laws.models import Law, LawEvent, ProvisionText
from laws.roles import role_of
from records.visibility import NOBODY, visible_to
from search import numbers
from search.documents import ANALYSED, OPEN_END, OPEN_START, OTHER, Document

_COLUMNS = {
    "law": "version__provision__law_id", "kind": "version__provision__kind", "provision": "version__provision_id", "number": "version__provision__number",
    "version": "version_id", "place": "version__number", "is_current": "version__is_current",
    "valid_from": "version__valid_from", "valid_to": "version__valid_to", "as_of": "version__as_of",
    "status": "version__status", "language": "language", "heading": "heading", "body": "body", "quoted": "quoted",
}  # fmt: skip

_RANGE = re.compile(r"(\d{1,5})-to-(\d{1,5})")
_LONGEST_RANGE = 200


class _Row(NamedTuple):
    """One text with what its version and provision say; the fields of `_COLUMNS`."""

    law: int
    kind: str
    provision: int
    number: str
    version: int
    place: int
    is_current: bool
    valid_from: date | None
    valid_to: date | None
    as_of: date | None
    status: str
    language: str
    heading: str
    body: str
    quoted: str


@dataclass(slots=True)
class _Shared:
    """What all documents of a law have in common."""

    fields: dict[str, Any]
    facets: dict[str, tuple[str, ...]]
    repealed: bool
    by_status: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)

    def facets_of(self, status: str) -> dict[str, tuple[str, ...]]:
        if status not in self.by_status:
            self.by_status[status] = {**self.facets, "status": (status,)}
        return self.by_status[status]


def documents(pks: Iterable[int]) -> dict[int, list[Document]]:
    """Documents of these laws by primary key; a law that is not public has none."""
    pks = list(pks)
    laws = visible_to(NOBODY, Law.objects.filter(pk__in=pks))
    laws = laws.select_related("jurisdiction").prefetch_related("aliases", "topics", "events")
    rows: dict[int, list[_Row]] = {law.pk: [] for law in laws}
    texts = ProvisionText.objects.filter(version__provision__law__in=list(rows))
    texts = texts.order_by("version__provision_id", "version__number", "language")
    for values in texts.values_list(*_COLUMNS.values()).iterator(chunk_size=2000):
        rows[values[0]].append(_Row(*values))
    found = {law.pk: _of_law(law, rows[law.pk]) for law in laws}
    return {pk: found.get(pk, []) for pk in pks}


def _of_law(law: Law, rows: list[_Row]) -> list[Document]:
    repealed = any(event.kind == LawEvent.Kind.REPEALED and not event.is_claim for event in law.events.all())
    fields: dict[str, Any] = {
        "record": f"law:{law.pk}",
        "version": 0,
        "audience": "example" if law.jurisdiction.is_example else "public",
        "date": as_number(law.date, OPEN_START),
        "numbers": law_numbers(law),
        "name": law_names(law),
    }
    facets = {
        "kind": ("law",),
        "jurisdiction": (law.jurisdiction.code,),
        "type": (law.type,),
        "language": tuple(sorted({row.language for row in rows})),
        "topic": tuple(sorted(topic.slug for topic in law.topics.all())),
        "decade": (f"{law.date.year // 10 * 10}",) if law.date else (),
    }
    shared = _Shared(fields, facets, repealed)
    summaries = law.public_texts("summary")
    status = "repealed" if repealed else "unknown"
    whole = Document(kind="law", pk=law.pk, facets=shared.facets_of(status), text=summaries, **fields)
    return [whole, *_of_versions(rows, shared)]


def _of_versions(rows: list[_Row], shared: _Shared) -> Iterable[Document]:
    """Rows come by provision, version and language."""
    starts: dict[int, dict[int, date | None]] = {}
    versions: dict[int, list[_Row]] = {}
    for row in rows:
        starts.setdefault(row.provision, {})[row.place] = row.valid_from or row.as_of
        versions.setdefault(row.version, []).append(row)
    for texts in versions.values():
        yield _of_version(texts, starts[texts[0].provision], shared)


def _of_version(texts: list[_Row], starts: dict[int, date | None], shared: _Shared) -> Document:
    first = texts[0]
    status = "repealed" if shared.repealed else first.status if first.is_current else "superseded"
    end = first.valid_to
    if end is None and not first.is_current:
        # A superseded wording ends at the latest when a later one is known to begin; on day 1 when nobody knows.
        later = [start for place, start in sorted(starts.items()) if place > first.place and start]
        end = later[0] if later else date.min
    headings: dict[str, str] = {}
    bodies: dict[str, str] = {}
    labels = provision_labels(first.number)
    for text in texts:
        name = text.language if text.language in ANALYSED else OTHER
        headings[name] = text.heading
        bodies[name] = f"{bodies[name]}\n{text.body}" if name in bodies else text.body
        labels += text.quoted.split()
    return Document(
        kind="provision", pk=first.version, facets=shared.facets_of(status), labels=tuple(dict.fromkeys(labels)),
        valid_from=as_number(first.valid_from, OPEN_START), valid_to=as_number(end, OPEN_END),
        heading=headings, text=bodies, role=role_of(first.kind, [text.body for text in texts]), **shared.fields,
    )  # fmt: skip


def as_number(day: date | None, unknown: int) -> int:
    """YYYYMMDD, or `unknown`."""
    return day.year * 10000 + day.month * 100 + day.day if day else unknown


def law_names(law: Law) -> dict[str, str]:
    """Titles and other names by search field language, one a line."""
    names: dict[str, list[str]] = {code: [title] for code, title in law.public_texts("title").items()}
    for alias in law.aliases.all():
        if alias.kind != "number":
            names.setdefault(alias.language if alias.language in ANALYSED else OTHER, []).append(alias.text)
    return {language: "\n".join(dict.fromkeys(texts)) for language, texts in sorted(names.items())}


def law_numbers(law: Law) -> tuple[str, ...]:
    """Keys of every official number of the law, in whatever spelling (`search.numbers`)."""
    aliases = tuple(alias.text for alias in law.aliases.all() if alias.kind == "number")
    year = law.date.year if law.date else None
    return tuple(sorted(numbers.document_keys(law.number, native_type=law.native_type, year=year, aliases=aliases)))


def provision_labels(number: str) -> list[str]:
    """A range is found by every whole number in it: "216-to-218" → itself, 216, 217, 218."""
    match = _RANGE.fullmatch(number)
    if match is None or not 0 < int(match[2]) - int(match[1]) <= _LONGEST_RANGE:
        return [number]
    return [number, *(str(one) for one in range(int(match[1]), int(match[2]) + 1))]
