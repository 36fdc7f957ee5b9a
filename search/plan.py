"""From a query to a tree of nodes: which intent, which fields, which languages, and how much each part counts.

Every language's fields get a tree of their own, because the same word has other stems there; a unit takes the score of
its best language. Concepts bring their labels into the other languages. Nothing here asks an engine.
"""

from dataclasses import dataclass, field
from math import ceil

from search import analysis
from search.citations import Citation
from search.clauses import Clauses, Marks, Weights, best, bring_forward, every_language, exact_phrase
from search.documents import ANALYSED
from search.lexicon import Lexicon
from search.nodes import (
    All,
    Any,
    Best,
    Boosted,
    Constant,
    Everything,
    Filtered,
    Keyword,
    Node,
    Nothing,
    Phrase,
    Prefix,
    Range,
)
from search.numbers import NumberMention
from search.query import AllOf, AnyOf, Dropped, Not, ParsedQuery, Quote, Unit, Word, parse
from search.reading import FILLER_WEIGHT, LAW_WORD_WEIGHT, Reading, Slot, Spelling, Token, read
from search.results import ConceptNote, Terms, Understanding

DEFAULT = Weights()
# From this many words on, a query may be copied from a text.
_COPIED = 4
# With more things asked for than this, words without a translation are sought in the language of the query only.
_MANY = 6
# Nobody names a law with more words than this.
_LONGEST_NAME = 12


@dataclass(frozen=True, slots=True)
class Plan:
    """node: what to ask the engine, without visibility, date and facets; the rest is for the reader."""

    node: Node
    understanding: Understanding = field(default_factory=Understanding)
    terms: Terms = field(default_factory=Terms)


@dataclass(frozen=True, slots=True)
class Relaxation:
    """What was given up because nothing was found. words: exact tokens left out; loose: any one word is enough."""

    words: tuple[str, ...] = ()
    loose: bool = False


def plan(
    text: str,
    *,
    language: str,
    lexicon: Lexicon,
    spelling: Spelling | None = None,
    relaxation: Relaxation = Relaxation(),
    weights: Weights = DEFAULT,
) -> Plan:
    """Plan any string; an empty or meaningless one gives `Everything` or `Nothing`. `language` is the reader's."""
    parsed = parse(text)
    if not parsed.root.children:
        return Plan(
            Everything() if not parsed.text else Nothing(), Understanding(dropped=parsed.dropped, language=language)
        )
    words = parsed.words if parsed.operators else parsed.text
    if relaxation.loose and parsed.operators:
        words = _positive(parsed.root)
    reading = read(_without(words, relaxation.words), language, lexicon, spelling)
    builder = _Builder(reading, lexicon, weights, relaxation.loose)
    node, intent = builder.operators(parsed) if parsed.operators else builder.plain()
    understanding = _understanding(reading, intent, lexicon, language, parsed.dropped, relaxation)
    return Plan(node, understanding, builder.clauses.marks.terms(builder.phrases, builder.prefixes))


def within(node: Node, *, at: int, example: bool = False) -> Node:
    """`node` restricted to what a reader may see of the law on a day (YYYYMMDD)."""
    allowed: list[Node] = [Range("valid_from", None, at), Range("valid_to", at + 1, None)]
    if not example:
        allowed.append(Keyword("audience", ("public",)))
    return Filtered(node, tuple(allowed))


