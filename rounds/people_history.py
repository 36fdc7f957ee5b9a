"""Who acts for a country, since when it takes part and what it said it can answer: the part of the audit trail beside submissions.

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
from rounds.models import Event, Institution, Participation, Readiness

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
    "participation_add": gettext_lazy("wrote down a fact of participation: %(subject)s"),
    "participation_remove": gettext_lazy("deleted a fact of participation: %(subject)s"),
    "readiness": gettext_lazy("filled in the readiness form of the round %(subject)s"),
    "hand_over": gettext_lazy("handed over the mandate to %(person)s (%(subject)s)"),
    "alternate": gettext_lazy("named %(person)s as an alternate (%(subject)s)"),
}
# Steps at the desk of a round that change who acts for the country.
_AT_DESKS = ("hand_over", "alternate")
_DATED = (*_AT_DESKS, "mandate_add", "mandate_end")
_FACTS = ("participation_add", "participation_remove")
_MOST = 200
_NONE = "\N{EN DASH}"


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
    """comment: of a changed institution, the columns that changed; of a fact, its source; of a readiness form, `answered`."""
    if action not in _DEEDS:
        raise ValueError(action)
    Event.objects.create(
        country=country, action=action, actor=actor, person=person, subject=subject[:300], comment=comment
    )


def days(start: Any, end: Any) -> str:
    """Of a mandate, as the trail keeps them: "2026-01-01/2026-07-01", the end left out while there is none."""
    return f"{start.isoformat()}/{end.isoformat() if end else ''}"


def fact(row: Participation) -> str:
    """Of participation, as the trail keeps it: "invited/2011", "joined/2026-05-01"."""
    return f"{row.event}/{row.day.isoformat() if row.day else row.year}"


def answered(before: Readiness | None, after: Readiness) -> str:
    """What changed of a readiness form, as the trail keeps it: a line "item: before/after" each, empty where nothing did."""
    old, new = ({} if row is None else _answers(row) for row in (before, after))
    return "\n".join(f"{name}: {old.get(name, '')}/{told}" for name, told in new.items() if old.get(name, "") != told)


def _answers(row: Readiness) -> dict[str, str]:
    told = {item: row.answers[item]["answer"] for item in Readiness.Item.values if item in row.answers}
    return {**told, "roles": "+".join(row.roles)}


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
            _comment(row),
        )
        for row in found
    ]  # fmt: skip


def _said(row: Event) -> str:
    labels = {field.name: field.verbose_name for field in Institution._meta.concrete_fields}
    told = {
        "person": desk_history.named(row.person) or _("a person whose account is gone"),
        "subject": _subject(row),
        "fields": ", ".join(str(labels.get(name, name)) for name in row.comment.split(",")),
    }
    return str(_DEEDS[row.action]) % told


def _subject(row: Event) -> str:
    if row.action in _FACTS:
        return _fact_told(row.subject)
    return _days_told(row.subject) if row.action in _DATED else row.subject


def _days_told(subject: str) -> str:
    """ "from 1 May 2026", "1 May 2026 – 1 June 2026"; the second is the first day without a mandate."""
    start, _sign, end = subject.partition("/")
    shown = [date_format(day, "DATE_FORMAT") for day in (parse_date(start), parse_date(end)) if day]
    return " – ".join(shown) if len(shown) == 2 else _("from %(day)s") % {"day": shown[0]} if shown else subject


def _fact_told(subject: str) -> str:
    event, _sign, when = subject.partition("/")
    day = parse_date(when) if len(when) == 10 else None
    label = dict(Participation.What.choices).get(event, event)
    return f"{label}, {date_format(day, 'DATE_FORMAT') if day else when}"


def _comment(row: Event) -> str:
    if row.action != "readiness":
        return row.comment if row.action in (*_AT_DESKS, *_FACTS) else ""
    words: dict[str, Any] = dict([*Readiness.Item.choices, *Readiness.Answer.choices, *Readiness.Place.choices])
    words["roles"] = Readiness._meta.get_field("roles").verbose_name
    lines = []
    for line in row.comment.splitlines():
        name, _sign, told = line.partition(": ")
        sides = [", ".join(str(words.get(one, one)) for one in side.split("+") if one) for side in told.split("/")]
        values = {"item": words.get(name, name), "before": sides[0] or _NONE, "after": sides[-1] or _NONE}
        lines.append(_("%(item)s: %(before)s → %(after)s") % values)
    return "\n".join(lines)
