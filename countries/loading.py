"""Jurisdictions from ISO 3166 and CLDR, and other forms of their names. Run again: nothing to do."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pycountry
from babel import Locale
from django.db import transaction

from countries import example
from countries.models import EXAMPLE, BodyStatus, Country, Jurisdiction, JurisdictionName

LANGUAGES = ("es", "en", "fr", "pt")
# CLDR gives names for these; they are no states.
_OWN = {
    "int": ("international", {"es": "Internacional", "en": "International", "fr": "International", "pt": "Internacional"}),
    EXAMPLE: ("state", {"es": "Ejemplo", "en": "Example", "fr": "Exemple", "pt": "Exemplo"}),
}  # fmt: skip


def load_jurisdictions(directory: Path) -> int:
    """Every ISO 3166 country with its CLDR names, the 35 members with time zones and languages; returns how many are new."""
    with (directory / "members.csv").open(encoding="utf-8", newline="") as file:
        members = {row["iso3"].upper(): row for row in csv.DictReader(file)}
    locales = {language: Locale.parse(language) for language in LANGUAGES}
    stored = set(Jurisdiction.objects.values_list("code", flat=True))
    new = 0
    with transaction.atomic():
        for code, (level, names) in _OWN.items():
            if code not in stored and not (code == EXAMPLE and example.removed()):
                _add(code, level, names, is_example=code == EXAMPLE)
                new += 1
        for country in pycountry.countries:
            if country.alpha_3.lower() in stored:
                continue
            names = {key: str(locale.territories.get(country.alpha_2, country.name)) for key, locale in locales.items()}
            member = members.get(country.alpha_3, {})
            jurisdiction = _add(country.alpha_3.lower(), "state", names, timezone=member.get("timezone") or "UTC")
            Country.objects.create(
                jurisdiction=jurisdiction, iso2=country.alpha_2, iso3=country.alpha_3, is_member=bool(member),
                languages=",".join(member.get("languages", "").split("|")) if member else "",
            )  # fmt: skip
            new += 1
        _load_forms(directory / "demonyms.csv")
    return new


def load_bodies(directory: Path) -> int:
    """Organisations and sub-national jurisdictions (`jurisdictions.csv`), then dated statuses of states in organisations
    (`body_statuses.csv`); returns how many rows are new. Rows that an administrator changed are left as they are."""
    return _load_more(directory / "jurisdictions.csv") + _load_statuses(directory / "body_statuses.csv")


def _load_more(path: Path) -> int:
    by_code = {row.code: row for row in Jurisdiction.objects.all()}
    new = 0
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["code"] not in by_code:
                names = {language: row[f"name_{language}"] for language in LANGUAGES}
                added = _add(row["code"], row["level"], names, timezone=row["timezone"] or "UTC")
                added.parent = by_code.get(row["parent"])
                added.save()
                by_code[added.code] = added
                new += 1
    return new


def _load_statuses(path: Path) -> int:
    by_code = dict(Jurisdiction.objects.values_list("code", "pk"))
    stored = set(BodyStatus.objects.values_list("jurisdiction_id", "body_id", "kind", "date", "year"))
    fresh: dict[Any, BodyStatus] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            when = row["date"]
            day = date.fromisoformat(when) if len(when) == 10 else None
            year = int(when) if len(when) == 4 else None
            key = (by_code[row["jurisdiction"]], by_code[row["body"]], row["kind"], day, year)
            if key not in stored:
                fresh[key] = BodyStatus(
                    jurisdiction_id=key[0], body_id=key[1], kind=row["kind"], date=day, year=year, source=row["source"],
                    source_url=row["source_url"], checked=date.fromisoformat(row["checked"]) if row["checked"] else None,
                    **{f"note_{language}": row[f"note_{language}"] for language in LANGUAGES},
                )  # fmt: skip
    BodyStatus.objects.bulk_create(fresh.values())
    return len(fresh)


def _add(code: str, level: str, names: dict[str, str], timezone: str = "UTC", is_example: bool = False) -> Jurisdiction:
    columns = {f"name_{language}": name for language, name in names.items()}
    return Jurisdiction.objects.create(code=code, level=level, timezone=timezone, is_example=is_example, **columns)


def _load_forms(path: Path) -> None:
    by_code = dict(Jurisdiction.objects.values_list("code", "pk"))
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            JurisdictionName(jurisdiction_id=by_code[row["iso3"].lower()], language=row["language"], form=row["form"])
            for row in csv.DictReader(file)
            if row["iso3"].lower() in by_code
        ]
    JurisdictionName.objects.bulk_create(rows, ignore_conflicts=True)
