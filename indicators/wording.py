"""Codes, periods and figures in a reader's words. One instance for one answer: it asks the database once a code list."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from django.db.models import QuerySet
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext, override, pgettext

from countries.models import Country
from indicators.dimensions import COUNTED, code_list
from indicators.models import Code
from indicators.tables import Cell, Line, Table
from records.models import LANGUAGES

# What cannot have a fraction; of other figures readers are shown one decimal.
WHOLE = COUNTED | {"INDEX_0_1"}
_MONEY = frozenset({"USD", "USD_PPP_2021"})
# After money: so many digits are not read. Files and programs get the figure itself.
MILLIONS = "M"
MINUS = "\u2212"
MISSING = "\u2013"


class Words:
    """For a reader of one of the four languages."""

    def __init__(self, language: str):
        self.language = language

    @cached_property
    def _codes(self) -> dict[tuple[str, str], tuple[str, str]]:
        """By list and code: its label, and the language of that where it is not the reader's."""
        found: dict[tuple[str, str], tuple[str, str]] = {}
        others = [self.language, "en", *LANGUAGES]
        # A plain query set: the one for translated columns walks through every value of every row.
        for name, code, *labels in QuerySet(Code).values_list("list", "code", *(f"label_{one}" for one in others)):
            place = next((place for place, label in enumerate(labels) if label), None)
            text = labels[place] if place is not None else code
            found[name, code] = text, "" if not place else others[place]
        name = f"jurisdiction__name_{self.language}"
        for iso3, text in Country.objects.values_list("iso3", name):
            if text:
                found["area", iso3] = text, ""
        return found

    def code(self, dimension: str, code: str) -> str:
        """The label of a code of a dimension ("SEX", "F"), or of a list ("obs_status", "E"); the code where there is none."""
        return self._codes.get((code_list(dimension), code), (code, ""))[0]

    def foreign(self, dimension: str, code: str) -> str:
        """The language of the label where it is not the reader's, else empty."""
        return self._codes.get((code_list(dimension), code), ("", ""))[1]

    def line(self, line: Line, varied: Iterable[str]) -> str:
        """What tells a line from the others of its table: "Women, Venezuela"."""
        return ", ".join(self.code(name, line.codes[name]) for name in varied)

    def period(self, period: str, freq: str = "") -> str:
        """ "2024", "March 2024", "1st quarter 2024"; a fiscal year (FREQ AF) says so."""
        year, _, part = period.partition("-")
        with override(self.language):
            if part.startswith("Q"):
                return gettext("quarter %(quarter)s of %(year)s") % {"quarter": part[1:], "year": year}
            if part:
                return date_format(date(int(year), int(part), 1), "YEAR_MONTH_FORMAT")
            if freq == "AF":
                return gettext("fiscal year %(year)s") % {"year": year}
            return year

    def number(self, value: float, unit: str) -> str:
        """In the reader's format: people without decimals, rates with one, or two where they are below a tenth."""
        millions = unit in _MONEY and abs(value) >= 1e7
        value = value / 1e6 if millions else value
        if unit in WHOLE:
            decimals = 0
        elif unit in _MONEY:
            decimals = 0 if abs(value) >= 1000 else 1
        else:
            decimals = 1 if abs(value) >= 0.1 or value == 0 else 2
        with override(self.language):
            text = number_format(round(value, decimals), decimals, use_l10n=True, force_grouping=True)
        return text.replace("-", MINUS) + (f"\N{NO-BREAK SPACE}{MILLIONS}" if millions else "")

    def cell(self, cell: Cell | None, unit: str, *, collected: bool = True) -> str:
        """A figure, or in words why there is none: the four states of a cell are told apart everywhere."""
        if cell is not None and cell.value is not None:
            return self.number(cell.value, unit)
        with override(self.language):
            if cell is not None and cell.state == "suppressed":
                return pgettext("of a figure", "suppressed")
            return pgettext("of a figure", "no figure") if collected else pgettext("of a figure", "not collected here")

    def flag(self, cell: Cell) -> str:
        """What the source says of the figure (estimated, provisional, break), empty for a normal one."""
        return "" if cell.status == "A" else self.code("obs_status", cell.status)


def heading(table: Table, words: Words) -> str:
    """What all lines of the table share, in words: "Argentina, women, born abroad"; what is a default is left out."""
    plain = ("FREQ", "MEASURE", "UNIT")
    shared = {name: code for name, code in table.fixed.items() if name not in plain and code not in ("_T", "_Z")}
    return ", ".join(words.code(name, code) for name, code in shared.items())


def members() -> frozenset[str]:
    """ISO 3166-1 alpha-3 codes of the 35 states."""
    return frozenset(Country.objects.filter(is_member=True).values_list("iso3", flat=True))


def jurisdiction_of(area: str) -> str:
    """The code of the country in addresses: "arg" for ARG; empty for what is no country."""
    return Country.objects.filter(iso3=area).values_list("jurisdiction__code", flat=True).first() or ""
