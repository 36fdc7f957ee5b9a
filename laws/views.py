"""The law page: a law's text in parts, and every provision's own address within it. And the page of a policy."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from laws import pages
from laws import policies as policies_page
from laws.models import Law, Policy
from records import offline
from records.visibility import NOBODY, declares, visible_to


@declares("public records")
def law(request: HttpRequest, jurisdiction: str, slug: str, provision: str = "") -> HttpResponse:
    """A law, at one of its provisions when the address names one."""
    laws = visible_to(NOBODY, Law.objects.filter(jurisdiction__code=jurisdiction, slug=slug))
    found = laws.select_related("jurisdiction").first()
    if found is None:
        raise Http404
    ask = pages.wanted(request.GET, get_language() or "en", provision)
    if offline.asked(request):
        ask = replace(ask, whole=True)
    context = pages.context(found, ask)
    if context is None:
        raise Http404
    if ask.whole:
        return offline.response(request, "laws/law.html", context, f"{jurisdiction} {slug}")
    return render(request, "laws/law.html", context)


@declares("public records")
def policy(request: HttpRequest, jurisdiction: str, slug: str) -> HttpResponse:
    """A public policy."""
    policies = visible_to(NOBODY, Policy.objects.filter(jurisdiction__code=jurisdiction, slug=slug))
    found = policies.select_related("jurisdiction", "source", "successor__jurisdiction").first()
    if found is None:
        raise Http404
    context = policies_page.context(found, get_language() or "en")
    if offline.asked(request):
        return offline.response(request, "laws/policy.html", context, f"{jurisdiction} {slug}")
    return render(request, "laws/policy.html", context)
