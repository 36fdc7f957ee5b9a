"""Citations of provisions: "art. 23 ley 25871", "LMigra art. 52", "section 5 Citizenship Act", "R205 ...", "LIPR 97".

A citation gives the labels of the provisions, normalised as `records.labels.normalise` does, and the rest of the
query, which names the law (by number, by name, or not at all).
"""

import re
from dataclasses import dataclass

from records.labels import normalise
from search.numbers import flat
from search.stopwords import words

_UNITS = {
    "article": r"articulos?|artigos?|articles?|arts?|disposiciones|disposicion|clausulas?",
    "section": r"sections?|secs?|ss|s|§§|§",
    "rule": r"rules?|reglas?|regles?|regras?",
    "regulation": r"regulations?|regs?",
}
_ROMAN = r"(?:x{0,3}(?:ix|iv|v?i{1,3}|v)|x{1,3})"
_LATIN = r"bis|ter|quater|quinquies|sexies|septies|octies|nonies|decies"
_ORDINALS: dict[str, int] = {
    word: number
    for number, spelled in enumerate(
        [
            "primero primera primeiro primeira premier premiere first",
            "segundo segunda deuxieme second",
            "tercero tercera terceiro terceira troisieme third",
            "cuarto cuarta quarto quarta quatrieme fourth",
            "quinto quinta cinquieme fifth",
            "sexto sexta sixieme sixth",
            "septimo septima setimo setima septieme seventh",
            "octavo octava oitavo oitava huitieme eighth",
            "noveno novena nono nona neuvieme ninth",
            "decimo decima dixieme tenth",
        ],
        1,
    )
    for word in spelled.split()
}
_SINGLE = {"unico": "unico", "unica": "unico", "unique": "unique"}
_NUMBER = (
    r"(?:\d{1,4}(?:\.\d{1,3})*(?:o|er|ro|do|to|a)?(?![\w/]|\.?\d)(?:\s?-\s?[a-z](?![a-z]))?"
    r"|\d{1,4}(?:\.\d{1,3})*[a-z](?![\w/]))"
    rf"(?:[\s\-]+(?:{_LATIN})\b)?(?:\s*\(\w{{1,5}}\))*"
)
_WORDED = "|".join([*_ORDINALS, *_SINGLE])
_LABEL = rf"(?:{_NUMBER}|(?:{_WORDED})\b|{_ROMAN}\b(?:\s*\(\w{{1,5}}\))*)"
_NO = r"(?:(?:numero|num|nro|nos?|n)(?![a-z])[.\s]*(?:o(?![a-z]))?[.\s]*)?"
_SPECIAL = r"(?:(?:transitori[ao]s?|adicional(?:es)?|final(?:es)?)\s+)?"
_MARKED = re.compile(
    "|".join(
        rf"(?<![\w.])(?P<{unit}>{names})(?:\.\s*|\s+|(?<=§)\s*|(?=\d)){_SPECIAL}{_NO}(?P<{unit}_label>{_LABEL})"
        for unit, names in _UNITS.items()
    )
)
_MORE = re.compile(
    rf"\s*(?P<link>,\s*(?:and|y|e|et)\b|,|\b(?:and|y|e|et)\b|&|-|\b(?:to|al|au|ao|a)\b)\s*(?P<label>{_LABEL})"
)
# Shorthand of lawyers in Canada: A34 is section 34 of the Act, R205 section 205 of the Regulations, s34, r.65.
_SHORTHAND = re.compile(
    r"(?<![\w./\-])(?P<letter>[ars])(?:\.\s?)?(?P<label>\d{1,3}(?:\.\d{1,2})?(?:\(\w{1,5}\))*)(?![\w/.\-])"
)
_SHORTHAND_UNIT = {"a": "act", "s": "section", "r": "regulation"}
# An abbreviation and a number, and nothing else: "LIPR 97", "INA 212(a)(9)(B)".
_ABBREVIATED = tuple(
    re.compile(f"^{pattern}$")
    for pattern in (
        r"[A-Z][A-Za-z]{1,9} (?P<label>\d{1,3}(?:\.\d{1,2})?(?:\(\w{1,5}\))*)",
        r"(?P<label>\d{1,3}(?:\.\d{1,2})?(?:\(\w{1,5}\))*) [A-Z]{2}[A-Za-z]{0,8}",
    )
)
_CODE_SECTION = re.compile(
    r"(?<=u)\.?\s?s\.?\s?c(?:ode)?\.?\s+(?:§+\s*)?(?P<label>\d{1,5}[a-z]?(?:-\d+)?(?:\(\w{1,5}\))*)"
)
# Units inside a provision, which the label does not tell: they leave the rest of the query.
_INNER = re.compile(
    r"(?<!\w)(?:incisos?|inc|parrafos?|paragrafos?|paragraphes?|paragraphs?|subsections?|apartados?|alineas?|numerales|"
    r"numeral|literales|literal|fraccion|fracciones|al|par|para|§+)(?:\.\s*|\s+|(?<=§)\s*)"
    r"(?:\d{1,3}o?|[a-z]|[ivxlc]+|unico)(?![\w])\)?(?:\s*\(\w{1,5}\))*"
)
_LINKS = words("de del la las el los da das do dos du des d l of the le les en em in au aux al ao sous under to")
_RANGE_LIMIT = 12


