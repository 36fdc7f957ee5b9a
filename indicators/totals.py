"""Margins of a table as rows of their own: what a protected dataset must hold before its small numbers can be hidden."""

from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from indicators.dimensions import COUNTED, DIMENSIONS

_KEY = ["INDICATOR", *DIMENSIONS, "period"]


def with_totals(frame: pd.DataFrame, over: list[str]) -> pd.DataFrame:
    """`frame` as indicators.coding makes it, and for every subset of `over` its sums, with "_T" in these dimensions. A sum with a
    suppressed part is suppressed, and none is made where a part has no figure. Rows that the file has itself are kept."""
    parts = frame[frame["UNIT"].isin(list(COUNTED)) & ~frame[over].isin(["_T"]).any(axis=1)]
    made = [_sums(parts, list(some)) for size in range(1, len(over) + 1) for some in combinations(over, size)]
    if parts.empty:
        return frame
    whole = pd.concat([frame.astype(dict.fromkeys(_KEY, str)), *made], ignore_index=True)
    whole = whole.drop_duplicates(_KEY, keep="first").reset_index(drop=True)
    return whole.astype(dict.fromkeys(_KEY, "category"))


def _sums(parts: pd.DataFrame, over: list[str]) -> pd.DataFrame:
    plain = parts.astype(dict.fromkeys(_KEY, str)).assign(**dict.fromkeys(over, "_T"))
    plain["hidden"], plain["absent"] = plain["confidentiality"] != "F", plain["value"].isna()
    grouped = plain.groupby(_KEY, sort=False)
    found = grouped.agg(
        value=("value", "sum"), hidden=("hidden", "any"), absent=("absent", "any"), line=("line", "min"),
        status=("status", _status), size=("value", "size"),
    ).reset_index()  # fmt: skip
    found = found[found["hidden"] | ~found["absent"]]
    confidentiality = np.where(found["hidden"], "C", "F")
    found = found.assign(confidentiality=confidentiality, value=found["value"].where(~found["hidden"]))
    return found[[*_KEY, "value", "status", "confidentiality", "line"]]


def _status(letters: Any) -> str:
    """The letter that parts bear beside A; an estimate where they bear different ones."""
    others = sorted(set(letters) - {"A"})
    return others[0] if len(others) == 1 else "E" if others else "A"
