"""Laws on the editors' desk: the record with its names and dated events. Texts come from imports and are not edited here."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList, TabbedInterface
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from laws.models import Law

_RECORD = [
    FieldPanel("jurisdiction"),
    FieldRowPanel([FieldPanel("type"), FieldPanel("native_type")]),
    FieldRowPanel([FieldPanel("number"), FieldPanel("date")]),
    FieldPanel("slug"),
    FieldPanel("official_url"),
    FieldPanel("topics"),
    FieldPanel("checked"),
]
_NAMES = [
    InlinePanel(
        "aliases",
        [FieldPanel("text"), FieldPanel("kind"), FieldPanel("language")],
        label=_("Name"),
        heading=_("Other names"),
    ),
]
_EVENTS = [
    InlinePanel(
        "events", [FieldPanel("kind"), FieldPanel("date"), FieldPanel("note")], label=_("Event"), heading=_("Events")
    ),
]


def _language_tab(code: str, name: str) -> ObjectList:
    panels = [
        FieldPanel(f"title_{code}", heading=_("Title")),
        FieldPanel(f"summary_{code}", heading=_("Summary")),
        FieldPanel(f"state_{code}", heading=_("State of this language")),
    ]
    return ObjectList(panels, heading=name)


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
    edit_handler = TabbedInterface(
        [
            ObjectList(_RECORD, heading=_("Record")),
            *(_language_tab(code, name) for code, name in settings.LANGUAGES),
            ObjectList([*_NAMES, *_EVENTS], heading=_("Names and events")),
        ]
    )


register_snippet(LawViewSet)
