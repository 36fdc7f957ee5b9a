"""What a search gives: plain data for pages, API and command line. Texts of hits are fetched by their rooms."""

from dataclasses import dataclass, field

from search.query import Dropped


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search as its address states it.

    text: as typed; language: the reader's; at: the day as YYYYMMDD at which the law is asked for, None: today.
    filters: facet -> chosen values (any of them); sort: "relevance", "newest" or "oldest".
    records: "law:12": these only; with exactly one, a page holds its units instead of groups.
    page: from 1; size: groups on a page; example: whether the model act is included.
    """

    text: str
    language: str
    at: int | None = None
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    records: tuple[str, ...] = ()
    sort: str = "relevance"
    page: int = 1
    size: int = 20
    example: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One ranked unit; the room that owns `kind` knows its text."""

    kind: str
    pk: int
    record: str
    score: float


@dataclass(frozen=True, slots=True)
class Group:
    """A record with its best hits (the record's own unit first among equals), and how many of its units match."""

    record: str
    hits: tuple[Hit, ...]
    units: int


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value with the number of groups and units that choosing it (besides the chosen ones of its facet) gives."""

    value: str
    groups: int
    units: int
    selected: bool = False


@dataclass(frozen=True, slots=True)
class ConceptNote:
    """A concept met in the query. label: in the reader's language; typed: the words; labels: what was searched besides,
    by language; core: a concept of migration law, which has a page of its own."""

    slug: str
    label: str
    typed: str
    labels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    core: bool = True


@dataclass(frozen=True, slots=True)
class Understanding:
    """How a query was read, for the reader to see.

    intent: "name", "number", "article", "quote", "words" or "question"; language: of the words.
    numbers: as typed; labels: of provisions; jurisdictions: codes that are brought forward.
    corrections: (typed, searched); dropped: what the limits took away; relaxed: words that were given up because
    nothing was found with them; loose: whether any one of the words was enough at last.
    """

    intent: str = "words"
    language: str = "en"
    words: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()
    concepts: tuple[ConceptNote, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()
    dropped: tuple[Dropped, ...] = ()
    relaxed: tuple[str, ...] = ()
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """What to mark in a text.

    stems: by language, stem -> slug of the concept that brought it, "" when typed; phrases: of exact tokens;
    labels: by language, stems of labels of several words -> slug, all of which must stand together; prefixes: exact.
    """

    stems: dict[str, dict[str, str]] = field(default_factory=dict)
    labels: dict[str, dict[tuple[str, ...], str]] = field(default_factory=dict)
    phrases: tuple[tuple[str, ...], ...] = ()
    prefixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """One page. groups: at most `size`; total: matching groups; units: matching units; facets: values by facet, the
    most frequent first, chosen ones kept even at zero; pages: how many can be asked for; step: "engine", or the step of
    the ladder that answered while the engine was down ("database", "titles", "none")."""

    groups: tuple[Group, ...] = ()
    total: int = 0
    units: int = 0
    page: int = 1
    pages: int = 0
    facets: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    understanding: Understanding = field(default_factory=Understanding)
    terms: Terms = field(default_factory=Terms)
    engine: str = ""
    step: str = "engine"
