"""Signs that a provision quotes another act: it amends, it names articles, it leads up to a text, a quotation is open."""

import re
from dataclasses import dataclass

from laws.labels import normalise

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
