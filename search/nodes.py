"""The engine-neutral query: a small tree that each backend compiles. Values are analysed terms, never raw text.

Scores: `Term` and `Phrase` score by BM25 (k1 1.2, b 0.75, without Lucene's or tantivy's constant factor: a backend
scales so that both give k1 + 1 times the saturation); `Any` and `All` add, `Best` takes the best and `tie` of the rest.
"""

from dataclasses import dataclass


class Node:
    """Base of all nodes."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Term(Node):
    """One analysed term in a text field (name_es, heading_es, text_es, exact_es ...)."""

    field: str
    value: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase(Node):
    """Terms in order in a text field; slop as in Lucene. Two or more terms."""

    field: str
    values: tuple[str, ...]
    slop: int = 0
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Prefix(Node):
    """Terms of a text field that begin with `value`; constant score."""

    field: str
    value: str
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Keyword(Node):
    """Any of these values in a keyword field (kind, record, audience, role, numbers, labels, or a facet's name); no score."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Range(Node):
    """Integer field (valid_from, valid_to, date) between two bounds, both inclusive; None is open. No score."""

    field: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class All(Node):
    """Every child must match; scores add up."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any(Node):
    """At least `minimum` children match; scores add up."""

    children: tuple[Node, ...]
    minimum: int = 1


@dataclass(frozen=True, slots=True)
class Best(Node):
    """At least one child matches; the best score counts, and `tie` times the others."""

    children: tuple[Node, ...]
    tie: float = 0.0


@dataclass(frozen=True, slots=True)
class Constant(Node):
    """The child's matches, each with this score (0: a filter)."""

    child: Node
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Boosted(Node):
    """The child's score times `factor`."""

    child: Node
    factor: float


@dataclass(frozen=True, slots=True)
class Filtered(Node):
    """`query` within `allowed`, and without `denied`; only `query` scores."""

    query: Node
    allowed: tuple[Node, ...] = ()
    denied: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Everything(Node):
    """All documents, score 1."""


@dataclass(frozen=True, slots=True)
class Nothing(Node):
    """No document."""
