"""A deadline that is put off: with a reason, for all or for one country; what is late, and who is reminded, follows it."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from kb import messages
from rounds import assessing, deadlines, mails, overview, reminders, workflow
from rounds.models import Event, Mailing, Round, RoundCountry, RoundObserver
from tests.people import person, sign_in
from tests.rounds.cast import Cast, cast
from tests.rounds.steps import refused

pytestmark = pytest.mark.django_db
PLACE = "/en/reporting/office/rounds/round-2025/deadline/"
LANGUAGES = ("es", "en", "fr", "pt")


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    messages.compile_all()


@pytest.fixture
def story(monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr(assessing, "findings", lambda submission: [])
    return cast(days=2)


def soon(**delta: int) -> datetime:
    return (timezone.now() + timedelta(**delta)).replace(second=0, microsecond=0)


def extend(story: Cast, country: str = "", **given: Any) -> Event:
    told = {"until": soon(days=20), "reason": "The census came late.", "actor": story.secretariat, **given}
    return workflow.deadline_extend(round_=story.round, country=story.countries[country] if country else None, **told)


def until(story: Cast, code: str) -> datetime:
    return deadlines.of(Round.objects.get(), story.countries[code])


def text(client: Client, path: str, code: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == code, path
    return str(answer.content.decode())


class TestTheRule:
    def test_of_the_two_the_later_one_holds(self, story: Cast) -> None:
        for_one = extend(story, "mex", until=soon(days=30))
        assert datetime.fromisoformat(for_one.subject) == until(story, "mex") > until(story, "arg")
        extend(story, until=soon(days=10))
        assert until(story, "arg") == soon(days=10) < until(story, "mex")
        extend(story, until=soon(days=40))
        assert until(story, "arg") == until(story, "mex") == Round.objects.get().deadline

    def test_never_back_and_never_without_a_word(self, story: Cast) -> None:
        extend(story, "mex", until=soon(days=30))
        give = {"round_": story.round, "actor": story.secretariat, "reason": "Because.", "until": soon(days=9)}
        step = workflow.deadline_extend
        refused("not_later", step, **give | {"country": story.countries["mex"]})
        refused("not_later", step, **give | {"until": soon(days=1)})
        refused("no_comment", step, **give | {"reason": " \n"})
        refused("not_invited", step, **give | {"country": story.countries["bra"]})
        refused("forbidden", step, **give | {"actor": story.correspondents["arg"]})
        Round.objects.update(deadline=soon(days=-3))
        refused("not_later", step, **give | {"until": soon(minutes=-5)})
        Round.objects.update(state="closed")
        refused("closed_deadline", step, **give)
        Round.objects.update(state="draft")
        refused("not_open", step, **give)

    def test_the_step_stands_in_the_trail_and_stays(self, story: Cast) -> None:
        row = extend(story, "arg")
        assert (row.actor, row.country, row.comment) == (
            story.secretariat, story.countries["arg"], "The census came late."
        )  # fmt: skip
        for change in ("comment = 'x'", "country_id = NULL", "person_id = 1"):
            with pytest.raises(Exception, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"UPDATE rounds_event SET {change} WHERE id = {row.pk}")  # noqa: S608
        story.secretariat.delete()
        row.refresh_from_db()
        assert (row.actor, row.comment) == (None, "The census came late.")


class TestWhatFollows:
    def test_what_is_late(self, story: Cast) -> None:
        Round.objects.update(deadline=soon(days=-1))
        story.round.refresh_from_db()
        extend(story, "mex")
        told = overview.progress(Round.objects.get(), checked=False)
        assert [row.country.iso3 for row in told.late] == ["ARG", "CAN"]
        assert not story.signed("mex").late and story.signed("arg").late
        assert overview.sums(Round.objects.get())["late"] == 2, "Argentina signed too late, Canada has not"

    def test_reminders_begin_anew_with_the_new_deadline(self, story: Cast) -> None:
        reminders.enqueue()
        first = set(Mailing.objects.values_list("thing", flat=True))
        assert len(first) == 3
        extend(story, "mex", until=soon(days=13))
        Mailing.objects.filter(kind="extended").delete()
        reminders.enqueue()
        reminders.enqueue()
        (fresh,) = set(Mailing.objects.values_list("thing", flat=True)) - first
        row = RoundCountry.objects.get(country=story.countries["mex"])
        assert fresh.startswith(f"invitation:{row.pk}:14-before:")
        Mailing.objects.all().delete()
        Round.objects.update(deadline=soon(days=-2))
        reminders.enqueue()
        kinds = set(Mailing.objects.values_list("kind", "thing"))
        assert {kind for kind, thing in kinds if f":{row.pk}:" in thing} == {"reminder"}
        assert {kind for kind, thing in kinds if f":{row.pk}:" not in thing} == {"overdue"}

    def test_whom_it_concerns_gets_a_mail(self, story: Cast, django_capture_on_commit_callbacks: Any) -> None:
        story.signed("can")
        made = story.submission("arg")
        workflow.table_assign(
            submission=made, table=story.tables["fords"], institution=story.institutions["interior"],
            actor=story.correspondents["arg"],
        )  # fmt: skip
        mails.deliver()
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            extend(story, until=datetime(2031, 4, 1, 4, 59, tzinfo=ZoneInfo("UTC")), reason="El censo <tardó>.")
        sent = {message.to[0]: message for message in mail.outbox}
        assert set(sent) == {
            *(f"{who}-{code}@example.org" for who in ("correspondent", "minister") for code in ("arg", "mex")),
            "interior@example.org", "provider-interior@example.org",
        }  # fmt: skip
        body = sent["correspondent-mex@example.org"].body
        assert sent["correspondent-mex@example.org"].subject == "Nuevo plazo: Round 2024"
        assert "El censo <tardó>." in body and "1 de abril de 2031 a las 00:59 (America/New York)" in body
        assert "El censo <tardó>." in sent["interior@example.org"].body and sent["interior@example.org"].attachments
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            extend(story, "mex", until=datetime(2032, 1, 1, tzinfo=ZoneInfo("UTC")))
        assert {message.to[0] for message in mail.outbox} == {
            "correspondent-mex@example.org",
            "minister-mex@example.org",
        }
        assert mails.deliver() == 0


class TestPages:
    def test_the_office_puts_it_off_in_the_zone_of_the_round(self, story: Cast) -> None:
        client = sign_in(story.secretariat)
        typed = {"country": "ARG", "until": "2031-03-31T23:59", "reason": "El censo tardó."}
        assert client.post(PLACE, typed).status_code == 302
        assert until(story, "arg").isoformat() == "2031-04-01T03:59:00+00:00"
        for code in LANGUAGES:
            for path in ("rounds/round-2025/", "rounds/round-2025/deadline/", "rounds/round-2025/countries/arg/"):
                html = text(client, f"/{code}/reporting/office/{path}")
                assert "El censo tardó." in html and "2031" in html and "(America/New York)" in html
        file = client.get("/en/reporting/office/rounds/round-2025/progress/csv/").content.decode()
        assert [line.split(",")[0] for line in file.splitlines() if "2031" in line] == ['"Argentina"']

    @pytest.mark.parametrize(("wrong", "status"), [
        ({"until": "2031-03-09T02:30"}, 400), ({"until": "9999-12-31T23:59"}, 400), ({"until": "soon"}, 400),
        ({"until": "2001-01-01T00:00"}, 409), ({"reason": ""}, 400), ({"reason": "\u200b \x00"}, 400),
        ({"country": "BRA"}, 400), ({"country": ""}, 400), ({"country": "ARG\x00"}, 400),
    ])  # fmt: skip
    def test_what_is_not_right_is_told_and_not_stored(self, story: Cast, wrong: dict[str, str], status: int) -> None:
        before = list(Round.objects.values()), list(RoundCountry.objects.values())
        typed = {"country": "all", "until": "2031-03-31T23:59", "reason": "Because.", **wrong}
        answer = sign_in(story.secretariat).post(PLACE, typed)
        assert answer.status_code == status and 'role="alert"' in answer.content.decode()
        assert (list(Round.objects.values()), list(RoundCountry.objects.values())) == before
        assert not Event.objects.exists()

    def test_delegates_read_why_and_nobody_reads_of_another_country(self, story: Cast) -> None:
        extend(story, "arg", reason="Flood in the office.", until=soon(days=33))
        extend(story, reason="A holiday for all.", until=soon(days=9))
        made = story.submission("arg")
        workflow.table_assign(
            submission=made, table=story.tables["fords"], institution=story.institutions["interior"],
            actor=story.correspondents["arg"],
        )  # fmt: skip
        for who in (story.correspondents["arg"], story.providers["interior"]):
            html = text(sign_in(who), "/en/reporting/round-2025/arg/")
            assert "Flood in the office." in html and "A holiday for all." in html and "33 days left" in html
        other = sign_in(story.correspondents["can"])
        watcher = person("watcher", "participant", factor=False)
        RoundObserver.objects.create(round=story.round, user=watcher, organisation="OECD")
        pages = [text(other, "/en/reporting/round-2025/can/")]
        pages += [text(client, "/en/reporting/rounds/round-2025/") for client in (other, sign_in(watcher))]
        assert all("A holiday for all." in html and "Flood" not in html for html in pages)
        assert "Flood" in text(sign_in(story.correspondents["arg"]), "/en/reporting/rounds/round-2025/")
        assert "holiday" not in text(Client(), "/en/sicremi/rounds/round-2025/")

    def test_only_the_secretariat_and_only_while_it_is_open(self, story: Cast) -> None:
        assert sign_in(story.correspondents["arg"]).get(PLACE).status_code in (302, 403, 404)
        Round.objects.update(state="closed")
        assert "Only the deadline of an open round" in text(sign_in(story.secretariat), PLACE)
