"""The user model, and in which role a user acts for which country."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from countries.models import Jurisdiction


class User(AbstractUser):
    """One account for the site and the editors' desk."""

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")  # type: ignore[assignment]
        verbose_name_plural = _("users")  # type: ignore[assignment]


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
