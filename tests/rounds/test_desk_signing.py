"""The desk: signing, readiness, people, narrative."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from rounds import assessing, workflow
from rounds.asked import Finding
from rounds.models import Readiness, State, Submission, Text
from tests import people
from tests.rounds.cast import Cast, accept
from tests.rounds.desk import ARG, HOME, fields, page, silent

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    yield from silent(monkeypatch)


class TestTheSignature:
    def test_a_correspondent_fills_and_the_authority_signs(self, story: Cast) -> None:
        made = story.filled()
        client = people.sign_in(story.correspondents["arg"])
        assert "Only a named authority" in page(client, f"{ARG}sign/")
        html = page(client, f"{ARG}sign/", 409, version=made.version)
        assert "Only a named authority" in html
        minister = people.sign_in(story.ministers["arg"])
        html = page(minister, f"{ARG}sign/")
        assert "You sign as Minister of arg, Ministry of Fords." in html
        assert minister.post(f"{ARG}sign/", {"version": made.version, "comment": "Here it is."}).status_code == 302
        made.refresh_from_db()
        assert made.state == State.SUBMITTED
        html = page(minister, ARG)
        assert "Signed by Minister of arg, Ministry of Fords." in html and "signed and submitted" in html
        assert "This was done already" in page(minister, f"{ARG}sign/", 409, version=made.version)

    def test_who_logged_in_long_ago_is_asked_again(self, story: Cast) -> None:
        made = story.filled()
        client = people.sign_in(story.ministers["arg"], at=0)
        answer = client.post(f"{ARG}sign/", {"version": made.version})
        assert answer.status_code == 302 and "/accounts/" in answer["Location"]
        made.refresh_from_db()
        assert made.state == State.DRAFT

    def test_errors_reasons_and_stale_pages_are_said_and_the_comment_stays(
        self, story: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = story.filled()
        client = people.sign_in(story.ministers["arg"])
        address = f"{ARG}sign/"
        html = page(client, address, 409, version=made.version - 1, comment="My words")
        assert "Somebody changed this meanwhile" in html and "My words" in html
        for severity, sentence in (
            ("error", "Errors that stand against it: 1"),
            ("warning", "without a written reason: 1"),
        ):
            found = [Finding("jump", severity, "fords", {}, "2024")]  # type: ignore[arg-type]
            monkeypatch.setattr(assessing, "assess", lambda submission, tables, given, found=found: found)
            cache.clear()
            html = page(client, address, 409, version=made.version, comment="My words")
            assert sentence in html and "My words" in html
        assert Submission.objects.get().state == State.DRAFT

    def test_what_is_returned_shows_the_comment_and_what_changed_since(self, story: Cast) -> None:
        made = story.signed()
        workflow.submission_take_in_review(submission=made, version=made.version, actor=story.secretariat)
        workflow.submission_return(
            submission=made, version=made.version, actor=story.secretariat, comment="The fords of 2024?"
        )
        client = people.sign_in(story.ministers["arg"])
        html = page(client, ARG)
        assert "The fords of 2024?" in html and "Nothing was changed since." in html
        form = fields(page(client, f"{ARG}tables/fords/")) | {"v:@2024": "101"}
        client.post(f"{ARG}tables/fords/", form)
        assert "1 change since" in page(client, ARG)
        made.refresh_from_db()
        assert client.post(f"{ARG}sign/", {"version": made.version, "again": "1"}).status_code == 302
        made.refresh_from_db()
        assert made.state == State.RESUBMITTED

    def test_what_is_published_is_revised_once(self, story: Cast) -> None:
        made = story.published()
        client = people.sign_in(story.correspondents["arg"])
        assert "needs a comment" in page(client, f"{ARG}revise/", 409, version=made.version, comment=" ")
        assert client.post(f"{ARG}revise/", {"version": made.version, "comment": "A river more"}).status_code == 302
        assert "revision" in page(client, ARG)
        html = page(client, f"{ARG}revise/", 409, version=made.version, comment="And another")
        assert "And another" in html
        assert Submission.objects.count() == 2

    def test_the_secretariat_files_on_behalf_with_a_comment(self, story: Cast) -> None:
        made = story.filled()
        client = people.sign_in(story.secretariat)
        html = page(client, f"{ARG}sign/", 409, version=made.version, on_behalf="1", comment="")
        assert "needs a comment" in html
        answer = client.post(f"{ARG}sign/", {"version": made.version, "on_behalf": "1", "comment": "By telephone"})
        assert answer.status_code == 302
        assert "Filed by the secretariat on behalf of the country." in page(client, ARG)


class TestReadinessAndPeople:
    def test_the_two_criteria(self, story: Cast) -> None:
        client = people.sign_in(story.correspondents["arg"])
        address = f"{ARG}readiness/"
        answers = dict.fromkeys(Readiness.Item.values, "yes")
        assert "Say origin" in page(client, address, 400, **answers)
        assert not Readiness.objects.exists()
        answers |= {"border_records_remark": "since 2004", "roles": ["origin", "transit"]}
        assert client.post(address, answers).status_code == 302
        held = Readiness.objects.get()
        assert held.complete and held.answers["border_records"] == {"answer": "yes", "remark": "since 2004"}
        assert "since 2004" in page(client, address)
        assert client.post(address, answers | {"border_records": "maybe"}).status_code == 400

    def test_an_alternate_and_an_institution(self, story: Cast) -> None:
        story.submission()
        client = people.sign_in(story.correspondents["arg"])
        address = f"{ARG}people/"
        minister = story.ministers["arg"]
        html = page(client, address, 400, which="alternate", person=story.ministers["can"].pk, start="2030-01-01")
        assert "Select a valid choice" in html
        html = page(client, address, 409, which="alternate", person=minister.pk, start="2030-02-01", end="2030-01-01")
        assert "Choose today or a later day" in html
        form = {"which": "alternate", "person": minister.pk, "start": "2030-01-01", "end": "2030-02-01"}
        assert client.post(address, form).status_code == 302
        form = {"which": "institution", "name": "Bridge Office", "kind": "other", "language": "es", "mails": "nonsense"}
        assert "Not an e-mail address" in page(client, address, 400, **form)
        form["mails"] = "bridge@example.org"
        assert client.post(address, form).status_code == 302
        assert "already exists" in page(client, address, 400, **form)
        assert "Bridge Office" in page(client, f"{ARG}tables/fords/")

    def test_who_hands_over_today_is_out(self, story: Cast) -> None:
        made = story.submission()
        client = people.sign_in(story.correspondents["arg"])
        from rounds.models import today_in

        form = {"which": "hand_over", "person": story.ministers["arg"].pk, "on": today_in(made.country).isoformat()}
        answer = client.post(f"{ARG}people/", form)
        assert answer.status_code == 302 and answer["Location"] == HOME
        assert client.get(ARG).status_code == 404


class TestTheNarrative:
    def test_it_is_written_linked_and_never_lost(self, story: Cast, jurisdictions: Any) -> None:
        from laws.models import Law

        law = Law.objects.create(
            jurisdiction=jurisdictions["arg"], type="act", native_type="Ley", number="25.871", slug="ley-25871",
            title_es="Ley de Migraciones", title_en="Migration Act", original_language="es", state_es="reviewed", live=True,
        )  # fmt: skip
        hidden = Law.objects.create(
            jurisdiction=jurisdictions["arg"], type="act", native_type="Ley", number="99.999", slug="ley-99999",
            title_es="Ley de Migraciones secreta", original_language="es", state_es="reviewed", live=False,
        )  # fmt: skip
        story.submission()
        client = people.sign_in(story.correspondents["arg"])
        address = f"{ARG}sections/law/"
        typed = {"version": "0", "language": "es", "text": "La ley cambió."}
        html = page(client, address, **typed, find="1", sought="migraciónes 25.871")
        assert "Ley 25.871" in html and hidden.number not in html and "La ley cambió." in html
        link = json.dumps({"kind": "law", "address": law.get_absolute_url(), "label": "Ley 25.871"})
        assert client.post(address, typed | {"link": [link], "ready": "on"}).status_code == 302
        html = page(client, address, 409, **(typed | {"text": "Otra versión."}))
        assert "Otra versión." in html and "La ley cambió." in html
        bad = json.dumps({"kind": "law", "address": "//elsewhere.example", "label": "x"})
        assert client.post(address, typed | {"version": "1", "link": [bad, "{", "[]"]}).status_code == 409
        assert client.get(f"{ARG}sections/nothing/").status_code == 404

    @pytest.mark.parametrize("held", [
        7, "law", {"kind": "law"}, [1, None, {"kind": "law"}, {"kind": 1, "address": "/x", "label": "x"}],
    ])  # fmt: skip
    def test_links_that_are_none_are_left_out(self, story: Cast, held: Any) -> None:
        """The column takes any JSON: what is no list of links must not break a page."""
        made = story.submission()
        section = story.round.sections.get(key="law")
        row = Text.objects.create(submission=made, section=section, language="es", text="Ley.")
        whole = {"kind": "law", "address": "/es/laws/arg/act-1/", "label": "Ley 1"}
        for stored, shown in ((held, False), ([whole, held], True)):
            row.links = stored
            row.save(update_fields=["links"])
            html = page(people.sign_in(story.correspondents["arg"]), f"{ARG}sections/law/")
            office = page(people.sign_in(story.secretariat), "/en/reporting/office/rounds/round-2025/countries/arg/")
            assert ("Ley 1" in html, "Ley 1" in office) == (shown, shown)


def test_accepted_figures_are_said_to_be_so(story: Cast) -> None:
    made = story.signed()
    accept(made, story.secretariat)
    assert "accepted" in page(people.sign_in(story.correspondents["arg"]), ARG)
