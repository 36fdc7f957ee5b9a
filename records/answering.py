"""How programs are answered, in every room alike: read only, without cookies, the same for everybody (reliability rule 15).

What is asked is checked against the parameters that the operation declares; what is answered may be kept by anybody for
some seconds, says what it is by its ETag, and can be read from any site. What goes wrong is told as problem+json
(RFC 9457) in the reader's language.
"""

import ipaddress
import json
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from hashlib import sha256
from typing import Any, Protocol

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, gettext, override
from django.utils.translation.trans_real import parse_accept_lang_header

log = logging.getLogger(__name__)
MINUTE = 60
METHODS = "GET, HEAD, OPTIONS"
# Where /api/ explains the problems.
PROBLEMS = "/api/#"
_LANGUAGES = frozenset(code for code, _ in settings.LANGUAGES)
View = Callable[..., HttpResponse]


class Parameters(Protocol):
    """What is asked of an operation may be: all names, and those that may be given several times."""

    @classmethod
    def names(cls) -> tuple[str, ...]: ...

    @classmethod
    def several(cls) -> frozenset[str]: ...


@dataclass(slots=True)
class Refused(Exception):
    """What is not answered, and why. kind: end of the problem's address; fields: members besides RFC 9457's own."""

    status: int
    kind: str
    title: str
    detail: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom an answer is for. site: "https://host", which addresses in an answer begin with."""

    language: str
    site: str

    def url(self, path: str) -> str:
        return f"{self.site}{path}"

    def pages(self, path: str) -> dict[str, str]:
        """The page at a path that begins with a language, in all of them."""
        rest = path.partition("/")[2].partition("/")[2]
        return {code: f"{self.site}/{code}/{rest}" for code, _ in settings.LANGUAGES}


def reader(request: HttpRequest) -> Reader:
    """In the active language."""
    return Reader(get_language() or "en", f"{request.scheme}://{request.get_host()}")


def answers(view: View, *, asked: type[Parameters] | None = None, rate: str = "read", located: bool = False) -> View:
    """`view` for programs. asked: its parameters, others are refused; None: it looks at them itself.

    located: the language stands in the address; else it is the parameter `language`, or Accept-Language.
    rate: which of settings.API_RATES counts.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = get_language() or "en" if located else _wanted(request)
        with override(language):
            if request.method == "OPTIONS":
                response = HttpResponse(status=204, headers={"Allow": METHODS})
            else:
                response = _answer(request, lambda: view(request, *args, **kwargs), asked, rate)
            return _finish(request, response, language, located)

    # Not those of `view` by chance: whoever mounts it says them.
    answered.visibility = getattr(view, "visibility", None)  # type: ignore[attr-defined]
    # Nothing is written and no cookie read: what is posted is answered with 405, not asked for a token.
    answered.csrf_exempt = True  # type: ignore[attr-defined]
    return answered


def _answer(
    request: HttpRequest, view: Callable[[], HttpResponse], asked: type[Parameters] | None, rate: str
) -> HttpResponse:
    method = request.method
    try:
        if method not in ("GET", "HEAD"):
            raise Refused(405, "method", gettext("This can only be read."), headers={"Allow": METHODS})
        _count(request, rate)
        if asked:
            _check(request.GET, asked)
        request.method = "GET"
        return view()
    except Refused as refused:
        return problem(refused)
    except Http404:
        detail = gettext("Nothing that is public has this address.")
        return problem(Refused(404, "not-found", gettext("Not found"), detail))
    except SuspiciousOperation:
        return problem(Refused(400, "bad-request", gettext("This cannot be read as a question.")))
    except Exception:
        got_request_exception.send(sender=None, request=request)
        log.exception("an answer to a program failed")
        return problem(Refused(500, "mistake", gettext("A mistake of ours: it was noted.")))
    finally:
        request.method = method


def problem(refused: Refused) -> HttpResponse:
    """As problem+json."""
    told = {"type": f"{PROBLEMS}{refused.kind}", "title": refused.title, "status": refused.status}
    told |= {"detail": refused.detail} if refused.detail else {}
    body = json.dumps(told | refused.fields, ensure_ascii=False)
    return HttpResponse(
        body, status=refused.status, content_type="application/problem+json; charset=utf-8", headers=refused.headers
    )


