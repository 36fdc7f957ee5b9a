"""Accounts for tests, and how they log in: the desk opens only to sessions that showed a second factor."""

import time
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from accounts.models import Membership, User

PASSWORD = "a-long-password"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def person(name: str, *roles: str, jurisdiction: Any = None, factor: bool = True, **fields: Any) -> User:
    """An account with these roles, and an authenticator app with SECRET; `is_superuser=True` for an administrator."""
    user = User.objects.create_user(name, f"{name}@example.org", PASSWORD, **fields)
    for role in roles:
        Membership.objects.create(user=user, role=role, jurisdiction=jurisdiction)
    return give_factor(user) if factor else user


def give_factor(user: User) -> User:
    """An authenticator app with SECRET, and recovery codes; a fresh instance."""
    if not Authenticator.objects.filter(user=user).exists():
        totp.TOTP.activate(user, SECRET)
        RecoveryCodes.activate(user)
    return User.objects.get(pk=user.pk)


def code(offset: int = 0) -> str:
    """What the app shows now, or `offset` half-minutes later."""
    return totp.format_hotp_value(totp.hotp_value(SECRET, int(time.time()) // 30 + offset))


def sign_in(user: User, client: Client | None = None, at: float | None = None) -> Client:
    """A client logged in with password and factor, a moment ago or at that time."""
    client = client or Client()
    client.force_login(give_factor(user))
    moment = time.time() if at is None else at
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": moment, "username": user.username},
        {"method": "mfa", "at": moment, "type": "totp"},
    ]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    return client
