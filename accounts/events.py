"""What follows from what: groups from roles, a shown factor from a new one, the desk's language from the login's."""

from typing import Any

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
    record_authentication,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from wagtail.users.models import UserProfile

from accounts import access, roles
from accounts.models import Membership, User


def connect() -> None:
    """Called once, when the app is ready."""
    post_save.connect(_role_changed, sender=Membership, dispatch_uid="accounts.role")
    post_delete.connect(_role_changed, sender=Membership, dispatch_uid="accounts.role")
    user_logged_in.connect(_logged_in, dispatch_uid="accounts.language")
    authenticator_added.connect(_factor_added, dispatch_uid="accounts.factor")
    authenticator_removed.connect(_factor_removed, dispatch_uid="accounts.factor")


def _role_changed(instance: Membership, raw: bool = False, **kwargs: Any) -> None:
    user = None if raw else User.objects.filter(pk=instance.user_id).first()
    if user:  # nobody when the account itself is being deleted
        roles.sync(user)


def _logged_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """The language that somebody chose on these pages is the desk's, until another is chosen there."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in dict(settings.LANGUAGES) and not UserProfile.get_for_user(user).preferred_language:
        UserProfile.objects.filter(user=user).update(preferred_language=chosen)


def _factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type in access.FACTORS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


def _factor_removed(request: HttpRequest, user: User, **kwargs: Any) -> None:
    if not access.has_factor(user):
        kept = [record for record in get_authentication_records(request, user) if record.get("method") != "mfa"]
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = kept
