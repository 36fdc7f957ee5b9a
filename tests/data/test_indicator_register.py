"""The shipped register, code lists and datasets: whole, in four languages, and consistent with each other."""

import csv
from collections import Counter

import pytest

from indicators.coding import fold
from indicators.dimensions import DIMENSIONS, code_list
from indicators.importing import mapping, mapping_names
from indicators.loading import load_register
from indicators.models import Code, Dataset, Indicator
from records.models import LANGUAGES
from tests.needs import ROOT

DIRECTORY = ROOT / "data" / "indicators"


def rows(name: str) -> list[dict[str, str]]:
    with (DIRECTORY / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CODES = {(row["list"], row["code"]) for row in rows("codes.csv")} | {("area", row["code"]) for row in rows("areas.csv")}


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("codes.csv", ["label"]), ("areas.csv", ["label"]), ("register.csv", ["title", "definition", "method", "harmonisation"]),
        ("datasets.csv", ["title", "note"]),
    ],
)  # fmt: skip
def test_every_text_stands_in_four_languages(name: str, texts: list[str]) -> None:
    gaps = [
        (row, text) for row in rows(name) for text in texts for code in LANGUAGES if not row[f"{text}_{code}"].strip()
    ]
    assert gaps == []


def test_no_code_stands_twice_and_every_parent_exists() -> None:
    listed = [(row["list"], row["code"]) for row in rows("codes.csv")]
    assert [one for one, count in Counter(listed).items() if count > 1] == []
    assert [row for row in rows("codes.csv") if row["parent"] and (row["list"], row["parent"]) not in CODES] == []


def test_one_spelling_means_one_code() -> None:
    meant: dict[tuple[str, str], set[str]] = {}
    for row in rows("codes.csv"):
        for spelling in filter(None, [row["code"], *row["aliases"].split("|")]):
            meant.setdefault((row["list"], fold(spelling)), set()).add(row["code"])
    assert {spelling: codes for spelling, codes in meant.items() if len(codes) > 1} == {}


def test_indicators_name_measures_units_breakdowns_and_files_that_exist() -> None:
    files = {row["file"] for row in rows("datasets.csv")}
    for row in rows("register.csv"):
        assert ("measure", row["measure"]) in CODES and ("unit", row["unit"]) in CODES, row["slug"]
        named = {*row["breakdowns"].split("|"), *row["not_collected"].split("|")} - {""}
        assert named <= set(DIMENSIONS), row["slug"]
        assert set(filter(None, row["files"].split("|"))) <= files, row["slug"]
        assert row["section"] in Indicator.Section.values


def test_every_mapping_names_codes_indicators_and_a_dataset_of_the_register() -> None:
    slugs, datasets = {row["slug"] for row in rows("register.csv")}, {row["slug"] for row in rows("datasets.csv")}
    for name in mapping_names():
        rules = mapping(name)
        assert rules["dataset"] in datasets
        said = [rules.get("fixed", {}), *(take.get("set", {}) for take in rules["value"])]
        mapped = [(dim, set(rule.get("map", {}).values())) for dim, rule in rules.get("dimensions", {}).items()]
        for dimension, code in [
            *((d, c) for one in said for d, c in one.items()),
            *((d, c) for d, cs in mapped for c in cs),
        ]:
            if dimension == "INDICATOR":
                assert code in slugs, (name, code)
            elif code_list(dimension) != "area" or len(code) != 3:
                assert (code_list(dimension), code) in CODES, (name, dimension, code)


@pytest.mark.django_db
def test_loading_twice_adds_nothing_and_leaves_what_editors_changed() -> None:
    assert load_register(DIRECTORY) > 200
    Indicator.objects.filter(slug="transit").update(title_es="Tránsito por la selva")
    assert load_register(DIRECTORY) == 0
    assert Indicator.objects.get(slug="transit").title_es == "Tránsito por la selva"
    assert Dataset.objects.count() == len(rows("datasets.csv")) and Code.objects.filter(list="sex", code="F").exists()
