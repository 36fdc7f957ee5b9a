"""What readers, observers and the network see of SICREMI: never what is not published."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from rounds import assessing, workflow
from rounds.models import (
    Material,
    MethodComment,
    MethodVersion,
    Participation,
    Question,
    Round,
    RoundObserver,
)
from tests.people import person, sign_in
from tests.rounds.cast import Cast, cast

pytestmark = pytest.mark.django_db
LANGUAGES = ("es", "en", "fr", "pt")
SECRET = 77_731.0


@pytest.fixture
def story(monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr(assessing, "findings", lambda submission: [])
    return cast()


@pytest.fixture
def observer(story: Cast) -> Client:
    user = person("watcher", "participant", factor=False)
    RoundObserver.objects.create(round=story.round, user=user, organisation="OECD")
    return sign_in(user)


def text(client: Client, path: str, code: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == code, path
    return str(answer.content.decode())


class TestReaders:
    def test_the_page_names_no_unpublished_thing(self, story: Cast) -> None:
        Round.objects.create(
            slug="secret-round",
            first=2025,
            last=2026,
            deadline=timezone.now() + timedelta(days=9),
            title_en="Hush round",
            title_es="Hush round",
        )
        made = story.filled("can", SECRET)
        workflow.submission_write(
            submission=made, section=story.round.sections.first(), text="Hush narrative", language="en", version=0,
            actor=story.correspondents["can"],
        )  # fmt: skip
        story.signed("mex", SECRET)
        MethodVersion.objects.create(number=1, title_en="Hush method", body_en="Hush")
        for code in LANGUAGES:
            for path in ("sicremi/", f"sicremi/rounds/{story.round.slug}/", "sicremi/method/"):
                page = text(Client(), f"/{code}/{path}")
                for hidden in (
                    "Hush",
                    "77,731",
                    "77.731",
                    "77731",
                    "submitted",
                    "enviad",
                    "Minister",
                    "correspondent-",
                    "secret-round",
                ):
                    assert hidden not in page, (path, hidden)
            text(Client(), f"/{code}/sicremi/rounds/secret-round/", 404)
            text(Client(), f"/{code}/sicremi/method/1/", 404)

    def test_what_is_published_is_linked(self, story: Cast) -> None:
        assert "datasets/sicremi-arg" not in text(Client(), "/en/sicremi/")
        story.published("arg")
        page = text(Client(), "/en/sicremi/")
        assert "/en/datasets/sicremi-arg/" in page and "datasets/sicremi-can" not in page

    def test_participation_stands_with_its_date_and_whether_it_was_checked(self, story: Cast) -> None:
        Participation.objects.create(
            country=story.countries["arg"], event="invited", year=2009, source="Pilot as planned in 2009"
        )
        Participation.objects.create(
            country=story.countries["can"],
            event="joined",
            year=2011,
            day="2011-05-02",
            source="Letter",
            checked="2026-01-01",
        )
        rows = {
            row.split("</th>")[0].rsplit(">", 2)[-2]: row for row in text(Client(), "/en/sicremi/").split("<tr>")[2:]
        }
        assert "2009" in rows["Argentina</a"] and "unchecked" in rows["Argentina</a"]
        assert "May 2, 2011" in rows["Canada</a"] and "unchecked" not in rows["Canada</a"]
        assert "Prevu" not in text(Client(), "/fr/sicremi/") and "Pilot as planned" not in text(
            Client(), "/fr/sicremi/"
        )

    def test_readers_do_not_see_what_the_network_sees(self, story: Cast) -> None:
        for path in (f"rounds/{story.round.slug}/", f"rounds/{story.round.slug}/questions/", "training/", "rounds/"):
            assert "/accounts/login/" in Client().get(f"/en/reporting/{path}")["Location"]
            text(sign_in(person(f"reader-{path[:6]}-{len(path)}", "participant")), f"/en/reporting/{path}", 404)


class TestObservers:
    def test_an_observer_sees_sums_and_no_figure(self, story: Cast, observer: Client) -> None:
        story.signed("arg", SECRET)
        page = text(observer, f"/en/reporting/rounds/{story.round.slug}/")
        assert "countries invited" in page and "submitted" in page
        for hidden in ("77,731", "77731", "Argentina", "Canada"):
            assert hidden not in page
        slug = story.round.slug
        for path in (
            f"{slug}/arg/", f"{slug}/arg/tables/fords/", f"office/rounds/{slug}/", f"office/rounds/{slug}/countries/arg/",
        ):  # fmt: skip
            assert observer.get(f"/en/reporting/{path}").status_code in (403, 404), path

    def test_of_other_rounds_nothing(self, story: Cast, observer: Client) -> None:
        other = Round.objects.create(
            slug="other", first=2024, last=2024, deadline=timezone.now(), state="open", opened_at=timezone.now()
        )
        text(observer, f"/en/reporting/rounds/{other.slug}/", 404)
        text(observer, f"/en/reporting/rounds/{other.slug}/questions/", 404)


class TestQuestions:
    def test_one_asks_another_answers_all_read(self, story: Cast, observer: Client) -> None:
        place = f"/es/reporting/rounds/{story.round.slug}/questions/"
        arg, can = sign_in(story.correspondents["arg"]), sign_in(story.correspondents["can"])
        arg.post(place, {"table": "ferries", "text": "¿Con tripulación?"})
        asked = Question.objects.get()
        assert (asked.country, asked.language) == (story.countries["arg"], "es")
        assert "no answer yet" in text(observer, place.replace("/es/", "/en/"))
        can.post(place.replace("/es/", "/fr/"), {"question": asked.pk, "text": "Sans l’équipage."})
        page = text(observer, place.replace("/es/", "/en/"))
        assert 'lang="es"' in page and "¿Con tripulación?" in page and "Sans l’équipage." in page

    @pytest.mark.parametrize(
        ("sent", "code"),
        [
            ({"table": "ferries", "text": " "}, 200), ({"table": "ferries", "text": "x" * 5001}, 200), ({"table": "none", "text": "x"}, 404),
            ({"question": "99999999999", "text": "x"}, 404), ({"question": "x", "text": "x"}, 404), ({}, 200),
        ],
    )  # fmt: skip
    def test_what_cannot_be_asked_is_not_stored(self, story: Cast, sent: dict[str, Any], code: int) -> None:
        place = f"/en/reporting/rounds/{story.round.slug}/questions/"
        assert sign_in(story.correspondents["arg"]).post(place, sent).status_code == code
        assert not Question.objects.exists()

    def test_training_is_read_by_the_network(self, story: Cast, observer: Client) -> None:
        Material.objects.create(slug="ways", title_en="Ways", body_en="One <b>way</b>.\n\n- first\n- second")
        page = text(observer, "/en/reporting/training/")
        assert "One &lt;b&gt;way&lt;/b&gt;." in page and "<li>second</li>" in page
        text(sign_in(story.providers["interior"]), "/en/reporting/training/")
        text(observer, "/en/reporting/training/ways/file/", 404)


class TestMethod:
    def version(self) -> MethodVersion:
        texts = {f"{name}_{code}": f"{name} {code}" for name in ("title", "body") for code in LANGUAGES}
        return MethodVersion.objects.create(number=1, **texts)

    def test_from_draft_to_adopted_every_comment_answered(self, story: Cast, observer: Client) -> None:
        row, desk = self.version(), sign_in(story.secretariat)
        text(observer, "/en/sicremi/method/1/", 404)
        desk.post("/en/reporting/office/method/1/review/", {"until": ""})
        text(Client(), "/en/sicremi/method/1/", 404)
        observer.post("/en/sicremi/method/1/", {"text": "Count by birth."})
        sign_in(story.providers["interior"]).post("/es/sicremi/method/1/", {"text": "¿Y los turistas?"})
        said = list(MethodComment.objects.values_list("organisation", "language"))
        assert said == [("OECD", "en"), ("Office of interior", "es")]
        answer = desk.post("/en/reporting/office/method/1/adopt/", follow=True)
        row.refresh_from_db()
        assert row.state == "review" and "Answer every comment first" in answer.content.decode()
        for one in MethodComment.objects.all():
            desk.post(f"/en/reporting/office/method/comments/{one.pk}/answer/", {"text": "Taken up."})
        desk.post("/en/reporting/office/method/1/adopt/")
        row.refresh_from_db()
        assert row.state == "adopted" and row.adopted_on
        page = text(Client(), "/en/sicremi/method/1/")
        assert "body en" in page and "Count by birth" not in page, "comments are the network's"
        observer.post("/en/sicremi/method/1/", {"text": "Too late."})
        assert MethodComment.objects.count() == 2
        desk.post("/en/reporting/office/method/1/", {"number": 1, "body_en": "Changed"})
        assert MethodVersion.objects.get().body_en == "body en", "an adopted version stands"

    def test_only_the_network_comments_and_within_the_days(self, story: Cast, observer: Client) -> None:
        row = self.version()
        MethodVersion.objects.update(state="review", review_from="2020-01-01", review_until="2020-02-01")
        observer.post("/en/sicremi/method/1/", {"text": "Late."})
        MethodVersion.objects.update(review_until=None)
        assert sign_in(person("reader", "participant")).post("/en/sicremi/method/1/", {"text": "Hi"}).status_code == 404
        assert Client().post("/en/sicremi/method/1/", {"text": "Hi"}).status_code == 404
        assert not row.comments.exists()

    def test_a_version_without_its_four_languages_is_not_reviewed(self, story: Cast) -> None:
        MethodVersion.objects.create(number=3, title_en="Only", body_en="English")
        answer = sign_in(story.secretariat).post("/en/reporting/office/method/3/review/", {}, follow=True)
        assert "all four languages" in answer.content.decode() and MethodVersion.objects.get().state == "draft"


class TestPeople:
    def test_who_may_sign_who_acts_and_who_observes(self, story: Cast) -> None:
        desk = sign_in(story.secretariat)
        place = "/en/reporting/office/people/arg/"
        extra = person("alma", "correspondent", jurisdiction=story.countries["arg"].jurisdiction)
        stranger = person("stranger", "correspondent", jurisdiction=story.countries["can"].jurisdiction)
        sent = {
            "list": "authority",
            "authority-user": extra.pk,
            "authority-name": "Alma",
            "authority-office": "Ministry",
        }
        assert desk.post(place, sent).status_code == 302
        refused = desk.post(place, {**sent, "authority-user": stranger.pk})
        assert refused.status_code == 200 and story.countries["arg"].authorities.count() == 2
        row = story.countries["arg"].authorities.get(user=extra)
        desk.post(f"{place}authority/{row.pk}/")
        row.refresh_from_db()
        assert row.active is False
        desk.post(
            place,
            {
                "list": "delegation",
                "delegation-user": extra.pk,
                "delegation-kind": "alternate",
                "delegation-start": "2026-01-01",
            },
        )
        mandate = story.countries["arg"].delegations.get()
        desk.post(f"{place}delegation/{mandate.pk}/", {"end": "2025-01-01"})
        mandate.refresh_from_db()
        assert mandate.end is None, "it cannot end before it begins"
        desk.post(
            place,
            {
                "list": "institution",
                "institution-name": "Ports",
                "institution-kind": "other",
                "institution-language": "es",
                "institution-mails": "no mail",
            },
        )
        assert not story.countries["arg"].institutions.filter(name="Ports").exists()
        desk.post(
            place,
            {
                "list": "participation",
                "participation-event": "joined",
                "participation-year": "2012",
                "participation-source": "Letter",
            },
        )
        assert story.countries["arg"].participations.get(event="joined").checked is None
        desk.post(f"{place}institution/{story.institutions['interior'].pk}/")
        assert story.countries["arg"].institutions.count() == 1, "one without tables may go"

    def test_an_observer_needs_an_account(self, story: Cast) -> None:
        desk, place = sign_in(story.secretariat), f"/en/reporting/office/rounds/{story.round.slug}/observers/"
        assert (
            "No account has this address"
            in desk.post(place, {"email": "a@b.org", "organisation": "IOM"}).content.decode()
        )
        user = person("ilo", "participant", factor=False)
        desk.post(place, {"email": user.email.upper(), "organisation": "ILO"})
        assert RoundObserver.objects.get().organisation == "ILO"
        desk.post(place, {"remove": RoundObserver.objects.get().pk})
        assert not RoundObserver.objects.exists()
