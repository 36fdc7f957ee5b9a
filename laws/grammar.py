"""What one line of unmarked statute text begins: a provision, a container, an annex, an inner unit.

Spanish, Portuguese, English and French in one grammar, since the Spanish of a treaty stands in a Brazilian decree's
neighbourhood and a file rarely says its language. Every pattern is anchored and looks at the first characters only, so
that a line of a million characters costs no more than a short one.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from laws.containers import ContainerMatch, match_container
from laws.items import ItemMatch, match_item
from laws.labels import fold, normalise
from laws.numerals import ORDINAL_WORDS, ordinal_word, roman
from laws.patterns import DASH, HEAD, LATIN, QUOTES, WORD

__all__ = [
    "HEAD",
    "PLAIN",
    "QUOTES",
    "ContainerMatch",
    "ItemMatch",
    "LabelMatch",
    "Line",
    "match_container",
    "match_item",
    "match_provision",
]

PLAIN = frozenset({"", "heading", "label"})  # hints of lines that may open something


class Line(NamedTuple):
    """One paragraph of source text.

    hint: "" for plain text, "heading" where the source marks a heading, "note" for the publisher's words, "earlier" where
        an older wording of the same provision begins, "later" for the note before a newer wording of it, "history" for a note on the provision or wording as a whole, "label"
        where the source says that a provision begins here, "text" where it says that none does.
    """

    number: int
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class LabelMatch:
    """The start of a provision.

    label: as printed, without trailing punctuation. number: `laws.labels.normalise` of it, without the word "transitorio".
    rest: what follows the label on the line. kind: "article", "section", "rule", or "other" for a numbered disposition that
    the text does not call an article. transitory: the label itself says so ("Artículo 2 transitorio").
    quoted: the line begins with a quotation mark.
    """

    label: str
    number: str
    rest: str
    kind: str
    transitory: bool = False
    quoted: bool = False


_OPENING = re.compile(rf"[\s{QUOTES}]+")

# A written number: digits with decimal points, an ordinal sign, Latin suffixes and letters.
_ORDINAL_SIGN = r"(?:\.?\s?[ºª°˚]|\.o(?![^\W_])|(?:ro|do|to|mo|vo|no|er|re|era|[eè]me|o|a|e)(?![^\W\d_]))?"
_SUFFIX = (
    rf"(?:\s*[{DASH}]?\s*(?:{LATIN})(?![^\W\d_]))*"
    rf"(?-i:[{DASH}][A-Z]{{1,2}}(?=\s*[.:)º°]|\s*[{DASH}]|\s+[A-ZÀ-Ú{QUOTES}(]|\s*$)|[A-Z]{{1,2}}(?![^\W_])"
    rf"|\s[A-Z](?=\s*[.:)]|\s*[{DASH}]+\s|\s*$))?"
    rf"(?:[{DASH}\s]?\d{{1,2}}(?=\s*[.:{DASH}]|\s*$))?"
)
_DIGITS = rf"\d{{1,5}}(?:\.\d{{1,3}}){{0,3}}{_ORDINAL_SIGN}{_SUFFIX}"
_NUMBER = rf"(?:{_DIGITS}|[IVXLC]{{1,8}}(?![^\W_]){_SUFFIX}|{WORD}(?:[ \-]{WORD}){{0,2}})"
_RANGE = rf"(?:\s*(?:,|\b(?:a|al|à|to|y|e|and|et|au)\b)\s*\d{{1,5}}{_ORDINAL_SIGN}){{1,12}}"

_ARTICLE_WORD = r"art[ií]culo|artigo|article|arto\.|art\."
_UNIT = re.compile(
    rf"(?P<word>(?P<article>{_ARTICLE_WORD}|art(?=\s*\d))|(?P<section>section|sec\.|§(?!\s*§|\s*\d{{1,3}}\s?[º°o]))|(?P<rule>rule|regla|r[eè]gle))"
    rf"\s*(?:n(?:[º°]|o\.|ro\.)\s*)?(?P<number>{_NUMBER})",
    re.IGNORECASE,
)
_PLURAL = re.compile(
    rf"(?P<word>(?:art[ií]culos|artigos|articles|arts\.)|(?P<section>sections|ss\.|§§))\s*"
    rf"(?P<number>\d{{1,5}}{_ORDINAL_SIGN}{_RANGE})(?=\s*[.:{DASH}]|\s*$)",
    re.IGNORECASE,
)
_STRONG = re.compile(rf"[.:{DASH}º°]")
_DECIDED = re.compile(rf"[.º°]\s*[{DASH}]|:$")
_CAPITAL_ROMAN = re.compile(r"[IVXLC]+(?![^\W_])")
_TRANSITORY_WORD = re.compile(r"\s*(?:\(\s*)?transit[oó]ri[oa]s?\b\)?", re.IGNORECASE)
_SEPARATOR = re.compile(rf"[\s*_]*(?P<mark>[.:;,){DASH}º°*_]*)[\s.:{DASH}*_]*")
_BARE_SECTION = re.compile(r"(\d{1,3}[A-Z]{0,2})\.(?=\s|[A-Z(—–-])\s*[—–-]?\s*")
_BARE_WORD = re.compile(rf"({WORD}(?:[ \-]{WORD}){{0,2}})(?=\s*[.:{DASH}]|\s*$)")
_DISPOSITION = re.compile(
    rf"(?P<label>(?P<before>{WORD}\s)?disposici[oó]n(?:\s+(?P<type>[^\W\d_]{{4,16}}))?\s+(?P<number>{WORD}(?:[ \-]{WORD})?|\d{{1,3}}[ºª°]?))"
    rf"(?=\s*[.:{DASH}]|\s*$)",
    re.IGNORECASE,
)


# "Artículo 93. fracción II de la Ley": a citation with a full stop in it.
_REFERENCE = re.compile(r"(?:fracci[oó]n|p[aá]rrafo|inciso|apartado|de|del|y|en|al|numeral|literal)\s")


def match_provision(line: str, *, words: bool = False, bare: bool = False) -> LabelMatch | None:
    """The provision that begins with this line, or None.

    words: take also bare ordinal words ("Primero.-"), as under a heading of transitory provisions.
    bare: take also bare numbers ("4. Short title."), as in the acts of the Commonwealth Caribbean.
    """
    head = line[:HEAD]
    opening = _OPENING.match(head)
    start = opening.end() if opening else 0
    quoted = bool(opening and opening.group().strip())
    found = _labelled(head, line, start, quoted)
    if found is None and words:
        found = _worded(head, line, start, quoted)
    if found is None and bare:
        match = _BARE_SECTION.match(head, start)
        if match:
            label = match.group(1)
            found = LabelMatch(label, normalise(label), line[match.end() :].strip(), "section", quoted=quoted)
    return found


_UNNUMBERED = re.compile(r"(art[ií]culos?|disposici[oó]n|cl[aá]usula)\s+transit[oó]ri[oa]", re.IGNORECASE)


def _labelled(head: str, line: str, start: int, quoted: bool) -> LabelMatch | None:
    if head[start : start + 1] not in "aArRsS§":
        return None
    match = _UNNUMBERED.match(head, start)
    if match and match.group(1)[-1] not in "sS":  # "Artículo transitorio.- …", the only one
        rest = _rest(head, line, match.end(), lower=match.group()[0].islower())
        return (
            None if rest is None else LabelMatch(match.group(), normalise(match.group()), rest, "article", True, quoted)
        )
    match = _UNIT.match(head, start)
    if match:
        number = _number(match)
        if number is None:
            return None
        word = match.group("word")
        kind = "article" if match.group("article") else "rule" if match.group("rule") else "section"
        end = match.start("number") + len(number)
    else:
        match = _PLURAL.match(head, start)
        if not match:
            return None
        word, number = match.group("word"), match.group("number")
        kind, end = ("section" if match.group("section") else "article"), match.end()
    transitory = _TRANSITORY_WORD.match(head, end)
    if transitory:
        end = transitory.end()
    rest = _rest(head, line, end, lower=word[0].islower())
    if rest is None:
        return None
    label = " ".join(head[match.start() : end].split()).strip(" .*_")
    return LabelMatch(label, _key(number), rest, kind, bool(transitory), quoted)


@lru_cache(maxsize=4096)
def _key(number: str) -> str:
    """`normalise`, after the stop that belongs to an ordinal sign is taken off: "3.º" is 3."""
    return normalise("art. " + re.sub(r"(?<=\d)\.\s?(?=[ºª°˚]|o(?![^\W_]))", "", number))


def _number(match: re.Match[str]) -> str | None:
    """The printed number, cut to those leading words that are ordinals; None where a word is none."""
    number = match.group("number")
    if number[0].isdigit():
        return number
    numeral = _CAPITAL_ROMAN.match(number)
    if numeral and roman(numeral.group()):
        return number
    words = re.split(r"([ \-])", number)
    count = 0
    while count < len(words) and fold(words[count]) in ORDINAL_WORDS:
        count += 2
    return "".join(words[: count - 1]) if count else None


def _rest(head: str, line: str, end: int, *, lower: bool) -> str | None:
    """What follows a label, or None where the words show a reference inside a sentence ("Artículo 5 de la Ley")."""
    separator = _SEPARATOR.match(head, end)
    mark = separator.group("mark") if separator else ""
    stop = separator.end() if separator else end
    rest = line[stop:].strip() if stop >= len(head) else (head[stop:] + line[HEAD:]).strip()
    strong = bool(_STRONG.search(mark))
    if mark[:1] in {",", ";"} or (mark[:1] == ")" and not strong):
        return None
    if not rest:
        return rest if not lower or strong else None
    if lower:  # only where the punctuation leaves no doubt: "artículo 5.-"
        return rest if _DECIDED.search(mark) else None
    if strong:
        return None if mark[0] == "." and _REFERENCE.match(rest) else rest
    first = rest.lstrip(QUOTES + "([¿¡* ")[:1]
    return rest if first.isupper() else None


def _worded(head: str, line: str, start: int, quoted: bool) -> LabelMatch | None:
    match = _DISPOSITION.match(head, start)
    if (match and ordinal_word(match.group("number"))) or (match and match.group("number")[0].isdigit()):
        label, number = match.group("label"), match.group("number")
        rest = _rest(head, line, match.end(), lower=False)
        return LabelMatch(label, normalise(number), rest or "", "other", "transit" in fold(label), quoted)
    match = _BARE_WORD.match(head, start)
    if not match or not match.group(1)[0].isupper() or not ordinal_word(match.group(1)):
        return None
    rest = _rest(head, line, match.end(), lower=False)
    if rest is None:
        return None
    return LabelMatch(match.group(1), normalise(match.group(1)), rest, "other", False, quoted)
