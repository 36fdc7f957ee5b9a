"""Addresses and menu of the upload desk; imported by `wagtail_hooks`, which Wagtail looks for."""

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

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
    ]


class UploadsMenuItem(MenuItem):
    """Shown to whoever may bring files."""

    def is_shown(self, request: Any) -> bool:
        return views.may_upload(request.user)


@hooks.register("register_admin_menu_item")
def uploads_menu_item() -> MenuItem:
    """Uploads."""
    return UploadsMenuItem(_("Uploads"), reverse("records_uploads"), name="uploads", icon_name="upload", order=208)
