"""The embedded engine: one writing process, any number of reading ones, nothing to start."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

import tantivy
from tantivy import DocAddress, FieldType, Index, Order, Query, Searcher

from search.backends import EngineDown, IndexedDocument, RawHit, RawResults
from search.backends.canonical import canonical, matching, uniform
from search.backends.fields import TEXT_FIELDS, Fields, clean_term, prepare
from search.backends.names import KEEP
from search.backends.tantivy_files import Root, stamp
from search.backends.tantivy_lengths import balance, lengths, seed
from search.backends.tantivy_query import ANY, CODES, HOLDS, SCHEMA, TOMBSTONE, UNIT, Compiler, code, units
from search.documents import Document
from search.nodes import Node, Nothing

# Bytes of memory a writer collects documents in before it writes a segment; a build should give few segments.
BUILD_MEMORY, LIVE_MEMORY = 500_000_000, 60_000_000
# tantivy refuses more buckets than this in one answer.
MAX_BUCKETS = 65_000
MAX_HITS = 10_000
# Hits looked at beyond the limit, so that equal scores at its edge are ordered by key.
TIES, MAX_TIES = 64, 20_000
# Rounds of balancing lengths after a commit: taking fillers away needs two.
BALANCING = 3
SCANNED = 5_000


@contextmanager
def _engine() -> Iterator[None]:
    """tantivy's own errors as EngineDown."""
    try:
        yield
    except (ValueError, OSError, RuntimeError) as error:
        raise EngineDown(f"tantivy: {error}") from error


class _Reader:
    """One opened index; `searcher` notices commits of other processes."""

    def __init__(self, path: Path):
        self._meta = path / "meta.json"
        self._stamp = stamp(self._meta)
        self.index = Index.open(str(path))
        if self.index.schema != SCHEMA:
            raise EngineDown("tantivy: the index was made by another version of the code; rebuild it")
        self.index.config_reader("Manual")
        self._keywords: dict[str, dict[int, str]] = {field: {} for field in CODES}

    def searcher(self) -> Searcher:
        if (now := stamp(self._meta)) != self._stamp:
            self.index.reload()
            self._stamp = now
        return self.index.searcher()

    def keywords(self, searcher: Searcher, field: str, codes: Iterable[int]) -> dict[int, str]:
        """Keywords by code, of all codes asked for at least; read from the index again when there is a new one."""
        known = self._keywords[field]
        if not known.keys() >= set(codes):
            known = self._keywords[field] = {code(term): term for term, _ in searcher.terms_with_prefix(field, "")}
        return known


class TantivyTarget:
    """An index opened for writing; only one at a time can be, in all processes."""

    def __init__(self, root: Root, name: str, memory: int, *, live: bool):
        self.name = name
        self._root, self._live = root, live
        with _engine():
            self._reader = _Reader(root.path(name))
            self._writer: tantivy.IndexWriter | None = self._reader.index.writer(memory, 1)
            # Only now nobody else writes: what the last holder of the lock committed is seen.
            self._searcher = self._reader.searcher()
        self._versions: dict[str, int] = {}

    def replace(self, record: str, version: int, documents: Iterable[Document | Fields]) -> None:
        held = self._held(record)
        if held is not None and version < held:
            return
        # All are analysed before the first is touched: a failure half way leaves the record as it was.
        prepared = [_tantivy_document(document, version) for document in documents]
        with _engine():
            if held is not None:
                self._open().delete_documents_by_term("record", record)
                self._open().delete_documents_by_term(TOMBSTONE, record)
            for document in prepared or [tantivy.Document(**{HOLDS: [ANY], TOMBSTONE: record, "version": version})]:
                self._open().add_document(document)
        self._versions[record] = version

    def commit(self) -> None:
        with _engine():
            writer = self._open()
            if not self._searcher.doc_freq(HOLDS, ANY):
                seed(writer)
            writer.commit()
            self._searcher = self._reader.searcher()
            for _ in range(BALANCING):
                if not balance(self._searcher, writer):
                    break
                writer.commit()
                self._searcher = self._reader.searcher()
        self._versions.clear()
        if self._live and self._root.pointer().live != self.name:
            raise EngineDown("tantivy: another index went live meanwhile; open the live one again")

    def scan(self) -> Iterator[IndexedDocument]:
        with _engine():
            yield from _scan(self._reader.searcher())

    def close(self) -> None:
        if self._writer is not None:
            writer, self._writer = self._writer, None
            with _engine():
                writer.wait_merging_threads()

    def follow(self) -> None:
        """From now on this is the live index, and commits make sure that it still is."""
        self._live = True

    def _open(self) -> tantivy.IndexWriter:
        if self._writer is None:
            raise ValueError("the index is closed")
        return self._writer

    def _held(self, record: str) -> int | None:
        """The version that the index has of a record or remembers of a deleted one; None when it never met it."""
        if record in self._versions or not self._searcher.num_docs:
            return self._versions.get(record)
        with _engine():
            either = [Query.term_query(SCHEMA, field, record, "basic") for field in ("record", TOMBSTONE)]
            hits = self._searcher.search(either[0].or_should_match(either[1]), 1, count=False).hits
            return _version(self._searcher, hits[0][1]) if hits else None


