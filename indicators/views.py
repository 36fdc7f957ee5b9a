"""Pages of figures: the register, an indicator with its chart and table, what changed between two vintages, a dataset."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from indicators import asking, page
from indicators.choosing import Catalogue, Choice, NoFigures
from indicators.models import Dataset
from indicators.wording import Words
from records.answering import Refused
from records.visibility import NOBODY, declares, visible_to


def reader() -> Words:
    """Words in the language of the address."""
    return Words(get_language() or "en")


@declares("public records")
def listing(request: HttpRequest) -> HttpResponse:
    """The register: what is counted, and by whom."""
    catalogue = Catalogue()
    return render(
        request, "indicators/list.html", {"sections": page.listing(catalogue), "members": page.member_names(reader())}
    )


@declares("public records")
def indicator(request: HttpRequest, slug: str) -> HttpResponse:
    """One indicator: what it counts, a chart and its table, the form that changes both."""
    catalogue = Catalogue()
    found = catalogue.indicators.get(slug)
    if found is None:
        raise Http404
    status, problems, choice = 200, {}, Choice(slug)
    try:
        choice = asking.choice(request.GET, indicator=slug, more=("chart", "step"))
    except Refused as refused:
        status, problems = 400, refused.fields
    try:
        shown = page.context(found, choice, reader(), catalogue)
    except NoFigures:
        shown = {}
        status = 404 if catalogue.tables(found) and choice != Choice(slug) else status
    context: dict[str, Any] = {"indicator": found, "problems": problems, **shown}
    return render(request, "indicators/indicator.html", context, status=status)


@declares("public records")
def dataset(request: HttpRequest, slug: str) -> HttpResponse:
    """One dataset: who publishes it, on which terms, and its vintages."""
    found = get_object_or_404(visible_to(NOBODY, Dataset.objects.all()), slug=slug)
    catalogue = Catalogue()
    indicators = [
        one for one in catalogue.indicators.values()
        if any(found.pk in {own.pk for own in datasets} for _, datasets in catalogue.tables(one).values())
    ]  # fmt: skip
    vintages = found.vintages.order_by("-number")
    return render(
        request, "indicators/dataset.html", {"dataset": found, "vintages": vintages, "indicators": indicators}
    )
