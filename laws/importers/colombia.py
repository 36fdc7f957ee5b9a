"""Colombian Markdown (from SUIN-Juriscol): its apparatus between the articles, older wordings, the law's own date."""

import re

from laws.grammar import Line
from laws.importers.dates import MONTHS, iso
from laws.labels import fold
from laws.parsed import ParsedLaw, ParsedProvision

# Links of the page that the text kept without their targets: "JURISPRUDENCIA []", "Afecta la vigencia de: []".
_APPARATUS = re.compile(r"[^\[\]]{0,80}\[\s*\]\s*$")
_EARLIER = re.compile(r"legislaci[oó]n anterior\s*\[", re.IGNORECASE)
_SUBTYPE = re.compile(r"subtipo\s*:", re.IGNORECASE)
_DAY = re.compile(r"\(\s*([^\W\d_]{4,10})\s+(\d{1,2})[º°]?\s*\)?\s*$|\(\s*(\d{1,2})[º°]?\s+de\s+([^\W\d_]{4,10})\s*\)$")
_SPAN = re.compile(r"vigente desde\s*:", re.IGNORECASE)


def prepare(law: ParsedLaw, body: list[Line]) -> list[Line]:
    """Body without the page's apparatus, with hints for older wordings; sets the law's date from "(julio 13)"."""
    _own_date(law, body[:6])
    kept = []
    for line in body:
        if _EARLIER.match(line.text):
            kept.append(line._replace(hint="earlier"))
        elif _SPAN.match(line.text):
            kept.append(line._replace(hint="history"))
        elif _APPARATUS.match(line.text) or _SUBTYPE.match(line.text):
            continue
        else:
            kept.append(line)
    return kept


def _own_date(law: ParsedLaw, head: list[Line]) -> None:
    """The day in brackets under the number is the law's; its year is that of the number."""
    year = law.number.rpartition("/")[2]
    for line in head:
        match = _DAY.match(line.text) if len(line.text) < 40 else None
        if not match or not year.isdecimal():
            continue
        month, day = (match.group(1), match.group(2)) if match.group(1) else (match.group(4), match.group(3))
        number = MONTHS.get(fold(month))
        found = iso(int(year), number, int(day)) if number else None
        if found:
            law.date = found
            return


def date_current_wordings(provisions: list[ParsedProvision]) -> None:
    """A wording printed above an older one holds from the day when that one ends."""
    for provision in provisions:
        dated = [item for item in provision.earlier if item.valid_to]
        if dated and provision.current.valid_from is None:
            provision.current.valid_from = max(item.valid_to for item in dated if item.valid_to)
