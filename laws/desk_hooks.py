"""Addresses and buttons of a law's text on the desk; imported by `wagtail_hooks`, which Wagtail looks for."""

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.action_menu import ActionMenuItem

from laws import keying, scans
from laws import keying_views as views
from laws.models import Law


@hooks.register("register_admin_urls")
def text_urls() -> list[Any]:
    """The page of a law's text, its scans and articles."""
    return [
        path("laws/<int:pk>/text/", views.text, name="laws_text"),
        path("laws/<int:pk>/text/<slug:slug>/remove/", views.remove_article, name="laws_text_remove"),
        path("laws/<int:pk>/scans/", views.add_scan, name="laws_scan_add"),
        path("laws/<int:pk>/scans/<int:scan>/", views.scan_file, name="laws_scan_file"),
        path("laws/<int:pk>/scans/<int:scan>/remove/", views.remove_scan, name="laws_scan_remove"),
    ]


class TextMenuItem(ActionMenuItem):
    """Beside "Save" on a law's form."""

    name = "text"
    label = _("Text from a scan")
    icon_name = "doc-full"
    order = 900

    def is_shown(self, context: dict[str, Any]) -> bool:
        law = context.get("instance")
        return bool(law and law.pk and context["request"].user.has_perm("laws.change_law"))

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return reverse("laws_text", args=[parent_context["instance"].pk])


@hooks.register("register_snippet_action_menu_item")
def text_menu_item(model: Any) -> ActionMenuItem | None:
    """Of laws only."""
    return TextMenuItem() if model is Law else None


@hooks.register("register_snippet_listing_buttons")
def text_button(snippet: Any, user: Any, next_url: str | None = None) -> list[Button]:
    """In the list of laws."""
    if not isinstance(snippet, Law) or not user.has_perm("laws.change_law"):
        return []
    return [Button(_("Text from a scan"), reverse("laws_text", args=[snippet.pk]), icon_name="doc-full", priority=60)]


@hooks.register("register_log_actions")
def text_actions(actions: LogActionRegistry) -> None:
    """What the history of a law says of its text."""
    actions.register_action(keying.ACTION, _("Change the text"), _("Text of the law changed"))
    actions.register_action(scans.ACTION, _("Change scans"), _("Scans of the law changed"))
