"""What one country sends in one round, cell by cell, and everything that was done with it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from countries.models import Country
from indicators.models import Vintage
from rounds.models.people import Authority, Institution
from rounds.models.round import Round, RoundTable, Section


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    IN_REVIEW = "in_review", _("in review")
    RETURNED = "returned", _("returned")
    RESUBMITTED = "resubmitted", _("submitted again")
    ACCEPTED = "accepted", _("accepted")
    PUBLISHED = "published", _("published")
    REVISED = "revised", _("revised")


UNSIGNED = (State.DRAFT, State.RETURNED)
PUBLIC = (State.PUBLISHED, State.REVISED)
OPEN = tuple(state for state in State if state not in PUBLIC)
# What a link of a text to a record of this site has.
LINK = ("kind", "address", "label")


class Submission(models.Model):
    """state and version change together, by compare-and-set only (rounds/transitions.py).

    revises: the published submission that this one is to replace. signed_office: office of the named authority, kept when
    the person is erased; empty when the secretariat filed (on_behalf). late: signed first after the deadline.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="submissions")
    country = models.ForeignKey(Country, models.PROTECT, related_name="submissions", verbose_name=_("country"))
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(_("version"), default=1)
    revises = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="revision")
    on_behalf = models.BooleanField(_("filed by the secretariat"), default=False)
    source_kind = models.CharField(_("kind of source"), max_length=40, default="mixed")
    language = models.CharField(_("written in"), max_length=2, choices=settings.LANGUAGES, default="es")
    signed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    signatory = models.ForeignKey(Authority, models.SET_NULL, null=True, blank=True, related_name="+")
    signed_office = models.CharField(_("office that signed"), max_length=300, blank=True)
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    first_signed_at = models.DateTimeField(null=True, blank=True)
    late = models.BooleanField(_("late"), default=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    vintage = models.ForeignKey(Vintage, models.PROTECT, null=True, blank=True, related_name="submissions")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    State = State

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["round", "country", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "country"], condition=Q(state__in=OPEN), name="submission_open_once"
            ),
            models.UniqueConstraint(
                fields=["round", "country"], condition=Q(state=State.PUBLISHED), name="submission_published_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNSIGNED) | Q(signed_at__isnull=False), name="submission_signed"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=PUBLIC) | Q(vintage__isnull=False), name="submission_has_vintage"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country}: {self.round}"

    @property
    def signed_as(self) -> str:
        """Name and office of the authority; the office alone once the person is erased; nothing on behalf."""
        return ", ".join(filter(None, (self.signatory.name if self.signatory else "", self.signed_office)))

    @property
    def fillable(self) -> bool:
        return self.state in UNSIGNED


class Filling(models.Model):
    """How far one table of a submission is. version is its own, so that two institutions that fill different tables do
    not stand in each other's way."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="fillings")
    table = models.ForeignKey(RoundTable, models.PROTECT, related_name="fillings")
    version = models.PositiveIntegerField(default=1)
    filled_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    filled_at = models.DateTimeField(_("filled"), null=True)

    class Meta:
        verbose_name = _("filled table")
        verbose_name_plural = _("filled tables")
        ordering = ["submission", "table__position", "table__name"]
        constraints = [models.UniqueConstraint(fields=["submission", "table"], name="filling_once")]

    def __str__(self) -> str:
        return f"{self.submission}: {self.table.name}"


class Assignment(models.Model):
    """A table that an institution is to fill. returned_at: it said that it is done; None while it may fill."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="assignments")
    table = models.ForeignKey(RoundTable, models.PROTECT, related_name="assignments")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="assignments")
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    returned_at = models.DateTimeField(_("returned"), null=True, blank=True)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["submission", "table__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["submission", "table"], name="assignment_once")]

    def __str__(self) -> str:
        return f"{self.institution}: {self.table.name}"


class Cell(models.Model):
    """One filled cell; what nobody filled has no row. codes: of the varying dimensions; key: the same as one text
    (rounds.filling.key), in the order of the table."""

    class Content(models.TextChoices):
        VALUE = "value", _("figure")
        SUPPRESSED = "suppressed", _("suppressed")
        NOT_COLLECTED = "not_collected", _("not collected")

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="cells")
    table = models.ForeignKey(RoundTable, models.PROTECT, related_name="cells")
    codes = models.JSONField(default=dict)
    key = models.CharField(max_length=200)
    period = models.CharField(max_length=8)
    value = models.FloatField(null=True)
    state = models.CharField(max_length=13, choices=Content.choices, default=Content.VALUE)
    status = models.CharField(max_length=1, default="A")
    note = models.TextField(_("footnote"), blank=True)
    entered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    institution = models.ForeignKey(Institution, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("cell")
        verbose_name_plural = _("cells")
        ordering = ["submission", "table", "key", "period"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "table", "key", "period"], name="cell_once"),
            models.CheckConstraint(
                condition=Q(state="value", value__isnull=False) | (~Q(state="value") & Q(value=None)),
                name="cell_content",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.period}: {self.value}"


