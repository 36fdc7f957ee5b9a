"""Average field lengths made right.

BM25 compares a text with the average length of its field. Lucene averages over the documents that have the field;
tantivy over all documents, so that a field few documents have (a title, a text in the rarest language) would look far
too long everywhere, and the two engines would rank differently. tantivy's average cannot be set, but documents that no
search finds can carry as many filler terms as the true average needs. A filler costs about 60 ns and a bit of disk.
"""

import json
from collections.abc import Iterator
from typing import Any

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
    changed = False
    documents = searcher.doc_freq(HOLDS, ANY)
    for name in TEXT_FIELDS:
        if not (having := searcher.doc_freq(HOLDS, name)):
            continue
        held, address = _fillers(searcher, name)
        average = _average(searcher, name, address)
        terms = max(average * documents - held, 1.0)
        wanted = round(terms * (documents / having - 1))
        if abs(wanted - held) <= TOLERANCE * (terms + wanted):
            continue
        if wanted < held:
            writer.delete_documents_by_term(PADDING, name)
            held = 0
        for length in _lengths(max(wanted - held, 1)):
            writer.add_document(_filler(name, length))
        changed = True
    return changed


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
