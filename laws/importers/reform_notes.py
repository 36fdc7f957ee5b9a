"""What the texts themselves tell of a law as a whole: its short name before the articles, the newest amendment noted."""

import re

from laws.importers.dates import iso
from laws.importers.titles import is_capitals, readable
from laws.labels import fold
from laws.parsed import Alias, ParsedLaw

_GAZETTE = re.compile(
    r"\b(?:B\.?\s?O\.?\s*:?\s*(\d{1,2})/(\d{1,2})/(\d{4})|DOF\s+(\d{2})-(\d{2})-(\d{4})((?:,\s*\d{2}-\d{2}-\d{4})*))"
)
_NAME = re.compile(r"(?:LEY|CÓDIGO|CODIGO|ESTATUTO)\s+(?!N[º°.]|NÚM|NUM|\d)[^\d]{4,160}$")
_EDGE = 12  # paragraphs before the first article in which the law's name may stand


def short_names(law: ParsedLaw) -> list[Alias]:
    """The name that stands in capitals between the enacting words and the first article ("LEY DE MIGRACIONES")."""
    preamble = next((item for item in law.provisions if item.kind == "preamble" and item.sequence == "main"), None)
    if preamble is None:
        return []
    known = {fold(law.title), *(fold(alias.text) for alias in law.aliases)}
    for block in reversed(preamble.current.blocks[-_EDGE:]):
        text = block.text.strip(' .:"“”')
        if block.kind == "text" and len(text) < 160 and _NAME.match(text) and is_capitals(text):
            name = readable(text)
            return [] if fold(name) in known else [Alias(name, "short", law.language)]
    return []


def newest_note(law: ParsedLaw) -> str | None:
    """Day of the newest gazette that a note in the text names, ISO."""
    found: list[str] = []
    for provision in law.provisions:
        wording = provision.current
        for note in (wording.history, *(block.text for block in wording.blocks if block.kind == "note")):
            found.extend(day for day in _days(note) if day)
    return max(found, default=None)


def _days(note: str) -> list[str | None]:
    days = []
    for match in _GAZETTE.finditer(note[:20_000]):
        if match.group(3):
            days.append(iso(int(match.group(3)), int(match.group(2)), int(match.group(1))))
        else:
            days.append(iso(int(match.group(6)), int(match.group(5)), int(match.group(4))))
            for more in re.findall(r"(\d{2})-(\d{2})-(\d{4})", match.group(7) or ""):
                days.append(iso(int(more[2]), int(more[1]), int(more[0])))
    return days


def as_of_from_notes(law: ParsedLaw) -> None:
    """A text that names an amendment holds the law as of that day at least, whatever its date field says."""
    newest = newest_note(law)
    if newest and (law.as_of is None or newest > law.as_of):
        if law.as_of:
            law.warn(0, f"the file says it is of {law.as_of}, its notes name an amendment of {newest}")
        law.as_of = newest
