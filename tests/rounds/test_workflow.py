"""The states of a submission: only by their steps, signed by whom the country named, nothing half done, nothing twice."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

import rounds
from rounds import assessing, workflow
from rounds.asked import Finding
from rounds.models import (
    Authority,
    Event,
    Participation,
    Round,
    RoundTable,
    State,
    Submission,
    Untouchable,
)
from rounds.refusals import SENTENCES, Refusal
from rounds.transitions import STEPS
from tests.rounds.cast import Cast, accept, cast, fill, fords
from tests.rounds.steps import refused, step

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The rules are tried in tests of their own: here they find nothing unless a test says so."""
    monkeypatch.setattr(assessing, "findings", lambda submission: [])
    return cast()


class TestTheWholeWay:
    def test_from_draft_to_revised(self, story: Cast) -> None:
        made = story.filled()
        step("submit", made, story)
        assert (made.state, made.signed_as) == ("submitted", "Minister of arg, Ministry of Fords")
        step("take_in_review", made, story)
        step("return", made, story, comment="Table two, 2024?")
        assert (made.state, made.signed_at, made.signed_as) == ("returned", None, "")
        fill(made, story.tables["fords"], story.correspondents["arg"], fords(120))
        step("resubmit", made, story)
        accept(made, story.secretariat)
        step("publish", made, story)
        revision = workflow.submission_revise(
            submission=made, version=made.version, actor=story.correspondents["arg"], comment="A figure was wrong."
        )
        assert (revision.state, revision.cells.count()) == ("draft", made.cells.count())
        fill(revision, story.tables["fords"], story.correspondents["arg"], fords(130))
        step("submit", revision, story)
        accept(revision, story.secretariat)
        assert Submission.objects.get(pk=made.pk).state == "published", "it stays until its revision is published"
        step("publish", revision, story)
        assert Submission.objects.get(pk=made.pk).state == "revised"
        states = list(made.events.exclude(to_state="").values_list("from_state", "to_state"))
        assert states == [
            ("", "draft"), ("draft", "submitted"), ("submitted", "in_review"), ("in_review", "returned"),
            ("returned", "resubmitted"), ("resubmitted", "in_review"), ("in_review", "accepted"),
            ("accepted", "published"), ("published", "revised"),
        ]  # fmt: skip

    def test_the_trail_names_who_and_why_and_is_never_changed(self, story: Cast) -> None:
        made = story.signed()
        step("take_in_review", made, story)
        step("return", made, story, comment="Line 7.")
        last = made.events.last()
        assert (last.actor, last.comment, last.version) == (story.secretariat, "Line 7.", made.version)
        with pytest.raises(Untouchable):
            Event.objects.update(comment="")
        for sql in ("UPDATE rounds_event SET comment = ''", "UPDATE rounds_event SET actor_id = NULL, comment = ''",
                    "DELETE FROM rounds_event"):  # fmt: skip
            with (
                pytest.raises(IntegrityError, match="never changes"), transaction.atomic(), connection.cursor() as cursor
            ):  # fmt: skip
                cursor.execute(sql)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE rounds_event SET actor_id = NULL")
        assert set(made.events.values_list("actor", flat=True)) == {None}, "only a person may be taken out"


class TestNoWayRound:
    @pytest.mark.parametrize("name", sorted(STEPS.keys() - {"supersede"}))
    @pytest.mark.parametrize("state", State.values)
    def test_a_step_goes_from_its_own_states_only(self, story: Cast, name: str, state: str) -> None:
        made = story.published()
        Submission.objects.filter(pk=made.pk).update(state=state)
        made.refresh_from_db()
        if state in STEPS[name].sources:
            step(name, made, story)
            assert Submission.objects.get(pk=made.pk).state == STEPS[name].target
        else:
            refused(
                "twice" if state == STEPS[name].target else "wrong_state", step, name=name, submission=made, story=story
            )

    def test_the_database_wants_a_signature_and_a_vintage(self, story: Cast) -> None:
        made = story.filled()
        for state in set(State.values) - {"draft", "returned"}:
            with pytest.raises(IntegrityError), transaction.atomic():
                Submission.objects.filter(pk=made.pk).update(state=state)
        for state in ("published", "revised"):
            with pytest.raises(IntegrityError), transaction.atomic():
                Submission.objects.filter(pk=made.pk).update(state=state, signed_at=timezone.now())

    def test_one_open_submission_a_country_and_round(self, story: Cast) -> None:
        story.submission()
        actor = story.correspondents["arg"]
        refused(
            "open_already", workflow.submission_open, round_=story.round, country=story.countries["arg"], actor=actor
        )
        story.submission("can")

    def test_after_publication_there_are_revisions_only_and_one_at_a_time(self, story: Cast) -> None:
        made = story.published()
        actor = story.correspondents["arg"]
        refused(
            "published_already",
            workflow.submission_open,
            round_=story.round,
            country=story.countries["arg"],
            actor=actor,
        )
        step("revise", made, story, actor=actor)
        refused("open_already", step, name="revise", submission=made, story=story, actor=actor)


