"""The desk's pages on all records: thesaurus, sources, languages, reported problems, links."""

from typing import Any

from django.conf import settings
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from records import matrix, translating, uploads_hooks  # noqa: F401 - registers what the desk has of uploads
from records.models import Link, Problem, Source, Topic


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    menu_order = 210
    add_to_admin_menu = True
    search_backend_name = None
    search_fields = ["slug", "labels__text"]
    list_display = ["slug", "scope"]
    list_filter = ["scope"]
    panels = [
        InlinePanel(
            "labels",
            [FieldPanel("language"), FieldPanel("kind"), FieldPanel("text"), FieldPanel("country")],
            label=_("Label"),
            heading=_("Labels"),
        ),
        MultiFieldPanel(
            [FieldPanel(f"definition_{code}", heading=name) for code, name in settings.LANGUAGES],
            heading=_("Definition"),
        ),
        FieldPanel("slug"),
        FieldPanel("scope"),
        FieldPanel("broader"),
        FieldPanel("related"),
    ]


class SourceViewSet(SnippetViewSet):
    model = Source
    icon = "doc-full-inverse"
    menu_label = _("Sources")
    menu_order = 215
    add_to_admin_menu = True
    search_backend_name = None
    search_fields = ["slug", "publisher", "title"]
    list_display = ["publisher", "title", "edition", "licence"]
    panels = [FieldPanel(name) for name in ("slug", "publisher", "title", "edition", "url", "licence")]


class ProblemViewSet(SnippetViewSet):
    """The queue of what readers reported. Nobody adds to it here."""

    model = Problem
    icon = "help"
    menu_label = _("Reported problems")
    menu_order = 230
    add_to_admin_menu = True
    search_backend_name = None
    search_fields = ["message", "address"]
    list_display = ["__str__", "state", "language", "made_at"]
    list_filter = ["state", "about", "language"]
    panels = [
        FieldPanel("address", read_only=True),
        FieldPanel("about", read_only=True),
        FieldPanel("language", read_only=True),
        FieldPanel("message", read_only=True),
        FieldPanel("contact", read_only=True),
        FieldPanel("made_at", read_only=True),
        FieldPanel("state"),
        FieldPanel("handled_by"),
        FieldPanel("note"),
    ]


class LinkViewSet(SnippetViewSet):
    """Addresses that records give, and whether they work: `manage.py check_links` tries them."""

    model = Link
    icon = "link-external"
    menu_label = _("Links")
    menu_order = 235
    add_to_admin_menu = True
    search_backend_name = None
    search_fields = ["url"]
    list_display = ["url", "status", "error", "broken_since", "tried_at"]
    list_filter = {"broken_since": ["isnull"]}
    ordering = ["broken_since", "url"]
    panels = [FieldPanel(name, read_only=True) for name in ("url", "status", "error", "broken_since", "tried_at")]


for view_set in (TopicViewSet, SourceViewSet, ProblemViewSet, LinkViewSet):
    register_snippet(view_set)


@hooks.register("register_admin_urls")
def desk_urls() -> list[Any]:
    """Pages of the desk that belong to no one kind of record."""
    return [
        path("languages/", matrix.matrix, name="records_matrix"),
        path("languages/<slug:kind>/<int:pk>/<slug:language>/", translating.translate, name="records_translate"),
    ]


class MatrixMenuItem(MenuItem):
    """Shown to whoever may change a kind of record."""

    def is_shown(self, request: Any) -> bool:
        return matrix.may_see(request.user)


@hooks.register("register_admin_menu_item")
def matrix_menu_item() -> MenuItem:
    """Languages."""
    return MatrixMenuItem(_("Languages"), reverse("records_matrix"), name="languages", icon_name="globe", order=207)
