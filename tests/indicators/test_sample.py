"""The figures that ship are those of the publishers' files, cell by cell, and nothing that may not ship is among them."""

import csv
from pathlib import Path

from django.conf import settings
from django.test import TestCase

from countries.loading import load_jurisdictions
from indicators import importing, sample
from indicators.loading import load_register
from indicators.models import Dataset, Observation
from tests import needs
from tests.indicators.test_every_file import file_of

FOLDER = settings.SAMPLE_DIR / "indicators"
Row = tuple[str, str, float | None, str, str]


def rows(dataset: str, vintage: int) -> set[Row]:
    found = Observation.objects.filter(series__dataset__slug=dataset).as_of(vintage)
    fields = ("series__key", "period", "value", "status", "confidentiality")
    return {
        (key, period, None if value is None else round(value, 6), status, standing)
        for key, period, value, status, standing in found.values_list(*fields)
    }


class TestSample(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        load_jurisdictions(settings.SAMPLE_DIR)
        load_register(FOLDER)
        cls.loaded = sample.load(FOLDER)

    def test_a_fresh_machine_has_figures_and_setting_up_again_adds_none(self) -> None:
        files = list((FOLDER / sample.FOLDER).glob("*.csv"))
        assert self.loaded == len(files) > 10
        assert sample.load(FOLDER) == 0

    def test_every_figure_that_ships_stands_in_the_publishers_file(self) -> None:
        folder = needs.shared("data", "indicators")
        with importing.reader() as child:
            for path in sorted((FOLDER / sample.FOLDER).glob("*.csv")):
                shipped = rows(path.stem, 1)
                told = importing.import_file(folder / file_of(path.stem), path.stem, child=child)
                assert told["refused"] is None
                assert shipped <= rows(path.stem, told["vintage"] or 1), path.stem

    def test_nothing_ships_whose_terms_nobody_stated(self) -> None:
        with (FOLDER / "datasets.csv").open(encoding="utf-8", newline="") as file:
            licences = {row["slug"]: row["licence"] for row in csv.DictReader(file)}
        shipped = {path.stem for path in Path(FOLDER / sample.FOLDER).glob("*.csv")}
        assert not [slug for slug in shipped if "not stated" in licences[slug]]

    def test_what_ships_can_be_written_again(self) -> None:
        path = FOLDER / sample.FOLDER / "oecd-education.csv"
        copy = Path(self.enterContext(_folder())) / "again.csv"
        sample.write(Dataset.objects.get(slug="oecd-education"), copy)
        assert copy.read_text("utf-8") == path.read_text("utf-8")


def _folder():  # type: ignore[no-untyped-def]
    from tempfile import TemporaryDirectory

    return TemporaryDirectory()
