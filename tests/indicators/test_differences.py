"""What changed between two vintages is told whole, the largest first, and nothing that is hidden in one of them."""

import csv
import io

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from indicators import storing
from indicators.choosing import Choice, NoFigures
from indicators.differences import KINDS, _compared, differences
from indicators.dimensions import DIMENSIONS
from indicators.models import Dataset, Observation
from indicators.tables import Cell
from tests.indicators import ferries
from tests.indicators.invented import frame

pytestmark = pytest.mark.django_db
BY = Choice("ferries", by=("COUNTERPART",))


@pytest.fixture
def ours(settings):
    settings.API_RATES = dict.fromkeys(settings.API_RATES, 0)
    return ferries.published()


def told(found):
    return [(one.codes["COUNTERPART"], one.period, one.kind, one.before, one.after, one.change) for one in found.found]


def test_a_revision_is_seen_with_both_figures_and_the_largest_stands_first(ours):
    found = differences(BY, 1, 2)
    assert told(found) == [
        ("VEN", "2015", "changed", 55893.0, 33080.0, -22813.0),
        ("VEN", "2020", "withdrawn", 700.5, None, None),
        ("BOL", "2020", "new", None, 90.0, None),
        ("ECU", "2020", "flag", 812.0, 812.0, 0.0),
    ]
    assert found.counts == {"new": 1, "changed": 1, "withdrawn": 1, "suppressed": 0, "shown": 0, "flag": 1}
    assert (found.found[3].flag_before, found.found[3].flag_after) == ("A", "E")


def test_the_other_way_round_what_came_went(ours):
    there, back = (differences(BY, *pair).counts for pair in ((1, 2), (2, 1)))
    assert (there["new"], there["withdrawn"], there["changed"]) == (back["withdrawn"], back["new"], back["changed"])


def test_a_vintage_does_not_differ_from_itself(ours):
    assert differences(BY, 2, 2).found == []


def test_totals_that_were_made_here_are_compared_too(ours):
    assert ("_T", "2015", "changed", 55893.0, 33080.0, -22813.0) in told(differences(Choice("ferries"), 1, 2))


def test_as_of_is_not_read(ours):
    assert told(differences(Choice("ferries", by=("COUNTERPART",), as_of=1), 1, 2)) == told(differences(BY, 1, 2))


def test_what_is_not_there_is_not_compared(ours):
    with pytest.raises(NoFigures):
        differences(BY, 1, 9)


@pytest.mark.parametrize("letter", ["A", "S", "C"])
def test_a_figure_hidden_in_either_vintage_is_in_neither_column(ours, letter):
    """Hidden from the second on, and shown from the third on; the store has a value all the while."""
    series = ours.series.get(key__contains=".ECU.")
    Observation.objects.create(series=series, period="2001", value=412.0, first=1, last=1)
    Observation.objects.create(series=series, period="2001", value=413.0, confidentiality=letter, first=2, last=2)
    Observation.objects.create(series=series, period="2001", value=414.0, first=3)
    held = [ferries.figure("ECU", "2001", 414)]
    storing.store(Dataset.objects.get(), frame(*held, ferries.figure("VEN", "2015", 5)))
    (hidden,) = [one for one in differences(BY, 1, 2).found if one.period == "2001"]
    assert (hidden.kind, hidden.before, hidden.after, hidden.change) == ("suppressed", None, None, None)
    (shown,) = [one for one in differences(BY, 2, 3).found if one.period == "2001"]
    assert (shown.kind, shown.before, shown.after, shown.change) == ("shown", None, 414.0, None)


CELL = st.one_of(
    st.none(), st.integers(0, 3).map(lambda value: Cell(float(value))), st.just(Cell(None, "suppressed")), st.just(Cell(None, "missing", "O")),
    st.integers(0, 3).map(lambda value: Cell(float(value), status="E")),
)  # fmt: skip


@given(st.lists(st.tuples(CELL, CELL), max_size=8))
def test_whatever_two_vintages_hold_every_cell_that_differs_is_told_once(pairs):
    def side(place):
        cells = {(*DIMENSIONS, f"{1990 + row}"): pair[place] for row, pair in enumerate(pairs)}
        return {key: cell for key, cell in cells.items() if cell}

    found = {one.period: one for one in _compared(side(0), side(1))}
    for row, (old, new) in enumerate(pairs):
        one = found.get(f"{1990 + row}")
        plain = [(cell.value, cell.state, cell.status) if cell else None for cell in (old, new)]
        assert (one is None) == (plain[0] == plain[1])
        if one is None:
            continue
        assert one.kind in KINDS
        assert one.after == (new.value if new else None)
        hidden = new is not None and new.state == "suppressed"
        assert one.before == (None if hidden or old is None else old.value)
        assert (one.kind == "changed") == bool(one.change)


def test_as_a_table_for_spreadsheets(ours):
    data = Client().get("/en/indicators/ferries.differences.csv?by=counterpart&before=1&after=2").content
    first, *_ = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
    assert (first["Difference"], first["Figure before"], first["Figure after"], first["Change"]) == (
        "changed",
        "55893",
        "33080",
        "-22813",
    )
    assert (first["Country of origin or destination"], first["Vintage before"], first["Vintage after"]) == (
        "Venezuela",
        "1",
        "2",
    )


@pytest.mark.parametrize(
    ("query", "name"),
    [("before=9", "before"), ("after=9", "after"), ("before=x", "before"), ("after=0", "after"), ("as_of=1", "as_of")],
)
def test_vintages_that_are_not_there_are_refused_by_name(ours, query, name):
    response = Client().get(f"/en/indicators/ferries.differences.csv?{query}")
    assert response.status_code == 400
    assert name in [one["name"] for one in response.json()["parameters"]]
