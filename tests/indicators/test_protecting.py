"""Small numbers never leave (rule 18): an adversary who knows all that is shown cannot work out a hidden cell."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pandas as pd
from django.test import TestCase
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators import storing
from indicators.choosing import Choice
from indicators.models import Observation
from indicators.protecting import protect
from indicators.tables import table
from indicators.totals import with_totals
from tests.indicators import invented

THRESHOLD = 5
Cell = tuple[str, str]
Numbers = dict[Cell, int]
SEXES, AGES = ("F", "M"), ("Y0T14", "Y15T29", "Y30T44")


def frame(numbers: Numbers) -> pd.DataFrame:
    """A table of sexes and ages with its margins."""
    rows = ({"SEX": sex, "AGE": age, "period": "2024", "value": float(n)} for (sex, age), n in numbers.items())
    return with_totals(invented.frame(*rows), ["SEX", "AGE"])


def seen(found: pd.DataFrame) -> dict[Cell, int | None]:
    """What a reader gets: None where a cell is hidden."""
    return {
        (row.SEX, row.AGE): None if row.confidentiality in "AS" else round(row.value)
        for row in found.itertuples(index=False)
    }


def margins(inner: Numbers) -> Numbers:
    """Worked out here anew: nothing of the code under test."""
    whole = dict(inner)
    sexes, ages = sorted({sex for sex, _ in inner}), sorted({age for _, age in inner})
    whole |= {("_T", age): sum(inner.get((sex, age), 0) for sex in sexes) for age in ages}
    whole |= {(sex, "_T"): sum(inner.get((sex, age), 0) for age in ages) for sex in sexes}
    return whole | {("_T", "_T"): sum(inner.values())}


def worlds(shown: dict[Cell, int | None], truth: Numbers) -> Iterator[Numbers]:
    """Tables that agree with what is shown; a hidden cell is at least 1, since zeros are shown. Those near the truth are
    enough: who finds two of them is in doubt."""
    cells = list(truth)
    ranges = [
        range(max(1, truth[cell] - 2), truth[cell] + 3) if shown[cell] is None else (truth[cell],) for cell in cells
    ]
    for numbers in product(*ranges):
        inner = dict(zip(cells, numbers, strict=True))
        whole = margins(inner)
        if all(whole[cell] >= 1 if n is None else whole[cell] == n for cell, n in shown.items()):
            yield inner


def agree(now: Numbers, then: Numbers, unchanged: set[Cell]) -> bool:
    one, other = margins(now), margins(then)
    return all(one[cell] == other[cell] for cell in unchanged)


inner = st.integers(1, 2).flatmap(
    lambda sexes: st.integers(2, 3).flatmap(
        lambda ages: st.fixed_dictionaries(
            {(sex, age): st.integers(0, 9) for sex in SEXES[:sexes] for age in AGES[:ages]}
        )
    )
)


@settings(max_examples=60, deadline=None)
@given(inner)
def test_no_hidden_cell_can_be_worked_out(numbers: Numbers) -> None:
    found = protect(frame(numbers), frame(numbers).iloc[:0], THRESHOLD)
    shown = seen(found)
    small = {cell for cell, n in margins(numbers).items() if 0 < n < THRESHOLD and cell in shown}
    assert all(shown[cell] is None for cell in small)
    hidden = [cell for cell, n in shown.items() if n is None]
    if not small:
        assert not hidden, "nothing small, nothing hidden"
        return
    seen_values: dict[Cell, set[int]] = {cell: set() for cell in hidden}
    for world in worlds(shown, numbers):
        whole = margins(world)
        for cell in hidden:
            seen_values[cell].add(whole[cell])
        if all(len(values) > 1 for values in seen_values.values()):
            break
    assert all(len(values) > 1 for values in seen_values.values()), (shown, seen_values)


@settings(max_examples=60, deadline=None)
@given(st.fixed_dictionaries({("F", age): st.integers(0, 8) for age in AGES}), st.data())
def test_nor_by_comparing_two_vintages(before: Numbers, data: Any) -> None:
    """The adversary knows which cells did not change, and all that was shown before. A total may follow from the vintage
    before (its parts unchanged, their sum shown then): that is out already; what it is made of must not be."""
    after = {cell: data.draw(st.sampled_from([n, n, (n + 3) % 9])) for cell, n in before.items()}
    one = protect(frame(before), frame(before).iloc[:0], THRESHOLD)
    two = protect(frame(after), one, THRESHOLD)
    then, now = seen(one), seen(two)
    unchanged = {cell for cell, n in margins(after).items() if margins(before)[cell] == n}
    given_away = {
        cell for cell in unchanged if then[cell] is not None
    }  # shown before, and the same: no secret any more
    hidden = [cell for cell in after if now[cell] is None and cell not in given_away]
    values: dict[Cell, set[int]] = {cell: set() for cell in hidden}
    earlier = list(worlds(then, before))
    for world in worlds(now, after):
        if any(agree(world, old, unchanged) for old in earlier):
            for cell in hidden:
                values[cell].add(margins(world)[cell])
    assert all(len(found) > 1 for found in values.values()), (then, now, values)


class TestStories(TestCase):
    def setUp(self) -> None:
        self.dataset = invented.dataset(threshold=THRESHOLD)

    def store(self, **numbers: int) -> None:
        rows = ({"COUNTERPART": code, "period": "2024", "value": float(n)} for code, n in numbers.items())
        storing.store(self.dataset, with_totals(invented.frame(*rows), ["COUNTERPART"]))

    def shown(self) -> dict[str, float | None]:
        lines = table(Choice("ferries", by=("COUNTERPART",))).lines
        return {line.codes["COUNTERPART"]: line.cells["2024"].value for line in lines}

    def test_two_children_returned_to_an_island_are_not_told_and_not_by_subtraction_either(self) -> None:
        self.store(GRD=2, GTM=800, HND=640)
        found = self.shown()
        assert (found["_T"], found["GTM"], found["GRD"]) == (1442, 800, None)
        assert found["HND"] is None, "1442 - 800 - 640 would be 2"

    def test_two_ones_that_add_up_to_two_need_a_third(self) -> None:
        self.store(GRD=1, KNA=1, HND=90)
        assert self.shown() == {"_T": 92, "GRD": None, "KNA": None, "HND": None}

    def test_where_nothing_beside_it_can_hide_it_the_total_is_hidden(self) -> None:
        self.store(GRD=3, KNA=0)
        assert self.shown() == {"_T": None, "GRD": None, "KNA": 0}

    def test_stored_again_nothing_changes_and_the_figures_stay_in_the_store(self) -> None:
        self.store(GRD=2, GTM=800, HND=640)
        self.store(GRD=2, GTM=800, HND=640)
        assert self.dataset.vintages.count() == 1
        kept = dict(Observation.objects.values_list("series__counterpart", "value"))
        assert kept == {"GRD": 2, "GTM": 800, "HND": 640, "_T": 1442}

    def test_a_cell_that_was_hidden_and_has_not_changed_stays_hidden(self) -> None:
        self.store(GRD=2, GTM=800, HND=640)
        self.store(GRD=20, GTM=800, HND=640)
        found = self.shown()
        assert found["HND"] is None, "shown now, it would tell what Grenada's two were in the vintage before"

    def test_what_a_publisher_prints_as_it_is_is_left_as_it_is(self) -> None:
        type(self.dataset).objects.update(threshold=None)
        self.store(GRD=2, GTM=800)
        assert self.shown()["GRD"] == 2
