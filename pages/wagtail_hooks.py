"""Country profiles on the editors' desk."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
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
