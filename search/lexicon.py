"""The vocabulary of the field as plain data: concepts with their labels in several languages, and names of jurisdictions.

It widens a query across languages: a label found in the query, in any number or gender and without accents, brings the
labels of its concept in the other languages; the name of a jurisdiction brings its laws forward.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from search import analysis
from search.documents import ANALYSED

_KINDS = {"pref": 0, "alt": 1, "hidden": 2}
# Capitals that are a word of their own when written small ("us", "um"): they must be typed as they stand.
_ACRONYM = 3


@dataclass(frozen=True, slots=True)
class Label:
    """A name of a concept. kind: "pref", "alt" or "hidden" (searched, never shown); country: code where used, or ""."""

    text: str
    language: str
    kind: str = "alt"
    country: str = ""


@dataclass(frozen=True, slots=True)
class Concept:
    """slug: its address; scope: "core" (migration law) or "general" (plain vocabulary); near: slugs of broader and related
    concepts, which are near to this one as it is to them."""

    slug: str
    labels: tuple[Label, ...]
    scope: str = "core"
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """A form by which a jurisdiction is called: its name, a demonym, an abbreviation. language: "" for all."""

    jurisdiction: str
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class ConceptMention:
    """A label met in a text. start, end: offsets; slugs: the concepts it may mean; language: the label's;
    size: how many of its words count."""

    start: int
    end: int
    slugs: tuple[str, ...]
    language: str
    size: int


@dataclass(frozen=True, slots=True)
class NameMention:
    """A jurisdiction's name met in a text."""

    start: int
    end: int
    jurisdiction: str


@dataclass(frozen=True, slots=True)
class Variant:
    """A label as terms. text: as written; stems: without stopwords, one or more; country: where used, or "".
    shown: whether a reader may see it."""

    text: str
    stems: tuple[str, ...]
    country: str
    shown: bool = True


