"""The work: a law with its names, its dated events, and the files its text came from."""

import re
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField

from countries.models import Jurisdiction
from laws.labels import fold
from records.models import LANGUAGES, Curated, Record, Topic, first_of


class LawQuerySet(models.QuerySet["Law"]):
    def listed(self) -> "LawQuerySet":
        """Without the model act: what default lists, counts and searches are about."""
        return self.filter(jurisdiction__is_example=False)


class Law(Curated, Record):
    """One work of law. Natural key: jurisdiction, type, number key, date (or, without a number, the name key)."""

    class Type(models.TextChoices):
        CONSTITUTION = "constitution", _("constitution")
        ACT = "act", _("act")
        DECREE = "decree", _("decree")
        REGULATION = "regulation", _("regulation")
        RESOLUTION = "resolution", _("resolution")
        TREATY = "treaty", _("treaty")
        AGREEMENT = "agreement", _("bilateral agreement")
        SOFT_LAW = "soft_law", _("soft law")
        DECISION = "decision", _("court decision or advisory opinion")
        BILL = "bill", _("bill")
        OTHER = "other", _("other")

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="laws", verbose_name=_("jurisdiction"))
    type = models.CharField(_("type"), max_length=16, choices=Type.choices)
    native_type = models.CharField(
        _("what the jurisdiction calls it"), max_length=120, blank=True, help_text=_("for example: Decreto Supremo")
    )
    number = models.CharField(_("official number"), max_length=120, blank=True)
    number_key = models.CharField(max_length=120, blank=True, editable=False)
    name_key = models.CharField(max_length=300, blank=True, editable=False, db_index=True)
    date = models.DateField(_("date"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True, help_text=_("where the day is not known"))
    official_url = models.URLField(_("official text"), max_length=500, blank=True)
    topics = ParentalManyToManyField(Topic, blank=True, related_name="laws", verbose_name=_("topics"))

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="law")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="law",
        for_concrete_model=False,
    )
    objects = LawQuerySet.as_manager()

    class Meta:
        verbose_name = _("law")
        verbose_name_plural = _("laws")
        ordering = ["jurisdiction__code", "-date", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "slug"], name="law_address_once"),
            models.UniqueConstraint(
                fields=["jurisdiction", "type", "number_key", "date"],
                condition=~models.Q(number_key=""),
                name="law_number_once",
            ),
            # Of its own, because SQLite cannot be told that two empty dates are the same one.
            models.UniqueConstraint(
                fields=["jurisdiction", "type", "number_key"],
                condition=~models.Q(number_key="") & models.Q(date__isnull=True),
                name="law_undated_number_once",
            ),
        ]

    def clean(self) -> None:
        self.number_key = number_key(self.number)
        self.name_key = self.name_key or name_key(self._any_title("es"))
        super().clean()

    def _any_title(self, language: str) -> str:
        return first_of({code: getattr(self, f"title_{code}") for code in LANGUAGES}, language)[0]

    @property
    def known_year(self) -> int | None:
        """The year of the date, or the year alone where the day is not known."""
        return self.date.year if self.date else self.year

    def get_absolute_url(self) -> str:
        return reverse("laws:law", args=[self.jurisdiction.code, self.slug])

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "laws/preview.html"

    @property
    def citation(self) -> str:
        """As its jurisdiction cites it: "Ley 25.871", "SOR/2002-227"; a title that may be seen when it has no number."""
        if not self.number:
            return self.native_type or self.title_in("en")[0]
        alone = re.match(r"[A-Z]", self.number) or self.number.casefold().startswith(self.native_type.casefold())
        return self.number if alone else f"{self.native_type} {self.number}".strip()


