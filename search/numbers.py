"""Official numbers of laws: every spelling of one number gives the same keys.

A key is a short string: "25871", "act:25871", "616/2010", "decree:616/2010", "sor/2012-256", "sc/1994/31", "rsc/c-29",
"pl/119-1", "usc/8", "ilo/97", "a/res/217". The class before the colon is coarse, for preferring: "Decreto Supremo" and
"decreto" are both "decree", and "Law 25.871" in any language is "act".
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

# A two-digit year up to this is of this century.
_PIVOT = 40

TYPE_WORDS: dict[str, str] = {
    "act": "ley organica|ley general|ley federal|ley nacional|ley|lei complementar|lei federal|lei|loi|law|act",
    "decree": (
        "decreto de necesidad y urgencia|decreto con fuerza de ley|decreto supremo|decreto legislativo|decreto ejecutivo|"
        r"decreto[ \-]ley|decreto[ \-]lei|decreto|dto|dec|decret[ \-]loi|decret|legislative decree|supreme decree|"
        r"executive decree|decree[ \-]law|decree|dnu|dfl|dleg|d\.? ?leg|d\. ?s|ds|d\. ?l|dl"
    ),
    "resolution": "resolucion|resolucao|resolution|res|portaria|ordenanza|ordinance|providencia",
    "order": "executive order|disposicion|instrucao normativa|circular|acuerdo ministerial|acuerdo|acordada",
    "amendment": "acto legislativo|emenda constitucional|reforma constitucional",
    "bill": "projeto de lei complementar|projeto de lei|proyecto de ley|boletin|repartido|plp|pls|plc|pec",
    "measure": "medida provisoria",
}
_CLASS = {re.sub(r"\W|\?", "", word): name for name, words in TYPE_WORDS.items() for word in words.split("|")}
_TYPES = "|".join(sorted((word for words in TYPE_WORDS.values() for word in words.split("|")), key=len, reverse=True))
_NO = r"(?:(?:numero|number|num|nro|nr|no|n)(?![a-z])[.\s]*(?:o(?![a-z]))?[.\s]*)?"
_ADJECTIVE = r"(?:\s+(?:nacional|federal|estadual|provincial|supremo|general))?"
_NUMBER = r"(?P<number>\d{1,3}(?:[.,]\d{3})+(?!\d)|\d+)"
_DAY = r"(?:\d{1,2}o?\s+(?:(?:de|of|du)\s+)?[a-z]{3,10}\.?,?\s+(?:(?:de|del|of)\s+)?)?"
_YEAR = (
    r"(?:\s*/\s*(?P<slash>\d{4}|0\d\d|\d\d)(?!\d)"
    r"|\s*-\s*(?P<dash>(?:19|20)\d\d)(?!\d)(?:\s*[-/]\s*(?P<office>[a-z]{2,8})\b)?"
    rf"|,?\s+(?:de|del|of|du|do)\s+{_DAY}(?P<of>(?:18|19|20)\d\d)(?![\d.]\d)"
    r"|,?\s+(?P<bare>(?:18|19|20)\d\d)(?![.]?\d))"
)


@dataclass(frozen=True, slots=True)
class NumberMention:
    """An official number met in a text.

    start, end: offsets of the first character and after the last, the type word included.
    keys: what a document of that very number holds, most specific first.
    fallback: wider keys, for a document that does not tell its year (or a query that gave a wrong one).
    words: the type words as written, folded ("decreto supremo"), for preferring only.
    certain: whether it can hardly be anything else; a bare figure without type word or year is not.
    """

    start: int
    end: int
    keys: tuple[str, ...]
    fallback: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    certain: bool = True


def keys(text: str) -> tuple[str, ...]:
    """All keys of the numbers in `text`, wider ones too: what a document is given."""
    return tuple(dict.fromkeys(key for mention in find(text) for key in (*mention.keys, *mention.fallback)))


def document_keys(
    number: str, *, native_type: str = "", year: int | None = None, aliases: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Keys of a law from its number, its type word, the year of its date and its number aliases.

    A number in no known form gives itself, squeezed ("XIX-0011" → "xix-0011").
    """
    found: dict[str, None] = {}
    for text in (f"{native_type} {number}", number, *aliases):
        for mention in find(text):
            found |= dict.fromkeys((*mention.keys, *mention.fallback))
            if year and mention.certain and not any("/" in key for key in mention.keys):
                found |= dict.fromkeys(f"{key}/{year}" for key in mention.keys if key.rpartition(":")[2].isdigit())
    bare = re.sub(r"[^a-z0-9./]+", "-", flat(number)).strip("-")
    if bare and not found:
        found[bare] = None
    if number.isdigit():
        found[number.lstrip("0") or "0"] = None
    return tuple(found)


