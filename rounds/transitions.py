"""The states of a submission: the one table of steps, and the compare-and-set that every step goes through."""

from typing import Any, NamedTuple

from django.db.models import F
from django.utils import timezone

from rounds import access
from rounds.models import UNSIGNED, Event, Round, State, Submission
from rounds.refusals import Refusal


class Step(NamedTuple):
    """From which states an action leads to which one."""

    sources: frozenset[str]
    target: str


STEPS = {
    "submit": Step(frozenset({State.DRAFT}), State.SUBMITTED),
    "resubmit": Step(frozenset({State.RETURNED}), State.RESUBMITTED),
    "take_in_review": Step(frozenset({State.SUBMITTED, State.RESUBMITTED}), State.IN_REVIEW),
    "return": Step(frozenset({State.IN_REVIEW}), State.RETURNED),
    "accept": Step(frozenset({State.IN_REVIEW}), State.ACCEPTED),
    "publish": Step(frozenset({State.ACCEPTED}), State.PUBLISHED),
    "supersede": Step(frozenset({State.PUBLISHED}), State.REVISED),
}


def expect(submission: Submission, action: str, version: int) -> Submission:
    """The row as it is now, if the step is possible from there and nobody changed it since `version`."""
    row = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("round", "country__jurisdiction")
        .get(pk=submission.pk)
    )
    step = STEPS[action]
    if row.state not in step.sources:
        raise Refusal("twice") if row.state == step.target else Refusal("wrong_state", state=row.state)
    if row.version != version:
        raise Refusal("stale")
    return row


def move(submission: Submission, *, action: str, version: int, actor: Any, comment: str = "", for_country: bool = False,
         **changes: Any) -> Submission:  # fmt: skip
    """One step inside the caller's transaction; of two at once exactly one gets through. for_country: the secretariat does what the
    country would do; changes: further columns of the submission."""
    row = expect(submission, action, version)
    target = STEPS[action].target
    found = Submission.objects.filter(pk=row.pk, state=row.state, version=version)
    if not found.update(state=target, version=F("version") + 1, **changes):
        raise Refusal("stale")
    record(
        row, action=action, actor=actor, comment=comment, on_behalf=for_country, from_state=row.state, to_state=target,
        version=version + 1,
    )  # fmt: skip
    submission.refresh_from_db()
    return submission


def touch(submission: Submission, *, action: str, actor: Any, subject: str = "", comment: str = "") -> None:
    """A change of what is in a submission: its version goes up, so that nobody signs or accepts what they have not seen."""
    row = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("round", "country__jurisdiction")
        .get(pk=submission.pk)
    )
    if row.state not in UNSIGNED:
        raise Refusal("wrong_state", state=row.state)
    if not access.changeable(row):
        raise Refusal("closed" if row.round.state == Round.State.CLOSED else "not_open")
    Submission.objects.filter(pk=row.pk).update(version=F("version") + 1)
    record(
        row, action=action, actor=actor, subject=subject, comment=comment, on_behalf=speaks_for(actor, row),
        version=row.version + 1,
    )  # fmt: skip
    submission.refresh_from_db()


def speaks_for(actor: Any, submission: Submission) -> bool:
    """Whether the secretariat does here what the country would do."""
    return access.is_secretariat(actor) and not access.acts_for(actor, submission.country)


def record(submission: Submission, *, action: str, actor: Any, **told: Any) -> Event:
    return Event.objects.create(
        round_id=submission.round_id, submission_id=submission.pk, action=action, actor=actor, at=timezone.now(), **told
    )


def needs_comment(comment: str) -> str:
    """Without blanks at its ends; refused when nothing is left, or too much."""
    plain = tidy(comment)
    if not plain:
        raise Refusal("no_comment")
    return plain


def tidy(text: str, most: int = 10_000) -> str:
    """What people typed, without characters that no database stores."""
    plain = "".join(char for char in text if char >= " " or char in "\n\t").strip()
    if len(plain) > most:
        raise Refusal("too_long", most=most)
    return plain


def needs_secretariat(actor: Any) -> None:
    if not access.is_secretariat(actor):
        raise Refusal("forbidden")


def needs_filer(actor: Any, submission: Submission) -> None:
    """The country's correspondent or the secretariat; a correspondent of another country is told so."""
    if access.may_file(actor, submission):
        return
    raise Refusal("wrong_country" if access.countries_of(actor) else "forbidden")
