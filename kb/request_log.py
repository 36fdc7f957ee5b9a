"""A number for every request, and one line in the log when it is answered."""

import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from kb import logs

log = logging.getLogger("kb.requests")
HEADER = "X-Request-ID"
_SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
_SHORTEST = 3  # shorter words of a reader would black out half of a line
Answer = Callable[[HttpRequest], HttpResponse]


class RequestLog:
    """The outermost middleware. A proxy's X-Request-ID is kept when it is a sane value, and sent back."""

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.headers.get(HEADER, "")
        current = logs.Current(asked if _SANE.fullmatch(asked) else uuid.uuid4().hex, _typed(request))
        request.log_entry = current  # type: ignore[attr-defined]
        token, begun = logs.request.set(current), time.perf_counter()
        try:
            response = self.get_response(request)
            response[HEADER] = current.id
            if log.isEnabledFor(logging.INFO):
                took = round(1000 * (time.perf_counter() - begun), 1)
                log.info("answered", extra={"fields": _fields(request, response.status_code, took)})
            return response
        finally:
            logs.request.reset(token)


def _typed(request: HttpRequest) -> tuple[str, ...]:
    query = request.META.get("QUERY_STRING", "")
    values = {query, *(text for _, texts in request.GET.lists() for text in texts)} if query else set()
    return tuple(text for text in values if len(text) >= _SHORTEST)


def _fields(request: HttpRequest, status: int, took: float) -> dict[str, Any]:
    """Neither path nor query: the route's name says which page it was."""
    match = request.resolver_match
    fields: dict[str, Any] = {
        "method": request.method if request.method in ("GET", "HEAD", "POST") else "other",
        "route": (match.view_name or match.route) if match else "",
        "status": status,
        "ms": took,
    }
    if (user := _staff(request)) is not None:
        fields["user"] = user
    return fields


def _staff(request: HttpRequest) -> int | None:
    """The signed-in editor's key, where the page asked who is there: nobody is looked up for the log's sake."""
    user = getattr(request, "_cached_user", None)
    try:
        known = user and user.is_authenticated and (user.is_staff or user.has_perm("wagtailadmin.access_admin"))
    except DatabaseError:
        return None
    return user.pk if user and known else None
