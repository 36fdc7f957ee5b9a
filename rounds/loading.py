"""What ships for rounds: who was invited to the pilot, and training material. What editors changed is left as it is."""

import csv
from datetime import date
from pathlib import Path

from django.db import transaction

from countries.models import Country
from records.models import LANGUAGES
from rounds.models import Material, Participation


def load_participation(directory: Path) -> int:
    """Adds what is not stored yet from `participation.csv`; returns how many rows. date: a day, or a year alone."""
    countries = dict(Country.objects.values_list("iso3", "pk"))
    stored = set(Participation.objects.filter(round=None).values_list("country_id", "event", "year"))
    fresh = []
    for row in _rows(directory / "participation.csv"):
        when = row["date"]
        key = (countries[row["iso3"]], row["event"], int(when[:4]))
        if key not in stored:
            fresh.append(Participation(
                country_id=key[0], event=key[1], year=key[2], day=date.fromisoformat(when) if len(when) == 10 else None,
                source=row["source"], source_url=row["source_url"],
                checked=date.fromisoformat(row["checked"]) if row["checked"] else None,
            ))  # fmt: skip
    Participation.objects.bulk_create(fresh)
    return len(fresh)


def load_training(directory: Path) -> int:
    """Adds the training texts of `training.csv` that are not stored yet; returns how many."""
    stored = set(Material.objects.values_list("slug", flat=True))
    fresh = [
        Material(
            slug=row["slug"], position=int(row["position"]),
            **{f"{name}_{code}": row[f"{name}_{code}"] for name in Material.TEXTS for code in LANGUAGES},
        )
        for row in _rows(directory / "training.csv") if row["slug"] not in stored
    ]  # fmt: skip
    with transaction.atomic():
        Material.objects.bulk_create(fresh)
    return len(fresh)


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
