"""Until when a country has time in a round: the round's deadline, or a later one given to that country. Asked nowhere else."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format

from countries.models import Country
from rounds.models import Round, RoundCountry


def held(row: RoundCountry) -> datetime:
    """Of an invited country: whichever is later."""
    return max(row.deadline or row.round.deadline, row.round.deadline)


def of(round_: Round, country: Country) -> datetime:
    """The same where the invitation is not at hand."""
    row = RoundCountry.objects.filter(round=round_, country=country).first()
    if row is None:
        return round_.deadline
    row.round = round_
    return held(row)


def passed(deadline: datetime, now: datetime | None = None) -> bool:
    return (now or timezone.now()) > deadline


def days_left(deadline: datetime, zone: ZoneInfo, now: datetime | None = None) -> int:
    """Calendar days from today to the deadline's day, in its zone; negative from the moment at which it has passed."""
    moment = now or timezone.now()
    days = (deadline.astimezone(zone).date() - moment.astimezone(zone).date()).days
    return min(days, -1) if passed(deadline, moment) else days


def told(round_: Round, deadline: datetime | None = None) -> str:
    """A deadline, else the round's, as a clock in the round's zone shows it, with the zone's name."""
    moment = (deadline or round_.deadline).astimezone(round_.zone)
    return f"{date_format(moment, 'DATETIME_FORMAT')} ({round_.timezone.replace('_', ' ')})"
