"""What accounts add to the desk: the page of people."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from accounts import desk


class PeopleMenuItem(MenuItem):
    """Shown to those who may invite."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(desk.INVITE))


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    return [
        path("people/", desk.people, name="accounts_people"),
        path("people/invitations/<int:pk>/revoke/", desk.revoke, name="accounts_revoke"),
        path("people/roles/<int:pk>/end/", desk.end_role, name="accounts_end_role"),
    ]


@hooks.register("register_admin_menu_item")
def people_menu_item() -> MenuItem:
    return PeopleMenuItem(_("People"), reverse("accounts_people"), name="people", icon_name="group", order=900)