class TestSignature:
    def test_only_the_named_authority_of_that_country(self, story: Cast) -> None:
        made = story.filled()
        refused("no_authority", step, name="submit", submission=made, story=story, actor=story.correspondents["arg"])
        refused("wrong_country", step, name="submit", submission=made, story=story, actor=story.ministers["can"])
        refused("no_authority", step, name="submit", submission=made, story=story, actor=story.secretariat)
        refused("no_authority", step, name="submit", submission=made, story=story, actor=story.providers["interior"])
        Authority.objects.filter(user=story.ministers["arg"]).update(active=False)
        refused("no_authority", step, name="submit", submission=made, story=story)

    def test_who_has_not_just_proved_to_be_there_is_refused(self, story: Cast) -> None:
        refused("not_confirmed", step, name="submit", submission=story.filled(), story=story, confirmed=False)

    def test_twice(self, story: Cast) -> None:
        made = story.filled()
        again = Submission.objects.get(pk=made.pk)
        step("submit", made, story)
        refused("twice", step, name="submit", submission=again, story=story)

    def test_nobody_signs_what_they_have_not_seen(self, story: Cast) -> None:
        made = story.filled()
        seen = made.version
        fill(Submission.objects.get(pk=made.pk), story.tables["fords"], story.correspondents["arg"], fords(7))
        refused("stale", step, name="submit", submission=made, story=story, version=seen)

    def test_late_is_marked_and_a_closed_round_takes_no_more(self, story: Cast) -> None:
        made, other = story.filled(), story.filled("can")
        story.round.deadline = timezone.now() - timedelta(minutes=1)
        story.round.save()
        made.refresh_from_db()
        step("submit", made, story)
        assert made.late
        workflow.round_close(round_=story.round, actor=story.secretariat)
        other = Submission.objects.get(pk=other.pk)
        refused("closed", step, name="submit", submission=other, story=story)
        refused("closed", fill, submission=other, table=story.tables["fords"], actor=story.correspondents["can"],
                entries=fords(1))  # fmt: skip

    def test_what_was_returned_or_is_revised_goes_on_in_a_closed_round_and_is_not_late(self, story: Cast) -> None:
        made = story.signed()
        workflow.round_close(round_=story.round, actor=story.secretariat)
        Round.objects.update(deadline=timezone.now() - timedelta(minutes=1))
        made = Submission.objects.get(pk=made.pk)
        step("take_in_review", made, story)
        step("return", made, story)
        fill(made, story.tables["fords"], story.correspondents["arg"], fords(3))
        step("resubmit", made, story)
        assert not made.late, "it was signed first in time"
        step("publish", accept(made, story.secretariat), story)
        assert not step("submit", step("revise", made, story), story).late

    def test_errors_block_and_a_warning_needs_a_reason(self, story: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        made = story.filled()
        error, warning = Finding("sign", "error", "fords"), Finding("jump", "warning", "fords", period="2024")
        monkeypatch.setattr(assessing, "findings", lambda submission: [error, warning, Finding("x", "note", "fords")])
        assert refused("errors", step, name="submit", submission=made, story=story).facts == {"count": 1}
        monkeypatch.setattr(assessing, "findings", lambda submission: [warning])
        refused("no_reason", step, name="submit", submission=made, story=story)
        explain = {"submission": made, "finding": warning.key, "actor": story.correspondents["arg"]}
        refused("no_comment", workflow.submission_explain, reason=" \n", **explain)
        workflow.submission_explain(reason="A new port opened.", **explain)
        step("submit", made, story)
        assert made.state == "submitted"

    def test_an_empty_submission_is_not_signed(self, story: Cast) -> None:
        refused("not_filled", step, name="submit", submission=story.submission(), story=story)


class TestSecretariat:
    def test_it_files_on_a_countrys_behalf_and_that_shows(self, story: Cast) -> None:
        made = workflow.submission_open(round_=story.round, country=story.countries["mex"], actor=story.secretariat)
        fill(made, story.tables["fords"], story.secretariat, fords(5))
        refused("no_comment", step, name="file_on_behalf", submission=made, story=story, comment=" ")
        refused("not_confirmed", step, name="file_on_behalf", submission=made, story=story, confirmed=False)
        refused(
            "forbidden", step, name="file_on_behalf", submission=made, story=story, actor=story.correspondents["mex"]
        )
        step("file_on_behalf", made, story, comment="Sent by post.")
        assert (made.state, made.on_behalf, made.signed_as, made.signed_by) == (
            "submitted",
            True,
            "",
            story.secretariat,
        )
        assert set(made.events.values_list("on_behalf", flat=True)) == {True}
        step("take_in_review", made, story)
        step("return", made, story)
        step("resubmit", made, story)
        assert not made.on_behalf and made.signed_as.startswith("Minister of mex"), "the country signed it itself"

    def test_a_return_says_why(self, story: Cast) -> None:
        made = story.signed()
        step("take_in_review", made, story)
        refused("no_comment", step, name="return", submission=made, story=story, comment="  ")

    @pytest.mark.parametrize("name", ["take_in_review", "return", "accept", "publish"])
    def test_nobody_else_reviews(self, story: Cast, name: str) -> None:
        made = story.published()
        for actor in (story.correspondents["arg"], story.ministers["arg"], story.providers["interior"]):
            refused("forbidden", step, name=name, submission=made, story=story, actor=actor)

    def test_a_round_opens_when_it_is_whole(self, story: Cast) -> None:
        fresh = Round.objects.create(
            slug="next", first=2025, last=2025, deadline=timezone.now() + timedelta(days=9), title_en="Next"
        )
        opening = {"function": workflow.round_open, "round_": fresh, "actor": story.secretariat}
        refused("not_ready", **opening)
        for code in ("es", "fr", "pt"):
            setattr(fresh, f"title_{code}", "Next")
        fresh.save()
        RoundTable.objects.create(round=fresh, name="fords", indicator=story.tables["fords"].indicator)
        fresh.countries.create(country=story.countries["bra"])
        refused("forbidden", **{**opening, "actor": story.correspondents["arg"]})
        workflow.round_open(round_=fresh, actor=story.secretariat)
        assert (fresh.state, Participation.objects.get(round=fresh).event) == ("open", "invited")
        refused("twice", **opening)


def test_every_refusal_has_its_sentence() -> None:
    room = Path(rounds.__file__).parent
    used = {key for path in room.rglob("*.py") for key in re.findall(r'Refusal\(\s*"(\w+)"', path.read_text("utf-8"))}
    used |= {
        key
        for path in room.rglob("*.py")
        for key in re.findall(r'Refusal\("\w+" if .*? else "(\w+)"', path.read_text("utf-8"))
    }
    assert used == set(SENTENCES)


class TestAnyOrder(TestCase):
    """Whoever tries whatever in whatever order: nothing is accepted unsigned, nothing published that was not accepted."""

    names = [*(STEPS.keys() - {"supersede"}), "file_on_behalf", "revise"]

    @given(
        st.lists(st.tuples(st.sampled_from(sorted(names)), st.booleans(), st.integers(0, 9)), min_size=3, max_size=14)
    )
    @settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
    def test_steps(self, tried: list[tuple[str, bool, int]]) -> None:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(assessing, "findings", lambda submission: [])
            story = cast()
            made = story.filled("can")
            for name, stale, luck in tried:
                row = Submission.objects.get(pk=made.pk)
                before = row.state
                # Blind attempts seldom get far: most take a step that is possible.
                possible = sorted(one for one, known in STEPS.items() if before in known.sources and one != "supersede")
                name = possible[luck % len(possible)] if possible and luck > 2 else name
                stale = stale and luck <= 2
                try:
                    after = step(name, row, story, version=row.version - stale)
                except Refusal:
                    assert Submission.objects.get(pk=made.pk).state == before
                    continue
                assert not stale
                if name == "revise":
                    assert (before, after.state) == ("published", "draft")
                    made = after
                elif name == "file_on_behalf":
                    assert (before, after.state) in (("draft", "submitted"), ("returned", "resubmitted"))
                else:
                    assert before in STEPS[name].sources and after.state == STEPS[name].target
        told: dict[int, list[str]] = {}
        for event in Event.objects.exclude(to_state="").exclude(submission=None).order_by("pk"):
            told.setdefault(event.submission_id, []).append(event.to_state)
        for states in told.values():
            for one, state in enumerate(states):
                assert state != "published" or states[one - 1] == "accepted"
                assert state != "accepted" or states[one - 1] == "in_review"
                assert state != "in_review" or states[one - 1] in ("submitted", "resubmitted")
