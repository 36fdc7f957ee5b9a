"""From a reading to a tree of nodes: words, names of laws, official numbers and citations.

Every language's fields get a tree of their own, because the same word has other stems there; a unit takes the score of
its best language. Concepts bring their labels into the other languages.
"""

from math import ceil

from search import analysis
from search.citations import Citation
from search.clauses import LONGEST_NAME, Clauses, Weights, best, bring_forward, every_language, exact_phrase
from search.documents import ANALYSED
from search.lexicon import Lexicon
from search.nodes import All, Any, Best, Boosted, Constant, Everything, Filtered, Keyword, Node, Nothing, Phrase
from search.numbers import NumberMention
from search.reading import LAW_WORD_WEIGHT, Reading

# From this many words on, a query may be copied from a text.
_COPIED = 4
# With more things asked for than this, words without a translation are sought in the language of the query only.
_MANY = 6


class Trees:
    """Trees for one reading."""

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
        words = self.words()
        if reading.citation:
            return self._article(reading.citation, certain, words), "article"
        if certain:
            return self._number(certain, words), "number"
        if words is None:
            return Nothing(), "words"
        if reading.numbers:
            words = Any((words, *self.numbers(list(reading.numbers), self.weights.number / 4)))
        intent = "question" if reading.question else "name" if self._asks_for_law() else "words"
        return words, intent

    # words

    def words(self) -> Node | None:
        """Units by their text, laws by their name, what belongs to a named jurisdiction brought forward."""
        reading, weights = self.reading, self.weights
        if not reading.slots:
            return None
        texts = [node for code in self.languages if (node := self._texts(code))]
        named = self._named(self.languages)
        found = [node for node in (best(texts, tie=weights.tie), named) if node]
        if not found:
            return None
        return bring_forward(found[0] if len(found) == 1 else Any(tuple(found)), [*self._places(), self._matter()])

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
        translated = sum(self.clauses.translated(slot, language) for slot in main)
        if foreign and translated:
            enough = max(1, ceil(translated / 2))
            if not self.spoken and len(main) <= 2 and enough < len(main) and not self.loose:
                enough = len(main)
        else:
            enough = self._enough(len(main))
        if enough > len(nodes):
            return None
        tree: Node = Any(tuple(nodes), min(enough, len(nodes)))
        rest += reading.crossing if language in self.clauses.full else ()
        bonuses = [node for slot in rest if (node := self.clauses.slot(slot, language))]
        bonuses += self._copied(language)
        if language in self.clauses.full and len(reading.slots) <= LONGEST_NAME:
            matter, called = self.clauses.names(language)
            bonuses += [Boosted(node, self.weights.name) for node in (*matter, *called)]
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
        trees: list[Node] = []
        for code in languages:
            if tree := self.clauses.named(code, 0.7, likely=not self._is_aside(code)):
                trees.append(Boosted(tree, self.weights.other_language) if self._is_aside(code) else tree)
        found = best(trees, self.weights.law_asked if self._asks_for_law() else 1.0)
        if not found:
            return None
        records = Filtered(found, (), (Keyword("kind", ("provision",)),))
        if not self.reading.jurisdictions:
            return records
        if not self._asks_for_law():
            return records
        here = Keyword("jurisdiction", self.reading.jurisdictions)
        near = best([node for code in languages if not self._is_aside(code) and (node := self.clauses.near(code))])
        named = bring_forward(records, [Constant(here, self.weights.place_of_law)])
        if not near:
            return named
        return Any((named, Filtered(near, (here,), (Keyword("kind", ("provision",)),))))

    def _asks_for_law(self) -> bool:
        return any(slot.weight == LAW_WORD_WEIGHT for slot in self.reading.slots) and not self.reading.question

    def _places(self) -> list[Node]:
        reading, weights = self.reading, self.weights
        if not reading.jurisdictions:
            return []
        here = Keyword("jurisdiction", reading.jurisdictions)
        nodes: list[Node] = [Constant(here, weights.place + weights.place_per_slot * len(reading.slots))]
        if not self._asks_for_law():
            # A name of few words scores far above any article: elsewhere's must not outdo what is held of the place.
            nodes.append(Filtered(Constant(here, weights.place_of_record), (), (Keyword("kind", ("provision",)),)))
        return nodes

    def _matter(self) -> Node:
        """What answers questions, before preambles and set phrases."""
        return Constant(Keyword("role", ("matter",)), self.weights.matter)

    # numbers and citations

    def numbers(self, mentions: list[NumberMention], score: float) -> list[Node]:
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

        nodes = self.numbers(mentions, self.weights.number)
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
        label = bring_forward(best(steps) or Nothing(), self._cited_kind(citation))
        if numbers:
            law = Any(tuple(self.numbers(numbers, weights.number)))
            cited = All((label, law))
            return Any((law, cited, *([words] if words else [])))
        if words is None:
            return bring_forward(label, self._places())
        covers = [node for code in self.languages if (node := self._name_cover(code))]
        nodes: list[Node] = [bring_forward(words, [label])]
        if covers:
            nodes.append(bring_forward(All((label, best(covers) or Nothing())), self._places()))
        return Any(tuple(nodes))

    def _cited_kind(self, citation: Citation) -> list[Node]:
        """What the word for the provision says of its law: rules and regulations, a country's own shorthand."""
        types = {"regulation": "regulation", "rule": "regulation", "act": "act"}
        kinds: list[Node] = []
        if citation.unit in types:
            kinds.append(Constant(Keyword("type", (types[citation.unit],)), self.weights.type))
        if citation.country:
            kinds.append(Constant(Keyword("jurisdiction", (citation.country,)), self.weights.type))
        return kinds

    def _name_cover(self, language: str) -> Node | None:
        """Laws whose names hold the words that name the law in a citation."""
        tree = self.clauses.named(language, 0.6, likely=not self._is_aside(language))
        if tree is None:
            return None
        cover = All((tree, Constant(Everything(), self.weights.cited)))
        return Boosted(cover, self.weights.other_language) if self._is_aside(language) else cover


def _figures(number: str) -> tuple[str, ...]:
    """The parts of a number that texts print whatever the spelling around them."""
    return tuple(token for token in analysis.exact(number) if any(char.isdigit() for char in token))
