"""The law page: a law's text in parts, and every provision's own address within it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from laws import pages
from laws.models import Law
from records.visibility import NOBODY, declares, visible_to


@declares("public records")
def law(request: HttpRequest, jurisdiction: str, slug: str, provision: str = "") -> HttpResponse:
    """A law, at one of its provisions when the address names one."""
    laws = visible_to(NOBODY, Law.objects.filter(jurisdiction__code=jurisdiction, slug=slug))
    found = laws.select_related("jurisdiction").first()
    if found is None:
        raise Http404
    context = pages.context(found, pages.wanted(request.GET, get_language() or "en", provision))
    if context is None:
        raise Http404
    return render(request, "laws/law.html", context)
