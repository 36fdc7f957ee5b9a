"""What ships for the rooms' records: sources, definitions of concepts, and record sheets. What editors changed stays."""

import csv
from collections.abc import Iterable
from pathlib import Path

from django.db import transaction

from records import sheets
from records.models import LANGUAGES, LanguageState, Source, Topic


def load_sources(paths: Iterable[Path]) -> int:
    """Adds sources that are not stored yet; returns how many."""
    stored = set(Source.objects.values_list("slug", flat=True))
    fresh: dict[str, Source] = {}
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["slug"] not in stored:
                    fresh.setdefault(row["slug"], Source(**row))
    Source.objects.bulk_create(fresh.values())
    return len(fresh)


def load_definitions(path: Path) -> int:
    """Fills definitions that are still empty; returns how many concepts got one."""
    if not path.exists():
        return 0
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row["concept"]: row for row in csv.DictReader(file)}
    filled = 0
    with transaction.atomic():
        for topic in Topic.objects.filter(slug__in=rows):
            lacking = [
                c for c in LANGUAGES if not getattr(topic, f"definition_{c}") and rows[topic.slug][f"definition_{c}"]
            ]
            for code in lacking:
                setattr(topic, f"definition_{code}", rows[topic.slug][f"definition_{code}"])
            if lacking:
                topic.save()
                filled += 1
    return filled


def load_sheets(paths: Iterable[Path]) -> tuple[list[sheets.Plan], int]:
    """Record sheets named SHEET-anything.csv or SHEET.csv, published; returns their plans and how many rows were written.

    A record that an editor has touched is left as it is.
    """
    plans, written = [], 0
    for path in paths:
        sheet = sheets.get(path.stem.partition("-")[0])
        plan = sheets.compare(sheet, path.read_bytes(), path.name)
        touched = set(sheet.model._default_manager.filter(latest_revision__isnull=False).values_list("pk", flat=True))
        for change in plan.changes:
            if change.pk in touched:
                change.outcome = "unchanged"
        sheets.apply(plan, publish=True, state=LanguageState.REVIEWED)
        plans.append(plan)
        written += plan.count("new") + plan.count("changed")
    return plans, written
