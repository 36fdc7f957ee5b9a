"""The search itself: picks the engine, plans, asks, groups, counts. Raises EngineDown; the ladder above takes the next step.

One ranking serves all: `ranked` is the flat list of units for command line, API and evaluation, and `search` groups the
same list under its records for a page.
"""

import threading
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from math import ceil
from typing import Any, cast

from django.conf import settings

from search.backends import Backend, RawHit, RawResults
from search.backends.fields import FACET_FIELDS
from search.counting import Counts
from search.documents import FACETS
from search.lexicon import Lexicon
from search.nodes import Everything, Filtered, Keyword, Node
from search.plan import Plan, Relaxation, plan, within
from search.results import Group, Hit, Results, SearchRequest, Understanding
from search.spelling import Speller

MAX_GROUPS = 1_000
GROUP_HITS = 5
_MAX_HITS = 10_000
# Units fetched for each group that is needed: a law has several matching articles.
_UNITS_PER_GROUP = 10
# How often more groups are asked for.
_ROUNDS = 8
_lock = threading.Lock()
_backends: dict[tuple[str, str, str], Backend] = {}
_speller: tuple[Backend, Lexicon, Speller] | None = None


def backend_name() -> str:
    """ "elasticsearch" when a URL is configured, else "tantivy"; never changed by what answers."""
    return "elasticsearch" if settings.SEARCH["url"] else "tantivy"


def backend() -> Backend:
    """The configured engine, one instance a process."""
    config = settings.SEARCH
    key = (config["url"], str(config["directory"]), config["prefix"])
    with _lock:
        if key not in _backends:
            _backends[key] = _make(config)
        return _backends[key]


def _make(config: dict[str, Any]) -> Backend:
    if config["url"]:
        from search.backends.elasticsearch_backend import ElasticsearchBackend

        return cast(Backend, ElasticsearchBackend(config["url"], config["prefix"], config.get("timeout", 1.0)))
    from search.backends.tantivy_backend import TantivyBackend

    return cast(Backend, TantivyBackend(config["directory"]))


def _lexicon() -> Lexicon:
    from search.lexicon_store import lexicon

    return lexicon()


def search(request: SearchRequest) -> Results:
    """One page of groups with facets. A page beyond the last is empty, with the totals."""
    return Engine(backend(), _lexicon()).search(request)


def ranked(request: SearchRequest, limit: int) -> list[Hit]:
    """The best `limit` units, records' own and their parts alike, whatever the request's page."""
    return Engine(backend(), _lexicon()).ranked(request, limit)


def understand(request: SearchRequest) -> Understanding:
    """How the words are read, without asking for anything but the spelling."""
    return Engine(backend(), _lexicon()).understand(request)


