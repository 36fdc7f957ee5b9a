"""Pages on what a query names: a country, a concept. They stand beside the results (docs/decisions/0009)."""

from collections.abc import Iterable
from dataclasses import dataclass

from countries.models import Jurisdiction
from records.models import Topic
from search.results import Understanding

TOPICS = 4


@dataclass(frozen=True, slots=True)
class Beside:
    """kind: "country" or "topic"; key: in the page's address."""

    kind: str
    key: str
    name: str


def beside(read: Understanding, language: str) -> Iterable[Beside]:
    """One query each, and only where the words named something."""
    if read.jurisdictions:
        places = Jurisdiction.objects.members().filter(code__in=read.jurisdictions)
        yield from (Beside("country", place.code, place.name) for place in places)
    slugs = [note.slug for note in read.concepts]
    if slugs:
        topics = Topic.objects.filter(slug__in=slugs, scope=Topic.Scope.CORE).prefetch_related("labels")
        for topic in sorted(topics, key=lambda topic: slugs.index(topic.slug))[:TOPICS]:
            yield Beside("topic", topic.slug, topic.label_in(language))
