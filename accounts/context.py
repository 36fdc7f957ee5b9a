"""What the pages of accounts need in their frame."""

import ipaddress
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accounts import access
from accounts.middleware import PLACE


def account_pages(request: HttpRequest) -> dict[str, Any]:
    """Their addresses have no language, so the switch asks for one; and whether passkeys can work here."""
    if not request.path_info.startswith(PLACE):
        return {}
    query = request.GET.copy()
    rows = []
    for code, name in settings.LANGUAGES:
        query["language"] = code
        rows.append({"code": code, "name": name, "url": f"{request.path}?{query.urlencode()}"})
    lacking = access.missing(request) if request.user.is_authenticated else ""
    return {"languages": rows, "passkeys_work": not _is_number(request.get_host()), "factor_needed": lacking}


def _is_number(host: str) -> bool:
    """Browsers keep passkeys for names only, not for "127.0.0.1"."""
    try:
        ipaddress.ip_address(
            host.rpartition(":")[0].strip("[]") if ":" in host and not host.endswith("]") else host.strip("[]")
        )
    except ValueError:
        return False
    return True
