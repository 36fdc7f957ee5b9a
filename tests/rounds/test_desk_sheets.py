"""Sheets at the desk: out pre-filled, in through a look at what they change; taken whole or not at all."""

import io
import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import openpyxl
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from records.upload_limit import UPLOAD_BYTES
from rounds import workflow
from rounds.models import Cell, Submission
from tests import people
from tests.rounds.cast import Cast, cast, ferries, fill, fords
from tests.rounds.test_desk import ARG, fields, page

pytestmark = pytest.mark.django_db
FORDS = f"{ARG}tables/fords/"


@pytest.fixture
def story() -> Iterator[Cast]:
    """With the rules as they are."""
    cache.clear()
    yield cast()
    cache.clear()


def workbook(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200 and answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"].endswith('.xlsx"')
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def as_file(book: Any) -> SimpleUploadedFile:
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("sheet.xlsx", out.getvalue())


def csv(text: str, name: str = "fords.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def brought(client: Client, address: str, file: SimpleUploadedFile) -> str:
    """The address of the look at what changes."""
    answer = client.post(address, {"file": file})
    assert answer.status_code == 302, re.sub(r"<[^>]+>", " ", answer.content.decode())[-3000:]
    return str(answer["Location"])


def versions(html: str) -> str:
    found = re.search(r'name="versions" value="([^"]*)"', html)
    assert found
    return unescape(found.group(1))


def stored(table: str = "fords") -> dict[str, float | None]:
    return {cell.period: cell.value for cell in Cell.objects.filter(table__name=table)}


class TestTheWayOfASheet:
    def test_out_filled_looked_at_and_taken(self, story: Cast) -> None:
        made = story.submission()
        fill(made, story.tables["fords"], story.correspondents["arg"], fords(10.0))
        client = people.sign_in(story.correspondents["arg"])
        book = workbook(client, f"{ARG}sheets/workbook/")
        assert {"ferries", "fords"} <= set(book.sheetnames)
        sheet = book["fords"]
        places = {cell.value: cell.column for cell in sheet[1]}
        rows = {sheet.cell(line, places["TIME_PERIOD"]).value: line for line in range(3, sheet.max_row + 1)}
        assert sheet.cell(rows["2023"], places["OBS_VALUE"]).value == 10
        sheet.cell(rows["2023"], places["OBS_VALUE"]).value = 12
        sheet.cell(rows["2024"], places["OBS_VALUE"]).value = None
        sheet = book["ferries"]
        places = {cell.value: cell.column for cell in sheet[1]}
        sheet.cell(3, places["OBS_VALUE"]).value = 7
        look = brought(client, f"{ARG}sheets/", as_file(book))
        html = page(client, look)
        assert (
            "1 changed" in html
            and "1 filled here, blank in the file" in html
            and "1 new" in html
            and "Nothing is saved yet." in html
        )
        assert stored() == {"2023": 10, "2024": 10}, "a look changes nothing"
        assert client.post(look, {"versions": versions(html), "empty": "on"}).status_code == 302
        assert stored() == {"2023": 12} and Cell.objects.get(table__name="ferries").value == 7
        assert "taken already" in page(client, look, 400, versions=versions(html)), "the second click does nothing"

    def test_a_workbook_from_before_others_filled_theirs_empties_nothing(self, story: Cast) -> None:
        """It happened: the correspondent brought the workbook of the first day, and all that institutions had filled was gone."""
        made = story.submission()
        client = people.sign_in(story.correspondents["arg"])
        book = workbook(client, f"{ARG}sheets/workbook/")
        fill(made, story.tables["ferries"], story.correspondents["arg"], ferries(100.0))
        filled = Cell.objects.filter(table__name="ferries").count()
        book["fords"].cell(3, [cell.value for cell in book["fords"][1]].index("OBS_VALUE") + 1).value = 12
        look = brought(client, f"{ARG}sheets/", as_file(book))
        html = page(client, look)
        assert f"{filled} filled here, blank in the file" in html and "Otherwise they stay as they are" in html
        assert client.post(look, {"versions": versions(html)}).status_code == 302
        assert Cell.objects.filter(table__name="ferries").count() == filled and stored() == {"2023": 12}

    def test_a_table_of_its_own_as_csv(self, story: Cast) -> None:
        story.submission()
        client = people.sign_in(story.correspondents["arg"])
        book = workbook(client, f"{FORDS}workbook/")
        assert "ferries" not in book.sheetnames
        look = brought(client, f"{FORDS}sheet/", csv("TIME_PERIOD,OBS_VALUE,NOTE\n2023,0,none crossed\n", "any.csv"))
        html = page(client, look)
        answer = client.post(look, {"versions": versions(html)})
        assert answer.status_code == 302 and answer["Location"] == FORDS
        assert stored() == {"2023": 0}

    def test_who_saved_meanwhile_is_not_overwritten_unseen(self, story: Cast) -> None:
        made = story.submission()
        client = people.sign_in(story.correspondents["arg"])
        look = brought(client, f"{FORDS}sheet/", csv("TIME_PERIOD,OBS_VALUE\n2023,5\n"))
        shown = versions(page(client, look))
        fill(made, story.tables["fords"], story.ministers["arg"], fords(9.0))
        html = page(client, look, 409, versions=shown)
        assert "Somebody changed this meanwhile" in html and "1 changed" in html
        assert stored() == {"2023": 9, "2024": 9}
        assert client.post(look, {"versions": versions(html)}).status_code == 302
        assert stored() == {"2023": 5, "2024": 9}

    def test_of_two_sheets_at_once_the_second_is_told(self, story: Cast) -> None:
        story.submission()
        client, other = people.sign_in(story.correspondents["arg"]), people.sign_in(story.ministers["arg"])
        one = brought(client, f"{FORDS}sheet/", csv("TIME_PERIOD,OBS_VALUE\n2023,5\n"))
        two = brought(other, f"{FORDS}sheet/", csv("TIME_PERIOD,OBS_VALUE\n2023,6\n"))
        first, second = versions(page(client, one)), versions(page(other, two))
        assert client.post(one, {"versions": first}).status_code == 302
        page(other, two, 409, versions=second)
        assert stored() == {"2023": 5}

    def test_all_tables_or_none(self, story: Cast) -> None:
        """One table of the file is stale: the other is not written either."""
        story.submission()
        client = people.sign_in(story.correspondents["arg"])
        book = workbook(client, f"{ARG}sheets/workbook/")
        for name in ("fords", "ferries"):
            place = next(cell.column for cell in book[name][1] if cell.value == "OBS_VALUE")
            book[name].cell(3, place).value = 4
        look = brought(client, f"{ARG}sheets/", as_file(book))
        told = json.loads(versions(page(client, look)))
        for wrong in (99, "1", True, None, -1, 10**12, {}):
            page(client, look, 409, versions=json.dumps(told | {"fords": wrong}))
            assert not Cell.objects.exists(), wrong
        for wrong_text in ("", "[]", "{", "[" * 9000, "1"):
            page(client, look, 409, versions=wrong_text)
        assert not Cell.objects.exists()


class TestWhatIsNotTaken:
    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ('TIME_PERIOD,OBS_VALUE\n2023,"1,234"\n', "can be read as"),
            ("TIME_PERIOD,OBS_VALUE\n2023,about\n", "is not a number"),
            ("PERIOD,FIGURE\n2023,1\n", "technical names"),
            ("TIME_PERIOD,OBS_VALUE\n2023,\x001\n", "neither a workbook"),
            ("", "file"),
        ],
    )
    def test_the_fault_is_said_with_its_line(self, story: Cast, text: str, sentence: str) -> None:
        story.submission()
        client = people.sign_in(story.correspondents["arg"])
        html = page(client, f"{FORDS}sheet/", 400, file=csv(text))
        assert sentence in unescape(html) and not Cell.objects.exists()

    def test_unknown_codes_and_cells_that_stand_twice_block_the_whole_file(self, story: Cast) -> None:
        story.submission()
        client = people.sign_in(story.correspondents["arg"])
        text = "SEX,COUNTERPART,TIME_PERIOD,OBS_VALUE\nM,VEN,2023,1\nX,VEN,2023,2\nM,VEN,2023,3\nM,COL,1999,4\n"
        look = brought(client, f"{ARG}tables/ferries/sheet/", csv(text))
        html = page(client, look)
        assert "cannot be taken as it is" in html and "line 3" in html and "stands more than once" in html
        assert 'name="versions"' not in html
        made = Submission.objects.get()
        told = json.dumps({"ferries": made.fillings.get(table__name="ferries").version})
        page(client, look, 409, versions=told)
        assert not Cell.objects.exists()

    def test_another_round_another_country_and_no_file(self, story: Cast) -> None:
        story.submission()
        story.submission("can")
        client = people.sign_in(story.correspondents["arg"])
        theirs = workbook(people.sign_in(story.correspondents["can"]), "/en/reporting/round-2025/can/sheets/workbook/")
        assert "of another country" in page(client, f"{ARG}sheets/", 400, file=as_file(theirs))
        assert "Choose a file." in page(client, f"{ARG}sheets/", 400, file="")
        junk = SimpleUploadedFile("x.xlsx", b"PK\x03\x04" + b"\x00" * 500)
        page(client, f"{ARG}sheets/", 400, file=junk)

    def test_a_huge_file_is_refused_with_a_sentence(self, story: Cast) -> None:
        story.submission()
        client = people.sign_in(story.correspondents["arg"])
        huge = SimpleUploadedFile("fords.csv", b"x" * (UPLOAD_BYTES + 2**16))
        assert "larger than" in page(client, f"{FORDS}sheet/", 400, file=huge)


