"""The shipped register, code lists and datasets from `data/indicators`; what editors changed is left as it is."""

import csv
import json
from pathlib import Path
from typing import Any

from django.db import transaction

from indicators.models import Code, Dataset, Indicator, Note
from records import outbox
from records.models import LANGUAGES

_UNTOLD = {"family": "", "sums": "", "threshold": 5}


def load_register(directory: Path) -> int:
    """Adds what is not stored yet; returns how many rows."""
    with transaction.atomic():
        return (
            _codes(directory)
            + _indicators(directory / "register.csv")
            + _datasets(directory / "datasets.csv")
            + _notes(directory / "notes.csv")
        )


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _texts(row: dict[str, str], *names: str) -> dict[str, str]:
    return {f"{name}_{code}": row[f"{name}_{code}"] for name in names for code in LANGUAGES}


def _codes(directory: Path) -> int:
    stored = set(Code.objects.values_list("list", "code"))
    rows = [*_rows(directory / "codes.csv"), *_rows(directory / "occupations.csv")]
    rows += [{"list": "area", **row} for row in _rows(directory / "areas.csv")]
    others: dict[str, list[str]] = {}
    for row in _rows(directory / "area_aliases.csv"):
        others.setdefault(row["iso3"], []).append(row["alias"])
    own = {row["code"] for row in rows if row["list"] == "area"}
    rows += [{"list": "area", "code": iso3} for iso3 in sorted(others) if iso3 not in own]
    made = []
    for row in rows:
        if (row["list"], row["code"]) in stored:
            continue
        aliases = [alias for alias in row.get("aliases", "").split("|") if alias]
        aliases += others.get(row["code"], []) if row["list"] == "area" else []
        labels = _texts(row, "label") if "label_es" in row else {}
        made.append(Code(
            list=row["list"], code=row["code"], parent=row.get("parent", ""), position=int(row.get("position") or 0),
            source=row.get("source", ""), aliases="\n".join(aliases), **labels,
        ))  # fmt: skip
    Code.objects.bulk_create(made)
    return len(made)


def _indicators(path: Path) -> int:
    stored = set(Indicator.objects.values_list("slug", flat=True))
    made = [
        Indicator(
            **{name: row[name] for name in ("slug", "section", "measure", "unit", "breakdowns", "not_collected", "reads", "side")},
            position=int(row["position"]), **_texts(row, *Indicator.TEXTS),
        )
        for row in _rows(path) if row["slug"] not in stored
    ]  # fmt: skip
    Indicator.objects.bulk_create(made)
    outbox.touch("indicator", [one.pk for one in made])
    return len(made)


def _datasets(path: Path) -> int:
    stored = set(Dataset.objects.values_list("slug", flat=True))
    made = [_dataset(row) for row in _rows(path) if row["slug"] not in stored]
    Dataset.objects.bulk_create(made)
    for row in _rows(path):
        # Of a register that was loaded before these were told apart.
        rules = {name: value for name, value in _rules(row).items() if value != _UNTOLD[name]}
        if rules and row["slug"] in stored:
            Dataset.objects.filter(slug=row["slug"], **{name: _UNTOLD[name] for name in rules}).update(**rules)
    return len(made)


def _rules(row: dict[str, str]) -> dict[str, Any]:
    return {
        "family": row["family"], "sums": row["sums"], "threshold": int(row["threshold"]) if row["threshold"] else None,
    }  # fmt: skip


def _notes(path: Path) -> int:
    """Of datasets that have none yet."""
    bare = {dataset.slug: dataset for dataset in Dataset.objects.filter(notes=None)}
    known = Indicator.objects.in_bulk(field_name="slug")
    made = [
        Note(
            dataset=bare[row["dataset"]], indicator=known.get(row["indicator"]), codes=json.loads(row["codes"] or "{}"),
            **{name: row[name] for name in ("kind", "start", "end", "source")}, **_texts(row, *Note.TEXTS),
        )
        for row in _rows(path) if row["dataset"] in bare
    ]  # fmt: skip
    Note.objects.bulk_create(made)
    return len(made)


def _dataset(row: dict[str, Any]) -> Dataset:
    plain = {name: row[name] for name in ("slug", "publisher", "edition", "licence", "url", "source_kind")}
    return Dataset(**plain, **_rules(row), accessed=row["accessed"] or None, **_texts(row, *Dataset.TEXTS))
