"""What goes into a submission, all or nothing; who fills which table; the day on which a mandate passes on."""

from datetime import date, timedelta
from unittest import mock

import pytest
from django.utils import timezone

from rounds import assessing, workflow
from rounds.asked import Entry
from tests.rounds.cast import Cast, cast, ferries, fill, fords
from tests.rounds.steps import refused, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr(assessing, "findings", lambda submission: [])
    return cast()


class TestFilling:
    def test_all_or_nothing(self, story: Cast) -> None:
        made, table, actor = story.submission(), story.tables["ferries"], story.correspondents["arg"]
        good = ferries()
        for key, bad in {
            "unknown_code": Entry({"SEX": "X", "COUNTERPART": "VEN"}, "2024", 1.0, line=9),
            "unknown_period": Entry({"SEX": "M", "COUNTERPART": "VEN"}, "2031", 1.0, line=9),
            "duplicate": good[0],
            "bad_value": Entry({"SEX": "M", "COUNTERPART": "VEN"}, "2024", float("nan"), line=9),
            "unknown_status": Entry({"SEX": "M", "COUNTERPART": "VEN"}, "2024", 1.0, status="?", line=9),
            "wrong_unit": Entry({"SEX": "M", "COUNTERPART": "VEN"}, "2024", 1.0, unit="USD", line=9),
        }.items():
            entries = [*good, bad] if key == "duplicate" else [bad, *good[:3]]
            refused(key, fill, submission=made, table=table, actor=actor, entries=entries)
        assert not made.cells.exists()

    def test_states_and_what_empties_a_cell(self, story: Cast) -> None:
        made, table, actor = story.submission(), story.tables["fords"], story.correspondents["arg"]
        fill(made, table, actor, [Entry({}, "2023", 0.0), Entry({}, "2024", None, "suppressed", note="Few. \x00")])
        held = {cell.period: (cell.value, cell.state, cell.note) for cell in made.cells.all()}
        assert held == {"2023": (0.0, "value", ""), "2024": (None, "suppressed", "Few.")}, "zero is a figure"
        assert fill(made, table, actor, [Entry({}, "2023", 0.0)], whole=False) == 0
        assert fill(made, table, actor, [Entry({}, "2024", None, "absent")], whole=False) == 1
        assert fill(made, table, actor, [], whole=True) == 1
        assert not made.cells.exists()

    def test_two_who_fill_the_same_table(self, story: Cast) -> None:
        made, table = story.submission(), story.tables["fords"]
        seen = made.fillings.get(table=table).version
        fill(made, table, story.correspondents["arg"], fords(1))
        refused(
            "stale", workflow.submission_fill, submission=made, table=table, entries=fords(2), version=seen,
            actor=story.ministers["arg"],
        )  # fmt: skip
        assert set(made.cells.values_list("value", flat=True)) == {1.0}

    def test_no_more_once_it_is_signed(self, story: Cast) -> None:
        made = story.signed()
        actor, table = story.correspondents["arg"], story.tables["fords"]
        refused("wrong_state", fill, submission=made, table=table, actor=actor, entries=fords(9))
        section = story.round.sections.first()
        refused("wrong_state", workflow.submission_write, submission=made, section=section, text="x", language="es",
                version=0, actor=actor)  # fmt: skip

    def test_a_text_with_links_to_this_site_only(self, story: Cast) -> None:
        made = story.submission()
        written = {"submission": made, "section": story.round.sections.first(), "text": "La ley cambió.", "language": "es",
                   "actor": story.correspondents["arg"]}  # fmt: skip
        for address in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""):
            link = {"kind": "law", "address": address, "label": "A law"}
            refused("bad_link", workflow.submission_write, version=0, links=[link], **written)
        link = {"kind": "law", "address": "/es/laws/arg/act-1/", "label": "Act 1"}
        row = workflow.submission_write(version=0, links=[link], **written)
        assert row.links == [link]
        refused("stale", workflow.submission_write, version=0, **written)
        assert workflow.submission_write(version=1, **{**written, "text": "Nada."}).text == "Nada."

    def test_an_institution_fills_what_it_was_given_until_it_gives_it_back(self, story: Cast) -> None:
        made, table, provider = story.submission(), story.tables["fords"], story.providers["interior"]
        refused("not_assigned", fill, submission=made, table=table, actor=provider, entries=fords(4))
        assign = {"submission": made, "table": table, "actor": story.correspondents["arg"]}
        workflow.table_assign(institution=story.institutions["interior"], **assign)
        refused("assigned_elsewhere", workflow.table_assign, institution=story.institutions["statistics"], **assign)
        fill(made, table, provider, fords(4))
        assert {cell.institution for cell in made.cells.all()} == {story.institutions["interior"]}
        refused("not_assigned", fill, submission=made, table=story.tables["ferries"], actor=provider, entries=ferries())
        workflow.table_return_by_institution(submission=made, table=table, actor=provider)
        refused("not_assigned", fill, submission=made, table=table, actor=provider, entries=fords(5))
        workflow.table_assign(
            institution=story.institutions["statistics"], instead_of=story.institutions["interior"], **assign
        )
        refused("not_assigned", fill, submission=made, table=table, actor=provider, entries=fords(5))
        fill(made, table, story.providers["statistics"], fords(6))

    def test_an_institution_of_another_country_gets_nothing(self, story: Cast) -> None:
        made = story.submission("can")
        refused("other_institution", workflow.table_assign, submission=made, table=story.tables["fords"],
                institution=story.institutions["interior"], actor=story.correspondents["can"])  # fmt: skip


class TestHandOver:
    def test_it_is_dated_and_the_old_one_is_out_from_that_day(self, story: Cast) -> None:
        made, old, new = story.filled(), story.ministers["arg"], story.correspondents["arg"]
        hand = {"submission": made, "actor": old, "to": new}
        refused("past_day", workflow.submission_hand_over, on=date(2020, 1, 1), **hand)
        refused("no_correspondent", workflow.submission_hand_over, on=date(2999, 1, 1),
                **{**hand, "to": story.providers["interior"]})  # fmt: skip
        refused("forbidden", workflow.submission_hand_over, on=date(2999, 1, 1), of=new, **hand)
        workflow.submission_hand_over(on=timezone.now().date() + timedelta(days=2), **hand)
        fill(made, story.tables["fords"], old, fords(11))
        refused_later = timezone.now() + timedelta(days=3)
        with mock.patch("django.utils.timezone.now", return_value=refused_later):
            refused("forbidden", fill, submission=made, table=story.tables["fords"], actor=old, entries=fords(12))
            refused("no_authority", step, name="submit", submission=made, story=story, actor=old)
            fill(made, story.tables["fords"], new, fords(13))
