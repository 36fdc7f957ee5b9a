"""What a reader typed, as a small frozen tree. Never raises, and says what it left out.

Syntax: words; "exact words" (also «», “”, „“; a quote left open runs to the end); -word, -"…", -( … ); OR, O, OU in
capitals or | between two units; word* for a beginning; parentheses. A parenthesis or hyphen inside a word belongs to
the word: "34(1)", "non-refoulement".
"""

import re
import unicodedata
from dataclasses import dataclass

from search import analysis

MAX_CHARS = 256
MAX_TERMS = 24
MAX_DEPTH = 3
MIN_PREFIX = 3
# More than this is cut before any other work, so that hostile input costs nothing.
_HARD_LIMIT = 8_192
_QUOTES = {'"': '"', "«": "»", "“": "”", "„": "“”", "‟": "”", "″": "″", "＂": "＂", "”": "”"}
_OR_ALWAYS = frozenset({"OR", "|", "||"})
_OR_CAPITALS = frozenset({"O", "OU"})
_AND = frozenset({"AND", "&", "&&"})


@dataclass(frozen=True, slots=True)
class Word:
    """One written word, which may analyse to several terms or none; prefix: it ended with a star."""

    text: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """Words in this order, stopwords included."""

    text: str


@dataclass(frozen=True, slots=True)
class Not:
    """What must not stand in a result."""

    child: "Unit"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Alternatives; two or more."""

    children: tuple["Unit", ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Units side by side."""

    children: tuple["Unit", ...] = ()


Unit = Word | Quote | Not | AnyOf | AllOf


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something left out. reason: "length", "terms", "depth", "prefix" or "operator"; text: what, shortened."""

    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """text: the cleaned query; root: its tree; dropped: what the limits took away; operators: whether any was used."""

    text: str
    root: AllOf
    dropped: tuple[Dropped, ...] = ()

    @property
    def operators(self) -> bool:
        """Whether the reader used any syntax beyond plain words."""
        return any(not isinstance(child, Word) or child.prefix for child in self.root.children)

    @property
    def words(self) -> str:
        """The plain words at the top, as text."""
        return " ".join(child.text for child in self.root.children if isinstance(child, Word) and not child.prefix)


def parse(raw: str) -> ParsedQuery:
    """Read any string."""
    dropped: list[Dropped] = []
    text = clean(raw)
    if len(text) > MAX_CHARS:
        cut = text.rfind(" ", 0, MAX_CHARS + 1)
        cut = cut if cut > MAX_CHARS // 2 else MAX_CHARS
        dropped.append(Dropped("length", _short(text[cut:])))
        text = text[:cut].rstrip()
    parser = _Parser(text, dropped)
    root = parser.read()
    return ParsedQuery(text, root, tuple(dict.fromkeys(dropped)))


def clean(raw: str) -> str:
    """NFC, one blank between words; NUL, surrogates, controls, format and private characters are gone."""
    text = raw[:_HARD_LIMIT]
    text = "".join(
        " " if char.isspace() else char for char in text if char.isspace() or unicodedata.category(char)[0] != "C"
    )
    return " ".join(unicodedata.normalize("NFC", text).split())


_PIECE = re.compile(
    r"\s+|-(?=[\w\"«“„(])|[(]|[)]|[\"«“„‟″＂”]|[^\s()\"«»“”„‟″＂]+(?:\([^\s()\"«»“”„]*\)[^\s()\"«»“”„]*)*|."
)


class _Parser:
    """One pass over the pieces with a stack of open groups; no recursion, so depth costs nothing."""

    def __init__(self, text: str, dropped: list[Dropped]):
        self.text = text
        self.dropped = dropped
        self.terms = 0
        # Each group: its units, and whether the next unit is an alternative, or excluded.
        self.groups: list[list[Unit]] = [[]]
        self.pending: list[str] = [""]
        self.negated: list[bool] = []
        self.ignored = 0
        self.capitals_only = not any(char.islower() for char in text)

    def read(self) -> AllOf:
        position = 0
        while position < len(self.text):
            start = position
            piece, position = self._piece(position)
            if piece.isspace():
                continue
            if piece in _QUOTES:
                position = self._quote(piece, position)
            elif piece == "(":
                self._open()
            elif piece == ")":
                self._close()
            elif piece == "-" and self._excludes(start, position):
                self.pending[-1] += "-"
            else:
                self._word(piece)
        while len(self.groups) > 1:
            self._close()
        return AllOf(tuple(self.groups[0]))

    def _piece(self, position: int) -> tuple[str, int]:
        match = _PIECE.match(self.text, position)
        return (match[0], match.end()) if match else (self.text[position], position + 1)

    def _excludes(self, start: int, end: int) -> bool:
        before, after = self.text[start - 1 : start], self.text[end : end + 1]
        return (not before or before in ' (|"»”') and bool(after) and after not in " )-"

    def _quote(self, mark: str, position: int) -> int:
        ends = [end for closing in _QUOTES[mark] if (end := self.text.find(closing, position)) >= 0]
        end = min(ends, default=len(self.text))
        inner = self._within(self.text[position:end])
        if inner:
            self._add(Quote(inner) if len(analysis.exact(inner)) > 1 else Word(inner))
        return end + 1

    def _word(self, piece: str) -> None:
        if piece in _AND:
            return
        if piece in _OR_ALWAYS or (piece in _OR_CAPITALS and not self.capitals_only):
            if self.groups[-1]:
                self.pending[-1] += "|"
            return
        if piece == "NOT" and not self.capitals_only:
            self.pending[-1] += "-"
            return
        prefix = piece.endswith("*")
        bare = piece.replace("*", " ").strip() if "*" in piece else piece
        if prefix and len((analysis.exact(bare) or [""])[-1]) < MIN_PREFIX:
            self.dropped.append(Dropped("prefix", _short(piece)))
            prefix = False
        inner = self._within(bare)
        if inner:
            self._add(Word(inner, prefix and inner == bare))

    def _within(self, text: str) -> str:
        """`text`, or as much of it as the limit on terms allows."""
        found = analysis.tokens(text)
        room = MAX_TERMS - self.terms
        if len(found) > room:
            self.dropped.append(Dropped("terms", _short(text[found[room][1] :])))
            text, found = text[: found[room][1]].rstrip(), found[:room]
        self.terms += len(found)
        return text.strip() if found else ""

    def _add(self, unit: Unit) -> None:
        pending, group = self.pending[-1], self.groups[-1]
        self.pending[-1] = ""
        if "-" in pending:
            unit = Not(unit)
        if "|" in pending and group and not isinstance(group[-1], Not) and not isinstance(unit, Not):
            last = group.pop()
            unit = AnyOf((*last.children, unit)) if isinstance(last, AnyOf) else AnyOf((last, unit))
        elif "|" in pending:
            self.dropped.append(Dropped("operator", "OR"))
        group.append(unit)

    def _open(self) -> None:
        if len(self.groups) > MAX_DEPTH:
            self.ignored += 1
            self.dropped.append(Dropped("depth", "("))
            return
        self.groups.append([])
        self.pending.append("")

    def _close(self) -> None:
        if self.ignored:
            self.ignored -= 1
            return
        if len(self.groups) == 1:
            return
        units = self.groups.pop()
        self.pending.pop()
        if len(units) == 1:
            self._add(units[0])
        elif units:
            self._add(AllOf(tuple(units)))
        else:
            self.pending[-1] = ""


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39].rstrip() + "…"
