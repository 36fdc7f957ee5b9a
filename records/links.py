"""Do the addresses that records give still work? Tried one after the other, each at most once a week."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from records import sheets, web
from records.models import Link, Source

AGAIN_AFTER = timedelta(days=7)
BROKEN_AGAIN_AFTER = timedelta(days=1)


def collect() -> int:
    """Every address that a record or a source gives has a row; returns how many are new. Those no longer given go."""
    given: set[str] = set(Source.objects.exclude(url="").values_list("url", flat=True))
    for sheet in sheets.every():
        names = [name for name in ("official_url", "source_url") if name in sheet.columns]
        for row in sheet.model._default_manager.values_list(*names):
            given.update(url for url in row if url)
    stored = set(Link.objects.values_list("url", flat=True))
    Link.objects.bulk_create(Link(url=url) for url in sorted(given - stored))
    Link.objects.filter(url__in=sorted(stored - given)).delete()
    return len(given - stored)


def due(limit: int) -> Iterable[Link]:
    """Those not tried for a week, or for a day where they did not work."""
    now = timezone.now()
    waiting = Q(tried_at__isnull=True) | Q(tried_at__lt=now - AGAIN_AFTER)
    waiting |= Q(broken_since__isnull=False, tried_at__lt=now - BROKEN_AGAIN_AFTER)
    return Link.objects.filter(waiting).order_by("tried_at", "pk")[:limit]


def check(link: Link, *, local: bool = False) -> bool:
    """Try one address and store what came of it; whether it works. A site that refuses HEAD is asked again with GET."""
    link.tried_at, link.status, link.error = timezone.now(), None, ""
    try:
        answer = web.ask(link.url, method="HEAD", local=local)
        if answer.status in (400, 403, 404, 405, 501):
            answer = web.ask(link.url, most=2**20, local=local)
        link.status = answer.status
    except web.Unreachable as reason:
        link.error = str(reason)[:300]
    works = link.status is not None and link.status < 400
    link.broken_since = None if works else link.broken_since or link.tried_at
    link.save()
    return works


def check_due(limit: int, tell: Callable[[Link, bool], None], *, local: bool = False) -> tuple[int, int]:
    """How many were tried, and how many of them do not work."""
    tried = broken = 0
    for link in due(limit):
        works = check(link, local=local)
        tried, broken = tried + 1, broken + (not works)
        tell(link, works)
    return tried, broken
