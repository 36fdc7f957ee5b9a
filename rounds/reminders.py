"""Reminders before and after each country's deadline, counted in whole days of the deadline's own zone."""

from datetime import datetime

from rounds import deadlines, mails
from rounds.models import UNSIGNED, Assignment, Round, RoundCountry, State, Submission

# Days left → the stage that goes out then; after the deadline they are negative. A run that was missed sends the latest stage only.
BEFORE, AFTER = (14, 3), (1, 7)


def stage(days: int) -> tuple[str, str] | None:
    """(kind, stage) that is due with so many days left."""
    if days >= 0:
        due = [limit for limit in BEFORE if days <= limit]
        return ("reminder", f"{min(due)}-before") if due else None
    due = [limit for limit in AFTER if -days >= limit]
    return ("overdue", f"{max(due)}-after") if due else None


def enqueue(now: datetime | None = None) -> None:
    """Into the ledger whatever is due in open rounds; what stands there already is left alone."""
    for round_ in Round.objects.filter(state=Round.State.OPEN):
        for row in waiting(round_):
            if due := stage(left(row, now)):
                mails.remind(*due, row)
        invited = {row.country_id: row for row in round_.countries.select_related("round")}
        for assignment in held(round_):
            row = invited[assignment.submission.country_id]
            if due := stage(left(row, now)):
                mails.remind_institution(*due, row, assignment)


def left(row: RoundCountry, now: datetime | None = None) -> int:
    """Days until this country's deadline."""
    return deadlines.days_left(deadlines.held(row), row.round.zone, now)


def held(round_: Round) -> list[Assignment]:
    """Tables that institutions have not sent back."""
    rows = Assignment.objects.filter(
        submission__round=round_, submission__state__in=UNSIGNED, submission__revises=None, returned_at=None
    )
    named = rows.select_related("institution", "table__indicator", "submission__country__jurisdiction")
    return list(named.order_by("institution__name", "table__position"))


def waiting(round_: Round) -> list[RoundCountry]:
    """Invited countries that have not signed yet; who was returned a submission has answered once."""
    signed = Submission.objects.filter(round=round_).exclude(state=State.DRAFT, revises=None)
    rows = round_.countries.exclude(country__in=signed.values("country"))
    return list(rows.select_related("round", "country__jurisdiction"))