class LawAlias(models.Model):
    """Another name by which the law is sought: short, popular, abbreviated, or another form of its number."""

    class Kind(models.TextChoices):
        SHORT = "short", _("short title")
        LONG = "long", _("long title")
        POPULAR = "popular", _("popular name")
        ABBREVIATION = "abbreviation", _("abbreviation")
        NUMBER = "number", _("other form of the number")

    law = ParentalKey(Law, on_delete=models.CASCADE, related_name="aliases")
    text = models.CharField(_("name"), max_length=500)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    language = models.CharField(_("language"), max_length=12)

    class Meta:
        ordering = ["law", "kind", "language", "text"]
        constraints = [models.UniqueConstraint(fields=["law", "text", "language"], name="law_alias_once")]

    def __str__(self) -> str:
        return self.text


class LawSource(models.Model):
    """A file that holds the law's text in one language: kept by its hash, with a rank (1 is best).

    as_of: date of the consolidation; null when the file does not say.
    is_alternative: a lower-ranked file of the same consolidation: kept, compared, but it made no versions.
    claimed_status: what the file says of the law's status; such fields are known to be wrong, hence a claim.
    outline: containers in reading order, [[level, label, heading, provision slug], ...]: for display only.
    parser: fingerprint of the code that read it; another one means that the file is read again.
    counts: what the report said when it was applied.
    licence, fetched_at: under which terms, and when, the publisher's server gave it; empty for files that were brought.
    A source of the format "scan" is an image of the printed law: an alternative without text of its own.
    """

    law = models.ForeignKey(Law, models.CASCADE, related_name="sources")
    format = models.CharField(max_length=32)
    language = models.CharField(max_length=12)
    rank = models.PositiveSmallIntegerField(default=50)
    file_name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64, db_index=True)
    as_of = models.DateField(null=True, blank=True)
    is_alternative = models.BooleanField(default=False)
    official = models.BooleanField(default=False)
    publisher = models.CharField(max_length=300, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    licence = models.CharField(max_length=200, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)
    claimed_status = models.CharField(max_length=60, blank=True)
    outline = models.JSONField(default=list)
    parser = models.CharField(max_length=16, blank=True)
    counts = models.JSONField(default=dict)
    warnings = models.JSONField(default=list)

    class Meta:
        ordering = ["law", "language", "rank", "sha256"]
        constraints = [models.UniqueConstraint(fields=["sha256", "file_name"], name="law_source_once")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_scan(self) -> bool:
        """Whether it is an image of the text, which nobody can search or copy."""
        return self.format == "scan"

    @property
    def is_keyed(self) -> bool:
        """Whether editors keyed the text."""
        return self.format == "keyed"


class LawEvent(models.Model):
    """A dated fact: promulgated, published, in force, amended, repealed ...; `is_claim` marks a source's status field."""

    class Kind(models.TextChoices):
        PROMULGATED = "promulgated", _("promulgated")
        PUBLISHED = "published", _("published")
        REGISTERED = "registered", _("registered")
        IN_FORCE = "in_force", _("entered into force")
        AMENDED = "amended", _("amended")
        REPEALED = "repealed", _("repealed")
        SUSPENDED = "suspended", _("suspended")
        STATUS_CLAIM = "status_claim", _("status according to the source")

    law = ParentalKey(Law, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    date = models.DateField(_("date"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    source = models.ForeignKey(LawSource, models.SET_NULL, null=True, blank=True, related_name="events")
    is_claim = models.BooleanField(default=False)

    class Meta:
        ordering = ["law", "date", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["law", "kind", "date", "note"], name="law_event_once"),
            models.UniqueConstraint(
                fields=["law", "kind", "note"], condition=models.Q(date__isnull=True), name="law_undated_event_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.date or ''}".strip()


def number_key(number: str) -> str:
    """Numbers without grouping, spaces and signs, so that "25.871" and "25871" are one law: "616/2010" → "616-2010"."""
    key = re.sub(r"(?<=\d)[.,](?=\d{3}(?!\d))", "", fold(number))
    return re.sub(r"[^a-z0-9.]+", "-", key).strip("-.")[:120]


def name_key(title: str) -> str:
    """Titles compared without case, diacritics and punctuation: how two files of an unnumbered law meet."""
    return slugify(fold(title))[:300]