class TantivyBackend:
    """`directory` holds the indexes and the pointer to the live one; it is made when needed."""

    name = "tantivy"

    def __init__(self, directory: Path):
        self.directory = Path(directory)
        self._root = Root(self.directory)
        self._reader: _Reader | None = None
        self._stamp: tuple[int, ...] | None = None
        self._opening = threading.Lock()

    def search(self, node: Node, *, limit: int, buckets: bool = True) -> RawResults:
        node = canonical(node)
        with _engine():
            reader, searcher = self._open()
            if node == Nothing():
                return RawResults()
            compiler = Compiler(searcher)
            limit = min(limit, MAX_HITS)
            found = _addresses(searcher, compiler.compile(node), limit, uniform(node)) if limit > 0 else []
            return RawResults(
                _hits(reader, searcher, found, limit),
                _buckets(reader, searcher, compiler.compile(matching(node))) if buckets else {},
            )

    def vocabulary(self, field: str, prefix: str, limit: int = 50) -> list[str]:
        if field not in TEXT_FIELDS:
            raise ValueError(f"not a text field: {field}")
        if not (begins := clean_term(prefix)):
            return []
        with _engine():
            found = self._open()[1].terms_with_prefix(field, begins, limit=limit)
        return [term for term, _ in found]

    def live(self) -> TantivyTarget:
        with _engine():
            name = self._root.pointer().live
            if name is None:
                name = self._create()
                self._root.point(name)
        return TantivyTarget(self._root, name, LIVE_MEMORY, live=True)

    def build(self) -> TantivyTarget:
        with _engine():
            name = self._create()
        return TantivyTarget(self._root, name, BUILD_MEMORY, live=False)

    def swap(self, target: TantivyTarget) -> None:
        with _engine():
            self._root.point(target.name)
        target.follow()

    def clean(self, keep: float = KEEP) -> list[str]:
        with _engine():
            return self._root.clean(keep)

    def remove_all(self) -> None:
        """Every index, the live one too: for measurements and tests."""
        with _engine():
            self._root.remove_all()

    def status(self) -> dict[str, object]:
        with _engine():
            name = self._root.pointer().live or ""
        about = {"name": self.name, "version": metadata.version("tantivy"), "index": name, "documents": 0, "bytes": 0}
        if not name:
            return about
        try:
            with _engine():
                _, searcher = self._open()
                sizes = [size for file in self._root.path(name).iterdir() if (size := (stamp(file) or (0, 0, 0))[2])]
                count = searcher.search(units(), 1).count  # type: ignore[attr-defined]
        except EngineDown as error:
            # An index that cannot be used is none: so a rebuild goes on without it.
            return about | {"index": "", "problem": str(error)}
        return about | {"documents": count, "bytes": sum(sizes)}

    def _create(self) -> str:
        name = self._root.create()
        Index(SCHEMA, str(self._root.path(name)))
        return name

    def _open(self) -> tuple[_Reader, Searcher]:
        """The live index, as it is now."""
        now = self._root.stamp()
        if self._reader is None or now != self._stamp:
            with self._opening:
                name = self._root.pointer().live
                if name is None:
                    raise EngineDown("tantivy: there is no index yet")
                self._reader, self._stamp = _Reader(self._root.path(name)), now
        reader = self._reader
        return reader, reader.searcher()


