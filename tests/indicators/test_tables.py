"""Figures as readers see them: what is added up, and what never is."""

from typing import Any

import pytest
from django.test import TestCase

from indicators import storing
from indicators.choosing import Choice, NoFigures
from indicators.models import Code, Dataset, Indicator
from indicators.tables import Table, table
from tests.indicators import invented


def flow(origin: str, year: str, value: float | None, **more: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"COUNTERPART": origin, "period": year, "SEX": "F", **more}
    return row if value is None else {**row, "value": value}


class TestTotals(TestCase):
    def setUp(self) -> None:
        self.dataset = invented.dataset()
        self.dataset.threshold = None
        self.dataset.sums = "SEX=F|M COUNTERPART"
        self.dataset.save()

    def store(self, *rows: dict[str, Any]) -> None:
        storing.store(self.dataset, invented.frame(*rows))

    def read(self, **asked: Any) -> Table:
        return table(Choice("ferries", **asked))

    def test_a_total_over_origins_and_sexes_says_of_how_many_parts_it_is_made(self) -> None:
        self.store(*(flow(origin, "2015", 10, SEX=sex) for origin in ("VEN", "ECU") for sex in "FM"))
        (line,) = self.read(codes={"REF_AREA": ("COL",)}).lines
        assert (line.cells["2015"].value, line.cells["2015"].parts) == (40, 4)

    def test_without_all_the_sexes_that_must_be_there_no_total_is_made(self) -> None:
        self.store(flow("VEN", "2015", 10), flow("VEN", "2015", 12, SEX="M"), flow("VEN", "2020", 30))
        (line,) = self.read(codes={"REF_AREA": ("COL",)}).lines
        assert set(line.cells) == {"2015"}, "the women of 2020 alone would look like everybody"

    def test_a_suppressed_part_makes_the_total_suppressed_and_never_smaller(self) -> None:
        self.store(
            flow("VEN", "2015", 10), flow("VEN", "2015", 10, SEX="M"), flow("ECU", "2015", 9),
            flow("ECU", "2015", None, SEX="M", confidentiality="C"),
        )  # fmt: skip
        (line,) = self.read(codes={"REF_AREA": ("COL",)}).lines
        assert (line.cells["2015"].value, line.cells["2015"].state) == (None, "suppressed")

    def test_a_part_without_a_figure_makes_the_total_one_without_a_figure(self) -> None:
        self.store(flow("VEN", "2015", 10), flow("VEN", "2015", None, SEX="M", status="O"))
        (line,) = self.read(codes={"REF_AREA": ("COL",), "COUNTERPART": ("VEN",)}).lines
        assert (line.cells["2015"].value, line.cells["2015"].state) == (None, "missing")

    def test_zero_is_a_figure_and_what_nobody_counted_is_no_cell(self) -> None:
        self.store(flow("VEN", "2015", 0), flow("VEN", "2015", 0, SEX="M"))
        (line,) = self.read(codes={"REF_AREA": ("COL",), "COUNTERPART": ("VEN",)}).lines
        assert line.cells["2015"].value == 0
        assert line.cells.get("2020") is None

    def test_birth_and_citizenship_are_never_merged(self) -> None:
        self.store(
            *(flow("VEN", "2015", 10, SEX=sex, REF_AREA="COL") for sex in "FM"),
            *(flow("VEN", "2015", 5, SEX=sex, REF_AREA="ECU", BASIS="C") for sex in "FM"),
        )
        self.dataset.sums += " DESTINATIONS"
        self.dataset.save()
        Indicator.objects.create(
            slug="crossers", section="stocks", measure="STOCK", unit="PS", reads="ferries", side="origin"
        )
        found = table(Choice("crossers", codes={"COUNTERPART": ("VEN",)}))
        assert {line.codes["BASIS"]: line.cells["2015"].value for line in found.lines} == {"B": 20, "C": 10}

    def test_what_a_dataset_does_not_allow_is_not_added_up(self) -> None:
        self.dataset.sums = ""
        self.dataset.save()
        self.store(flow("VEN", "2015", 10), flow("ECU", "2015", 4))
        found = self.read(codes={"REF_AREA": ("COL",)})
        assert [line.cells["2015"].value for line in found.lines] == [10, 4]
        assert found.varied == ("COUNTERPART",)

    def test_a_total_that_the_source_prints_is_taken_before_any_sum(self) -> None:
        self.store(*(flow("VEN", "2015", 10, SEX=sex) for sex in "FM"), flow("VEN", "2015", 21, SEX="_T"))
        (line,) = self.read(codes={"COUNTERPART": ("VEN",)}).lines
        assert (line.cells["2015"].value, line.cells["2015"].parts) == (21, 1), "rounding is the source's"

    def test_parts_of_a_country_stand_for_it_only_where_the_dataset_says_so(self) -> None:
        for code in ("US-TX", "US-FL"):
            Code.objects.create(list="area", code=code, parent="USA", label="")
        self.store(*(flow("MEX", "2015", 7, SEX="_T", REF_AREA=code) for code in ("US-TX", "US-FL")))
        assert self.read(codes={"REF_AREA": ("USA",)}).lines == []
        self.dataset.sums += " REF_AREA"
        self.dataset.save()
        (line,) = self.read(codes={"REF_AREA": ("USA",)}).lines
        assert (line.codes["REF_AREA"], line.cells["2015"].value, line.cells["2015"].parts) == ("USA", 14, 2)

    def test_months_and_years_are_never_in_one_table(self) -> None:
        self.store(flow("VEN", "2015", 100, SEX="_T"), flow("VEN", "2015-03", 9, SEX="_T", FREQ="M"))
        assert self.read().freqs == ("A", "M")
        assert self.read(freq="A").periods == ("2015",)
        assert self.read(freq="M").periods == ("2015-03",)

    def test_years_are_bounds_of_months_too(self) -> None:
        self.store(
            *(flow("VEN", f"20{year}-{month:02}", 1, SEX="_T", FREQ="M") for year in (14, 15, 16) for month in (1, 12))
        )
        assert self.read(start="2015", end="2015").periods == ("2015-01", "2015-12")


class TestVintages(TestCase):
    def test_an_earlier_vintage_reads_as_it_was_published(self) -> None:
        dataset = invented.dataset()
        Dataset.objects.update(threshold=None)
        for value in (55_893, 33_080):
            storing.store(dataset, invented.frame(flow("VEN", "2015", value, SEX="_T")))
        asked = {"codes": {"COUNTERPART": ("VEN",)}}
        assert table(Choice("ferries", **asked)).lines[0].cells["2015"].value == 33_080
        assert table(Choice("ferries", as_of=1, **asked)).lines[0].cells["2015"].value == 55_893
        with pytest.raises(NoFigures):
            table(Choice("ferries", as_of=3, **asked))

    def test_what_the_register_has_not_is_no_empty_table(self) -> None:
        with pytest.raises(NoFigures):
            table(Choice("nothing-of-the-kind"))


class TestOrder(TestCase):
    def test_countries_by_the_newest_figure_and_old_ones_after(self) -> None:
        dataset = invented.dataset()
        Dataset.objects.update(threshold=None)
        rows = [("ECU", "2020", 5), ("VEN", "2020", 50), ("PER", "2015", 900)]
        storing.store(dataset, invented.frame(*(flow(origin, year, value, SEX="_T") for origin, year, value in rows)))
        assert [line.codes["COUNTERPART"] for line in table(Choice("ferries")).lines] == ["VEN", "ECU", "PER"]
