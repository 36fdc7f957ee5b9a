"""Pages of figures: the register, an indicator with its chart and table, what changed between two vintages, a dataset."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from indicators import asking, citing, page, pictures, requested
from indicators.charts import Drawing
from indicators.charts.vega import png
from indicators.choosing import Catalogue, Choice, NoFigures
from indicators.models import Dataset
from indicators.tables import table
from indicators.wording import Words
from records.answering import Refused
from records.answering import reader as for_programs
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
        choice = asking.choice(request.GET, indicator=slug, more=pictures.PARAMETERS)
    except Refused as refused:
        status, problems = 400, refused.fields
    try:
        shown = page.context(found, choice, reader(), catalogue, request.GET)
    except NoFigures:
        shown = {}
        status = 404 if catalogue.tables(found) and choice != Choice(slug) else status
    status = 400 if shown.get("too_many") else status
    context: dict[str, Any] = {"indicator": found, "problems": problems, **shown}
    if shown:
        context["citations"] = [one.text() for one in citing.citations(shown["table"], for_programs(request))]
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


def _chart(request: HttpRequest, slug: str) -> Drawing:
    """404 where nothing can be drawn; Refused is for the caller."""
    catalogue, words = Catalogue(), reader()
    try:
        choice = page.chosen(slug, asking.choice(request.GET, indicator=slug, more=pictures.PARAMETERS), catalogue)
        width = "narrow" if request.GET.get("width") == "narrow" else "wide"
        return pictures.drawn(request.GET, choice, table(choice, catalogue), words, catalogue, width)
    except (NoFigures, Refused):
        raise Http404 from None


@declares("public records")
def chart_svg(request: HttpRequest, slug: str) -> HttpResponse:
    """The chart of the page as a picture of its own."""
    return picture(_chart(request, slug).svg.encode(), "image/svg+xml")


@declares("public records")
def chart_png(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for documents that take no SVG."""
    return picture(png(_chart(request, slug).svg), "image/png")


def picture(data: bytes, content_type: str) -> HttpResponse:
    """A picture may be kept by whoever asks for a while: its address does not name the vintage."""
    response = HttpResponse(data, content_type=content_type)
    response["Cache-Control"] = "public, max-age=3600"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@declares("public records")
def revisions(request: HttpRequest, slug: str) -> HttpResponse:
    """What changed between two vintages of the page's figures."""
    catalogue, words = Catalogue(), reader()
    indicator = catalogue.indicators.get(slug)
    if indicator is None:
        raise Http404
    try:
        choice = asking.choice(request.GET, indicator=slug, more=requested.COMPARED, without=("as_of",))
        found = requested.compared(
            page.chosen(slug, choice, catalogue), *asking.numbers(request.GET, *requested.COMPARED)
        )
    except Refused as refused:
        context: dict[str, Any] = {"indicator": indicator, "refused": refused}
        return render(request, "indicators/revisions.html", context, status=refused.status)
    return render(
        request, "indicators/revisions.html", page.revised(indicator, found, words) | {"query": asking.query(choice)}
    )
