"""Country profiles on the editors' desk, and who is served a page of prose."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from pages.models import Profile
from records.panels import tabs


class ProfileViewSet(SnippetViewSet):
    model = Profile
    icon = "globe"
    menu_label = _("Country profiles")
    menu_order = 206
    add_to_admin_menu = True
    search_backend_name = None
    search_fields = ["title_es", "title_en", "title_fr", "title_pt", "authority"]
    list_display = ["__str__", "authority", "checked"]
    list_filter = ["live"]
    edit_handler = tabs(
        [FieldPanel("jurisdiction"), FieldPanel("slug"), FieldPanel("authority"), FieldPanel("official_url")],
        Profile.TEXTS,
    )


register_snippet(ProfileViewSet)


@hooks.register("before_serve_page", order=-100)
def restricted_is_not_there(page: Page, request: HttpRequest, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Whoever may not read a page is not told that it exists; Wagtail itself would lead to a login."""
    if any(not restriction.accept_request(request) for restriction in page.get_view_restrictions()):
        raise Http404
