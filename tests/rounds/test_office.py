"""The secretariat makes a round, sees who is late, reviews, returns, publishes: in its own pages and nobody else's."""

import csv
import io
import time
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from indicators.models import Dataset, Observation, Vintage
from rounds import assessing, workflow
from rounds.models import (
    Event,
    FindingReason,
    Mailing,
    Participation,
    Round,
    RoundCountry,
    RoundTable,
    State,
    Submission,
)
from rounds.office_forms import TAKEN
from tests.people import person, sign_in
from tests.rounds.cast import Cast, cast, countries, ferries, fill, register
from tests.test_rooms import views

pytestmark = pytest.mark.django_db
OFFICE = "/en/reporting/office/"
LANGUAGES = ("es", "en", "fr", "pt")


@pytest.fixture
def story(monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The rules are tried in tests of their own: here they find nothing unless a test says so."""
    monkeypatch.setattr(assessing, "findings", lambda submission: [])
    return cast()


@pytest.fixture
def desk(story: Cast) -> Client:
    return sign_in(story.secretariat)


def form(**changed: Any) -> dict[str, Any]:
    """What a round needs, as the form sends it."""
    titles = {f"title_{code}": f"Round of fords {code}" for code in LANGUAGES}
    later = (timezone.now() + timedelta(days=60)).strftime("%Y-%m-%dT%H:%M")
    return {
        "slug": "fords-2026",
        "first": "2023",
        "last": "2024",
        "deadline": later,
        "timezone": "America/Lima",
        **titles,
        **changed,
    }


def page(client: Client, path: str, code: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == code, path
    return str(answer.content.decode())


class TestFromTheRegisterToTheOpenRound:
    def test_a_round_is_made_step_by_step_and_opens(self) -> None:
        known = countries()
        register()
        Participation.objects.create(country=known["arg"], event="invited", year=2009)
        secretary = person("secretary", "secretariat")
        correspondent = person("cora", "correspondent", jurisdiction=known["arg"].jurisdiction)
        client = sign_in(secretary)
        assert client.post(f"{OFFICE}rounds/new/", form()).status_code == 302
        made = Round.objects.get(slug="fords-2026")
        assert (made.state, made.sections.count()) == ("draft", 4)
        place = f"{OFFICE}rounds/fords-2026/"
        client.post(f"{place}tables/", {"indicator": ["ferries", "fords"]})
        assert set(made.tables.values_list("name", flat=True)) == {"ferries", "fords"}
        client.post(
            f"{place}tables/ferries/",
            {"breakdowns": ["SEX"], "basis": "C", "freq": "Q", "position": "1", "guidance_es": "Ojo"},
        )
        table = made.tables.get(name="ferries")
        assert table.fixed == {"BASIS": "C"}
        assert (table.vary, list(table.codes), table.totals, table.freq, table.required) == (
            ["SEX"],
            ["SEX"],
            ["SEX"],
            "Q",
            False,
        )
        client.post(f"{place}tables/", {"indicator": ["ferries"]})
        assert made.tables.get().vary == ["SEX"], "a table that stays keeps what was changed"
        client.post(
            f"{place}countries/", {"add": "pilot", "country": ["CAN"], "threshold-CAN": "", "note-CAN": "Statute 12"}
        )
        assert dict(made.countries.values_list("country__iso3", "threshold")) == {"ARG": 5, "CAN": None}
        assert client.post(f"{place}open/", follow=True).status_code == 200
        made.refresh_from_db()
        assert made.state == "open" and Participation.objects.filter(round=made, event="invited").count() == 2
        assert Mailing.objects.filter(kind="invited", recipient=f"user:{correspondent.pk}").exists()

    def test_the_deadline_is_read_in_its_zone(self) -> None:
        client = sign_in(person("secretary", "secretariat"))
        client.post(f"{OFFICE}rounds/new/", form(deadline="2031-03-31T23:59", timezone="America/Lima"))
        made = Round.objects.get()
        assert made.deadline.isoformat() == "2031-04-01T04:59:00+00:00"
        assert 'value="2031-03-31T23:59"' in page(client, f"{OFFICE}rounds/{made.slug}/edit/")
        assert "America/Lima" in page(client, f"{OFFICE}rounds/{made.slug}/")

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"timezone": "America/Atlantis"}, "timezone"), ({"timezone": "../../etc"}, "timezone"),
            ({"deadline": "2031-03-09T02:30", "timezone": "America/New_York"}, "deadline"), ({"deadline": "soon"}, "deadline"),
            ({"first": "2024", "last": "2020"}, "last"), ({"first": "1", "last": "2024"}, "last"),
            ({"slug": "new"}, "slug"), ({"slug": "Office"}, "slug"), ({"slug": "a b"}, "slug"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_is_said_at_its_field(self, changed: dict[str, str], field: str) -> None:
        answer = sign_in(person("secretary", "secretariat")).post(f"{OFFICE}rounds/new/", form(**changed))
        assert answer.status_code == 200 and answer.context["form"].errors.keys() == {field}
        assert not Round.objects.exists()

    def test_no_round_stands_where_another_page_does(self) -> None:
        """Wherever an address has the round's own word, no other address has a fixed one that the form would take."""
        found = [route for route, _ in views(get_resolver().url_patterns)]
        own = {
            route.partition("<slug:slug>")[0] for route in found if "<slug:slug>" in route and "/training/" not in route
        }
        places = {one for one in own if one.endswith(("reporting/", "/rounds/"))}
        assert len(places) == 4
        beside = {
            route.removeprefix(place).partition("/")[0]
            for place in places
            for route in found
            if route.startswith(place)
        }
        fixed = {word for word in beside if word and "<" not in word}
        assert fixed == TAKEN
        client = sign_in(person("secretary", "secretariat"))
        for word in fixed:
            assert client.post(f"{OFFICE}rounds/new/", form(slug=word)).context["form"].errors.keys() == {"slug"}

    def test_a_round_without_tables_does_not_open(self) -> None:
        client = sign_in(person("secretary", "secretariat"))
        client.post(f"{OFFICE}rounds/new/", form())
        answer = client.post(f"{OFFICE}rounds/fords-2026/open/", follow=True)
        assert "cannot open yet" in answer.content.decode() and Round.objects.get().state == "draft"

    def test_an_open_round_is_not_edited(self, story: Cast, desk: Client) -> None:
        place = f"{OFFICE}rounds/{story.round.slug}/"
        before = list(Round.objects.values()), list(RoundTable.objects.values()), list(RoundCountry.objects.values())
        for path, sent in (
            ("edit/", form(slug=story.round.slug)), ("tables/", {"indicator": ["fords"]}), ("tables/ferries/", {"freq": "A", "position": "1"}),
            ("countries/", {"add": "all"}), ("sections/new/", {"key": "x"}), ("delete/", {}),
        ):  # fmt: skip
            answer = desk.post(place + path, sent, follow=True)
            assert "can no longer be changed" in answer.content.decode(), path
        after = list(Round.objects.values()), list(RoundTable.objects.values()), list(RoundCountry.objects.values())
        assert after == before

    def test_a_threshold_goes_only_with_the_place_where_the_country_says_so(self) -> None:
        countries()
        client = sign_in(person("secretary", "secretariat"))
        client.post(f"{OFFICE}rounds/new/", form())
        for value in ("", "0", "-1", "5000", "few"):
            answer = client.post(f"{OFFICE}rounds/fords-2026/countries/", {"country": ["CAN"], "threshold-CAN": value})
            assert "Canada:" in answer.content.decode(), value
        assert not RoundCountry.objects.exists()


class TestWhoIsLate:
    def test_at_a_glance_and_as_a_file(self, story: Cast, desk: Client) -> None:
        story.signed("arg")
        story.submission("can")
        Round.objects.update(deadline=timezone.now() - timedelta(days=2))
        text = page(desk, f"{OFFICE}rounds/{story.round.slug}/")
        late = text.split("Late:")[1].split("</p>")[0]
        assert "Canada" in late and "México" not in late and "Mexico" in late and "Argentina" not in late
        assert "2 days over" in text
        answer = desk.get(f"{OFFICE}rounds/{story.round.slug}/progress/csv/")
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert {row["ISO 3166"]: (row["State"], row["Late"]) for row in rows} == {
            "ARG": ("submitted", ""), "CAN": ("draft", "late"), "MEX": ("not started", "late"),
        }  # fmt: skip

    def test_the_address_sorts(self, story: Cast, desk: Client) -> None:
        story.signed("mex")
        Round.objects.update(deadline=timezone.now() - timedelta(days=2))
        place = f"{OFFICE}rounds/{story.round.slug}/"
        for sort, first in (
            ("country", "Argentina"),
            ("state", "Argentina"),
            ("late", "Argentina"),
            ("filled", "Argentina"),
        ):
            body = page(desk, f"{place}?sort={sort}").split("<tbody>")[1]
            assert body.index(first) < body.index("Mexico"), sort
        page(desk, f"{place}?sort=nonsense", 404)

    def test_which_rules_fire_in_how_many_countries(
        self, story: Cast, desk: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for code in ("arg", "can"):
            story.submission(code)
        monkeypatch.setattr(assessing, "counted", lambda made: {"error": {"totals": 2}, "warning": {}, "note": {}})
        answer = desk.get(f"{OFFICE}rounds/{story.round.slug}/")
        assert answer.context["rules"] == [("totals", "error", 4, 2)]


class TestReview:
    def place(self, story: Cast, code: str = "arg") -> str:
        return f"{OFFICE}rounds/{story.round.slug}/countries/{code}/"

    def test_a_return_needs_a_comment(self, story: Cast, desk: Client) -> None:
        made = story.signed()
        place = self.place(story)
        desk.post(f"{place}steps/take_in_review/", {"version": made.version})
        made.refresh_from_db()
        assert made.state == State.IN_REVIEW
        answer = desk.post(f"{place}steps/return/", {"version": made.version, "comment": "  "}, follow=True)
        made.refresh_from_db()
        assert made.state == State.IN_REVIEW and "needs a comment" in answer.content.decode()
        desk.post(f"{place}steps/return/", {"version": made.version, "comment": "Table two, 2024?"})
        made.refresh_from_db()
        assert made.state == State.RETURNED and "Table two, 2024?" in page(desk, place)

    def test_a_step_counts_for_what_was_seen(self, story: Cast, desk: Client) -> None:
        made = story.signed()
        answer = desk.post(f"{self.place(story)}steps/take_in_review/", {"version": made.version - 1}, follow=True)
        made.refresh_from_db()
        assert made.state == State.SUBMITTED and "Somebody changed this" in answer.content.decode()

    def test_publishing_says_what_it_will_do_and_does_it(self, story: Cast, desk: Client) -> None:
        story.published("arg", 100)
        first = Submission.objects.get()
        revision = workflow.submission_revise(
            submission=first, version=first.version, actor=story.correspondents["arg"], comment="A figure was wrong."
        )
        fill(revision, story.tables["ferries"], story.correspondents["arg"], ferries(4, ("2023",)))
        workflow.submission_submit(
            submission=revision, version=revision.version, actor=story.ministers["arg"], confirmed=True
        )
        for name in ("take_in_review", "accept"):
            revision.refresh_from_db()
            desk.post(f"{self.place(story)}steps/{name}/", {"version": revision.version})
        revision.refresh_from_db()
        events, held = Event.objects.count(), list(Observation.objects.order_by("pk").values())
        answer = desk.get(f"{self.place(story)}publish/")
        told = answer.context["outcome"]
        assert (Event.objects.count(), list(Observation.objects.order_by("pk").values())) == (events, held), (
            "only a look"
        )
        assert (told.vintage, told.before, told.new, told.threshold) == (2, 1, 0, 5)
        assert told.changed > 0 and told.withdrawn == 12 and told.small > 0
        assert "vintage 2" in answer.content.decode()
        desk.post(f"{self.place(story)}steps/publish/", {"version": revision.version})
        revision.refresh_from_db()
        rows = Observation.objects.filter(series__dataset=revision.vintage.dataset)
        assert (revision.state, revision.vintage.number) == ("published", 2)
        assert rows.filter(last=1).count() == told.changed + told.withdrawn
        assert rows.filter(first=2).count() == told.changed + told.new
        assert rows.filter(last=None).count() == told.figures

    def test_the_first_vintage_is_announced_too(self, story: Cast, desk: Client) -> None:
        story.accepted()
        told = desk.get(f"{self.place(story)}publish/").context["outcome"]
        assert (told.vintage, told.before, told.changed, told.withdrawn) == (
            1,
            0,
            0,
            0,
        ) and told.new == told.figures > 0
        assert not Vintage.objects.exists() and not Dataset.objects.exists() and not mail.outbox[3:]

    def test_only_what_is_accepted_is_published(self, story: Cast, desk: Client) -> None:
        made = story.signed()
        assert desk.get(f"{self.place(story)}publish/").status_code == 302
        desk.post(f"{self.place(story)}steps/publish/", {"version": made.version})
        made.refresh_from_db()
        assert made.state == State.SUBMITTED

    def test_filing_on_behalf_asks_again_who_is_there_and_is_shown(self, story: Cast) -> None:
        made = story.filled()
        old = sign_in(story.secretariat, at=time.time() - 3600)
        sent = {"version": made.version, "comment": "Their server is down."}
        answer = old.post(f"{self.place(story)}steps/file_on_behalf/", sent)
        made.refresh_from_db()
        assert "reauthenticate" in answer["Location"] and made.state == State.DRAFT
        desk = sign_in(story.secretariat)
        desk.post(f"{self.place(story)}steps/file_on_behalf/", sent)
        made.refresh_from_db()
        assert (made.state, made.on_behalf) == (State.SUBMITTED, True)
        assert "Filed by the secretariat" in page(desk, self.place(story))

    def test_a_country_that_cannot_begin_is_helped(self, story: Cast, desk: Client) -> None:
        assert "not begun" in page(desk, self.place(story, "mex"))
        desk.post(f"{self.place(story, 'mex')}start/")
        assert Submission.objects.get().country == story.countries["mex"]
        assert "on the country’s behalf" in page(desk, self.place(story, "mex"))

    def test_a_table_stands_beside_what_is_published(self, story: Cast, desk: Client) -> None:
        first = story.published("arg", 100)
        revision = workflow.submission_revise(
            submission=first, version=first.version, actor=story.correspondents["arg"], comment="A figure was wrong."
        )
        fill(revision, story.tables["ferries"], story.correspondents["arg"], ferries(140))
        text = page(desk, f"{self.place(story)}tables/ferries/")
        assert "140" in text and "(+40)" in text
        page(desk, f"{self.place(story)}tables/nonsense/", 404)
        for number in ("0", "-1", "x", "99999999999", "٣"):
            page(desk, f"{self.place(story)}tables/ferries/?page={number}")

    def test_findings_stand_with_the_countrys_reasons(
        self, story: Cast, desk: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from rounds.asked import Finding

        made = story.filled()
        facts = {"found": 900.0, "value": 900.0, "before": 100.0}
        found = Finding("jump-vintage", "warning", "fords", {}, "2024", facts=facts)
        monkeypatch.setattr(assessing, "findings", lambda submission: [found])
        place = self.place(story)
        group = desk.get(place).context["review"].content[0]
        assert (group.rule, group.count, group.unexplained) == ("jump-vintage", 1, 1) and "900" in page(desk, place)
        FindingReason.objects.create(submission=made, key=found.key, reason="A new bridge.")
        cache.clear()
        assert "A new bridge." in page(desk, place) and "A new bridge." in page(desk, f"{place}tables/fords/")


class TestReminders:
    def test_they_go_to_who_has_not_answered_once_a_day(
        self, story: Cast, desk: Client, django_capture_on_commit_callbacks: Any
    ) -> None:
        story.signed("arg")
        place = f"{OFFICE}rounds/{story.round.slug}/reminders/"
        answer = desk.get(place)
        assert {row.who for row in answer.context["countries"]} == {"Canada", "Mexico"}
        Mailing.objects.update(claimed_at=timezone.now(), sent_at=timezone.now())
        mail.outbox.clear()
        desk.post(place)
        assert {one.to[0].split("@")[0] for one in mail.outbox} == {
            "correspondent-can", "minister-can", "correspondent-mex", "minister-mex",
        }  # fmt: skip
        desk.post(place)
        assert len(mail.outbox) == 4, "nobody gets it twice on a day"
        assert "correspondent-can" in page(desk, place)


class TestNobodyElse:
    def test_other_roles_are_turned_away(self, story: Cast) -> None:
        story.published("arg")
        place = f"{OFFICE}rounds/{story.round.slug}/"
        addresses = [
            OFFICE, f"{OFFICE}rounds/new/", place, f"{place}progress/csv/", f"{place}edit/", f"{place}tables/", f"{place}countries/",
            f"{place}reminders/", f"{place}observers/", f"{place}countries/arg/", f"{place}countries/arg/publish/",
            f"{place}countries/arg/tables/fords/", f"{OFFICE}people/", f"{OFFICE}people/arg/", f"{OFFICE}method/",
        ]  # fmt: skip
        for user in (
            story.correspondents["arg"],
            story.providers["interior"],
            person("reader", "participant"),
            person("ed", "editor"),
        ):
            client = sign_in(user)
            for address in addresses:
                assert client.get(address).status_code == 403, address
        for address in addresses:
            assert "/accounts/login/" in Client().get(address)["Location"]

    def test_in_four_languages_without_a_fault_and_kept_nowhere(self, story: Cast, desk: Client) -> None:
        story.published("arg")
        story.signed("can")
        place = f"reporting/office/rounds/{story.round.slug}/"
        for code in LANGUAGES:
            for path in (
                "reporting/office/", "reporting/office/rounds/new/", place, f"{place}reminders/", f"{place}observers/", f"{place}countries/arg/",
                f"{place}countries/can/", f"{place}countries/mex/", f"{place}countries/can/tables/ferries/", "reporting/office/people/",
                "reporting/office/people/arg/", "reporting/office/method/", "reporting/office/method/new/",
            ):  # fmt: skip
                answer = desk.get(f"/{code}/{path}")
                assert answer.status_code == 200 and answer["Cache-Control"] == "private, no-store", path
