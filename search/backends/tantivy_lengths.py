"""Average field lengths made right.

BM25 compares a text with the average length of its field. Lucene averages over the documents that have the field;
tantivy over all documents, so that a field few documents have (a title, a text in the rarest language) would look far
too long everywhere, and the two engines would rank differently. tantivy's average cannot be set, but documents that no
search finds can carry as many filler terms as the true average needs. A filler costs about 60 ns and a bit of disk.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from tantivy import Document, IndexWriter, Query, Searcher

from search.backends.fields import FILLER, TEXT_FIELDS
from search.backends.tantivy_query import ANY, HOLDS, LENGTHS, PADDING, SCHEMA

# An average may be off by this share before fillers are added; and by this much more before all are taken away, which
# is dear, and rare: only when texts get shorter, or documents go.
TOLERANCE, SHRINKING = 0.03, 0.1
# Merging segments rounds lengths down to 24 + m * 2**s with m below 16; fillers keep to lengths that survive it.
_LONGEST = 24 + 8 * 2**17
# A value of PADDING in every filler.
_EVERY = "every"


def seed(writer: IndexWriter) -> None:
    """One filler per field, for a new index: averages can be read only where there is a term."""
    for name in TEXT_FIELDS:
        writer.add_document(_filler(name, 1))


def lengths(fields: dict[str, Any]) -> dict[str, int]:
    """How many terms each text field of a prepared document has, as fields."""
    return {
        LENGTHS[name]: sum(value.count(" ") + 1 for value in fields[name]) for name in TEXT_FIELDS if name in fields
    }


def balance(searcher: Searcher, writer: IndexWriter) -> bool:
    """Add fillers for what is committed, or take them away; True when there is something to commit, and to look at
    again: what is taken away counts on until tantivy drops the segment."""
    fields = [field for name in TEXT_FIELDS if (field := _Field.of(searcher, name))]
    if any(field.is_above and field.fillers > 1 for field in fields):
        writer.delete_documents_by_term(PADDING, _EVERY)
        seed(writer)
        return True
    now = searcher.doc_freq(HOLDS, ANY)
    documents = now
    # Fillers are documents too, and in a small index they matter; a few rounds settle it.
    for _ in range(4):
        documents = now + sum(len(field.missing(now, documents)) for field in fields)
    added = [(field.name, length) for field in fields for length in field.missing(now, documents)]
    for name, length in added:
        writer.add_document(_filler(name, length))
    return bool(added)


@dataclass(frozen=True, slots=True)
class _Field:
    """The true average length, the one that tantivy reckons with, and how many documents of fillers there are."""

    name: str
    true: float
    reckoned: float
    fillers: int

    @classmethod
    def of(cls, searcher: Searcher, name: str) -> Self | None:
        """None when no document has the field."""
        having = Query.term_query(SCHEMA, HOLDS, name, "basic")
        stats = searcher.aggregate(having, {"length": {"stats": {"field": LENGTHS[name]}}})["length"]
        if not stats["count"]:
            return None
        found: Any = searcher.search(Query.term_query(SCHEMA, PADDING, name, "basic"), 1)
        # Only the explanation of a score tells tantivy's average.
        explained = Query.term_query(SCHEMA, name, FILLER, "freq").explain(searcher, found.hits[0][1])
        reckoned = next(_values(json.loads(explained.to_json()), "avgdl"))
        return cls(name, stats["sum"] / stats["count"], reckoned, found.count)

    @property
    def is_above(self) -> bool:
        return self.reckoned > (1 + SHRINKING) * self.true

    def missing(self, now: int, documents: int) -> list[int]:
        """Lengths of the fillers to add when there are to be so many documents in place of now's."""
        terms = round(self.true * documents - self.reckoned * now)
        return list(_lengths(terms)) if terms > TOLERANCE * self.true * documents else []


def _filler(name: str, length: int) -> Document:
    return Document(**{HOLDS: [ANY], PADDING: [name, _EVERY], name: " ".join([FILLER] * length)})


def _values(explanation: dict[str, Any], description: str) -> Iterator[float]:
    if explanation["description"].startswith(description):
        yield explanation["value"]
    for detail in explanation.get("details", ()):
        yield from _values(detail, description)


def _lengths(total: int) -> Iterator[int]:
    """Lengths that survive rounding and add up to `total`."""
    while total > 0:
        length = min(total, _LONGEST)
        if length > 24:
            step = 1 << max((length - 24).bit_length() - 4, 0)
            length = 24 + (length - 24) // step * step
        yield length
        total -= length
