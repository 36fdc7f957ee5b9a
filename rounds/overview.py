"""What dashboards show of a round, as plain data. `progress` is the secretariat's; `sums` tells no country and no figure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q

from countries.models import Country
from records.texts import labelled
from rounds import assessing, deadlines
from rounds.models import PUBLIC, UNSIGNED, Assignment, Round, State, Submission

NOT_STARTED = "not_started"


@dataclass(slots=True)
class Progress:
    """One country. deadline: its own where it was given one; state: of the latest submission, or "not_started"; late: signed after the deadline, or not signed though it
    has passed; filled: tables with at least one cell; silent: institutions that have not sent their table back."""

    country: Country
    state: str
    tables: int
    deadline: datetime
    submission: Submission | None = None
    late: bool = False
    on_behalf: bool = False
    filled: int = 0
    errors: int = 0
    warnings: int = 0
    unexplained: int = 0
    silent: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Overview:
    """days_left: calendar days in the deadline's zone, negative once it has passed; rules: (rule, severity, findings),
    the most frequent first, over all submissions that are not published yet."""

    round: Round
    days_left: int
    rows: list[Progress]
    states: dict[str, int]
    rules: list[tuple[str, str, int]] = field(default_factory=list)

    @property
    def late(self) -> list[Progress]:
        return [row for row in self.rows if row.late]


def progress(round_: Round, *, checked: bool = True, now: datetime | None = None) -> Overview:
    """Countries by code. checked: ask the rules too, which takes its time where a submission has just changed."""
    latest = _latest(round_)
    tables = round_.tables.count()
    filled = _filled(latest.values())
    silent = _silent(latest.values())
    rules: Counter[tuple[str, str]] = Counter()
    rows = []
    for invited in round_.countries.select_related("round", "country__jurisdiction").order_by("country__iso3"):
        made = latest.get(invited.country_id)
        deadline = deadlines.held(invited)
        passed = deadlines.passed(deadline, now)
        row = Progress(invited.country, made.state if made else NOT_STARTED, tables, deadline, made)
        row.late = made.late or (passed and made.first_signed_at is None and not made.revises_id) if made else passed
        if made:
            row.on_behalf, row.filled, row.silent = made.on_behalf, filled.get(made.pk, 0), silent.get(made.pk, [])
            if checked and made.state not in PUBLIC:
                _ask_rules(row, made, rules)
        rows.append(row)
    return Overview(
        round_, deadlines.days_left(round_.deadline, round_.zone, now), rows, dict(Counter(row.state for row in rows)),
        [(rule, severity, number) for (rule, severity), number in rules.most_common()],
    )  # fmt: skip


def sums(round_: Round, now: datetime | None = None) -> dict[str, int]:
    """For observers: how many countries are invited, how many stand where, tables filled and asked for, days left."""
    told = progress(round_, checked=False, now=now)
    return {
        "invited": len(told.rows), "late": len(told.late), "days_left": told.days_left,
        "tables": sum(row.tables for row in told.rows), "filled": sum(row.filled for row in told.rows), **told.states,
    }  # fmt: skip


def _ask_rules(row: Progress, made: Submission, rules: Counter[tuple[str, str]]) -> None:
    found = assessing.counted(made)
    row.errors, row.warnings = sum(found["error"].values()), sum(found["warning"].values())
    row.unexplained = max(0, row.warnings - made.reasons.count())
    for severity, by_rule in found.items():
        rules.update({(rule, severity): number for rule, number in by_rule.items()})


def _latest(round_: Round) -> dict[int, Submission]:
    """By country: the open submission, or the published one; a revision stands for what it revises."""
    rows = Submission.objects.filter(round=round_).exclude(state=State.REVISED)
    found = rows.select_related("round", "country__jurisdiction").order_by("pk")
    return {row.country_id: row for row in found}


def _filled(submissions: Iterable[Submission]) -> dict[int, int]:
    rows = Submission.objects.filter(pk__in=[one.pk for one in submissions])
    return dict(rows.annotate(filled=Count("cells__table", distinct=True)).values_list("pk", "filled"))


def _silent(submissions: Iterable[Submission]) -> dict[int, list[str]]:
    held = Assignment.objects.filter(
        Q(submission__in=[one.pk for one in submissions]), submission__state__in=UNSIGNED, returned_at=None
    )
    found: dict[int, list[str]] = {}
    for row in held.select_related("institution", "table__indicator").order_by("institution__name", "table__position"):
        found.setdefault(row.submission_id, []).append(labelled(row.institution.name, row.table))
    return found
