"""Who acts for a country, and how that changed: the part of the audit trail that belongs to no round.

A step names persons by their accounts only, and institutions by name: so a person can be taken out of it.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Country
from rounds import desk_history
from rounds.models import Event, Institution

_DEEDS = {
    "authority_add": gettext_lazy("named %(person)s as an authority that signs (%(subject)s)"),
    "authority_stop": gettext_lazy("took from %(person)s the right to sign (%(subject)s)"),
    "authority_resume": gettext_lazy("gave %(person)s the right to sign again (%(subject)s)"),
    "mandate_add": gettext_lazy("gave %(person)s a mandate (%(subject)s)"),
    "mandate_end": gettext_lazy("set until when the mandate of %(person)s lasts (%(subject)s)"),
    "institution_add": gettext_lazy("added the institution %(subject)s"),
    "institution_change": gettext_lazy("changed the institution %(subject)s (%(fields)s)"),
    "institution_remove": gettext_lazy("deleted the institution %(subject)s"),
    "provider_add": gettext_lazy("added %(person)s to the institution %(subject)s"),
    "provider_remove": gettext_lazy("took %(person)s out of the institution %(subject)s"),
    "hand_over": gettext_lazy("handed over the mandate to %(person)s (%(subject)s)"),
    "alternate": gettext_lazy("named %(person)s as an alternate (%(subject)s)"),
}
# Steps at the desk of a round that change who acts for the country.
_AT_DESKS = ("hand_over", "alternate")
_MOST = 200


@dataclass(frozen=True, slots=True)
class Step:
    """who: empty where the account was erased; at: a moment as clocks in the country show it."""

    at: str
    who: str
    what: str
    comment: str


def record(
    country: Country, action: str, *, actor: Any, person: Any = None, subject: str = "", comment: str = ""
) -> None:
    """comment: of a changed institution, the columns that changed."""
    if action not in _DEEDS:
        raise ValueError(action)
    Event.objects.create(
        country=country, action=action, actor=actor, person=person, subject=subject[:300], comment=comment
    )


def days(start: Any, end: Any) -> str:
    """Of a mandate, as the trail keeps them: "2026-01-01/2026-07-01", the end left out while there is none."""
    return f"{start.isoformat()}/{end.isoformat() if end else ''}"


def steps(country: Country) -> list[Step]:
    """The latest first."""
    zone = desk_history.zone_of(country)
    rows = Event.objects.filter(
        Q(country=country, action__in=_DEEDS) | Q(submission__country=country, action__in=_AT_DESKS)
    )
    found = rows.select_related("actor", "person").order_by("-pk")[:_MOST]
    return [
        Step(
            desk_history.clock(row.at, zone), desk_history.named(row.actor), _said(row),
            row.comment if row.action in _AT_DESKS else "",
        )
        for row in found
    ]  # fmt: skip


def _said(row: Event) -> str:
    labels = {field.name: field.verbose_name for field in Institution._meta.concrete_fields}
    told = {
        "person": desk_history.named(row.person) or _("a person whose account is gone"),
        "subject": _days_told(row.subject) if row.action in (*_AT_DESKS, "mandate_add", "mandate_end") else row.subject,
        "fields": ", ".join(str(labels.get(name, name)) for name in row.comment.split(",")),
    }
    return str(_DEEDS[row.action]) % told


def _days_told(subject: str) -> str:
    """ "from 1 May 2026", "1 May 2026 – 1 June 2026"; the second is the first day without a mandate."""
    start, _sign, end = subject.partition("/")
    shown = [date_format(day, "DATE_FORMAT") for day in (parse_date(start), parse_date(end)) if day]
    return " – ".join(shown) if len(shown) == 2 else _("from %(day)s") % {"day": shown[0]} if shown else subject
