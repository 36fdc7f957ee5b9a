"""Rules that look at one cell at a time."""

from collections.abc import Iterator

import numpy as np

from rounds.asked import Finding
from rounds.checking.held import Held
from rounds.checking.limits import Limits

# Percentages of a whole; other rates may pass a hundred.
_SHARE_OF = "PT"


def find(held: Held, limits: Limits) -> Iterator[Finding]:
    yield from _hidden(held)
    yield from _fraction(held)
    yield from _sign(held)
    yield from _notes(held, limits)


def _hidden(held: Held) -> Iterator[Finding]:
    known = held.known
    for row in known[(known["state"] != "value") & known["value"].notna()].itertuples():
        yield held.finding("suppressed-with-value", "error", row.cell, found=row.value, state=row.state)


def _fraction(held: Held) -> Iterator[Finding]:
    if held.table.kind == "count":
        values = held.values
        for cell, value in values[values != np.floor(values)].items():
            yield held.finding("fraction", "error", cell, found=value)


def _sign(held: Held) -> Iterator[Finding]:
    table, values = held.table, held.values
    if table.kind in ("count", "amount"):
        for cell, value in values[values < 0].items():
            yield held.finding("sign", "error", cell, found=value)
    if table.kind == "share":
        told = {"most": 100.0} if table.unit.startswith(_SHARE_OF) else {}
        for cell, value in values[(values < 0) | (values > told.get("most", np.inf))].items():
            yield held.finding("share-range", "error", cell, found=value, **told)


def _notes(held: Held, limits: Limits) -> Iterator[Finding]:
    known = held.known
    # An absent cell is emptied, with whatever is marked beside it.
    alone = (known["status"] == "B") & ~known["noted"] & (known["state"] != "absent")
    for row in known[alone].itertuples():
        yield held.finding("break-without-note", "error", row.cell)
    for row in known[known["note"].str.len() > limits.note].itertuples():
        yield held.finding("note-too-long", "error", row.cell, signs=len(row.note), most=limits.note)
