"""A register, a dataset and figures of invented countries, as an import gives them."""

from typing import Any

import pandas as pd

from indicators.dimensions import DEFAULTS, DIMENSIONS
from indicators.models import Dataset, Indicator

FIXED = {"INDICATOR": "ferries", "FREQ": "A", "REF_AREA": "COL", "MEASURE": "STOCK", "UNIT": "PS", "BASIS": "B"}


def dataset(slug: str = "ferry-count", threshold: int | None = None) -> Dataset:
    """threshold: of small numbers; none, so that what a test stores is what it reads."""
    Indicator.objects.get_or_create(slug="ferries", section="stocks", measure="STOCK", unit="PS", title_en="Ferries")
    return Dataset.objects.create(
        slug=slug, publisher="Office of Fords", title_en="Count of ferries", edition="2019", threshold=threshold
    )


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    """One row a figure: {"COUNTERPART": "VEN", "period": "2015", "value": 1.0, ...}; what is not said is the default."""
    plain = {**DEFAULTS, **FIXED, "status": "A", "confidentiality": "F", "value": float("nan")}
    made = pd.DataFrame([{**plain, "line": place + 2, **row} for place, row in enumerate(rows)])
    for name in ("INDICATOR", "period", *DIMENSIONS):
        made[name] = made[name].astype("category")
    return made.astype({"value": "float64"})
