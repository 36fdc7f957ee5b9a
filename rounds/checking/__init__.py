"""The rules that a country's tables are held against. Plain data in and out, no Django.

Structure first: where it is wrong in a table, rules on the content of that table would find shadows, and do not run.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rounds.asked import Entry, Finding, Table
from rounds.checking import cells, partner, past, structure, totals
from rounds.checking.held import Published, hold
from rounds.checking.limits import LIMITS, Limits

__all__ = ["LIMITS", "Capped", "Limits", "capped", "check"]


def check(
    tables: Sequence[Table], entries: Mapping[str, Sequence[Entry]], previous: Mapping[str, Published],
    mirror: Mapping[str, Published], limits: Limits = LIMITS,
) -> list[Finding]:  # fmt: skip
    """By table in the order given, then rule by rule, then in the order of the cells; each key once.

    entries, previous, mirror: by the name of the table. previous: figures of the country's last vintage; mirror: what others
    publish of the same cells.
    """
    found: dict[str, Finding] = {}
    for table in tables:
        given = entries.get(table.name, ())
        for one in _of_table(table, given, previous.get(table.name, {}), mirror.get(table.name, {}), limits):
            # Lines that are wrong in the same way at the same place: the first one is told.
            found.setdefault(one.key, one)
    return list(found.values())


def _of_table(
    table: Table, entries: Sequence[Entry], previous: Published, mirror: Published, limits: Limits
) -> Iterator[Finding]:
    held = hold(table, entries)
    first = [*structure.find(held), *cells.find(held, limits)]
    yield from first
    if any(one.severity == "error" for one in first):
        return
    yield from totals.find(held, limits)
    others = held.read(mirror)
    against_past = list(past.find(held, held.read(previous), others, limits))
    yield from against_past
    if not any(one.rule == "scale" for one in against_past):
        yield from partner.find(held, others, limits)


@dataclass(frozen=True, slots=True)
class Capped:
    """counts: of all findings by (table, rule, severity), in the order in which they were found; shown: the first of each;
    left: how many are not among them."""

    counts: dict[tuple[str, str, str], int]
    shown: list[Finding]
    left: int


def capped(findings: Iterable[Finding], per_rule: int = 50) -> Capped:
    """At most `per_rule` findings of one rule in one table."""
    counts: Counter[tuple[str, str, str]] = Counter()
    shown = []
    for one in findings:
        place = (one.table, one.rule, one.severity)
        counts[place] += 1
        if counts[place] <= per_rule:
            shown.append(one)
    return Capped(dict(counts), shown, counts.total() - len(shown))
