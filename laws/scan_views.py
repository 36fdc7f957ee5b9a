"""Scans of laws, handed over as files."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from laws import scans
from laws.importing import raw_path
from laws.models import LawSource
from records.pictures import TYPES
from records.upload_views import handed_over
from records.visibility import NOBODY, declares, visible_to


@declares("public records")
@require_safe
def scan(request: HttpRequest, jurisdiction: str, slug: str, pk: int) -> HttpResponse:
    """A scan of a law that readers may see."""
    kept = LawSource.objects.filter(format=scans.FORMAT, law__jurisdiction__code=jurisdiction, law__slug=slug)
    return as_attachment(get_object_or_404(visible_to(NOBODY, kept).select_related("law"), pk=pk))


def as_attachment(source: LawSource) -> HttpResponse:
    """To be saved, never shown within the site. Not for caches: a law may be withdrawn at any moment."""
    try:
        stream = raw_path(source.sha256).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    name = f"{source.law.slug}.{scans.suffix(source)}"
    answer: HttpResponse = handed_over(
        FileResponse(stream, as_attachment=True, filename=name), TYPES[scans.suffix(source)]
    )
    return answer
