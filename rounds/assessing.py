"""What the rules find in a submission: the one door to rounds.checking."""

from collections import Counter

from django.core.cache import cache

from rounds import comparing
from rounds.asked import Entry, Finding, Table
from rounds.models import Cell, RoundTable, Submission

# Figures published meanwhile elsewhere (mirror, last vintage) may change what is found.
_KEPT_SECONDS = 3600


def asked_tables(submission: Submission) -> list[Table]:
    """Every table of the round, as it is asked of this country."""
    rows = submission.round.tables.select_related("indicator", "round")
    return [row.asked(submission.country) for row in rows]


def entries(submission: Submission, tables: list[RoundTable] | None = None) -> dict[str, list[Entry]]:
    """The stored cells by table name; a table that nobody filled has no key."""
    cells = Cell.objects.filter(submission=submission)
    if tables is not None:
        cells = cells.filter(table__in=tables)
    found: dict[str, list[Entry]] = {}
    columns = ("table__name", "codes", "period", "value", "state", "status", "note")
    for name, codes, period, value, state, status, note in cells.values_list(*columns).iterator(chunk_size=5_000):
        found.setdefault(name, []).append(Entry(codes, period, value, state, status, note))
    return found


def findings(submission: Submission) -> list[Finding]:
    """Of all tables of a submission, as it is stored now."""
    return assess(submission, asked_tables(submission), entries(submission))


def assess(submission: Submission, tables: list[Table], given: dict[str, list[Entry]]) -> list[Finding]:
    """Of these tables with these entries, which need not be stored yet."""
    from rounds import checking

    before = comparing.previous(submission.country, tables)
    return checking.check(tables, given, before, comparing.mirror(submission.country, tables))


def blocking(found: list[Finding], reasons: set[str]) -> tuple[int, int]:
    """How many errors, and how many warnings without a written reason (keys of those that have one)."""
    errors = sum(one.severity == "error" for one in found)
    open_warnings = {one.key for one in found if one.severity == "warning"} - reasons
    return errors, len(open_warnings)


def counts(found: list[Finding]) -> dict[str, dict[str, int]]:
    """{severity: {rule: how many}}."""
    told = Counter((one.severity, one.rule) for one in found)
    return {
        severity: {rule: number for (level, rule), number in sorted(told.items()) if level == severity}
        for severity in ("error", "warning", "note")
    }


def counted(submission: Submission) -> dict[str, dict[str, int]]:
    """The counts of what the rules find; kept for a while for each version, since dashboards ask for all countries."""
    name = f"rounds:findings:{submission.pk}:{submission.version}"
    told: dict[str, dict[str, int]] | None = cache.get(name)
    if told is None:
        told = counts(findings(submission))
        cache.set(name, told, _KEPT_SECONDS)
    return told
