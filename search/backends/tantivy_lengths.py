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

from tantivy import DocAddress, Document, IndexWriter, Query, Searcher

from search.backends.fields import FILLER, TEXT_FIELDS
from search.backends.tantivy_query import ANY, HOLDS, LENGTH, PADDING, SCHEMA

# An average may be off by this share before fillers are added or taken away.
TOLERANCE = 0.03
# Merging segments rounds lengths down to 24 + m * 2**s with m below 16; fillers keep to lengths that survive it.
_LONGEST = 24 + 8 * 2**17


def seed(writer: IndexWriter) -> None:
    """One filler per field, for a new index: averages can be read only where there is a term."""
    for name in TEXT_FIELDS:
        writer.add_document(_filler(name, 1))


def balance(searcher: Searcher, writer: IndexWriter) -> bool:
    """Add or take away fillers for what is committed; True when there is something to commit."""
    fields = [field for name in TEXT_FIELDS if (field := _Field.of(searcher, name))]
    now = searcher.doc_freq(HOLDS, ANY)
    documents = now
    # Fillers are documents too, and in a small index they matter; a few rounds settle it.
    for _ in range(4):
        documents = now + sum(len(field.fillers(documents)) for field in fields)
    changed = [field for field in fields if field.fillers(documents)]
    for field in changed:
        if field.wanted(documents) < field.held:
            writer.delete_documents_by_term(PADDING, field.name)
        for length in field.fillers(documents):
            writer.add_document(_filler(field.name, length))
    return bool(changed)


@dataclass(frozen=True, slots=True)
class _Field:
    """`having` documents have the field, with `terms` terms in all; fillers have `held` more."""

    name: str
    having: int
    terms: float
    held: int

    @classmethod
    def of(cls, searcher: Searcher, name: str) -> Self | None:
        """None when no document has the field."""
        if not (having := searcher.doc_freq(HOLDS, name)):
            return None
        held, address = _fillers(searcher, name)
        terms = _average(searcher, name, address) * searcher.doc_freq(HOLDS, ANY) - held
        return cls(name, having, max(terms, 1.0), held)

    def wanted(self, documents: int) -> int:
        """Filler terms that make the average over all documents that over those which have the field."""
        return max(round(self.terms * (documents / self.having - 1)), 1)

    def fillers(self, documents: int) -> list[int]:
        """Lengths of the fillers to add, after all there are have gone if these are too many; none if they are right."""
        wanted = self.wanted(documents)
        if abs(wanted - self.held) <= TOLERANCE * (self.terms + wanted):
            return []
        return list(_lengths(wanted - self.held if wanted > self.held else wanted))


def _filler(name: str, length: int) -> Document:
    return Document(**{HOLDS: [ANY], PADDING: name, LENGTH: length, name: " ".join([FILLER] * length)})


def _fillers(searcher: Searcher, name: str) -> tuple[int, DocAddress]:
    """How many filler terms a field has, and a document with some."""
    found = searcher.search(Query.term_query(SCHEMA, PADDING, name, "basic"), 100_000, count=False).hits
    addresses = [address for _, address in found]
    return sum(int(length or 0) for length in searcher.fast_field_values(LENGTH, addresses)), addresses[0]


def _average(searcher: Searcher, name: str, address: DocAddress) -> float:
    """The average length that tantivy reckons with, which only its explanation of a score tells."""
    explanation = Query.term_query(SCHEMA, name, FILLER, "freq").explain(searcher, address)
    return next(_values(json.loads(explanation.to_json()), "avgdl"))


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
