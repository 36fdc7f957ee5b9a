"""What publishing would do, found by doing it and taking it back: so that the page cannot promise something else."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from indicators.models import Observation, Vintage
from rounds import workflow
from rounds.models import Submission
from rounds.publishing import dataset_slug


@dataclass(frozen=True, slots=True)
class Outcome:
    """vintage: its number; before: of the vintage that it follows, 0 for the first; new, changed, withdrawn: figures; small:
    counts that are under `threshold`, and so hidden; beside: others hidden with them, which would give them away;
    nothing_new: the figures are those that are published already."""

    vintage: int
    before: int
    new: int
    changed: int
    withdrawn: int
    figures: int
    small: int
    beside: int
    threshold: int | None
    nothing_new: bool


class _TakenBack(Exception):
    """Ends the transaction without its changes."""

    def __init__(self, outcome: Outcome):
        self.outcome = outcome


def rehearse(*, submission: Submission, actor: Any) -> Outcome:
    """Raises Refusal where publishing would. Nothing is stored and no mail goes out."""
    try:
        with transaction.atomic():
            raise _TakenBack(_published(submission, actor))
    except _TakenBack as done:
        submission.refresh_from_db()
        return done.outcome


def _published(submission: Submission, actor: Any) -> Outcome:
    before = _newest(submission)
    row = workflow.submission_publish(submission=submission, version=submission.version, actor=actor)
    vintage = row.vintage
    if vintage is None:  # pragma: no cover - the database refuses a published submission without one
        raise AssertionError
    number, dataset = vintage.number, vintage.dataset
    rows = Observation.objects.filter(series__dataset=dataset)
    came = set(rows.filter(first=number).values_list("series", "period"))
    gone = set(rows.filter(last=number - 1).values_list("series", "period")) if number > before else set()
    held = rows.filter(last=None)
    small, beside = (held.filter(confidentiality=mark).count() for mark in "AS")
    return Outcome(
        number, before, len(came - gone) if number > before else 0, len(came & gone), len(gone - came), held.count(),
        small, beside, dataset.threshold, number == before,
    )  # fmt: skip


def _newest(submission: Submission) -> int:
    found = Vintage.objects.filter(dataset__slug=dataset_slug(submission.country)).order_by("-number").first()
    return found.number if found else 0
