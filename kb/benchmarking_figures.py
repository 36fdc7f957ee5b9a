"""What `manage.py benchmark --figures` measures: figures in, out as charts and pages. Runs in a scratch directory."""

import csv
import json
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from countries.loading import load_jurisdictions
from countries.models import Country
from indicators import choosing, codes, frames, importing, profile, storing
from indicators.coding import coded
from indicators.loading import load_register
from indicators.models import Dataset, Observation, Series
from indicators.tables import Choice, table
from kb import benchmarking_circle
from kb.benchmarking import percentiles
from kb.garbage import settle
from records import rows

Say = Callable[[str], None]
STOCK = "undesa-stock-2024"
FILE = "undesa_ims2024_bilateral_by_sex_americas.csv"
CELLS = 2_000
_ASKED = 60


def measure(folder: Path, observations: int, say: Say) -> dict[str, Any]:
    """All figures; times in milliseconds or seconds as the names say. folder: the publishers' files."""
    call_command("migrate", verbosity=0)
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    load_jurisdictions(settings.SAMPLE_DIR)
    load_register(settings.SAMPLE_DIR / "indicators")
    found: dict[str, Any] = {"database": connection.vendor}
    found.update(_import(folder / FILE, say))
    _fill(folder, observations, say)
    rows.count()
    found["observations"] = Observation.objects.count()
    settle()  # as kb.wsgi does
    found.update(_charts(say))
    found.update(benchmarking_circle.drawings([code.upper() for code in _members()], say))
    found.update(_profiles(say))
    _, found["corridor_page_ms"] = _pages([f"/es/corridors/ven/{code}/" for code in _members() if code != "ven"], say)
    found.update(benchmarking_circle.validation(say))
    found.update(benchmarking_circle.report(say))
    return found


def _members() -> list[str]:
    found = Country.objects.filter(is_member=True).order_by("iso3")
    return list(found.values_list("jurisdiction__code", flat=True))


def _import(path: Path, say: Say) -> dict[str, Any]:
    """A file through the whole import (child process, codes, comparison, rows), beside the same rows straight into the
    database by Django's bulk insert and by the driver; all rolled back."""
    with importing.reader() as child:
        with transaction.atomic():
            importing.import_file(path, STOCK, child=child)  # the child has started, and has read its libraries
            transaction.set_rollback(True)
        with transaction.atomic():
            started = time.perf_counter()
            report = importing.import_file(path, STOCK, child=child)
            whole = time.perf_counter() - started
            fields = ("series_id", "period", "value", "status", "confidentiality", "first")
            stored = list(Observation.objects.values_list(*fields))
            series = list(Series.objects.all())
            transaction.set_rollback(True)
    if report["refused"]:
        raise ValueError(report["refused"])
    with transaction.atomic():
        Series.objects.bulk_create(series)
        made = [Observation(**dict(zip(fields, row, strict=True))) for row in stored]
        started = time.perf_counter()
        Observation.objects.bulk_create(made, batch_size=500)
        bulk = time.perf_counter() - started
        transaction.set_rollback(True)
    with transaction.atomic(), connection.cursor() as cursor:
        Series.objects.bulk_create(series)
        sql = "INSERT INTO indicators_observation (series_id, period, value, status, confidentiality, first) VALUES "
        started = time.perf_counter()
        cursor.executemany(sql + "(%s, %s, %s, %s, %s, %s)", stored)
        driver = time.perf_counter() - started
        transaction.set_rollback(True)
    say(f"imported {len(stored):,} figures in {whole:.2f} s; bulk insert {bulk:.2f} s, the driver alone {driver:.2f} s")
    return {
        "import_s": round(whole, 2), "import_figures": len(stored), "import_to_bulk_insert": round(bulk / whole, 2),
        "import_to_driver": round(driver / whole, 2),
    }  # fmt: skip


