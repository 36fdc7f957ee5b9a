"""What a reader chose of an indicator's figures, and how its dimensions are settled: chosen, varied, total, or added up."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import NamedTuple

from django.db.models import QuerySet

from indicators.dimensions import DIMENSIONS
from indicators.models import Code, Dataset, Indicator, Note, Series, Vintage

# What stands for all codes of a dimension; the first that a table has is taken.
TOTALS = {"COUNTERPART": ("_T", "W")}
_TOTAL = ("_T",)
# Figures that differ in these are never added to each other, whatever a dataset says.
NEVER_ADDED = frozenset({"FREQ", "MEASURE", "UNIT", "BASIS"})
PLACES = ("REF_AREA", "COUNTERPART")
_SMALL = tuple(name for name in DIMENSIONS if name not in PLACES)


class NoFigures(Exception):
    """There is nothing of that name, or no vintage of that number or day."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Of one indicator.

    table: slug of a dataset, or a family of them; empty is the register's first. codes: by dimension, what is wanted. by:
    further dimensions in which lines differ. start, end: first and last period, or a year that is meant
    whole ("2024"); steps: periods before `start` that are wanted too. as_of: number of a
    vintage, or a day at whose end it was the latest one; None is now.
    """

    indicator: str
    table: str = ""
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    by: tuple[str, ...] = ()
    freq: str = ""
    start: str = ""
    end: str = ""
    steps: tuple[str, ...] = ()
    as_of: int | date | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """kept: dimensions that lines have; wanted: codes asked of the database; added: dimensions over which figures are added up,
    with the codes that must all be there; parts_of: areas whose parts stand for them."""

    kept: tuple[str, ...]
    wanted: dict[str, tuple[str, ...]]
    added: dict[str, tuple[str, ...]]
    parts_of: tuple[str, ...] = ()


class Shape(NamedTuple):
    """What the series of an indicator in some datasets have. combinations: of all dimensions that are not places."""

    combinations: frozenset[tuple[str, ...]]
    places: dict[str, frozenset[str]]

    def codes(self, dimension: str) -> frozenset[str]:
        if dimension in PLACES:
            return self.places[dimension]
        place = _SMALL.index(dimension)
        return frozenset(one[place] for one in self.combinations)


class Catalogue:
    """The register, the datasets and their vintages, read once for one answer."""

    def __init__(self) -> None:
        self.indicators = {one.slug: one for one in Indicator.objects.all()}
        self.datasets = {one.pk: one for one in Dataset.objects.order_by("pk")}
        self.every_vintage = list(Vintage.objects.order_by("pk"))
        self.notes = list(Note.objects.select_related("dataset"))
        # What the database holds, in one word: by it, what was read once of series is kept in memory.
        self.state = sha256(
            repr([(one.pk, one.dataset_id, one.digest) for one in self.every_vintage]).encode()
        ).hexdigest()

    @cached_property
    def content(self) -> str:
        """The same of the register, the datasets and the notes too, whose words may be changed at any time."""
        fields = [(name, value) for one in (*self.indicators.values(), *self.datasets.values(), *self.notes)
                  for name, value in vars(one).items() if not name.startswith("_")]  # fmt: skip
        return sha256(repr((self.state, fields)).encode()).hexdigest()

    @cached_property
    def parts(self) -> dict[str, str]:
        """By code of a part of a country ("US-TX"), the country."""
        return dict(Code.objects.filter(list="area", code__contains="-").values_list("code", "parent"))

    @cached_property
    def order(self) -> dict[tuple[str, str], int]:
        """The place of each code in its list, areas left out."""
        codes = Code.objects.exclude(list="area").values_list("list", "code")
        return {one: place for place, one in enumerate(codes)}

    def sources(self, indicator: Indicator) -> list[Indicator]:
        """Whose figures the indicator shows: its own, or those that it reads."""
        return [self.indicators[slug] for slug in indicator.reads.split("|")] if indicator.reads else [indicator]

    def tables(self, indicator: Indicator) -> dict[str, tuple[Indicator, list[Dataset]]]:
        """What a reader may choose as its table: the datasets, and the indicator of which they hold figures; the register's
        first one first."""
        held, found = _held(self.state), dict[str, tuple[Indicator, list[Dataset]]]()
        for source in self.sources(indicator):
            for pk in sorted(held.get(source.pk, ())):
                dataset = self.datasets[pk]
                found.setdefault(dataset.family or dataset.slug, (source, []))[1].append(dataset)
        return found

    def vintages(self, datasets: list[Dataset], as_of: int | date | None) -> dict[int, Vintage]:
        """By dataset, the vintage that is read; datasets that had none by then are left out."""
        own = {dataset.pk for dataset in datasets}
        known = (one for one in self.every_vintage if one.dataset_id in own)
        if isinstance(as_of, int):
            return {one.dataset_id: one for one in known if one.number == as_of}
        return {one.dataset_id: one for one in known if as_of is None or one.published.date() <= as_of}


@lru_cache(maxsize=4)
def _held(state: str) -> dict[int, frozenset[int]]:
    """By indicator, the datasets with series of it."""
    found: dict[int, set[int]] = {}
    for indicator, dataset in Series.objects.order_by().values_list("indicator", "dataset").distinct():
        found.setdefault(indicator, set()).add(dataset)
    return {indicator: frozenset(datasets) for indicator, datasets in found.items()}


def shape(indicator: Indicator, read: dict[int, Vintage], state: str) -> Shape:
    """Series never change, and new ones come with a vintage: kept in memory by the catalogue's state."""
    return _shape(indicator.pk, tuple(sorted(read)), state)


