"""Users and their roles."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from accounts.models import Membership, Role, User

pytestmark = pytest.mark.django_db


def test_the_user_model_is_ours_and_roles_are_those_of_the_programme() -> None:
    assert get_user_model() is User
    assert set(Role.values) == {
        "editor", "translator", "reviewer", "correspondent", "data_provider", "secretariat", "participant",
    }  # fmt: skip


def test_a_role_is_held_once_for_each_country_and_once_for_all(jurisdictions: Any) -> None:
    ada = User.objects.create_user("ada", password="a-long-password")
    for jurisdiction in (None, jurisdictions["arg"], jurisdictions["can"]):
        Membership.objects.create(user=ada, role=Role.CORRESPONDENT, jurisdiction=jurisdiction)
    for jurisdiction in (None, jurisdictions["arg"]):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(user=ada, role=Role.CORRESPONDENT, jurisdiction=jurisdiction)
    assert ada.memberships.count() == 3 and jurisdictions["arg"].memberships.count() == 1


def test_a_user_takes_memberships_along_but_a_country_with_members_stays(jurisdictions: Any) -> None:
    ada = User.objects.create_user("ada", password="a-long-password")
    Membership.objects.create(user=ada, role=Role.EDITOR, jurisdiction=jurisdictions["arg"])
    with pytest.raises(IntegrityError), transaction.atomic():
        jurisdictions["arg"].delete()
    ada.delete()
    assert not Membership.objects.exists()
