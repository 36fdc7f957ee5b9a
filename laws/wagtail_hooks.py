"""Laws and policies on the editors' desk: the record with its names and dated events. A law's text comes from files."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from laws import desk_hooks  # noqa: F401 - registers what the desk has of a law's text
from laws.models import Law, Policy
from records.panels import tabs

_LAW = [
    FieldPanel("jurisdiction"),
    FieldRowPanel([FieldPanel("type"), FieldPanel("native_type")]),
    FieldRowPanel([FieldPanel("number"), FieldPanel("date"), FieldPanel("year")]),
    FieldPanel("slug"),
    FieldPanel("official_url"),
    FieldPanel("topics"),
]
_NAMES = [
    InlinePanel(
        "aliases",
        [FieldPanel("text"), FieldPanel("kind"), FieldPanel("language")],
        label=_("Name"),
        heading=_("Other names"),
    ),
    InlinePanel(
        "events", [FieldPanel("kind"), FieldPanel("date"), FieldPanel("note")], label=_("Event"), heading=_("Events")
    ),
]
_POLICY = [
    FieldPanel("jurisdiction"),
    FieldPanel("slug"),
    FieldPanel("issuing_body"),
    FieldRowPanel([FieldPanel("period_start"), FieldPanel("period_end")]),
    FieldPanel("institutions", help_text=_("one a line")),
    FieldPanel("budget"),
    FieldPanel("legal_basis"),
    FieldPanel("successor"),
    FieldPanel("official_url"),
    FieldPanel("topics"),
]


class LawViewSet(SnippetViewSet):
    model = Law
    icon = "doc-full"
    menu_label = _("Laws")
    menu_order = 200
    add_to_admin_menu = True
    search_backend_name = None
    search_fields = ["number", "title_es", "title_en", "title_fr", "title_pt"]
    list_display = ["__str__", "jurisdiction", "type", "number", "date"]
    list_filter = ["jurisdiction", "type", "live"]
    edit_handler = tabs(_LAW, Law.TEXTS, [ObjectList(_NAMES, heading=_("Names and events"))])


class PolicyViewSet(SnippetViewSet):
    model = Policy
    icon = "clipboard-list"
    menu_label = _("Public policies")
    menu_order = 203
    add_to_admin_menu = True
    search_backend_name = None
    search_fields = ["issuing_body", "title_es", "title_en", "title_fr", "title_pt"]
    list_display = ["__str__", "jurisdiction", "period_start", "period_end"]
    list_filter = ["jurisdiction", "live"]
    edit_handler = tabs(_POLICY, Policy.TEXTS)


register_snippet(LawViewSet)
register_snippet(PolicyViewSet)
