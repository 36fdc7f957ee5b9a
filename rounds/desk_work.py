"""What remains to be done at a desk: tables, findings, reasons, institutions."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.db.models import Count

from countries.models import Country
from rounds import access, assessing
from rounds.asked import Finding
from rounds.desk_access import Desk, find
from rounds.models import Assignment, Filling, Round, RoundCountry, RoundTable, State, Submission

_KEPT_SECONDS = 600
SEVERITIES = ("error", "warning", "note")


@dataclass(slots=True)
class TableLine:
    """One table of a submission. findings: how many by severity; unexplained: warnings without a written reason."""

    table: RoundTable
    filled: int = 0
    asked: int = 0
    filling: Filling | None = None
    assignment: Assignment | None = None
    findings: dict[str, int] = field(default_factory=dict)
    unexplained: int = 0


@dataclass(slots=True)
class Remains:
    """What stands between a draft and its signature."""

    lines: list[TableLine]
    errors: int = 0
    unexplained: int = 0

    @property
    def empty(self) -> list[TableLine]:
        return [line for line in self.lines if not line.filled]

    @property
    def silent(self) -> list[TableLine]:
        return [line for line in self.lines if line.assignment and line.assignment.returned_at is None]

    @property
    def blocked(self) -> bool:
        return bool(self.errors or self.unexplained or len(self.empty) == len(self.lines))


@dataclass(slots=True)
class Work:
    """A desk in the list of a person's work."""

    desk: Desk
    deadline: str
    days_left: int
    remains: Remains | None


def findings(desk: Desk) -> list[Finding]:
    """Of all tables, or of those of an institution; kept for some minutes for each version of the submission."""
    made = desk.made
    names = ",".join(str(one.pk) for one in desk.tables) if not desk.filer else "all"
    name = f"rounds:desk:{made.pk}:{made.version}:{names}"
    found: list[Finding] | None = cache.get(name)
    if found is None:
        found = assessing.findings(made) if desk.filer else _of_tables(made, desk.tables)
        cache.set(name, found, _KEPT_SECONDS)
    return found


def _of_tables(made: Submission, tables: list[RoundTable]) -> list[Finding]:
    asked = [one.asked(made.country) for one in tables]
    return assessing.assess(made, asked, assessing.entries(made, tables))


def remains(desk: Desk) -> Remains:
    made = desk.made
    filled = dict(made.cells.values_list("table").annotate(many=Count("pk")).order_by())
    fillings = {one.table_id: one for one in made.fillings.select_related("filled_by")}
    held = {one.table_id: one for one in made.assignments.select_related("institution")}
    counts, open_ = _counted(desk)
    lines = [
        TableLine(
            one, filled.get(one.pk, 0), _asked(one, desk.country), fillings.get(one.pk), held.get(one.pk),
            {severity: counts[one.name, severity] for severity in SEVERITIES}, open_[one.name],
        )
        for one in desk.tables
    ]  # fmt: skip
    # Some findings are about no table that is asked for, and block all the same.
    errors = sum(number for (_, severity), number in counts.items() if severity == "error")
    return Remains(lines, errors, sum(open_.values()))


def _counted(desk: Desk) -> tuple[Counter[tuple[str, str]], Counter[str]]:
    found = findings(desk)
    reasons = set(desk.made.reasons.values_list("key", flat=True))
    unexplained = {one.key: one.table for one in found if one.severity == "warning" and one.key not in reasons}
    return Counter((one.table, one.severity) for one in found), Counter(unexplained.values())


def _asked(table: RoundTable, country: Country) -> int:
    asked = table.asked(country)
    many = len(asked.periods)
    for name in asked.vary:
        many *= len(asked.codes[name])
    return many


def mine(user: Any) -> list[Work]:
    """Desks of a person's own countries and institutions, the nearest deadline first; what is closed and done last."""
    invited = RoundCountry.objects.filter(country__in=access.countries_of(user)).exclude(round__state=Round.State.DRAFT)
    places = {(slug, code.lower()) for slug, code in invited.values_list("round__slug", "country__iso3")}
    held = Assignment.objects.filter(institution__in=access.institutions_of(user)).exclude(
        submission__state=State.REVISED
    )
    places |= {
        (slug, code.lower()) for slug, code in held.values_list("submission__round__slug", "submission__country__iso3")
    }
    made = [_work(find(user, slug, code)) for slug, code in places]
    return sorted(
        made,
        key=lambda one: (
            one.remains is None and one.desk.submission is not None,
            one.desk.deadline,
            one.desk.country.iso3,
        ),
    )


def _work(desk: Desk) -> Work:
    open_ = desk.submission is not None and access.changeable(desk.submission)
    return Work(desk, desk.until, desk.days_left, remains(desk) if open_ else None)
