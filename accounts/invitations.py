"""Inviting people: a link that works once, for a week, and only together with a password of one's own."""

import hashlib
import hmac
import secrets

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.users.models import UserProfile

from accounts import role_log
from accounts.models import Invitation, Membership, User


def invite(invitation: Invitation) -> str:
    """Save a filled-in invitation; returns its token, which is nowhere else. Earlier ones for the same are void."""
    token = secrets.token_urlsafe(32)
    invitation.token_hash = _hash(token)
    with transaction.atomic():
        Invitation.objects.filter(
            email__iexact=invitation.email,
            role=invitation.role,
            jurisdiction=invitation.jurisdiction,
            accepted_at__isnull=True,
        ).delete()
        invitation.save()
    return token


def found(pk: int, token: str) -> Invitation | None:
    """The invitation if it still stands and the token is its own; what is wrong is not told."""
    invitation = Invitation.objects.open().filter(pk=pk).first()
    right = hmac.compare_digest(_hash(token), invitation.token_hash if invitation else _hash(""))
    return invitation if right else None


def holder(invitation: Invitation) -> User | None:
    """The account that already has this address."""
    return User.objects.filter(email__iexact=invitation.email, is_active=True).first()


class Gone(Exception):
    """The invitation was accepted or withdrawn meanwhile."""


class NameTaken(Exception):
    """Somebody else took this name a moment ago."""


def accept_as_new(invitation: Invitation, name: str, password: str) -> User:
    """Make the account and give it the role. It has to log in like everybody: the link opens nothing."""
    with transaction.atomic():
        _use(invitation)
        try:
            with transaction.atomic():
                user = User.objects.create_user(name, invitation.email, password)
        except IntegrityError:
            raise NameTaken from None
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": invitation.language})
        _give(invitation, user)
    return user


def accept_as(invitation: Invitation, user: User) -> None:
    """Give the role to an account that is there; its sessions end, as with every change of a role."""
    with transaction.atomic():
        _use(invitation)
        _give(invitation, user)


def _use(invitation: Invitation) -> None:
    """Compare and set: of two who come at once, one gets through."""
    if not Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=timezone.now()):
        raise Gone


def _give(invitation: Invitation, user: User) -> None:
    held, fresh = Membership.objects.get_or_create(
        user=user, role=invitation.role, jurisdiction=invitation.jurisdiction
    )
    if fresh:
        role_log.given(held, invitation.invited_by)
    Invitation.objects.filter(pk=invitation.pk).update(accepted_by=user)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
