"""Jurisdictions from ISO 3166 and CLDR, and other forms of their names. Run again: nothing to do."""

import csv
from pathlib import Path

import pycountry
from babel import Locale
from django.db import transaction

from countries.models import EXAMPLE, Country, Jurisdiction, JurisdictionName

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
            if code not in stored:
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
