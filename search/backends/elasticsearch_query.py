"""Elasticsearch's mapping, and query trees compiled for it with elasticsearch.dsl.

Only what the server's core knows: no scripts, no stemmers, no language analyzers; terms come analysed. Its BM25 has
the constant factor k1 + 1 (Lucene's own has not), so neutral scores need no scaling.
"""

import json
from hashlib import sha256
from typing import Any

from elasticsearch.dsl import Mapping
from elasticsearch.dsl.query import (
    Bool,
    ConstantScore,
    DisMax,
    Exists,
    MatchNone,
    MatchPhrase,
    Prefix,
    Query,
    Range,
    Term,
    Terms,
)

from search import nodes
from search.backends.fields import KEYWORD_FIELDS, TEXT_FIELDS

# The record whose version a marker document remembers, deleted or not; such a document has no other field.
MARKER = "marker"

_READ = ("key", "record", "bucket")


def mapping() -> dict[str, Any]:
    """Strict: a field that is not here is refused. Nothing is kept but what queries and verification read."""
    fields = Mapping()
    fields.meta("dynamic", "strict")
    fields.meta("_source", enabled=False)
    for name in TEXT_FIELDS:
        # The gap between two values is tantivy's.
        fields.field(name, "text", analyzer="whitespace", position_increment_gap=1)
    for name in (*KEYWORD_FIELDS, MARKER):
        fields.field(name, "keyword", doc_values=name in _READ)
    for name in ("valid_from", "valid_to", "date"):
        fields.field(name, "integer")
    fields.field("pk", "long")
    fields.field("version", "long", index=False)
    fields.field("digest", "keyword", index=False)
    made = fields.to_dict()
    # Tells an index made by another version of the code.
    return made | {"_meta": {"fields": sha256(json.dumps(made, sort_keys=True).encode()).hexdigest()[:16]}}


def units() -> Query:
    """Every document that searches may find, each with score 1."""
    return ConstantScore(filter=Exists(field="key"), boost=1.0)


def compiled(node: nodes.Node) -> Query:
    """A canonical tree as a query of Elasticsearch's."""
    match node:
        case nodes.Everything():
            return units()
        case nodes.Nothing():
            return MatchNone()
        case nodes.Term(field, value, boost):
            return Term(field, {"value": value, "boost": boost})
        case nodes.Phrase(field, values, slop, boost):
            return MatchPhrase(field, {"query": " ".join(values), "slop": slop, "boost": boost})
        case nodes.Prefix(field, value, score):
            return Prefix(field, {"value": value, "boost": score})
        case nodes.Keyword(field, values):
            return ConstantScore(filter=Terms(field, list(values)), boost=0.0)
        case nodes.Range(field, low, high):
            bounds = {name: bound for name, bound in (("gte", low), ("lte", high)) if bound is not None}
            return ConstantScore(filter=Range(field, bounds), boost=0.0)
        case nodes.Constant(child, score):
            return ConstantScore(filter=compiled(child), boost=score)
        case nodes.Boosted(child, factor):
            return Bool(must=[compiled(child)], boost=factor)
        case _:
            return _compound(node)


def _compound(node: nodes.Node) -> Query:
    match node:
        case nodes.All(children):
            return Bool(must=[compiled(child) for child in children])
        case nodes.Any(children, minimum):
            return Bool(should=[compiled(child) for child in children], minimum_should_match=minimum)
        case nodes.Best(children, tie):
            return DisMax(queries=[compiled(child) for child in children], tie_breaker=tie)
        case nodes.Filtered(query, allowed, denied):
            return Bool(
                must=[compiled(query)],
                filter=[compiled(child) for child in allowed],
                must_not=[compiled(child) for child in denied],
            )
    raise TypeError(f"not a query node: {node!r}")
