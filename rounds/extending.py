"""Putting off a deadline, for a whole round or for one country: a reason is written down, and whom it concerns gets a mail."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from countries.models import Country
from rounds import deadlines, mails, reminders
from rounds.models import Event, Round, RoundCountry
from rounds.refusals import Refusal
from rounds.transitions import needs_comment, needs_secretariat

ACTION = "extend"


@dataclass(frozen=True, slots=True)
class Extension:
    """One step of the trail. country: None where all countries got it; until: in words, with the zone; event: who and why."""

    country: Country | None
    until: str
    event: Event


def deadline_extend(
    *, round_: Round, until: datetime, reason: str, actor: Any, country: Country | None = None
) -> Event:
    """The deadline of an open round, or of one invited country in it, becomes `until`: later than it was, and than now."""
    needs_secretariat(actor)
    plain = needs_comment(reason)
    with transaction.atomic():
        row = Round.objects.select_for_update().get(pk=round_.pk)
        if row.state != Round.State.OPEN:
            raise Refusal("closed_deadline" if row.state == Round.State.CLOSED else "not_open")
        invited = _invited(row, country)
        if until <= max(deadlines.held(invited) if invited else row.deadline, timezone.now()):
            raise Refusal("not_later")
        concerned = _concerned(row, invited, until)
        changed: Round | RoundCountry = invited or row
        changed.deadline = until
        changed.save(update_fields=["deadline"])
        event = Event.objects.create(
            round=row,
            country=country,
            action=ACTION,
            actor=actor,
            subject=until.astimezone(UTC).isoformat(),
            comment=plain,
        )
        mails.extended(event, concerned)
    round_.refresh_from_db()
    return event


def _invited(round_: Round, country: Country | None) -> RoundCountry | None:
    if country is None:
        return None
    row = RoundCountry.objects.filter(round=round_, country=country).first()
    if row is None:
        raise Refusal("not_invited")
    row.round = round_
    return row


def _concerned(round_: Round, invited: RoundCountry | None, until: datetime) -> list[RoundCountry]:
    """Who has not signed and gets more time by it."""
    waiting = [row for row in reminders.waiting(round_) if invited is None or row.pk == invited.pk]
    return [row for row in waiting if deadlines.held(row) < until]


def extensions(round_: Round, *countries: Country) -> list[Extension]:
    """Of the round as a whole and of these countries, the latest first."""
    rows = _steps(round_)
    keys = {None, *(one.pk for one in countries)}
    return [_told(round_, row) for row in rows if row.country_id in keys]


def every(round_: Round) -> list[Extension]:
    """Those of all countries too: for the secretariat."""
    return [_told(round_, row) for row in _steps(round_)]


def _steps(round_: Round) -> list[Event]:
    rows = Event.objects.filter(round=round_, action=ACTION).select_related("actor", "country__jurisdiction")
    return list(rows.order_by("-pk"))


def _told(round_: Round, row: Event) -> Extension:
    return Extension(row.country, deadlines.told(round_, datetime.fromisoformat(row.subject)), row)
