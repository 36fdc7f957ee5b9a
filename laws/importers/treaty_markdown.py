"""English treaty texts from a Dutch collection: a Dutch title line, the English text, then often the Dutch text."""

import re
from collections.abc import Iterator

from laws.grammar import Line
from laws.importers.english_dates import written_date
from laws.importers.markdown_text import Row, paragraphs, rows
from laws.importers.titles import is_capitals, readable
from laws.parsed import Alias, ParsedLaw, Refusal
from laws.segmentation import segment

_COLLECTION = re.compile(r"##\s*(?:verdrag|protocol|statuut|overeenkomst|handvest)", re.IGNORECASE)
# Headings of the Dutch text, and of what is no text of the treaty.
_DUTCH = re.compile(
    r"(?:artikel|bijlage|hoofdstuk|preambule)\b|(?:verdrag|statuut|handvest|overeenkomst)\b|protocol (?:betreffende|inzake|tot|van|bij)\b",
    re.IGNORECASE,
)
_APART = re.compile(
    r"(?:reservations?|declarations?|objections?|status of ratification|list of (?:parties|states))\b", re.IGNORECASE
)
_DUTCH_NOTE = re.compile(r"treedt in werking\b", re.IGNORECASE)
_TITLE = re.compile(
    r"(?:international )?(?:convention|protocol|constitution|agreement|treaty|covenant|charter|statute)\b",
    re.IGNORECASE,
)
_INLINE_TITLE = re.compile(
    r"(convention (?:concerning|on|relating to) [^.;]{6,160}?(?:\)|(?= The General)))", re.IGNORECASE
)
_CITED = re.compile(r"may be cited as the ([A-Z][^.;:]{8,120}?,? (?:\([^)]{2,20}\),? )?(?:19|20)\d\d)")
_NUMBERED = re.compile(r"convention\s+(?:no\.?\s*)?(\d{1,3})$", re.IGNORECASE)
_LEAD = re.compile(r"(preamble)\s*(?=[A-Z])", re.IGNORECASE)


def is_treaty(lines: list[str]) -> bool:
    """True for a file that begins with the collection's meta tag and a Dutch title."""
    head = " ".join(lines[:8])
    return "http-equiv" in head.lower() and bool(_COLLECTION.search(head))


def parse(lines: list[str], form: str) -> ParsedLaw:
    """The English part of the file."""
    english = list(_english(rows(lines)))
    title = next(
        (row.text for row in english if row.mark and _TITLE.match(row.text) and not _NUMBERED.match(row.text)), ""
    )
    if not title:
        inline = next((found for row in english[:6] if (found := _INLINE_TITLE.search(row.text[:400]))), None)
        title = inline.group(1) if inline else ""
    if not title:
        raise Refusal("no English title of a treaty found")
    law = ParsedLaw(form, "en", readable(title) if is_capitals(title) else title, jurisdiction="int", type="treaty")
    law.native_type = law.title.split(" ", 1)[0]
    _identify(law, english)
    body = [row for row in english if row.text != title]
    result = segment(_lines(body), language="en")
    law.provisions, law.outline, law.warnings = result.provisions, result.outline, result.warnings
    return law


def _english(source: Iterator[Row]) -> Iterator[Row]:
    """Rows between the Dutch title and the Dutch text, without statements of the parties."""
    skipping = False
    for place, row in enumerate(source):
        if row.mark == 2 and place < 4:
            continue
        if row.mark and _DUTCH.match(row.text):
            return
        if row.mark:
            skipping = bool(_APART.match(row.text))
        if not skipping and not _DUTCH_NOTE.match(row.text):
            yield row


def _lines(body: list[Row]) -> Iterator[Line]:
    for line in paragraphs(iter(body), ""):
        lead = _LEAD.match(line.text) if not line.hint else None
        if lead and len(line.text) > 40:
            yield Line(line.number, lead.group(1), "heading")
            line = line._replace(text=line.text[lead.end() :])
        yield line


def _identify(law: ParsedLaw, english: list[Row]) -> None:
    text = " ".join(row.text for row in english)
    law.date = written_date(text)
    if law.date is None:
        law.warn(0, "the text does not say when the treaty was adopted")
    cited = _CITED.search(text)
    if cited:
        law.aliases.append(Alias(cited.group(1), "short", "en"))
    for row in english[:6]:
        number = _NUMBERED.match(row.text)
        if number:
            law.aliases.append(Alias(f"Convention No. {number.group(1)}", "number", "en"))