def _finish(request: HttpRequest, response: HttpResponse, language: str, located: bool) -> HttpResponse:
    response["Cache-Control"] = f"public, max-age={settings.API_MAX_AGE}" if response.status_code == 200 else "no-store"
    response["Content-Language"] = language
    if not located:
        patch_vary_headers(response, ["Accept-Language"])
    if response.status_code == 200:
        etag = f'"{sha256(response.content).hexdigest()[:32]}"'
        response["ETag"] = etag
        # By the ETag alone: a text may change although its record's own date does not.
        response = get_conditional_response(request, etag=etag, response=response) or response
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "Content-Language, ETag, Retry-After"
    if request.method == "OPTIONS":
        response["Access-Control-Allow-Methods"] = METHODS
        response["Access-Control-Allow-Headers"] = "Accept-Language, If-None-Match"
        response["Access-Control-Max-Age"] = "86400"
    if not response.get("Content-Type", "").startswith("text/html"):
        response["X-Robots-Tag"] = "noindex"  # of a record, its page is what is to be found
    return response


def _wanted(request: HttpRequest) -> str:
    """The parameter, else the first language of Accept-Language that the site speaks; cookies are not looked at."""
    asked = request.GET.get("language", "")
    if asked in _LANGUAGES:
        return asked
    for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if (short := code.partition("-")[0]) in _LANGUAGES:
            return short
    return settings.LANGUAGE_CODE


def _check(query: QueryDict, asked: type[Parameters]) -> None:
    """No parameter that means nothing here, none twice where one is meant."""
    names, several = asked.names(), asked.several()
    unknown = sorted(name for name in query if name not in names)
    twice = sorted(name for name in query if name in names and name not in several and len(query.getlist(name)) > 1)
    wrong = [_told(name, gettext("There is no such parameter here.")) for name in unknown[:20]]
    wrong += [_told(name, gettext("It can be given once only.")) for name in twice]
    if wrong:
        kind, title = (
            ("unknown-parameter", gettext("Unknown parameter")) if unknown else ("twice", gettext("Given twice"))
        )
        raise Refused(400, kind, title, fields={"parameters": wrong, "known": list(names)})


def bad_values(reasons: Mapping[str, str], known: Iterable[str]) -> Refused:
    """Values that their parameters cannot have, with the reason for each, to be raised."""
    wrong = [_told(name, reason) for name, reason in reasons.items()]
    return Refused(
        400, "bad-value", gettext("A value that cannot be used"), fields={"parameters": wrong, "known": list(known)}
    )


def _told(name: str, reason: str) -> dict[str, str]:
    # A lone surrogate cannot be sent back.
    return {"name": name[:100].encode("utf-8", "replace").decode(), "reason": reason}


# -- how often


def _count(request: HttpRequest, rate: str) -> None:
    """One question more of this address in this minute. Only a hash of the address is kept, for two minutes, and the
    next minute's is another one."""
    limit = settings.API_RATES[rate]
    if not limit:
        return
    now = int(time.time())
    key = f"{rate}:{salted_hmac(f'rate {now // MINUTE}', _address(request), algorithm='sha256').hexdigest()[:32]}"
    counts = caches["rates"]
    counts.add(key, 0, 2 * MINUTE)
    try:
        count = counts.incr(key)
    except ValueError:  # fell out of a full cache meanwhile
        return
    if count > limit:
        wait = MINUTE - now % MINUTE
        detail = gettext("At most %(limit)s of these questions a minute. Ask again in %(wait)s seconds.")
        raise Refused(
            429, "too-many", gettext("Too many questions"), detail % {"limit": limit, "wait": wait},
            headers={"Retry-After": str(wait)},
        )  # fmt: skip


def _address(request: HttpRequest) -> str:
    """The reader's address, of IPv6 the network; behind proxies of ours what the outermost of them saw."""
    proxies = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    passed = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",") if one.strip()]
    found = passed[-proxies] if 0 < proxies <= len(passed) else request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(found)
    except ValueError:
        return "unknown"
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, 64), strict=False).network_address)
