"""The thesaurus on the editors' desk: search follows a change at once."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from records.models import Topic


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
        FieldPanel("slug"),
        FieldPanel("scope"),
        FieldPanel("broader"),
        FieldPanel("related"),
    ]


register_snippet(TopicViewSet)
