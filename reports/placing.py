"""Where chapters and parts stand, and the numbers of tables and charts: without gaps from 1, in the order of reading."""

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import F

from reports.models import Block, Chapter, Report

Row = TypeVar("Row", Chapter, Block)
NUMBERED = (Block.Kind.TABLE, Block.Kind.CHART)
# Beyond every place that is in use, and within what a database keeps as a small number.
_ASIDE = 10_000


def place(rows: Sequence[Row]) -> None:
    """All chapters of a report, or all parts of a chapter, in the order in which they are to stand. Within a transaction."""
    moved = [row for at, row in enumerate(rows, 1) if row.position != at]
    if not moved:
        return
    manager = type(moved[0])._default_manager
    # Both databases look at the rows one by one: two of them have no place in common, not even for a moment.
    manager.filter(pk__in=[row.pk for row in moved]).update(position=F("position") + _ASIDE)
    for at, row in enumerate(rows, 1):
        row.position = at
    manager.bulk_update(moved, ["position"])


def number(report: Report) -> bool:
    """Tables and charts through the whole report, each kind for itself. Whether any has another number than before."""
    rows = Block.objects.filter(chapter__report=report, kind__in=NUMBERED).order_by("chapter__position", "position")
    last, changed, renumbered = dict.fromkeys(NUMBERED, 0), [], False
    for row in rows:
        kind = Block.Kind(row.kind)
        last[kind] += 1
        if row.number != last[kind]:
            renumbered = renumbered or row.number is not None
            row.number = last[kind]
            changed.append(row)
    Block.objects.bulk_update(changed, ["number"])
    return renumbered
