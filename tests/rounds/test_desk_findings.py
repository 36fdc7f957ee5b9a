"""The validation report on the desk and in the office: one cap, counted; what to do stands with each rule."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from rounds import assessing
from rounds.asked import Finding
from tests import people
from tests.rounds.cast import Cast, cast
from tests.rounds.desk import ARG, page

pytestmark = pytest.mark.django_db
OFFICE = "/en/reporting/office/rounds/round-2025/countries/arg/"


@pytest.fixture
def story(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    cells = [{"SEX": sex, "COUNTERPART": f"X{number:03}"} for sex in ("M", "F") for number in range(30)]
    found = [Finding("sign", "error", "ferries", codes, "2024", facts={"found": -1.0}) for codes in cells]
    found.append(Finding("sign", "error", "fords", {}, "2024", facts={"found": -1.0}))
    monkeypatch.setattr(assessing, "assess", lambda submission, tables, given: found)
    cache.clear()
    yield cast()
    cache.clear()


def test_many_of_one_rule_are_capped_alike_wherever_they_are_shown(story: Cast) -> None:
    story.filled()
    desk = page(people.sign_in(story.correspondents["arg"]), f"{ARG}findings/")
    office = page(people.sign_in(story.secretariat), OFFICE)
    for html in (desk, office):
        assert html.count("is negative.") == 51, "fifty of one table, and the one of the other"
    assert "10 more are in the CSV file." in desk and "10 more findings are not shown here." in office
    assert desk.count("Correct the sign; a cell without a figure stays empty.") == 1
    file = page(people.sign_in(story.correspondents["arg"]), f"{ARG}findings/file/")
    assert file.count("is negative.") == 61
