"""Who changed who acts for a country: the trail says it, keeps no name in its words, and is never changed."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from accounts import erasure
from rounds import people_history, workflow
from rounds.models import (
    Authority,
    Delegation,
    Event,
    Institution,
    InstitutionUser,
    Participation,
    Readiness,
    today_in,
)
from rounds.models.submission import Untouchable
from tests.people import person, sign_in
from tests.rounds.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("compiled")]
PLACE = "/en/reporting/office/people/arg/"


@pytest.fixture
def office(story: Cast) -> Client:
    return sign_in(story.secretariat)


def said(story: Cast) -> list[str]:
    """The oldest first."""
    return [one.what for one in people_history.steps(story.countries["arg"])][::-1]


def add(client: Client, to: str, **fields: Any) -> None:
    sent = {f"{to}-{name}": value for name, value in fields.items()}
    assert client.post(PLACE, {"list": to, **sent}).status_code == 302


def press(client: Client, what: str, pk: int, **fields: Any) -> None:
    assert client.post(f"{PLACE}{what}/{pk}/", fields).status_code == 302


class TestEveryChangeIsWrittenDown:
    def test_who_signs_and_who_acts(self, story: Cast, office: Client) -> None:
        user = person("ana", "correspondent", jurisdiction=story.countries["arg"].jurisdiction, last_name="Paz")
        add(office, "authority", user=user.pk, name="Ana Paz", office="Vice-Ministry of Fords")
        row = Authority.objects.get(user=user)
        press(office, "authority", row.pk)
        press(office, "authority", row.pk)
        add(office, "delegation", user=user.pk, kind="alternate", start="2031-05-01", end="")
        mandate = Delegation.objects.get(user=user)
        press(office, "delegation", mandate.pk, end="2031-04-01")
        press(office, "delegation", mandate.pk, end="soon")
        press(office, "delegation", mandate.pk, end="2031-06-01")
        press(office, "delegation", mandate.pk, end="2031-06-01")
        assert said(story) == [
            "named Paz as an authority that signs (Vice-Ministry of Fords)",
            "took from Paz the right to sign (Vice-Ministry of Fords)",
            "gave Paz the right to sign again (Vice-Ministry of Fords)",
            "gave Paz a mandate (from May 1, 2031)",
            "set until when the mandate of Paz lasts (May 1, 2031 – June 1, 2031)",
        ]
        assert {row.actor for row in Event.objects.all()} == {story.secretariat}
        html = office.get(PLACE).content.decode()
        assert "gave Paz a mandate (from May 1, 2031)" in html and "(America/Argentina/Buenos Aires)" in html

    def test_institutions_and_their_people(self, story: Cast, office: Client) -> None:
        add(office, "institution", name="Office of rafts", kind="labour", language="es", mails="rafts@example.org")
        row = Institution.objects.get(name="Office of rafts")
        add(office, "provider", institution=row.pk, user=story.providers["interior"].pk)
        changed = {"name": "Institute of rafts", "kind": "labour", "language": "es", "mails": "eva.paz@example.org"}
        assert office.post(f"{PLACE}institutions/{row.pk}/", changed).status_code == 302
        assert office.post(f"{PLACE}institutions/{row.pk}/", changed).status_code == 302
        add(office, "provider", institution=row.pk, user=story.providers["statistics"].pk)
        press(office, "provider", InstitutionUser.objects.get(institution=row, user=story.providers["statistics"]).pk)
        press(office, "institution", row.pk)
        assert not Institution.objects.filter(pk=row.pk).exists()
        assert said(story) == [
            "added the institution Office of rafts",
            "added provider-interior to the institution Office of rafts",
            "changed the institution Office of rafts → Institute of rafts (name, e-mail addresses)",
            "added provider-statistics to the institution Institute of rafts",
            "took provider-statistics out of the institution Institute of rafts",
            "took provider-interior out of the institution Institute of rafts",
            "deleted the institution Institute of rafts",
        ]
        assert not Event.objects.filter(comment__contains="eva.paz").exists(), "addresses are persons"

    def test_since_when_a_country_takes_part(self, story: Cast, office: Client) -> None:
        add(office, "participation", event="invited", year=2011, source="Report of fords")
        add(office, "participation", event="joined", year=2012, day="2012-03-04")
        press(office, "participation", Participation.objects.get(event="invited", round=None).pk)
        assert said(story) == [
            "wrote down a fact of participation: invited, 2011",
            "wrote down a fact of participation: joined, March 4, 2012",
            "deleted a fact of participation: invited, 2011",
        ]
        assert people_history.steps(story.countries["arg"])[0].comment == "Report of fords"
        html = office.get(PLACE.replace("/en/", "/fr/")).content.decode()
        assert "a noté un fait de participation" in html and "4 mars 2012" in html

    def test_what_a_country_says_that_it_can_answer(self, story: Cast) -> None:
        given = {item: {"answer": "yes", "remark": ""} for item in Readiness.Item.values}
        told: dict[str, Any] = {
            "round_": story.round,
            "country": story.countries["arg"],
            "actor": story.correspondents["arg"],
        }
        workflow.readiness_answer(answers=given, roles=["origin"], **told)
        given["border_records"] = {"answer": "partly", "remark": "On land only."}
        workflow.readiness_answer(answers=given, roles=["transit", "origin"], **told)
        last, first = people_history.steps(story.countries["arg"])
        assert last.what == f"filled in the readiness form of the round {story.round.slug}"
        assert last.who == "correspondent-arg"
        assert last.comment.splitlines() == [
            "records of entries and departures at the border: yes → partly",
            "origin, transit or destination: country of origin → country of origin, country of transit",
        ]
        assert "a population register: – → yes" in first.comment.splitlines()

    def test_what_is_done_at_a_desk_stands_there_too(self, story: Cast) -> None:
        made = story.submission()
        client = sign_in(story.correspondents["arg"])
        new = {"which": "institution", "name": "Office of locks", "kind": "other", "language": "es", "mails": ""}
        assert client.post("/en/reporting/round-2025/arg/people/", new).status_code == 302
        workflow.submission_hand_over(
            submission=made, to=story.ministers["arg"], on=today_in(made.country), actor=story.correspondents["arg"],
            comment="Retirement.",
        )  # fmt: skip
        first, second = people_history.steps(story.countries["arg"])[::-1]
        assert first.what == "added the institution Office of locks" and first.who == "correspondent-arg"
        assert second.what.startswith("handed over the mandate to minister-arg (from ")
        assert second.comment == "Retirement."

    def test_what_is_refused_is_not_written(self, story: Cast, office: Client) -> None:
        made = story.submission()
        row = story.institutions["interior"]
        workflow.table_assign(
            submission=made, table=story.tables["fords"], institution=row, actor=story.correspondents["arg"]
        )
        press(office, "institution", row.pk)
        assert Institution.objects.filter(pk=row.pk).exists() and row.people.count() == 1
        assert said(story) == []


class TestTheTrail:
    def test_it_is_the_secretariats_and_of_one_country(self, story: Cast, office: Client) -> None:
        press(office, "authority", Authority.objects.get(country=story.countries["arg"]).pk)
        assert people_history.steps(story.countries["can"]) == []
        assert "right to sign" not in sign_in(story.correspondents["arg"]).get("/en/reporting/").content.decode()
        assert sign_in(story.correspondents["arg"]).get(PLACE).status_code in (302, 403, 404)

    def test_nobody_changes_it_and_persons_can_be_taken_out(self, story: Cast, office: Client) -> None:
        user = story.ministers["arg"]
        press(office, "authority", Authority.objects.get(user=user).pk)
        row = Event.objects.get()
        other = story.correspondents["can"].pk
        with pytest.raises(Untouchable):
            Event.objects.update(subject="x")
        for change in (f"person_id = {other}", "country_id = NULL", f"actor_id = {other}", "subject = 'x'"):
            with pytest.raises(Exception, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"UPDATE rounds_event SET {change} WHERE id = {row.pk}")  # noqa: S608
        with pytest.raises(Exception, match="never changes"), transaction.atomic():
            row.delete()
        erasure.erase(user.pk)
        assert "minister-arg" not in " ".join(said(story))
        user.refresh_from_db()
        user.delete()
        row.refresh_from_db()
        assert row.person is None and row.actor == story.secretariat
        assert said(story) == ["took from a person whose account is gone the right to sign (Ministry of Fords)"]
