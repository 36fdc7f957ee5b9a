"""What each role may do on the desk: one table, laid over Wagtail's groups at set-up and after every change of a role.

The groups named here hold exactly what the table says; an administrator who wants other rights makes another group.
"""

from typing import Any, NamedTuple

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from accounts.models import Membership, Role, User

# What editors keep. Texts of law come from imports and are not among them.
RECORDS = (
    "laws.law",
    "laws.policy",
    "pages.profile",
    "records.topic",
    "records.source",
    "records.problem",
    "records.upload",
    "records.link",
    "countries.jurisdiction",
    "countries.bodystatus",
)
INVITING = (
    "accounts.view_invitation",
    "accounts.add_invitation",
    "accounts.delete_invitation",
    "accounts.delete_membership",
)


class Rights(NamedTuple):
    """Of one group: words for records, for pages and for images, and single permissions."""

    group: str
    records: str = ""
    pages: str = ""
    images: str = ""
    more: tuple[str, ...] = ()


_ALL = "view add change publish delete lock unlock"
TABLE: dict[str, Rights] = {
    Role.TRANSLATOR: Rights("Translators", "view change", "change", "choose"),
    Role.EDITOR: Rights("Editors", "view add change", "add change", "add change choose"),
    Role.REVIEWER: Rights("Reviewers", _ALL, "add change publish lock unlock", "add change choose delete"),
    Role.SECRETARIAT: Rights(
        "Secretariat", _ALL, "add change publish bulk_delete lock unlock", "add change choose delete", INVITING
    ),
    Role.CORRESPONDENT: Rights("Correspondents"),
}


def apply() -> None:
    """The whole table, and the groups of everybody who has a role or one of the groups."""
    for rights in TABLE.values():
        _lay(rights)
    concerned = Q(memberships__isnull=False) | Q(groups__name__in=[rights.group for rights in TABLE.values()])
    for user in User.objects.filter(concerned).distinct():
        _sort(user)


def sync(user: User) -> None:
    """The groups of one account, as its roles are now."""
    for role in sorted(set(user.memberships.values_list("role", flat=True)) & set(TABLE)):
        _lay(TABLE[role])
    _sort(user)


def _sort(user: User) -> None:
    held = set(Membership.objects.filter(user=user).values_list("role", flat=True))
    for role, rights in TABLE.items():
        group = Group.objects.filter(name=rights.group).first()
        if group and role in held:
            user.groups.add(group)
        elif group:
            user.groups.remove(group)


def _lay(rights: Rights) -> Group:
    group, _ = Group.objects.get_or_create(name=rights.group)
    _set(group.permissions, _permissions(rights))
    root = Page.get_first_root_node()
    if root is not None:
        kept = _codes("wagtailcore", "page", rights.pages)
        GroupPagePermission.objects.filter(group=group).exclude(page=root, permission__in=kept).delete()
        for permission in kept:
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    collection = Collection.get_first_root_node()
    if collection is not None:
        kept = _codes("wagtailimages", "image", rights.images)
        held = GroupCollectionPermission.objects.filter(group=group)
        held.exclude(collection=collection, permission__in=kept).delete()
        for permission in kept:
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
    return group


def _set(relation: Any, wanted: list[Permission]) -> None:
    if set(relation.values_list("pk", flat=True)) != {permission.pk for permission in wanted}:
        relation.set(wanted)


def _permissions(rights: Rights) -> list[Permission]:
    found = _codes("wagtailadmin", "admin", "access")
    for name in RECORDS:
        app, _, model = name.partition(".")
        found += _codes(app, model, rights.records)
    for name in rights.more:
        app, _, code = name.partition(".")
        found += Permission.objects.filter(content_type__app_label=app, codename=code)
    return found


def _codes(app: str, model: str, words: str) -> list[Permission]:
    """Those that the model has: not every one can be published or locked."""
    codes = [f"{word}_{model}" for word in words.split()]
    return list(Permission.objects.filter(content_type__app_label=app, codename__in=codes))
