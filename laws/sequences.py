"""Runs of provision numbers, and the signs that a label is quoted from another act."""

import re
from dataclasses import dataclass, field

from laws.grammar import LabelMatch
from laws.labels import normalise
from laws.numerals import leading_number

# Longest stretch of text in which the amending words of a provision are looked for.
_INTRODUCTION = 4000

# Stems of the words by which a provision changes another act, in lower case: looked for as they stand, which is faster.
_AMENDING = (
    "sustit", "reempl", "modif", "incorp", "agreg", "agrég", "adici", "reform", "refórm", "intercal", "intercál", "insert", "insért", "introd", "añad",
    "añád", "cambi", "cámbi", "queda", "siguiente texto", "siguiente redac", "siguiente tenor", "siguiente forma", "siguiente manera",
    "siguientes términos", "siguiente art", "siguientes art", "como sigue", "lo sigue", "derog", "suprim", "aprueb", "apruéb", "adopt", "expide",
    "a vigorar", "seguinte reda", "seguintes altera", "seguintes reda", "seguinte dispositivo", "acrescid", "acrescent",
    "amended", "replaced", "inserted", "is added", "are added", "substituted", "following", "remplac", "ce qui suit",
)  # fmt: skip
_OPENS = re.compile(
    r"(?:[:：][\s\-–—.…\"“«']*|(?:siguientes?(?: t[eé]rminos| texto| manera| forma| redacci[oó]n| tenor)?|as[ií]|como sigue|the following|ce qui suit|seguintes?|reda[cç][aã]o)[\s.,;\-–—]*)$",
    re.IGNORECASE,
)
_TARGETS = re.compile(r"(?:art[ií]culos?|artigos?|articles?|arts?\.|sections?)\s+", re.IGNORECASE)
_TARGET = re.compile(
    r"(?:n[º°]\s*)?(\d{1,5}(?:\.\d{1,3})?\s?[ºª°]?(?:\s?(?:bis|ter|qu[aá]ter|quinquies|sexies|septies|octies)\b)?(?:\s?[\-–]\s?[A-Z]\b|\s?[A-Z]\b)?)\s*(?:,|;|y|e|a|al|and|to|et)?\s*",
)
_LEADS_INTO = re.compile(r"(?::|as[ií]|siguientes?|seguintes?|following)\s*[\"“«„]", re.IGNORECASE)
_OPENER = re.compile(r"\s*[\"“«„]")
_STRAIGHT, _OPEN_QUOTES, _CLOSE_QUOTES = '"', "“«„", "”»"
_NOTE_AT_END = re.compile(r"\s*\(\\?\*+\)\s*$")


def style_and_value(number: str) -> tuple[str, int, str] | None:
    """Style ("digits", "roman" or "words"), value and remainder of a normalised number; None for one without value."""
    found = leading_number(number)
    if found is None:
        return None
    value, remainder = found
    if number[:1].isdigit():
        return "digits", value, remainder
    head = number.partition("-")[0]
    return ("roman" if re.fullmatch(r"[ivxlc]+", head) else "words"), value, remainder


@dataclass(slots=True)
class Run:
    """One run of numbers: the last value seen in each style of numbering."""

    name: str
    last: dict[str, int] = field(default_factory=dict)
    remainders: set[str] = field(default_factory=set)
    count: int = 0

    def follows(self, label: LabelMatch) -> bool:
        """True when the label is the next one of this run ("13" or "12-bis" after "12"; 1 where nothing stands)."""
        found = style_and_value(label.number)
        if found is None:
            return False
        style, value, remainder = found
        last = self.last.get(style)
        if last is None and style == "digits" and value > 1:  # "Artículo primero", then "Artículo 2"
            return self.last.get("words") == value - 1
        if last is None:
            return value == 1 and not (style == "words" and self.last.get("digits"))
        if value == last and remainder:
            return label.number not in self.remainders
        return value == last + 1

    def distance(self, label: LabelMatch) -> int | None:
        """How far the label stands from the last one of its style; None where that style was not met."""
        found = style_and_value(label.number)
        if found is None or found[0] not in self.last:
            return None
        return found[1] - self.last[found[0]]

    def note(self, label: LabelMatch) -> None:
        found = style_and_value(label.number)
        self.count += 1
        if found:
            style, value, remainder = found
            span = re.fullmatch(r"(\d+)-(?:a|al|to|y|e|and|et)-(\d+)", label.number)
            value = int(span.group(2)) if span else value
            # One misprinted number does not set the count back; a new beginning does.
            self.last[style] = value if value == 1 else max(value, self.last.get(style, 0))
            if remainder:
                self.remainders.add(label.number)


