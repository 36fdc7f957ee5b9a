"""A report and its chapters."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from countries.models import Country


class Report(models.Model):
    """One version of a report; a correction of a published one is the next version at the same address.

    as_of: the day whose figures it has; vintages: {dataset: number of the vintage}, taken when the report is begun and never
    changed. first, last: the years whose changes of law it tells.
    """

    class Kind(models.TextChoices):
        REGIONAL = "regional", _("regional report")
        COUNTRY = "country", _("country report")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        REVIEW = "review", _("in review")
        PUBLISHED = "published", pgettext_lazy("state of a report", "published")

    slug = models.SlugField(_("address"), max_length=60)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.REGIONAL)
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name=_("country")
    )
    title = models.CharField(_("title"), max_length=200)
    original_language = models.CharField(_("written in"), max_length=2, choices=settings.LANGUAGES, default="es")
    first = models.PositiveSmallIntegerField(
        _("first year"), validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    last = models.PositiveSmallIntegerField(
        _("last year"), validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    as_of = models.DateField(_("figures as of"))
    vintages = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.DRAFT)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    TEXTS = ("title",)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-last", "slug", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="report_version_once"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="report_years"),
            models.CheckConstraint(
                condition=Q(kind="country", country__isnull=False) | Q(kind="regional", country=None),
                name="report_country",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.slug


class Chapter(models.Model):
    """country: of a country note."""

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        NOTE = "note", _("country note")

    report = models.ForeignKey(Report, models.PROTECT, related_name="chapters")
    position = models.PositiveSmallIntegerField(_("position"))
    slug = models.SlugField(_("address"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=4, choices=Kind.choices, default=Kind.TEXT)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="+")

    TEXTS = ("title",)

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")
        ordering = ["report", "position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "slug"], name="chapter_once"),
            models.UniqueConstraint(fields=["report", "position"], name="chapter_place_once"),
        ]

    def __str__(self) -> str:
        return self.title or self.slug
