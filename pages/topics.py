"""The thesaurus as readers meet it: a list by letter, and a page for each concept."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from laws.models import Law, Policy, Provision
from pages.country import Line, law_line, policy_line
from records.labels import fold
from records.models import LANGUAGES, Topic
from records.visibility import NOBODY, live_only, visible_to


@dataclass(slots=True)
class Entry:
    """A concept in the list."""

    slug: str
    label: str
    records: int


@dataclass(slots=True)
class Place:
    """The records of one jurisdiction under a concept."""

    name: str
    code: str
    lines: list[Line] = field(default_factory=list)


def listed(language: str) -> list[tuple[str, list[Entry]]]:
    """Concepts of migration law by the first letter of their label."""
    topics = visible_to(NOBODY, Topic.objects.filter(scope=Topic.Scope.CORE)).prefetch_related("labels")
    topics = topics.annotate(
        n=Count("laws", filter=live_only("laws__")(NOBODY) & Q(laws__jurisdiction__is_example=False), distinct=True),
    )
    letters: dict[str, list[Entry]] = {}
    entries = sorted((Entry(t.slug, t.label_in(language), t.n) for t in topics), key=lambda e: fold(e.label))
    for entry in entries:
        letters.setdefault(fold(entry.label)[:1].upper(), []).append(entry)
    return list(letters.items())


def context(topic: Topic, language: str) -> dict[str, Any]:
    """Labels in all languages, neighbours, and the records that bear the concept."""
    has_text = Exists(Provision.objects.filter(law=OuterRef("pk")))
    laws = visible_to(NOBODY, Law.objects.listed().filter(topics=topic)).select_related("jurisdiction")
    policies = visible_to(NOBODY, Policy.objects.listed().filter(topics=topic)).select_related("jurisdiction")
    places: dict[str, Place] = {}
    rows = [(law, law_line(law, language)) for law in laws.annotate(has_text=has_text)]
    rows += [(policy, policy_line(policy, language)) for policy in policies]
    for record, line in rows:
        place = places.setdefault(record.jurisdiction.code, Place(record.jurisdiction.name, record.jurisdiction.code))
        place.lines.append(line)
    definition, definition_language = topic.definition_in(language)
    return {
        "topic": topic, "label": topic.label_in(language), "definition": definition,
        "definition_language": definition_language if definition_language != language else "",
        "labels": labels(topic, language), "broader": _entries(topic.broader, language),
        "narrower": _entries(topic.narrower, language), "related": _entries(topic.related, language),
        "places": sorted(places.values(), key=lambda place: fold(place.name)), "count": len(rows),
    }  # fmt: skip


def labels(topic: Topic, language: str) -> list[tuple[str, list[Any]]]:
    """Preferred and alternative labels by language, the reader's language first; hidden ones stay hidden."""
    shown = [label for label in topic.labels.all() if label.kind != "hidden"]
    order = list(dict.fromkeys((language, *LANGUAGES, *sorted({label.language for label in shown}))))
    rows = [(code, [label for label in shown if label.language == code]) for code in order]
    return [
        (code, sorted(found, key=lambda label: (label.kind != "pref", label.country, fold(label.text))))
        for code, found in rows
        if found
    ]


def _entries(topics: Any, language: str) -> list[Entry]:
    found = topics.filter(scope=Topic.Scope.CORE).prefetch_related("labels")
    return sorted((Entry(t.slug, t.label_in(language), 0) for t in found), key=lambda e: fold(e.label))
