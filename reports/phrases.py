"""First-draft paragraphs in four languages at once: sentence patterns, with figures, labels and periods put in.

Patterns name places and categories after a colon or in brackets, so that no label needs an article or a gender.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import override

from indicators.wording import Words
from records.models import LANGUAGES
from reports.measuring import Figure
from reports.prose import listed, token


@dataclass(frozen=True, slots=True)
class Label:
    """A code in words."""

    dimension: str
    code: str


@dataclass(frozen=True, slots=True)
class Period:
    period: str
    freq: str = ""


@dataclass(frozen=True, slots=True)
class Titles:
    """The title of an indicator, or another row with columns once a language."""

    row: Any
    name: str = "title"


@dataclass(frozen=True, slots=True)
class Listed:
    """Patterns with their values, one after the other."""

    pattern: Any
    items: list[dict[str, Any]]


@dataclass
class Readers:
    """Words in each of the four languages."""

    held: dict[str, Words] = field(default_factory=dict)

    def __getitem__(self, language: str) -> Words:
        return self.held.setdefault(language, Words(language))

    @cached_property
    def all(self) -> dict[str, Words]:
        return {code: self[code] for code in LANGUAGES}


@dataclass
class Paragraph:
    """Sentences, and the figures in them in order. heading: by language, above the paragraph; quoted: a country's own words."""

    sentences: list[tuple[Any, dict[str, Any]]] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)

    def say(self, pattern: Any, **values: Any) -> bool:
        """A sentence; none where a value is not there. pattern: a lazy translation."""
        if any(value is None or (isinstance(value, Listed) and not value.items) for value in values.values()):
            return False
        for value in values.values():
            self._take(value)
        self.sentences.append((pattern, values))
        return True

    def _take(self, value: Any) -> None:
        if isinstance(value, Figure):
            self.figures.append(value)
        elif isinstance(value, Listed):
            for item in value.items:
                for one in item.values():
                    self._take(one)

    def texts(self, readers: Readers) -> dict[str, str]:
        """By language, with a placeholder for every figure."""
        places = {id(figure): place for place, figure in enumerate(self.figures, 1)}
        found = {}
        for language, words in readers.all.items():
            with override(language):
                said = [str(pattern) % _put_in(values, words, places) for pattern, values in self.sentences]
            found[language] = " ".join(said)
        return found


def in_four(pattern: Any, readers: Readers, **values: Any) -> dict[str, str]:
    """A text without figures in each language: a title, a heading."""
    found = {}
    for language, words in readers.all.items():
        with override(language):
            found[language] = str(pattern) % _put_in(values, words, {})
    return found


def _put_in(values: Mapping[str, Any], words: Words, places: dict[int, int]) -> dict[str, str]:
    return {name: _in_words(value, words, places) for name, value in values.items()}


def _in_words(value: Any, words: Words, places: dict[int, int]) -> str:
    if isinstance(value, Figure):
        return token(places[id(value)])
    if isinstance(value, Label):
        return words.code(value.dimension, value.code)
    if isinstance(value, Period):
        return words.period(value.period, value.freq)
    if isinstance(value, Titles):
        return str(getattr(value.row, f"{value.name}_{words.language}") or value.row)
    if isinstance(value, Listed):
        return listed([str(value.pattern) % _put_in(item, words, places) for item in value.items])
    if isinstance(value, Iterable) and not isinstance(value, str):
        return listed([_in_words(one, words, places) for one in value])
    return str(value)
