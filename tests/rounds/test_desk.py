"""The desk of correspondents and institutions: what they find there, what they may do, what is never lost and never leaks."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver

from rounds import assessing, desk_urls, workflow
from rounds.asked import Entry, Finding
from rounds.models import Assignment, Cell, Readiness, Round, State, Submission
from tests import people
from tests.rounds.cast import Cast, accept, cast, ferries, fill

pytestmark = pytest.mark.django_db
HOME = "/en/reporting/"
ARG = f"{HOME}round-2025/arg/"
LANGUAGES = ("es", "en", "fr", "pt")


@pytest.fixture
def story(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """The rules find nothing unless a test says so: they are tried in tests of their own."""
    monkeypatch.setattr(assessing, "assess", lambda submission, tables, given: [])
    cache.clear()
    yield cast()
    cache.clear()


def page(client: Client, address: str, status: int = 200, **form: Any) -> str:
    """The words of an answer; a form is posted."""
    answer = client.post(address, form) if form else client.get(address)
    assert answer.status_code == status, answer.content.decode()[:500]
    assert answer["Cache-Control"] == "private, no-store"
    return answer.content.decode()


def fields(html: str) -> dict[str, str]:
    """What a browser would send back of the form of a table, untouched."""
    from html import unescape

    form = html[html.index('class="grid"') :]
    form = form[: form.index("</form>")]
    found = {
        unescape(name): unescape(value)
        for name, value in re.findall(r'<input[^>]*? name="([^"]+)" value="([^"]*)"', form)
    }
    for name, body in re.findall(r'<select name="([^"]+)">(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', body)
        found[unescape(name)] = chosen.group(1) if chosen else ""
    for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S):
        found[unescape(name)] = unescape(text)
    found.pop("csrfmiddlewaretoken", None)
    return found


class TestACorrespondentsTable:
    def test_from_an_empty_form_to_stored_figures(self, story: Cast) -> None:
        """Figures, a mark, a footnote and a cell that is suppressed, as typed in a form."""
        client = people.sign_in(story.correspondents["arg"])
        assert "Begin the submission" in page(client, ARG)
        assert client.post(f"{ARG}begin/").status_code == 302
        form = fields(page(client, f"{ARG}tables/ferries/"))
        assert len([name for name in form if name.startswith("v:")]) == 3 * 4 * 2
        form |= {
            "v:_T._T@2023": "12 345", "v:M._T@2023": "0", "v:F._T@2023": "1,234,567.5", "m:_T._T@2023": "E",
            "n:_T._T@2023": "without the river", "m:F.VEN@2024": "suppressed", "m:F.COL@2024": "not_collected",
        }  # fmt: skip
        answer = client.post(f"{ARG}tables/ferries/", form)
        assert answer.status_code == 302
        assert "5 cells were saved." in page(client, answer["Location"])
        held = {(cell.key, cell.period): cell for cell in Cell.objects.all()}
        assert {place: cell.value for place, cell in held.items()} == {
            ("_T._T", "2023"): 12345, ("M._T", "2023"): 0, ("F._T", "2023"): 1234567.5, ("F.VEN", "2024"): None,
            ("F.COL", "2024"): None,
        }  # fmt: skip
        first = held["_T._T", "2023"]
        assert (first.status, first.note) == ("E", "without the river")
        assert held["F.VEN", "2024"].state == "suppressed" and held["F.COL", "2024"].state == "not_collected"

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_saving_what_nobody_touched_changes_nothing(self, story: Cast, language: str) -> None:
        """Whatever the signs of a language: a figure that is shown is read as the same figure."""
        made = story.submission()
        odd = [1234.0, 1.234, 0.5, 12345.678, 1e15, 123456.0, 0.001, 1234567.125]
        table, actor = story.tables["ferries"], story.correspondents["arg"]
        places = [(sex, origin) for sex in ("_T", "M") for origin in ("_T", "VEN", "COL", "_U")]
        entries = [
            Entry({"SEX": sex, "COUNTERPART": origin}, "2023", value)
            for (sex, origin), value in zip(places, odd, strict=True)
        ]
        fill(made, table, actor, entries)
        client = people.sign_in(actor)
        address = f"{ARG}tables/ferries/".replace("/en/", f"/{language}/")
        form = fields(page(client, address))
        form["seen"] = "{}"  # as if everything had been typed anew
        assert client.post(address, form).status_code == 302
        assert sorted(Cell.objects.values_list("value", flat=True)) == sorted(odd)

    @pytest.mark.parametrize("text", ["1,234", "1.234", "12,345", "999.999", "-1,234"])
    def test_a_figure_that_can_be_read_in_two_ways_is_not_taken(self, story: Cast, text: str) -> None:
        story.submission()
        client = people.sign_in(story.correspondents["arg"])
        address = f"{ARG}tables/fords/"
        form = fields(page(client, address)) | {"v:@2023": text, "v:@2024": "77"}
        html = page(client, address, 400, **form)
        assert "can be read in two ways" in html and not Cell.objects.exists()
        again = fields(html)
        assert (again["v:@2023"], again["v:@2024"]) == (text, "77"), "what was typed stays"

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"v:@2023": "about ten"}, "is not a number"),
            ({"v:@2023": "1e9"}, "is not a number"),
            ({"v:@2023": "nan"}, "is not a number"),
            ({"v:@2023": "1\x002"}, "is not a number"),
            ({"v:@2023": "9" * 60}, "is not a number"),
            ({"v:@2023": "5", "m:@2023": "suppressed"}, "take away one of the two"),
            ({"m:@2023": "E"}, "needs a figure"),
            ({"n:@2023": "a footnote to nothing"}, "needs a figure"),
            ({"v:@2023": "5", "m:@2023": "'; DROP"}, "Choose one of the marks"),
            ({"v:@2023": "5", "n:@2023": "x" * 2001}, "at most 2000"),
            ({"v:gone@2023": "5"}, "has no such cells"),
            ({"v:@2023": "5", "version": "x"}, "Somebody changed this meanwhile"),
            ({"v:@2023": "5", "version": "99"}, "Somebody changed this meanwhile"),
        ],
    )
    def test_what_is_not_understood_is_said_at_its_cell(
        self, story: Cast, typed: dict[str, str], sentence: str
    ) -> None:
        story.submission()
        client = people.sign_in(story.correspondents["arg"])
        form = fields(page(client, f"{ARG}tables/fords/")) | typed
        answer = client.post(f"{ARG}tables/fords/", form)
        assert answer.status_code in (400, 409)
        assert sentence in answer.content.decode()
        assert not Cell.objects.exists()

    @pytest.mark.parametrize("seen", ["", "null", "[]", "[" * 5000, '{"@2023": 3}', '{"@2023": ["x", 1, 2]}', "\x00"])
    def test_a_form_that_lies_about_what_it_showed_breaks_nothing(self, story: Cast, seen: str) -> None:
        story.submission()
        client = people.sign_in(story.correspondents["arg"])
        form = fields(page(client, f"{ARG}tables/fords/")) | {"seen": seen, "v:@2023": "5"}
        assert client.post(f"{ARG}tables/fords/", form).status_code == 302
        assert Cell.objects.get().value == 5

    def test_two_who_save_at_once_lose_nothing(self, story: Cast) -> None:
        """The second is told what the first saved; what the second typed stands in the form, and is saved when sent again."""
        story.submission()
        client = people.sign_in(story.correspondents["arg"])
        address = f"{ARG}tables/fords/"
        stale = fields(page(client, address))
        first = people.sign_in(story.ministers["arg"])
        assert first.post(address, stale | {"v:@2023": "10", "v:@2024": "20"}).status_code == 302
        html = page(client, address, 409, **(stale | {"v:@2023": "11"}))
        assert "Somebody changed this meanwhile" in html and "saved now: 10" in html
        assert {cell.period: cell.value for cell in Cell.objects.all()} == {"2023": 10, "2024": 20}
        again = fields(html)
        assert (again["v:@2023"], again["v:@2024"]) == ("11", "20"), "typed where typed, theirs where left alone"
        assert client.post(address, again).status_code == 302
        assert {cell.period: cell.value for cell in Cell.objects.all()} == {"2023": 11, "2024": 20}

    def test_a_submission_that_is_signed_is_read_only(self, story: Cast) -> None:
        story.signed()
        client = people.sign_in(story.correspondents["arg"])
        html = page(client, f"{ARG}tables/fords/")
        assert '<input name="v:' not in html and "100" in html
        form = {"version": "2", "seen": "{}", "v:@2023": "5"}
        html = page(client, f"{ARG}tables/fords/", 409, **form)
        assert "The submission is submitted" in html and 'value="5"' in html, "what was typed can still be copied"

    def test_what_is_published_stands_beside(self, story: Cast) -> None:
        story.published(value=4321)
        client = people.sign_in(story.correspondents["arg"])
        assert (
            client.post(f"{ARG}revise/", {"version": Submission.objects.get().version, "comment": "x"}).status_code
            == 302
        )
        assert "published already 4,321" in page(client, f"{ARG}tables/fords/")

    def test_a_post_that_no_form_sends_is_refused_at_the_door(self, story: Cast) -> None:
        story.submission()
        client = people.sign_in(story.correspondents["arg"])
        many = {f"v:{number}@2023": "1" for number in range(1500)}
        assert client.post(f"{ARG}tables/fords/", many).status_code == 400
        assert client.post(f"{ARG}tables/fords/", {"seen": "x" * (11 * 2**20)}).status_code == 400
        assert client.post(f"{ARG}tables/fords/", "{", content_type="application/json").status_code == 409
        assert not Cell.objects.exists()

    def test_a_large_table_comes_in_parts_that_fit_a_request(self, story: Cast) -> None:
        table = story.tables["ferries"]
        codes = [f"X{number:02}" for number in range(99)]
        table.codes = {"SEX": ["_T", "M", "F"], "COUNTERPART": ["_T", *codes]}
        table.save()
        story.submission()
        client = people.sign_in(story.correspondents["arg"])
        html = page(client, f"{ARG}tables/ferries/?page=3")
        form = fields(html)
        assert len(form) < 1000 and "Part 3 of 3" in html
        assert client.post(f"{ARG}tables/ferries/", form | {"v:F.X98@2024": "3"}).status_code == 302
        assert Cell.objects.get().key == "F.X98"
        page(client, f"{ARG}tables/ferries/?page=99999999999")


class TestInstitutions:
    def handed(self, story: Cast) -> Submission:
        made = story.submission()
        workflow.table_assign(
            submission=made, table=story.tables["fords"], institution=story.institutions["interior"],
            actor=story.correspondents["arg"],
        )  # fmt: skip
        return made

    def test_one_sees_and_fills_its_own_table_and_nothing_else(self, story: Cast) -> None:
        made = self.handed(story)
        fill(made, story.tables["ferries"], story.correspondents["arg"], ferries(8642.0))
        client = people.sign_in(story.providers["interior"])
        html = page(client, HOME) + page(client, ARG)
        assert "Fords" in html and "Ferries" not in html and "Ministry of Fords" not in html
        assert "History" not in html and "Office of statistics" not in html
        form = fields(page(client, f"{ARG}tables/fords/"))
        assert client.post(f"{ARG}tables/fords/", form | {"v:@2023": "5"}).status_code == 302
        assert Cell.objects.get(table=story.tables["fords"]).institution == story.institutions["interior"]
        for address in ("tables/ferries/", "people/", "sign/", "revise/", "readiness/", "sections/law/"):
            assert client.get(f"{ARG}{address}").status_code == 404, address
        for address in ("begin/", "findings/reason/", "tables/fords/institution/", "tables/ferries/"):
            assert client.post(f"{ARG}{address}", {"x": "1"}).status_code == 404, address

    def test_another_institution_of_the_country_sees_nothing(self, story: Cast) -> None:
        self.handed(story)
        client = people.sign_in(story.providers["statistics"])
        assert "Nothing waits for you" in page(client, HOME)
        for address in ("", "tables/fords/", "tables/ferries/", "findings/", "findings/file/"):
            assert client.get(f"{ARG}{address}").status_code == 404, address

    def test_it_sends_its_table_back_and_then_reads_it_only(self, story: Cast) -> None:
        self.handed(story)
        client = people.sign_in(story.providers["interior"])
        form = fields(page(client, f"{ARG}tables/fords/"))
        assert client.post(f"{ARG}tables/fords/done/", {"comment": "complete"}).status_code == 302
        assert '<input name="v:' not in page(client, f"{ARG}tables/fords/")
        html = page(client, f"{ARG}tables/fords/", 409, **(form | {"v:@2023": "5"}))
        assert "not with your institution now" in html
        assert "not with your institution now" in page(client, f"{ARG}tables/fords/done/", 409, comment="again")

    def test_a_correspondent_hands_a_table_over(self, story: Cast) -> None:
        story.submission()
        client = people.sign_in(story.correspondents["arg"])
        interior, statistics = story.institutions["interior"], story.institutions["statistics"]
        address = f"{ARG}tables/fords/institution/"
        assert "Choose an institution" in page(client, address, 409, institution="")
        assert client.post(address, {"institution": interior.pk, "instead_of": ""}).status_code == 302
        # Somebody else, who still sees that nobody has it.
        html = page(client, address, 409, institution=statistics.pk, instead_of="")
        assert "with another institution now" in html
        assert Assignment.objects.get().institution == interior


class TestWhoSeesADesk:
    def test_another_country_finds_nothing_at_any_address(self, story: Cast) -> None:
        story.filled()
        client = people.sign_in(story.correspondents["can"])
        for pattern in desk_urls.urlpatterns:
            route = str(pattern.pattern)
            if "<slug:slug>" not in route:
                continue
            for code in ("arg", "bra", "zzz", "ARG"):
                address = "/en/" + (
                    route.replace("<slug:slug>", "round-2025").replace("<slug:code>", code)
                    .replace("<slug:name>", "fords").replace("<slug:key>", "law").replace("<int:pk>", "1")
                )  # fmt: skip
                got, sent = client.get(address), client.post(address, {"version": "1"})
                assert {got.status_code, sent.status_code} <= {404, 405}, address
        html = page(client, HOME)
        assert "Canada" in html and "Argentina" not in html

    def test_a_round_in_preparation_is_nobodys_desk(self, story: Cast) -> None:
        Round.objects.update(state=Round.State.DRAFT)
        client = people.sign_in(story.correspondents["arg"])
        assert client.get(ARG).status_code == 404
        assert "Nothing waits for you" in page(client, HOME)

    def test_who_has_no_role_is_turned_away_and_who_is_not_logged_in_logs_in(self, story: Cast) -> None:
        assert people.sign_in(people.person("translator", "translator")).get(ARG).status_code == 403
        answer = Client().get(ARG)
        assert answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")

    def test_every_address_is_for_staff(self) -> None:
        views = [pattern.callback for pattern in desk_urls.urlpatterns]
        assert views and all(getattr(view, "visibility", "") == "staff" for view in views)
        assert get_resolver()

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_pages_stand_in_four_languages(self, story: Cast, language: str) -> None:
        """The deadline is shown in its own zone."""
        story.filled()
        client = people.sign_in(story.ministers["arg"])
        for rest in ("", "round-2025/arg/", "round-2025/arg/readiness/", "round-2025/arg/people/", "round-2025/arg/sign/",
                     "round-2025/arg/revise/", "round-2025/arg/sections/law/", "round-2025/arg/tables/ferries/"):  # fmt: skip
            html = page(client, f"/{language}/reporting/{rest}")
            assert f'<html lang="{language}">' in html and 'name="robots" content="noindex"' in html
        assert "America/New York" in page(client, f"/{language}/reporting/")


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


def test_accepted_figures_are_said_to_be_so(story: Cast) -> None:
    made = story.signed()
    accept(made, story.secretariat)
    assert "accepted" in page(people.sign_in(story.correspondents["arg"]), ARG)
