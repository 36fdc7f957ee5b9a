"""What is published already for the cells of a table, to stand beside what is being filled."""

from typing import NamedTuple

from django.db.models import Q

from indicators.dimensions import HIDDEN
from indicators.models import Dataset, Observation, Series
from records.visibility import NOBODY, visible_to
from rounds.asked import Table
from rounds.filling import key
from rounds.publishing import coded

_CHUNK = 400


class Published(NamedTuple):
    """value: None where the source has the cell without a figure, or hides it."""

    value: float | None
    dataset: Dataset


def figures(table: Table, rows: list[dict[str, str]]) -> dict[tuple[str, str], Published]:
    """By cell (its key and period), for the periods asked and the year before them. The country's own dataset of the rounds
    comes first, then any other that has this very series."""
    wanted = {".".join(coded(table.fixed, codes)): key(table, codes) for codes in rows}
    series = Series.objects.filter(indicator__slug=table.indicator, ref_area=table.area)
    datasets = {one.pk: one for one in visible_to(NOBODY, Dataset.objects.filter(series__in=series)).distinct()}
    own = f"sicremi-{table.area.lower()}"
    held: dict[int, tuple[str, int]] = {}
    keys = list(wanted)
    for start in range(0, len(keys), _CHUNK):
        found = series.filter(key__in=keys[start : start + _CHUNK], dataset__in=datasets)
        held |= {pk: (wanted[name], dataset) for pk, name, dataset in found.values_list("pk", "key", "dataset")}
    best: dict[tuple[str, str], tuple[bool, str, Published]] = {}
    for pk, period, value, hidden in _current(list(held), [before(table), *table.periods]):
        cell, dataset = held[pk]
        told = Published(None if hidden in HIDDEN else value, datasets[dataset])
        rank = (datasets[dataset].slug != own, datasets[dataset].slug, told)
        if (cell, period) not in best or rank[:2] < best[cell, period][:2]:
            best[cell, period] = rank
    return {place: told for place, (_, _, told) in best.items()}


def before(table: Table) -> str:
    """The period just before the first one asked: "2022" before "2023", "2022-Q4" before "2023-Q1"."""
    year, _, part = table.periods[0].partition("-")
    last = {"": "", "Q1": "-Q4", "01": "-12"}[part]
    return f"{int(year) - 1}{last}"


def _current(series: list[int], periods: list[str]) -> list[tuple[int, str, float | None, str]]:
    rows: list[tuple[int, str, float | None, str]] = []
    for start in range(0, len(series), _CHUNK):
        chosen = Q(series__in=series[start : start + _CHUNK], period__in=periods)
        current = Observation.objects.as_of(None).filter(chosen)
        rows += current.values_list("series_id", "period", "value", "confidentiality")
    return rows