class Engine:
    """One backend and one lexicon, for as long as a request takes."""

    def __init__(self, backend: Backend, lexicon: Lexicon):
        self.backend = backend
        self.lexicon = lexicon
        self.speller = _spelling(backend, lexicon)

    def understand(self, request: SearchRequest) -> Understanding:
        return self._plan(request, Relaxation()).understanding

    def ranked(self, request: SearchRequest, limit: int) -> list[Hit]:
        _, raw = self._ask(request, limit, buckets=False, filtered=True)
        return [_hit(hit) for hit in raw.hits]

    def search(self, request: SearchRequest) -> Results:
        if not request.text.strip() and request.sort == "relevance":
            request = replace(request, sort="newest")
        page = max(request.page, 1)
        wanted = min(page * request.size, MAX_GROUPS)
        filters = {name: values for name, values in request.filters.items() if name in FACETS and values}
        by_rank = request.sort == "relevance"
        at_once = by_rank and not filters and len(request.records) != 1
        limit = min(max(wanted * _UNITS_PER_GROUP, 100), _MAX_HITS) if at_once else 0
        planned, raw = self._ask(request, limit, buckets=True, filtered=False)
        counts = Counts(raw.buckets, filters)
        one = len(request.records) == 1
        shown = min(counts.units if one else counts.total, MAX_GROUPS)
        slots = range((page - 1) * request.size, min(page * request.size, shown))
        node = self._scoped(planned.node, request, filtered=True)
        groups: list[Group] = []
        if slots and one:
            groups = self._of_one(node, request.records[0], counts, slots)
        elif slots and by_rank:
            groups = self._by_rank(node, counts, raw.hits if not filters else [], slots)
        elif slots:
            records = counts.by_date(newest=request.sort == "newest")[slots.start : slots.stop]
            groups = self._of(node, records, counts, [])
        return Results(
            groups=tuple(groups), total=counts.total, units=counts.units, page=page, pages=ceil(shown / request.size),
            facets=counts.facets(), understanding=planned.understanding, terms=planned.terms, engine=self.backend.name,
        )  # fmt: skip

    def _of_one(self, node: Node, record: str, counts: Counts, slots: range) -> list[Group]:
        """Units of the one record that was asked for, best first."""
        hits = self.backend.search(node, limit=slots.stop, buckets=False).hits
        return [Group(record, tuple(map(_hit, hits[slots.start :])), counts.of_record(record))]

    def _by_rank(self, node: Node, counts: Counts, hits: list[RawHit], slots: range) -> list[Group]:
        """Groups in the order of their best unit. While there are too few of them, the records known are left out and
        the next best asked for, so that one long law cannot hide the rest."""
        fetch = min(max(slots.stop * _UNITS_PER_GROUP, 100), _MAX_HITS)
        hits = hits or self.backend.search(node, limit=fetch, buckets=False).hits
        order = dict.fromkeys(hit.record for hit in hits)
        for _ in range(_ROUNDS):
            if not hits or len(order) >= min(slots.stop, counts.total):
                break
            others = Filtered(node, (), (Keyword("record", tuple(order)),))
            more = self.backend.search(others, limit=fetch, buckets=False).hits
            hits = [*hits, *more]
            order |= dict.fromkeys(hit.record for hit in more)
        # Past the deepest round the order is that of the dates.
        if len(order) < min(slots.stop, counts.total):
            order |= dict.fromkeys(counts.by_date(newest=True))
        return self._of(node, list(order)[slots.start : slots.stop], counts, hits)

    def _of(self, node: Node, records: list[str], counts: Counts, hits: Iterable[RawHit]) -> list[Group]:
        """Groups of these records, with hits fetched for those that have none yet."""
        found: dict[str, list[RawHit]] = {record: [] for record in records}
        _deal(hits, found)
        for _ in range(3):
            empty = tuple(record for record, own in found.items() if not own)
            if not empty:
                break
            more = Filtered(node, (Keyword("record", empty),))
            _deal(self.backend.search(more, limit=max(200, 20 * len(empty)), buckets=False).hits, found)
        return [
            Group(record, tuple(_hit(hit) for hit in own), counts.of_record(record))
            for record, own in found.items()
            if own
        ]

    def _ask(self, request: SearchRequest, limit: int, *, buckets: bool, filtered: bool) -> tuple[Plan, RawResults]:
        """Plan and ask; when nothing at all is found, give up unknown words, then ask for any of the words."""
        planned = self._plan(request, Relaxation())
        raw = self._raw(planned, request, limit, buckets, filtered)
        if raw.hits or raw.buckets or planned.node == Everything() or not request.text.strip():
            return planned, raw
        if not self._nothing(planned, request, limit, buckets, filtered):
            return planned, raw
        language = planned.understanding.language
        words = planned.understanding.words
        unknown = tuple(word for word in words if not self.speller.known(word, language))
        steps = [Relaxation(unknown)] if unknown and len(unknown) < len(words) else []
        steps.append(Relaxation(unknown if len(unknown) < len(words) else (), loose=True))
        for step in steps:
            relaxed = self._plan(request, step)
            answer = self._raw(relaxed, request, limit, buckets, filtered)
            if answer.hits or answer.buckets:
                return relaxed, answer
        return planned, raw

    def _nothing(self, planned: Plan, request: SearchRequest, limit: int, buckets: bool, filtered: bool) -> bool:
        """Whether there is nothing without the facets either (buckets were counted without them already)."""
        if not filtered or not request.filters:
            return True
        return not self.backend.search(self._scoped(planned.node, request, filtered=False), limit=1, buckets=False).hits

    def _plan(self, request: SearchRequest, relaxation: Relaxation) -> Plan:
        return plan(
            request.text, language=request.language, lexicon=self.lexicon, spelling=self.speller, relaxation=relaxation
        )

    def _raw(self, planned: Plan, request: SearchRequest, limit: int, buckets: bool, filtered: bool) -> RawResults:
        return self.backend.search(self._scoped(planned.node, request, filtered=filtered), limit=limit, buckets=buckets)

    def _scoped(self, node: Node, request: SearchRequest, *, filtered: bool) -> Node:
        node = within(node, at=request.at or today(), example=request.example, records=request.records)
        chosen = tuple(
            Keyword(FACET_FIELDS[name], tuple(values))
            for name, values in sorted(request.filters.items())
            if name in FACETS and values
        )
        return Filtered(node, chosen) if filtered and chosen else node


def _deal(hits: Iterable[RawHit], found: dict[str, list[RawHit]]) -> None:
    for hit in hits:
        own = found.get(hit.record)
        if own is not None and len(own) < GROUP_HITS:
            own.append(hit)


def _hit(hit: RawHit) -> Hit:
    return Hit(hit.kind, hit.pk, hit.record, hit.score)


def _spelling(backend: Backend, lexicon: Lexicon) -> Speller:
    """One for as long as engine and lexicon stay the same: its caches are worth keeping."""
    global _speller
    held = _speller
    if held is None or held[0] is not backend or held[1] is not lexicon:
        held = _speller = (backend, lexicon, Speller(backend, lexicon))
    return held[2]


def today() -> int:
    """The day as YYYYMMDD; a law's own day differs by hours at most."""
    return int(datetime.now(tz=UTC).strftime("%Y%m%d"))
