"""Reminders before and after a deadline, counted in whole days of the deadline's own zone."""

from datetime import datetime

from django.utils import timezone

from rounds import mails
from rounds.models import UNSIGNED, Assignment, Round, RoundCountry, State, Submission

# Days left → the stage that goes out then; after the deadline they are negative. A run that was missed sends the latest stage only.
BEFORE, AFTER = (14, 3), (1, 7)


def days_left(round_: Round, now: datetime | None = None) -> int:
    """Calendar days from today to the deadline's day, in its zone; negative from the moment at which it has passed."""
    moment = now or timezone.now()
    days = (round_.deadline.astimezone(round_.zone).date() - moment.astimezone(round_.zone).date()).days
    return min(days, -1) if moment > round_.deadline else days


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
        due = stage(days_left(round_, now))
        if due is None:
            continue
        for row in waiting(round_):
            mails.remind(*due, row)
        held = Assignment.objects.filter(
            submission__round=round_, submission__state__in=UNSIGNED, submission__revises=None, returned_at=None
        )
        for assignment in held.select_related("institution"):
            mails.remind_institution(*due, assignment)


def waiting(round_: Round) -> list[RoundCountry]:
    """Invited countries that have not signed yet; who was returned a submission has answered once."""
    signed = Submission.objects.filter(round=round_).exclude(state=State.DRAFT, revises=None)
    rows = round_.countries.exclude(country__in=signed.values("country"))
    return list(rows.select_related("country__jurisdiction"))
