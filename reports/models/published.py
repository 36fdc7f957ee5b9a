"""What of a report is public, the files that are made of it, and its trail."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from reports.models.report import Report


class Release(models.Model):
    """A language of a report that is out. Database triggers refuse changes; the person may be taken out."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="releases")
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    title = models.CharField(_("title"), max_length=200)
    sources = models.JSONField(default=list)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("published"), default=timezone.now)

    class Meta:
        verbose_name = _("published language")
        verbose_name_plural = _("published languages")
        ordering = ["report", "language"]
        constraints = [models.UniqueConstraint(fields=["report", "language"], name="release_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"


class FrozenChapter(models.Model):
    """A chapter as it went out (reports/rendering/tree.py): readers and files get this, whatever changes in the program or the register."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="chapters")
    position = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    note = models.BooleanField(default=False)
    body = models.JSONField()

    class Meta:
        verbose_name = _("published chapter")
        verbose_name_plural = _("published chapters")
        ordering = ["release", "position"]
        constraints = [models.UniqueConstraint(fields=["release", "slug"], name="frozen_chapter_once")]

    def __str__(self) -> str:
        return self.title


class Untouchable(Exception):
    """The trail of a report was to be changed."""


class EditQuerySet(models.QuerySet["Edit"]):
    def update(self, **kwargs: Any) -> int:
        raise Untouchable("the trail of a report is appended, never changed")


class Edit(models.Model):
    """One change or step, appended only. before, after: of a text with its placeholders, or of a state."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="edits")
    actor = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    action = models.CharField(_("action"), max_length=20)
    place = models.CharField(_("where"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=2, blank=True)
    before = models.TextField(_("before"), blank=True)
    after = models.TextField(_("after"), blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)

    objects = EditQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a report")
        verbose_name_plural = _("changes of reports")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.action} {self.place}"


class Job(models.Model):
    """A file that the worker makes. release: of what is out; empty for a file of the draft, for the secretariat alone.

    done, total: chapters and steps; beat: the worker's last sign of life; file: name in DATA_DIR/reports; laws: keys of the
    records named in it, which must still be public when it is read ("law:5").
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("being made")
        DONE = "done", _("made")
        FAILED = "failed", _("not made")

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "DOCX"
        HTML = "html", "HTML"

    report = models.ForeignKey(Report, models.PROTECT, related_name="jobs")
    release = models.ForeignKey(Release, models.PROTECT, null=True, blank=True, related_name="jobs")
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    format = models.CharField(_("format"), max_length=4, choices=Format.choices)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.QUEUED)
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    file = models.CharField(max_length=80, blank=True)
    laws = models.JSONField(default=list)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    beat = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("file of a report")
        verbose_name_plural = _("files of reports")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["id"], condition=Q(state="queued"), name="report_job_due")]

    def __str__(self) -> str:
        return f"{self.report.slug} {self.language} {self.format}"

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0
