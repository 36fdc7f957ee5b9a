"""When the engine is down: engine → database → titles. Same visibility, same shape of results, never an error.

Below the engine there is no ranking by relevance, no facet counts, no other languages and no past wordings; the page
says so through `Results.step`.
"""

import logging
import time
from collections.abc import Callable

from django.db import DatabaseError

from records import kinds
from search import analysis, engine
from search.backends import EngineDown
from search.query import parse
from search.results import Group, Hit, Results, SearchRequest, Understanding
from search.stopwords import STOPWORDS

log = logging.getLogger(__name__)
# After a failure the engine is left alone this long, so that readers do not wait for the time-out again and again.
REST_SECONDS = 5.0
LIMIT = 200
HITS_SHOWN = 5
_resting_until = 0.0


def search(request: SearchRequest) -> Results:
    """The page, from the highest step that answers."""
    global _resting_until
    if time.monotonic() >= _resting_until:
        try:
            return engine.search(request)
        except EngineDown as error:
            _resting_until = time.monotonic() + REST_SECONDS
            log.error("the search engine does not answer, the database takes over: %s", error)
    steps: tuple[tuple[str, Callable[[], list[Hit]]], ...] = (
        ("database", lambda: _find(request)),
        ("titles", lambda: _find(request, titles_only=True)),
    )
    for step, find in steps:
        try:
            return _results(request, find(), step)
        except DatabaseError as error:
            log.error("search by %s failed: %s", step, error)
    return Results(page=request.page, step="none")


def _words(text: str) -> list[str]:
    """The words that mean something, as typed."""
    clean = parse(text).text
    dull = frozenset().union(*STOPWORDS.values())
    spans = [(token, clean[start:end]) for token, start, end in analysis.tokens(clean)]
    telling = [typed for token, typed in spans if analysis.fold(token) not in dull]
    return list(dict.fromkeys(telling))[:8]


def _find(request: SearchRequest, *, titles_only: bool = False) -> list[Hit]:
    words = _words(request.text)
    filters = request.filters | ({"record": request.records} if request.records else {})
    found = [
        Hit(unit, pk, f"{kind.name}:{record}", 0.0)
        for kind in kinds.every()
        for unit, pk, record in kind.find(
            words, request.language, LIMIT, titles_only=titles_only, example=request.example, filters=filters
        )
    ]
    return [hit for hit in found if hit.record in request.records] if request.records else found


def _results(request: SearchRequest, hits: list[Hit], step: str) -> Results:
    by_record: dict[str, list[Hit]] = {}
    for hit in hits:
        by_record.setdefault(hit.record, []).append(hit)
    groups = [Group(record, tuple(found[:HITS_SHOWN]), len(found)) for record, found in by_record.items()]
    start = (request.page - 1) * request.size
    return Results(
        groups=tuple(groups[start : start + request.size]),
        total=len(groups),
        units=len(hits),
        page=request.page,
        pages=-(-len(groups) // request.size),
        understanding=Understanding(words=tuple(_words(request.text)), language=request.language),
        engine="database",
        step=step,
    )