@dataclass(slots=True)
class Amendment:
    """What the text of one provision says about quoting: does it amend, which articles, is a quotation open."""

    text: str = ""
    last: str = ""
    quoting: bool = False
    open: bool = False
    _targets: set[str] | None = None
    _amends: bool | None = None

    def add(self, text: str) -> None:
        """Follow one more paragraph of the provision."""
        before, self.last = self.last, text
        if len(self.text) < _INTRODUCTION and not self.quoting:
            self.text = f"{self.text} {text}"[:_INTRODUCTION]
            self._targets, self._amends = None, self._amends or None
        if self.open or _STRAIGHT in text or any(char in text for char in _OPEN_QUOTES):
            self.open = self._track(_NOTE_AT_END.sub("", text), before)

    def _track(self, text: str, before: str) -> bool:
        """Is a quotation open after this paragraph: one opens only where the words before lead up to it."""
        opener = _OPENER.match(text)
        if not self.open:
            led = (not before or self.quoting or _OPENS.search(before[-50:])) if opener else _LEADS_INTO.search(text)
            if not led or not self.amends:
                return False
        body = text[opener.end() :] if opener else text
        opened, closed = sum(map(body.count, _OPEN_QUOTES)), sum(map(body.count, _CLOSE_QUOTES))
        odd = body.count(_STRAIGHT) % 2 == 1
        if self.open or opener:
            return not (closed > opened or (odd and closed >= opened))
        return opened > closed or odd

    @property
    def amends(self) -> bool:
        if self._amends is None:
            text = self.text.lower()
            self._amends = any(stem in text for stem in _AMENDING)
        return self._amends

    @property
    def opens(self) -> bool:
        """True when the words before lead up to a quotation."""
        return self.quoting or bool(_OPENS.search(self.last[-50:])) or not self.last

    @property
    def targets(self) -> set[str]:
        """Normalised numbers of the articles that the introduction names."""
        if self._targets is None:
            self._targets = set()
            for match in _TARGETS.finditer(self.text):
                position = match.end()
                while found := _TARGET.match(self.text, position):
                    self._targets.add(normalise("art. " + found.group(1)))
                    position = found.end()
        return self._targets


# What a paragraph announces ------------------------------------------------------------------------------------------

_TREATY = re.compile(
    r"(?:(?:texto d[eo]l?|el|la) )?(?:convenci[oó]n|convenio|tratado|acuerdo|protocolo|convention|treaty|agreement|protocol|acordo|conven[cç][aã]o|conv[eê]nio|pacto"
    r"|carta de|constituci[oó]n de la organizaci|enmiendas?|memorando|canje de notas)\b",
    re.IGNORECASE,
)
_EMBEDDED = re.compile(
    r"(?:reglamento|reglamentaci[oó]n|regulamento|estatutos?|texto [uú]nico ordenado|c[oó]digo|bases)\b", re.IGNORECASE
)
_TEXT_SHOWN = re.compile(
    r"vistos?\b.{0,60}?\btextos?\b|a la letra dicen?|cuyo texto|texto es el siguiente", re.IGNORECASE | re.DOTALL
)
_ENACTING = re.compile(r"(?:.{0,80}\s)?(?:d\s?e\s?c\s?r\s?e\s?t\s?a|resuelve|sanciona|acuerda)\s*[:.]*$", re.IGNORECASE)
_CLOSING = re.compile(
    r"[\"“«—–\-]?\s*(?:dad[oa] en |hech[oa] en |en fe de lo cual|en testimonio|em f[eé] d|in witness|in faith whereof|done at|fait [aà] |en foi de quoi|firmad[oa] en |feito em "
    r"|bras[ií]lia,|rio de janeiro,|comun[ií]quese|publ[ií]quese|reg[ií]strese|c[uú]mplase|sala de (?:las )?sesiones|por tanto|habi[eé]ndose cumplido|m[eé]xico,? d\.? ?f\.?"
    r"|ciudad de m[eé]xico, a |en cumplimiento de lo dispuesto por la fracci|registrad[oa] bajo|santa ?f[eé] de bogot|bogot[aá],? |lima, |montevideo, |santiago, "
    r"|el presidente del? (?:honorable )?(?:senado|congreso|la c[aá]mara)|el suscrito|rama ejecutiva|rep[uú]blica de colombia|sal[oó]n de sesiones|promulgad[oa] en )",
    re.IGNORECASE,
)


def announces(text: str, heading: bool) -> str:
    """ "treaty" or "embedded" for the title of such a text, "enacting" for the word before the articles, "closing", or ""."""
    head = text[:400].lstrip(' "“«*_')
    if len(text) < 400 and (heading or head[:2].isupper()):
        sign = "treaty" if _TREATY.match(head) else "embedded" if _EMBEDDED.match(head) else ""
        if sign and _title_like(head, heading):
            return sign
    if len(text) < 120 and _ENACTING.match(head):
        return "enacting"
    return "closing" if _CLOSING.match(head) else ""


def _title_like(text: str, heading: bool) -> bool:
    letters = [char for char in text if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    return bool(letters) and (heading or capitals >= 0.8 * len(letters)) and not text.rstrip().endswith((",", ";", ":"))


def shows_text(text: str) -> bool:
    """True when a preamble says that the text of a treaty follows ("Visto el texto …")."""
    return bool(_TEXT_SHOWN.search(text))
