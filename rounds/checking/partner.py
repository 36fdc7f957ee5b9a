"""What others publish of the same cells: partner countries, international organisations."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from rounds.asked import Finding
from rounds.checking.held import Held
from rounds.checking.limits import Limits


def find(held: Held, mirror: pd.Series, limits: Limits) -> Iterator[Finding]:
    """Never more than a note: the other may be the one who counts otherwise. mirror: their figures by cell."""
    if held.table.kind not in ("count", "amount"):
        return
    theirs = mirror.reindex(held.values.index).dropna()
    ours = held.values[theirs.index]
    gap, smaller = (ours - theirs).abs(), np.minimum(ours.abs(), theirs.abs())
    size = limits.apart(held.table.kind, held.largest)
    for cell in sorted(gap[(gap >= size) & (gap > (limits.mirror_factor - 1) * smaller)].index):
        yield held.finding("mirror-gap", "note", cell, found=ours[cell], partner=theirs[cell])
