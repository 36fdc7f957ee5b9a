"""Query strings as choices of figures, and choices as query strings: one canonical form, for addresses, citations and caches.

What is not understood is refused by name, with a sentence, and never left out: an answer to another question than the one
that was asked would be a wrong figure.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from countries.models import Country
from indicators.choosing import Choice
from indicators.dimensions import DIMENSIONS, code_list
from indicators.models import Code
from records.answering import Refused, bad_values

# By dimension, what readers call it.
NAMES = {
    "FREQ": _("frequency"), "REF_AREA": _("reporting country or area"), "COUNTERPART": _("country of origin or destination"),
    "MEASURE": _("measure"), "UNIT": _("unit"), "BASIS": _("basis of origin"), "SEX": _("sex"), "AGE": _("age"),
    "EDUCATION": _("level of education"), "SECTOR": _("sector of employment"), "OCCUPATION": _("occupation"),
    "CATEGORY": _("category"),
}  # fmt: skip
CHOSEN = tuple(name for name in DIMENSIONS if name != "FREQ")
SEVERAL = frozenset([*(name.lower() for name in CHOSEN), "by"])
PARAMETERS = ("indicator", "table", *(name.lower() for name in CHOSEN), "by", "freq", "from", "to", "as_of")
MAX_CODES = 300
FREQS = ("A", "AF", "A3", "Q", "M")
_SLUG = re.compile(r"[A-Za-z0-9_-]{1,80}")
_CODE = re.compile(r"[A-Za-z0-9_.+@-]{1,40}")
_PERIOD = re.compile(r"[0-9]{4}(-(Q[1-4]|0[1-9]|1[0-2]))?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


def choice(query: QueryDict, *, indicator: str = "", more: Iterable[str] = (), without: Iterable[str] = ()) -> Choice:
    """What is asked, in canonical form. indicator: where the address names it. more: parameters that others read; without: those that mean
    nothing here.

    Raises Refused (400) with the parameter and the reason for each thing that cannot be.
    """
    left_out = {*without, "indicator"} if indicator else {*without}
    own = tuple(name for name in PARAMETERS if name not in left_out)
    known = (*own, *more)
    _refuse_unknown(query, own, known)
    reasons: dict[str, str] = {}
    several = {name: _parts(query, name, reasons) for name in SEVERAL}
    single = {name: query.get(name, "").strip() for name in own if name not in SEVERAL}
    reasons |= _wrongly_written(single)
    wanted = {name: several[name.lower()] for name in CHOSEN if several[name.lower()]}
    unknown = [name for name in several["by"] if name.upper() not in CHOSEN]
    if unknown:
        reasons["by"] = gettext("It can be: %(values)s.") % {"values": ", ".join(name.lower() for name in CHOSEN)}
    reasons |= _unknown_codes({name: codes for name, codes in wanted.items() if name.lower() not in reasons})
    if reasons:
        raise bad_values(reasons, known)
    return canonical(
        Choice(
            indicator=indicator or single["indicator"], table=single["table"], codes=wanted,
            by=tuple(name.upper() for name in several["by"]), freq=single["freq"], start=single["from"], end=single["to"],
            as_of=_as_of(single.get("as_of", "")),
        )
    )  # fmt: skip


def numbers(query: QueryDict, *names: str) -> list[int | None]:
    """Numbers of vintages that are asked by these parameters. Raises Refused (400)."""
    texts = {name: query.get(name, "").strip() for name in names}
    wrong = [name for name, text in texts.items() if text and not _NUMBER.fullmatch(text)]
    if wrong:
        told = gettext("It must be the number of a vintage.")
        raise bad_values(dict.fromkeys(wrong, told), (*PARAMETERS, *names))
    return [int(text) if text else None for text in texts.values()]


def canonical(choice: Choice) -> Choice:
    """The same question, written in one way: dimensions in their order, codes in order and once."""
    return Choice(
        indicator=choice.indicator, table=choice.table, freq=choice.freq, start=choice.start, end=choice.end,
        codes={name: tuple(sorted(set(choice.codes[name]))) for name in CHOSEN if choice.codes.get(name)},
        by=tuple(name for name in CHOSEN if name in choice.by), as_of=choice.as_of,
    )  # fmt: skip


def query(choice: Choice, *, named: bool = False) -> str:
    """The canonical query string, without "?". named: with the indicator, where the address does not name it."""
    choice = canonical(choice)
    pairs = [("indicator", choice.indicator if named else ""), ("table", choice.table)]
    pairs += [(name.lower(), ",".join(choice.codes.get(name, ()))) for name in CHOSEN]
    pairs += [("by", ",".join(name.lower() for name in choice.by)), ("freq", choice.freq)]
    pairs += [("from", choice.start), ("to", choice.end), ("as_of", "" if choice.as_of is None else str(choice.as_of))]
    return urlencode([(name, value) for name, value in pairs if value], safe=",")


def _refuse_unknown(query: QueryDict, own: Iterable[str], known: tuple[str, ...]) -> None:
    unknown = sorted(name for name in query if name not in known)
    twice = sorted(name for name in own if name not in SEVERAL and len(query.getlist(name)) > 1)
    if not unknown and not twice:
        return
    told = bad_values(
        {name: gettext("There is no such parameter here.") for name in unknown[:20]}
        | {name: gettext("It can be given once only.") for name in twice},
        known,
    )
    kind, title = ("unknown-parameter", gettext("Unknown parameter")) if unknown else ("twice", gettext("Given twice"))
    raise Refused(400, kind, title, fields=told.fields)


def _parts(query: QueryDict, name: str, reasons: dict[str, str]) -> tuple[str, ...]:
    """Several values with commas between, or the parameter several times; a form sends what was left empty too."""
    found = tuple(dict.fromkeys(part.strip() for value in query.getlist(name) for part in value.split(",")))
    found = tuple(part for part in found if part)
    if len(found) > MAX_CODES:
        reasons[name] = gettext("At most %(most)s of them.") % {"most": MAX_CODES}
    elif not all(_CODE.fullmatch(part) for part in found):
        reasons[name] = gettext("It is not written as such values are.")
    return found


def _wrongly_written(single: Mapping[str, str]) -> dict[str, str]:
    reasons: dict[str, str] = {}
    for name in ("indicator", "table"):
        if single.get(name) and not _SLUG.fullmatch(single[name]):
            reasons[name] = gettext("It is not written as such values are.")
    if single.get("indicator") == "":
        reasons["indicator"] = gettext("It must be the short name of an indicator.")
    if single["freq"] and single["freq"] not in FREQS:
        reasons["freq"] = gettext("It can be: %(values)s.") % {"values": ", ".join(FREQS)}
    for name in ("from", "to"):
        if single[name] and not _PERIOD.fullmatch(single[name]):
            reasons[name] = gettext(
                "It must be a year, a quarter or a month, written like this: 2024, 2024-Q1, 2024-03."
            )
    if not reasons.keys() & {"from", "to"} and single["from"] and single["to"] and single["from"] > f"{single['to']}~":
        reasons["to"] = gettext("It is before the first period.")
    try:
        _as_of(single.get("as_of", ""))
    except ValueError:
        reasons["as_of"] = gettext("It must be the number of a vintage or a day, written like this: 2026-11-22.")
    return reasons


def _as_of(text: str) -> int | date | None:
    """Raises ValueError."""
    if not text:
        return None
    if _NUMBER.fullmatch(text):
        return int(text)
    if _DAY.fullmatch(text):
        return date.fromisoformat(text)
    raise ValueError(text)


def _unknown_codes(wanted: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """By parameter, which codes no list has. Two queries, whatever is asked; none without codes."""
    if not wanted:
        return {}
    asked = Q(pk__in=())
    for name, codes in wanted.items():
        asked |= Q(list=code_list(name), code__in=codes)
    known = set(Code.objects.filter(asked).values_list("list", "code"))
    known |= {("area", iso3) for iso3 in Country.objects.values_list("iso3", flat=True)}
    reasons = {}
    for name, codes in wanted.items():
        # A total of areas has no label in the list, and stands for all of them.
        unknown = [code for code in codes if (code_list(name), code) not in known and code != "_T"]
        if unknown:
            told = gettext("The code list of “%(list)s” has no %(codes)s.")
            reasons[name.lower()] = told % {"list": NAMES[name], "codes": ", ".join(unknown[:10])}
    return reasons
