"""Addresses and menu of the upload desk; imported by `wagtail_hooks`, which Wagtail looks for."""

from typing import Any

from django.urls import path, re_path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.documents.wagtail_hooks import DocumentsSummaryItem

from records import media_views
from records import upload_views as views


@hooks.register("register_admin_urls")
def upload_urls() -> list[Any]:
    """Pages and downloads of uploads."""
    return [
        path("uploads/", views.desk, name="records_uploads"),
        path("uploads/records/", views.take, name="records_take"),
        path("uploads/<int:pk>/", views.upload, name="records_upload"),
        path("uploads/<int:pk>/apply/", views.apply, name="records_upload_apply"),
        path("uploads/<int:pk>/compare/", views.compare, name="records_upload_compare"),
        path("uploads/<int:pk>/remove/", views.discard, name="records_upload_discard"),
        path("uploads/<int:pk>/file/", views.file, name="records_upload_file"),
        path("uploads/<int:pk>/report.csv", views.report, name="records_upload_report"),
        path("media/<path:path>", media_views.media, name="records_media"),
    ]


@hooks.register("register_admin_urls", order=-100)
def no_documents() -> list[Any]:
    """Wagtail's documents are not used: their pages are not there, before Wagtail is asked."""
    return [re_path(r"^documents/", media_views.not_there)]


@hooks.register("construct_main_menu")
def no_documents_in_menu(request: Any, items: list[Any]) -> None:
    """Nor do they stand in the menu."""
    items[:] = [item for item in items if item.name != "documents"]


@hooks.register("construct_homepage_summary_items")
def no_documents_at_home(request: Any, items: list[Any]) -> None:
    """Nor among the figures of the first page."""
    items[:] = [item for item in items if not isinstance(item, DocumentsSummaryItem)]


class UploadsMenuItem(MenuItem):
    """Shown to whoever may bring files."""

    def is_shown(self, request: Any) -> bool:
        return views.may_upload(request.user)


@hooks.register("register_admin_menu_item")
def uploads_menu_item() -> MenuItem:
    """Uploads."""
    return UploadsMenuItem(_("Uploads"), reverse("records_uploads"), name="uploads", icon_name="upload", order=208)
