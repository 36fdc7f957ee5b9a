"""What a chapter is made of: paragraphs with bound numbers, tables, charts, lists of laws."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from reports.models.report import Chapter


class Block(models.Model):
    """One piece of a chapter. number: of tables and charts, in order through the whole report.

    spec, by kind: {"standard": "ARG"} or {"choice": …, "periods": […], "lines": n, "title": {language: text}} of a table;
    {"choice": …, "kind": "line"} of a chart; {"items": […]} of laws. With any kind "heading": {language: text} stands above it.
    A paragraph that a country wrote has "submission": its key.
    """

    class Kind(models.TextChoices):
        PARAGRAPH = "paragraph", _("paragraph")
        TABLE = "table", _("table")
        CHART = "chart", _("chart")
        LAWS = "laws", _("laws and policies")

    chapter = models.ForeignKey(Chapter, models.PROTECT, related_name="blocks")
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=9, choices=Kind.choices, default=Kind.PARAGRAPH)
    number = models.PositiveSmallIntegerField(_("number"), null=True)
    spec = models.JSONField(default=dict)
    original_language = models.CharField(_("written in"), max_length=2, choices=settings.LANGUAGES, blank=True)

    class Meta:
        verbose_name = _("part of a chapter")
        verbose_name_plural = _("parts of chapters")
        ordering = ["chapter", "position"]
        constraints = [models.UniqueConstraint(fields=["chapter", "position"], name="block_place_once")]

    def __str__(self) -> str:
        return f"{self.chapter} {self.position}"


class Text(models.Model):
    """A paragraph in one language, with {{fig:1}} where a number is bound (Binding.number). version: for compare-and-set."""

    class State(models.TextChoices):
        ORIGINAL = "original", _("original")
        MISSING = "missing", _("missing")
        MACHINE = "machine", _("machine translation")
        DRAFT = "draft", _("draft")
        REVIEWED = "reviewed", _("reviewed")
        OUTDATED = "outdated", _("outdated")

    block = models.ForeignKey(Block, models.PROTECT, related_name="texts")
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    text = models.TextField(_("text"), blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.MISSING)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("text of a paragraph")
        verbose_name_plural = _("texts of paragraphs")
        ordering = ["block", "language"]
        constraints = [models.UniqueConstraint(fields=["block", "language"], name="report_text_once")]

    def __str__(self) -> str:
        return self.text[:80]


# A language goes out when all its paragraphs are in one of these.
PUBLISHABLE = frozenset({Text.State.ORIGINAL, Text.State.REVIEWED})


class Binding(models.Model):
    """A number of a paragraph and the observations that it stands for (reports/measuring.py computes it).

    codes: {"REF_AREA": ["ARG"]}, with `by` a choice of figures (indicators.choosing.Choice); base: what a change, a share or a
    rank is measured against: {"period": "2010"}, {"indicator": …, "codes": …}, {"code": ["REF_AREA", "ARG"]}. value: as read
    from the report's vintages when it was begun; a share and a change in percent.
    """

    class Form(models.TextChoices):
        VALUE = "value", _("figure")
        SUM = "sum", _("sum of figures")
        CHANGE = "change", _("change in percent")
        SHARE = "share", _("share in percent")
        RANK = "rank", _("rank")

    block = models.ForeignKey(Block, models.PROTECT, related_name="bindings")
    number = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=6, choices=Form.choices, default=Form.VALUE)
    indicator = models.CharField(max_length=80)
    table = models.CharField(max_length=80)
    codes = models.JSONField(default=dict)
    by = models.JSONField(default=list, blank=True)
    freq = models.CharField(max_length=4, blank=True)
    period = models.CharField(max_length=8)
    base = models.JSONField(default=dict, blank=True)
    value = models.FloatField()
    unit = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("bound number")
        verbose_name_plural = _("bound numbers")
        ordering = ["block", "number"]
        constraints = [models.UniqueConstraint(fields=["block", "number"], name="binding_once")]

    def __str__(self) -> str:
        return f"{{{{fig:{self.number}}}}}"
