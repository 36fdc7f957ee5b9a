"""A number that the secretariat puts into a paragraph is a published figure of the report's vintages, or there is none."""

from typing import Any

import pytest
from django.utils.translation import activate

from indicators.wording import Words
from reports import measuring, offering, workflow
from reports.models import Block, Report
from reports.offering import Asked
from reports.rendering.building import Builder
from tests.reports import stories
from tests.reports.shapes import DESK, STOCK, bind, paragraph

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(settings: Any, tmp_path: Any) -> Report:
    settings.DATA_DIR = tmp_path
    stories.region()
    activate("en")
    return stories.begun()


def test_a_new_number_is_a_published_figure_and_stays_bound(report: Report) -> None:
    [block] = paragraph(report, "Los migrantes.", "arg")
    made = bind(report, block)
    assert (made.number, made.value, made.form) == (1, 3_024_873.0, "value")
    assert measuring.again(made, measuring.frozen(report)) == made.value
    text = block.texts.get(language="es")
    workflow.text_change(text=text, version=1, new="Los migrantes: {{fig:1}}.", actor=None)
    told = Builder(report, "en").paragraph(block, "The migrants: {{fig:1}}.")
    assert told and "".join(span.text for span in told.spans) == "The migrants: 3,024,873."
    assert bind(report, block, Asked("foreign-born-stock", "people", "ARG", "COUNTERPART", "2015")).number == 2
    first = stories.paragraph(report, "can").block
    count = max(one.number for one in first.bindings.all())
    assert bind(report, first).number == count + 1


def test_what_is_suppressed_or_not_there_is_no_number_of_a_paragraph(report: Report) -> None:
    """Rule 18: the desk reads what readers read."""
    [block] = paragraph(report, "México.", "arg")
    asked = Asked("foreign-born-stock", "people", "MEX", "COUNTERPART", "2024")
    found = offering.offered(measuring.frozen(report), asked, Words("en"))
    hidden = [one for one in found.offers if not one.key]
    assert [one.text for one in hidden] == ["suppressed"] and len(found.offers) == 2
    assert "7,777,777" not in str(found)
    key = next(one.key for one in found.offers if one.key)
    suppressed = key.replace(".CAN.", ".VEN.")
    assert suppressed != key
    for wrong, line in (
        (asked, suppressed), (asked, "x"), (asked, ""), (STOCK, key), (Asked("nothing"), key), (Asked(), ""),
        (Asked("foreign-born-stock", "people", "ARG", "", "1850"), key), (Asked("migrants-by-sector", "people", "ARG"), key),
    ):  # fmt: skip
        with stories.refused("no_figure"):
            offering.number_bind(report=report, chapter="arg", part=block.pk, asked=wrong, key=line, actor=None)
    assert not block.bindings.exists()


def test_a_country_s_own_words_get_no_numbers(report: Report) -> None:
    [block] = paragraph(report, "Dice el país.", "arg")
    Block.objects.filter(pk=block.pk).update(spec={"submission": 1})
    with stories.refused("told"):
        bind(report, block)
    table = Block.objects.filter(chapter__report=report, kind="table")[0]
    with stories.refused("stale"):
        bind(report, table)


def test_the_desk_leads_to_a_figure_step_by_step(report: Report) -> None:
    client = stories.desk()
    [block] = paragraph(report, "Los migrantes.", "arg")
    page = f"{DESK}chapters/arg/parts/{block.pk}/number/"
    assert "foreign-born-stock (en)" in client.get(page).content.decode()
    assert "migrants-by-sector" not in client.get(page).content.decode(), "of which nobody has a figure"
    told = {"indicator": "foreign-born-stock", "table": "people", "area": "ARG", "by": "", "period": "2024"}
    asked = client.get(page, told).content.decode()
    assert "3,024,873" in asked
    key = asked.partition('name="line" value="')[2].partition('"')[0]
    none = client.post(page, told)
    assert none.status_code == 400 and "Choose a figure" in none.content.decode()
    assert client.post(page, {**told, "line": "A.B"}).status_code == 400
    bound = client.post(page, {**told, "line": key}, follow=True)
    assert bound.redirect_chain[0][0].startswith(f"{DESK}arg/es/#text-")
    assert "{{fig:1}} stands for 3,024,873" in bound.content.decode()
    secret = client.get(page, {**told, "area": "MEX", "by": "COUNTERPART"}).content.decode()
    assert "suppressed" in secret and "7,777,777" not in secret and "7777777" not in secret