def _tantivy_document(document: Document | Fields, version: int) -> tantivy.Document:
    fields = prepare(document)
    fields["version"] = version
    fields |= {number: code(str(fields[name])) for name, number in CODES.items()} | lengths(fields)
    fields[HOLDS] = [ANY, UNIT, *(name for name in TEXT_FIELDS if name in fields)]
    return tantivy.Document(**fields)


def _addresses(searcher: Searcher, query: Query, limit: int, score: float | None) -> list[tuple[float, DocAddress]]:
    """The best hits: exactly `limit` in order of key where all have one score, else all that equal the last one too."""
    if score is not None:
        found = searcher.search(query, limit, count=False, order_by_field="key", order=Order.Asc).hits
        return [(score, address) for _, address in found]
    fetch = limit + TIES
    while True:
        found = searcher.search(query, fetch, count=False).hits
        if len(found) < fetch or fetch >= MAX_TIES or found[-1][0] < found[limit - 1][0]:
            break
        fetch *= 4
    return [hit for hit in found if hit[0] >= found[limit - 1][0]] if len(found) > limit else found


def _hits(reader: _Reader, searcher: Searcher, found: list[tuple[float, DocAddress]], limit: int) -> list[RawHit]:
    addresses = [address for _, address in found]
    pks, kinds, buckets = (_numbers(searcher, name, addresses) for name in ("pk", *CODES.values()))
    kind, bucket = reader.keywords(searcher, "kind", kinds), reader.keywords(searcher, "bucket", buckets)
    # The score goes in negative, so that rising order is best first and then by key.
    ranked = sorted(
        (-score, f"{kind[of]}:{pk}", kind[of], pk, within)
        for (score, _), pk, of, within in zip(found, pks, kinds, buckets, strict=True)
    )
    return [RawHit(of, pk, bucket[within].partition("\x1f")[0], -score) for score, _, of, pk, within in ranked[:limit]]


def _buckets(reader: _Reader, searcher: Searcher, query: Query) -> dict[str, int]:
    terms = {"field": CODES["bucket"], "size": MAX_BUCKETS, "segment_size": MAX_BUCKETS}
    found = searcher.aggregate(query, {"buckets": {"terms": terms}})["buckets"]["buckets"]
    counts = {bucket["key"]: bucket["doc_count"] for bucket in found}
    names = reader.keywords(searcher, "bucket", counts)
    return {names[number]: count for number, count in counts.items()}


def _stored(document: tantivy.Document, name: str) -> str:
    return str(document.get_first(name))


def _scan(searcher: Searcher) -> Iterator[IndexedDocument]:
    """By rising primary key, a few thousand at a time; units of different kinds may share a key."""
    low = 0
    while True:
        onward = Query.range_query(SCHEMA, "pk", FieldType.Integer, low, None)
        query = units().and_must_match(onward)
        found = searcher.search(query, SCANNED, count=False, order_by_field="pk", order=Order.Asc).hits
        last = found[-1][0] if len(found) == SCANNED else None
        addresses = [address for pk, address in found if pk != last]
        versions = _numbers(searcher, "version", addresses)
        for document, version in zip(map(searcher.doc, addresses), versions, strict=True):
            key, record, digest = (_stored(document, name) for name in ("key", "record", "digest"))
            yield IndexedDocument(key, record, version, digest)
        if last is None:
            return
        low = last


def _version(searcher: Searcher, address: DocAddress) -> int:
    return _numbers(searcher, "version", [address])[0]


def _numbers(searcher: Searcher, field: str, addresses: list[DocAddress]) -> list[int]:
    return [int(value or 0) for value in searcher.fast_field_values(field, addresses)]
