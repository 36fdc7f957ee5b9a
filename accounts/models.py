"""The user model, in which role a user acts for which country, and invitations."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from countries.models import Jurisdiction

INVITATION_DAYS = 7


class User(AbstractUser):
    """One account for the site and the editors' desk.

    sessions_ended: raised to end every session of the account, wherever it is kept.
    """

    sessions_ended = models.PositiveIntegerField(default=0, editable=False)

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")  # type: ignore[assignment]
        verbose_name_plural = _("users")  # type: ignore[assignment]

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        if self.pk and (fields is None or "is_active" in fields):
            # Of an account that rests nobody asks whether a session still holds: it must not hold again afterwards.
            stored = type(self)._base_manager.filter(pk=self.pk).exclude(is_active=self.is_active)
            if stored.exists():
                self.sessions_ended += 1
                kwargs["update_fields"] = None if fields is None else {*fields, "sessions_ended"}
        super().save(*args, **kwargs)

    def end_sessions(self) -> None:
        """Everybody who is logged in to this account is so no more."""
        self.sessions_ended += 1
        self.save(update_fields=["sessions_ended"])

    def get_session_auth_hash(self) -> str:
        """A session holds as long as this stays the same: it ends with a change of password, standing or role."""
        return self._standing(None)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        yield from (self._standing(secret) for secret in settings.SECRET_KEY_FALLBACKS)

    def _standing(self, secret: str | bytes | None) -> str:
        roles = sorted(self.memberships.values_list("role", "jurisdiction_id"), key=str) if self.pk else []
        facts = (self.password, self.sessions_ended, self.is_active, self.is_staff, self.is_superuser, roles)
        return salted_hmac("accounts.User.session", repr(facts), secret=secret, algorithm="sha256").hexdigest()


class Role(models.TextChoices):
    EDITOR = "editor", _("editor")
    TRANSLATOR = "translator", _("translator")
    REVIEWER = "reviewer", _("reviewer")
    CORRESPONDENT = "correspondent", _("correspondent")
    DATA_PROVIDER = "data_provider", _("data provider")
    SECRETARIAT = "secretariat", _("secretariat")
    PARTICIPANT = "participant", _("participant")


class Membership(models.Model):
    """A user's role; with a jurisdiction, in that country's delegation."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, null=True, blank=True, related_name="memberships")

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            # Two, because SQLite cannot be told that two empty values are the same one.
            models.UniqueConstraint(fields=["user", "role", "jurisdiction"], name="membership_once"),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=models.Q(jurisdiction__isnull=True),
                name="membership_everywhere_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


def _in_a_week() -> datetime:
    return timezone.now() + timedelta(days=INVITATION_DAYS)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Neither accepted nor expired. A revoked one is deleted."""
        return self.filter(accepted_at__isnull=True, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """An offer of a role, sent to a mail address. What was sent is kept as a hash only, and works once."""

    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    jurisdiction = models.ForeignKey(
        Jurisdiction,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("jurisdiction"),
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    token_hash = models.CharField(max_length=64, editable=False)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(default=_in_a_week, editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)
    # Goes with the account: the address in this row is that person's.
    accepted_by = models.ForeignKey(User, models.CASCADE, null=True, related_name="invitations", editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.email}: {self.get_role_display()}"
