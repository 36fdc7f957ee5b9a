"""Charts show what the figures say and nothing else: gaps stay gaps, hidden figures stay hidden, what differs is not drawn together."""

import itertools
import re
from dataclasses import replace
from datetime import date

import pytest
from lxml import etree

from indicators import storing
from indicators.charts import draw, drawing, figures, kinds, overtime, style, vega
from indicators.choosing import Choice, NoFigures
from indicators.models import Code, Note
from indicators.tables import Cell, table
from indicators.wording import Words
from records.kinds import Mark
from tests.indicators.invented import dataset, frame

pytestmark = pytest.mark.django_db
SECRET = 7654321.0


def stored(*rows, sums="", name="ferry-count"):
    made = dataset(name)
    made.sums = sums
    made.save()
    Code.objects.get_or_create(list="unit", code="PS", defaults={"label_en": "Persons", "label_es": "Personas"})
    storing.store(made, frame(*rows))
    return made


def over_time(*values, start=2010, **codes):
    return [{"period": str(start + n), "value": value, **codes} for n, value in enumerate(values)]


def read(**more):
    return table(Choice("ferries", **more))


def drawn(found, kind, language="en", marks=(), **more):
    return draw(found, kind, Words(language), marks, **more)


@pytest.fixture
def specs(monkeypatch):
    """What Altair was given, kept from every drawing."""
    import vl_convert

    seen = []
    plain = vl_convert.vegalite_to_svg

    def keep(spec, **more):
        seen.append(spec)
        return plain(spec, **more)

    monkeypatch.setattr(vl_convert, "vegalite_to_svg", keep)
    return seen


def with_cells(found, **cells):
    """The table with other cells of its first line: _2012=Cell(...)."""
    line = found.lines[0]
    own = {**line.cells, **{name.strip("_"): cell for name, cell in cells.items()}}
    return figures.with_lines(found, [replace(line, cells=own), *found.lines[1:]])


def test_which_charts_a_table_can_be_is_told_best_first():
    stored(
        *over_time(5.0, 6.0, 7.0, 8.0, COUNTERPART="VEN"),
        *over_time(1.0, 2.0, 3.0, 4.0, COUNTERPART="PER"),
        sums="COUNTERPART",
    )
    assert kinds(read(by=("COUNTERPART",)))[0] == "line"
    assert {"stacked", "bar", "flow"} <= set(kinds(read(by=("COUNTERPART",))))
    assert kinds(read(by=("COUNTERPART",), start="2013"))[0] == "bar"
    assert kinds(read(start="2050")) == []


def test_parts_are_stacked_only_where_the_dataset_lets_them_be_added():
    stored(*over_time(5.0, 6.0, 7.0, COUNTERPART="VEN"), *over_time(1.0, 2.0, 3.0, COUNTERPART="PER"))
    assert "stacked" not in kinds(read(by=("COUNTERPART",)))
    with pytest.raises(NoFigures):
        drawn(read(by=("COUNTERPART",)), "stacked")


def test_percentages_are_stacked_only_as_the_shares_of_one_whole():
    whole = [
        *over_time(60.0, 55.0, 50.0, UNIT="PT_POP", EDUCATION="ISCED11A_0T2"),
        *over_time(40.0, 45.0, 50.0, UNIT="PT_POP", EDUCATION="ISCED11A_5T8"),
    ]
    stored(*whole)
    assert "stacked" in kinds(read(by=("EDUCATION",)))
    stored(*[{**row, "value": row["value"] + 5} for row in whole], name="more-than-a-whole")
    assert "stacked" not in kinds(read(by=("EDUCATION",), table="more-than-a-whole"))


def test_figures_of_another_basis_are_never_on_the_same_axis():
    stored(
        *over_time(5.0, 6.0, 7.0, BASIS="B", COUNTERPART="VEN"), *over_time(5.0, 6.0, 7.0, BASIS="B", COUNTERPART="PER"),
        *over_time(1.0, 2.0, 3.0, BASIS="C", COUNTERPART="VEN"),
    )  # fmt: skip
    found = read(by=("COUNTERPART", "BASIS"))
    shown, apart = figures.one_axis(found)
    assert {line.codes["BASIS"] for line in shown.lines} == {"B"} and [line.codes["BASIS"] for line in apart] == ["C"]
    assert "1 line is not drawn beside the others because it is counted otherwise" in drawn(found, "line").summary


