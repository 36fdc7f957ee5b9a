"""What is new: records by the day on which they were last published."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from laws.models import Law, Policy
from records.texts import Shown, shown
from records.visibility import NOBODY, visible_to


@dataclass(frozen=True, slots=True)
class Item:
    """One record that was published or changed. `added` tells which of the two."""

    kind: str
    url: str
    title: Shown
    summary: Shown
    jurisdiction: str
    day: datetime
    added: bool
    record: Any


def newest(language: str, limit: int, before: datetime | None = None) -> list[Item]:
    """The last published records of all kinds, newest first."""
    rows = []
    for kind, model in (("law", Law), ("policy", Policy)):
        found = visible_to(NOBODY, model.objects.listed()).filter(last_published_at__isnull=False)
        if before:
            found = found.filter(last_published_at__lt=before)
        found = found.select_related("jurisdiction").order_by("-last_published_at", "-pk")[:limit]
        rows += [_item(kind, record, language) for record in found]
    return sorted(rows, key=lambda item: item.day, reverse=True)[:limit]


def _item(kind: str, record: Any, language: str) -> Item:
    return Item(
        kind=kind, url=record.get_absolute_url(), title=shown(record, "title", language),
        summary=shown(record, "summary", language), jurisdiction=record.jurisdiction.name, day=record.last_published_at,
        added=record.first_published_at == record.last_published_at, record=record,
    )  # fmt: skip