@dataclass(frozen=True, slots=True)
class Citation:
    """unit: "article", "section", "rule", "regulation", "act" (a section of it) or "".

    labels: of the provisions asked for, in order; also: other ways in which a text may print the same labels
        ("4" for "IV", "1" for "primero").
    rest: what names the law, without links at its ends; "" when nothing is left.
    start, end: offsets of the first marked label in the query.
    country: code of the country whose lawyers' shorthand was used, or "".
    """

    unit: str
    labels: tuple[str, ...]
    also: tuple[str, ...]
    rest: str
    start: int
    end: int
    country: str = ""


def find(text: str) -> Citation | None:
    """The citation in a query, or None. When several provisions are cited, their labels are joined."""
    plain = flat(text)
    if len(plain) != len(text):
        return None
    spans: list[tuple[int, int]] = []
    printed: list[str] = []
    unit = country = ""
    for match in _matches(text, plain):
        groups = match.groupdict()
        country = "can" if groups.get("letter") in ("a", "r") else country
        named = next((name for name in _UNITS if groups.get(name)), "")
        unit = unit or named or _SHORTHAND_UNIT.get(groups.get("letter") or "", "")
        group = f"{named}_label" if named else "label"
        labels, end = _following(plain, groups[group], match.end(group))
        printed += labels
        spans.append((match.start() if named or "letter" in groups else match.start("label"), end))
    if not printed:
        return None
    keys = tuple(dict.fromkeys(key for label in printed if (key := _key(label))))
    if not keys:
        return None
    also = tuple(dict.fromkeys(other for label in keys for other in variants(label) if other not in keys))
    return Citation(unit, keys, also, _rest(text, plain, spans), *spans[0], country)


def variants(label: str) -> tuple[str, ...]:
    """Other normalised labels of the same provision: "iv" ↔ "4", "primero" → "1", "1" → "primero", "premier", "i"."""
    if label in _ORDINALS:
        number = _ORDINALS[label]
    elif label.isdigit() and len(label) <= 2:
        number = int(label)
    elif re.fullmatch(_ROMAN, label):
        number = _arabic(label)
    else:
        head = re.fullmatch(r"(\d+)[a-z]", label)
        return (head[1], f"{head[1]}-{label[-1]}") if head else ()
    others = [str(number), _roman(number), *(word for word, value in _ORDINALS.items() if value == number)]
    return tuple(dict.fromkeys(normalise(other) for other in others if other and normalise(other) != label))


def _matches(text: str, plain: str) -> list[re.Match[str]]:
    """Marked labels; "§" marks one only where no other unit does, else it is a part of an article."""
    marked = list(_MARKED.finditer(plain))
    return [match for match in marked if "§" not in match[0]] or marked or _bare_labels(text, plain)


def _bare_labels(text: str, plain: str) -> list[re.Match[str]]:
    """Labels without a unit word, where nothing else is likely."""
    if section := _CODE_SECTION.search(plain):
        return [section]
    for pattern in _ABBREVIATED:
        if abbreviated := pattern.search(text):
            return [abbreviated]
    return list(_SHORTHAND.finditer(plain))


def _following(plain: str, label: str, end: int) -> tuple[list[str], int]:
    """The label and those that follow it in a list or range."""
    labels = [label]
    while more := _MORE.match(plain, end):
        if more["link"] in ("-", "to", "a", "al", "au", "ao"):
            first, last = labels[-1], more["label"]
            if not (first.isdigit() and last.isdigit() and int(first) < int(last)):
                break
            labels += [str(number) for number in range(int(first) + 1, min(int(last), int(first) + _RANGE_LIMIT) + 1)]
        elif _is_year(more["label"]):
            break
        else:
            labels.append(more["label"])
        end = more.end()
    return labels, end


def _is_year(label: str) -> bool:
    return bool(re.fullmatch(r"(?:18|19|20)\d\d", label))


def _key(label: str) -> str:
    bare = re.sub(r"\s*\(\w{1,5}\)", "", label)
    bare = re.sub(r"\s*-\s*", "-", bare)
    return _SINGLE.get(bare, normalise(bare))


def _rest(text: str, plain: str, spans: list[tuple[int, int]]) -> str:
    keep = bytearray(b"\1" * len(text))
    for start, end in [*spans, *(match.span() for match in _INNER.finditer(plain))]:
        keep[start:end] = bytes(end - start)
    rest = "".join(char if kept else " " for char, kept in zip(text, keep, strict=True))
    left = rest.split()
    while left and flat(left[0]).strip(",.;:-") in _LINKS | {""}:
        left.pop(0)
    while left and flat(left[-1]).strip(",.;:-") in _LINKS | {""}:
        left.pop()
    return " ".join(left).strip(" ,;:")


def _arabic(roman: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10}[char] for char in roman]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def _roman(number: int) -> str:
    if not 0 < number < 40:
        return ""
    units = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"]
    return "x" * (number // 10) + units[number % 10]
