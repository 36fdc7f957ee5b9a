"""Record sheets: compared before anything is written, applied as drafts, and brought again without a change."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws.models import Law, Policy
from records import sheet_files, sheets
from records.models import Source, Topic
from records.sandbox import Refused

pytestmark = pytest.mark.django_db


def sheet(*rows: dict[str, str], columns: tuple[str, ...] = ()) -> bytes:
    names = columns or tuple(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


MIST = {
    "jurisdiction": "arg", "type": "act", "native_type": "Ley", "number": "90.001", "date": "2010-03-01",
    "title_es": "Ley de Brumas", "title_en": "Mist Act", "summary_es": "Sobre la bruma.", "topics": "mist",
    "events": "in_force:2010-04-01", "aliases": "es:popular:Ley gris", "source": "gazette", "checked": "2026-01-02",
}  # fmt: skip


@pytest.fixture(autouse=True)
def ground(jurisdictions: Any) -> None:
    Topic.objects.create(slug="mist")
    Source.objects.create(slug="gazette", publisher="Gaceta")


def compare(*rows: dict[str, str], name: str = "laws") -> sheets.Plan:
    return sheets.compare(sheets.get(name), sheet(*rows), "x.csv")


def test_a_new_record_becomes_a_draft_that_nobody_sees() -> None:
    plan = compare(MIST)
    assert [change.outcome for change in plan.changes] == ["new"] and Law.objects.count() == 0, "only compared"
    sheets.apply(plan)
    law = Law.objects.get()
    assert not law.live and law.has_unpublished_changes and law.state_es == law.state_en == "draft"
    assert (law.number_key, str(law.date), law.checked.isoformat()) == ("90001", "2010-03-01", "2026-01-02")
    assert [str(event.date) for event in law.events.all()] == ["2010-04-01"]
    assert {topic.slug for topic in law.topics.all()} == {"mist"}
    law.get_latest_revision_as_object().save_revision()
    assert [alias.text for alias in Law.objects.get().aliases.all()] == ["Ley gris"]


def test_what_ships_is_published_and_brought_again_changes_nothing() -> None:
    sheets.apply(compare(MIST), publish=True, state="reviewed")
    law = Law.objects.get()
    assert law.live and law.title_in("en") == ("Mist Act", "en") and law.first_published_at
    assert [change.outcome for change in compare(MIST).changes] == ["unchanged"]


def test_every_difference_is_told_before_it_is_written() -> None:
    sheets.apply(compare(MIST), publish=True, state="reviewed")
    plan = compare(MIST | {"summary_es": "Sobre la niebla.", "events": "in_force:2010-04-01|repealed:2020-01-01"})
    (change,) = plan.changes
    assert change.outcome == "changed"
    assert change.fields[0] == ("summary_es", "Sobre la bruma.", "Sobre la niebla.")
    assert [name for name, _, _ in change.fields] == ["summary_es", "events"]
    sheets.apply(plan)
    stored = Law.objects.get()
    assert stored.summary_es == "Sobre la bruma." and stored.has_unpublished_changes, "a draft beside the public record"
    draft = stored.get_latest_revision_as_object()
    assert draft.summary_es == "Sobre la niebla." and {e.kind for e in draft.events.all()} == {"in_force", "repealed"}
    assert draft.state_es == "draft"


def test_an_empty_cell_says_nothing_and_a_dash_empties() -> None:
    sheets.apply(compare(MIST), publish=True, state="reviewed")
    assert compare(MIST | {"summary_es": ""}).changes[0].outcome == "unchanged"
    sheets.apply(compare(MIST | {"summary_es": "-"}), publish=True)
    assert not Law.objects.get().summary_es


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("jurisdiction", "xxx"), ("type", "poem"), ("date", "31-12-2020"), ("topics", "mist|fog"), ("source", "nobody"),
        ("checked", "yesterday"), ("official_url", "javascript:alert(1)"), ("events", "in_force:2010-13-40"),
        ("aliases", "Ley gris"), ("title_es", "x" * 1001), ("state_es", "perfect"), ("slug", "Ley de Brumas"),
    ],
)  # fmt: skip
def test_a_wrong_cell_refuses_its_row_and_says_where(cell: str, value: str) -> None:
    plan = compare(MIST | {cell: value}, MIST | {"number": "90.002"})
    assert [change.outcome for change in plan.changes] == ["refused", "new"]
    assert plan.changes[0].problems[0][0] == cell and plan.changes[0].line == 2
    sheets.apply(plan)
    assert [law.number for law in Law.objects.all()] == ["90.002"]


def test_the_same_record_twice_is_refused_the_second_time() -> None:
    assert [change.outcome for change in compare(MIST, MIST).changes] == ["new", "refused"]


def test_an_unknown_column_refuses_the_file() -> None:
    plan = compare(MIST | {"titel_es": "x"})
    assert "titel_es" in plan.refused and not plan.changes


def test_a_pending_draft_is_built_upon_not_overtaken() -> None:
    sheets.apply(compare(MIST), publish=True, state="reviewed")
    law = Law.objects.get()
    law.summary_en = "On mist, by hand."
    law.save_revision()
    sheets.apply(compare(MIST | {"summary_es": "Sobre la niebla."}))
    draft = Law.objects.get().get_latest_revision_as_object()
    assert (draft.summary_en, draft.summary_es) == ("On mist, by hand.", "Sobre la niebla.")


def test_a_policy_finds_its_laws_and_what_followed_it() -> None:
    sheets.apply(compare(MIST), publish=True, state="reviewed")
    row = {"jurisdiction": "arg", "slug": "plan-1", "title_es": "Plan uno", "legal_basis": "arg/act/90.001|arg/act/1"}
    later = {"jurisdiction": "arg", "slug": "plan-2", "title_es": "Plan dos", "measures_es": "una|dos"}
    plan = compare(row | {"successor": "plan-2"}, later, name="policies")
    sheets.apply(plan, publish=True, state="reviewed")
    first, second = Policy.objects.get(slug="plan-1"), Policy.objects.get(slug="plan-2")
    assert first.successor == second and [law.number for law in first.legal_basis.all()] == ["90.001"]
    assert plan.changes[0].notes == [("legal_basis", "arg/act/1")] and second.measures_es == "una\ndos"


def workbook(change: Any = None) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.append(list(MIST))
    page.append(list(MIST.values()))
    if change:
        change(book, page)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_is_read_like_a_csv() -> None:
    def dates(book: Any, page: Any) -> None:
        from datetime import date

        page["E2"], page["D2"] = date(2010, 3, 1), 90001

    columns, rows = sheets.read(workbook(dates), "laws.xlsx")
    assert dict(zip(columns, rows[0][1], strict=True)) == MIST | {"number": "90001"}


def _formula(book: Any, page: Any) -> None:
    page["F2"] = '=HYPERLINK("http://x")'


def _merged(book: Any, page: Any) -> None:
    page.merge_cells("F2:G2")


def _hidden(book: Any, page: Any) -> None:
    book.create_sheet("other")
    page.sheet_state = "hidden"


@pytest.mark.parametrize(("change", "said"), [(_formula, "formula"), (_merged, "merged"), (_hidden, "empty")])
def test_a_workbook_that_hides_something_is_refused(change: Any, said: str) -> None:
    with pytest.raises(Refused, match=said):
        sheets.read(workbook(change), "laws.xlsx")


@pytest.mark.parametrize(
    "data",
    [b"", b"\n\n", b"<html><body>no</body></html>", b"%PDF-1.7 \x00", b"PK\x03\x04 and then nothing", b"a,a\n1,2\n"],
)
def test_what_is_no_sheet_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        sheets.read(data, "laws.csv")


def test_other_delimiters_and_encodings_are_read() -> None:
    rows = "jurisdiction;type;title_es\narg;act;Ley de extranjería\n"
    for data in (rows.encode("cp1252"), rows.encode("utf-8-sig"), rows.replace(";", "\t").encode()):
        _, found = sheets.read(data, "x.csv")
        assert found == [(2, ["arg", "act", "Ley de extranjería"])]


@given(
    st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])), min_size=2, max_size=2))
)
def test_any_text_in_quotes_comes_through(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([["a", "b"], *rows])
    (_, payload), *_rest = sheet_files.read(out.getvalue().encode(), "x.csv")
    import json

    kept = [cells for _, cells in json.loads(payload)["rows"]]
    assert kept == [cells for row in rows if any(cells := [sheet_files.clean(cell) for cell in row])]
