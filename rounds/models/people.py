"""Who acts for a country: correspondents with dates, the authority that signs, institutions and their people."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from countries.models import Country


def today_in(country: Country, moment: datetime | None = None) -> date:
    """The day in that country: mandates change there at midnight."""
    return (moment or timezone.now()).astimezone(ZoneInfo(country.jurisdiction.timezone)).date()


class Delegation(models.Model):
    """From when to when a correspondent acts for a country, on top of the role itself (accounts.Membership).

    end: the first day on which the person acts no more; empty while it lasts. Who has the role and no row here acts without dates.
    """

    class Kind(models.TextChoices):
        PRINCIPAL = "principal", _("principal")
        ALTERNATE = "alternate", _("alternate")

    country = models.ForeignKey(Country, models.PROTECT, related_name="delegations", verbose_name=_("country"))
    user = models.ForeignKey(User, models.CASCADE, related_name="delegations", verbose_name=_("user"))
    kind = models.CharField(_("kind"), max_length=9, choices=Kind.choices, default=Kind.PRINCIPAL)
    start = models.DateField(_("from"))
    end = models.DateField(_("acts no more from"), null=True, blank=True)

    class Meta:
        verbose_name = _("mandate of a correspondent")
        verbose_name_plural = _("mandates of correspondents")
        ordering = ["country", "start", "pk"]
        constraints = [models.CheckConstraint(condition=Q(end=None) | Q(end__gte=F("start")), name="delegation_days")]

    def __str__(self) -> str:
        return f"{self.country}: {self.user}"

    def holds(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


class Authority(models.Model):
    """Who may sign a country's submission: by name and office, with an account of their own. Goes with the account;
    a submission signed once keeps the office."""

    country = models.ForeignKey(Country, models.PROTECT, related_name="authorities", verbose_name=_("country"))
    user = models.ForeignKey(User, models.CASCADE, related_name="authorities", verbose_name=_("user"))
    name = models.CharField(_("name"), max_length=200)
    office = models.CharField(_("office"), max_length=300)
    active = models.BooleanField(_("may sign"), default=True)

    class Meta:
        verbose_name = _("authority that signs")
        verbose_name_plural = _("authorities that sign")
        ordering = ["country", "name"]
        constraints = [models.UniqueConstraint(fields=["country", "user"], name="authority_once")]

    def __str__(self) -> str:
        return f"{self.name}, {self.office}"


class Institution(models.Model):
    """A national institution that fills tables. mails: addresses that sheets go to, one a line."""

    class Kind(models.TextChoices):
        INTERIOR = "interior", _("interior or migration")
        LABOUR = "labour", _("labour")
        FOREIGN = "foreign", _("foreign affairs")
        STATISTICS = "statistics", _("statistics")
        OTHER = "other", _("other")

    country = models.ForeignKey(Country, models.PROTECT, related_name="institutions", verbose_name=_("country"))
    name = models.CharField(_("name"), max_length=300)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.OTHER)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="es")
    mails = models.TextField(_("e-mail addresses"), blank=True, help_text=_("one a line"))
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["country", "name"]
        constraints = [models.UniqueConstraint(fields=["country", "name"], name="institution_once")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        for address in self.addresses:
            try:
                validate_email(address)
            except ValidationError:
                raise ValidationError({"mails": _("Not an e-mail address: %s") % address[:80]}) from None

    @property
    def addresses(self) -> list[str]:
        return [line.strip() for line in self.mails.splitlines() if line.strip()]


class InstitutionUser(models.Model):
    """A data provider's institution: it sees the tables that are assigned to it and nothing else."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="people", verbose_name=_("institution"))
    user = models.ForeignKey(User, models.CASCADE, related_name="institutions", verbose_name=_("user"))

    class Meta:
        verbose_name = _("user of an institution")
        verbose_name_plural = _("users of institutions")
        ordering = ["institution", "pk"]
        constraints = [models.UniqueConstraint(fields=["institution", "user"], name="institution_user_once")]

    def __str__(self) -> str:
        return f"{self.institution}: {self.user}"
