"""Whether the figures can be: whole, not negative, adding up, in line with what was published and with the other side."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from rounds.asked import Finding, Table
from rounds.checking.limits import ROUNDING, Limits
from rounds.checking.structure import made

Before = Mapping[tuple[str, str], float]


def findings(table: Table, rows: pd.DataFrame, previous: Before, mirror: Before, limits: Limits) -> list[Finding]:
    """Of a table whose structure is sound."""
    found = _single(table, rows)
    for dimension in table.totals:
        found += _totals(table, rows, dimension)
    found += _missing(table, rows, previous)
    rows = rows.assign(before=_looked_up(rows, previous), other=_looked_up(rows, mirror))
    scale = _scale(table, rows, limits)
    found += scale
    if not scale:
        found += _revised(table, rows, limits)
        found += _jumps(table, rows, previous, limits)
    return found + _mirror(table, rows, limits)


def _single(table: Table, rows: pd.DataFrame) -> list[Finding]:
    """What one cell shows by itself."""
    value, found = rows["value"], list[Finding]()

    def facts(row: Any) -> dict[str, Any]:
        return {"value": row["value"]}

    if table.kind == "count":
        found += made(table, rows[value.notna() & (value != value.round())], "fraction", facts=facts)
    if table.kind in ("count", "amount"):
        found += made(table, rows[value < 0], "sign", facts=facts)
    if table.kind == "share":
        most = 100 if table.unit.startswith("PT") else np.inf
        found += made(table, rows[(value < 0) | (value > most)], "share-range", facts=facts)
    return found + made(table, rows[(rows["status"] == "B") & (rows["note"].str.strip() == "")], "break-without-note")


def _totals(table: Table, rows: pd.DataFrame, dimension: str) -> list[Finding]:
    """ "_T" of one dimension against the sum of its parts, in every line of the others. With parts missing the total may be larger."""
    if table.kind not in ROUNDING:
        return []
    room = ROUNDING[table.kind]
    beside = [name for name in table.vary if name != dimension] + ["period"]
    figures = rows[rows["state"] == "value"]
    parts = figures[figures[dimension] != "_T"].groupby(beside, sort=False)["value"].agg(["sum", "size"]).reset_index()
    totals = figures[figures[dimension] == "_T"].merge(parts, on=beside)
    whole = totals["size"] == len(table.codes[dimension]) - 1
    off = totals["value"] - totals["sum"]
    wrong = np.where(whole, off.abs() > room, off < -room)

    def facts(row: Any) -> dict[str, Any]:
        return {"dimension": dimension, "found": row["value"], "expected": row["sum"], "parts": float(row["size"])}

    return made(table, totals[wrong], "totals", facts=facts)


def _missing(table: Table, rows: pd.DataFrame, previous: Before) -> list[Finding]:
    """Cells of the last vintage that nobody filled now, told once a line of the table."""
    there = set(zip(rows["key"], rows["period"], strict=True))
    gone: dict[str, int] = {}
    for key, period in previous:
        if period in table.periods and (key, period) not in there:
            gone[key] = gone.get(key, 0) + 1
    return [
        Finding(
            "missing-cell", "warning", table.name, dict(zip(table.vary, key.split("."), strict=False)),
            facts={"cells": float(number)},
        )
        for key, number in sorted(gone.items())
    ]  # fmt: skip


def _looked_up(rows: pd.DataFrame, published: Before) -> list[float]:
    return [published.get(one, np.nan) for one in zip(rows["key"], rows["period"], strict=True)]


def _scale(table: Table, rows: pd.DataFrame, limits: Limits) -> list[Finding]:
    """Thousands for units, or the other way round, in nearly all cells: told once, and the jumps that follow from it not."""
    both = rows[(rows["value"] > 0) & (rows["before"] > 0)]
    if table.kind == "share" or len(both) < limits.scale_cells:
        return []
    ratio = (both["value"] / both["before"]).to_numpy()
    low, high = limits.scale
    for factor, hits in ((1000.0, (ratio > low) & (ratio < high)), (0.001, (ratio > 1 / high) & (ratio < 1 / low))):
        if hits.mean() > 0.8:
            return [Finding("scale", "warning", table.name, facts={"factor": factor, "cells": float(hits.sum())})]
    return []


def _revised(table: Table, rows: pd.DataFrame, limits: Limits) -> list[Finding]:
    change = (rows["value"] - rows["before"]).abs()
    if table.kind == "share":
        far = change > limits.points
    else:
        far = (change > limits.revised_by) & (change > limits.revised * rows["before"].abs())
    return made(
        table, rows[far], "jump-vintage", severity="warning",
        facts=lambda row: {"value": row["value"], "before": row["before"]},
    )  # fmt: skip


def _jumps(table: Table, rows: pd.DataFrame, previous: Before, limits: Limits) -> list[Finding]:
    """Against the period before, where it is in the table; not where a break says why, nor what the last vintage had already."""
    earlier = dict(zip(table.periods[1:], table.periods, strict=False))
    then = rows[["key", "period", "value"]].rename(columns={"period": "earlier", "value": "then"})
    both = rows.assign(earlier=rows["period"].map(earlier)).merge(then, on=["key", "earlier"])
    told = (both["status"] == "B") & (both["note"].str.strip() != "")
    far = _far(both["value"], both["then"], table, limits) & ~told
    if far.any():
        was = pd.Series(
            [previous.get(one, np.nan) for one in zip(both["key"], both["earlier"], strict=True)], index=both.index
        )
        far &= ~_far(both["before"], was, table, limits)
    return made(
        table, both[far], "jump-year", severity="warning",
        facts=lambda row: {"value": row["value"], "before": row["then"], "earlier": row["earlier"]},
    )  # fmt: skip


def _far(one: Any, other: Any, table: Table, limits: Limits) -> Any:
    if table.kind == "share":
        return (one - other).abs() > limits.points_year
    if table.kind == "balance":
        return pd.Series(False, index=one.index)
    high, low = np.maximum(one, other), np.minimum(one, other)
    return (high - low > limits.floor) & (high > limits.factor * low)


def _mirror(table: Table, rows: pd.DataFrame, limits: Limits) -> list[Finding]:
    high, low = np.maximum(rows["value"], rows["other"]), np.minimum(rows["value"], rows["other"])
    far = (high - low > limits.mirror_floor) & (high > limits.mirror * low) & (table.kind in ("count", "amount"))
    return made(
        table, rows[far], "mirror-gap", severity="note",
        facts=lambda row: {"value": row["value"], "other": row["other"]},
    )  # fmt: skip
