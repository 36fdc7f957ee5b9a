"""Pictures of the desk: no page of the site shows one, so only who may open the desk gets them."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils._os import safe_join
from django.views.decorators.http import require_safe

from records.pictures import TYPES
from records.upload_views import handed_over
from records.visibility import declares


@declares("staff")
@require_safe
def media(request: HttpRequest, path: str) -> HttpResponse:
    """A picture that was drawn anew; browsers show an attachment inside a page, and never as a page."""
    content_type = TYPES.get(Path(path).suffix.lower().lstrip(".").replace("jpeg", "jpg"), "")
    if not content_type.startswith("image/"):
        raise Http404
    try:
        kept = Path(safe_join(settings.MEDIA_ROOT, path))
        found = kept.is_file()
    except (ValueError, SuspiciousFileOperation):
        found = False
    if not found:
        raise Http404
    answer = FileResponse(kept.open("rb"), as_attachment=True, filename=kept.name)
    return handed_over(answer, content_type)  # type: ignore[no-any-return]


@declares("staff")
def not_there(request: HttpRequest) -> HttpResponse:
    """A part of Wagtail that is switched off."""
    raise Http404