class _Builder:
    def __init__(self, reading: Reading, lexicon: Lexicon, weights: Weights, loose: bool):
        self.reading = reading
        self.weights = weights
        self.loose = loose
        self.phrases: list[tuple[str, ...]] = []
        self.prefixes: list[str] = []
        spoken = {code for place in reading.jurisdictions for code in lexicon.spoken(place) if code in ANALYSED}
        known = bool(reading.jurisdictions) and all(lexicon.spoken(place) for place in reading.jurisdictions)
        self.spoken = spoken
        self.clauses = Clauses(reading, lexicon, weights, {reading.language, *spoken}, loose=loose)
        self.languages = tuple(
            code for code in every_language(reading.language) if not known or code in spoken or code == reading.language
        )

    def plain(self) -> tuple[Node, str]:
        """The tree for plain words, and the intent."""
        reading = self.reading
        certain = [mention for mention in reading.numbers if mention.certain or not reading.slots]
        words = self._words()
        if reading.citation:
            return self._article(reading.citation, certain, words), "article"
        if certain:
            return self._number(certain, words), "number"
        if words is None:
            return Nothing(), "words"
        if reading.numbers:
            words = Any((words, *self._numbers(list(reading.numbers), self.weights.number / 4)))
        intent = "question" if reading.question else "name" if self._asks_for_law() else "words"
        return words, intent

    # words

    def _words(self) -> Node | None:
        """Units by their text, laws by their name, what belongs to a named jurisdiction brought forward."""
        reading, weights = self.reading, self.weights
        if not reading.slots:
            return None
        texts = [node for code in self.languages if (node := self._texts(code))]
        named = self._named(self.languages)
        found = [node for node in (best(texts, tie=weights.tie), named) if node]
        if not found:
            return None
        return bring_forward(found[0] if len(found) == 1 else Any(tuple(found)), self._places())

    def _texts(self, language: str) -> Node | None:
        reading = self.reading
        main = [slot for slot in reading.slots if slot.weight == 1.0] or list(reading.slots)
        rest = [slot for slot in reading.slots if slot not in main]
        foreign = language != reading.language
        if foreign and len(main) > _MANY:
            main = [slot for slot in main if self.clauses.translated(slot, language)]
        nodes = [node for slot in main if (node := self.clauses.slot(slot, language))]
        if not nodes:
            return None
        if foreign and any(slot.concepts for slot in main):
            enough = max(1, ceil(sum(self.clauses.translated(slot, language) for slot in main) / 2))
        else:
            enough = self._enough(len(main))
        tree: Node = Any(tuple(nodes), min(enough, len(nodes)))
        bonuses = [node for slot in rest if (node := self.clauses.slot(slot, language))]
        bonuses += self._copied(language)
        if language in self.clauses.full and len(reading.slots) <= _LONGEST_NAME:
            bonuses += [Boosted(node, self.weights.name) for node in self.clauses.names(language)]
            bonuses += self.clauses.places(language) if len(reading.jurisdictions) > 1 else []
        tree = bring_forward(tree, bonuses)
        return Boosted(tree, self.weights.other_language) if self._is_aside(language) else tree

    def _is_aside(self, language: str) -> bool:
        """Whether the answer is less likely in this language: not the reader's, or not that of the place asked about."""
        return language not in self.spoken if self.spoken else language != self.reading.language

    def _enough(self, slots: int) -> int:
        if self.loose:
            return 1
        if self.reading.question:
            return max(1, ceil(slots * 0.4))
        return slots if slots <= 2 else ceil(slots * 0.6)

    def _copied(self, language: str) -> list[Node]:
        """The whole query as one phrase, exact and by stems."""
        tokens = tuple(token.text for token in self.reading.tokens)
        nodes: list[Node] = []
        if len(tokens) >= _COPIED:
            nodes.append(exact_phrase(language, tokens, self.weights.quote))
            if tokens not in self.phrases:
                self.phrases.append(tokens)
        stems = tuple(analysis.stems(self.reading.text, language))
        if language in self.clauses.full and len(stems) >= 2 and (len(self.reading.slots) > 1):
            nodes.append(Phrase(f"text_{language}", stems, 1, self.weights.phrase))
            if language == self.reading.language:
                nodes.append(Phrase(f"heading_{language}", stems, 1, self.weights.phrase))
        return nodes

    def _named(self, languages: tuple[str, ...]) -> Node | None:
        """The records whose names hold most of the words; more so when all of them, or when a law is asked for."""
        needed = sum(slot.weight != FILLER_WEIGHT for slot in self.reading.slots)
        if needed > _LONGEST_NAME:
            return None
        enough = needed if needed <= 2 else ceil(needed * 0.7)
        trees: list[Node] = []
        for code in languages:
            nodes = tuple(self.clauses.names(code))
            if not nodes or len(nodes) < enough:
                continue
            tree: Node = Any(nodes, enough)
            if code == self.reading.language and len(nodes) > 1:
                tree = bring_forward(tree, [Constant(All(nodes), self.weights.whole_name)])
            trees.append(Boosted(tree, self.weights.other_language) if self._is_aside(code) else tree)
        found = best(trees, self.weights.law_asked if self._asks_for_law() else 1.0)
        return Filtered(found, (), (Keyword("kind", ("provision",)),)) if found else None

    def _asks_for_law(self) -> bool:
        return any(slot.weight == LAW_WORD_WEIGHT for slot in self.reading.slots) and not self.reading.question

    def _places(self) -> list[Node]:
        reading, weights = self.reading, self.weights
        if not reading.jurisdictions:
            return []
        score = weights.place + weights.place_per_slot * len(reading.slots)
        return [Constant(Keyword("jurisdiction", reading.jurisdictions), score)]

    # numbers and citations

    def _numbers(self, mentions: list[NumberMention], score: float) -> list[Node]:
        nodes: list[Node] = []
        for mention in mentions:
            steps = [*((key, 1.0 - 0.1 * place) for place, key in enumerate(mention.keys))]
            steps += [(key, 0.4) for key in mention.fallback]
            nodes.append(Best(tuple(Constant(Keyword("numbers", (key,)), score * part) for key, part in steps)))
        return nodes

    def _number(self, mentions: list[NumberMention], words: Node | None) -> Node:
        """The law of that number first, then its provisions, then whoever mentions it."""
        written = [_figures(self.reading.text[mention.start : mention.end]) for mention in mentions]
        written = [figures for figures in written if len("".join(figures)) > 2]

        nodes = self._numbers(mentions, self.weights.number)
        own = Any(tuple(nodes)) if len(nodes) > 1 else nodes[0]
        record = Filtered(Boosted(own, 0.5), (), (Keyword("kind", ("provision",)),))
        mentioned = [exact_phrase(code, figures, 1.0) for figures in written for code in self.languages]
        self.phrases += written
        extra = (
            [Constant(Keyword("jurisdiction", self.reading.jurisdictions), 20.0)] if self.reading.jurisdictions else []
        )
        return bring_forward(Any((own, record, *mentioned, *([words] if words else []))), extra)

    def _article(self, citation: Citation, numbers: list[NumberMention], words: Node | None) -> Node:
        """The provision of that law, then that law, then provisions with the label, then the words."""
        weights = self.weights
        steps: list[Node] = [Constant(Keyword("labels", citation.labels), weights.label)]
        if citation.also:
            steps.append(Constant(Keyword("labels", citation.also), weights.label * 0.7))
        label = best(steps) or Nothing()
        if numbers:
            law = Any(tuple(self._numbers(numbers, weights.number)))
            cited = All((label, law))
            return Any((law, cited, *([words] if words else [])))
        if words is None:
            return bring_forward(label, self._places())
        covers = [node for code in self.languages if (node := self._name_cover(code))]
        nodes: list[Node] = [bring_forward(words, [label])]
        if covers:
            nodes.append(bring_forward(All((label, best(covers) or Nothing())), self._places()))
        return Any(tuple(nodes))

    def _name_cover(self, language: str) -> Node | None:
        """Laws whose names hold the words that name the law in a citation."""
        nodes = self.clauses.names(language)
        enough = ceil(sum(slot.weight != FILLER_WEIGHT for slot in self.reading.slots) * 0.6)
        if not nodes or len(nodes) < enough:
            return None
        cover = All((Any(tuple(nodes), max(enough, 1)), Constant(Everything(), self.weights.cited)))
        return Boosted(cover, self.weights.other_language) if self._is_aside(language) else cover

    # the reader's own syntax

    def operators(self, parsed: ParsedQuery) -> tuple[Node, str]:
        """Every unit must match, but what is excluded; loosely, any word of them."""
        units = [unit for unit in parsed.root.children if not isinstance(unit, Word) or unit.prefix]
        denied = [node for unit in units if isinstance(unit, Not) and (node := self._unit(unit.child, mark=False))]
        if self.loose:
            words = self._words()
            return (Filtered(words, (), tuple(denied)) if words else Nothing()), "words"
        slots = [slot for slot in self.reading.slots if slot.weight != FILLER_WEIGHT]
        wanted = [node for slot in slots if (node := self._anywhere(slot))]
        if self.reading.numbers:
            wanted.append(Any(tuple(self._numbers(list(self.reading.numbers), self.weights.number))))
        wanted += self._places_required()
        wanted += [node for unit in units if not isinstance(unit, Not) and (node := self._unit(unit))]
        asked: Node = wanted[0] if len(wanted) == 1 else All(tuple(wanted)) if wanted else Everything()
        if denied:
            asked = Filtered(asked, (), tuple(denied))
        quoted = bool(units) and all(isinstance(unit, Quote) for unit in units) and not slots
        return asked, "quote" if quoted else "words"

    def _places_required(self) -> list[Node]:
        if not self.reading.jurisdictions:
            return []
        words = [
            node for token in self.reading.places if (node := self._anywhere(Slot((token,), (), self.reading.language)))
        ]
        place = Constant(Keyword("jurisdiction", self.reading.jurisdictions), self.weights.place)
        return [Best((place, *words))]

    def _anywhere(self, slot: Slot) -> Node | None:
        return best([node for code in self.languages if (node := self.clauses.slot(slot, code))])

    def _unit(self, unit: Unit, mark: bool = True) -> Node | None:
        match unit:
            case Quote(text):
                tokens = tuple(analysis.exact(text))
                if mark:
                    self.phrases.append(tokens)
                return Best(tuple(exact_phrase(code, tokens, 1.0) for code in (*ANALYSED, "other")))
            case Word(text, True):
                *before, last = analysis.exact(text)
                if mark:
                    self.prefixes.append(last)
                starts = Best(tuple(Prefix(f"exact_{code}", last, 2.0) for code in (*ANALYSED, "other")))
                words = [node for word in before if (node := self._unit(Word(word), mark))]
                return All((*words, starts)) if words else starts
            case Word(text):
                return self._plain_word(text, mark)
            case AnyOf(children):
                return best([node for child in children if (node := self._unit(child, mark))])
            case AllOf(children):
                kept = [node for child in children if not isinstance(child, Not) and (node := self._unit(child, mark))]
                denied = [
                    node for child in children if isinstance(child, Not) and (node := self._unit(child.child, False))
                ]
                found: Node = All(tuple(kept)) if kept else Everything()
                return Filtered(found, (), tuple(denied)) if denied else found
            case Not(child):
                inner = self._unit(child, False)
                return Filtered(Everything(), (), (inner,)) if inner else None
        return None

    def _plain_word(self, text: str, mark: bool) -> Node | None:
        """A word inside the syntax: all its parts, in any one language; what is excluded, is so in every language."""
        tokens = tuple(Token(token, start, end) for token, start, end in analysis.tokens(text))
        found = [node for code in ANALYSED if (node := self.clauses.words(tokens, code, mark))]
        if not mark:
            marks, self.clauses.marks = self.clauses.marks, Marks()
            for mention in self.clauses.lexicon.concepts_in(text, self.reading.language)[:1]:
                slot = Slot(tokens, mention.slugs, mention.language)
                found += [
                    node for code in ANALYSED if code != mention.language and (node := self.clauses.slot(slot, code))
                ]
            self.clauses.marks = marks
        return best(found)


