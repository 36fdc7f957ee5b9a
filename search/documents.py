"""What of a record is searchable: neutral documents that know no engine.

A room declares how its records become documents by registering a source in the Kind registry (`records.kinds`).
One record gives one document for itself and one for each provision version (or whatever its parts are); the outbox,
the writer and `verify_index` treat all documents of one record together.
"""

from dataclasses import dataclass, field
from hashlib import sha256

# Languages with a stemmed field of their own; any other BCP 47 tag goes to OTHER, which is only folded.
ANALYSED = ("es", "en", "fr", "pt")
OTHER = "other"
FIELD_LANGUAGES = (*ANALYSED, OTHER)

# Bounds of a validity range as integers YYYYMMDD; unknown stays open, and says so through `status`.
OPEN_START = 0
OPEN_END = 99991231

# Facets whose values stand in the bucket of each document; all are filters too.
FACETS = ("kind", "jurisdiction", "type", "language", "topic", "status", "decade")


@dataclass(frozen=True, slots=True)
class Document:
    """One searchable unit.

    kind: "law" (the record itself) or "provision" (one provision version), later others.
    pk: primary key of that unit's row (Law or ProvisionVersion).
    record: the record it belongs to and is grouped under, "law:12".
    version: the record's version; an engine never lets an older one replace a newer one.
    audience: "public", or "example" for the model act that default search leaves out.
    facets: facet name -> values (see FACETS); the record's values, but `status` is the unit's own.
    valid_from, valid_to: half-open range as YYYYMMDD.
    date: the record's date as YYYYMMDD, 0 when unknown: for sorting.
    numbers: keys of the record's official numbers (`search.numbers.keys`): only on the record's own document and,
        because articles are sought by law number too, on each of its provisions.
    labels: normalised provision numbers ("23", "12-bis"), quoted provisions included.
    name: titles and aliases of the record by language; heading, text: of the unit by language.
    role: "matter" for what answers a question; anything else ("preamble", "formula") comes a little later.
    """

    kind: str
    pk: int
    record: str
    version: int
    audience: str = "public"
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    valid_from: int = OPEN_START
    valid_to: int = OPEN_END
    date: int = 0
    numbers: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    name: dict[str, str] = field(default_factory=dict)
    heading: dict[str, str] = field(default_factory=dict)
    text: dict[str, str] = field(default_factory=dict)
    role: str = "matter"

    @property
    def key(self) -> str:
        """Unique in an index: "provision:345"."""
        return f"{self.kind}:{self.pk}"

    @property
    def digest(self) -> str:
        """Hash of everything an engine is given, so that verification finds a stale document."""
        content = (
            self.audience, sorted(self.facets.items()), self.valid_from, self.valid_to, self.date, self.numbers,
            self.labels, self.role, sorted(self.name.items()), sorted(self.heading.items()), sorted(self.text.items()),
        )  # fmt: skip
        return sha256(repr(content).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @property
    def bucket(self) -> str:
        """The record and its facet values in one keyword: one aggregation over it gives every facet (see `unbucket`)."""
        values = ("\x1e".join(self.facets.get(name, ())) for name in FACETS)
        return "\x1f".join((self.record, str(self.date), *values))


def unbucket(bucket: str) -> tuple[str, int, dict[str, tuple[str, ...]]]:
    """The record, its date (YYYYMMDD) and its facet values out of a bucket keyword."""
    record, date, *values = bucket.split("\x1f")
    facets = {name: tuple(value.split("\x1e")) if value else () for name, value in zip(FACETS, values, strict=True)}
    return record, int(date), facets
