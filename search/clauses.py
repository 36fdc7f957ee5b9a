"""Parts of a plan's tree: one thing asked for, in the fields of one language."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil

from search import analysis
from search.documents import ANALYSED
from search.lexicon import Lexicon, Variant
from search.nodes import All, Any, Best, Boosted, Constant, Everything, Keyword, Node, Nothing, Phrase, Term
from search.reading import FILLER_WEIGHT, LAW_WORD_WEIGHT, Reading, Slot, Token
from search.results import Terms
from search.stopwords import LAW_WORDS

# Nobody names a law with more words than this.
LONGEST_NAME = 12
# Names tried for what is near to a matter.
_NEAR = 20
# Labels tried in likely languages other than the query's, of all concepts together.
_LABELS = 15


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part of a score counts: found on judged queries, for kinds of queries."""

    heading: float = 1.1
    tie: float = 0.25
    name: float = 0.2
    synonym: float = 0.4
    phrase: float = 0.5
    loose: float = 0.5
    apart: float = 0.45
    quote: float = 1.0
    other_language: float = 0.2
    law: float = 2.0
    place: float = 3.0
    place_per_slot: float = 2.0
    place_of_law: float = 25.0
    place_of_record: float = 20.0
    matter: float = 2.0
    near: float = 0.3
    near_law: float = 50.0
    number: float = 300.0
    label: float = 14.0
    cited: float = 100.0
    place_name: float = 0.7
    whole_name: float = 20.0
    law_asked: float = 1.5
    type: float = 5.0


@dataclass(slots=True)
class Marks:
    """Collects what the highlighting marks, while the tree is built."""

    stems: dict[str, dict[str, str]] = field(default_factory=dict)
    labels: dict[str, dict[tuple[str, ...], str]] = field(default_factory=dict)

    def stem(self, language: str, stem: str, slug: str = "") -> None:
        self.stems.setdefault(language, {}).setdefault(stem, slug)
        if not slug:
            self.stems[language][stem] = ""

    def label(self, language: str, stems: tuple[str, ...], slug: str) -> None:
        if len(stems) == 1:
            self.stem(language, stems[0], slug)
        else:
            self.labels.setdefault(language, {}).setdefault(stems, slug)

    def terms(self, phrases: Sequence[tuple[str, ...]] = (), prefixes: Sequence[str] = ()) -> Terms:
        return Terms(self.stems, self.labels, tuple(phrases), tuple(prefixes))