def _without(text: str, words: tuple[str, ...]) -> str:
    """`text` without these exact tokens."""
    for token, start, end in reversed(analysis.tokens(text) if words else []):
        if token in words:
            text = text[:start] + text[end:]
    return " ".join(text.split())


def _figures(number: str) -> tuple[str, ...]:
    """The parts of a number that texts print whatever the spelling around them."""
    return tuple(token for token in analysis.exact(number) if any(char.isdigit() for char in token))


def _positive(unit: Unit) -> str:
    """All words that are asked for, whatever the syntax around them."""
    match unit:
        case Word(text) | Quote(text):
            return text
        case AnyOf(children) | AllOf(children):
            return " ".join(text for child in children if (text := _positive(child)))
    return ""


def _understanding(
    reading: Reading, intent: str, lexicon: Lexicon, language: str, dropped: tuple[Dropped, ...], relaxation: Relaxation
) -> Understanding:
    notes = {}
    for slot in reading.slots:
        for slug in slot.concepts[:2]:
            labels = {
                code: tuple(variant.text for variant in lexicon.variants(slug, code)[:3])
                for code in ANALYSED
                if code != slot.language
            }
            typed = reading.text[slot.tokens[0].start : slot.tokens[-1].end]
            notes[slug] = ConceptNote(slug, lexicon.label(slug, language), typed, labels)
    return Understanding(
        intent=intent,
        language=reading.language,
        words=tuple(token.text for slot in reading.slots for token in slot.tokens),
        numbers=tuple(reading.text[mention.start : mention.end] for mention in reading.numbers),
        labels=reading.citation.labels if reading.citation else (),
        jurisdictions=reading.jurisdictions,
        concepts=tuple(notes.values()),
        corrections=reading.corrections,
        dropped=dropped,
        relaxed=tuple(dict.fromkeys((*reading.unknown, *relaxation.words))),
        loose=relaxation.loose,
    )
