"""Rule 18 against a reader who searches for himself: tables of one to three dimensions, alone and after the vintage before."""

from itertools import product
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.protecting import protect
from tests.indicators import invented
from tests.indicators.adversary import Adversary, GaveUp, Place, Seen, with_margins

Numbers = dict[Place, int]
AXES = ("SEX", "AGE", "COUNTERPART")
CODES = (("F", "M", "_U"), ("Y0T14", "Y15T29", "Y30T44", "Y45T59"), ("GTM", "HND"))


def frame(numbers: Numbers) -> pd.DataFrame:
    rows = [
        {**dict(zip(AXES, place, strict=False)), "period": "2024", "value": float(n)} for place, n in numbers.items()
    ]
    return invented.frame(*rows)


def vintage(inner: Numbers, before: pd.DataFrame | None, threshold: int = 5) -> tuple[Seen, pd.DataFrame]:
    numbers = with_margins(inner)
    made = frame(numbers)
    found = protect(made, made.iloc[:0] if before is None else before, threshold)
    marks = dict(zip(numbers, found["confidentiality"], strict=True))
    assert {place for place, mark in marks.items() if mark == "A"} == {
        p for p, n in numbers.items() if 0 < n < threshold
    }
    assert list(protect(made, found, threshold)["confidentiality"]) == list(marks.values()), "again, nothing changes"
    return Seen(numbers, frozenset(place for place, mark in marks.items() if mark != "F")), found


def told(vintages: list[Seen]) -> set[Place]:
    """What was shown before and has not changed: no secret, and no help."""
    if len(vintages) == 1:
        return set()
    then, now = vintages
    return {place for place, n in now.numbers.items() if then.numbers.get(place) == n and place not in then.hidden}


def given_away(vintages: list[Seen], threshold: int | None) -> list[Place]:
    """Cells that the reader works out, but would not if more were hidden."""
    known, now = told(vintages), vintages[-1]
    all_hidden = frozenset(place for place, n in now.numbers.items() if n and place not in known)
    reader = Adversary(vintages, threshold)
    at_best = Adversary([*vintages[:-1], Seen(now.numbers, all_hidden)], threshold)
    found = []
    for age, one in enumerate(vintages):
        for place in sorted(one.hidden - (known if one is now else set())):
            try:
                if reader.knows(age, place) and not at_best.knows(age, place):
                    found.append(place)
            except GaveUp:
                continue
    return found


def worked_out(vintages: list[Seen]) -> list[Place]:
    """Cells that a reader works out who does not know which hidden cells are small."""
    reader = Adversary(vintages, None)
    known = told(vintages)
    return [
        place for age, one in enumerate(vintages) for place in sorted(one.hidden - (known if age else set()))
        if _knows(reader, age, place)
    ]  # fmt: skip


def _knows(reader: Adversary, age: int, place: Place) -> bool:
    try:
        return reader.knows(age, place)
    except GaveUp:
        return False


@st.composite
def tables(draw: Any) -> Numbers:
    sizes = draw(st.sampled_from([(3,), (2, 3), (3, 4), (2, 2, 2)]))
    codes = [names[:size] for names, size in zip(CODES, sizes, strict=False)]
    most = draw(st.sampled_from([3, 6, 12]))
    number = st.one_of(st.integers(0, most), st.integers(0, most), st.none())
    drawn = {place: draw(number) for place in product(*codes)}
    found = {place: n for place, n in drawn.items() if n is not None}
    return found or {tuple(names[0] for names in codes): 1}


@settings(max_examples=40, deadline=None)
@given(tables(), st.sampled_from([3, 5]))
def test_no_hidden_cell_can_be_worked_out_and_nothing_is_hidden_where_nothing_is_small(
    inner: Numbers, least: int
) -> None:
    seen, _ = vintage(inner, None, least)
    assert worked_out([seen]) == given_away([seen], least) == []
    if not any(0 < n < least for n in seen.numbers.values()):
        assert not seen.hidden


@settings(max_examples=40, deadline=None)
@given(tables(), st.data())
def test_nor_by_the_difference_of_two_vintages(inner: Numbers, data: Any) -> None:
    """Hidden cells of the older one are secrets too."""
    later = {place: data.draw(st.sampled_from([n, n, n + 1, n + 9, 0, None])) for place, n in inner.items()}
    revised = {place: n for place, n in later.items() if n is not None} or inner
    then, marked = vintage(inner, None)
    now, _ = vintage(revised, marked)
    assert worked_out([now]) == worked_out([then, now]) == given_away([then, now], 5) == []


def test_a_part_that_grew_stays_hidden_where_it_would_tell_what_it_was() -> None:
    """Grenada's one of last year: 92, less the two others, whose sum is 111 less Grenada's twenty."""
    then, marked = vintage({("GRD",): 1, ("KNA",): 1, ("HND",): 90}, None)
    assert ("_T",) not in then.hidden
    now, _ = vintage({("GRD",): 20, ("KNA",): 1, ("HND",): 90}, marked)
    assert ("_T",) in now.hidden or ("GRD",) in now.hidden


def test_figures_that_were_published_before_the_rule_are_not_told_again() -> None:
    printed = frame(with_margins({("GRD",): 3, ("KNA",): 6, ("HND",): 90}))
    found = protect(printed, printed, 5)
    assert list(found["confidentiality"].value_counts().reindex(["A", "S", "F"])) == [1, 1, 2]
    assert list(protect(printed, found, 5)["confidentiality"]) == list(found["confidentiality"])


def test_five_ones_that_add_up_to_five_are_not_told_by_their_number() -> None:
    """Whoever knows that each is at least one knows all, if five is shown."""
    seen, _ = vintage({(code,): 1 for code in ("GRD", "KNA", "LCA", "VCT", "DMA")}, None)
    assert ("_T",) in seen.hidden


def test_percentages_money_and_balances_are_no_counts() -> None:
    rows = [{"period": "2024", "value": 2.0, "UNIT": "PT"}, {"period": "2024", "value": 2.0, "MEASURE": "NET_MIG"}]
    made = invented.frame(*rows)
    assert list(protect(made, made.iloc[:0], 5)["confidentiality"]) == ["F", "F"]


def test_a_cell_that_its_source_suppressed_is_protected_too_where_we_hide() -> None:
    numbers = {("GRD",): 0, ("KNA",): 30, ("HND",): 90, ("_T",): 123}
    made = frame(numbers)
    made.loc[0, ["value", "confidentiality"]] = [float("nan"), "C"]
    found = protect(made, made.iloc[:0], 5)
    assert found["confidentiality"].iloc[0] == "C" and "S" in set(found["confidentiality"])
