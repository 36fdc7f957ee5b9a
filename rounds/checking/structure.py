"""Whether the entries are those that the table asks for. What is wrong here makes sums and comparisons idle."""

from collections.abc import Iterator

from rounds.asked import Finding
from rounds.checking.held import Held

# Marks that a correspondent may give a figure (SDMX CL_OBS_STATUS).
STATUSES = frozenset("ABDEIPU")


def find(held: Held) -> Iterator[Finding]:
    """In the order of the sheet, rule by rule."""
    if held.given.empty:
        yield Finding("missing-table", "error" if held.table.required else "note", held.table.name)
    yield from _codes(held)
    yield from _periods(held)
    yield from _duplicates(held)
    yield from _units(held)
    yield from _statuses(held)


def _codes(held: Held) -> Iterator[Finding]:
    table = held.table
    for number in held.rows.index[held.rows["place"] < 0]:
        entry = held.entries[number]
        for name in table.vary:
            code = entry.codes.get(name, "")
            if code not in table.codes[name]:
                yield Finding(
                    "unknown-code", "error", table.name, dict(entry.codes), entry.period, entry.line,
                    {"dimension": name, "code": code},
                )  # fmt: skip


def _periods(held: Held) -> Iterator[Finding]:
    for number in held.rows.index[held.rows["at"] < 0]:
        entry = held.entries[number]
        yield Finding(
            "unknown-period", "error", held.table.name, dict(entry.codes), entry.period, entry.line,
            {"first": held.table.periods[0], "last": held.table.periods[-1]},
        )  # fmt: skip


def _duplicates(held: Held) -> Iterator[Finding]:
    known = held.rows[held.rows["cell"] >= 0]
    first = known.drop_duplicates("cell").set_index("cell")["line"]
    for row in known[known["cell"].duplicated()].itertuples():
        entry = held.entries[row.Index]
        yield Finding(
            "duplicate-key", "error", held.table.name, dict(entry.codes), entry.period, entry.line,
            {"first": int(first[row.cell])},
        )  # fmt: skip


def _units(held: Held) -> Iterator[Finding]:
    """One finding a unit: where one line has another, all have it as a rule."""
    asked = held.table.unit
    lines: dict[str, list[int]] = {}
    for entry in held.entries:
        if entry.unit and entry.unit != asked:
            lines.setdefault(entry.unit, []).append(entry.line)
    for unit, found in lines.items():
        facts: dict[str, float | str] = {"column": unit, "unit": unit, "asked": asked, "count": len(found)}
        yield Finding("unit", "error", held.table.name, line=found[0], facts=facts)


def _statuses(held: Held) -> Iterator[Finding]:
    for number in held.rows.index[~held.rows["status"].isin(STATUSES)]:
        entry = held.entries[number]
        yield Finding(
            "status-unknown",
            "error",
            held.table.name,
            dict(entry.codes),
            entry.period,
            entry.line,
            {"status": entry.status},
        )
