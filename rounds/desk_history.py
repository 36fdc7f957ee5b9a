"""The audit trail of a submission in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Country
from rounds.models import Event, Submission

_DEEDS = {
    "open": gettext_lazy("began the submission"),
    "fill": gettext_lazy("saved figures in the table %(subject)s"),
    "write": gettext_lazy("wrote in the section %(subject)s"),
    "explain": gettext_lazy("gave a reason for a warning"),
    "assign": gettext_lazy("handed a table to an institution (%(subject)s)"),
    "return_table": gettext_lazy("sent back the table %(subject)s as done"),
    "submit": gettext_lazy("signed and submitted"),
    "resubmit": gettext_lazy("signed and submitted again"),
    "take_in_review": gettext_lazy("took it in review"),
    "return": gettext_lazy("returned it"),
    "accept": gettext_lazy("accepted it"),
    "publish": gettext_lazy("published it"),
    "revise": gettext_lazy("began a revision"),
    "supersede": gettext_lazy("replaced it by its revision"),
    "hand_over": gettext_lazy("handed over the mandate from %(subject)s on"),
    "alternate": gettext_lazy("named an alternate (%(subject)s)"),
}


@dataclass(slots=True)
class Deed:
    """who: empty where the person's account was erased; on_behalf: the secretariat did what the country would do."""

    at: str
    who: str
    what: str
    comment: str
    on_behalf: bool


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """A moment as clocks there show it, with the zone's name."""
    return f"{date_format(moment.astimezone(zone), 'SHORT_DATETIME_FORMAT')} ({zone.key.replace('_', ' ')})"


def zone_of(country: Country) -> ZoneInfo:
    return ZoneInfo(country.jurisdiction.timezone or "UTC")


def deeds(submission: Submission, most: int = 200) -> list[Deed]:
    """The latest first; times of the country."""
    zone = zone_of(submission.country)
    rows = submission.events.select_related("actor").order_by("-pk")[:most]
    return [Deed(clock(row.at, zone), named(row.actor), _said(row), row.comment, row.on_behalf) for row in rows]


def latest(submission: Submission, action: str) -> Event | None:
    """The last step of that kind."""
    return submission.events.filter(action=action).order_by("pk").last()


def since(submission: Submission, event: Event) -> list[Deed]:
    """What was done after a step."""
    zone = zone_of(submission.country)
    rows = submission.events.filter(pk__gt=event.pk).select_related("actor").order_by("-pk")
    return [Deed(clock(row.at, zone), named(row.actor), _said(row), row.comment, row.on_behalf) for row in rows]


def named(user: Any) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""


def _said(row: Event) -> str:
    deed = _DEEDS.get(row.action)
    return str(deed) % {"subject": row.subject} if deed else _("changed it")