class TestWhoseSheet:
    def test_an_institution_gets_and_brings_its_table_alone(self, story: Cast) -> None:
        made = story.submission()
        fill(made, story.tables["ferries"], story.correspondents["arg"], ferries(8642.0))
        workflow.table_assign(
            submission=made, table=story.tables["fords"], institution=story.institutions["interior"],
            actor=story.correspondents["arg"],
        )  # fmt: skip
        client = people.sign_in(story.providers["interior"])
        book = workbook(client, f"{ARG}sheets/workbook/")
        assert "fords" in book.sheetnames and "ferries" not in book.sheetnames
        assert client.get(f"{ARG}tables/ferries/workbook/").status_code == 404
        assert client.post(f"{ARG}tables/ferries/sheet/", {"file": csv("x")}).status_code == 404
        text = "SEX,COUNTERPART,TIME_PERIOD,OBS_VALUE\nM,VEN,2023,1\n"
        page(client, f"{ARG}sheets/", 400, file=csv(text, "ferries.csv"))
        look = brought(client, f"{ARG}sheets/", csv("TIME_PERIOD,OBS_VALUE\n2023,5\n"))
        shown = versions(page(client, look))
        assert people.sign_in(story.correspondents["arg"]).get(look).status_code == 400, "another's look is nobody's"
        workflow.table_return_by_institution(
            submission=made, table=story.tables["fords"], actor=story.providers["interior"]
        )
        assert "not with your institution now" in page(client, look, 409, versions=shown)
        assert stored() == {}


