"""Body of a Markdown statute to paragraphs: marks taken off, hard-wrapped lines joined, headings and tables kept as hints."""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from laws.announcements import announces
from laws.grammar import HEAD, Line, match_container, match_item, match_provision
from laws.notes import is_note

_LINK = re.compile(
    r"!?\[([^\[\]]{0,600})\]\([^()\s]{0,600}(?:\([^()]{0,200}\)[^()\s]{0,400}){0,3}(?:\s+\"[^\"]{0,200}\")?\s*\)"
)
_EMPHASIS = re.compile(r"(?<![\w])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![\w])")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>])")
_TAG = re.compile(r"</?(?:br|p|b|i|u|em|strong|span|div|sup|sub|font|center|a|meta|img)\b[^<>]{0,300}>", re.IGNORECASE)
_HEADING = re.compile(r"\s{0,3}(#{1,6})")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_TABLE_RULE = re.compile(r"\|?[\s:|\-]+\|?$")
_RULES = "-–—*_=. "  # a line of nothing else divides
_TERMINAL = re.compile(r"[.:;!?…][\"”»’')\]]*$|[—–\-]$|\.\s?[—–\-]+$")
_STRUCTURE = re.compile(r"[\"“«]?(?:art|sec|t[ií]t|cap|anexo|disp|par[aá]g|§)", re.IGNORECASE)
WIDTH = 74  # columns at which the Argentine and Uruguayan sources wrap their lines


class Row(NamedTuple):
    """One source line without its marks. mark: number of "#" before it; raw: the line as it stands; blank: one stood before."""

    number: int
    text: str
    raw: str
    mark: int
    blank: bool
    indented: bool


def clean(text: str) -> str:
    """Text without emphasis, links (their words stay), tags, escapes and entities."""
    if "](" in text:
        text = _LINK.sub(_link_words, text)
        text = _LINK.sub(_link_words, text)  # a link whose words held a link
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "\\" in text:
        text = _ESCAPE.sub(lambda match: {"*": "\ue000", "_": "\ue001"}.get(match.group(1), match.group(1)), text)
    text = text.replace("*", "")
    if "_" in text:
        text = _EMPHASIS.sub("", text)
    text = html.unescape(text) if "&" in text else text
    text = text.replace("\ue000", "*").replace("\ue001", "_")
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    return " ".join(text.split())


def _link_words(match: re.Match[str]) -> str:
    """The words of a link, kept apart from words that touch it."""
    text, (start, end) = match.string, match.span()
    before = " " if start and (text[start - 1].isalnum() or text[start - 1] == "*") else ""
    after = " " if end < len(text) and (text[end].isalnum() or text[end] == "*") else ""
    return before + match.group(1) + after


# A label glued to the note or the sentence before it: "… B.O. 1/2/2003)***Art. 36. —** La …"
_GLUED = re.compile(
    r"(?<=\))(?:\*{1,8}\s*)?(?=(?:ART[IÍ]CULO|Artículo|ART\.|Art\.)\s*\d{1,3}\s?(?:[º°.]|bis|ter|quater)[\s*.]*[º°.\-–—])"
    r"|(?<=\))(?:\*{1,8}\s*)?(?=(?:SECCI[OÓ]N|CAP[IÍ]TULO|T[IÍ]TULO)\s+[\dIVXLC])|(?<=[a-z\d]\.)(?=Art\. \d{1,3}\s?[º°]?\s?[\-–—])"
)


_GLUE = (")*", ")A", ")S", ")C", ")T", ".Art")  # without one of these nothing is glued


def rows(lines: list[str], first: int = 0) -> Iterator[Row]:
    """Source lines that hold text, from index `first`; line numbers stay those of the file."""
    blank = True
    for index, raw in _pieces(lines, first):
        if not raw:
            blank = True
            continue
        match = _HEADING.match(raw)
        text = clean(raw[match.end() :].strip(" #") if match else raw.lstrip("> ") if raw.startswith(">") else raw)
        if not text or text == "[IMG]" or (text[0] in _RULES and not text.strip(_RULES)):
            blank = True
            continue
        yield Row(index + 1, text, raw, len(match.group(1)) if match else 0, blank, raw[:1].isspace())
        blank = False


def _pieces(lines: list[str], first: int) -> Iterator[tuple[int, str]]:
    for index in range(first, len(lines)):
        raw = lines[index].rstrip()
        if any(sign in raw for sign in _GLUE) and len(parts := _GLUED.split(raw)) > 1:
            yield from ((index, part) for part in parts if part)
        else:
            yield index, raw


