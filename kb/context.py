"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import override


def site(request: HttpRequest) -> dict[str, Any]:
    """The addresses of this very page in each language, with its query."""
    return {"languages": _alternates(request), "engine_name": "elasticsearch" if settings.SEARCH["url"] else "tantivy"}


def _alternates(request: HttpRequest) -> list[dict[str, str]]:
    try:
        match = resolve(request.path_info)
    except Resolver404:
        match = None
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    rows = []
    for code, name in settings.LANGUAGES:
        with override(code):
            try:
                url = reverse(match.view_name, args=match.args, kwargs=match.kwargs) if match else f"/{code}/"
            except Exception:  # noqa: BLE001 - a page without a twin in that language: its home instead
                url = f"/{code}/"
        rows.append({"code": code, "name": name, "url": url + query})
    return rows
