"""The code lists as importers and pages use them."""

from collections import defaultdict

from countries.models import Country, Jurisdiction, JurisdictionName
from indicators.coding import fold
from indicators.models import Code
from records.models import LANGUAGES

AREA = "area"
MEMBERS = "members"


def tables() -> dict[str, dict[str, str]]:
    """For every list: code by folded spelling. Areas also by the names of countries in four languages. "members": the
    35 states. Codes win over names, names over aliases."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    rows = list(Code.objects.values_list("list", "code", "aliases", *(f"label_{code}" for code in LANGUAGES)))
    for name, code, aliases, *_labels in rows:
        for alias in filter(None, aliases.split("\n")):
            found[name].setdefault(fold(alias), code)
    _countries(found[AREA])
    for name, code, _aliases, *labels in rows:
        for label in filter(None, labels):
            found[name].setdefault(fold(label), code)
    for name, code, *_ in rows:
        found[name][fold(code)] = code
    members = Country.objects.filter(is_member=True).values_list("iso3", flat=True)
    return {**found, MEMBERS: {code: code for code in members}}


def _countries(areas: dict[str, str]) -> None:
    iso3 = dict(Country.objects.values_list("jurisdiction_id", "iso3"))
    names = [f"name_{code}" for code in LANGUAGES]
    for pk, *own in Jurisdiction.objects.filter(pk__in=iso3).values_list("pk", *names):
        for name in filter(None, own):
            areas[fold(name)] = iso3[pk]
    for pk, form in JurisdictionName.objects.filter(jurisdiction_id__in=iso3).values_list("jurisdiction_id", "form"):
        areas.setdefault(fold(form), iso3[pk])
    for code in iso3.values():
        areas[fold(code)] = code