class TestFindings:
    def test_a_warning_is_explained_where_it_stands_and_the_file_has_it(self, story: Cast) -> None:
        made = story.submission()
        fill(
            made,
            story.tables["ferries"],
            story.correspondents["arg"],
            ferries(1000.0, ("2023",)) + ferries(90.0, ("2024",)),
        )
        client = people.sign_in(story.correspondents["arg"])
        html = page(client, f"{ARG}findings/")
        assert html.index("Structure") < html.index("Content"), "structure first"
        where = re.search(r'href="([^"]*tables/ferries/\?page=1#c-[^"]+)"', html)
        assert where and f'id="{where.group(1).partition("#")[2]}"' in page(client, where.group(1).partition("#")[0])
        at = re.search(r'name="finding" value="(f[0-9a-f]{16})"', html)
        assert at
        blank = page(client, f"{ARG}findings/reason/", 409, finding=at.group(1), reason="  ")
        assert "needs a comment" in blank
        answer = client.post(f"{ARG}findings/reason/", {"finding": at.group(1), "reason": "=A flood took the ferries"})
        assert answer.status_code == 302 and answer["Location"].endswith(f"#{at.group(1)}")
        assert "A flood took the ferries" in page(client, f"{ARG}findings/")
        told = client.get(f"{ARG.replace('/en/', '/es/')}findings/file/")
        assert told["Content-Type"].startswith("text/csv") and told["Cache-Control"] == "private, no-store"
        assert "'=A flood took the ferries" in told.content.decode(), "no formula for a spreadsheet"
        gone = page(client, f"{ARG}findings/reason/", 409, finding="f0", reason="My reason")
        assert "stands no more" in gone and "My reason" in gone

    def test_an_error_blocks_the_signature_until_it_is_corrected(self, story: Cast) -> None:
        made = story.filled()
        minister = people.sign_in(story.ministers["arg"])
        form = fields(page(minister, f"{ARG}tables/ferries/"))
        assert minister.post(f"{ARG}tables/ferries/", form | {"v:_T._T@2024": "150"}).status_code == 302
        html = page(minister, f"{ARG}findings/?table=ferries")
        assert "the total by" in html and "150" in html
        made.refresh_from_db()
        assert "Errors that stand against it" in page(minister, f"{ARG}sign/", 409, version=made.version)
        form = fields(page(minister, f"{ARG}tables/ferries/"))
        assert minister.post(f"{ARG}tables/ferries/", form | {"v:_T._T@2024": "100"}).status_code == 302
        made.refresh_from_db()
        assert minister.post(f"{ARG}sign/", {"version": made.version}).status_code == 302
