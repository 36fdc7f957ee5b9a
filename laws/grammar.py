"""What one line of unmarked statute text begins: a provision, a container, an annex, an inner unit.

Spanish, Portuguese, English and French in one grammar, since the Spanish of a treaty stands in a Brazilian decree's
neighbourhood and a file rarely says its language. Every pattern is anchored and looks at the first characters only, so
that a line of a million characters costs no more than a short one.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from laws.labels import fold, normalise
from laws.numerals import ORDINAL_WORDS, ordinal_word, roman

HEAD = 400  # characters of a line that may hold its label and heading


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


@dataclass(frozen=True, slots=True)
class ContainerMatch:
    """A heading that groups provisions. level: 1 book, 2 part, 3 title, 4 chapter, 5 section, 6 smaller.

    role: "" or "transitory" (a run of transitory provisions begins) or "annex".
    """

    level: int
    label: str
    heading: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class ItemMatch:
    """An inner unit. style: "letter", "roman", "ROMAN", "LETTER", "number", "paren", "paragraph" or "dash"."""

    label: str
    rest: str
    style: str


QUOTES = "\"“”«»'‘’„"
_OPENING = re.compile(rf"[\s{QUOTES}]+")
_DASH = "\\-‐-―−"

# A written number: digits with decimal points, an ordinal sign, Latin suffixes and letters.
_LATIN = (
    "bis|ter|qu[aá]ter|quarter|quinquies|quinqu[ie]es|quinquie|sexies|septies|s[eé]pties|octies|nonies|novies|decies|undecies"
    "|duodecies|terdecies|quaterdecies|quindecies"
)
_ORDINAL_SIGN = r"(?:\.?\s?[ºª°˚]|\.o(?![^\W_])|(?:ro|do|to|mo|vo|no|er|re|era|[eè]me|o|a|e)(?![^\W\d_]))?"
_SUFFIX = (
    rf"(?:\s*[{_DASH}]?\s*(?:{_LATIN})(?![^\W\d_]))*"
    rf"(?-i:[{_DASH}][A-Z]{{1,2}}(?=\s*[.:)º°]|\s*[{_DASH}]|\s+[A-ZÀ-Ú{QUOTES}(]|\s*$)|[A-Z]{{1,2}}(?![^\W_])"
    rf"|\s[A-Z](?=\s*[.:)]|\s*[{_DASH}]+\s|\s*$))?"
    rf"(?:[{_DASH}\s]?\d{{1,2}}(?=\s*[.:{_DASH}]|\s*$))?"
)
_DIGITS = rf"\d{{1,5}}(?:\.\d{{1,3}}){{0,3}}{_ORDINAL_SIGN}{_SUFFIX}"
_WORD = r"[^\W\d_]{3,20}"
_NUMBER = rf"(?:{_DIGITS}|[IVXLC]{{1,8}}(?![^\W_]){_SUFFIX}|{_WORD}(?:[ \-]{_WORD}){{0,2}})"
_RANGE = rf"(?:\s*(?:,|\b(?:a|al|à|to|y|e|and|et|au)\b)\s*\d{{1,5}}{_ORDINAL_SIGN}){{1,12}}"

_ARTICLE_WORD = r"art[ií]culo|artigo|article|arto\.|art\."
_UNIT = re.compile(
    rf"(?P<word>(?P<article>{_ARTICLE_WORD}|art(?=\s*\d))|(?P<section>section|sec\.|§(?!\s*§))|(?P<rule>rule|regla|r[eè]gle))"
    rf"\s*(?:n(?:[º°]|o\.|ro\.)\s*)?(?P<number>{_NUMBER})",
    re.IGNORECASE,
)
_PLURAL = re.compile(
    rf"(?P<word>(?:art[ií]culos|artigos|articles|arts\.)|(?P<section>sections|ss\.|§§))\s*"
    rf"(?P<number>\d{{1,5}}{_ORDINAL_SIGN}{_RANGE})(?=\s*[.:{_DASH}]|\s*$)",
    re.IGNORECASE,
)
_STRONG = re.compile(rf"[.:{_DASH}º°]")
_DECIDED = re.compile(rf"[.º°]\s*[{_DASH}]|:$")
_CAPITAL_ROMAN = re.compile(r"[IVXLC]+(?![^\W_])")
_TRANSITORY_WORD = re.compile(r"\s*(?:\(\s*)?transit[oó]ri[oa]s?\b\)?", re.IGNORECASE)
_SEPARATOR = re.compile(rf"[\s*_]*(?P<mark>[.:;,){_DASH}º°*_]*)[\s.:{_DASH}*_]*")
_BARE_SECTION = re.compile(r"(\d{1,3}[A-Z]{0,2})\.(?=\s|[A-Z(—–-])\s*[—–-]?\s*")
_BARE_WORD = re.compile(rf"({_WORD}(?:[ \-]{_WORD}){{0,2}})(?=\s*[.:{_DASH}]|\s*$)")
_DISPOSITION = re.compile(
    rf"(?P<label>(?P<before>{_WORD}\s)?disposici[oó]n(?:\s+(?P<type>[^\W\d_]{{4,16}}))?\s+(?P<number>{_WORD}(?:[ \-]{_WORD})?|\d{{1,3}}[ºª°]?))"
    rf"(?=\s*[.:{_DASH}]|\s*$)",
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
        return None if rest is None else LabelMatch(match.group(), normalise(match.group()), rest, "article", True, quoted)
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
    """`normalise`, with the two prints it cannot tell apart from others: "3.º" is 3, and "188A" is not 188ª."""
    number = re.sub(r"(?<=\d)\.\s?(?=[ºª°˚]|o(?![^\W_]))", "", number)
    key = normalise("art. " + number)
    return key + "a" if re.fullmatch(r"[\d.]+A", number) and key.isdecimal() else key


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


# Containers -----------------------------------------------------------------------------------------------------------

_CONTAINER_WORDS = {
    1: "libro livro book livre",
    2: "parte part partie",
    3: "titulo title titre",
    4: "capitulo chapter chapitre",
    5: "seccion secao section division",
    6: "subseccion subsecao subpart subchapter parrafo apartado",
}
_LEVELS = {word: level for level, words in _CONTAINER_WORDS.items() for word in words.split()}
_CONTAINER = re.compile(
    rf"(?P<word>[^\W\d_]{{4,11}})\s+(?:n[º°]\s*)?(?P<number>[IVXLC]{{1,8}}|\d{{1,3}}[ºª°]?|[A-Z]|{_WORD}(?:[ \-](?!de\b){_WORD})?)"
    rf"(?P<suffix>(?:[\s{_DASH}]*(?:{_LATIN})\b|[{_DASH}][A-Z]\b)?)(?![^\W_])[\s.:{_DASH}]*",
    re.IGNORECASE,
)
_SPACED = re.compile(r"(?:[A-ZÁÉÍÓÚÑÇ] ){3,}[A-ZÁÉÍÓÚÑÇ](?![^\W\d_])")
_PRELIMINARY = frozenset(
    {"preliminar", "preliminary", "preliminaire", "general", "especial", "final", "unico", "unica"}
)
_TRANSITORY = re.compile(
    r"(?:(?:t[ií]tulo|cap[ií]tulo)\s+)?(?:(?:disposici[oó]n(?:es)?|disposi[cç](?:[aã]o|[oõ]es)|art[ií]culos?|cl[aá]usulas?|normas?|r[eé]gimen|ato das)\b"
    r"(?:\s+[^\W\d_]{1,18},?){0,4}\s+)?transit[oó]ri[oa]s?(?![^\W\d_])|transitional (?:and [a-z]+ )?provisions|dispositions (?:[a-z]+ et )?transitoires",
    re.IGNORECASE,
)
_FINAL = re.compile(
    r"(?:primera|segunda|tercera|cuarta|quinta|[uú]nica)?\s*disposici?(?:ones|ón|on|ões|oes|ção)s?\s+(?:finales|final|finais|complementarias?|complementares|adicional(?:es)?|adicionais|"
    r"derogatorias?|modificatorias?)\b",
    re.IGNORECASE,
)
_ANNEX = re.compile(
    rf"(?P<label>(?:(?P<first>{_WORD})\s+)?(?:anexos?|annexe?s?|ap[eé]ndice|appendix|schedule|final act|acta final|acte final)"
    rf"(?:\s+(?:n(?:[º°]|o\.)\s*)?(?:[IVXLC]{{1,8}}|\d{{1,3}}|[A-Z]|[uú]nico)(?![^\W_]))?)(?P<after>\s*[.:\-–—]*\s*)",
    re.IGNORECASE,
)


PLAIN = frozenset({"", "heading", "label"})  # hints of lines that may open something


def match_container(line: str, *, heading: bool = False) -> ContainerMatch | None:
    """The part, title, chapter, annex or closing run that this line opens, or None. heading: the source marks a heading."""
    head = _unspaced(line[:HEAD].strip(" *_" + QUOTES))
    if len(line) > HEAD or not head or head[0].isdigit():
        return None
    if heading and len(head) < 9 and head.isupper() and roman(head.rstrip(".")):
        return ContainerMatch(4, head.rstrip("."), "")
    return _numbered_container(head) or _annex(head, heading) or _closing_run(head, heading)


def _unspaced(head: str) -> str:
    """Letter-spaced capitals made whole: "T I T U L O  I" → "TITULO  I"."""
    match = _SPACED.match(head)
    if not match:
        return head
    word = match.group().replace(" ", "")
    # The last letter may be the numeral: "T I T U L O I" has one blank everywhere.
    for level_word in _LEVELS:
        if fold(word).startswith(level_word) and len(word) >= len(level_word):
            numeral = word[len(level_word) :]
            tail = re.match(r"(?:\s+[IVX](?![^\W_]))*", head[match.end() :])
            end = match.end() + (tail.end() if tail else 0)
            return f"{word[: len(level_word)]} {numeral}{head[match.end() : end].replace(' ', '')}{head[end:]}"
    return word + head[match.end() :]


def _numbered_container(head: str) -> ContainerMatch | None:
    match = _CONTAINER.match(head)
    if not match:
        return None
    level = _LEVELS.get(fold(match.group("word")))
    if level is None or not match.group("word")[0].isupper():
        return None
    number, end = match.group("number"), match.end()
    if not _is_container_number(number, match):
        word = re.split(r"[ \-]", number)[0]
        if not (ordinal_word(word) or fold(word) in _PRELIMINARY):
            return None
        number = word
        end = match.start("number") + len(word)
        end += len(re.match(rf"[\s.:{_DASH}]*", head[end:]).group())  # type: ignore[union-attr]
    heading = head[end:].strip()
    separated = bool(re.search(rf"[.:{_DASH}]\s*$", head[match.start("number") + len(number) : end]))
    if heading and not separated and not heading.lstrip(QUOTES + "(¿¡*")[:1].isupper():
        return None
    if heading and heading[0] in ",;)":
        return None
    label = re.sub(r"\s+", " ", head[:end]).strip(f" .:-–—*{QUOTES}")
    return ContainerMatch(level, label, heading.strip(" *_"), "transitory" if _TRANSITORY.match(heading) else "")


def _is_container_number(number: str, match: re.Match[str]) -> bool:
    if number[0].isdigit() or ordinal_word(number) or fold(number) in _PRELIMINARY:
        return True
    if roman(number) and number.isupper():
        return True
    return len(number) == 1 and number.isupper()


def _annex(head: str, heading: bool) -> ContainerMatch | None:
    match = _ANNEX.match(head)
    if not match or not head[0].isupper():
        return None
    first = match.group("first")
    if first and not ordinal_word(first):
        return None
    rest = head[match.end() :].strip()
    after = match.group("after").strip()
    title_like = head.isupper() or heading or (not rest) or (bool(after) and rest[:1].isupper() and len(head) < 120)
    if not title_like or rest[:1] in {",", ";", ")"} or (rest and rest[0].islower()) or (len(rest) > 200):
        return None
    label = match.group("label").strip()
    return ContainerMatch(1, label, rest.strip(" *_()"), "annex")


def _closing_run(head: str, heading: bool) -> ContainerMatch | None:
    if len(head) > 160:
        return None
    capitals = head.isupper() or heading
    text = head.rstrip(" .:-")
    match = _TRANSITORY.match(text)
    if match and (match.end() == len(text) or capitals) and text[0].isupper():
        return ContainerMatch(3, text, "", "transitory")
    match = _FINAL.match(text)
    if match and text[0].isupper() and (capitals or match.end() == len(text)):
        return ContainerMatch(3, text, "", "transitory" if "transit" in fold(text) else "final")
    return None


# Inner units ----------------------------------------------------------------------------------------------------------

_ITEM = re.compile(
    rf"(?P<paragraph>§\s*(?:\d{{1,3}}\s?[ºo°]?(?:-[A-Z])?|[uú]nico)|Par[áa]grafo(?:\s+(?:\d{{1,2}}\s?[º°o]?|[uú]nico|transitorio|{_WORD}(?=\s*[.:{_DASH}])))?"
    rf"(?=\s*[.:{_DASH}])|PAR[ÁA]GRAFO(?:\s+(?:\d{{1,2}}\s?[º°o]?|[A-ZÚ]{{4,12}}))?(?=\s*[.:{_DASH}]|\s))\s*[.:{_DASH}]*"
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
