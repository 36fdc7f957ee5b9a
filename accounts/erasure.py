"""Taking a person out of an account. The row stays, without a name, so that what was done on the desk keeps an author."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models
from wagtail.models import ModelLogEntry

from accounts.models import Invitation, User

ACCOUNT = "account"


def identities() -> Iterator[tuple[int, str]]:
    """Every account by what no edit changes: its key and the moment it was made."""
    for pk, joined in User.objects.values_list("pk", "date_joined"):
        yield pk, f"{pk}:{joined.isoformat()}"


def erase(pk: int) -> bool:
    """Empty the row, and delete what would go with it (roles, groups, second factors, profile) and its sessions."""
    user = User.objects.select_for_update().filter(pk=pk).first()
    if user is None:
        return False
    name = f"erased-{pk}"
    if User.objects.filter(username=name).exclude(pk=pk).exists():
        name = f"{name}-{user.date_joined:%Y%m%d%H%M%S%f}"
    if user.email:
        Invitation.objects.filter(email__iexact=user.email).delete()
    erased_before = user.username == name and not user.is_active and not user.email
    _empty(user, name)
    user.set_unusable_password()
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.save()
    _detach(user)
    _end_sessions(pk)
    _rename_in_logs(user)
    return not erased_before


def _empty(row: models.Model, name: str) -> None:
    """Every text and file of the row; where two rows may not have the same text, the name without a person."""
    _delete_files(row)
    for field in row._meta.concrete_fields:
        if isinstance(field, models.CharField | models.TextField):
            setattr(row, field.attname, name if field.unique else None if field.null else "")


def _delete_files(row: models.Model) -> None:
    for field in row._meta.concrete_fields:
        if isinstance(field, models.FileField):
            getattr(row, field.attname).delete(save=False)


def _detach(user: User) -> None:
    """What a deletion of the row would delete goes; what would stay stays, under the empty name."""
    for field in user._meta.many_to_many:
        getattr(user, field.name).clear()
    for relation in user._meta.related_objects:
        rows: Any = relation.related_model._base_manager.filter(**{relation.field.name: user})
        if relation.many_to_many:
            getattr(user, str(relation.get_accessor_name())).clear()
        elif relation.on_delete is models.CASCADE:
            for row in rows:
                _delete_files(row)
            rows.delete()


def _end_sessions(pk: int) -> None:
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(pk):
            session.delete()


def _rename_in_logs(user: User) -> None:
    """Logs of what others did to the account keep its name as a label."""
    kept = {"content_type": ContentType.objects.get_for_model(User), "object_id": str(user.pk)}
    ModelLogEntry.objects.filter(**kept).update(label=user.username, data={})
    LogEntry.objects.filter(**kept).update(object_repr=user.username, change_message="")
