"""Every step of a round, each in one transaction. A step that is not possible raises `Refusal`, and nothing is stored.

`version` is the submission's as the person saw it: whoever comes second is refused.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from countries.models import Country
from rounds import access, assessing, deadlines, mails, publishing
from rounds.asking import question_answer, question_ask, readiness_answer
from rounds.extending import deadline_extend
from rounds.filling import (
    copied,
    submission_explain,
    submission_fill,
    submission_write,
    table_assign,
    table_return_by_institution,
)
from rounds.mandates import alternate_name, delegation_give, submission_hand_over
from rounds.models import Authority, Event, Filling, Participation, Round, RoundCountry, State, Submission, today_in
from rounds.refusals import Refusal
from rounds.transitions import (
    STEPS,
    expect,
    move,
    needs_comment,
    needs_filer,
    needs_secretariat,
    record,
    speaks_for,
    tidy,
)

__all__ = [
    "Refusal",
    "alternate_name",
    "deadline_extend",
    "delegation_give",
    "question_answer",
    "question_ask",
    "readiness_answer",
    "round_close",
    "round_open",
    "submission_accept",
    "submission_explain",
    "submission_file_on_behalf",
    "submission_fill",
    "submission_hand_over",
    "submission_open",
    "submission_publish",
    "submission_resubmit",
    "submission_return",
    "submission_revise",
    "submission_submit",
    "submission_take_in_review",
    "submission_write",
    "table_assign",
    "table_return_by_institution",
]


def round_open(*, round_: Round, actor: Any) -> Round:
    """Countries are invited by mail, and that they were is a dated fact of their participation."""
    needs_secretariat(actor)
    if not (round_.tables.exists() and round_.countries.exists() and _titled(round_)):
        raise Refusal("not_ready")
    now = timezone.now()
    if round_.deadline <= now:
        raise Refusal("past_deadline")
    with transaction.atomic():
        _turn(round_, Round.State.DRAFT, actor, state=Round.State.OPEN, opened_at=now)
        for row in round_.countries.select_related("country__jurisdiction"):
            _took_part(Participation.What.INVITED, round_, row.country)
            mails.invited(row)
    return round_


def _titled(round_: Round) -> bool:
    return all(getattr(round_, f"title_{code}") for code in ("es", "en", "fr", "pt"))


def round_close(*, round_: Round, actor: Any) -> Round:
    """No first submission after this; what was returned, and revisions, still go their way."""
    needs_secretariat(actor)
    with transaction.atomic():
        _turn(round_, Round.State.OPEN, actor, state=Round.State.CLOSED, closed_at=timezone.now())
    return round_


def _turn(round_: Round, before: str, actor: Any, **changes: Any) -> None:
    if not Round.objects.filter(pk=round_.pk, state=before).update(**changes):
        raise Refusal("twice")
    Event.objects.create(
        round=round_, actor=actor, action=f"round_{changes['state']}", from_state=before, to_state=changes["state"]
    )
    round_.refresh_from_db()


def _took_part(event: str, round_: Round, country: Country) -> None:
    day = today_in(country)
    Participation.objects.get_or_create(
        country=country, event=event, round=round_, defaults={"day": day, "year": day.year, "checked": day}
    )


def submission_open(*, round_: Round, country: Country, actor: Any) -> Submission:
    """An empty draft of an invited country, with its tables to fill."""
    row = Submission(round=round_, country=country, language=mails.spoken_in(country))
    needs_filer(actor, row)
    if round_.state != Round.State.OPEN:
        raise Refusal("closed" if round_.state == Round.State.CLOSED else "not_open")
    if not RoundCountry.objects.filter(round=round_, country=country).exists():
        raise Refusal("not_invited")
    if Submission.objects.filter(round=round_, country=country, state=State.PUBLISHED).exists():
        raise Refusal("published_already")
    with transaction.atomic():
        _add(row)
        record(row, action="open", actor=actor, on_behalf=speaks_for(actor, row), to_state=row.state, version=1)
    return row


def _add(row: Submission) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Refusal("open_already") from None
    Filling.objects.bulk_create([Filling(submission=row, table=table) for table in row.round.tables.all()])


def submission_submit(
    *, submission: Submission, version: int, actor: Any, confirmed: bool, comment: str = ""
) -> Submission:
    """Signed by a named authority of the country, who proved a moment ago to be there (`confirmed`). Errors block; every
    warning needs a written reason. After the deadline it is marked late; a closed round takes no first submission."""
    return _sign("submit", submission, version, actor, confirmed, tidy(comment))


def submission_resubmit(
    *, submission: Submission, version: int, actor: Any, confirmed: bool, comment: str = ""
) -> Submission:
    """The same for what was returned."""
    return _sign("resubmit", submission, version, actor, confirmed, tidy(comment))


def _sign(action: str, submission: Submission, version: int, actor: Any, confirmed: bool, comment: str) -> Submission:
    authority = access.authority_of(actor, submission.country)
    if authority is None:
        elsewhere = access.countries_of(actor) and not access.acts_for(actor, submission.country)
        raise Refusal("wrong_country" if elsewhere else "no_authority")
    return _hand_in(action, submission, version, actor, confirmed, comment, authority)


def submission_file_on_behalf(
    *, submission: Submission, version: int, actor: Any, confirmed: bool, comment: str
) -> Submission:
    """The secretariat hands in what a country could not; shown as such everywhere. The comment says why."""
    needs_secretariat(actor)
    plain = needs_comment(comment)
    action = "resubmit" if submission.state == State.RETURNED else "submit"
    return _hand_in(action, submission, version, actor, confirmed, plain, None)


def _hand_in(
    action: str, submission: Submission, version: int, actor: Any, confirmed: bool, comment: str,
    authority: Authority | None,
) -> Submission:  # fmt: skip
    if not confirmed:
        raise Refusal("not_confirmed")
    with transaction.atomic():
        row = expect(submission, action, version)
    if not access.changeable(row):
        raise Refusal("closed" if row.round.state == Round.State.CLOSED else "not_open")
    # Outside the transaction, because it may take seconds; what changes meanwhile raises the version, and is refused below.
    _let_pass(row)
    now = timezone.now()
    # Late or not is said once, by the deadline of that moment.
    deadline = deadlines.of(row.round, row.country)
    late = row.late if row.first_signed_at else row.revises_id is None and deadlines.passed(deadline, now)
    with transaction.atomic():
        still_open = Round.objects.filter(pk=row.round_id, state=Round.State.OPEN).exists()
        if row.state == State.DRAFT and not row.revises_id and not still_open:
            raise Refusal("closed")
        return move(
            submission, action=action, version=version, actor=actor, comment=comment, signed_by=actor, signed_at=now,
            first_signed_at=row.first_signed_at or now, late=late, signatory=authority,
            signed_office=authority.office if authority else "", on_behalf=authority is None,
            for_country=authority is None,
        )  # fmt: skip


def _let_pass(submission: Submission) -> None:
    if not submission.cells.exists():
        raise Refusal("not_filled")
    reasons = set(submission.reasons.values_list("key", flat=True))
    errors, unexplained = assessing.blocking(assessing.findings(submission), reasons)
    if errors:
        raise Refusal("errors", count=errors)
    if unexplained:
        raise Refusal("no_reason", count=unexplained)


def submission_take_in_review(*, submission: Submission, version: int, actor: Any) -> Submission:
    needs_secretariat(actor)
    with transaction.atomic():
        return move(submission, action="take_in_review", version=version, actor=actor)


def submission_return(*, submission: Submission, version: int, actor: Any, comment: str) -> Submission:
    """Back to the country with a comment; the signature falls with it, since other figures need another one."""
    needs_secretariat(actor)
    plain = needs_comment(comment)
    with transaction.atomic():
        move(
            submission, action="return", version=version, actor=actor, comment=plain, signed_by=None, signatory=None,
            signed_office="", signed_at=None, on_behalf=False,
        )  # fmt: skip
        mails.returned(submission)
    return submission


def submission_accept(*, submission: Submission, version: int, actor: Any, comment: str = "") -> Submission:
    needs_secretariat(actor)
    with transaction.atomic():
        move(submission, action="accept", version=version, actor=actor, comment=tidy(comment))
        mails.accepted(submission)
    return submission


def submission_publish(*, submission: Submission, version: int, actor: Any) -> Submission:
    """The accepted figures become a new vintage; what they revise becomes "revised" in the same moment."""
    needs_secretariat(actor)
    with transaction.atomic():
        row = expect(submission, "publish", version)
        if row.revises_id:
            old = Submission.objects.get(pk=row.revises_id)
            move(old, action="supersede", version=old.version, actor=actor)
        vintage = publishing.publish(row)
        move(submission, action="publish", version=version, actor=actor, vintage=vintage, published_at=timezone.now())
        _took_part(Participation.What.REPORTED, submission.round, submission.country)
        mails.published(submission)
    return submission


def submission_revise(*, submission: Submission, version: int, actor: Any, comment: str) -> Submission:
    """A draft that begins as the published submission and is to replace it; the published one stays until then."""
    needs_filer(actor, submission)
    plain = needs_comment(comment)
    with transaction.atomic():
        old = expect(submission, "supersede", version)
        if not Submission.objects.filter(pk=old.pk, state=State.PUBLISHED, version=version).update(
            version=F("version") + 1
        ):
            raise Refusal("stale")
        names = ("round", "country", "source_kind", "language")
        row = Submission(revises=old, **{name: getattr(old, name) for name in names})
        _add(row)
        copied(old, row)
        record(old, action="revise", actor=actor, comment=plain, version=version + 1, on_behalf=speaks_for(actor, old))
        record(
            row,
            action="open",
            actor=actor,
            comment=plain,
            on_behalf=speaks_for(actor, row),
            to_state=row.state,
            version=1,
        )
        submission.refresh_from_db()
    return row


def steps(submission: Submission, user: Any) -> list[str]:
    """What this person may do with it now, for buttons; each function asks again."""
    found = [name for name, step in STEPS.items() if submission.state in step.sources and name != "supersede"]
    reviewing = access.is_secretariat(user)
    signing = access.authority_of(user, submission.country) is not None and access.changeable(submission)
    possible = [name for name in found if (signing if name in ("submit", "resubmit") else reviewing)]
    if reviewing and access.changeable(submission):
        possible.append("file_on_behalf")
    if submission.state == State.PUBLISHED and access.may_file(user, submission) and not _revised(submission):
        possible.append("revise")
    return possible


def _revised(submission: Submission) -> bool:
    return Submission.objects.filter(revises=submission).exists()
