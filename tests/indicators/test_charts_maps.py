"""The map holds the 35 states, the smallest too; a flow that has no place is told in words."""

import re

import pytest
from django.conf import settings
from lxml import etree

from countries.loading import load_jurisdictions
from countries.models import Country
from indicators import storing
from indicators.charts import draw, kinds, outlines
from indicators.charts.classes import classes
from indicators.choosing import Choice
from indicators.tables import table
from indicators.wording import Words
from tests.indicators.invented import dataset, frame

pytestmark = pytest.mark.django_db
SMALLEST = {"ATG", "BRB", "DMA", "GRD", "KNA", "LCA", "VCT"}
SECRET = 7654321.0


@pytest.fixture
def members():
    load_jurisdictions(settings.BASE_DIR / "data")
    return sorted(Country.objects.filter(is_member=True).values_list("iso3", flat=True))


def stored(*rows, sums=""):
    made = dataset()
    made.sums = sums
    made.save()
    storing.store(made, frame(*[{"period": "2024", **row} for row in rows]))


def shapes(svg):
    """By area name, the parts of its shape."""
    root = etree.fromstring(svg)
    found = {}
    for one in root.iter():
        children = list(one)
        if one.tag.endswith(("}g", "}a")) and children and children[0].tag.endswith("title"):
            found[children[0].text.split(":")[0]] = one
    return found


def test_all_35_states_are_there_and_each_can_be_seen(members):
    stored(*({"REF_AREA": area, "value": float(n)} for n, area in enumerate(members)))
    found = table(Choice("ferries", by=("REF_AREA",)))
    assert kinds(found)[0] == "map"
    for width in ("wide", "narrow"):
        picture = draw(found, "map", Words("en"), width=width)
        drawn = shapes(picture.svg)
        assert len(drawn) == 35
        names = [Words("en").code("REF_AREA", area) for area in members]
        assert list(drawn) == sorted(names), "read by name"
        for area in SMALLEST:
            shape = drawn[Words("en").code("REF_AREA", area)]
            circles = [one for one in shape.iter() if one.tag.endswith("circle")]
            assert len(circles) == 2 and all(float(one.get("r")) >= 4 for one in circles), "on the map and in the inset"


def test_no_outline_is_missing_and_the_file_is_small(members):
    known = outlines.outlines()
    assert sorted(known["states"]) == members and set(known["islands"]) < set(members)
    assert all(re.fullmatch(r"[Mlz\d .-]+", one["d"]) for one in known["states"].values())
    assert all(
        0 <= one["at"][0] <= known["width"] and 0 <= one["at"][1] <= known["height"] for one in known["states"].values()
    )


def test_no_figure_suppressed_and_zero_are_told_apart(members):
    stored(
        *({"REF_AREA": area, "value": float(n)} for n, area in enumerate(members[:10])),
        {"REF_AREA": members[10], "value": SECRET, "confidentiality": "C"},
    )
    picture = draw(table(Choice("ferries", by=("REF_AREA",))), "map", Words("en"), name="m")
    drawn = shapes(picture.svg)
    fills = {name: {part.get("fill") for part in shape.iter() if part.get("fill")} for name, shape in drawn.items()}
    name = [Words("en").code("REF_AREA", area) for area in members]
    assert fills[name[10]] == {"url(#m-h)"} and fills[name[11]] == {"url(#m-n)"}
    assert not fills[name[0]] & {"url(#m-h)", "url(#m-n)"}, "zero is a figure"
    assert "suppressed: a figure exists and is not shown (1 state)" in picture.svg
    assert "no figure; that is no zero (24 states)" in picture.svg
    assert "7654321" not in picture.svg and "7,654,321" not in picture.svg + picture.summary


def test_countries_are_links_where_the_page_says_where_to(members):
    stored(*({"REF_AREA": area, "value": 1.0 + n} for n, area in enumerate(members[:12])))
    found = table(Choice("ferries", by=("REF_AREA",)))
    picture = draw(found, "map", Words("en"), urls={"ARG": "/en/?a=1&b=2"})
    root = etree.fromstring(picture.svg)
    (link,) = [one for one in root.iter() if one.tag.endswith("}a")]
    assert link.get("href") == "/en/?a=1&b=2" and link.get("aria-label").endswith(": 1")
    assert root.get("role") == "group", "what is inside an image is read by nobody"
    assert "<a " not in draw(found, "map", Words("en")).svg


@pytest.mark.parametrize(
    "values",
    [
        [1.0],
        [0.0, 0.0, 0.0],
        [5.0] * 30 + [9.0],
        list(map(float, range(35))),
        [-900.0, -3.0, -1.0, 2.0, 40.0, 5000.0],
        [0.2, 0.4, 1.5],
    ],
)
def test_no_class_is_empty_and_every_figure_is_in_one(values):
    found = classes(values, "PS")
    used = {found.of(value) for value in values}
    assert used == set(range(len(found.limits) + 1)) and len(used) <= 5
    assert list(found.limits) == sorted(found.limits)
    assert not (min(values) < 0 < max(values)) or 0 in found.limits


def test_flows_without_a_place_are_told_in_words(members):
    rows = [("VEN", 90.0), ("PER", 50.0), ("ESP", 7.0), ("FRA", 5.0), ("JPN", 3.0), ("_U", 11.0)]
    stored(*({"COUNTERPART": code, "value": value} for code, value in rows), sums="COUNTERPART")
    picture = draw(table(Choice("ferries", by=("COUNTERPART",))), "flow", Words("en"))
    texts = [one.text for one in etree.fromstring(picture.svg).iter() if one.tag.endswith("text")]
    assert "Europe 12" in texts and "Asia 3" in texts
    assert "Not on the map: _U, 11." in picture.summary


def test_continents_are_sums_and_not_made_where_sums_are_not_allowed(members):
    rows = [("VEN", 90.0), ("PER", 50.0), ("ESP", 7.0), ("FRA", 5.0)]
    stored(*({"COUNTERPART": code, "value": value} for code, value in rows))
    picture = draw(table(Choice("ferries", by=("COUNTERPART",))), "flow", Words("en"))
    assert "Europe" not in picture.svg and re.search(r"Not on the map: [^.]+, 7; [^.]+, 5\.", picture.summary)


def test_a_continent_with_a_suppressed_country_is_not_drawn(members):
    rows = [{"COUNTERPART": code, "value": value} for code, value in (("VEN", 90.0), ("PER", 50.0), ("FRA", 5.0))]
    stored(*rows, {"COUNTERPART": "ESP", "value": SECRET, "confidentiality": "C"}, sums="COUNTERPART")
    picture = draw(table(Choice("ferries", by=("COUNTERPART",))), "flow", Words("en"))
    assert "Europe" not in picture.svg and ", 5." in picture.summary and "7654321" not in picture.svg.replace(",", "")


def test_more_than_fifteen_flows_are_told_as_a_number(members):
    areas = [area for area in members if area != "COL"]
    stored(*({"COUNTERPART": area, "value": 100.0 + n} for n, area in enumerate(areas)))
    found = table(Choice("ferries", by=("COUNTERPART",)))
    for width, most in (("wide", 15), ("narrow", 10)):
        picture = draw(found, "flow", Words("en"), width=width)
        labels = [one for one in etree.fromstring(picture.svg).iter() if one.get("paint-order")]
        assert len(labels) == most + 1, "each flow and the country they lead to"
        assert f"{len(areas) - most - 5} more are in the table." in picture.summary
