"""Findings as a page shows them: by table and rule, counted, capped, each with the way to its cell."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from indicators.wording import Words
from rounds import finding_texts
from rounds.asked import Finding
from rounds.checking import capped
from rounds.desk_access import Desk
from rounds.desk_grid import place
from rounds.models import FindingReason, RoundTable

_ORDER = {"error": 0, "warning": 1, "note": 2}


@dataclass(slots=True)
class Line:
    """One finding. where: query and anchor of its cell in the form; empty where it is about no cell of a table asked for."""

    finding: Finding
    text: str
    anchor: str
    table: RoundTable | None = None
    where: str = ""
    reason: FindingReason | None = None


@dataclass(slots=True)
class Group:
    """Findings of one rule in one table, of which `checking.capped` says how many are shown. advice: what to do about them."""

    rule: str
    name: str
    severity: str
    table: str
    advice: str
    count: int
    unexplained: int = 0
    lines: list[Line] = field(default_factory=list)

    @property
    def head(self) -> tuple[str, str]:
        """Groups of one rule stand under one heading."""
        return self.severity, self.rule

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


@dataclass(slots=True)
class Report:
    """structure, content: groups; counts: by severity; rules: (name of the rule, severity, how many)."""

    structure: list[Group]
    content: list[Group]
    counts: dict[str, int]
    rules: list[tuple[str, str, int]]


def name_of(rule: str) -> str:
    """In the active language."""
    return finding_texts.name(rule)


def anchor(finding: Finding) -> str:
    """A short name of a finding, the same while it stands."""
    return "f" + sha256(finding.key.encode()).hexdigest()[:16]


def report(desk: Desk, found: Iterable[Finding], words: Words, table: str = "") -> Report:
    """table: of one table alone."""
    tables = {one.name: one for one in desk.tables}
    places = {one.name: number for number, one in enumerate(desk.tables)}
    reasons = reasons_of(desk)
    chosen = [one for one in found if not table or one.table == table]
    told = capped(chosen)
    shown = {id(one) for one in told.shown}
    groups: dict[tuple[str, str, str], Group] = {}
    for one in chosen:
        row = tables.get(one.table)
        group = groups.setdefault(
            (one.table, one.rule, one.severity),
            Group(
                one.rule, name_of(one.rule), one.severity, str(row or one.table), finding_texts.advice(one, words),
                told.counts[one.table, one.rule, one.severity],
            ),
        )  # fmt: skip
        group.unexplained += one.severity == "warning" and one.key not in reasons
        if id(one) in shown:
            group.lines.append(line(desk, one, row, words, reasons))
    order = {name: number for number, name in enumerate(finding_texts.NAMES)}
    ordered = [
        group
        for _, group in sorted(
            groups.items(),
            key=lambda item: (
                _ORDER[item[1].severity],
                order.get(item[0][1], 999),
                places.get(item[0][0], 999),
                item[0],
            ),
        )
    ]
    rules: dict[tuple[str, str], int] = {}
    for group in ordered:
        rules[group.name, group.severity] = rules.get((group.name, group.severity), 0) + group.count
    return Report(
        [group for group in ordered if group.rule in finding_texts.STRUCTURE],
        [group for group in ordered if group.rule not in finding_texts.STRUCTURE],
        {severity: sum(one.severity == severity for one in chosen) for severity in _ORDER},
        [(name, severity, count) for (name, severity), count in rules.items()],
    )


def line(desk: Desk, one: Finding, row: RoundTable | None, words: Words, reasons: dict[str, FindingReason]) -> Line:
    where = place(row.asked(desk.country), one.codes, one.period) if row else ""
    return Line(
        one,
        finding_texts.sentence(one, words),
        anchor(one),
        row,
        where,
        reasons.get(one.key),
    )


def reasons_of(desk: Desk) -> dict[str, FindingReason]:
    """Reasons are of the country: institutions do not read them."""
    return {one.key: one for one in desk.made.reasons.select_related("by")} if desk.filer else {}
