"""A round's tables as the register of indicators suggests them; the secretariat changes what it needs."""

from collections.abc import Iterable

from countries.models import Country
from indicators.dimensions import DIMENSIONS
from indicators.models import Indicator, Series
from rounds.models import RoundTable

TOTAL = "_T"
# Parts that leave nobody out; a dimension whose parts follow from an indicator's own figures is not here.
STANDARD = {
    "SEX": ("M", "F"),
    "AGE": ("Y0T14", "Y15T29", "Y30T44", "Y45T59", "Y_GE60", "_U"),
    "EDUCATION": ("ISCED11A_0T2", "ISCED11A_3_4", "ISCED11A_5T8", "_U"),
    "SECTOR": ("AGR", "IND", "SER", "_U"),
    "OCCUPATION": (*(f"ISCO08_{group}" for group in range(10)), "_U"),
}  # fmt: skip
_OTHER_AREAS = ("_O", "_U")
_NO_TOTALS = ("share", "balance")
# By what origin is counted, as a country may be asked: never two of them in one table.
BASES = ("B", "C", "RES", "ORIG", "DEP")


def propose_tables(indicators: Iterable[Indicator]) -> list[RoundTable]:
    """One unsaved table for each indicator, in the order given: breakdowns of the register, the basis of origin that its
    figures have."""
    members = tuple(Country.objects.filter(is_member=True).order_by("iso3").values_list("iso3", flat=True))
    return [_table(indicator, place, members) for place, indicator in enumerate(indicators, 1)]


def _table(indicator: Indicator, place: int, members: tuple[str, ...]) -> RoundTable:
    table = RoundTable(name=indicator.slug, indicator=indicator, position=place)
    codes = {}
    for name in filter(None, indicator.breakdowns.split("|")):
        if name not in DIMENSIONS or name == "BASIS":
            continue
        parts = (*members, *_OTHER_AREAS) if name == "COUNTERPART" else STANDARD.get(name) or _met(indicator, name)
        if parts:
            codes[name] = [TOTAL, *parts]
    table.vary = list(codes)
    table.codes = codes
    table.totals = [] if table.kind in _NO_TOTALS else [name for name in codes if name != "CATEGORY"]
    table.fixed = _basis(indicator, "COUNTERPART" in codes)
    return table


def _basis(indicator: Indicator, by_origin: bool) -> dict[str, str]:
    """The first that the indicator's figures have; a table by origin always has one."""
    met = _met(indicator, "BASIS")
    found = next((one for one in BASES if one in met), BASES[0])
    return {"BASIS": found} if met or by_origin else {}


def _met(indicator: Indicator, name: str) -> tuple[str, ...]:
    """The codes that the indicator's stored figures have."""
    column = name.lower()
    found = Series.objects.filter(indicator=indicator).values_list(column, flat=True).distinct()
    return tuple(sorted(code for code in found if code not in (TOTAL, "_Z")))
