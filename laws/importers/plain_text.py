"""Plain text of statutes: copied text with a paragraph a line, and text taken from a PDF with heads and feet of pages."""

import re
from collections import Counter
from collections.abc import Iterator

from laws.grammar import match_container, match_provision
from laws.importers import brazil, mexico
from laws.importers.dates import long_date
from laws.importers.decoding import decode
from laws.importers.markdown_text import Row, paragraphs
from laws.importers.reform_notes import as_of_from_notes, short_names
from laws.importers.titles import readable
from laws.parsed import Event, ParsedLaw, Refusal
from laws.segmentation import Segmented, segment

FORMAT = "text"
_PAGE = re.compile(
    r"\s*(?:p[aá]gina |page |p[aá]g\. ?)?\d{1,4} (?:de|of|/) \d{1,4}\s*$|\s*(?:p[aá]gina|page)\s+\d{1,4}\s*$|\s*[-–—]\s*\d{1,4}\s*[-–—]\s*$",
    re.IGNORECASE,
)
_HEAD_LINES = 6  # lines after a page's number that may be the head of the next page
_WORDS = {
    "es": frozenset("el la los las del que una por con para se al artículo ley".split()),
    "pt": frozenset("o a os as do da dos das que uma não por com para ao em lei".split()),
    "en": frozenset("the of and to in shall any be or for by which section act".split()),
    "fr": frozenset("le la les des du et une dans par pour est aux qui article loi".split()),
}


def parse(data: bytes, name: str) -> ParsedLaw:
    """One text file to a law; jurisdiction "" where the text does not show whose law it is."""
    text, _ = decode(data)
    lines = text.split("\n")
    kept = list(_without_page_heads(lines))
    if not kept:
        raise Refusal("the file is empty")
    law = _identify(text, kept, name)
    wrapped, width = _wrapping(kept)
    body = list(paragraphs(iter(kept), wrapped, width))
    if law.jurisdiction == "mex":
        body = mexico.join_labels(body)
    result = segment(body, language=law.language)
    if not result.provisions:
        raise Refusal("no text of a law found")
    law.provisions, law.outline = result.provisions, result.outline
    law.warnings.extend(result.warnings)
    law.aliases.extend(short_names(law))
    as_of_from_notes(law)
    return law


def divided(lines: list[str], language: str, *, wrapped: bool) -> Segmented:
    """Bare text of a known language. wrapped: its lines break within paragraphs, as in text taken from a page."""
    kept = list(_without_page_heads(lines))
    style = _wrapping(kept) if wrapped and kept else ("", 0)
    return segment(paragraphs(iter(kept), *style), language=language)


def language_of(text: str) -> str:
    """The language of a statute by its commonest small words; "es" where nothing tells."""
    counts = Counter(re.findall(r"[^\W\d_]+", text[:40_000].lower()))
    return max(_WORDS, key=lambda code: (sum(counts[word] for word in _WORDS[code]), code == "es"))


def _rows(lines: list[str], dropped: set[int]) -> Iterator[Row]:
    blank = True
    for index, raw in enumerate(lines):
        text = re.sub(r"\s+", " ", raw).strip()
        if not text:
            blank = True
            continue
        if index not in dropped:
            yield Row(index + 1, text, "", 0, blank, raw[:1].isspace())
            blank = False


def _without_page_heads(lines: list[str]) -> Iterator[Row]:
    """Rows without page numbers and the lines that stand at the head of most pages."""
    feet = [index for index, line in enumerate(lines) if len(line) < 40 and _PAGE.match(line)]
    dropped = set(feet)
    if len(feet) > 1:
        heads = [
            place + offset
            for place in (-1, *feet)
            for offset in range(1, _HEAD_LINES + 1)
            if place + offset < len(lines)
        ]
        counts = Counter(lines[place].strip() for place in heads if place not in dropped)
        furniture = {text for text, count in counts.items() if text and count >= max(2, len(feet) // 2)}
        dropped |= {place for place in heads if lines[place].strip() in furniture}
    return _rows(lines, dropped)


def _wrapping(kept: list[Row]) -> tuple[str, int]:
    """How the paragraphs are set: lines that follow each other without an empty line are wrapped."""
    adjacent = sum(not row.blank for row in kept)
    if adjacent * 2 < len(kept):
        return "", 0
    lengths = sorted(len(row.text) for row in kept)
    return "tight", lengths[int(len(lengths) * 0.9)]


def _identify(text: str, kept: list[Row], name: str) -> ParsedLaw:
    head = " ".join(row.text for row in kept[:30])
    norm = brazil.identify(kept[0].text)
    if norm:
        return _brazilian(kept, norm)
    if mexico.is_mexican(text):
        law = mexico.identify(_printed_title(text, kept), text[:6000].replace("\n", " "))
    else:
        first = kept[0].text if len(kept[0].text) < 300 else name.rsplit(".", 1)[0]
        law = ParsedLaw(FORMAT, language_of(text), readable(first))
        law.date = long_date(head)
        law.warn(0, "plain text does not say whose law it is")
    law.format = FORMAT
    return law


def _printed_title(text: str, kept: list[Row]) -> str:
    """The first line in capitals that names a kind of law: the page's head repeats it."""
    for line in [*text.split("\n")[:12], *(row.text for row in kept[:12])]:
        if re.match(r"\s*(?:LEY|C[ÓO]DIGO|CONSTITUCI[ÓO]N|ESTATUTO|REGLAMENTO|DECRETO)\s+[^\d]{4,200}$", line):
            return line.strip()
    return kept[0].text


def _brazilian(kept: list[Row], norm: brazil.Norm) -> ParsedLaw:
    law = ParsedLaw(FORMAT, "pt", "", jurisdiction="bra", type=norm.type, native_type=norm.native_type)
    law.number, law.date = norm.number, norm.date
    if norm.date:
        law.events.append(Event("promulgated", norm.date))
    summary = next(
        (
            row.text
            for row in kept[1:6]
            if not match_provision(row.text) and not match_container(row.text) and not row.text.isupper()
        ),
        "",
    )
    law.title = readable(summary) if summary and not summary.startswith("O PRESIDENTE") else readable(kept[0].text)
    return law
