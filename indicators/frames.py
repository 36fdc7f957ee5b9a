"""The frames of the child process as columns again."""

import json
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd


def columns(frames: Iterable[tuple[dict[str, Any], bytes]]) -> tuple[dict[str, "pd.Series[Any]"], dict[str, Any]]:
    """What indicators.reading.job sends: columns by name, and what it told of the whole file."""
    found: dict[str, pd.Series[Any]] = {}
    told: dict[str, Any] = {}
    texts: list[str] | None = None
    for header, payload in frames:
        if "told" in header:
            told = header["told"]
        elif header.get("texts"):
            texts = json.loads(payload)
        else:
            values = np.frombuffer(payload, dtype=header["type"])
            found[header["column"]] = (
                pd.Series(pd.Categorical.from_codes(values, texts)) if texts is not None else pd.Series(values)
            )
            texts = None
    return found, told
