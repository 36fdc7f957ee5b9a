"""Jurisdictions: who makes law. A tree of international body, state, territory, province or municipality."""

from django.db import models
from django.utils.translation import gettext_lazy as _

EXAMPLE = "exa"


class JurisdictionQuerySet(models.QuerySet["Jurisdiction"]):
    def public(self) -> "JurisdictionQuerySet":
        """Without the invented jurisdiction that holds the model act."""
        return self.filter(is_example=False)

    def members(self) -> "JurisdictionQuerySet":
        """The 35 independent states of the Americas."""
        return self.filter(country__is_member=True)


class Jurisdiction(models.Model):
    """Code: ISO 3166-1 alpha-3 in lower case for states, "int" for international, "exa" for the invented example."""

    class Level(models.TextChoices):
        INTERNATIONAL = "international", _("international organisation")
        REGIONAL = "regional", _("regional body")
        STATE = "state", _("state")
        TERRITORY = "territory", _("territory")
        PROVINCE = "province", _("province or federated state")
        MUNICIPALITY = "municipality", _("municipality")

    code = models.SlugField(_("code"), max_length=16, unique=True)
    level = models.CharField(_("level"), max_length=16, choices=Level.choices, default=Level.STATE)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(_("name"), max_length=120)
    timezone = models.CharField(
        _("time zone"), max_length=40, default="UTC", help_text=_("a law's day is counted here")
    )
    is_example = models.BooleanField(_("example"), default=False, editable=False)

    objects = JurisdictionQuerySet.as_manager()

    class Meta:
        verbose_name = _("jurisdiction")
        verbose_name_plural = _("jurisdictions")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name or self.code


class Country(models.Model):
    """A state or territory with its ISO 3166 codes."""

    jurisdiction = models.OneToOneField(Jurisdiction, models.CASCADE, related_name="country")
    iso2 = models.CharField(max_length=2, unique=True)
    iso3 = models.CharField(max_length=3, unique=True)
    is_member = models.BooleanField(_("one of the 35 independent states of the Americas"), default=False)
    languages = models.CharField(_("official languages"), max_length=60, blank=True, help_text=_("codes, by commas"))

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["iso3"]

    def __str__(self) -> str:
        return self.iso3


class JurisdictionName(models.Model):
    """Another form by which a text or a reader names a jurisdiction: demonym, adjective, abbreviation."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.CASCADE, related_name="names")
    language = models.CharField(max_length=12)
    form = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "language", "form"], name="jurisdiction_name_once")
        ]
        ordering = ["jurisdiction", "language", "form"]

    def __str__(self) -> str:
        return self.form