class Clauses:
    """Clauses for one reading. `full`: the languages in which an answer is likely; in the others a concept gets fewer
    labels and headings are left out, so that trees stay small."""

    def __init__(
        self, reading: Reading, lexicon: Lexicon, weights: Weights, full: Collection[str], *, loose: bool = False
    ):
        self.reading = reading
        self.lexicon = lexicon
        self.weights = weights
        self.full = full
        self.loose = loose
        self.marks = Marks()
        self.concepts = sum(1 for slot in (*reading.slots, *reading.crossing) if slot.concepts)

    def slot(self, slot: Slot, language: str) -> Node | None:
        """What matches the slot in this language's texts, or None."""
        if not slot.concepts:
            return self._typed(slot.tokens, language, slot.weight)
        labels = self._variants(slot, language)
        found = [self._label(variant, language, slug, not place) for place, (slug, variant) in enumerate(labels)]
        if labels and language not in (slot.language, self.reading.language):
            return best([*found, *self._apart(slot, language)], slot.weight)
        typed = self._typed(slot.tokens, language, slot.weight)
        synonyms = best(found, slot.weight * self.weights.synonym)
        return best([node for node in (typed, synonyms) if node])

    def _cap(self, language: str) -> int:
        """How many labels of a concept are tried."""
        if language in self.full and language != self.reading.language:
            others = len(self.full) - (self.reading.language in self.full)
            return max(1, min(5, _LABELS // (max(self.concepts, 1) * others)))
        return next(cap for limit, cap in ((1, 6), (2, 4), (4, 2), (99, 1)) if self.concepts <= limit)

    def _apart(self, slot: Slot, language: str) -> list[Node]:
        """The words of a longer label each by its own concept: few texts use the label of a narrow concept."""
        if (
            language not in self.full
            or not slot.parts
            or not all(self.translated(part, language) for part in slot.parts)
        ):
            return []
        nodes = [
            best([self._label(variant, language, slug, False) for slug, variant in self._variants(part, language)[:2]])
            for part in slot.parts
        ]
        kept = tuple(node for node in nodes if node)
        return [Boosted(Any(kept, ceil(len(kept) / 2)), self.weights.apart)] if len(kept) == len(slot.parts) else []

    def translated(self, slot: Slot, language: str) -> bool:
        """Whether the slot has labels of its own in this language."""
        return any(self.lexicon.variants(slug, language) for slug in slot.concepts)

    def _typed(self, tokens: Sequence[Token], language: str, weight: float) -> Node | None:
        stems = [stem for token in tokens if (stem := analysis.stem(token.text, language))]
        for stem in stems:
            self.marks.stem(language, stem)
        nodes = [self._word(stem, language, weight) for stem in stems]
        if len(nodes) < 2:
            return nodes[0] if nodes else None
        together = Phrase(f"text_{language}", tuple(stems), 0, weight * self.weights.phrase)
        enough = 1 if self.loose else len(nodes) if len(nodes) < 3 else ceil(len(nodes) * 2 / 3)
        return bring_forward(Any(tuple(nodes), enough), [together])

    def words(self, tokens: Sequence[Token], language: str, mark: bool = True) -> Node | None:
        """All of these words in this language's texts, or None when none of them counts there."""
        stems = [stem for token in tokens if (stem := analysis.stem(token.text, language))]
        nodes = tuple(self._word(stem, language, 1.0) for stem in stems)
        for stem in stems if mark else ():
            self.marks.stem(language, stem)
        return None if not nodes else nodes[0] if len(nodes) == 1 else All(nodes)

    def _word(self, stem: str, language: str, weight: float) -> Node:
        text = Term(f"text_{language}", stem, weight)
        if language not in self.full:
            return text
        return Best((text, Term(f"heading_{language}", stem, weight * self.weights.heading)), self.weights.tie)

    def _label(self, variant: Variant, language: str, slug: str, first: bool) -> Node:
        """A label as a phrase; the first of a concept also with its words apart."""
        stems = variant.stems
        self.marks.label(language, stems, slug)
        if len(stems) == 1:
            return self._word(stems[0], language, 1.0)
        text, heading = f"text_{language}", f"heading_{language}"
        nodes: list[Node] = [Phrase(text, stems)]
        if language in self.full:
            nodes.append(Phrase(heading, stems, 0, self.weights.heading))
        if first:
            nodes.append(Any(tuple(Term(text, stem, self.weights.loose) for stem in stems), len(stems)))
        return best(nodes) or Nothing()

    def _variants(self, slot: Slot, language: str) -> list[tuple[str, Variant]]:
        """Labels of the slot's concepts: preferred ones first, of a named jurisdiction before others, few."""
        typed = tuple(analysis.stem(token.text, slot.language) for token in slot.tokens)
        found = []
        for slug in slot.concepts[:2]:
            for place, variant in enumerate(self.lexicon.variants(slug, language)):
                if variant.stems == typed and language == slot.language:
                    continue
                if variant.country and variant.country not in self.reading.jurisdictions and self.reading.jurisdictions:
                    continue
                here = variant.country in self.reading.jurisdictions
                found.append((0 if here else place + bool(variant.country), slug, variant))
        found.sort(key=lambda item: item[0])
        return [(slug, variant) for _, slug, variant in found[: self._cap(language)]]

    def names(self, language: str) -> tuple[list[Node], list[Node]]:
        """Each slot in the names of laws: those of the matter, and those of what laws call themselves. Several words of
        one slot must all stand there."""
        matter: list[Node] = []
        called: list[Node] = []
        for slot in self.reading.slots:
            if slot.weight == FILLER_WEIGHT:
                continue
            field = f"name_{language}"
            options: list[Node] = []
            stems = [stem for token in slot.tokens if (stem := analysis.stem(token.text, language))]
            if language in (slot.language, self.reading.language) or not self.translated(slot, language):
                options.append(self._named(field, stems))
            else:
                variants = self._variants(slot, language)[: 3 if language in self.full else 1]
                options += [self._named(field, variant.stems) for _, variant in variants]
            if node := best([option for option in options if option != Nothing()], 1.0):
                (called if slot.weight == LAW_WORD_WEIGHT else matter).append(node)
        return matter, called

    def named(self, language: str, share: float, *, likely: bool) -> Node | None:
        """Names that hold this share of the matter asked for; in a likely language more so when they hold all of it."""
        asked = [slot for slot in self.reading.slots if slot.weight != FILLER_WEIGHT]
        needed = sum(slot.weight != LAW_WORD_WEIGHT for slot in asked) or len(asked)
        enough = needed if needed <= 2 else ceil(needed * share)
        matter, called = self.names(language)
        if not matter:
            matter, called = called, []
        if len(asked) > LONGEST_NAME or len(matter) < enough:
            return None
        if not likely and language not in self.full:
            return Any(tuple(matter), enough)
        bonuses = [*called, *self._types()]
        # What a law calls itself has no translation here; its type stands for it.
        whole = (*matter, *called) if language == self.reading.language else tuple(matter)
        if likely and len(matter) + len(called) > 1:
            bonuses.append(Constant(All(whole), self.weights.whole_name))
        return bring_forward(Any(tuple(matter), enough), bonuses)

    def near(self, language: str) -> Node | None:
        """Names of laws on what is near to the one matter that is asked for: a field has other names from country to
        country (migration, immigration, aliens). None when more than one thing is asked for."""
        matter = [slot for slot in self.reading.slots if slot.weight not in (FILLER_WEIGHT, LAW_WORD_WEIGHT)]
        if len(matter) != 1:
            return None
        own = matter[0].concepts
        near = [(slug, 1) for concept in own for slug in self.lexicon.near(concept)]
        found = [
            v
            for slug, most in (*((one, 4) for one in own), *near)
            for v in self.lexicon.variants(slug, language)[:most]
        ]
        labels = dict.fromkeys(variant.stems for variant in found)
        names = best([self._named(f"name_{language}", stems) for stems in labels][:_NEAR], self.weights.near)
        return bring_forward(names, [Constant(Everything(), self.weights.near_law), *self._types()]) if names else None

    def _types(self) -> list[Node]:
        """Laws of the type that the query calls them."""
        words = [analysis.fold(slot.tokens[0].text) for slot in self.reading.slots if slot.weight == LAW_WORD_WEIGHT]
        types = tuple(dict.fromkeys(kind for word in words if (kind := LAW_WORDS.get(word))))
        return [Constant(Keyword("type", types), self.weights.type)] if types else []

    def places(self, language: str) -> list[Node]:
        """The names of the jurisdictions in this language's texts."""
        nodes: list[Node] = []
        for place in self.reading.jurisdictions:
            for name in self.lexicon.names_of(place, language)[:1]:
                stems = tuple(analysis.stems(name, language))
                boost = self.weights.place_name
                nodes += [Phrase(f"{part}_{language}", stems, 0, boost) for part in ("text", "heading") if stems]
        return nodes

    def _named(self, field: str, stems: Iterable[str]) -> Node:
        terms = tuple(Term(field, stem, self.weights.law) for stem in stems)
        if not terms:
            return Nothing()
        return terms[0] if len(terms) == 1 else Any(terms, len(terms))


def best(nodes: Sequence[Node], boost: float = 1.0, tie: float = 0.0) -> Node | None:
    """The best of the nodes, or None when there are none."""
    if not nodes:
        return None
    node = nodes[0] if len(nodes) == 1 else Best(tuple(nodes), tie)
    return node if boost == 1.0 else Boosted(node, boost)


def exact_phrase(language: str, tokens: Sequence[str], boost: float) -> Node:
    """These exact tokens, in order."""
    field = f"exact_{language}"
    return Phrase(field, tuple(tokens), 0, boost) if len(tokens) > 1 else Term(field, tokens[0], boost)


def bring_forward(main: Node, bonuses: Sequence[Node]) -> Node:
    """What `main` matches, and no more; those that match a bonus too score that much higher."""
    if not bonuses:
        return main
    return All((main, Any((Constant(Everything(), 0.0), *bonuses))))


def every_language(first: str) -> tuple[str, ...]:
    """The analysed languages, `first` leading."""
    return (first, *(code for code in ANALYSED if code != first))