class Lexicon:
    """Immutable once made; matching takes time in proportion to the query, not to the lexicon."""

    def __init__(
        self,
        concepts: Iterable[Concept] = (),
        names: Iterable[Name] = (),
        languages: Mapping[str, tuple[str, ...]] | None = None,
    ):
        """languages: of each jurisdiction's laws, by code."""
        self._concepts = {concept.slug: concept for concept in concepts}
        self._languages = dict(languages or {})
        self._labels: dict[str, dict[str, list[tuple[tuple[str, ...], str]]]] = {code: {} for code in ANALYSED}
        self._variants: dict[tuple[str, str], tuple[Variant, ...]] = {}
        self._forms: dict[tuple[str, str], list[str]] = {}
        self._names: dict[str, list[tuple[tuple[str, ...], Name]]] = {}
        self._others: set[str] = set()
        self._words: dict[str, set[str]] = {code: set() for code in ANALYSED}
        self._near: dict[str, dict[str, None]] = {slug: {} for slug in self._concepts}
        for concept in self._concepts.values():
            self._enter(concept)
            for other in concept.near:
                if other in self._near:
                    self._near[concept.slug][other] = self._near[other][concept.slug] = None
        for name in names:
            tokens = tuple(analysis.fold(token) for token in analysis.exact(name.text))
            if tokens:
                self._forms.setdefault((name.jurisdiction, name.language), []).append(name.text)
                self._others.update(tokens)
                self._names.setdefault(tokens[0], []).append((tokens, name))
        for labels in self._labels.values():
            for entries in labels.values():
                entries.sort(key=lambda entry: -len(entry[0]))
        for forms in self._names.values():
            forms.sort(key=lambda entry: -len(entry[0]))

    @classmethod
    def from_csv(cls, thesaurus: Path, names: Path | None = None, members: Path | None = None) -> "Lexicon":
        """From the shipped files: thesaurus (concept, broader, related, language, kind, label, country, scope), names (iso3, language,
        form) and members (iso3, languages parted by anything but letters and hyphens)."""
        labels: dict[str, list[Label]] = {}
        scopes: dict[str, str] = {}
        near: dict[str, tuple[str, ...]] = {}
        for row in _rows(thesaurus):
            label = Label(row["label"], row["language"], row["kind"], row.get("country", "").lower())
            labels.setdefault(row["concept"], []).append(label)
            scopes.setdefault(row["concept"], row.get("scope") or "core")
            others = re.findall(r"[^|]+", f"{row.get('broader') or ''}|{row.get('related') or ''}")
            near[row["concept"]] = (*near.get(row["concept"], ()), *others)
        concepts = [Concept(slug, tuple(found), scopes[slug], near[slug]) for slug, found in labels.items()]
        forms = [Name(row["iso3"].lower(), row["form"], row["language"]) for row in _rows(names)]
        spoken = {row["iso3"].lower(): tuple(re.findall(r"[A-Za-z-]+", row["languages"])) for row in _rows(members)}
        return cls(concepts, forms, spoken)

    def _enter(self, concept: Concept) -> None:
        ordered = sorted(concept.labels, key=lambda label: _KINDS.get(label.kind, 2))
        for language in ANALYSED:
            variants: dict[tuple[str, ...], Variant] = {}
            for label in ordered:
                if label.language != language:
                    continue
                shown = label.kind != "hidden"
                # What is never shown is known, but no reader is offered it as a better spelling.
                words = self._words[language] if shown else self._others
                words.update(token for token in analysis.exact(label.text) if token.isalpha())
                if stems := tuple(analysis.stems(label.text, language)):
                    variants.setdefault(stems, Variant(label.text, stems, label.country, shown))
            self._variants[concept.slug, language] = tuple(variants.values())
            for stems in variants:
                self._labels[language].setdefault(stems[0], []).append((stems, concept.slug))

    def label(self, slug: str, language: str) -> str:
        """The concept's preferred label in a language; in English, or its slug, when it has none there."""
        concept = self._concepts.get(slug)
        for code in (language, "en"):
            for label in concept.labels if concept else ():
                if label.language == code and label.kind == "pref":
                    return label.text
        return slug

    def variants(self, slug: str, language: str) -> tuple[Variant, ...]:
        """The concept's labels in a language, preferred first, hidden last; empty when there is none."""
        return self._variants.get((slug, language), ())

    def near(self, slug: str) -> tuple[str, ...]:
        """Concepts that are broader, narrower or related."""
        return tuple(self._near.get(slug, ()))

    def scope(self, slug: str) -> str:
        """ "core" or "general"."""
        return self._concepts[slug].scope

    def spoken(self, jurisdiction: str) -> tuple[str, ...]:
        """Languages of the jurisdiction's laws; empty when unknown."""
        return self._languages.get(jurisdiction, ())

    def knows(self, word: str) -> bool:
        """Whether an exact token stands in any label or name."""
        return word in self._others or any(word in words for words in self._words.values())

    def words(self, language: str) -> set[str]:
        """All words of the labels that are shown in a language, as exact tokens."""
        return self._words.get(language, set())

    def names_of(self, jurisdiction: str, language: str) -> list[str]:
        """Names and demonyms of a jurisdiction in a language, a name with a capital in it and the longest first."""
        forms = self._forms.get((jurisdiction, language), [])
        return sorted(forms, key=lambda form: (not form[:1].isupper(), -len(form)))

    def concepts_in(self, text: str, language: str) -> list[ConceptMention]:
        """Labels in `text` without overlap, so that they cover the most words, in few and long labels; where two
        languages claim the same words, the reader's wins."""
        tokens = analysis.tokens(text)
        found = []
        for code in (language, *(other for other in ANALYSED if other != language)):
            if code in self._labels:
                found += self._in_language(tokens, code)
        return _cover(found, language)

    def crossing(self, text: str, chosen: list[ConceptMention]) -> list[ConceptMention]:
        """Labels of several words that share some, but not all, of their words with a chosen label of their language."""
        tokens = analysis.tokens(text)
        found = []
        for code in {mention.language for mention in chosen}:
            for mention in self._in_language(tokens, code):
                inside = any(other.start <= mention.start and mention.end <= other.end for other in chosen)
                if mention.size > 1 and not inside:
                    found.append(mention)
        return found

    def _in_language(self, tokens: list[tuple[str, int, int]], language: str) -> list[ConceptMention]:
        content = [(stem, start, end) for token, start, end in tokens if (stem := analysis.stem(token, language))]
        words = [stem for stem, _, _ in content]
        labels = self._labels[language]
        found = []
        for place, (word, start, _) in enumerate(content):
            by_size: dict[int, list[str]] = {}
            for stems, slug in labels.get(word, ()):
                if tuple(words[place : place + len(stems)]) == stems:
                    by_size.setdefault(len(stems), []).append(slug)
            for size, slugs in by_size.items():
                ordered = sorted(dict.fromkeys(slugs), key=lambda slug: self._concepts[slug].scope)
                found.append(ConceptMention(start, content[place + size - 1][2], tuple(ordered), language, size))
        return found

    def names_in(self, text: str) -> list[NameMention]:
        """Jurisdictions named in `text`, longest first from the left, without overlap."""
        tokens = analysis.tokens(text)
        folded = [analysis.fold(token) for token, _, _ in tokens]
        found = []
        place = 0
        while place < len(folded):
            step = 1
            for words, name in self._names.get(folded[place], ()):
                start, end = tokens[place][1], tokens[min(place + len(words), len(tokens)) - 1][2]
                if tuple(folded[place : place + len(words)]) == words and _as_typed(name.text, text[start:end]):
                    found.append(NameMention(start, end, name.jurisdiction))
                    step = len(words)
                    break
            place += step
        return found


def _cover(mentions: list[ConceptMention], language: str) -> list[ConceptMention]:
    """The mentions that together say the most; each is worth its words, and half a word more for each it joins."""

    def worth(mention: ConceptMention) -> float:
        return 1.5 * mention.size - 0.5 + (0.1 if mention.language == language else 0.0)

    best: list[tuple[float, tuple[ConceptMention, ...]]] = [(0.0, ())]
    ordered = sorted(mentions, key=lambda mention: mention.end)
    for mention in ordered:
        before = next(
            place for place in range(len(best) - 1, -1, -1) if not place or ordered[place - 1].end <= mention.start
        )
        taken = best[before][0] + worth(mention)
        best.append((taken, (*best[before][1], mention)) if taken > best[-1][0] + 1e-9 else best[-1])
    return list(best[-1][1])


def _as_typed(form: str, typed: str) -> bool:
    letters = re.sub(r"\W", "", form)
    return not (letters.isupper() and len(letters) <= _ACRONYM) or re.sub(r"\W", "", typed).isupper()


def _rows(path: Path | None) -> list[dict[str, str]]:
    if path is None:
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
