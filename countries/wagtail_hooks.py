"""Jurisdictions on the editors' desk: names and time zone can be put right; codes come from ISO 3166."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from countries.models import Jurisdiction


class JurisdictionViewSet(SnippetViewSet):
    model = Jurisdiction
    icon = "globe"
    menu_label = _("Jurisdictions")
    menu_order = 220
    add_to_admin_menu = True
    search_backend_name = None
    search_fields = ["code", "name_es", "name_en", "name_fr", "name_pt"]
    list_display = ["name", "code", "level", "timezone"]
    list_filter = ["level"]
    panels = [
        FieldPanel("code"),
        FieldPanel("level"),
        FieldPanel("parent"),
        FieldPanel("timezone"),
        MultiFieldPanel([FieldPanel(f"name_{code}") for code in ("es", "en", "fr", "pt")], heading=_("Names")),
    ]


register_snippet(JurisdictionViewSet)
