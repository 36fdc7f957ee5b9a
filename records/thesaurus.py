"""The shipped thesaurus: concepts and labels from `data/thesaurus.csv`. What editors changed is left as it is."""

import csv
from pathlib import Path

from django.db import transaction

from records.models import LexiconStamp, Topic, TopicLabel


def load_thesaurus(path: Path) -> int:
    """Adds concepts that are not stored yet, with labels and relations; returns how many."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    stored = set(Topic.objects.values_list("slug", flat=True))
    fresh = {row["concept"]: row for row in reversed(rows) if row["concept"] not in stored}
    if not fresh:
        return 0
    with transaction.atomic():
        topics = [Topic(slug=slug, scope=row["scope"] or "core") for slug, row in sorted(fresh.items())]
        Topic.objects.bulk_create(topics)
        by_slug = {topic.slug: topic for topic in Topic.objects.all()}
        labels = {
            (row["concept"], row["language"], row["label"], row["country"]): row
            for row in rows
            if row["concept"] in fresh
        }
        TopicLabel.objects.bulk_create(
            TopicLabel(topic=by_slug[concept], language=language, text=text, country=country, kind=row["kind"])
            for (concept, language, text, country), row in labels.items()
        )
        for row in rows:
            if row["concept"] in fresh:
                topic = by_slug[row["concept"]]
                topic.broader.add(*(by_slug[slug] for slug in row["broader"].split("|") if slug in by_slug))
                topic.related.add(*(by_slug[slug] for slug in row["related"].split("|") if slug in by_slug))
        LexiconStamp.touch()
    return len(fresh)
