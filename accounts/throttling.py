"""How often a password may be tried: counted by address, by name, and by both. Known and unknown names alike."""

from hashlib import sha256

from allauth.core.internal import ratelimit
from allauth.core.internal.ratelimit import RateLimitUsage
from django.core.cache import cache
from django.http import HttpRequest

_FAMILIAR_SECONDS = 30 * 86_400


def consume(request: HttpRequest, name: str) -> RateLimitUsage | None:
    """Count one try; None when there were too many. What it returns takes the try back after a success.

    A name that is tried from everywhere is shut, but not for the address where its owner logged in lately: else
    anybody could keep an editor out.
    """
    name, address = name.strip().lower(), ratelimit.get_ip(request)
    counters = [("login_address", None), ("login_pair", f"{name} {address}")]
    if not cache.get(_familiar(name, address)):
        counters.append(("login_name", name))
    used = []
    for action, key in counters:
        usage = ratelimit.consume(request, app="allauth.account", action=action, key=key)
        if usage is None:
            return None
        used += usage.usage
    return RateLimitUsage(usage=used)


def remember(request: HttpRequest, name: str) -> None:
    """This name was logged in to from this address."""
    cache.set(_familiar(name.strip().lower(), ratelimit.get_ip(request)), True, _FAMILIAR_SECONDS)


def _familiar(name: str, address: str) -> str:
    return f"accounts.familiar.{sha256(f'{name} {address}'.encode()).hexdigest()}"
