"""What ships with the product: popular names of well-known instruments, and the model act of the invented jurisdiction."""

import csv
from pathlib import Path

from django.db.models import QuerySet

from laws import importing, staging
from laws.importing import FileReport
from laws.models import Law, LawAlias
from laws.models.law import name_key, number_key
from records import outbox
from records.models import LANGUAGES


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
    found: dict[tuple[str, ...], list[int]] = {}
    for row in rows:
        which = tuple(row[name] for name in ("jurisdiction", "type", "number", "title_match"))
        if which not in found:
            found[which] = _named(row)
        for pk in found[which]:
            key = (pk, row["alias"], row["language"])
            if key not in stored:
                fresh[key] = LawAlias(law_id=pk, text=row["alias"], kind=row["kind"], language=row["language"])
    LawAlias.objects.bulk_create(fresh.values())
    outbox.touch("law", {pk for pk, _, _ in fresh})
    return len(fresh)


def _named(row: dict[str, str]) -> list[int]:
    # A law with an unpublished draft waits: publishing the draft would take the names away again.
    laws: QuerySet[Law] = Law.objects.filter(has_unpublished_changes=False)
    if row["jurisdiction"] == "int":  # instruments of regional bodies stand under those
        laws = laws.filter(jurisdiction__level__in=("international", "regional"))
    else:
        laws = laws.filter(jurisdiction__code=row["jurisdiction"])
    if row["type"]:
        laws = laws.filter(type=row["type"])
    if row["number"]:
        key = number_key(row["number"])
        same = laws.filter(number_key=key)
        return list(
            (same or laws.filter(aliases__kind="number", aliases__text=row["number"])).values_list("pk", flat=True)
        )
    return _nearest(laws, name_key(row["title_match"])) if row["title_match"] else []


def _nearest(laws: QuerySet[Law], key: str) -> list[int]:
    """The law whose title has the words nearest to its beginning: a protocol to a convention has the convention's title
    in its own, further on."""
    found = []
    for pk, name, *titles in laws.values_list("pk", "name_key", *(f"title_{code}" for code in LANGUAGES)):
        keys = {name, *(name_key(title) for title in titles if title)}
        found += [(at, len(one), pk) for one in keys if (at := one.find(key)) >= 0]
    return [min(found)[2]] if found else []