def _fill(folder: Path, observations: int, say: Say) -> None:
    """All files of the register, and the stock of migrants again as tables of their own for as many times as it takes."""
    with importing.reader() as child:
        for name in importing.mapping_names():
            path = folder / _files()[name]
            report = importing.import_file(path, name, child=child)
            if report["refused"]:
                raise ValueError(f"{name}: {report['refused']}")
        path, rules = folder / FILE, importing.mapping(STOCK)
        columns, _ = frames.columns(child.run(path.read_bytes(), json.dumps({"name": path.name, "mapping": rules})))
    frame = coded(columns, rules, codes.tables()).frame
    # Of an indicator that has no figures: what readers ask for is not among these.
    frame["INDICATOR"] = pd.Categorical(["migrants-by-sector"] * len(frame))
    copies = -(-(observations - Observation.objects.count()) // len(frame))
    started = time.perf_counter()
    for turn in range(copies):
        made = Dataset.objects.create(slug=f"copy-{turn}", publisher="Benchmark", threshold=None)
        storing.store(made, frame)
    say(f"stored {copies * len(frame):,} figures in {time.perf_counter() - started:.1f} s")


def _files() -> dict[str, str]:
    with (settings.SAMPLE_DIR / "indicators" / "datasets.csv").open(encoding="utf-8", newline="") as file:
        return {row["slug"]: row["file"] for row in csv.DictReader(file)}


def _charts(say: Say) -> dict[str, Any]:
    """Tables of at most 2,000 cells, as charts and pages read them, in a fixed random order."""
    chance = random.Random(20261123)  # noqa: S311 - an order, not a secret
    areas = [code.upper() for code in _members()]
    choices: list[Choice] = []
    for _ in range(_ASKED):
        area, others = chance.choice(areas), tuple(chance.sample(areas, 8))
        choices += [
            Choice("foreign-born-stock", codes={"REF_AREA": (area,)}, by=("SEX",)),
            Choice("foreign-born-stock", codes={"REF_AREA": others}),
            Choice("foreign-born-stock", codes={"REF_AREA": (area,)}, by=("COUNTERPART",), start="2010"),
            Choice("emigrant-stock", codes={"COUNTERPART": (area,)}),
            Choice("population", codes={"REF_AREA": others}, start="1990"),
        ]
    times, cells = [], []
    for turn, choice in enumerate([*choices[:10], *choices]):
        started = time.perf_counter()
        found = table(choice)
        taken = time.perf_counter() - started
        size = sum(len(line.cells) for line in found.lines)
        if turn >= 10 and size <= CELLS:
            times.append(taken)
            cells.append(size)
    say(f"{len(times)} tables of {int(np.median(cells))} cells, at most {max(cells)}")
    return {"chart_cells_ms": percentiles(times), "chart_cells_most": max(cells)}


def _profiles(say: Say) -> dict[str, Any]:
    """unread: before the clerk came by; first: after it, in a process that has read nothing else; page: once more."""
    addresses = [f"/es/countries/{code}/figures/" for code in _members()]
    caches["tables"].clear()
    unread, _ = _pages(addresses, say)
    caches["tables"].clear()
    started = time.perf_counter()
    profile.prepare()
    ahead = round(time.perf_counter() - started, 1)
    choosing._held.cache_clear()
    choosing._shape.cache_clear()
    first, again = _pages(addresses, say)
    return {
        "profile_unread_ms": unread, "profile_ahead_s": ahead, "profile_first_ms": first, "profile_page_ms": again,
    }  # fmt: skip


def _pages(addresses: list[str], say: Say) -> tuple[dict[str, float], dict[str, float]]:
    """Each page three times as a browser gets it: the first time, when nothing of it is in memory, and the others."""
    client = Client(SERVER_NAME="127.0.0.1")
    first, again = list[float](), list[float]()
    client.get("/es/")  # templates and words are read
    for turn in range(3):
        for address in addresses:
            started = time.perf_counter()
            response = client.get(address)
            (again if turn else first).append(time.perf_counter() - started)
            assert response.status_code == 200, address  # noqa: S101 - a figure of a failed page is none
    say(f"{len(addresses)} pages like {addresses[0]}")
    return percentiles(first), percentiles(again)
