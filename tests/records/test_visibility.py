"""Default deny: what has no rule is seen by nobody."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission

from accounts.models import Membership, User
from laws import importing
from laws.models import Law, Provision, ProvisionVersion
from records.models import IndexEntry, Topic
from records.visibility import NOBODY, can, declares, visible_to
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def law(jurisdictions: Any) -> Law:
    importing.apply(factories.staged(factories.law(factories.article("Artículo 1", "La bruma es de todos."))))
    return Law.objects.get()


@pytest.fixture
def editor() -> User:
    user = User.objects.create_user("ada", password="a-long-password")
    user.user_permissions.add(Permission.objects.get(codename="change_law"))
    return user


def seen(user: Any) -> list[int]:
    return [visible_to(user, model.objects.all()).count() for model in (Law, Provision, ProvisionVersion)]


def test_a_model_without_a_rule_is_seen_by_nobody(law: Law) -> None:
    root = User.objects.create_superuser("root", password="a-long-password")
    for model in (User, Membership, IndexEntry):
        assert not visible_to(NOBODY, model._default_manager.all()).exists()
        assert not visible_to(root, model._default_manager.all()).exists()
    assert User.objects.exists() and IndexEntry.objects.exists()


def test_published_laws_are_public_with_all_their_parts(law: Law) -> None:
    assert seen(NOBODY) == [1, 1, 1]
    assert can(NOBODY, "view", law)


def test_an_unpublished_law_is_gone_with_all_its_parts(law: Law, editor: User) -> None:
    law.unpublish()
    for user in (NOBODY, editor):
        assert seen(user) == [0, 0, 0]
    assert not can(NOBODY, "view", law)


def test_a_draft_of_a_public_law_shows_nothing_new(law: Law) -> None:
    law.title_es = "Secreto"
    law.save_revision()
    assert [row.title_es for row in visible_to(NOBODY, Law.objects.all())] == ["Ley de Brumas"]


def test_actions_need_a_permission(law: Law, editor: User) -> None:
    assert can(editor, "change", law)
    assert not can(editor, "delete", law) and not can(editor, "publish", law)
    assert not can(NOBODY, "change", law)
    inactive = User.objects.create_superuser("gone", password="a-long-password", is_active=False)
    assert not can(inactive, "change", law)


def test_topics_are_everyones() -> None:
    Topic.objects.create(slug="uno")
    assert visible_to(NOBODY, Topic.objects.all()).count() == 1


def test_a_view_says_its_rule() -> None:
    @declares("no records")
    def view() -> None:
        """Nothing."""

    assert view.visibility == "no records"  # type: ignore[attr-defined]
