"""The front door and the health pages (reliability rule 20)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import get_language_from_request

from kb import health
from records.visibility import declares


@declares("no records")
def root(request: HttpRequest) -> HttpResponse:
    """/ leads to the reader's language by Accept-Language."""
    response = HttpResponseRedirect(f"/{get_language_from_request(request)}/")
    response["Vary"] = "Accept-Language"
    return response


@declares("no records")
def live(request: HttpRequest) -> HttpResponse:
    """The process answers; asks nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


@declares("no records")
def ready(request: HttpRequest) -> JsonResponse:
    """Whether this machine should get traffic: 503 when the database does not answer; the rest is told, not judged."""
    report = health.report()
    return JsonResponse(report, status=200 if report["database"] == "ok" else 503)
