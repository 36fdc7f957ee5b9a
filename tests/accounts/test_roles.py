"""Groups follow roles, and hold what the table says."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Page

from accounts import roles
from accounts.models import Membership, Role, User
from tests.people import person

pytestmark = pytest.mark.django_db


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def groups(user: User) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


@pytest.mark.parametrize("role", Role.values)
def test_a_role_gives_its_group_and_takes_it_away(role: str, jurisdictions: Any) -> None:
    ada = person("ada", factor=False)
    first = Membership.objects.create(user=ada, role=role, jurisdiction=jurisdictions["arg"])
    second = Membership.objects.create(user=ada, role=role, jurisdiction=jurisdictions["can"])
    wanted = {roles.TABLE[role].group} if role in roles.TABLE else set()
    assert groups(ada) == wanted
    first.delete()
    assert groups(ada) == wanted, "the other country's is left"
    second.delete()
    assert groups(ada) == set()


def test_groups_of_other_making_are_left_alone() -> None:
    ada = person("ada", Role.EDITOR, factor=False)
    ada.groups.add(Group.objects.create(name="Choir"))
    ada.memberships.get().delete()
    assert groups(ada) == {"Choir"}


def test_setting_up_puts_right_what_was_changed_behind_its_back() -> None:
    ada, eve = person("ada", Role.EDITOR, factor=False), person("eve", factor=False)
    ada.groups.clear()
    eve.groups.add(Group.objects.get(name="Editors"))
    Group.objects.get(name="Editors").permissions.add(Permission.objects.get(codename="delete_user"))
    roles.apply()
    assert groups(ada) == {"Editors"} and groups(eve) == set()
    assert not fresh(ada).has_perm("accounts.delete_user") and fresh(ada).has_perm("laws.change_law")


# role: (add, change, publish, delete) of every record
RECORDS = {
    Role.TRANSLATOR: (False, True, False, False),
    Role.EDITOR: (True, True, False, False),
    Role.REVIEWER: (True, True, True, True),
    Role.SECRETARIAT: (True, True, True, True),
    Role.CORRESPONDENT: (False, False, False, False),
}


@pytest.mark.parametrize("role", RECORDS)
def test_what_each_role_may_do_with_records(role: str) -> None:
    ada = fresh(person("ada", role, factor=False))
    assert ada.has_perm("wagtailadmin.access_admin")
    for name in roles.RECORDS:
        app, _, model = name.partition(".")
        for action, may in zip(("add", "change", "publish", "delete"), RECORDS[role], strict=True):
            if Permission.objects.filter(content_type__app_label=app, codename=f"{action}_{model}").exists():
                assert ada.has_perm(f"{app}.{action}_{model}") is may, (name, action)
    assert ada.has_perm("accounts.add_invitation") is (role == Role.SECRETARIAT)
    for never in ("accounts.change_user", "accounts.add_user", "auth.change_group", "wagtailcore.change_site"):
        assert not ada.has_perm(never), never


def test_every_named_model_is_there() -> None:
    for name in roles.RECORDS:
        app, _, model = name.partition(".")
        assert Permission.objects.filter(content_type__app_label=app, codename=f"change_{model}").exists(), name


def test_pages_images_and_no_documents() -> None:
    for role in RECORDS:
        person(role, role, factor=False)
    root = Page.get_first_root_node()
    held = {
        group: set(
            GroupPagePermission.objects.filter(group__name=group, page=root).values_list(
                "permission__codename", flat=True
            )
        )
        for group in ("Translators", "Editors", "Reviewers", "Correspondents")
    }
    assert held["Translators"] == {"change_page"} and held["Editors"] == {"add_page", "change_page"}
    assert "publish_page" in held["Reviewers"] and held["Correspondents"] == set()
    given = GroupCollectionPermission.objects.filter(group__name__in=[row.group for row in roles.TABLE.values()])
    assert not given.filter(permission__content_type__app_label="wagtaildocs").exists()
    images = given.filter(group__name="Editors").values_list("permission__codename", flat=True)
    assert set(images) == {"add_image", "change_image", "choose_image"}


def test_deleting_an_account_is_no_obstacle() -> None:
    ada = person("ada", Role.EDITOR)
    ada.delete()
    assert not Membership.objects.exists()
