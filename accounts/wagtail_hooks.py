"""What accounts add to the desk: the page of people, and the ways to other rooms."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.log_actions import LogActionRegistry

from accounts import desk, doors, role_log


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


class DoorMenuItem(MenuItem):
    """Its address is that of the reader's language, so it is found anew for every page."""

    def __init__(self, door: doors.Door, order: int) -> None:
        super().__init__(door.label, "#", name=door.view.replace(":", "-"), icon_name=door.icon, order=order)
        self.door = door

    def is_shown(self, request: HttpRequest) -> bool:
        if not hasattr(request, "open_doors"):  # the menu asks twice, and every page of the desk has it
            request.open_doors = set(doors.open_for(request.user))  # type: ignore[attr-defined]
        return self.door in request.open_doors  # type: ignore[attr-defined]

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        return LinkMenuItem(self.name, self.label, reverse(self.door.view), icon_name=self.icon_name)


@hooks.register("register_admin_menu_item")
def doors_menu_item() -> MenuItem:
    items = [DoorMenuItem(door, place) for place, door in enumerate(doors.every())]
    return SubmenuMenuItem("SICREMI", Menu(items=items), name="sicremi", icon_name="clipboard-list", order=240)


@hooks.register("register_log_actions")
def role_actions(actions: LogActionRegistry) -> None:
    """What the history of an account says of its roles."""
    role_log.register(actions)
