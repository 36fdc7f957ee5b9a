"""Who acts for a country: alternates, and the hand-over from one correspondent to the next. Read through rounds/workflow.py."""

from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import Membership, Role, User
from countries.models import Country
from rounds import access, people_history
from rounds.models import Delegation, Submission, today_in
from rounds.refusals import Refusal
from rounds.transitions import needs_filer, needs_secretariat, record, speaks_for, tidy


def submission_hand_over(
    *, submission: Submission, to: User, on: date, actor: Any, of: User | None = None, comment: str = ""
) -> Delegation:
    """From `on` (a day in the country) `to` acts for the country, and `of` no more; a correspondent hands over the own
    mandate only. `to` needs the role already: only the secretariat gives roles."""
    needs_filer(actor, submission)
    country = submission.country
    leaving = actor if of is None else of
    if leaving != actor and not access.is_secretariat(actor):
        raise Refusal("forbidden")
    if on < today_in(country):
        raise Refusal("past_day")
    with transaction.atomic():
        row = delegation_give(country=country, user=to, start=on)
        _end(country, leaving, on)
        record(
            submission, action="hand_over", actor=actor, person=to, subject=on.isoformat(), comment=tidy(comment),
            version=submission.version, on_behalf=speaks_for(actor, submission),
        )  # fmt: skip
    return row


def delegation_give(
    *, country: Country, user: User, start: date, end: date | None = None, kind: str = Delegation.Kind.PRINCIPAL
) -> Delegation:
    """A mandate from one day to another; the role comes first. An alternate acts like the principal, within the days."""
    if not Membership.objects.filter(user=user, role=Role.CORRESPONDENT, jurisdiction=country.jurisdiction_id).exists():
        raise Refusal("no_correspondent")
    if end is not None and end < start:
        raise Refusal("past_day")
    return Delegation.objects.create(country=country, user=user, kind=kind, start=start, end=end)


def mandate_add(*, country: Country, user: User, start: date, end: date | None, kind: str, actor: Any) -> Delegation:
    """A mandate that the secretariat gives, apart from any round."""
    needs_secretariat(actor)
    with transaction.atomic():
        row = delegation_give(country=country, user=user, start=start, end=end, kind=kind)
        _say(row, "mandate_add", actor)
    return row


def mandate_end(*, mandate: Delegation, end: date, actor: Any) -> Delegation:
    """The first day on which the person acts no more."""
    needs_secretariat(actor)
    with transaction.atomic():
        row = Delegation.objects.select_for_update().select_related("country", "user").get(pk=mandate.pk)
        if end < row.start:
            raise Refusal("end_first")
        if end != row.end:
            row.end = end
            row.save(update_fields=["end"])
            _say(row, "mandate_end", actor)
    return row


def _say(row: Delegation, action: str, actor: Any) -> None:
    told = people_history.days(row.start, row.end)
    people_history.record(row.country, action, actor=actor, person=row.user, subject=told)


def alternate_name(*, submission: Submission, user: User, start: date, end: date | None, actor: Any) -> Delegation:
    """An alternate of the country, named by its correspondent or the secretariat."""
    needs_filer(actor, submission)
    with transaction.atomic():
        row = delegation_give(
            country=submission.country, user=user, start=start, end=end, kind=Delegation.Kind.ALTERNATE
        )
        record(
            submission, action="alternate", actor=actor, person=user, subject=people_history.days(start, end),
            version=submission.version,
        )  # fmt: skip
    return row


def _end(country: Country, user: User, on: date) -> None:
    """Every mandate that would hold on that day ends then; who acted without one gets one that ends."""
    rows = Delegation.objects.filter(country=country, user=user)
    if not rows.exists():
        Delegation.objects.create(country=country, user=user, start=min(on, today_in(country)), end=on)
        return
    for row in rows:
        if row.end is None or row.end > on:
            row.end = max(on, row.start) if row.start <= on else row.start
            row.save(update_fields=["end"])
