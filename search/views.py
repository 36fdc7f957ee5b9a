"""The results page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from records.visibility import declares
from search import address, ladder, presenting


@declares("public records")
def results(request: HttpRequest) -> HttpResponse:
    """Any query string gives a page."""
    language = get_language() or "en"
    asked = address.read(request.GET)
    found = ladder.search(asked.request(language))
    context = {
        "asked": asked,
        "q": asked.text,
        "results": found,
        "total_line": presenting.total_line(found),
        "sorts": [(name, label, asked.query(sort=name)) for name, label in presenting.SORT_NAMES.items()],
        "today_url": asked.query(day=None),
        "clear_url": asked.query(filters={}, records={}),
        "whole_url": asked.query(filters={}, records={}, day=None),
        "first_url": asked.query(),
        "shown": presenting.present(found, asked, language),
    }
    return render(request, "search/results.html", context)
