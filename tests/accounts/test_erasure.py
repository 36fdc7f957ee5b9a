"""Erasing an account: no name, address, role, session or file of the person is left; what was done keeps an author."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from accounts import erasure as accounts_erasure
from accounts.models import Invitation, Membership, Role, User
from records import erasure

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(settings: Any, tmp_path: Path, jurisdictions: dict[str, Any]) -> User:
    """An editor with everything that an account can have."""
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    user = User.objects.create_user(
        "ana.paz", "ana.paz@ministry.example", "a long password", first_name="Ana", last_name="Paz", is_staff=True
    )
    user.groups.add(Group.objects.get_or_create(name="Editors")[0])
    Membership.objects.create(user=user, role=Role.EDITOR, jurisdiction=jurisdictions["arg"])
    profile = UserProfile.get_for_user(user)
    profile.avatar.save("ana.png", ContentFile(b"not really a picture"))
    return user


def everything() -> str:
    """All values of all tables."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            rows += cursor.fetchall()
    return repr(rows).lower()


def erase(*words: str) -> str:
    out = io.StringIO()
    call_command("erase_user", *words, "--yes", stdout=out)
    return out.getvalue()


def test_nothing_of_the_person_is_left(ana: User, tmp_path: Path) -> None:
    avatar = tmp_path / "media" / ana.wagtail_userprofile.avatar.name
    assert avatar.exists() and "ana.paz@ministry.example" in everything()
    ModelLogEntry.objects.create(
        content_type=ContentType.objects.get_for_model(User), object_id=str(ana.pk), label="ana.paz",
        action="wagtail.edit", timestamp=ana.date_joined, data={"email": "ana.paz@ministry.example"},
    )  # fmt: skip
    LogEntry.objects.create(
        user=User.objects.create_user("root"), content_type=ContentType.objects.get_for_model(User),
        object_id=str(ana.pk), object_repr="ana.paz", action_flag=CHANGE, change_message="ana.paz",
    )  # fmt: skip
    Invitation.objects.create(email="Ana.Paz@ministry.example", role=Role.REVIEWER, language="es", token_hash="x")
    Invitation.objects.create(email="leo@other.example", role=Role.REVIEWER, language="es", token_hash="y")
    assert "Erased." in erase("ana.paz")
    assert Invitation.objects.get().email == "leo@other.example"
    held = everything()
    assert "ana.paz" not in held and "ministry.example" not in held and "'ana'" not in held and "'paz'" not in held
    assert not avatar.exists() and not UserProfile.objects.filter(user=ana).exists()
    assert not Membership.objects.exists()


def test_the_row_stays_as_an_author_without_rights(ana: User) -> None:
    entry = ModelLogEntry.objects.create(
        content_type=ContentType.objects.get_for_model(Group), object_id="1", label="Editors", user=ana,
        action="wagtail.edit", timestamp=ana.date_joined, data={},
    )  # fmt: skip
    erase("ana.paz")
    row = User.objects.get(pk=ana.pk)
    assert row.username == f"erased-{ana.pk}" and not row.has_usable_password()
    assert not (row.is_active or row.is_staff or row.is_superuser or row.groups.exists())
    entry.refresh_from_db()
    assert entry.user == row and not Client().login(username="ana.paz", password="a long password")


def test_the_persons_sessions_end_and_others_go_on(ana: User) -> None:
    for user in (ana, User.objects.create_user("leo")):
        Client().force_login(user)
    erase("ana.paz")
    [left] = Session.objects.all()
    assert User.objects.get(pk=left.get_decoded()["_auth_user_id"]).username == "leo"


def test_a_renamed_account_that_comes_back_is_known(ana: User) -> None:
    before = {field: getattr(ana, field) for field in ("first_name", "email", "is_active", "is_staff")}
    User.objects.filter(pk=ana.pk).update(username="ana.maria")
    erase("ana.maria")
    # What an older backup brings back: the same row under its older name.
    User.objects.filter(pk=ana.pk).update(username="ana.paz", **before)
    assert erasure.reapply() == 1 and erasure.reapply() == 0
    assert "ana.paz" not in everything()


def test_another_person_of_the_same_name_is_left_alone(ana: User) -> None:
    erase("ana.paz")
    User.objects.create_user("ana.paz", "other@ministry.example")
    assert erasure.reapply() == 0
    assert User.objects.get(username="ana.paz").email == "other@ministry.example"


def test_two_can_be_erased_and_one_twice(ana: User) -> None:
    leo = User.objects.create_user("leo", "leo@ministry.example")
    erase("ana.paz"), erase("leo")
    assert set(User.objects.filter(pk__in=(ana.pk, leo.pk)).values_list("email", flat=True)) == {""}
    assert accounts_erasure.erase(leo.pk) is False and accounts_erasure.erase(10**9) is False


def test_a_name_that_somebody_took_is_no_obstacle(ana: User) -> None:
    User.objects.create_user(f"erased-{ana.pk}")
    erase("ana.paz")
    assert User.objects.get(pk=ana.pk).username.startswith(f"erased-{ana.pk}-")
    assert accounts_erasure.erase(ana.pk) is False


def test_the_only_administrator_and_a_wrong_name_are_refused(ana: User) -> None:
    User.objects.create_superuser("root", "", "a long password")
    with pytest.raises(CommandError, match="only administrator"):
        erase("root")
    with pytest.raises(CommandError, match="no account nobody"):
        erase("nobody")
    with pytest.raises(CommandError, match="--yes"):
        call_command("erase_user", "ana.paz")
    assert User.objects.filter(username__in=("root", "ana.paz"), is_active=True).count() == 2