@lru_cache(maxsize=256)
def _shape(indicator: int, datasets: tuple[int, ...], state: str) -> Shape:
    series: QuerySet[Series] = Series.objects.filter(indicator=indicator, dataset__in=datasets).order_by()
    small = series.values_list(*(name.lower() for name in _SMALL)).distinct()
    places = {name: frozenset(series.values_list(name.lower(), flat=True).distinct()) for name in PLACES}
    return Shape(frozenset(small), places)


def summing(datasets: list[Dataset]) -> dict[str, tuple[str, ...]]:
    """The dimensions over which figures of these datasets may be added up, with the codes that must all be there (none
    named: whatever is there). Only what all of them say."""
    said: list[dict[str, tuple[str, ...]]] = []
    for dataset in datasets:
        words = (word.partition("=") for word in dataset.sums.split())
        said.append({name: tuple(codes.split("|")) if codes else () for name, _, codes in words})
    return {name: codes for name, codes in said[0].items() if all(one.get(name) == codes for one in said)}


def settle(
    choice: Choice, found: Shape, sums: dict[str, tuple[str, ...]], *, parts: dict[str, str], side: str
) -> Settled:
    """parts: by part of a country ("US-TX"), the country. side: "origin" reads from the country of origin's side."""
    wanted = {name: codes for name, codes in choice.codes.items() if codes and name in DIMENSIONS}
    added: dict[str, tuple[str, ...]] = {}
    parts_of = _replaced_by_parts(wanted, found, sums, parts)
    if choice.freq:
        wanted["FREQ"] = (choice.freq,)
    kept = [name for name in DIMENSIONS if name in wanted or name in choice.by]
    left = _matching(found.combinations, wanted, choice.by)
    for name in DIMENSIONS:
        if name in kept:
            continue
        codes = found.codes(name) if name in PLACES else frozenset(one[_SMALL.index(name)] for one in left)
        total = next((code for code in TOTALS.get(name, _TOTAL) if code in codes), "")
        if total and name not in NEVER_ADDED:
            wanted[name] = (total,)
            left = _matching(left, {name: (total,)}, ())
        elif len(codes) > 1 and name in sums and name not in NEVER_ADDED and name != "REF_AREA":
            added[name] = sums[name]
            continue
        elif name == "REF_AREA" and side == "origin" and "DESTINATIONS" in sums and "COUNTERPART" in wanted:
            added[name] = ()
            continue
        kept.append(name)
    return Settled(tuple(name for name in DIMENSIONS if name in kept), wanted, added, parts_of)


def _matching(
    combinations: frozenset[tuple[str, ...]], wanted: dict[str, tuple[str, ...]], by: tuple[str, ...]
) -> frozenset[tuple[str, ...]]:
    """Those with the wanted codes; of them, where there are any, those that are no total of what is varied."""
    left = frozenset(
        one for one in combinations
        if all(one[_SMALL.index(name)] in codes for name, codes in wanted.items() if name not in PLACES)
    )  # fmt: skip
    varied = [_SMALL.index(name) for name in by if name not in PLACES]
    parted = frozenset(one for one in left if all(one[place] != "_T" for place in varied))
    return parted or left


def _replaced_by_parts(
    wanted: dict[str, tuple[str, ...]], found: Shape, sums: dict[str, tuple[str, ...]], parts: dict[str, str]
) -> tuple[str, ...]:
    """Areas without figures of their own whose parts have some: the parts are asked for, and added up."""
    asked = wanted.get("REF_AREA", ())
    missing = tuple(area for area in asked if area not in found.places["REF_AREA"])
    if not missing or "REF_AREA" not in sums:
        return ()
    wanted["REF_AREA"] = tuple(
        dict.fromkeys([*asked, *(part for part in found.places["REF_AREA"] if parts.get(part) in missing)])
    )
    return missing