class Text(models.Model):
    """The narrative of one section, in the language of who writes. links: [{"kind": "law", "address": …, "label": …}] to
    records of this site."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("draft")
        READY = "ready", _("ready")

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="texts")
    section = models.ForeignKey(Section, models.PROTECT, related_name="texts")
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    text = models.TextField(_("text"), blank=True)
    links = models.JSONField(_("links to records"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=5, choices=Stage.choices, default=Stage.DRAFT)
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("text of the country report")
        verbose_name_plural = _("texts of the country report")
        ordering = ["submission", "section__position"]
        constraints = [models.UniqueConstraint(fields=["submission", "section"], name="text_once")]

    def __str__(self) -> str:
        return f"{self.submission}: {self.section}"

    @property
    def linked(self) -> list[dict[str, str]]:
        """The links that are whole; whatever else the column holds is left out."""
        held = self.links if isinstance(self.links, list) else []
        return [one for one in held if isinstance(one, dict) and all(isinstance(one.get(name), str) for name in LINK)]


class FindingReason(models.Model):
    """Why a warning is right as it is. key: rounds.asked.Finding.key, so that it stays when the table is checked anew."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="reasons")
    key = models.CharField(max_length=400)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reason for a warning")
        verbose_name_plural = _("reasons for warnings")
        ordering = ["submission", "key"]
        constraints = [models.UniqueConstraint(fields=["submission", "key"], name="finding_reason_once")]

    def __str__(self) -> str:
        return self.key


class Untouchable(Exception):
    """The audit trail was to be changed."""


class EventQuerySet(models.QuerySet["Event"]):
    def update(self, **kwargs: Any) -> int:
        raise Untouchable("the audit trail is appended, never changed")


class Event(models.Model):
    """One step of the audit trail. Database triggers refuse changes and deletion; only persons may be taken out.

    round: empty for what was done with a country's people, apart from any round. country: whose people these are, or whose
    deadline; empty where the submission says it, and for what concerns a whole round. person: whom it was done with; names
    of persons stand nowhere else, so that they can be erased.
    """

    round = models.ForeignKey(Round, models.PROTECT, null=True, related_name="events")
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="events")
    country = models.ForeignKey(Country, models.PROTECT, null=True, related_name="+")
    actor = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    person = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    on_behalf = models.BooleanField(default=False)
    action = models.CharField(_("action"), max_length=30)
    subject = models.CharField(_("what"), max_length=300, blank=True)
    from_state = models.CharField(_("from"), max_length=12, blank=True)
    to_state = models.CharField(_("to"), max_length=12, blank=True)
    version = models.PositiveIntegerField(_("version"), null=True)
    comment = models.TextField(_("comment"), blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(round__isnull=False) | Q(country__isnull=False, submission=None), name="event_of_something"
            )
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.to_state}"
