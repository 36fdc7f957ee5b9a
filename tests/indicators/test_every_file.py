"""All 26 files of real figures: nothing without a code, totals as their publishers print them, and again no change."""

import csv
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import Sum
from django.test import TestCase

from countries.loading import load_jurisdictions
from indicators import importing, storing
from indicators.dimensions import HIDDEN
from indicators.loading import load_register
from indicators.models import Dataset, Observation, Vintage
from tests import needs


def file_of(name: str) -> Path:
    with (settings.SAMPLE_DIR / "indicators" / "datasets.csv").open(encoding="utf-8", newline="") as file:
        return next(Path(row["file"]) for row in csv.DictReader(file) if row["slug"] == name)


def total(dataset: str, **where: Any) -> float:
    rows = Observation.objects.filter(series__dataset__slug=dataset, **where)
    return rows.aggregate(n=Sum("value"))["n"] or 0.0


class TestEveryFile(TestCase):
    reports: ClassVar[dict[str, Any]]

    @classmethod
    def setUpTestData(cls) -> None:
        folder = needs.shared("data", "indicators")
        load_jurisdictions(settings.SAMPLE_DIR)
        load_register(settings.SAMPLE_DIR / "indicators")
        with importing.reader() as child:
            names = importing.mapping_names()
            cls.reports = {name: importing.import_file(folder / file_of(name), name, child=child) for name in names}

    def test_all_are_taken_and_every_word_has_its_code(self) -> None:
        assert len(self.reports) == 26 == Dataset.objects.count()
        assert {name: told["refused"] for name, told in self.reports.items() if told["refused"]} == {}
        assert {name: told["unmapped"] for name, told in self.reports.items() if told["unmapped_total"]} == {}
        assert all(told["new"] and told["vintage"] == 1 for told in self.reports.values())
        assert all(one["reason"] and one["rows"] for told in self.reports.values() for one in told["aside"])

    def test_again_nothing_changes(self) -> None:
        folder = needs.shared("data", "indicators")
        before = Observation.objects.count()
        with importing.reader() as child:
            for name in self.reports:
                told = importing.import_file(folder / file_of(name), name, child=child)
                assert (told["new"], told["changed"], told["withdrawn"], told["vintage"]) == (0, 0, 0, None), name
        assert (Observation.objects.count(), Vintage.objects.count()) == (before, 26)
        assert [dataset.slug for dataset in Dataset.objects.all() if storing.verify(dataset)] == []

    def test_totals_are_those_of_the_publishers(self) -> None:
        assert (
            total("us-dol-h2-by-state", series__category="H2A", period="2016", series__measure="POSITIONS_CERTIFIED")
            == 165_741
        )
        assert (
            total("us-dol-h2-by-state", series__category="H2A", period="2017", series__measure="POSITIONS_CERTIFIED")
            == 200_049
        )
        darien = {"period__startswith": "2023", "series__freq": "M"}
        parts = total("panama-darien-transit", **darien) - total(
            "panama-darien-transit", **darien, series__counterpart="_T"
        )
        assert parts == 520_085 == total("panama-darien-transit", **darien, series__counterpart="_T")
        assert self.reports["ircc-imp-citizenship"]["suppressed"] == 5_655
        for year, workers in (("2020", 275_797), ("2023", 446_078)):
            seasonal = {"series__ref_area": "USA", "series__category": "SEAS", "period": year}
            assert total("oecd-temporary-inflows", **seasonal) == workers
            assert total("us-h2-visas-monthly", period__startswith=year) == workers, "two publishers, one number"

    def test_all_forty_four_class_years_of_visas_add_up(self) -> None:
        printed: dict[tuple[str, str], int] = {}
        with (needs.shared("data", "indicators") / file_of("us-h2-visas-fiscal-year")).open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                cell = row["fiscal_year"], row["visa_class"].replace("-", "")
                printed[cell] = printed.get(cell, 0) + int(row["visas_issued"] or 0)
        assert len(printed) == 44
        stored = Observation.objects.filter(series__dataset__slug="us-h2-visas-fiscal-year")
        found = stored.values_list("period", "series__category").annotate(n=Sum("value"))
        assert {(year, visa): n for year, visa, n in found} == printed

    def test_months_are_no_years_and_blank_is_not_zero(self) -> None:
        transit = Observation.objects.filter(series__dataset__slug="panama-darien-transit")
        assert set(transit.filter(period__gte="2020").values_list("series__freq", flat=True)) == {"M"}
        assert set(transit.filter(period__lt="2020").values_list("series__freq", flat=True)) == {"A"}
        assert not transit.filter(period__in=["2020-04", "2020-05", "2020-07"]).exists(), "absent, not zero"
        suppressed = Observation.objects.filter(confidentiality="C")
        assert suppressed.exists() and not suppressed.exclude(value=None).exists()

    def test_a_second_vintage_shows_the_revision(self) -> None:
        """Between two editions the United Nations revised the people born in Venezuela who lived in Colombia in 2015."""
        name = "undesa-stock-2024"
        path = needs.shared("data", "indicators") / file_of(name)
        text = path.read_text("utf-8")
        lines = text.splitlines()
        now = [line for line in lines if line.startswith("COL,VEN,2015,")]
        assert sum(int(line.split(",")[4]) for line in now) == 33_080
        older = Path(mkdtemp()) / path.name
        swapped = [line for line in lines if line not in now]
        women, men = (next(line for line in now if f",{sex}," in line).split(",") for sex in ("female", "male"))
        women[4], men[4] = "28000", "27893"
        older.write_text("\n".join([*swapped, ",".join(women), ",".join(men)]) + "\n", "utf-8")
        told = importing.import_file(older, name, importing.Wish(edition="fixture: an earlier edition"))
        assert (told["changed"], told["new"], told["withdrawn"], told["vintage"]) == (2, 0, 0, 2)
        again = importing.import_file(path, name)
        assert (again["changed"], again["vintage"]) == (2, 3)

        def stock(vintage: int) -> float:
            rows = Observation.objects.as_of(vintage).filter(series__dataset__slug=name, period="2015")
            found = rows.filter(series__ref_area="COL", series__counterpart="VEN")
            return found.aggregate(n=Sum("value"))["n"]

        assert (stock(1), stock(2), stock(3)) == (33_080, 55_893, 33_080)

    def test_small_numbers_are_hidden_where_nobody_states_that_they_are_printed(self) -> None:
        rows = Observation.objects.exclude(confidentiality="C").filter(confidentiality__in=HIDDEN)
        assert set(rows.values_list("series__dataset__slug", flat=True)) == {
            "guatemala-returns",
            "panama-darien-transit",
        }
        small = Observation.objects.filter(series__dataset__threshold=5, value__gt=0, value__lt=5, confidentiality="F")
        assert not small.exists()
        totals = rows.filter(series__sex="_T", series__age="_T", series__counterpart="_T")
        assert totals.count() < 5, "hiding a whole month is the last resort"