def test_a_gap_stays_a_gap(specs):
    stored(*over_time(5.0, 6.0), *over_time(8.0, 9.0, start=2013))
    found = with_cells(read(), _2011=Cell(None, "missing", "O"))
    drawn(found, "line")
    ((line, *_),) = [[one for one in specs[0]["layer"] if one["mark"].get("type") == "line"]]
    assert line["mark"]["invalid"] == "break-paths-show-path-domains"
    assert [(row["x"], row["y"]) for row in line["data"]["values"]] == [
        (2010, 5.0), (2011, None), (2012, None), (2013, 8.0), (2014, 9.0)
    ], "2011 has no figure, 2012 is in no source: neither is zero, neither is bridged"  # fmt: skip


def test_years_that_were_never_due_are_no_gap():
    assert figures.gaps(("1990", "1995", "2000", "2005", "2010", "2015", "2020", "2024")) == []
    assert figures.gaps(("1990", "1995", "2005")) == [2000]
    assert figures.gaps(("2024-01", "2024-02", "2024-05")) != []


def test_a_suppressed_figure_is_in_no_picture_and_has_its_own_mark(specs):
    rows = [*over_time(5.0, 6.0, 7.0), {"period": "2013", "value": SECRET, "confidentiality": "C"}]
    stored(*rows)
    found = read()
    assert found.lines[0].cells["2013"].state == "suppressed"
    for kind in ("line", "bar"):
        made = drawn(found, kind)
        assert "7654321" not in made.svg and "7,654,321" not in made.svg + made.title + made.summary
        assert "suppressed: a figure exists and is not shown" in made.svg and "1 figure is suppressed." in made.summary
        assert "url(#chart-h)" in made.svg
    assert "7654321" not in str(specs)


def test_of_a_whole_without_a_part_no_share_is_told():
    stored(
        *over_time(5.0, 6.0, 7.0, COUNTERPART="VEN"), *over_time(1.0, 2.0, 3.0, COUNTERPART="PER"), sums="COUNTERPART"
    )
    found = read(by=("COUNTERPART",))
    assert "Share in the sum" in drawn(found, "line").summary
    hidden = with_cells(found, _2012=Cell(None, "suppressed"))
    assert "Share in the sum" not in drawn(hidden, "bar", period="2012").summary


def test_what_is_estimated_is_hollow(specs):
    stored(*over_time(5.0, 6.0), {"period": "2012", "value": 7.0, "status": "E"})
    assert "estimated, imputed, provisional" in drawn(read(), "line").svg
    points = next(one for one in specs[0]["layer"] if one["mark"].get("type") == "point")["data"]["values"]
    assert [row["fill"] == style.GROUND for row in points] == [False, False, True]


def test_breaks_and_laws_are_marked_where_they_are(specs):
    made = stored(*over_time(5.0, 6.0, 7.0, 8.0))
    Note.objects.create(dataset=made, kind="break", start="2012", text_en="A new census.", text_es="Un censo nuevo.")
    laws = [Mark(date(2011, 7, 1), "Act on ports", "/law", "en"), Mark(date(1999, 1, 1), "Old act", "/old", "en")]
    picture = drawn(read(), "line", marks=laws)
    assert [(one.number, one.mark.label) for one in picture.marks] == [(1, "Act on ports")]
    assert "Break in the series before 2012: A new census." in picture.summary
    assert "1 law that came into force" in picture.summary
    dashes = {
        tuple(one["mark"]["strokeDash"]): one["data"]["values"][0]["x"]
        for one in specs[0]["layer"] if one["mark"].get("type") == "rule" and "strokeDash" in one["mark"]
    }  # fmt: skip
    assert dashes[(4, 3)] == 2011.5
    # The point of a year stands for its middle: a law of July is drawn at the point.
    assert dashes[(1, 0)] == pytest.approx(2011, abs=0.01)
    assert "Un censo nuevo" in drawn(read(), "line", "es").summary
    assert "Change from" not in picture.summary, "what lies on both sides of a break is not compared"


