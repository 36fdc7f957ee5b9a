"""The fields of an indexed unit, derived once for every engine, and a Document analysed into them.

Text reaches an engine as ready terms parted by single spaces, to be split at white space and at nothing else.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from search import analysis
from search.documents import ANALYSED, FACETS, FIELD_LANGUAGES, OTHER, Document

PARTS = ("name", "heading", "text", "exact")
TEXT_FIELDS = tuple(f"{part}_{language}" for part in PARTS for language in FIELD_LANGUAGES)

# The facet "kind" is that of the record; the field "kind" is that of the unit ("provision").
RECORD_KIND = "record_kind"
FACET_FIELDS = {name: RECORD_KIND if name == "kind" else name for name in FACETS}
KEYWORD_FIELDS = ("key", "kind", "record", "audience", "role", "numbers", "labels", "bucket", *FACET_FIELDS.values())
INTEGER_FIELDS = ("pk", "version", "valid_from", "valid_to", "date")

# Elasticsearch's whitespace tokenizer breaks a token after 255 UTF-16 units; a character has at most two.
MAX_TERM = 120
# Lucene refuses a keyword above 32,766 bytes, and with it the whole document; a character has at most four.
MAX_KEYWORD = 8_000
# A term that no text has: `clean` takes the character out of all that is indexed or sought.
FILLER = "\x7f"
# Where a bucket would pass that, this many values of each facet and characters of each value stay in it.
_BUCKET_VALUES, _BUCKET_CHARACTERS = 16, 60


# A document's fields by name, as `prepare` gives them.
Fields = dict[str, object]


def prepare(document: Document | Fields) -> Fields:
    """Every field of the document that is not empty: a list of values for text fields, numbers, labels and facets
    (positions of separate values do not touch, so no phrase runs from a heading into the text), else one value.
    What is prepared already stays as it is."""
    if not isinstance(document, Document):
        return document
    prepared: Fields = {
        "key": document.key,
        "kind": document.kind,
        "record": document.record,
        "audience": document.audience,
        "role": document.role,
        "bucket": _bucket(document),
        "pk": document.pk,
        "version": document.version,
        "valid_from": document.valid_from,
        "valid_to": document.valid_to,
        "date": document.date,
        "digest": document.digest,
    }
    keywords = {"numbers": document.numbers, "labels": document.labels}
    keywords |= {FACET_FIELDS[name]: document.facets.get(name, ()) for name in FACETS}
    prepared |= {name: _keywords(values) for name, values in keywords.items() if values}
    texts: dict[str, list[str]] = {}
    for name, terms in _texts(document):
        if terms:
            texts.setdefault(name, []).append(terms)
    return prepared | texts


def field_language(tag: str) -> str:
    """The language whose fields hold a text of this BCP 47 tag: "es-MX" goes to es, "ht" to other."""
    primary = tag.replace("_", "-").split("-")[0].lower()
    return primary if primary in ANALYSED else OTHER


def clean(value: str) -> str:
    """Without the lone surrogates that no engine can encode, and without FILLER."""
    if not value.isascii():
        value = value.encode("utf-8", "ignore").decode("utf-8")
    return value.replace(FILLER, "")


def clean_term(value: str) -> str:
    """A query's term as `prepare` would have indexed it."""
    return clean(value)[:MAX_TERM]


def _texts(document: Document) -> Iterator[tuple[str, str]]:
    """Text fields with their terms, one pair a text."""
    for tag, text in document.name.items():
        language = field_language(tag)
        # The same names stand on every provision of a law.
        for line in _name_terms(text, language):
            yield f"name_{language}", line
    for part, texts in (("heading", document.heading), ("text", document.text)):
        for tag, text in texts.items():
            language = field_language(tag)
            # One pass over the text: a word's stem is that of its exact form.
            exact, stem = analysis.exact(text), analysis.stemmer(language)
            yield f"{part}_{language}", _joined(list(filter(None, map(stem, exact))))
            yield f"exact_{language}", _joined(exact)


@lru_cache(maxsize=64)
def _name_terms(text: str, language: str) -> tuple[str, ...]:
    """The terms of each line of a record's names."""
    return tuple(_joined(analysis.stems(line, language)) for line in text.split("\n"))


def _joined(terms: list[str]) -> str:
    joined = clean(" ".join(terms))
    if joined.isascii():
        return joined
    # Some letters fold into several, or into white space, of which engines have different notions.
    parts = joined.split()
    if len(parts) == len(terms) and len(max(parts, key=len, default="")) <= MAX_TERM:
        return joined
    return " ".join(term[:MAX_TERM] for term in parts)


@lru_cache(maxsize=4096)
def _keywords(values: tuple[str, ...]) -> list[str]:
    """Few differ from record to record; callers do not change the list."""
    return [clean(value)[:MAX_KEYWORD] for value in values]


def _bucket(document: Document) -> str:
    bucket = clean(document.bucket)
    if len(bucket) <= MAX_KEYWORD:
        return bucket
    facets = {
        name: tuple(value[:_BUCKET_CHARACTERS] for value in values[:_BUCKET_VALUES])
        for name, values in document.facets.items()
    }
    return clean(replace(document, facets=facets).bucket)
