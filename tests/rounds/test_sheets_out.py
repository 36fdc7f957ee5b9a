"""Sheets of a round that is stored: what an institution gets by mail, and what comes back from it."""

import io
from typing import Any

import pytest
from django.core import mail
from openpyxl import load_workbook

from rounds import sheets, workflow
from rounds.assessing import asked_tables
from rounds.sheets import meta_of
from tests.rounds.cast import cast

pytestmark = pytest.mark.django_db


def test_an_institution_gets_its_table_and_no_other(django_capture_on_commit_callbacks: Any) -> None:
    people = cast()
    made = people.filled()
    with django_capture_on_commit_callbacks(execute=True):
        workflow.table_assign(
            submission=made, table=people.tables["ferries"], institution=people.institutions["interior"],
            actor=people.correspondents["arg"],
        )  # fmt: skip
    sent = next(one for one in mail.outbox if "interior@example.org" in one.to)
    name, content, kind = sent.attachments[0]
    assert (name, kind) == ("round-2025-arg-ferries.xlsx", sheets.XLSX)
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["SICREMI", "ferries", "CODES"]
    assert "ARG" not in [cell.value for cell in book["ferries"]["C"]]


def test_the_sheet_of_a_filled_table_comes_back_unchanged() -> None:
    people = cast()
    made = people.filled()
    rows = list(people.tables.values())
    name, content, _ = sheets.prefilled(made, rows, "pt")
    found, told = sheets.read(content, name, asked_tables(made), meta_of(people.round, people.countries["arg"]))
    assert told.sentences == []
    version = made.fillings.get(table=people.tables["ferries"]).version
    changed = workflow.submission_fill(
        submission=made, table=people.tables["ferries"], entries=found["ferries"], version=version,
        actor=people.correspondents["arg"], whole=True,
    )  # fmt: skip
    assert changed == 0


def test_the_sheet_of_one_country_is_not_taken_for_another() -> None:
    people = cast()
    made = people.filled()
    name, content, _ = sheets.prefilled(made, list(people.tables.values()), "es")
    with pytest.raises(sheets.SheetNotTaken) as caught:
        sheets.read(content, name, asked_tables(made), meta_of(people.round, people.countries["mex"]))
    assert (caught.value.key, caught.value.facts["found"]) == ("other-country", "ARG")