def paragraphs(source: Iterator[Row], wrapped: str, width: int = WIDTH) -> Iterator[Line]:
    """Rows as paragraphs.

    wrapped: "" for one paragraph a line, "tight" where single line ends are no paragraphs' ends, "hanging" the same with
    indented lines going on, "spaced" where an empty line stands between all lines. width: columns of a full line.
    """
    open_row: Row | None = None
    parts: list[str] = []
    table: list[Row] = []
    for row in source:
        if row.raw.lstrip().startswith("|") and row.text.count("|") > 1:
            if open_row:
                yield from _paragraph(open_row, parts)
                open_row = None
            table.append(row)
            continue
        if table:
            yield _table(table)
            table = []
        if open_row and wrapped and _continues(open_row, parts, row, wrapped, width):
            parts.append(row.text)
            continue
        if open_row:
            yield from _paragraph(open_row, parts)
        open_row, parts = row, [row.text]
    if table:
        yield _table(table)
    if open_row:
        yield from _paragraph(open_row, parts)


def _continues(start: Row, parts: list[str], row: Row, wrapped: str, width: int) -> bool:
    """True when the row goes on with the paragraph that `parts` opened."""
    before = parts[-1]
    if wrapped in {"tight", "hanging"} and row.blank:
        return False
    if start.mark and len(parts) == 1 and not match_provision(start.text):
        return False
    if row.mark:  # marks were set by pattern, also on a sentence that goes on with "artículo 75, inciso 12 …"
        return not (match_provision(row.text) or match_container(row.text, heading=True))
    if before.endswith("-") and before[-2:-1].isalpha() and row.text[:1].islower():
        return True
    if _begins(row.text):
        return False
    if before.endswith((")", *"0123456789")) and is_note(" ".join(parts)[:HEAD]):
        return False
    if not _TERMINAL.search(before[-12:]):
        return not (before.isupper() and not row.text.isupper() and len(before) < width - 10)
    if row.indented and wrapped == "hanging":
        return True
    if before.endswith((":", ";")) or (row.text.isupper() and not before.isupper()):
        return False
    full = len(before) + 1 + len(row.text.split(" ", 1)[0]) > width
    return full and len(before) <= width + 8 and len(row.text) <= width + 8


def _begins(text: str) -> bool:
    """True when the row opens something of its own."""
    if (text[:1] in "(*" and is_note(text + ")")) or ("DOF" in text and is_note(text.partition("(")[0])):
        return True
    if match_item(text):
        return True
    if _STRUCTURE.match(text):
        return bool(match_provision(text) or match_container(text))
    if not text[:1].isupper():
        return False
    return bool(match_provision(text, words=True)) or announces(text, False) == "closing"


def _paragraph(row: Row, parts: list[str]) -> Iterator[Line]:
    text = " ".join(parts)
    if "](" in text:  # a link that went over the end of a line
        text = clean(text)
    split = _heading_on_label(row, text) if len(parts) == 1 else None
    if split:
        yield from split
        return
    real = row.mark and (match_provision(text) or match_container(text, heading=True) or text[:1].isupper())
    yield Line(row.number, text, "heading" if real and len(text) <= 400 else "")


_BOLD_LABEL = re.compile(r"\s*\*\*(?P<bold>[^*]{4,300}?)\*\*\s*(?P<after>.*)$")
_ITALIC = re.compile(r"[\s.:\-–—]*\*(?!\*)(?P<italic>[^*]{3,240}?)\*[\s.:\-–—]*(?P<after>.*)$")


def _heading_on_label(row: Row, text: str) -> list[Line] | None:
    """A label whose heading the source sets apart by bold or italics ("**Artículo 5º.** *Del fin.* El …")."""
    if row.mark or "*" not in row.raw[:320]:
        return None
    bold = _BOLD_LABEL.match(row.raw)
    label = match_provision(clean(bold.group("bold"))) if bold else None
    if bold is None or label is None:
        return None
    after = bold.group("after")
    if label.rest:
        heading = label.rest
    else:
        italic = _ITALIC.match(after)
        if italic is None:
            return None
        heading, after = clean(italic.group("italic")), italic.group("after")
    rest = clean(after).lstrip(" .:-–—")
    if not rest or len(heading) > 240 or is_note(heading) or (rest[:1].islower() and not match_item(rest)):
        return None
    head = clean(bold.group("bold"))
    head = head[: len(head) - len(label.rest)].rstrip() if label.rest else head
    return [Line(row.number, head, "label"), Line(row.number, heading.rstrip(" ."), "heading"), Line(row.number, rest)]


def _table(table: list[Row]) -> Line:
    cells = [
        [clean(cell) for cell in row.raw.strip().strip("|").split("|")]
        for row in table
        if not _TABLE_RULE.fullmatch(row.raw.strip())
    ]
    return Line(table[0].number, "\n".join("\t".join(row) for row in cells), "table")
