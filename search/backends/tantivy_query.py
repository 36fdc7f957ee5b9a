"""tantivy's schema, and query trees compiled for it."""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations_with_replacement
from math import log, prod

from tantivy import FieldType, Occur, Query, Schema, SchemaBuilder, Searcher

from search import nodes
from search.backends.fields import INTEGER_FIELDS, KEYWORD_FIELDS, TEXT_FIELDS

# A keyword field that tells documents apart: ANY stands in each, UNIT in those that searches may find, and the name
# of each text field in those that have it.
HOLDS, ANY, UNIT = "holds", "any", "unit"
# The record whose deletion a document remembers; such a document has no other field but its version.
TOMBSTONE = "tombstone"
# The text field that a document of filler terms fills, and how many terms a real document's text fields have (see
# `tantivy_lengths`).
PADDING = "padding"
LENGTHS = {name: f"{name}_length" for name in TEXT_FIELDS}
# Numbers that stand for keywords (see `code`), because numbers are read and counted several times faster.
CODES = {"kind": "kind_code", "bucket": "bucket_code"}

_STORED = ("key", "record")
# Wider slops are not scored step by step any more, so that a phrase stays a handful of queries.
_SLOP_STEPS = 4
_MAX_LAYOUTS = 64


def schema() -> Schema:
    """The schema of every index made by this version of the code."""
    builder = SchemaBuilder()
    for name in TEXT_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in (*KEYWORD_FIELDS, HOLDS, TOMBSTONE, PADDING):
        builder.add_text_field(
            name, stored=name in _STORED, fast=name == "key", tokenizer_name="raw", index_option="basic"
        )
    for name in (*INTEGER_FIELDS, *CODES.values(), *LENGTHS.values()):
        builder.add_integer_field(name, fast=True)
    builder.add_text_field("digest", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


SCHEMA = schema()


@lru_cache(maxsize=4096)
def code(value: str) -> int:
    """A number of 48 bits for a keyword. It depends on the keyword alone, so it means the same in every index; two
    of 100,000 keywords share one once in 50,000 indexes."""
    return int.from_bytes(blake2b(value.encode("utf-8"), digest_size=6).digest())


def keyword(name: str, value: str) -> Query:
    """Documents with this value in a keyword field, without score."""
    return Query.const_score_query(Query.term_query(SCHEMA, name, value, "basic"), 0.0)


def units() -> Query:
    """Every document that searches may find, each with score 1."""
    return Query.const_score_query(Query.term_query(SCHEMA, HOLDS, UNIT, "basic"), 1.0)


class Compiler:
    """Compiles canonical trees for one searcher, whose statistics it needs."""

    def __init__(self, searcher: Searcher):
        self._frequency = searcher.doc_freq
        self._all = searcher.doc_freq(HOLDS, ANY)
        self._having: dict[str, int] = {}

    def compile(self, node: nodes.Node) -> Query:
        match node:
            case nodes.Everything():
                return units()
            case nodes.Nothing():
                return Query.empty_query()
            case nodes.Term(field, value, boost):
                query = Query.term_query(SCHEMA, field, value, "freq")
                return Query.boost_query(query, boost * self._correction(field, (value,)))
            case nodes.Phrase():
                return self._phrase(node)
            case nodes.Prefix(field, value, score):
                automaton = Query.fuzzy_term_query(SCHEMA, field, value, distance=0, prefix=True)
                return Query.const_score_query(automaton, score)
            case nodes.Keyword(field, (value,)):
                return keyword(field, value)
            case nodes.Keyword(field, values):
                return Query.const_score_query(Query.term_set_query(SCHEMA, field, values), 0.0)
            case nodes.Range(field, low, high):
                return Query.const_score_query(Query.range_query(SCHEMA, field, FieldType.Integer, low, high), 0.0)
            case nodes.Constant(child, score):
                return Query.const_score_query(self.compile(child), score)
            case nodes.Boosted(child, factor):
                return Query.boost_query(self.compile(child), factor)
            case _:
                return self._compound(node)

    def _compound(self, node: nodes.Node) -> Query:
        match node:
            case nodes.All(children):
                return Query.boolean_query([(Occur.Must, self.compile(child)) for child in children])
            case nodes.Any(children, minimum):
                return Query.boolean_query([(Occur.Should, self.compile(child)) for child in children], minimum)
            case nodes.Best(children, tie):
                return Query.disjunction_max_query([self.compile(child) for child in children], tie)
            case nodes.Filtered(query, allowed, denied):
                within = [(Occur.Must, Query.const_score_query(self.compile(child), 0.0)) for child in allowed]
                without = [(Occur.MustNot, self.compile(child)) for child in denied]
                return Query.boolean_query([(Occur.Must, self.compile(query)), *within, *without])
        raise TypeError(f"not a query node: {node!r}")

    def _phrase(self, node: nodes.Phrase) -> Query:
        """A near match counts less, as in Lucene: by what an occurrence of 1 / (1 + distance) is worth in a document
        of average length. (tantivy alone counts it in full.)"""
        boost = node.boost * self._correction(node.field, node.values)
        steps = sorted({*range(min(node.slop, _SLOP_STEPS) + 1), node.slop})
        queries = [
            Query.boost_query(self._sloppy(node, slop), boost * 2.2 / (1 + 1.2 * (1 + slop)))
            for slop in steps
        ]  # fmt: skip
        return queries[0] if len(queries) == 1 else Query.disjunction_max_query(queries)

    def _sloppy(self, node: nodes.Phrase, slop: int) -> Query:
        layouts = _layouts(node.values, slop)
        queries = [Query.phrase_query(SCHEMA, node.field, words, inner) for words, inner in layouts]
        return queries[0] if len(queries) == 1 else Query.disjunction_max_query(queries)

    def _correction(self, field: str, terms: tuple[str, ...]) -> float:
        """tantivy reckons rarity among all documents; Lucene, and this, among those that have the field at all."""
        if (having := self._having.get(field)) is None:
            having = self._having[field] = self._frequency(HOLDS, field)
        counts = [self._frequency(field, term) for term in terms]
        ours, theirs = sum(_idf(having, count) for count in counts), sum(_idf(self._all, count) for count in counts)
        return ours / theirs if theirs else 1.0


def _idf(documents: int, count: int) -> float:
    return log(1 + (documents - min(count, documents) + 0.5) / (count + 0.5))


def _layouts(words: tuple[str, ...], slop: int) -> Iterator[tuple[list[str | tuple[int, str]], int]]:
    """The phrase as tantivy takes it: words, and the slop left to tantivy.

    With slop tantivy lets one occurrence serve for two equal words close to each other ("a a" in "a b"). There the
    gaps are dealt out by hand, in order only.
    """
    close = any(
        words[i] == words[j] for i in range(len(words)) for j in range(i + 1, min(i + slop, len(words) - 1) + 1)
    )
    if not slop or not close:
        yield list(words), slop
        return
    gaps = len(words) - 1
    ways = prod(range(gaps + 1, gaps + slop + 1)) // prod(range(1, slop + 1))
    if ways > _MAX_LAYOUTS:
        slop = 1
    for places in combinations_with_replacement(range(gaps + 1), slop):
        # A gap at place p opens before word p + 1; place `gaps` stands for a gap that is not used.
        yield [(index + sum(place < index for place in places), word) for index, word in enumerate(words)], 0
