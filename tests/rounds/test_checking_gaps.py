"""Tables with gaps, in three breakdowns: what is left of a sound table accuses nobody, and what is wrong shows through."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from rounds.asked import Entry, Finding, State, Table
from rounds.checking import check

CODES = {"SEX": ("_T", "F", "M"), "COUNTERPART": ("_T", "VEN", "PER"), "AGE": ("_T", "Y0T14", "Y15T29")}
STOCK = Table(
    name="stock", indicator="foreign-born-stock", area="COL", kind="count", unit="PS", fixed={}, vary=tuple(CODES),
    codes=CODES, periods=("2024",), totals=tuple(CODES),
)  # fmt: skip
CELLS = list(product(*CODES.values()))
LEAVES = [cell for cell in CELLS if "_T" not in cell]
Figures = dict[tuple[str, ...], int]
counts = st.fixed_dictionaries({cell: st.integers(0, 9_000) for cell in LEAVES})
gaps = st.fixed_dictionaries(
    {cell: st.sampled_from(["value", "absent", "suppressed", "not_collected"]) for cell in CELLS}
)


def whole(leaves: Figures) -> Figures:
    """With every margin."""
    return {
        cell: sum(number for leaf, number in leaves.items() if all(c in ("_T", p) for c, p in zip(cell, leaf, strict=True)))
        for cell in CELLS
    }  # fmt: skip


def entries(figures: Figures, states: dict[tuple[str, ...], State]) -> list[Entry]:
    return [
        Entry(
            dict(zip(CODES, cell, strict=True)), "2024", float(number) if states.get(cell, "value") == "value" else None,
            states.get(cell, "value"),
        )
        for cell, number in figures.items()
    ]  # fmt: skip


def errors(told: list[Entry]) -> list[Finding]:
    return [one for one in check([STOCK], {"stock": told}, {}, {}) if one.severity == "error"]


@settings(max_examples=60, deadline=None)
@given(counts, gaps)
def test_whatever_is_missing_or_held_back_nothing_is_invented(
    leaves: Figures, states: dict[tuple[str, ...], State]
) -> None:
    states = {**states, LEAVES[0]: "value"}
    assert errors(entries(whole(leaves), states)) == []


@settings(max_examples=30, deadline=None)
@given(counts, st.sampled_from(CELLS), st.integers(1, 500))
def test_one_wrong_cell_of_a_full_table_never_stays_unseen(leaves: Figures, cell: tuple[str, ...], more: int) -> None:
    figures = whole(leaves)
    figures[cell] += more
    found = errors(entries(figures, {}))
    assert found and {one.rule for one in found} == {"totals"}


@settings(max_examples=30, deadline=None)
@given(counts, st.integers(1, 500))
def test_a_grand_total_is_held_against_its_parts_where_no_margin_is_given(leaves: Figures, more: int) -> None:
    figures = whole(leaves)
    figures["_T", "_T", "_T"] += more
    margins: dict[tuple[str, ...], State] = {cell: "absent" for cell in CELLS if 0 < cell.count("_T") < 3}
    (one,) = errors(entries(figures, margins))
    assert (one.codes, one.facts["found"]) == (dict.fromkeys(CODES, "_T"), float(figures["_T", "_T", "_T"]))
