"""Who was invited to the pilot, as far as anybody knows; readiness; what ships for training; what the register proposes."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from countries.models import Country, Jurisdiction
from indicators.models import Indicator, Series
from records.models import LANGUAGES
from rounds import workflow
from rounds.loading import load_participation, load_training
from rounds.models import Material, Participation, Readiness, Round, RoundTable
from rounds.proposing import propose_tables
from rounds.refusals import Refusal
from tests.indicators.invented import dataset
from tests.needs import ROOT
from tests.rounds.cast import cast, countries

pytestmark = pytest.mark.django_db
SAMPLE = ROOT / "data" / "indicators"
PILOT = {"ARG", "BLZ", "BRA", "CAN", "CHL", "COL", "ECU", "SLV", "MEX", "URY"}


@pytest.fixture
def pilot() -> None:
    countries()
    for place_, iso3 in enumerate(sorted(PILOT - {"ARG", "CAN", "MEX", "BRA"})):
        place = Jurisdiction.objects.create(code=iso3.lower(), name_en=iso3)
        Country.objects.create(jurisdiction=place, iso3=iso3, iso2=f"X{place_}", is_member=True)


def test_ten_countries_were_invited_in_2009_which_nobody_checked(pilot: None) -> None:
    assert load_participation(SAMPLE) == 10 and load_participation(SAMPLE) == 0
    assert set(Participation.objects.values_list("country__iso3", flat=True)) == PILOT
    told = set(Participation.objects.values_list("event", "year", "day", "checked", "round"))
    assert told == {("invited", 2009, None, None, None)}, (
        "the year alone is known, and nobody compared it with a source"
    )


def test_what_an_editor_corrected_stays(pilot: None) -> None:
    load_participation(SAMPLE)
    Participation.objects.filter(country__iso3="BLZ").update(day=date(2009, 3, 1), checked=date(2026, 1, 2))
    load_participation(SAMPLE)
    assert Participation.objects.get(country__iso3="BLZ").checked == date(2026, 1, 2)


def test_a_day_lies_in_its_year(pilot: None) -> None:
    row = Participation(country=Country.objects.get(iso3="ARG"), event="joined", year=2010, day=date(2011, 1, 1))
    with pytest.raises(ValidationError):
        row.full_clean()


def test_a_published_round_is_a_dated_fact(monkeypatch: pytest.MonkeyPatch) -> None:
    from rounds import assessing

    monkeypatch.setattr(assessing, "findings", lambda submission: [])
    story = cast()
    story.published()
    row = Participation.objects.get()
    assert (row.country.iso3, row.event, row.round, row.day) == ("ARG", "reported", story.round, row.checked)


def test_training_texts_are_there_in_four_languages() -> None:
    made = load_training(SAMPLE)
    assert 3 <= made <= 5 and load_training(SAMPLE) == 0
    for row in Material.objects.all():
        bodies = {getattr(row, f"body_{code}") for code in LANGUAGES}
        assert len(bodies) == 4 and all(len(body) > 400 for body in bodies)
        assert all(getattr(row, f"title_{code}") for code in LANGUAGES)


class TestReadiness:
    def test_answers_are_what_the_form_offers(self) -> None:
        story = cast()
        given: dict[str, Any] = {
            "round_": story.round, "country": story.countries["arg"], "actor": story.correspondents["arg"],
            "answers": {"border_records": {"answer": "partly", "remark": "By air only."}}, "roles": ["transit", "origin"],
        }  # fmt: skip
        row = workflow.readiness_answer(**given)
        assert (row.roles, row.complete, row.filled_by) == (["origin", "transit"], False, story.correspondents["arg"])
        workflow.readiness_answer(**{**given, "roles": ["origin"]})
        assert Readiness.objects.get().roles == ["origin"]
        for wrong in ({"answers": {"x": {"answer": "yes"}}}, {"answers": {"labour_survey": {"answer": "perhaps"}}},
                      {"roles": ["everything"]}):  # fmt: skip
            with pytest.raises(Refusal) as caught:
                workflow.readiness_answer(**{**given, **wrong})
            assert caught.value.key == "incomplete"
        with pytest.raises(Refusal) as caught:
            workflow.readiness_answer(**{**given, "actor": story.correspondents["can"]})
        assert caught.value.key == "wrong_country"


class TestProposal:
    def test_tables_follow_the_register(self) -> None:
        known = countries()
        made = dataset()
        Indicator.objects.filter(slug="ferries").update(breakdowns="SEX|COUNTERPART|CATEGORY|BASIS")
        rate = Indicator.objects.create(slug="rate", section="labour", measure="RATE", unit="PT_LF", breakdowns="SEX")
        ferries = Indicator.objects.get(slug="ferries")
        plain = dict.fromkeys(("counterpart", "sex", "age", "education", "sector", "occupation"), "_T")
        for category in ("SLOW", "FAST", "_T"):
            Series.objects.create(
                dataset=made, indicator=ferries, key=category, freq="A", ref_area="ARG", measure="STOCK", unit="PS",
                basis="B", category=category, **plain,
            )  # fmt: skip
        table, shares = propose_tables([ferries, rate])
        assert table.vary == ["SEX", "COUNTERPART", "CATEGORY"]
        assert (table.fixed, shares.fixed) == ({"BASIS": "B"}, {}), "one table counts by birth or by citizenship"
        assert table.codes["CATEGORY"] == ["_T", "FAST", "SLOW"] and table.codes["SEX"] == ["_T", "M", "F"]
        assert table.codes["COUNTERPART"] == ["_T", *sorted(one.iso3 for one in known.values()), "_O", "_U"]
        assert (shares.kind, shares.totals) == ("share", []), "rates are never added up"

    def test_what_is_asked_of_a_country(self) -> None:
        story = cast()
        RoundTable.objects.filter(name="ferries").update(
            codes={"SEX": ["_T", "M", "F"], "COUNTERPART": ["_T", "ARG", "VEN"]}
        )
        asked = RoundTable.objects.get(name="ferries").asked(story.countries["arg"])
        assert asked.codes["COUNTERPART"] == ("_T", "VEN"), "nobody immigrates from the own country"
        assert asked.fixed == {
            "FREQ": "A", "REF_AREA": "ARG", "MEASURE": "STOCK", "UNIT": "PS", "BASIS": "B", "AGE": "_T", "EDUCATION": "_T",
            "SECTOR": "_T", "OCCUPATION": "_T", "CATEGORY": "_T",
        }  # fmt: skip
        assert (asked.area, asked.unit, asked.kind, asked.periods) == ("ARG", "PS", "count", ("2023", "2024"))

    def test_periods_of_shorter_frequencies(self) -> None:
        made = Round(first=2023, last=2024)
        assert made.periods("Q")[3:6] == ("2023-Q4", "2024-Q1", "2024-Q2")
        assert (made.periods("M")[0], len(made.periods("M"))) == ("2023-01", 24)


def test_the_sample_file_ships() -> None:
    assert Path(SAMPLE / "participation.csv").read_text(encoding="utf-8").count("2009") == 20
