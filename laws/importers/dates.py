"""Dates as statutes print them, in Spanish, English, French and Portuguese."""

import datetime
import re

_MONTHS = (
    ("enero", "january", "janvier", "janeiro"),
    ("febrero", "february", "fevrier", "fevereiro"),
    ("marzo", "march", "mars", "marco"),
    ("abril", "april", "avril"),
    ("mayo", "may", "mai", "maio"),
    ("junio", "june", "juin", "junho"),
    ("julio", "july", "juillet", "julho"),
    ("agosto", "august", "aout"),
    ("septiembre", "setiembre", "september", "septembre", "setembro"),
    ("octubre", "october", "octobre", "outubro"),
    ("noviembre", "november", "novembre", "novembro"),
    ("diciembre", "december", "decembre", "dezembro"),
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_PLAIN = str.maketrans("áàâãéêíóôõúûçº°", "aaaaeeiooouucoo")
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY_FIRST = re.compile(
    rf"\b(\d{{1,2}})\s?(?:o|ro|er|st|nd|rd|th|[ªa])?\.?\s+(?:de\s+|of\s+)?({_MONTH})\b,?\s+(?:del?\s+)?(\d{{4}})\b"
)
_MONTH_FIRST = re.compile(rf"\b({_MONTH})\s+(\d{{1,2}})(?:o|st|nd|rd|th)?,?\s+(?:del?\s+)?(\d{{4}})\b")
_NUMERIC = re.compile(r"\b(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})\b")


def iso(year: int, month: int, day: int) -> str | None:
    """ISO 8601, or None when there is no such day."""
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def long_date(text: str) -> str | None:
    """The first date written out with a month's name ("1º de abril de 2021", "Enero 3 de 1995", "26th August, 2016")."""
    plain = text[:2000].lower().translate(_PLAIN)
    found = [
        (match.start(), match.groups()) for pattern in (_DAY_FIRST, _MONTH_FIRST) if (match := pattern.search(plain))
    ]
    if not found:
        return None
    first, second, year = min(found)[1]
    day, month = (second, first) if first in MONTHS else (first, second)
    return iso(int(year), MONTHS[month], int(day))


def day_month_year(text: str) -> str | None:
    """The first numeric date with the day first ("31/08/2009"), as Latin American registers write it."""
    match = _NUMERIC.search(text)
    return iso(int(match[3]), int(match[2]), int(match[1])) if match else None
