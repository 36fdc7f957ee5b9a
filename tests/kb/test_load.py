"""The load run: what it reads, how it judges, and that it runs against a real site."""

import json
import subprocess
import sys
from collections import Counter
from importlib import util
from pathlib import Path
from typing import Any

import pytest

from tests import ready
from tests.needs import ROOT
from tests.ready import environment


def _loaded() -> Any:
    spec = util.spec_from_file_location("load", ROOT / "scripts" / "load.py")
    assert spec and spec.loader
    module = util.module_from_spec(spec)
    sys.modules["load"] = module
    spec.loader.exec_module(module)
    return module


load = _loaded()
MEMORY = [(0.0, {"resident": 90.0, "own": 50.0}), (60.0, {"resident": 100.0, "own": 60.0})]


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/es/", "home"),
        ("/pt/search/?q=visto", "search"),
        ("/pt/search/", "search"),
        ("/en/search/?q=x&type=act", "filters"),
        ("/en/search/?type=act", "filters"),
        ("/fr/laws/can/sor-2002-227/", "law"),
        ("/fr/laws/can/sor-2002-227/art-1/?at=2015-01-01", "article"),
        ("/es/countries/", "countries"),
        ("/es/countries/arg/", "countries/…"),
        ("/es/search.csv?q=x", "files"),
        ("/es/laws/arg/ley-25871.json", "files"),
        ("/de/", ""),
        ("/static/kb.css", ""),
        ("/admin/", ""),
        ("/", ""),
    ],
)
def test_the_kind_of_a_page_is_in_its_address(address: str, kind: str) -> None:
    assert load.kind_of(address) == kind


def test_links_and_filters_of_a_page() -> None:
    page = load.Page(
        '<a href="/es/laws/arg/x/">x</a><a>no</a><form><input type=checkbox name="type" value="act">'
        '<input type="search" name="q" value="no"><input type="radio" name="sort" value="newest"></form>'
    )
    assert page.links == ["/es/laws/arg/x/"] and page.filters == [("type", "act"), ("sort", "newest")]


def test_every_kind_is_read_and_in_the_readers_language() -> None:
    import random

    addresses = load.Addresses()
    for link in ("http://host/es/", "/es/laws/arg/x/", "/fr/laws/arg/x/", "/es/countries/arg/", "/fr/search/?q=x"):
        addresses.add(link)
    chance = random.Random(1)
    chosen = Counter(addresses.choose(chance, "fr") for _ in range(400))
    assert {kind for kind, _ in chosen} == {"home", "law", "countries/…", "search"}
    assert ("law", "/es/laws/arg/x/") not in chosen, "where the reader's language has one, it is taken"
    assert chosen["search", "/fr/search/?q=x"] > chosen["countries/…", "/es/countries/arg/"] > 0


class TestPromises:
    def broken(self, times: dict[str, list[float]], errors: int = 0, memory: Any = None) -> list[str]:
        return list(load.broken(load.figures(times), errors, memory or [*MEMORY, MEMORY[-1]]))

    def test_kept(self) -> None:
        assert self.broken({"law": [100.0] * 95 + [900.0] * 4, "search": [700.0] * 50}) == []

    def test_pages_and_search_have_limits_of_their_own(self) -> None:
        assert self.broken({"law": [600.0] * 30, "search": [700.0] * 30}) == [
            "law: p95 is 600 ms, above 500 ms", "= pages: p95 is 600 ms, above 500 ms",
        ]  # fmt: skip
        assert self.broken({"law": [9.0] * 30, "filters": [801.0] * 30})[0].startswith("filters: p95 is 801 ms")

    def test_a_slow_kind_is_not_hidden_by_fast_ones(self) -> None:
        assert self.broken({"law": [9.0] * 900, "countries": [600.0] * 30}) == [
            "countries: p95 is 600 ms, above 500 ms"
        ]
        assert self.broken({"law": [9.0] * 900, "countries": [600.0] * 5}) == [], "five are no percentile"

    def test_downloads_have_no_limit(self) -> None:
        assert self.broken({"law": [9.0] * 30, "files": [2_000.0] * 30}) == []

    def test_errors_and_growing_memory(self) -> None:
        assert self.broken({"law": [9.0]}, errors=1) == ["1 errors"]
        grown = [*MEMORY, (300.0, {"resident": 110.0, "own": 71.0})]
        assert self.broken({"law": [9.0]}, memory=grown) == ["own memory grew by 18% after the first minute"]


@pytest.mark.processes
def test_it_runs_against_a_site(site: Path, tmp_path: Path) -> None:
    script = [sys.executable, str(ROOT / "scripts/load.py"), "--data", str(site), "--readers", "3", "--think", "0.2"]
    run = subprocess.run(
        [*script, "--workers", "1", "--minutes", "0.1", "--json", str(tmp_path / "figures.json")],
        env=environment(site), capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert "3 readers, 0.1 minutes" in run.stdout and "workers" in run.stdout, run.stdout + run.stderr
    told = json.loads((tmp_path / "figures.json").read_text())
    assert {"home", "article", "law", "search", "= search", "= pages"} <= told["figures"].keys()
    assert told["memory"][0][1]["own"] > 20 and len(told["memory"]) == 6
    assert run.returncode == (1 if told["broken"] else 0)


@pytest.mark.processes
def test_a_site_without_laws_is_not_measured(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    ready.copied(ready.migrated(tmp_path_factory), tmp_path / "data")
    script = [sys.executable, str(ROOT / "scripts/load.py"), "--data", str(tmp_path / "data"), "--workers", "1"]
    run = subprocess.run(script, env=environment(tmp_path), capture_output=True, text=True, timeout=120)
    assert run.returncode == 1 and "no law to read" in run.stderr
