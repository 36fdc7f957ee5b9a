"""An import killed at any moment and run again ends equal to one that ran through."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from hashlib import sha256
from pathlib import Path

import pytest

from tests import ready
from tests.needs import ROOT
from tests.ready import command, environment, manage, shell

pytestmark = pytest.mark.processes

LAWS, ARTICLES = 14, 40
_WORDS = "bruma vado faro puerto sendero lumbre orilla remanso cumbre valle rocío escarcha candil aldaba umbral".split()


def text(law: int, language: str, day: str) -> str:
    """An invented law; the later consolidation changes every third article, drops one and adds one."""
    later, chance = day > "2016", random.Random(f"{law}-{language}")
    head = ["---", f'title: "Norma de prueba {law}"', "jurisdiction: exa", "type: act", "native_type: Norma"]
    head += [f'number: "{law}/2015"', "date: 2015-01-01", f"as_of: {day}", f"language: {language}", "---", ""]
    label = "Artículo" if language == "es" else "Article"
    for number in range(1, ARTICLES + later):
        words = " ".join(chance.choice(_WORDS) for _ in range(60))
        if later and number == 7:
            continue
        amended = " Texto enmendado." if later and number % 3 == 0 else ""
        head += [f"##### {label} {number}", "", f"{words.capitalize()}.{amended}", ""]
    return "\n".join(head)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two languages and two consolidations of each law."""
    folder = tmp_path_factory.mktemp("laws")
    for law in range(LAWS):
        for day in ("2015-01-01", "2020-01-01"):
            for language in ("es", "fr"):
                path = folder / f"{day}-{law:02}-{language}.md"
                path.write_text(text(law, language, day), encoding="utf-8")
    return folder


_DIGEST = "from laws.digest import digest; print(digest())"
_LOAD = (
    "from django.conf import settings; from countries.loading import load_jurisdictions as l; l(settings.SAMPLE_DIR)"
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with tables and jurisdictions and no law."""
    data = ready.copied(ready.migrated(tmp_path_factory), tmp_path_factory.mktemp("empty"))
    shell(data, _LOAD)
    return data


@pytest.fixture(scope="module")
def unbroken(empty: Path, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory after one run; not to be changed."""
    data = tmp_path_factory.mktemp("unbroken") / "data"
    shutil.copytree(empty, data)
    manage(data, "import_laws", str(folder))
    return data


def broken_off(data: Path, folder: Path, files: int, seconds: float) -> bool:
    """Start the import and kill it so many seconds after that many raw files are there; whether it still ran then."""
    child = subprocess.Popen(
        command("import_laws", str(folder), "-v", "0"), env=environment(data), cwd=ROOT, start_new_session=True
    )
    while child.poll() is None:
        if sum(1 for path in (data / "raw").rglob("*") if path.is_file()) >= files:
            time.sleep(seconds)
            os.killpg(child.pid, signal.SIGKILL)
            return child.wait() == -signal.SIGKILL
        time.sleep(0.002)
    return False


def assert_nothing_half_written(data: Path) -> None:
    """Every stored source has its raw file whole, and every law the articles of a whole file."""
    with sqlite3.connect(data / "kb.sqlite3") as database:
        for (digest,) in database.execute("SELECT sha256 FROM laws_lawsource"):
            assert sha256((data / "raw" / digest[:2] / digest).read_bytes()).hexdigest() == digest
        counts = database.execute("SELECT count(*) FROM laws_provision GROUP BY law_id").fetchall()
        assert {count for (count,) in counts} <= {ARTICLES - 1, ARTICLES}
        bare = "SELECT count(*) FROM laws_provisionversion v WHERE NOT EXISTS (SELECT 1 FROM laws_provisiontext t WHERE t.version_id = v.id)"
        assert database.execute(bare).fetchone() == (0,)
        entered = "SELECT count(*) FROM laws_law WHERE id NOT IN (SELECT record_id FROM records_indexentry WHERE kind = 'law')"
        assert database.execute(entered).fetchone() == (0,)


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_again_and_again_it_ends_as_if_nothing_had_been(
    seed: int, empty: Path, folder: Path, unbroken: Path, tmp_path: Path
) -> None:
    data, chance = tmp_path / "data", random.Random(seed)
    shutil.copytree(empty, data)
    moments = sorted(chance.sample(range(1, 4 * LAWS - 8), 3))
    killed = [broken_off(data, folder, files, chance.uniform(0, 0.03)) for files in moments]
    assert any(killed), "at least one kill came before the end"
    assert_nothing_half_written(data)
    manage(data, "import_laws", str(folder))
    assert shell(data, _DIGEST) == shell(unbroken, _DIGEST)


def test_a_second_run_has_nothing_to_do(unbroken: Path, folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(unbroken, data)
    assert f" {LAWS} laws: " in (said := manage(data, "import_laws", str(folder)))
    assert " 0 new, 0 changed, " in said
