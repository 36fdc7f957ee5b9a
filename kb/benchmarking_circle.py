"""What `manage.py benchmark --figures` measures beside reading: charts drawn, a country's sheet checked, the report of the region made."""

import json
import random
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import product
from typing import Any

from django.utils import timezone, translation

from indicators import charts
from indicators.choosing import Choice
from indicators.tables import table
from kb.benchmarking import percentiles
from records.models import LANGUAGES
from reports import drafting, making
from reports.files import path_of
from reports.models import Job, Report
from rounds import checking
from rounds.asked import Entry, Table

Say = Callable[[str], None]
ENTRIES = 50_000
_CHARTS = 40
_AREAS = ("_T", *(f"A{place:02}" for place in range(36)))
_AGES = ("_T", "Y0T14", "Y15T24", "Y25T44", "Y45T64", "Y_GE65", "_U")
# Women, men and their total, ages and areas with their totals: as much as a country could be asked.
_BIG = Table(
    "big", "foreign-born-stock", "ARG", "count", "PS", {}, ("SEX", "COUNTERPART", "AGE"),
    {"SEX": ("_T", "M", "F"), "COUNTERPART": _AREAS, "AGE": _AGES}, tuple(str(year) for year in range(1960, 2025)),
    ("SEX", "COUNTERPART", "AGE"),
)  # fmt: skip


def drawings(areas: list[str], say: Say) -> dict[str, Any]:
    """Charts of up to 2,000 cells that nobody has asked for before, reading included; then again, from where they are kept."""
    asked = []
    for turn in range(_CHARTS):
        area, others = areas[turn % len(areas)], tuple(areas[(turn + step) % len(areas)] for step in range(5))
        asked += [
            (Choice("foreign-born-stock", codes={"REF_AREA": (area,)}, by=("SEX",)), "line"),
            (Choice("emigrant-stock", codes={"COUNTERPART": others}, start="2000"), "bar"),
        ]
    figures: dict[str, Any] = {}
    charts.chart(Choice("population", codes={"REF_AREA": ("ARG",)}), "line", "en")  # libraries are read
    for name in ("chart_first_ms", "chart_kept_ms"):
        times = []
        for choice, kind in asked:
            if kind not in charts.kinds(table(choice)):
                continue
            started = time.perf_counter()
            charts.chart(choice, kind, "es")
            times.append(time.perf_counter() - started)
        figures[name] = percentiles(times)
    say(f"{len(times)} charts drawn, and read again")
    return figures


def validation(say: Say) -> dict[str, Any]:
    """Seconds for 50,000 cells of one table, with last year's and the partners' figures at hand: clean, and with one in fifty wrong."""
    chance = random.Random(20261123)  # noqa: S311 - figures of nobody
    clean = list(_entries(chance))[:ENTRIES]
    wrong = [_spoilt(one, chance) if chance.random() < 0.02 else one for one in clean]
    figures: dict[str, Any] = {"validated_entries": len(clean)}
    for name, entries in (("clean", clean), ("wrong", wrong)):
        before = {(".".join(one.codes.values()), one.period): one.value or 0.0 for one in clean}
        started = time.perf_counter()
        found = checking.check([_BIG], {"big": entries}, {"big": before}, {"big": before})
        figures[f"validation_{name}_s"] = round(time.perf_counter() - started, 2)
        figures[f"validation_{name}_findings"] = len(found)
    say(f"{len(clean):,} cells checked, {figures['validation_wrong_findings']:,} findings in the wrong ones")
    return figures


def _entries(chance: random.Random) -> Iterator[Entry]:
    parts = {leaf: chance.randint(100, 5_000) for leaf in product("MF", _AREAS[1:], _AGES[1:])}
    sums: dict[tuple[str, str, str], int] = {}
    for (sex, area, age), value in parts.items():
        for key in product((sex, "_T"), (area, "_T"), (age, "_T")):
            sums[key] = sums.get(key, 0) + value
    for period in _BIG.periods:
        for line, (key, value) in enumerate(sums.items(), 3):
            yield Entry(dict(zip(_BIG.vary, key, strict=True)), period, float(value), line=line)


def _spoilt(entry: Entry, chance: random.Random) -> Entry:
    """Nothing that stops the rules on totals and jumps, which cost most."""
    return Entry(entry.codes, entry.period, (entry.value or 0.0) * chance.choice((3, 10)) + 1, line=entry.line)


def report(say: Say) -> dict[str, Any]:
    """Seconds for the region's report as the worker makes it, from its first draft to the PDF and the DOCX; progress: how often the
    worker wrote down how far it was."""
    titles = {f"title_{code}": "Benchmark" for code in LANGUAGES}
    started = time.perf_counter()
    made = drafting.begin(
        Report(slug="benchmark", first=2020, last=2025, as_of=timezone.now().date() + timedelta(days=1), **titles)
    )
    figures: dict[str, Any] = {"report_draft_s": round(time.perf_counter() - started, 1)}
    figures["report_chapters"] = made.chapters.count()
    translation.deactivate()
    for format_ in (Job.Format.PDF, Job.Format.DOCX):
        job = Job.objects.create(report=made, language="es", format=format_)
        started = time.perf_counter()
        making.work()
        job.refresh_from_db()
        if job.state != Job.State.DONE:
            raise ValueError(job.error)
        figures[f"report_{format_}_s"] = round(time.perf_counter() - started, 1)
        figures[f"report_{format_}_kib"] = path_of(job).stat().st_size // 1024
    say("report made: " + json.dumps({name: value for name, value in figures.items() if name.startswith("report")}))
    return figures
