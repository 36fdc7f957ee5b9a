"""A sheet that was brought, between the look at what it changes and the taking of it. Kept for a while, for who brought it."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.wording import Words
from rounds import access, assessing, finding_texts, sheets, workflow
from rounds.asked import Entry
from rounds.desk_access import Desk
from rounds.desk_grid import EMPTY, Content, Grid, content, said
from rounds.filling import key
from rounds.models import Cell, RoundTable
from rounds.refusals import Refusal

KEPT_SECONDS = 3600
# Changes that a page lists; what is over that is counted.
SHOWN = 300
# What cannot be stored at all; whatever else the rules find is found again in the report, and can be corrected there.
_BLOCKING = frozenset({"unknown-code", "unknown-period", "duplicate-key", "unit", "note-too-long"})


@dataclass(slots=True)
class Kept:
    """entries: by table name; told: what a person should know of the file, in the language in which it was brought."""

    name: str
    entries: dict[str, list[Entry]]
    told: list[str]


@dataclass(slots=True)
class Change:
    """kind: "new", "changed", or "blank": filled now, and blank in the file."""

    kind: str
    label: str
    was: str
    now: str


@dataclass(slots=True)
class TableChanges:
    table: RoundTable
    counts: dict[str, int]
    same: int = 0
    changes: list[Change] = field(default_factory=list)
    blocking: list[str] = field(default_factory=list)

    @property
    def more(self) -> int:
        return sum(self.counts.values()) - len(self.changes)


def fillable(user: Any, desk: Desk) -> list[RoundTable]:
    """Tables that the person may fill now."""
    made = desk.made
    return [one for one in desk.tables if access.may_fill(user, made, one)] if access.changeable(made) else []


def bring(user: Any, desk: Desk, data: bytes, name: str, tables: list[RoundTable]) -> str:
    """Read a file and keep what it says; the token by which it is found again. Raises sheets.SheetNotTaken."""
    asked = [one.asked(desk.country) for one in tables]
    entries, told = sheets.read(data, name, asked, sheets.meta_of(desk.round, desk.country))
    if len(entries) == 1:
        told.missing = []  # who brings one table knows that it is one
    token = secrets.token_hex(16)
    cache.set(_place(user, desk, token), Kept(name[-100:], entries, told.sentences), KEPT_SECONDS)
    return token


def kept(user: Any, desk: Desk, token: str) -> Kept | None:
    """Nothing for another person, another submission, or after an hour."""
    found: Kept | None = cache.get(_place(user, desk, token))
    return found


def _place(user: Any, desk: Desk, token: str) -> str:
    return f"rounds:sheet:{user.pk}:{desk.made.pk}:{token[:40]}"


def compare(desk: Desk, found: Kept, words: Words) -> list[TableChanges]:
    """What the file would change in what is stored now; cells that it does not name stay as they are, and so do those that are
    blank in it unless the person says otherwise: institutions may have filled them since the workbook was written."""
    tables = [one for one in desk.tables if one.name in found.entries]
    asked = [one.asked(desk.country) for one in tables]
    findings = assessing.assess(desk.made, asked, {one.name: found.entries[one.name] for one in tables})
    made = []
    for table in tables:
        one = _changes(desk, table, found.entries[table.name], words)
        one.blocking = [
            _line(finding.line) + finding_texts.sentence(finding, words)
            for finding in findings
            if finding.table == table.name and finding.rule in _BLOCKING
        ]
        made.append(one)
    return made


def _line(number: int) -> str:
    return _("line %(line)s") % {"line": number} + ": " if number else ""


def _changes(desk: Desk, table: RoundTable, entries: list[Entry], words: Words) -> TableChanges:
    asked = table.asked(desk.country)
    grid = Grid(table, desk.made, words, rows=[])
    held = {(cell.key, cell.period): content(cell) for cell in Cell.objects.filter(submission=desk.made, table=table)}
    result = TableChanges(table, {"new": 0, "changed": 0, "blank": 0})
    for entry in entries:
        if any(entry.codes.get(name) not in asked.codes[name] for name in asked.vary):
            continue
        was, now = held.get((key(asked, entry.codes), entry.period), EMPTY), _content(entry)
        if was == now:
            result.same += 1
            continue
        kind = "new" if was == EMPTY else "blank" if now == EMPTY else "changed"
        result.counts[kind] += 1
        if len(result.changes) < SHOWN:
            period = words.period(entry.period) if entry.period in asked.periods else entry.period
            label = f"{grid.label(entry.codes)}, {period}"
            result.changes.append(Change(kind, label, said(was, words), said(now, words)))
    return result


def _content(entry: Entry) -> Content:
    if entry.state == "absent":
        return EMPTY
    mark = entry.status.replace("A", "") if entry.state == "value" else entry.state
    return Content(entry.value, mark, entry.note)


def take(user: Any, desk: Desk, token: str, found: Kept, versions: Any, *, empty: bool = False) -> int:
    """All tables of the file, or none; how many cells changed. versions: of each table as the page showed it. empty: cells that
    are blank in the file are emptied."""
    tables = {one.name: one for one in desk.tables}
    changed = 0
    with transaction.atomic():
        for name, brought in found.entries.items():
            entries = [one for one in brought if empty or _content(one) != EMPTY]
            version = versions.get(name) if isinstance(versions, dict) else None
            if name not in tables:
                raise Refusal("not_assigned")
            if not isinstance(version, int) or isinstance(version, bool) or not 0 < version < 2**31:
                raise Refusal("stale")
            changed += workflow.submission_fill(
                submission=desk.made, table=tables[name], entries=entries, version=version, actor=user
            )
    cache.delete(_place(user, desk, token))
    return changed
