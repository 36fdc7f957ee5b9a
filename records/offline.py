"""A page as one file for reading without a network: styles inside, no script, no form, links with their full address.

One file instead of a service worker, because it can be sent on, printed and kept, needs no script, and leaves nothing
behind in the browser (docs/decisions/0008).
"""

import re
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify

_LOCAL = re.compile(r'(?<=\b(?:href)=")(?=/[^/])')


def asked(request: HttpRequest) -> bool:
    """Whether the reader wants the page as a file."""
    return "offline" in request.GET


def response(request: HttpRequest, template: str, context: dict[str, Any], name: str) -> HttpResponse:
    """The page's template in the layout without navigation, as a download named `name`.html."""
    site = f"{request.scheme}://{request.get_host()}"
    own = {
        "layout": "layouts/offline.html",
        "css": _styles(),
        "made_at": timezone.now(),
        "address": site + request.path,
    }
    html = _LOCAL.sub(site, render_to_string(template, {**context, **own}, request))
    answer = HttpResponse(html)
    answer["Content-Disposition"] = f'attachment; filename="{slugify(name)[:80] or "page"}.html"'
    return answer


def _styles() -> str:
    found = finders.find("kb.css")
    return Path(str(found)).read_text(encoding="utf-8") if found else ""
