"""One store for all statistics: datasets with their vintages, series and append-only observations."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from indicators.dimensions import DIMENSIONS
from indicators.models.register import Indicator


class Frozen(Exception):
    """A published vintage was to be changed; corrections are new vintages."""


class Dataset(models.Model):
    """What one publisher publishes as one table: the unit of vintages, of citation and of licence.

    sums: dimensions over which readers get totals made here where the table has none, with blanks between: "COUNTERPART"
    (what is there is all there is), "SEX=F|M" (only when each of these is there), "REF_AREA" (parts of a country into it) or
    "DESTINATIONS" (all countries that report on one origin). family: datasets of one family are parts of one table and read together. threshold: counts of persons under it are not shown, and as many
    others with them as it takes (rule 18); null where the publisher states that it publishes its counts as they are.
    """

    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    publisher = models.CharField(_("publisher"), max_length=300)
    title = models.CharField(_("title"), max_length=300)
    edition = models.CharField(_("edition"), max_length=200, blank=True)
    accessed = models.DateField(_("accessed on"), null=True, blank=True)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    url = models.URLField(_("address"), max_length=1000, blank=True)
    source_kind = models.CharField(_("kind of source"), max_length=40, blank=True)
    note = models.TextField(_("note"), blank=True)
    family = models.SlugField(_("family"), max_length=80, blank=True)
    sums = models.CharField(_("may be added up over"), max_length=200, blank=True)
    threshold = models.PositiveSmallIntegerField(_("smallest count shown"), null=True, blank=True, default=5)

    TEXTS = ("title", "note")

    class Meta:
        verbose_name = _("dataset")
        verbose_name_plural = _("datasets")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.title or self.slug

    def get_absolute_url(self) -> str:
        return reverse("indicators:dataset", args=[self.slug])


class Vintage(models.Model):
    """One published state of a dataset. number: from 1, without gaps; digest: SHA-256 over the parent's digest and every
    row that came or went, so that nobody can change an old one unnoticed."""

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="vintages")
    number = models.PositiveIntegerField(_("number"))
    published = models.DateTimeField(_("published"))
    edition = models.CharField(_("edition"), max_length=200, blank=True)
    digest = models.CharField(max_length=64)
    parent_digest = models.CharField(max_length=64, blank=True)
    file_hash = models.CharField(max_length=64, blank=True)
    report = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("vintage")
        verbose_name_plural = _("vintages")
        ordering = ["dataset", "number"]
        constraints = [models.UniqueConstraint(fields=["dataset", "number"], name="vintage_once")]

    def __str__(self) -> str:
        return f"{self.dataset.slug} v{self.number}"


class Series(models.Model):
    """A row of figures over time: one code for every dimension (indicators/dimensions.py)."""

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="series")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="series")
    key = models.CharField(max_length=300)
    freq = models.CharField(max_length=4)
    ref_area = models.CharField(max_length=12)
    counterpart = models.CharField(max_length=12)
    measure = models.CharField(max_length=40)
    unit = models.CharField(max_length=40)
    basis = models.CharField(max_length=4)
    sex = models.CharField(max_length=8)
    age = models.CharField(max_length=12)
    education = models.CharField(max_length=20)
    sector = models.CharField(max_length=12)
    occupation = models.CharField(max_length=40)
    category = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        constraints = [models.UniqueConstraint(fields=["dataset", "indicator", "key"], name="series_once")]
        indexes = [
            models.Index(fields=["indicator", "ref_area", "counterpart"], name="series_place"),
            models.Index(fields=["indicator", "counterpart"], name="series_counterpart"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def codes(self) -> dict[str, str]:
        return {name: getattr(self, name.lower()) for name in DIMENSIONS}


class Note(models.Model):
    """What a reader must know of some figures of a dataset before comparing them: a break, a definition, a footnote.

    codes: {"REF_AREA": ["CAN", "USA"], "CATEGORY": "SEAS"}; the note holds where all of them agree, everywhere when empty.
    start, end: first and last period concerned, as an observation has them; a break is before `start`. first, last: as for an observation.
    """

    class Kind(models.TextChoices):
        BREAK = "break", _("Break in the series")
        DEFINITION = "definition", _("Definition")
        COVERAGE = "coverage", _("Coverage")
        FOOTNOTE = "footnote", _("Footnote")

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="notes")
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, blank=True, related_name="notes")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    codes = models.JSONField(_("codes"), default=dict, blank=True)
    start = models.CharField(_("from"), max_length=8, blank=True)
    end = models.CharField(_("to"), max_length=8, blank=True)
    text = models.TextField(_("text"))
    source = models.CharField(_("source"), max_length=300, blank=True)
    first = models.PositiveIntegerField(default=1)
    last = models.PositiveIntegerField(null=True)

    TEXTS = ("text",)

    class Meta:
        verbose_name = _("note on figures")
        verbose_name_plural = _("notes on figures")
        ordering = ["dataset", "kind", "start", "pk"]

    def __str__(self) -> str:
        return f"{self.dataset.slug}: {self.text[:60]}"


class ObservationQuerySet(models.QuerySet["Observation"]):
    def as_of(self, vintage: int | None) -> "ObservationQuerySet":
        """What one vintage of one dataset holds; None: the latest."""
        if vintage is None:
            return self.filter(last=None)
        return self.filter(Q(last=None) | Q(last__gte=vintage), first__lte=vintage)

    def update(self, **kwargs: Any) -> int:
        if set(kwargs) != {"last"}:
            raise Frozen("observations are appended, never changed")
        return super().update(**kwargs)


class Observation(models.Model):
    """A figure, or the reason why there is none.

    period: "2024", "2024-Q1", "2024-03"; a fiscal year by the year in which it ends. value is null where the source
    suppressed the figure (confidentiality "C") or names the cell but has no figure (status "O"); what was never in the
    source has no row; zero is 0.0. first, last: numbers of the dataset's vintages between which it held; last is null
    while it holds. Database triggers refuse every other change (migration 0002).
    """

    series = models.ForeignKey(Series, models.PROTECT, related_name="observations", db_index=False)
    period = models.CharField(max_length=8)
    value = models.FloatField(null=True)
    status = models.CharField(max_length=1, default="A")
    confidentiality = models.CharField(max_length=1, default="F")
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField(null=True)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        constraints = [
            models.UniqueConstraint(fields=["series", "period", "first"], name="observation_once"),
            models.UniqueConstraint(fields=["series", "period"], condition=Q(last=None), name="observation_current"),
            models.CheckConstraint(condition=Q(last=None) | Q(last__gte=F("first")), name="observation_span"),
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.value}"
