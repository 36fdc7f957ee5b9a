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


class BodyStatus(models.Model):
    """A dated fact on a state's place in a regional or international body: never a boolean, since some are disputed.

    body: the organisation, a jurisdiction of level international or regional. year: where the day is not known.
    note: what a reader must know to read the fact aright, once a language. checked is null for facts that nobody
    compared with the source.
    """

    class Kind(models.TextChoices):
        FOUNDING = "founding", _("founding member")
        MEMBER = "member", _("became a member")
        ASSOCIATE = "associate", _("became an associate")
        OBSERVER = "observer", _("became an observer")
        SUSPENDED = "suspended", _("suspended from participating")
        READMITTED = "readmitted", _("suspension lifted")
        EXCLUSION_ENDED = "exclusion_ended", _("exclusion ended")
        NOTICE = "notice", _("gave notice of withdrawal")
        WITHDREW = "withdrew", _("withdrew")
        DISPUTED = "disputed", _("position disputed")
        RETURNED = "returned", _("rejoined")
        OTHER = "other", _("other")

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.CASCADE, related_name="body_statuses", verbose_name=_("jurisdiction")
    )
    body = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="participations", verbose_name=_("organisation")
    )
    kind = models.CharField(_("status"), max_length=16, choices=Kind.choices)
    date = models.DateField(_("date"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True, help_text=_("where the day is not known"))
    note = models.TextField(_("note"), blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=1000, blank=True)
    checked = models.DateField(_("checked on"), null=True, blank=True)

    class Meta:
        verbose_name = _("status in an organisation")
        verbose_name_plural = _("status in organisations")
        ordering = ["jurisdiction", "body", "date", "year", "id"]
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "body", "kind", "date", "year"], name="body_status_once")
        ]

    def __str__(self) -> str:
        return f"{self.jurisdiction} · {self.body}: {self.get_kind_display()} {self.date or self.year or ''}".strip()
