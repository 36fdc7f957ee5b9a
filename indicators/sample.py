"""The figures that ship, so that a fresh machine shows real charts: one CSV a dataset, a row a series, a column a period.

A heading "FREQ=A" is a code that all rows share. A cell is a figure, with the letter of its SDMX status where that is not A
("1200E"), "--" where the source suppressed it, a letter alone where the source names the cell without a figure, or blank where the
source has none. Dates, publishers and licences stand in datasets.csv.
"""

import csv
import re
from pathlib import Path

import pandas as pd

from indicators import storing
from indicators.dimensions import DEFAULTS, DIMENSIONS
from indicators.models import Dataset, Observation

FOLDER = "figures"
SUPPRESSED = "--"
_CELL = re.compile(r"(-?[\d.]+(?:e[+-]?\d+)?)?([A-Z]?)")
_NAMES = ("INDICATOR", *DIMENSIONS)


def load(directory: Path) -> int:
    """Stores the figures of datasets that have none yet; returns how many datasets."""
    loaded = 0
    for path in sorted((directory / FOLDER).glob("*.csv")):
        dataset = Dataset.objects.filter(slug=path.stem, vintages=None).first()
        if dataset is not None:
            storing.store(dataset, _frame(path), edition=dataset.edition)
            loaded += 1
    return loaded


def _frame(path: Path) -> pd.DataFrame:
    with path.open(encoding="utf-8", newline="") as file:
        heading, *rows = csv.reader(file)
    shared = dict(name.split("=", 1) for name in heading if "=" in name)
    named = [(place, name) for place, name in enumerate(heading) if name in _NAMES]
    periods = [(place, name) for place, name in enumerate(heading) if name[:4].isdecimal()]
    kept = {name: list[str]() for name in (*(name for _, name in named), "period", "status", "confidentiality")}
    values, lines = list[float](), list[int]()
    for line, row in enumerate(rows, 2):
        for place, period in periods:
            if cell := row[place]:
                number, status = _read(cell)
                for where, name in named:
                    kept[name].append(row[where])
                kept["period"].append(period)
                kept["status"].append(status)
                kept["confidentiality"].append("C" if cell == SUPPRESSED else "F")
                values.append(number)
                lines.append(line)
    found = pd.DataFrame(kept)
    for name in _NAMES:
        if name not in found:
            found[name] = shared.get(name, DEFAULTS.get(name, ""))
    for name in (*_NAMES, "period"):
        found[name] = found[name].astype("category")
    return found.assign(value=values, line=lines)


def _read(cell: str) -> tuple[float, str]:
    if cell == SUPPRESSED:
        return float("nan"), "A"
    found = _CELL.fullmatch(cell)
    if found is None:
        raise ValueError(f"no figure: {cell!r}")
    return float(found[1]) if found[1] else float("nan"), found[2] or "A"


def write(dataset: Dataset, path: Path, *, start: str = "", something: bool = False) -> int:
    """The newest vintage of a dataset as such a file, from a period on; with `something`, without series that are zero throughout.
    Returns how many figures. Figures whose source names no terms must not ship."""
    rows = Observation.objects.filter(series__dataset=dataset, last=None, period__gte=start).order_by("period")
    series: dict[tuple[str, ...], dict[str, str]] = {}
    names = [f"series__{name.lower()}" for name in DIMENSIONS]
    for *codes, period, value, status, standing in rows.values_list(
        "series__indicator__slug", *names, "period", "value", "status", "confidentiality"
    ):
        letter = "" if status == "A" else status
        number = "" if value is None else f"{round(value, 6):.15g}"
        series.setdefault(tuple(codes), {})[period] = SUPPRESSED if standing == "C" else number + letter
    if something:
        series = {codes: cells for codes, cells in series.items() if set(cells.values()) - {"0"}}
    periods = sorted({period for cells in series.values() for period in cells})
    one = {name: {codes[place] for codes in series} for place, name in enumerate(_NAMES)}
    varied = [place for place, name in enumerate(_NAMES) if len(one[name]) > 1]
    shared = [
        f"{name}={min(one[name])}"
        for name in _NAMES
        if one[name] not in ({DEFAULTS.get(name)},) and len(one[name]) == 1
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow([*(_NAMES[place] for place in varied), *periods, *shared])
        for codes, cells in sorted(series.items()):
            out.writerow([*(codes[place] for place in varied), *(cells.get(period, "") for period in periods)])
    return sum(map(len, series.values()))
