"""Misspelt words: a word that neither the index nor the lexicon knows gives way to the nearest one that the index knows."""

import time
from collections.abc import Callable

from search import analysis
from search.backends import Backend
from search.clauses import every_language
from search.documents import ANALYSED
from search.lexicon import Lexicon

# Seconds for which an answer on a word is kept; the index changes slowly.
_KEPT = 300.0
_CACHED = 20_000
# Terms compared with the word, the most frequent of those that begin like it.
_CANDIDATES = 2_000
_BEGINNING = 2
_SHORTEST = 4
_LONG = 8


class Speller:
    """Bounded: a handful of vocabulary look-ups for each unknown word, nothing for a known one. May raise EngineDown."""

    def __init__(self, backend: Backend, lexicon: Lexicon, clock: Callable[[], float] = time.monotonic):
        self._backend = backend
        self._lexicon = lexicon
        self._clock = clock
        self._known: dict[str, tuple[float, bool]] = {}
        self._nearest: dict[tuple[str, str], tuple[float, str]] = {}

    def __call__(self, word: str, language: str) -> str | None:
        """A better spelling of an exact token in this language, "" when the word is unknown and nothing is near, or None
        when it is known."""
        if self.known(word, language):
            return None
        if len(word) < _SHORTEST or not word.isalpha():
            return ""
        held = self._nearest.get((word, language))
        if held is None or held[0] < self._clock():
            self._trim(self._nearest)
            held = self._nearest[word, language] = (self._clock() + _KEPT, self._search(word, language))
        return held[1]

    def known(self, word: str, language: str) -> bool:
        """Whether the word, in any number or gender, is a word of the lexicon or of the index in any language."""
        if self._lexicon.knows(word):
            return True
        held = self._known.get(word)
        if held is None or held[0] < self._clock():
            self._trim(self._known)
            held = self._known[word] = (self._clock() + _KEPT, self._indexed(word, language))
        return held[1]

    def _indexed(self, word: str, language: str) -> bool:
        for code in every_language(language):
            for field, term in (
                (f"text_{code}", analysis.stem(word, code)),
                (f"name_{code}", analysis.stem(word, code)),
            ):
                found = self._backend.vocabulary(field, term) if term else []
                # A term that begins so many others is no misspelling, even if it is not among the most frequent.
                if term in found or len(found) >= 50:
                    return True
        return False

    def _search(self, word: str, language: str) -> str:
        code = language if language in ANALYSED else "en"
        allowed = 2 if len(word) >= _LONG else 1
        candidates = self._backend.vocabulary(f"exact_{code}", word[:_BEGINNING], limit=_CANDIDATES)
        candidates += [other for other in self._lexicon.words(code) if other[:_BEGINNING] == word[:_BEGINNING]]
        near = [(distance(word, other, allowed), place, other) for place, other in enumerate(candidates)]
        best = min((item for item in near if item[0] <= allowed), default=None)
        return best[2] if best else ""

    @staticmethod
    def _trim(cache: dict) -> None:
        if len(cache) >= _CACHED:
            cache.clear()


def distance(first: str, second: str, limit: int) -> int:
    """Insertions, deletions, substitutions and swaps of neighbours between two words; more than `limit` is limit + 1."""
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, char in enumerate(first, 1):
        older, before, row = before, row, [i]
        for j, other in enumerate(second, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (char != other))
            if i > 1 and j > 1 and char == second[j - 2] and first[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)
