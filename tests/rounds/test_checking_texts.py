"""What the rules found, as a correspondent reads it."""

import csv
import io

import pytest
from django.test import RequestFactory
from django.utils import translation

from indicators.wording import Words
from records import exports
from records.answering import reader
from rounds import finding_tables, finding_texts
from rounds.asked import Finding
from rounds.checking import check
from tests.rounds.cast import register
from tests.rounds.test_checking import PLANTED, RATE, at, found_in, published, rates, steady

pytestmark = pytest.mark.django_db
LANGUAGES = ("es", "en", "fr", "pt")


def one_of_each() -> dict[str, Finding]:
    given = steady()
    found = [one for change in PLANTED.values() for one in found_in(change(given), published(given))]
    found += found_in(given, published(given, 0.001))
    found += found_in(given, published(given), mirror={("F.VEN", "2024"): 90_000.0})
    found += found_in(given, published(given) | {("F.VEN", "2022"): 4000.0})
    found += found_in(given[1:], published(given))
    found += check([RATE], {"rate": rates(8.0, 108.0, 9.0)}, {}, {})
    found += check([RATE], {"rate": rates(8.0, 9.0, 40.0)}, {}, {})
    return {one.rule: one for one in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_its_name_its_sentence_and_what_to_do(language: str) -> None:
    found, words = one_of_each(), Words(language)
    assert set(found) == set(finding_texts.NAMES)
    for one in found.values():
        text = finding_texts.sentence(one, words)
        assert len(text) > 15 and "%(" not in text and text != one.rule
        assert finding_texts.advice(one, words)


@pytest.mark.parametrize(
    ("language", "figure"), [("es", "31,000.5"), ("en", "31,000.5"), ("fr", "31\N{NARROW NO-BREAK SPACE}000,5"), ("pt", "31.000,5")]
)  # fmt: skip
def test_figures_stand_whole_in_the_reader_s_format(language: str, figure: str) -> None:
    one = Finding("sign", "error", "t", {"SEX": "F"}, "2024", facts={"found": -31_000.5})
    text = finding_texts.sentence(one, Words(language)).replace("\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}")
    assert f"\N{MINUS SIGN}{figure}" in text


def test_a_cell_is_named_by_its_labels_and_the_total_by_its_name() -> None:
    register()
    words = Words("en")
    one = Finding("sign", "error", "t", {"SEX": "F", "COUNTERPART": "_T"}, "2024-Q1", facts={"found": -1.0})
    assert finding_texts.cell(one, words) == "sex F, quarter 1 of 2024"
    assert finding_texts.cell(Finding("sign", "error", "t", {"SEX": "_T"}, "2024"), words) == "sex _T, 2024"


def test_a_period_that_is_none_is_told_as_it_was_written() -> None:
    (one,) = found_in(at("F", "VEN", "2024", period="next-year")(steady()))
    assert "next-year" in finding_texts.sentence(one, Words("en"))


def test_the_file_has_a_line_for_each_finding_and_no_formula() -> None:
    (one,) = found_in(at("F", "VEN", "2024", codes={"SEX": "F", "COUNTERPART": "=HYPERLINK(1)"})(steady()))
    with translation.override("en"):
        columns = finding_tables.columns(Words("en"), {"stock": "Foreign-born"})
        made = exports.table(columns, [one], reader(RequestFactory().get("/en/")))
    heading, row = csv.reader(io.StringIO(made.decode("utf-8-sig")))
    assert heading[:3] == ["Table", "Severity", "Rule"] and row[:3] == ["Foreign-born", "error", "unknown code"]
    assert not [text for text in row if text.startswith(("=", "+", "-", "@"))]
