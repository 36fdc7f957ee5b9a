"""The sheet of country profiles."""

from typing import Any

from pages.models import Profile
from records import cells
from records.models import LANGUAGES
from records.sheets import Sheet


def _build(values: dict[str, Any]) -> Profile:
    where = values["jurisdiction"]
    names = {f"title_{code}": getattr(where, f"name_{code}") or where.name for code in LANGUAGES}
    return Profile(jurisdiction=where, slug=where.code, original_language="es", **names)


PROFILES = Sheet(
    name="profiles",
    label=Profile._meta.verbose_name_plural,
    model=Profile,
    kind="",
    columns={
        "jurisdiction": cells.jurisdiction, **cells.record_columns(Profile.TEXTS), "authority": cells.text(300),
        "official_url": cells.address,
    },
    naming=("jurisdiction",),
    required=("jurisdiction",),
    find=lambda values: Profile.objects.filter(jurisdiction=values["jurisdiction"]).first(),
    build=_build,
    key=lambda values: values["jurisdiction"].code,
)  # fmt: skip