def find(text: str) -> list[NumberMention]:
    """The numbers in `text`, in reading order, without overlap; takes time in proportion to its length."""
    plain = flat(text)
    if not any(char.isdigit() for char in plain):
        return []
    mentions: list[NumberMention] = []
    for pattern, read in _RULES:
        for match in pattern.finditer(plain):
            mention = read(match)
            if mention and not any(mention.start < other.end and other.start < mention.end for other in mentions):
                mentions.append(mention)
    return sorted(mentions, key=lambda mention: mention.start)


def flat(text: str) -> str:
    """Lower case without diacritics, of the same length, so that offsets hold; ordinal signs become o or a."""
    return "".join(_flat_char(char) for char in text)


def _flat_char(char: str) -> str:
    if char.isascii():
        return char.lower()
    if char in "°º˚":
        return "o"
    if char in "‐‑‒–—−":
        return "-"
    base = unicodedata.normalize("NFKD", char)[0].lower()
    return base if len(base) == 1 else char


def expand_year(digits: str) -> int:
    """ "2010", "010" and "10" are 2010, "42" and "942" are 1942."""
    year = int(digits)
    if len(digits) == 3:
        return 2000 + year if year < 100 else 1000 + year
    if len(digits) == 2:
        return 2000 + year if year < _PIVOT else 1900 + year
    return year


def _typed(match: re.Match[str]) -> NumberMention | None:
    groups = match.groupdict()
    number = re.sub(r"[.,]", "", groups["number"]).lstrip("0") or "0"
    word = re.sub(r"\s+", " ", groups.get("type") or "")
    name = _CLASS.get(re.sub(r"\W", "", word), "")
    year_text = next((groups[group] for group in ("slash", "dash", "of", "bare") if groups.get(group)), None)
    office = groups.get("office")
    if office in _NOT_OFFICES:
        office = None
    forms = []
    if year_text:
        year = expand_year(year_text)
        forms = [f"{number}/{year}"]
        if office:
            forms.insert(0, f"{number}/{year}-{office}")
    wide = [f"{name}:{number}", number] if name else [number]
    narrow = [key for form in forms for key in ((f"{name}:{form}", form) if name else (form,))]
    end = match.end() if office or not groups.get("office") else match.start("office")
    certain = bool(name or forms)
    return NumberMention(
        match.start(), end, tuple(narrow or wide), tuple(wide) if narrow else (), (word,) if word else (), certain
    )


_NOT_OFFICES = frozenset({"art", "arts", "articulo", "artigo", "article", "section", "sec"})


def _year_first(match: re.Match[str]) -> NumberMention:
    name = _CLASS.get(re.sub(r"\W", "", match["type"]), "")
    form = f"{int(match['number'])}/{match['year']}"
    return NumberMention(match.start(), match.end(), (f"{name}:{form}", form), (), (match["type"],))


def _simple(form: str, *more: str) -> Callable[[re.Match[str]], NumberMention]:
    """A reader whose keys are `form` and `more` with the match's groups filled in."""

    def read(match: re.Match[str]) -> NumberMention:
        groups = {name: (value or "").lstrip("0") for name, value in match.groupdict().items()}
        return NumberMention(match.start(), match.end(), tuple(key.format(**groups) for key in (form, *more)))

    return read


def _instrument(match: re.Match[str]) -> NumberMention:
    series = {"dors": "sor", "tr": "si"}.get(match["series"].replace(".", ""), match["series"].replace(".", ""))
    key = f"{series}/{expand_year(match['year'])}-{int(match['number'])}"
    return NumberMention(match.start(), match.end(), (key,))


def _chapter(match: re.Match[str]) -> NumberMention:
    chapter = match["chapter"]
    if chapter[0].isalpha():
        return NumberMention(match.start(), match.end(), (f"rsc/{chapter}", chapter))
    return NumberMention(match.start(), match.end(), (f"sc/{match['year']}/{int(chapter)}",))


def _resolution(match: re.Match[str]) -> NumberMention:
    number, more = match["number"], match["more"]
    key = f"a/res/{number}/{more}" if more else f"a/res/{number}"
    session = (match["session"] or "").strip("() ")
    return NumberMention(match.start(), match.end(), (f"{key}({session})", key) if session else (key,))


def _gazette(match: re.Match[str]) -> NumberMention:
    key = f"dof/{match['year']}-{int(match['month']):02}-{int(match['day']):02}"
    return NumberMention(match.start(), match.end(), (key,))


def _bare(match: re.Match[str]) -> NumberMention | None:
    digits = re.sub(r"[.,]", "", match["number"])
    # A bare figure of four digits is a year more often than a law.
    if len(digits) < 4 or (match["number"].isdigit() and re.fullmatch(r"(?:18|19|20)\d\d", digits)):
        return None
    return NumberMention(match.start(), match.end(), (digits,), (), (), certain=False)


