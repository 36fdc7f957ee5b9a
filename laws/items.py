"""Inner units of a provision: "a)", "(1)", "II -", "§ 1º", "Parágrafo único."."""

import re
from dataclasses import dataclass

from laws.numerals import roman
from laws.patterns import DASH, QUOTES, WORD


@dataclass(frozen=True, slots=True)
class ItemMatch:
    """An inner unit. style: "letter", "roman", "ROMAN", "LETTER", "number", "paren", "paragraph" or "dash"."""

    label: str
    rest: str
    style: str


_ITEM = re.compile(
    rf"(?P<paragraph>§\s*(?:\d{{1,3}}\s?[ºo°]?(?:-[A-Z])?|[uú]nico)|Par[áa]grafo(?:\s+(?:\d{{1,2}}\s?[º°o]?|[uú]nico|transitorio|{WORD}(?=\s*[.:{DASH}])))?"
    rf"(?=\s*[.:{DASH}])|PAR[ÁA]GRAFO(?:\s+(?:\d{{1,2}}\s?[º°o]?|[A-ZÚ]{{4,12}}))?(?=\s*[.:{DASH}]|\s))\s*[.:{DASH}]*"
    r"|(?P<paren>\(\s*\d{1,3}(?:\.\d{1,2})?[A-Z]?\s*\))"
    r"|\(?(?P<letter>[a-zñ]{1,2}(?:[.\-]\d{1,2})?)\s?\)|(?P<LETTER>[A-ZÑ])\)|(?P<roman>[ivxlc]{2,6})[.)]|(?P<letterdot>[a-zñ])\.(?=\s)"
    r"|(?P<number>\d{1,3}(?:\.\d{1,2}){0,3}\s?(?:[.°º]{0,2}\)|[.°º]{1,2}|[.°º]{0,2}\s?[-–—])(?!\d)[.\-–—]*|\d{1,3}(?:\.\d{1,2}){1,3}(?=\s+[A-ZÁÉÍÓÚ\"“¿(]))"
    r"|(?P<ROMAN>[IVXLC]{1,7})(?:\s?[-–—]|[.)])[-–—]?"
    r"|(?P<dash>[-–—•·*])(?=\s)"
)


def match_item(text: str) -> ItemMatch | None:
    """The inner unit that begins a paragraph ("a)", "(1)", "II -", "§ 1º", "Parágrafo único."), or None."""
    start = len(text[:40]) - len(text[:40].lstrip(" " + QUOTES))
    match = _ITEM.match(text, start)
    if not match:
        return None
    style = match.lastgroup or ""
    end = match.end()
    if (
        style == "letter"
        and len(match.group("letter")) > 1
        and not re.match(r"([a-z])\1|ll|ch|rr|[a-z][.\-]|[ivx]+$", match.group("letter"))
    ):
        return None
    if style == "ROMAN" and roman(match.group("ROMAN")) is None:
        return None
    label = " ".join(text[match.start() : end].split())
    if style == "paragraph":
        label = label.rstrip(" .:-–—")
    elif style != "dash":
        label = label.rstrip(" :-–—")
    return ItemMatch(label, text[end:].strip(), "letter" if style == "letterdot" else style)
