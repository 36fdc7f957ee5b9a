"""Which country takes part since when, and what it could answer before it is asked."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from countries.models import Country
from rounds.models.round import Round


class Participation(models.Model):
    """A dated fact. day: null where only the year is known; checked: null for facts that nobody compared with the source;
    round: empty for what was before the rounds held here."""

    class What(models.TextChoices):
        INVITED = "invited", _("invited")
        JOINED = "joined", _("joined")
        REPORTED = "reported", _("reported")
        LEFT = "left", _("left")

    country = models.ForeignKey(Country, models.PROTECT, related_name="participations", verbose_name=_("country"))
    event = models.CharField(_("event"), max_length=8, choices=What.choices)
    year = models.PositiveSmallIntegerField(_("year"))
    day = models.DateField(_("day"), null=True, blank=True, help_text=_("empty where only the year is known"))
    round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="participations")
    source = models.CharField(_("source"), max_length=300, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=1000, blank=True)
    checked = models.DateField(_("checked on"), null=True, blank=True)

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["country", "year", "day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "event", "year"], condition=models.Q(round=None), name="participation_once"
            ),
            models.UniqueConstraint(fields=["country", "event", "round"], name="participation_round_once"),
        ]

    def __str__(self) -> str:
        return f"{self.country}: {self.get_event_display()} {self.day or self.year}"

    def clean(self) -> None:
        super().clean()
        if self.day and self.day.year != self.year:
            raise ValidationError({"year": _("The day lies in another year.")})

    @classmethod
    def on(cls, day: date, **fields: Any) -> "Participation":
        return cls(day=day, year=day.year, **fields)


class Readiness(models.Model):
    """The two criteria for an invitation, as a country answers them before a round.

    answers: {item: {"answer": "yes" | "partly" | "no", "remark": text}} for the items of `Item`; roles: what migration the
    country knows ("origin", "transit", "destination").
    """

    class Item(models.TextChoices):
        REGISTER = "population_register", _("a population register")
        BORDER = "border_records", _("records of entries and departures at the border")
        PERMITS = "residence_permits", _("residence permits in one database")
        SURVEY = "labour_survey", _("a labour survey that asks the place of birth")
        STATISTICS = "statistics_institute", _("the statistics institute takes part")

    class Answer(models.TextChoices):
        YES = "yes", _("yes")
        PARTLY = "partly", _("partly")
        NO = "no", _("no")

    class Place(models.TextChoices):
        ORIGIN = "origin", _("country of origin")
        TRANSIT = "transit", _("country of transit")
        DESTINATION = "destination", _("country of destination")

    round = models.ForeignKey(Round, models.CASCADE, related_name="readiness")
    country = models.ForeignKey(Country, models.PROTECT, related_name="readiness", verbose_name=_("country"))
    answers = models.JSONField(_("information system"), default=dict, blank=True)
    roles = models.JSONField(_("origin, transit or destination"), default=list, blank=True)
    filled_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    filled_at = models.DateTimeField(_("filled in"), auto_now=True)

    class Meta:
        verbose_name = _("readiness form")
        verbose_name_plural = _("readiness forms")
        ordering = ["round", "country"]
        constraints = [models.UniqueConstraint(fields=["round", "country"], name="readiness_once")]

    def __str__(self) -> str:
        return f"{self.country}: {self.round}"

    def clean(self) -> None:
        super().clean()
        if not _answers_stand(self.answers):
            raise ValidationError({"answers": _("Answer yes, partly or no.")})
        if not isinstance(self.roles, list) or not set(self.roles) <= set(self.Place.values):
            raise ValidationError({"roles": _("Say origin, transit or destination.")})

    @property
    def complete(self) -> bool:
        return set(self.answers) == set(self.Item.values) and bool(self.roles)


def _answers_stand(answers: Any) -> bool:
    return isinstance(answers, dict) and all(
        item in Readiness.Item.values
        and isinstance(told, dict)
        and told.get("answer") in Readiness.Answer.values
        and isinstance(told.get("remark", ""), str)
        for item, told in answers.items()
    )
