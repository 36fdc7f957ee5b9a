"""A drawing is made once for a vintage; a new vintage, language or law makes another; what is broken is made anew."""

import os
import time
from datetime import date

import pytest

from indicators import charts, storing
from indicators.charts import keeping
from indicators.choosing import Choice, NoFigures
from indicators.models import Code, Note
from kb import backups
from records.kinds import Mark
from tests.indicators.invented import dataset, frame

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    Code.objects.create(list="unit", code="PS", label_en="Persons")
    own = dataset()
    store(own, 5.0, 6.0)
    return own


def store(own, *values):
    storing.store(own, frame(*({"period": str(2010 + n), "value": value} for n, value in enumerate(values))))


def files():
    return sorted(
        path.relative_to(keeping.folder()).as_posix() for path in keeping.folder().rglob("*") if path.is_file()
    )


def chart(**more):
    return charts.chart(Choice("ferries"), "line", "en", **more)


def test_the_same_chart_is_drawn_once(made, monkeypatch):
    law = Mark(date(2010, 9, 1), "Act <on> ports", "/law?a=1&b=2", "en")
    first = chart(marks=[law])
    monkeypatch.setattr(keeping, "draw", None)
    again = chart(marks=[law])
    assert (again.title, again.summary, again.marks, again.kind, again.periods) == (
        first.title, first.summary, first.marks, first.kind, first.periods
    )  # fmt: skip
    assert again.svg.strip() == first.svg.strip() and again.marks[0].mark == law
    (name,) = files()
    assert name[:2] == name[3:5] and name.endswith(".svg")


def test_what_would_look_otherwise_is_another_file(made):
    chart()
    chart(width="narrow")
    charts.chart(Choice("ferries"), "line", "fr")
    chart(marks=[Mark(date(2010, 9, 1), "Act", "/law", "en")])
    charts.chart(Choice("ferries", start="2010"), "bar", "en")
    assert len(files()) == 5
    store(made, 5.0, 7.0)
    assert "to 7 (2011)" in chart().title and len(files()) == 6
    assert "to 6 (2011)" in charts.chart(Choice("ferries", as_of=1), "line", "en").title, (
        "an old vintage is drawn as it was"
    )
    Note.objects.create(dataset=made, kind="break", start="2011", text_en="A new count.")
    assert "A new count" in chart().summary


def test_nothing_is_kept_of_what_is_not_there(made):
    for choice in (
        Choice("bridges"),
        Choice("ferries", table="none"),
        Choice("ferries", as_of=9),
        Choice("ferries", start="2050"),
    ):
        with pytest.raises(NoFigures):
            charts.chart(choice, "line", "en")
    with pytest.raises(NoFigures):
        charts.chart(Choice("ferries"), "map", "en")
    assert not keeping.folder().exists() or files() == []


def test_a_file_that_is_cut_short_or_old_is_made_anew(made):
    first = chart()
    (name,) = files()
    path = keeping.folder() / name
    path.write_text(path.read_text(encoding="utf-8")[:400], encoding="utf-8")
    assert chart().svg == first.svg
    old = time.time() - (keeping.MOST_DAYS + 1) * 86400
    os.utime(path, (old, old))
    Code.objects.filter(list="unit").update(label_en="People")
    assert "People" in chart().svg, "labels change without a vintage"


def test_the_reader_gets_the_chart_when_the_disk_is_full(made, monkeypatch):
    def full(path, drawing):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keeping, "_write", full)
    assert chart().title.startswith("Ferries")


def test_old_drawings_go_then_the_oldest_of_too_many(made):
    for language in ("en", "es", "fr", "pt"):
        charts.chart(Choice("ferries"), "line", language)
    paths = [keeping.folder() / name for name in files()]
    for age, path in enumerate(paths):
        then = time.time() - age * 3 * 86400
        os.utime(path, (then, then))
    assert charts.clean() == 1 and not paths[3].exists()
    size = paths[0].stat().st_size
    assert charts.clean(most_bytes=int(size * 1.5)) == 2 and files() == [
        paths[0].relative_to(keeping.folder()).as_posix()
    ]


def test_a_backup_leaves_the_drawings_out(made, tmp_path):
    chart()
    (tmp_path / "kept.txt").write_text("kept")
    assert [path.name for path in backups.contents(tmp_path, "")] == ["kept.txt"]


def test_png_of_a_kept_chart(made):
    assert charts.picture(Choice("ferries"), "line", "en").startswith(b"\x89PNG")
