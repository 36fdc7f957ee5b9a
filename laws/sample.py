"""What ships with the product: popular names of well-known instruments, and the model act of the invented jurisdiction."""

import csv
from pathlib import Path

from django.db.models import Q, QuerySet

from laws import importing, staging
from laws.importing import FileReport
from laws.models import Law, LawAlias
from laws.models.law import name_key, number_key
from records import outbox


def import_model_act(directory: Path) -> list[FileReport]:
    """Four languages and two wordings, through the importers like every other law."""
    staged = staging.stage([directory / "model_act"], known=importing.known())
    return list(importing.apply_all(staged))


def apply_aliases(path: Path) -> int:
    """Popular names for the laws that are stored; returns how many were added. Called after every import."""
    if not path.exists():  # `doctor` tells of it; an import that went well must not end in an error for it
        return 0
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    stored = set(LawAlias.objects.values_list("law_id", "text", "language"))
    fresh = {}
    for row in rows:
        for pk in _named(row):
            key = (pk, row["alias"], row["language"])
            if key not in stored:
                fresh[key] = LawAlias(law_id=pk, text=row["alias"], kind=row["kind"], language=row["language"])
    LawAlias.objects.bulk_create(fresh.values())
    outbox.touch("law", {pk for pk, _, _ in fresh})
    return len(fresh)


def _named(row: dict[str, str]) -> list[int]:
    # A law with an unpublished draft waits: publishing the draft would take the names away again.
    laws: QuerySet[Law] = Law.objects.filter(jurisdiction__code=row["jurisdiction"], has_unpublished_changes=False)
    if row["type"]:
        laws = laws.filter(type=row["type"])
    if row["number"]:
        key = number_key(row["number"])
        same = laws.filter(number_key=key)
        return list(
            (same or laws.filter(aliases__kind="number", aliases__text=row["number"])).values_list("pk", flat=True)
        )
    if not row["title_match"]:
        return []
    return list(laws.filter(Q(name_key__contains=name_key(row["title_match"]))).values_list("pk", flat=True))
