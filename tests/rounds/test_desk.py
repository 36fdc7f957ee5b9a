"""The desk of correspondents and institutions: what they find there, what they may do, what is never lost and never leaks."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import get_resolver

from rounds import desk_urls, workflow
from rounds.asked import Entry
from rounds.models import Assignment, Cell, Round, Submission
from tests import people
from tests.rounds.cast import Cast, ferries, fill
from tests.rounds.desk import ARG, HOME, LANGUAGES, fields, page, silent

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    yield from silent(monkeypatch)


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