def _rules() -> Iterator[tuple[str, Callable[[re.Match[str]], NumberMention | None]]]:
    """Patterns over flat text, the surest first; each takes what is left by those before."""
    chapter = r"(?:chapter|chapitre|chap|ch|c)\b\.?\s*(?P<chapter>[a-z]{1,2}-\d+(?:\.\d+)?|\d+)\b"
    yield r"\b(?P<series>sor|dors|si|tr)\s*[/\s\-.]\s*(?P<year>\d{4}|\d\d)\s*[-/]\s*(?P<number>\d{1,4})\b", _instrument
    yield r"\bc\.?\s?r\.?\s?c\.?,?\s*(?:chapitre|chapter|chap|ch|c)\b\.?\s*(?P<n>\d+)\b", _simple("crc/{n}")
    yield rf"\b(?:r\.?\s?s|l\.?\s?r|s|l)\.?\s?c\.?[\s,(]+(?P<year>(?:18|19|20)\d\d)[\s,)]*{chapter}", _chapter
    yield rf"\b(?P<year>(?:18|19|20)\d\d),?\s*{chapter}", _chapter
    yield (
        r"\b(?:public\s+law|pub\.?\s*l\.?|p\.?\s?l\b\.?)\s*(?:no?\b\.?)?\s*(?P<c>\d{2,3})\s*-\s*(?P<n>\d+)\b",
        _simple("pl/{c}-{n}"),
    )
    yield r"\b(?P<t>\d{1,2})\s*u\.?\s?s\.?\s?c(?:ode\b|\b)\.?(?:\s?a\b\.?)?", _simple("usc/{t}")
    yield r"\bunited\s+states\s+code,?\s+title\s+(?P<t>\d{1,2})\b", _simple("usc/{t}")
    yield r"\btitle\s+(?P<t>\d{1,2}),?\s+(?:of\s+the\s+)?(?:united\s+states|u\.?\s?s\.?)\s+code\b", _simple("usc/{t}")
    yield r"\b(?P<t>\d{1,2})\s*c\.?\s?f\.?\s?r\b\.?", _simple("cfr/{t}")
    yield r"\b(?:ilo|oit)\s*[-:,]?\s*(?:c\s?[-.]?)?0*(?P<n>\d{1,3})\b(?![./])", _simple("ilo/{n}")
    yield r"\bc0*(?P<n>\d{2,3})\b(?!\s*[-/.]\d)", _simple("ilo/{n}")
    treaty = r"(?:convenios?|convencion|convencao|conventions?)"
    office = r"(?:\s+(?:sobre\s+|de\s+la\s+|da\s+|de\s+l'|of\s+the\s+)?(?:oit|ilo))?"
    yield rf"\b(?:(?:oit|ilo)\s+)?{treaty}\s+(?:(?:oit|ilo)\s+)?{_NO}0*(?P<n>\d{{1,3}})\b{office}", _simple("ilo/{n}")
    yield r"\ba\s?/\s?res\s?/\s?(?P<number>\d+)(?:/(?P<more>\d+))?\s*a?\s*(?P<session>\([ivxlc]+\))?", _resolution
    yield (
        rf"\b(?:resolucion|resolution|resolucao)\s+{_NO}(?P<number>\d+)(?P<more>)\s*a?\s*(?P<session>\([ivxlc]+\))",
        _resolution,
    )
    yield r"\bd\.?o\.?f\b\D{0,12}(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})\b", _gazette
    yield rf"\b(?P<type>{_TYPES})\b\.?\s*{_NO}(?P<year>(?:19|20)\d\d)-(?P<number>\d{{1,4}})\b", _year_first
    yield rf"\b(?P<type>{_TYPES})\b{_ADJECTIVE}\.?,?\s*{_NO}{_NUMBER}(?:-[a-z]\b)?{_YEAR}?", _typed
    yield r"\b(?P<l>[a-z]{1,2})-(?P<n>\d+(?:\.\d+)?)\b(?!-)", _simple("{l}-{n}")
    yield r"\b(?:chapter|capitulo|cap)\b\.?\s*(?P<n>\d+(?:\.\d+)?[a-z]?)\b", _simple("ch/{n}")
    yield rf"(?<![\d/.\-]){_NUMBER}\s*/\s*(?P<slash>(?:18|19|20)\d\d|0\d\d)\b", _typed
    yield rf"(?<![\d/.\-]){_NUMBER}\s*-\s*(?P<dash>(?:19|20)\d\d)(?:\s*[-/]\s*(?P<office>[a-z]{{2,8}}))?\b", _typed
    yield rf"(?<![\w/.\-]){_NUMBER}(?![\w/\-]|\.\d)", _bare


_RULES = [(re.compile(pattern), read) for pattern, read in _rules()]
