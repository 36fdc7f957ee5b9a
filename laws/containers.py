"""Headings that group provisions: books, parts, titles, chapters, sections, annexes, runs of closing provisions."""

import re
from dataclasses import dataclass

from laws.labels import fold
from laws.numerals import ordinal_word, roman
from laws.patterns import DASH, HEAD, LATIN, QUOTES, WORD


@dataclass(frozen=True, slots=True)
class ContainerMatch:
    """A heading that groups provisions. level: 1 book, 2 part, 3 title, 4 chapter, 5 section, 6 smaller.

    role: "" or "transitory" (a run of transitory provisions begins) or "annex".
    """

    level: int
    label: str
    heading: str
    role: str = ""


_CONTAINER_WORDS = {
    1: "libro livro book livre",
    2: "parte part partie",
    3: "título title titre",
    4: "capítulo chapter chapitre",
    5: "sección seção section division",
    6: "subsección subseção subpart subchapter párrafo apartado",
}
_LEVELS = {fold(word): level for level, words in _CONTAINER_WORDS.items() for word in words.split()}
# With and without their diacritics: capitals often stand without.
_NAMES = "|".join(
    sorted({name for words in _CONTAINER_WORDS.values() for word in words.split() for name in (word, fold(word))})
)
_CONTAINER = re.compile(
    rf"(?P<word>{_NAMES})\s+(?:n[º°]\s*)?(?P<number>[IVXLC]{{1,8}}|\d{{1,3}}[ºª°]?|[A-Z]|{WORD}(?:[ \-](?!de\b){WORD})?)"
    rf"(?P<suffix>(?:[\s{DASH}]*(?:{LATIN})\b|[{DASH}][A-Z]\b)?)(?![^\W_])[\s.:{DASH}]*",
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
    rf"(?P<label>(?:(?P<first>{WORD})\s+)?(?:anexos?|annexe?s?|ap[eé]ndice|appendix|schedule|final act|acta final|acte final)"
    rf"(?:\s+(?:n(?:[º°]|o\.)\s*)?(?:[IVXLC]{{1,8}}|\d{{1,3}}|[A-Z]|[uú]nico)(?![^\W_]))?)(?P<after>\s*[.:\-–—]*\s*)",
    re.IGNORECASE,
)


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
        end += len(re.match(rf"[\s.:{DASH}]*", head[end:]).group())  # type: ignore[union-attr]
    heading = head[end:].strip()
    separated = bool(re.search(rf"[.:{DASH}]\s*$", head[match.start("number") + len(number) : end]))
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
