"""The read-only API under /api/: the rooms' operations, what they are (OpenAPI), and pages to read and try them.

Every operation goes through `records.answering`. One without a declared rule is not mounted: the site does not start.
"""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, include, path, re_path, reverse
from django.urls.exceptions import NoReverseMatch
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext, gettext_noop
from ninja import NinjaAPI
from ninja.errors import ValidationError

from indicators import api as indicators
from kb import openapi
from laws import api as laws
from pages import api as pages
from records.answering import Refused, answers
from records.api import asked_by, dumped, refusal
from records.visibility import declares
from search import api as search

ROUTERS = (search.router, laws.router, indicators.router, pages.router)
VERSION = "1"
RATES = {
    "search": "search",
    "laws-table": "export",
    "policies-table": "export",
    "topics-table": "export",
    "countries-table": "export",
    "differences": "export",
}


class _Renderer:
    """JSON with letters as they are."""

    media_type = "application/json"
    charset = "utf-8"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return dumped(data)


class _Api(NinjaAPI):
    def get_openapi_operation_id(self, operation: Any) -> str:
        """The name of its address."""
        return str(operation.url_name)


def _api() -> NinjaAPI:
    api = _Api(
        title=gettext_noop("Migration in the Americas"), version=VERSION, urls_namespace="api", docs_url=None,
        openapi_url="", renderer=_Renderer(),  # type: ignore[arg-type]
        description=gettext_noop("Laws, their articles on any day, public policies, figures on migration in every vintage, countries, topics and search. Information, not legal advice; unofficial texts."),
    )  # fmt: skip
    for error in (Exception, Http404, ValidationError):
        api.add_exception_handler(error, _raise)  # type: ignore[arg-type]
    for router in ROUTERS:
        api.add_router("", router)
    return api


def _raise(request: HttpRequest, error: Any) -> HttpResponse:
    """What goes wrong is told in one place, `records.answering`."""
    raise error


def operations() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Name and function of every operation."""
    for router in ROUTERS:
        for paths in router.path_operations.values():
            for operation in paths.operations:
                yield operation.url_name or "", operation.view_func


def _mounted(pattern: URLPattern, function: Callable[..., Any]) -> URLPattern:
    rule = getattr(function, "visibility", None)
    if rule is None:
        raise ImproperlyConfigured(f"The operation {pattern.name} does not declare who may see what it answers.")
    asked = asked_by(function)

    def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            return pattern.callback(request, **kwargs)
        except ValidationError as error:
            raise refusal(error, asked) from None

    view.__module__ = function.__module__
    mounted = answers(declares(rule)(view), asked=asked, rate=RATES.get(pattern.name or "", "read"))
    return URLPattern(pattern.pattern, mounted, name=pattern.name)


API = _api()


# -- what it is, and pages for people


@declares("no records")
def description(request: HttpRequest) -> HttpResponse:
    """OpenAPI in the reader's language."""
    return HttpResponse(dumped(openapi.translated(_schema())), content_type="application/json; charset=utf-8")


@cache
def _schema() -> dict[str, Any]:
    return openapi.schema(API, reverse("api:home"))


@declares("no records")
def home(request: HttpRequest) -> HttpResponse:
    """What the API offers, with examples."""
    return _page(request, "api/home.html", {"operations": openapi.operations(_schema()), "rates": settings.API_RATES})


@declares("no records")
def docs(request: HttpRequest) -> HttpResponse:
    """Every operation with a form; without script, a form leads by way of `attempt`."""
    return _page(request, "api/docs.html", {"tags": openapi.by_tag(_schema())})


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    code = get_language()
    site = f"{request.scheme}://{request.get_host()}"
    languages = [{**one, "url": f"{request.path}?language={one['code']}"} for one in openapi.languages()]
    return render(request, template, {"languages": languages, "site": site, "reader_language": code, **context})


@declares("no records")
def attempt(request: HttpRequest) -> HttpResponse:
    """From a form to the address that it means: path parameters in their place, what was left empty left out."""
    wanted = next((one for one in openapi.operations(_schema()) if one.name == request.GET.get("operation")), None)
    if wanted is None:
        raise Http404
    path_values = {name: request.GET.get(name, "").strip() for name in wanted.in_path}
    try:
        address = reverse(f"api:{wanted.name}", kwargs=path_values)
    except NoReverseMatch:
        detail = gettext(
            "These parts of the address cannot be empty or hold other signs than letters, digits, - and _: %(names)s."
        )
        raise Refused(
            400, "bad-value", gettext("A value that cannot be used"), detail % {"names": ", ".join(path_values)}
        ) from None
    pairs = [(name, value) for name in wanted.in_query for value in request.GET.getlist(name) if value.strip()]
    return HttpResponseRedirect(f"{address}?{urlencode(pairs)}" if pairs else address)


@declares("no records")
def nothing(request: HttpRequest, path: str) -> HttpResponse:
    """Whatever else is asked under /api/."""
    raise Http404


def _urls() -> list[URLPattern]:
    functions = dict(operations())
    if not all(functions):
        raise ImproperlyConfigured("An operation has no name of its own (url_name).")
    patterns = {pattern.name or "": pattern for pattern in API.urls[0] if isinstance(pattern, URLPattern)}
    mounted = [_mounted(patterns[name], function) for name, function in functions.items()]
    return [
        path("", answers(home), name="home"),
        path("docs", answers(docs), name="docs"),
        path("docs/try", answers(attempt), name="try"),
        path("openapi.json", answers(description), name="openapi"),
        *mounted,
        re_path(r"^(?P<path>[\s\S]*)\Z", answers(nothing)),
    ]


urlpatterns = [path("api/", include((_urls(), "api")))]
