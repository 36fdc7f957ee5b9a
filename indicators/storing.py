"""Compare what a file says with what is stored, and append the difference as a new vintage, in one transaction."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import numpy as np
import pandas as pd
from django.db import transaction
from django.utils import timezone

from indicators.dimensions import DIMENSIONS
from indicators.models import Dataset, Indicator, Observation, Series, Vintage
from indicators.protecting import protect
from records import rows

_CHUNK = 20_000
_PARAMETERS = 900
# With more new figures than this, what the database knows of its tables is out of date.
_MANY = 5_000
_FIELDS = ("value", "status", "confidentiality")
_COLUMNS = ("series_id", "period", *_FIELDS, "first")
_SHOWN = 50


class Ambiguous(Exception):
    """Two figures of one file for one series and period. found: (key, period, first line, second line)."""

    def __init__(self, found: list[tuple[str, str, int, int]], total: int):
        super().__init__(f"{total} figures stand twice")
        self.found = found
        self.total = total


@dataclass(slots=True)
class Stored:
    """What an import did, or would do: figures by outcome; revisions: (key, period, before, after), the largest first,
    at most 50; vintage: None when nothing differs or in a dry run."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    series: int = 0
    vintage: int | None = None
    revisions: list[tuple[str, str, float | None, float | None]] = field(default_factory=list)


def store(
    dataset: Dataset, frame: pd.DataFrame, *, edition: str = "", file_hash: str = "", dry_run: bool = False
) -> Stored:
    """`frame` as indicators.coding makes it. Figures that the file no longer has are withdrawn, not forgotten: the
    vintages before keep them."""
    with transaction.atomic():
        locked = Dataset.objects.select_for_update().get(pk=dataset.pk)
        places, keys = _keyed(frame)
        if locked.threshold:
            frame = protect(frame, _before(dataset), locked.threshold)
        known = {(row[1], row[2]): row[0] for row in _series_of(dataset)}
        fresh = [place for place, one in enumerate(keys) if one not in known]
        if not dry_run:
            known |= _make_series(dataset, keys, fresh)
        # In a dry run new series have numbers of their own, below zero.
        ids = np.array([known.get(one, -1 - place) for place, one in enumerate(keys)], dtype="int64")
        came = frame[["period", *_FIELDS]].assign(series=ids[places])
        came["period"] = came["period"].astype(str)
        held = _held(dataset)
        both = held.merge(came, how="outer", on=["series", "period"], suffixes=("_held", ""), indicator=True)
        differs = _differs(both)
        done = _counted(both, differs)
        done.series = len(fresh)
        names = {pk: one for one, pk in known.items()} | dict(zip(ids.tolist(), keys, strict=True))
        done.revisions = _revisions(both[differs], names)
        if not dry_run and done.new + done.changed + done.withdrawn:
            done.vintage = _append(dataset, both, differs, names, edition, file_hash)
    return done


def _before(dataset: Dataset) -> pd.DataFrame:
    """The vintage held now, as `protect` wants it."""
    names = ["INDICATOR", *DIMENSIONS, "period", "value", "confidentiality"]
    fields = ("series__indicator__slug", *(f"series__{name.lower()}" for name in DIMENSIONS), *names[-3:])
    found = Observation.objects.filter(series__dataset=dataset, last=None).values_list(*fields)
    return pd.DataFrame.from_records(list(found), columns=names).astype({"value": "float64"})


def _keyed(frame: pd.DataFrame) -> tuple[Any, list[tuple[str, str]]]:
    """For every row the place of its (indicator, key) in the list; refuses what stands twice."""
    columns = ["INDICATOR", *DIMENSIONS]
    groups = frame.groupby(columns, observed=True, sort=False)
    places = groups.ngroup().to_numpy()
    twice = pd.DataFrame({"row": places, "period": frame["period"].astype(str)}).duplicated(keep=False).to_numpy()
    firsts = frame[columns].iloc[pd.Series(places).drop_duplicates().index].astype(str)
    keys = [(one[0], ".".join(one[1:])) for one in firsts.itertuples(index=False, name=None)]
    if twice.any():
        doubled = frame[twice].assign(row=places[twice]).sort_values(["row", "period", "line"])
        pairs = doubled.groupby(["row", "period"], observed=True)["line"].agg(["min", "max"]).head(_SHOWN)
        found = [(keys[row][1], str(period), int(a), int(b)) for (row, period), (a, b) in
                 zip(pairs.index, pairs.to_numpy(), strict=True)]  # fmt: skip
        raise Ambiguous(found, int(doubled.groupby(["row", "period"], observed=True).ngroups))
    return places, keys


def _series_of(dataset: Dataset) -> Any:
    return Series.objects.filter(dataset=dataset).values_list("pk", "indicator__slug", "key")


def _make_series(dataset: Dataset, keys: list[tuple[str, str]], fresh: list[int]) -> dict[tuple[str, str], int]:
    if not fresh:
        return {}
    indicators = dict(Indicator.objects.values_list("slug", "pk"))
    made = []
    for place in fresh:
        slug, key = keys[place]
        codes = dict(zip((name.lower() for name in DIMENSIONS), key.split("."), strict=True))
        made.append(Series(dataset=dataset, indicator_id=indicators[slug], key=key, **codes))
    rows.insert_keyed(made, "indicator_id", "key")
    return {keys[place]: one.pk for place, one in zip(fresh, made, strict=True)}


