"""Pages on what a query names: a country, a concept. They stand beside the results (docs/decisions/0009)."""

from collections.abc import Iterable
from dataclasses import dataclass

from countries.models import Jurisdiction
from search.results import Understanding

TOPICS = 4


@dataclass(frozen=True, slots=True)
class Beside:
    """kind: "country" or "topic"; key: in the page's address."""

    kind: str
    key: str
    name: str


def beside(read: Understanding) -> Iterable[Beside]:
    """At most one query, and only where the words named a place."""
    if read.jurisdictions:
        places = Jurisdiction.objects.members().filter(code__in=read.jurisdictions)
        yield from (Beside("country", place.code, place.name) for place in places)
    topics = [note for note in read.concepts if note.core]
    yield from (Beside("topic", note.slug, note.label) for note in topics[:TOPICS])
