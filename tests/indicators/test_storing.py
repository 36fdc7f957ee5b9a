"""A published vintage never changes: what is new is appended, what is gone is remembered, and both can be proved."""

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from indicators import storing
from indicators.models import Frozen, Observation, Vintage
from tests.indicators.invented import dataset, frame

pytestmark = pytest.mark.django_db


def held(number=None):
    rows = Observation.objects.as_of(number).order_by("series__key", "period")
    return [(one.series.counterpart, one.period, one.value) for one in rows.select_related("series")]


def figure(origin, period, value, **more):
    return {"COUNTERPART": origin, "period": period, "value": value, **more}


def test_a_revision_is_a_new_vintage_and_the_old_one_can_still_be_read():
    ours = dataset()
    first = storing.store(ours, frame(figure("VEN", "2015", 55893), figure("ECU", "2015", 12)))
    assert (first.new, first.vintage, first.series) == (2, 1, 2)
    second = storing.store(
        ours, frame(figure("VEN", "2015", 33080), figure("ECU", "2015", 12), figure("ECU", "2020", 0))
    )
    assert (second.new, second.changed, second.unchanged, second.withdrawn, second.vintage) == (1, 1, 1, 0, 2)
    assert [(period, before, after) for _, period, before, after in second.revisions] == [("2015", 55893.0, 33080.0)]
    assert held(1) == [("ECU", "2015", 12.0), ("VEN", "2015", 55893.0)]
    assert held() == held(2) == [("ECU", "2015", 12.0), ("ECU", "2020", 0.0), ("VEN", "2015", 33080.0)]
    assert storing.verify(ours) == []


def test_again_nothing_changes():
    ours = dataset()
    rows = frame(figure("VEN", "2015", 1), figure("ECU", "2015", None, confidentiality="C"))
    storing.store(ours, rows)
    again = storing.store(ours, rows)
    assert (again.new, again.changed, again.unchanged, again.vintage) == (0, 0, 2, None)
    assert Vintage.objects.count() == 1


def test_what_the_publisher_took_back_is_withdrawn_not_forgotten():
    ours = dataset()
    storing.store(ours, frame(figure("VEN", "2015", 1), figure("ECU", "2015", 2)))
    done = storing.store(ours, frame(figure("VEN", "2015", 1)))
    assert (done.withdrawn, done.vintage) == (1, 2)
    assert held() == [("VEN", "2015", 1.0)] and len(held(1)) == 2
    back = storing.store(ours, frame(figure("VEN", "2015", 1), figure("ECU", "2015", 2)))
    assert (back.new, back.series, len(held(2)), len(held(3))) == (1, 0, 1, 2)
    assert storing.verify(ours) == []


@pytest.mark.parametrize("more", [{"value": None, "confidentiality": "C"}, {"status": "P"}, {"value": 0}])
def test_another_state_of_a_figure_is_a_change(more):
    ours = dataset()
    storing.store(ours, frame(figure("VEN", "2015", 1)))
    assert storing.store(ours, frame({**figure("VEN", "2015", 1), **more})).changed == 1


def test_a_dry_run_says_the_same_and_stores_nothing():
    ours = dataset()
    storing.store(ours, frame(figure("VEN", "2015", 1)))
    rows = frame(figure("VEN", "2015", 3), figure("ECU", "2015", 2))
    told = storing.store(ours, rows, dry_run=True)
    assert (told.new, told.changed, told.series, told.vintage, len(held())) == (1, 1, 1, None, 1)
    done = storing.store(ours, rows)
    assert (done.new, done.changed, done.series, done.vintage) == (1, 1, 1, 2)


def test_two_figures_for_one_cell_are_refused_with_their_lines():
    ours = dataset()
    with pytest.raises(storing.Ambiguous) as refusal:
        storing.store(ours, frame(figure("VEN", "2015", 1), figure("ECU", "2015", 1), figure("VEN", "2015", 2)))
    assert (refusal.value.total, refusal.value.found[0][2:]) == (1, (2, 4))
    assert not Observation.objects.exists()


class TestFrozen:
    @pytest.fixture(autouse=True)
    def published(self):
        self.dataset = dataset()
        storing.store(self.dataset, frame(figure("VEN", "2015", 1)))
        storing.store(self.dataset, frame(figure("VEN", "2015", 2)))

    def refused(self, sql):
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)

    def test_the_database_refuses_whatever_program_asks(self):
        self.refused("UPDATE indicators_observation SET value = 7")
        self.refused("UPDATE indicators_observation SET last = 9 WHERE last IS NOT NULL")
        self.refused("UPDATE indicators_observation SET last = 9, value = 7 WHERE last IS NULL")
        self.refused("DELETE FROM indicators_observation")
        self.refused("UPDATE indicators_vintage SET digest = 'x'")
        self.refused("DELETE FROM indicators_vintage")
        assert storing.verify(self.dataset) == []

    def test_so_does_the_model(self):
        with pytest.raises(Frozen):
            Observation.objects.update(value=7)

    def test_who_gets_round_it_is_found(self):
        with connection.cursor() as cursor:
            on = " ON indicators_observation" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER indicators_observation_update{on}")
            cursor.execute("UPDATE indicators_observation SET value = 7 WHERE first = 1")
        assert storing.verify(self.dataset) == [1, 2], "it came in the first and went in the second"


CELLS = st.dictionaries(
    st.tuples(st.sampled_from(["VEN", "ECU", "PER"]), st.sampled_from(["2015", "2020"])),
    st.one_of(st.none(), st.integers(0, 3)), min_size=1,
)  # fmt: skip


class TestAnySequence(TestCase):
    @given(st.lists(CELLS, min_size=1, max_size=5))
    @settings(max_examples=30, suppress_health_check=list(HealthCheck))
    def test_every_vintage_reads_as_it_was_published(self, editions):
        ours = dataset()
        published = []
        for cells in editions:
            rows = [
                figure(origin, period, value, confidentiality="F" if value is not None else "C")
                for (origin, period), value in cells.items()
            ]
            done = storing.store(ours, frame(*rows))
            state = sorted((origin, period, value) for (origin, period), value in cells.items())
            if done.vintage:
                published.append(state)
            assert published[-1] == state
        for number, state in enumerate(published, 1):
            assert held(number) == state
        assert storing.verify(ours) == []
