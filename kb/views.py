"""The front door and the health pages (reliability rule 20)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import resolve_url
from django.utils.translation import get_language_from_request
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response

from kb import health
from records.visibility import declares

_every_catalogue = JavaScriptCatalog.as_view()


@declares("no records")
def root(request: HttpRequest) -> HttpResponse:
    """/ leads to the reader's language by Accept-Language."""
    response = HttpResponseRedirect(f"/{get_language_from_request(request)}/")
    response["Vary"] = "Accept-Language"
    return response


@declares("no records")
def closed(request: HttpRequest) -> HttpResponse:
    """Where Wagtail sends readers of a page or document that is not for all: our own login, which leads back."""
    query = request.GET.urlencode()
    return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}{f'?{query}' if query else ''}")


@declares("no records")
def live(request: HttpRequest) -> HttpResponse:
    """The process answers; asks nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


@declares("no records")
def ready(request: HttpRequest) -> JsonResponse:
    """Whether this machine should get traffic: 503 when the database does not answer; the rest is told, not judged."""
    report = health.report()
    return JsonResponse(report, status=200 if report["database"] == "ok" else 503)


@declares("no records")
def desk_messages(request: HttpRequest) -> HttpResponse:
    """Messages of the desk's scripts. Wagtail's own address knows Wagtail's files only, where Portuguese is missing."""
    return get_localized_response(_every_catalogue, request)


@declares("no records")
def robots(request: HttpRequest) -> HttpResponse:
    """Crawlers may read everything but the desk, the endless pages of results, and what is there for programs."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /accounts/", "Disallow: /api/", "Allow: /api/$"]
    lines += [f"Disallow: /{code}/search" for code, _ in settings.LANGUAGES]
    lines.append(f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