def test_a_figure_marked_as_a_break_is_one():
    stored(*over_time(5.0, 6.0), {"period": "2012", "value": 7.0, "status": "B"})
    assert "Break in the series before 2012." in drawn(read(), "line").summary


TITLES = {
    "en": "Ferries, Venezuela → Colombia: from 43,200 (2010) to 2.9 million (2012)",
    "es": "Transbordadores, Venezuela → Colombia: de 43,200 (2010) a 2.9\u00a0millones (2012)",
    "fr": "Bacs, Venezuela → Colombie\u00a0: de 43\u202f200 (2010) à 2,9\u00a0millions (2012)",
    "pt": "Balsas, Venezuela → Colômbia: de 43.200 (2010) a 2,9\u00a0milhões (2012)",
}
NUMBERS = {"en": "2,904,873", "es": "2,904,873", "fr": "2\u202f904\u202f873", "pt": "2.904.873"}


@pytest.mark.parametrize("language", TITLES)
def test_title_and_summary_in_the_readers_language(language):
    made = stored(*over_time(43198.0, 33080.0, 2904873.0, COUNTERPART="VEN"))
    indicator = made.series.first().indicator
    indicator.title_es, indicator.title_fr, indicator.title_pt = "Transbordadores", "Bacs", "Balsas"
    indicator.save()
    for code, names in {"COL": ("Colombia", "Colombia", "Colombie", "Colômbia"), "VEN": ("Venezuela",) * 4}.items():
        labels = dict(zip(("label_es", "label_en", "label_fr", "label_pt"), names, strict=True))
        Code.objects.update_or_create(list="area", code=code, defaults=labels)
    picture = drawn(read(codes={"COUNTERPART": ("VEN",)}), "line", language)
    plain = TITLES[language].replace("\u202f", "\xa0")
    assert picture.title.replace("\u202f", "\xa0") == plain
    for number in (NUMBERS[language], "2010", "2012"):
        assert number.replace("\u202f", "\xa0") in picture.summary.replace("\u202f", "\xa0")
    assert ("Source" in picture.summary) == (language in ("en", "fr"))
    assert "%(" not in picture.summary and "Office of Fords" in picture.summary


def test_axis_numbers_are_in_the_readers_format():
    stored(*over_time(1500.0, 2500.0, 3000.0))
    texts = {code: drawn(read(), "line", code).svg for code in ("es", "fr", "pt")}
    assert ">2,000</text>" in texts["es"] and ">2.000</text>" in texts["pt"]
    assert re.search(">2[\u202f\xa0]000</text>", texts["fr"])


SHAPE = [
    ("line", "wide"),
    ("line", "narrow"),
    ("bar", "wide"),
    ("stacked", "narrow"),
    ("flow", "wide"),
    ("flow", "narrow"),
]


@pytest.mark.parametrize(("kind", "width"), SHAPE)
def test_every_picture_is_well_formed_and_carries_nothing_foreign(kind, width):
    Code.objects.create(list="area", code="VEN", label_en='<script>alert("Vénus & Co")</script>')
    stored(
        *over_time(5.0, 6.0, 7.0, COUNTERPART="VEN"), *over_time(1.0, 2.0, 3.0, COUNTERPART="PER"), sums="COUNTERPART"
    )
    picture = drawn(read(by=("COUNTERPART",)), kind, width=width, name="x1")
    root = etree.fromstring(picture.svg)
    tags = {one.tag.rpartition("}")[2] for one in root.iter()}
    assert not tags & {"script", "style", "image", "foreignObject", "use"}
    for one in root.iter():
        assert not any(name == "style" or name.startswith("on") or name.endswith("href") for name in one.attrib)
        assert all("url(" not in value or value.startswith("url(#x1-") for value in one.attrib.values())
    named = {one.get("id"): one for one in root.iter() if one.get("id")}
    assert root.get("role") == "img" and root.get("aria-labelledby") == "x1-t x1-d"
    assert named["x1-t"].text == picture.title and named["x1-d"].text == picture.summary
    assert all(name.startswith("x1-") for name in named)
    assert float(root.get("width")) == style.SIZES[width].width
    assert "NaN" not in picture.svg and "undefined" not in picture.svg