def _held(dataset: Dataset) -> pd.DataFrame:
    found = Observation.objects.filter(series__dataset=dataset, last=None).values_list(
        "pk", "series_id", "period", *_FIELDS
    )
    held = pd.DataFrame.from_records(list(found), columns=["id", "series", "period", *_FIELDS])
    return held.astype({"id": "Int64", "series": "int64", "period": "str", "value": "float64"})


def _differs(both: pd.DataFrame) -> Any:
    """Rows in both that say something else: another value, status or confidentiality."""
    one, other = both["value_held"].to_numpy(), both["value"].to_numpy()
    same = (one == other) | (np.isnan(one) & np.isnan(other))
    for name in ("status", "confidentiality"):
        same &= (both[f"{name}_held"] == both[name]).to_numpy()
    return ((both["_merge"] == "both") & ~same).to_numpy()


def _counted(both: pd.DataFrame, differs: Any) -> Stored:
    outcome = both["_merge"].value_counts()
    changed = int(differs.sum())
    return Stored(
        new=int(outcome["right_only"]), changed=changed, unchanged=int(outcome["both"]) - changed,
        withdrawn=int(outcome["left_only"]),
    )  # fmt: skip


def _revisions(
    changed: pd.DataFrame, names: dict[int, tuple[str, str]]
) -> list[tuple[str, str, float | None, float | None]]:
    size = (changed["value"] - changed["value_held"]).abs().fillna(np.inf)
    top = changed.loc[size.sort_values(ascending=False, kind="stable").index[:_SHOWN]]
    return [
        (names[row.series][1], row.period, _plain(row.value_held), _plain(row.value))
        for row in top.itertuples(index=False)
    ]


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _append(
    dataset: Dataset, both: pd.DataFrame, differs: Any, names: dict[int, tuple[str, str]], edition: str, file_hash: str
) -> int:
    before = dataset.vintages.order_by("-number").first()
    number = before.number + 1 if before else 1
    gone = both[differs | (both["_merge"] == "left_only").to_numpy()]
    came = both[differs | (both["_merge"] == "right_only").to_numpy()].sort_values(["series", "period"])
    ids = [int(pk) for pk in gone["id"]]
    for start in range(0, len(ids), _PARAMETERS):
        Observation.objects.filter(pk__in=ids[start : start + _PARAMETERS]).update(last=number - 1)
    _insert(came, number)
    if len(came) > _MANY:
        rows.count(Series, Observation)
    parent = before.digest if before else ""
    lines = [
        *_lines("-", gone["series"], gone["period"], (gone[f"{name}_held"] for name in _FIELDS), names),
        *_lines("+", came["series"], came["period"], (came[name] for name in _FIELDS), names),
    ]
    Vintage.objects.create(
        dataset=dataset, number=number, published=timezone.now(), edition=edition or dataset.edition,
        digest=chained(parent, lines), parent_digest=parent, file_hash=file_hash,
    )  # fmt: skip
    return number


def _insert(came: pd.DataFrame, number: int) -> None:
    """Below the ORM: a million objects cost more than the database's own work."""
    values = came["value"].astype(object).where(came["value"].notna(), None)
    columns = [came["series"].tolist(), came["period"].tolist(), values.tolist(), came["status"].tolist(),
               came["confidentiality"].tolist()]  # fmt: skip
    for start in range(0, len(came), _CHUNK):
        chunk = (column[start : start + _CHUNK] for column in columns)
        rows.fill(Observation._meta.db_table, _COLUMNS, [(*row, number) for row in zip(*chunk, strict=True)])


def _lines(sign: str, series: Any, periods: Any, fields: Iterator[Any], names: dict[int, tuple[str, str]]) -> list[str]:
    """One line a figure that came or went, as the digest reads it."""
    values, statuses, standings = (column.tolist() for column in fields)
    return [
        sign + _line("/".join(names[one]), period, None if value != value else value, status, standing)
        for one, period, value, status, standing in zip(
            series.tolist(), periods.tolist(), values, statuses, standings, strict=True
        )
    ]


def _line(name: str, period: str, value: float | None, status: str, standing: str) -> str:
    return f"{name};{period};{'' if value is None else repr(float(value))};{status};{standing}"


def chained(parent: str, lines: list[str]) -> str:
    """SHA-256 over the parent's digest and the lines in order of their bytes."""
    digest = sha256(parent.encode())
    digest.update("\n".join(sorted(lines)).encode())
    return digest.hexdigest()


def verify(dataset: Dataset) -> list[int]:
    """Numbers of the vintages whose rows no longer give their digest; empty when all is as it was published."""
    stored = list(
        Observation.objects.filter(series__dataset=dataset).values_list(
            "series__indicator__slug", "series__key", "period", *_FIELDS, "first", "last"
        )
    )
    by_number: dict[int, list[str]] = {}
    for slug, key, period, value, status, standing, first, last in stored:
        line = _line(f"{slug}/{key}", period, value, status, standing)
        by_number.setdefault(first, []).append(f"+{line}")
        if last is not None:
            by_number.setdefault(last + 1, []).append(f"-{line}")
    parent, broken = "", []
    for vintage in dataset.vintages.order_by("number"):
        if (vintage.parent_digest, vintage.digest) != (parent, chained(parent, by_number.get(vintage.number, []))):
            broken.append(vintage.number)
        parent = vintage.digest
    return broken
