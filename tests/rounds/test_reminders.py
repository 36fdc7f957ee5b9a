"""Mails: in the language of who gets them, once, never to who acts for the country no more; deadlines in their own zone."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from wagtail.users.models import UserProfile

from rounds import assessing, deadlines, mails, overview, reminders, workflow
from rounds.models import Mailing, Round
from tests.rounds.cast import Cast, accept, fill, fords

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("compiled")]


def remind() -> str:
    out = StringIO()
    call_command("send_reminders", stdout=out)
    return out.getvalue()


def sent() -> list[tuple[str, str]]:
    """(address, subject), and an empty box for the next question."""
    found = sorted((message.to[0], message.subject) for message in mail.outbox)
    mail.outbox.clear()
    return found


def due_in(story: Cast, **delta: int) -> None:
    Round.objects.filter(pk=story.round.pk).update(deadline=timezone.now() + timedelta(**delta))


class TestDays:
    @pytest.mark.parametrize(("hours", "zone", "left"), [
        (0, "America/New_York", 0), (23, "America/New_York", 1), (-1, "America/New_York", -1), (47, "Asia/Tokyo", 2),
        (-49, "UTC", -2), (14, "Pacific/Honolulu", 0),
    ])  # fmt: skip
    def test_whole_days_where_the_deadline_is(self, hours: int, zone: str, left: int) -> None:
        now = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
        made = Round(deadline=now + timedelta(hours=hours), timezone=zone)
        assert deadlines.days_left(made.deadline, made.zone, now) == left

    @pytest.mark.parametrize(("days", "due"), [
        (15, None), (14, ("reminder", "14-before")), (4, ("reminder", "14-before")), (3, ("reminder", "3-before")),
        (0, ("reminder", "3-before")), (-1, ("overdue", "1-after")), (-6, ("overdue", "1-after")),
        (-7, ("overdue", "7-after")), (-90, ("overdue", "7-after")),
    ])  # fmt: skip
    def test_stages(self, days: int, due: Any) -> None:
        assert reminders.stage(days) == due


class TestReminders:
    def test_nobody_gets_one_twice_and_who_signed_gets_none(self, story: Cast) -> None:
        story.signed("mex")
        assert remind() == "0 mails sent\n", "a month to go"
        due_in(story, days=13)
        assert remind() == "4 mails sent\n"
        addresses = {address for address, _ in sent()}
        assert addresses == {
            f"{who}-{code}@example.org" for who in ("correspondent", "minister") for code in ("arg", "can")
        }
        assert remind() == "0 mails sent\n"
        due_in(story, days=2)
        remind(), remind()
        assert len(sent()) == 4
        due_in(story, days=-8)
        remind(), remind()
        assert {subject for _, subject in sent()} == {
            "El plazo ha vencido: Round 2024",
            "The deadline has passed: Round 2024",
        }

    def test_the_deadline_with_its_zone_in_the_readers_language(self, story: Cast) -> None:
        Round.objects.update(deadline=datetime.now(tz=UTC).replace(hour=23, minute=0) + timedelta(days=5))
        UserProfile.objects.update_or_create(user=story.correspondents["can"], defaults={"preferred_language": "fr"})
        remind()
        bodies = {message.to[0].partition("@")[0]: message.body for message in mail.outbox}
        assert all("(America/New York)" in body for body in bodies.values())
        assert (
            "Argentina" in bodies["correspondent-arg"]
            and "/es/reporting/round-2025/arg/" in bodies["correspondent-arg"]
        )
        assert "/fr/reporting/round-2025/can/" in bodies["correspondent-can"]
        assert "/en/reporting/round-2025/can/" in bodies["minister-can"]
        html = mail.outbox[0].alternatives[0].content
        assert "<a href=" in html and "<html" in html

    def test_an_institution_that_has_not_answered(self, story: Cast) -> None:
        made = story.submission()
        give = {"submission": made, "institution": story.institutions["interior"], "actor": story.correspondents["arg"]}
        workflow.table_assign(table=story.tables["fords"], **give)
        workflow.table_assign(table=story.tables["ferries"], **give)
        Mailing.objects.all().delete()
        workflow.table_return_by_institution(
            submission=made, table=story.tables["ferries"], actor=story.providers["interior"]
        )
        due_in(story, days=2)
        remind()
        assert [subject for address, subject in sent() if address == "interior@example.org"] == ["Recordatorio: Fords"]

    def test_a_mail_server_that_is_down_loses_nothing(self, story: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        due_in(story, days=2)
        with monkeypatch.context() as patched:
            patched.setattr(
                "django.core.mail.EmailMultiAlternatives.send", lambda *given: (_ for _ in ()).throw(OSError())
            )
            assert remind() == "0 mails sent, 6 wait: the mail server took none\n"
        assert remind() == "6 mails sent\n"

    def test_a_mail_that_was_claimed_by_another_process_is_not_sent(self, story: Cast) -> None:
        due_in(story, days=2)
        reminders.enqueue()
        Mailing.objects.update(claimed_at=timezone.now())
        assert mails.deliver() == 0 and sent() == []


class TestSteps:
    def test_each_step_tells_the_country(self, story: Cast, django_capture_on_commit_callbacks: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            made = story.signed()
            workflow.submission_take_in_review(submission=made, version=made.version, actor=story.secretariat)
            workflow.submission_return(
                submission=made, version=made.version, actor=story.secretariat, comment="¿Cuadro <dos>?"
            )
        [first, second] = mail.outbox
        assert {first.to[0], second.to[0]} == {"correspondent-arg@example.org", "minister-arg@example.org"}
        assert "¿Cuadro <dos>?" in first.body and "&lt;dos&gt;" in first.alternatives[0].content
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            workflow.submission_resubmit(
                submission=made, version=made.version, actor=story.ministers["arg"], confirmed=True
            )
            accept(made, story.secretariat)
            workflow.submission_publish(submission=made, version=made.version, actor=story.secretariat)
        assert {subject for _, subject in sent()} == {"Aceptado: Round 2024", "Publicado: Round 2024"}

    def test_a_round_that_opens_invites(self, story: Cast, django_capture_on_commit_callbacks: Any) -> None:
        Round.objects.update(state="draft")
        with django_capture_on_commit_callbacks(execute=True):
            workflow.round_open(round_=Round.objects.get(), actor=story.secretariat)
        assert len(sent()) == 6

    def test_an_institution_gets_its_table_by_mail_each_time_it_is_handed_out(
        self, story: Cast, django_capture_on_commit_callbacks: Any
    ) -> None:
        made = story.submission()
        give = {"submission": made, "table": story.tables["fords"], "actor": story.correspondents["arg"]}
        with django_capture_on_commit_callbacks(execute=True):
            workflow.table_assign(institution=story.institutions["interior"], **give)
        assert {address for address, _ in sent()} == {"interior@example.org", "provider-interior@example.org"}
        with django_capture_on_commit_callbacks(execute=True):
            workflow.table_assign(
                institution=story.institutions["statistics"], instead_of=story.institutions["interior"], **give
            )
        assert {address for address, _ in sent()} == {"statistics@example.org", "provider-statistics@example.org"}

    def test_a_question_goes_to_the_network_but_not_to_who_asks(
        self, story: Cast, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            workflow.question_ask(
                table=story.tables["fords"], text="By birth?", language="en", actor=story.correspondents["can"]
            )
        addresses = {address for address, _ in sent()}
        assert "secretary@example.org" in addresses and "correspondent-can@example.org" not in addresses
        assert len(addresses) == 6

    def test_who_acts_no_more_gets_nothing_that_was_waiting(self, story: Cast) -> None:
        due_in(story, days=2)
        reminders.enqueue()
        story.correspondents["arg"].memberships.all().delete()
        mails.deliver()
        assert "correspondent-arg@example.org" not in {address for address, _ in sent()}


class TestOverview:
    def test_who_is_late_and_who_is_silent(self, story: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        made = story.filled()
        workflow.table_assign(
            submission=made, table=story.tables["fords"], institution=story.institutions["interior"],
            actor=story.correspondents["arg"],
        )  # fmt: skip
        story.signed("can")
        told = overview.progress(story.round, checked=False)
        assert [(row.country.iso3, row.state, row.filled, row.late) for row in told.rows] == [
            ("ARG", "draft", 2, False), ("CAN", "submitted", 2, False), ("MEX", "not_started", 0, False),
        ]  # fmt: skip
        assert told.rows[0].silent == ["Office of interior: Fords"] and told.days_left in (29, 30)
        due_in(story, days=-1)
        late = overview.progress(Round.objects.get(), checked=False).late
        assert [row.country.iso3 for row in late] == ["ARG", "MEX"], "Canada signed in time"

    def test_which_rules_fire(self, story: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        from rounds.asked import Finding

        monkeypatch.setattr(
            assessing, "findings", lambda one: [Finding("jump", "warning", "fords"), Finding("sign", "error", "fords")]
        )
        made = story.filled()
        fill(made, story.tables["fords"], story.correspondents["arg"], fords(-3))
        told = overview.progress(story.round)
        assert told.rules == [("jump", "warning", 1), ("sign", "error", 1)] or set(told.rules) == {
            ("jump", "warning", 1), ("sign", "error", 1),
        }  # fmt: skip
        assert (told.rows[0].errors, told.rows[0].warnings, told.rows[0].unexplained) == (1, 1, 1)