def test_a_picture_in_pixels():
    stored(*over_time(5.0, 6.0, 7.0))
    made = vega.png(drawn(read(), "line").svg, 2)
    assert made.startswith(b"\x89PNG") and int.from_bytes(made[16:20], "big") == 2 * style.SIZES["wide"].width


def test_colours_part_from_the_ground_and_lines_from_each_other():
    def light(colour):
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    assert all(1.05 / (light(one) + 0.05) >= 4.5 for one in style.PALETTE)
    assert len(set(style.DASHES)) == len(set(style.SHAPES)) == len(style.PALETTE)
    assert 1.05 / (light(style.BORDER) + 0.05) >= 3
    assert (light(style.BORDER) + 0.05) / (light(style.CLASSES[-1]) + 0.05) >= 3


def test_labels_at_the_ends_of_lines_do_not_meet():
    spots = overtime._apart([10, 11, 12, 250], [14, 28, 14, 14], 260)
    edges = [(spot - 7, spot - 7 + tall) for spot, tall in zip(spots, [14, 28, 14, 14], strict=True)]
    assert all(before[1] <= after[0] + 1e-9 for before, after in itertools.pairwise(edges))


def test_men_to_the_left_women_to_the_right_and_a_missing_sex_is_told(specs):
    ages = ("Y0T14", "Y15T29", "Y30T44", "Y45T59")
    rows = [
        {"period": "2020", "value": float(n * 10 + len(sex)), "AGE": age, "SEX": sex}
        for n, age in enumerate(ages, 1) for sex in ("M", "F", "_U")
    ]  # fmt: skip
    stored(*rows)
    found = read(by=("AGE", "SEX"))
    assert kinds(found)[0] == "pyramid"
    picture = drawn(found, "pyramid")
    bars = next(one for one in specs[0]["layer"] if one["mark"].get("type") == "bar")
    values = next(iter(specs[0]["datasets"].values())) if "datasets" in specs[0] else bars["data"]["values"]
    assert all((row["end"] < row["foot"]) == (row["side"] < 0) for row in values) and len(values) == 8
    assert "Not drawn: _U." in picture.summary
    assert picture.period == "2020" and picture.periods == ("2020",)


def test_adults_and_children_are_no_pyramid():
    stored(
        *[{"period": "2020", "value": 3.0, "AGE": age, "SEX": sex} for age in ("ADULT", "CHILD_ACC") for sex in "MF"]
    )
    assert "pyramid" not in kinds(read(by=("AGE", "SEX")))


def test_a_chart_of_one_period_can_be_stepped_through():
    stored(*over_time(5.0, 6.0, 7.0, COUNTERPART="VEN"), *over_time(1.0, 2.0, 3.0, COUNTERPART="PER"))
    found = read(by=("COUNTERPART",))
    made = drawn(found, "bar", period="2011")
    assert made.period == "2011" and made.periods == ("2010", "2011", "2012") and ", 2011" in made.title
    assert drawn(found, "bar", period="1850").period == "2012", "what the table has not is no step"
    assert drawing.alternative(made, "en").startswith(made.title)


def test_the_world_is_no_bar_beside_its_countries():
    stored(
        {"period": "2020", "value": 9.0, "COUNTERPART": "W"}, {"period": "2020", "value": 6.0, "COUNTERPART": "VEN"},
        {"period": "2020", "value": 3.0, "COUNTERPART": "PER"},
    )  # fmt: skip
    made = drawn(read(by=("COUNTERPART",)), "bar", period="2020")
    assert "VEN (6)" in made.title and ">W<" not in made.svg
