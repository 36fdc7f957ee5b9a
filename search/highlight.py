"""Snippets: the best window of a text with what was sought marked in it, as plain pieces; no markup.

Words are compared by the same stems as in the index, so accents and plurals do not matter here either.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search import analysis
from search.results import Terms

WIDTH = 240
_ELLIPSIS = "…"
_Token = tuple[str, int, int]
# What stands for words that no mark can touch: any such words, and stopwords, which part a phrase but not a label.
_OTHERS: tuple[_Token, ...] = (("\0", 0, 0),)
_PAUSE: tuple[_Token, ...] = (("", 0, 0),)
_SIEVES_KEPT = 16
_STRETCHES_KEPT = 200_000


@dataclass(frozen=True, slots=True)
class Snippet:
    """pieces: (text, marked) in reading order, which joined give the window; concepts: slugs whose labels, not the typed
    words, were met anywhere in the text: why a hit in another language is there."""

    pieces: tuple[tuple[str, bool], ...] = ()
    concepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Mark:
    first: int
    last: int
    weight: float
    what: str


def snippet(blocks: Sequence[str], terms: Terms, language: str, width: int = WIDTH) -> Snippet:
    """One window of about `width` characters out of the text blocks of a provision, in the language of the text."""
    text = "\n".join(block for block in blocks if block)
    tokens, marks, concepts = _read(text, terms, language)
    start, end = _window(text, tokens, marks, width)
    shown = [mark for mark in marks if start <= tokens[mark.first][1] and tokens[mark.last][2] <= end]
    spans = _spans(text, [(tokens[mark.first][1], tokens[mark.last][2]) for mark in shown])
    return Snippet(_pieces(text, start, end, spans), concepts)


def marked(text: str, terms: Terms, language: str) -> Snippet:
    """The whole of a short text (a heading, a title) with its marks."""
    tokens, marks, concepts = _read(text, terms, language)
    spans = _spans(text, [(tokens[mark.first][1], tokens[mark.last][2]) for mark in marks])
    return Snippet(_pieces(text, 0, len(text), spans), concepts)


def speaks(text: str, terms: Terms, language: str) -> bool:
    """Whether anything that was sought stands in the text."""
    return bool(_read(text, terms, language)[1])


_Read = tuple[list[_Token], list[_Mark], tuple[str, ...]]


class _Vocabulary:
    """Every stretch without blanks that was met in texts of a language: most come again and again, in any search."""

    def __init__(self, language: str):
        self.language = language
        # Tokens of each stretch; stretches in the order they came; and by the exact words and stems in them.
        self.found: dict[str, tuple[_Token, ...]] = {}
        self.order: list[str] = []
        self.holding: dict[str, list[str]] = {}
        # Those with a word that has a stem, and those with stopwords only.
        self.words: set[str] = set()
        self.pauses: set[str] = set()

    def learn(self, stretches: Iterable[str]) -> None:
        """Threads may do so at once: what is there already comes to the same."""
        for stretch in stretches:
            tokens = tuple(analysis.tokens(stretch))
            forms = self.forms(tokens)
            for form in forms:
                self.holding.setdefault(form, []).append(stretch)
            if any(analysis.stem(word, self.language) for word, _, _ in tokens):
                self.words.add(stretch)
            elif tokens:
                self.pauses.add(stretch)
            self.found[stretch] = tokens
            self.order.append(stretch)

    def forms(self, tokens: Iterable[_Token]) -> set[str]:
        """Exact words and stems; stopwords have no stem."""
        words = {word for word, _, _ in tokens}
        return words.union(filter(None, (analysis.stem(word, self.language) for word in words)))


_vocabularies: dict[str, _Vocabulary] = {}


def _vocabulary(language: str) -> _Vocabulary:
    held = _vocabularies.get(language)
    if held is None or len(held.found) > _STRETCHES_KEPT:
        held = _vocabularies[language] = _Vocabulary(language)
    return held


class _Sieve:
    """What of texts in a language can be marked at all: most of a text is none of it. This is what makes long texts
    cheap."""

    def __init__(self, terms: Terms, language: str):
        self.stem = analysis.stemmer(language)
        self.stems = terms.stems.get(language, {})
        self.labels: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for label, slug in terms.labels.get(language, {}).items():
            self.labels.setdefault(label[0], []).append((label, slug))
        self.read: dict[str, _Read] = {}
        self._vocabulary = _vocabulary(language)
        self._forms = {*self.stems, *(stem for label in terms.labels.get(language, {}) for stem in label)}
        self._forms |= {word for phrase in terms.phrases for word in phrase}
        self._prefixes = terms.prefixes
        holding = self._vocabulary.holding
        self._seen = len(self._vocabulary.order)
        telling = [form for form in tuple(holding) if form.startswith(self._prefixes)] if self._prefixes else []
        self._telling = {stretch for form in (*self._forms, *telling) for stretch in tuple(holding.get(form, ()))}

    def tokens(self, text: str) -> list[_Token]:
        """The tokens that matter, in order, with their offsets in the text."""
        stretches = text.split(" ")
        self._learn(stretches)
        telling, found = self._telling, self._vocabulary.found
        kept: list[_Token] = []
        after = start = 0
        for place in [place for place, stretch in enumerate(stretches) if stretch in telling]:
            between, stretch = stretches[after:place], stretches[place]
            kept += self._between(between)
            start += sum(map(len, between)) + len(between)
            kept += [(token, start + first, start + last) for token, first, last in found[stretch]]
            start += len(stretch) + 1
            after = place + 1
        return kept

    def _learn(self, stretches: list[str]) -> None:
        """Meet what nobody met before, and see which of all that is new can be marked."""
        vocabulary = self._vocabulary
        if not all(map(vocabulary.found.__contains__, stretches)):
            vocabulary.learn(set(stretches).difference(vocabulary.found))
        for stretch in vocabulary.order[self._seen :]:
            self._seen += 1
            forms = vocabulary.forms(vocabulary.found[stretch])
            if not self._forms.isdisjoint(forms) or any(form.startswith(self._prefixes) for form in forms):
                self._telling.add(stretch)

    def _between(self, stretches: list[str]) -> tuple[_Token, ...]:
        if not self._vocabulary.words.isdisjoint(stretches):
            return _OTHERS
        return () if self._vocabulary.pauses.isdisjoint(stretches) else _PAUSE


_sieves: dict[tuple[int, str], tuple[Terms, _Sieve]] = {}


def _sieve(terms: Terms, language: str) -> _Sieve:
    """One for all texts of a page; known by the very object, which is kept with it."""
    held = _sieves.get((id(terms), language))
    if held is None or held[0] is not terms:
        if len(_sieves) >= _SIEVES_KEPT:
            _sieves.clear()
        held = _sieves[id(terms), language] = (terms, _Sieve(terms, language))
    return held[1]


def _read(text: str, terms: Terms, language: str) -> _Read:
    """Tokens, marks and concepts of a text; kept, since a page asks twice for what it may not show."""
    sieve = _sieve(terms, language)
    if (held := sieve.read.get(text)) is None:
        tokens = sieve.tokens(text)
        held = sieve.read[text] = (tokens, *_marks([token for token, _, _ in tokens], terms, sieve))
    return held


def _marks(tokens: list[str], terms: Terms, sieve: _Sieve) -> tuple[list[_Mark], tuple[str, ...]]:
    marks = [_Mark(first, last, 6.0 * (last - first + 1), "") for first, last in _phrases(tokens, terms.phrases)]
    concepts: dict[str, None] = {}
    places: list[tuple[int, str]] = []
    for place, token in enumerate(tokens):
        stem = sieve.stem(token)
        if not stem:
            continue
        if stem in sieve.stems:
            slug = sieve.stems[stem]
            marks.append(_Mark(place, place, 1.0 if not slug else 0.8, stem))
            if slug:
                concepts[slug] = None
        elif terms.prefixes and token.startswith(terms.prefixes):
            marks.append(_Mark(place, place, 1.0, token))
        places.append((place, stem))
    for first, last, slug in _labels(places, sieve.labels):
        marks.append(_Mark(first, last, 2.0, f"{slug} "))
        if slug:
            concepts[slug] = None
    return sorted(marks, key=lambda mark: mark.first), tuple(concepts)


def _phrases(tokens: list[str], phrases: Sequence[tuple[str, ...]]) -> list[tuple[int, int]]:
    found = []
    for phrase in phrases:
        size = len(phrase)
        place = -1
        while phrase:
            try:
                place = tokens.index(phrase[0], place + 1)
            except ValueError:
                break
            if tuple(tokens[place : place + size]) == phrase:
                found.append((place, place + size - 1))
    return found


def _labels(
    places: list[tuple[int, str]], labels: dict[str, list[tuple[tuple[str, ...], str]]]
) -> list[tuple[int, int, str]]:
    """Labels of several stems, by their first, that stand together."""
    found = []
    for index, (place, stem) in enumerate(places):
        for label, slug in labels.get(stem, ()):
            following = places[index : index + len(label)]
            if tuple(word for _, word in following) == label:
                found.append((place, following[-1][0], slug))
    return found


def _window(text: str, tokens: list[_Token], marks: list[_Mark], width: int) -> tuple[int, int]:
    """Start and end of the window with the most different marks; the beginning of the text when there is none."""
    if len(text) <= width:
        return 0, len(text)
    best, anchor, until = 0.0, 0, 0
    last = 0
    total: dict[str, tuple[int, float]] = {}
    for first, mark in enumerate(marks):
        begin = tokens[mark.first][1]
        last = max(last, first)
        while last < len(marks) and tokens[marks[last].last][2] - begin <= width - 40:
            count, weight = total.get(marks[last].what, (0, marks[last].weight))
            total[marks[last].what] = (count + 1, max(weight, marks[last].weight))
            last += 1
        score = sum(weight * (1 + 0.1 * min(count, 4)) for count, weight in total.values() if count)
        if score > best + 1e-9:
            best, anchor, until = score, begin, tokens[marks[max(last - 1, first)].last][2]
        if last > first:
            count, weight = total[mark.what]
            total[mark.what] = (count - 1, weight)
    spare = max(width - (until - anchor), 0)
    start = max(0, anchor - spare // 3)
    end = min(len(text), max(start + width, until))
    start = max(0, min(start, end - width))
    return _word_edge(text, start, -1), _word_edge(text, end, 1)


def _word_edge(text: str, place: int, step: int) -> int:
    """The nearest edge of a word, within reach of a long word."""
    for _ in range(30):
        if place <= 0 or place >= len(text) or text[place - 1].isspace() or text[place].isspace():
            break
        place += step
    return max(0, min(place, len(text)))


def _spans(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Joined where they overlap or only a blank parts them."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and (start <= joined[-1][1] or text[joined[-1][1] : start].isspace()):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _pieces(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    pieces: list[tuple[str, bool]] = []
    place = start
    for begin, until in spans:
        if begin > place:
            pieces.append((_flat(text[place:begin]), False))
        pieces.append((_flat(text[begin:until]), True))
        place = until
    if place < end:
        pieces.append((_flat(text[place:end]), False))
    if pieces and start > 0:
        first, is_marked = pieces[0]
        pieces[0:1] = [(_ELLIPSIS, False), (first, True)] if is_marked else [(_ELLIPSIS + first.lstrip(), False)]
    if pieces and end < len(text):
        last, is_marked = pieces[-1]
        pieces[-1:] = [(last, True), (_ELLIPSIS, False)] if is_marked else [(last.rstrip() + _ELLIPSIS, False)]
    return tuple(pieces)


def _flat(text: str) -> str:
    return text.replace("\n", " ")
