"""From a query to a tree of nodes: which intent, which fields, which languages, and how much each part counts.

Every language's fields get a tree of their own, because the same word has other stems there; a unit takes the score of
its best language. Concepts bring their labels into the other languages. Nothing here asks an engine.
"""

from dataclasses import dataclass, field

from search import analysis
from search.clauses import Weights
from search.documents import ANALYSED
from search.lexicon import Lexicon
from search.nodes import Everything, Filtered, Keyword, Node, Nothing, Range
from search.operators import Operators, positive
from search.query import Dropped, parse
from search.reading import Reading, Spelling, read
from search.results import ConceptNote, Terms, Understanding
from search.trees import Trees

DEFAULT = Weights()


@dataclass(frozen=True, slots=True)
class Plan:
    """node: what to ask the engine, without visibility, date and facets; the rest is for the reader."""

    node: Node
    understanding: Understanding = field(default_factory=Understanding)
    terms: Terms = field(default_factory=Terms)


@dataclass(frozen=True, slots=True)
class Relaxation:
    """What was given up because nothing was found. words: exact tokens left out; loose: any one word is enough, and
    numbers and citations are words too."""

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
        words = positive(parsed.root)
    reading = read(_without(words, relaxation.words), language, lexicon, spelling, literal=relaxation.loose)
    trees = Trees(reading, lexicon, weights, relaxation.loose)
    node, intent = Operators(trees).tree(parsed) if parsed.operators else trees.plain()
    understanding = _understanding(reading, intent, lexicon, language, parsed.dropped, relaxation)
    return Plan(node, understanding, trees.clauses.marks.terms(trees.phrases, trees.prefixes))


def within(node: Node, *, at: int, example: bool = False, records: tuple[str, ...] = ()) -> Node:
    """`node` restricted to what a reader may see of the law on a day (YYYYMMDD), and to these records if any."""
    allowed: list[Node] = [Range("valid_from", None, at), Range("valid_to", at + 1, None)]
    if not example:
        allowed.append(Keyword("audience", ("public",)))
    if records:
        allowed.append(Keyword("record", records))
    return Filtered(node, tuple(allowed))


def _without(text: str, words: tuple[str, ...]) -> str:
    """`text` without these exact tokens."""
    for token, start, end in reversed(analysis.tokens(text) if words else []):
        if token in words:
            text = text[:start] + text[end:]
    return " ".join(text.split())


def _understanding(
    reading: Reading, intent: str, lexicon: Lexicon, language: str, dropped: tuple[Dropped, ...], relaxation: Relaxation
) -> Understanding:
    notes = {}
    for slot in reading.slots:
        for slug in slot.concepts[:2]:
            labels = {
                code: tuple(variant.text for variant in lexicon.variants(slug, code)[:3] if variant.shown)
                for code in ANALYSED
                if code != slot.language
            }
            typed = reading.text[slot.tokens[0].start : slot.tokens[-1].end]
            notes[slug] = ConceptNote(slug, lexicon.label(slug, language), typed, labels, lexicon.scope(slug) == "core")
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
