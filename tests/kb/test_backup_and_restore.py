"""Backup and restore on SQLite, by the commands as an administrator gives them."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kb import backups
from kb.backups import Folder
from tests.kb.backup_sites import add_law, digest, people, rows, tree
from tests.needs import ROOT
from tests.ready import environment, manage, shell

pytestmark = pytest.mark.processes


def archive(data: Path) -> Path:
    return Folder(data / "backups").manifests()[-1]


def rewrite(path: Path, **changes: object) -> None:
    """The manifest with other values and a checksum that fits."""
    whole = json.loads(path.read_text())
    whole["manifest"] |= changes
    whole["sha256"] = backups._checksum(whole["manifest"])
    path.write_text(json.dumps(whole))


def test_all_comes_back_and_what_was_there_is_put_aside(site: Path) -> None:
    before, first = digest(site), archive(site)
    add_law(site, "90.002", "El vado.")
    shell(site, "from laws.models import Law; Law.objects.get(number='90.001').delete()")
    (site / "media" / "documents" / "año 1.pdf").write_bytes(b"another scan")
    (site / "media" / "new.txt").write_text("new")
    [raw] = [path for path in (site / "raw").rglob("*") if path.is_file() and b"zafirina" in path.read_bytes()]
    raw.chmod(0o644)
    raw.write_bytes(b"rotten")
    changed = digest(site)
    assert changed != before

    said = manage(site, "restore", str(first), "--yes")
    assert "0 missing, 0 extra, 0 stale" in said and "Everybody signs in again." in said
    assert digest(site) == before
    assert (site / "media" / "documents" / "año 1.pdf").read_bytes() == b"a scan"
    assert (site / "media" / "empty.txt").read_bytes() == b"" and not (site / "media" / "new.txt").exists()
    for item in backups.read(first).files:
        assert backups.hash_of(site / item.path) == item.sha256
    assert "0 / 0 / 0" in manage(site, "verify_index")
    assert "Ley de Brumas" in manage(site, "search", "zafirina", "--language", "es")

    [aside] = site.glob("before-restore-*")
    assert (aside / "media" / "new.txt").read_text() == "new"
    assert digest(aside) == changed
    assert shell(aside, "from laws.models import Law; print(Law.objects.get().number)") == "90.002", "a whole site"
    assert not (site / "restore-unfinished").exists() and not list(site.glob(".restoring-*"))


def test_an_erased_person_stays_erased(site: Path) -> None:
    assert "ana@ministry.example" in people(site)
    manage(site, "erase_user", "ana.paz", "--yes")
    erased = people(site)
    assert "ana" not in erased
    said = manage(site, "restore", "latest", "--yes")
    assert "1 erased person was in it, and is erased again." in said
    assert people(site) == erased
    database = b"".join(path.read_bytes() for path in site.glob("kb.sqlite3*"))
    assert b"ana@ministry.example" not in database, "nor in what the file has left over"


def test_a_new_machine_learns_of_erasures_from_the_backup(site: Path, tmp_path: Path) -> None:
    first = archive(site)
    manage(site, "erase_user", "ana.paz", "--yes")
    manage(site, "backup")
    empty = tmp_path / "another machine" / "data"
    said = manage(empty, "restore", str(archive(site)), "--yes")
    assert "What was there before" not in said and digest(empty) == digest(site)
    manage(empty, "restore", str(first), "--yes")
    assert "ana" not in people(empty)


def test_sessions_end_with_a_restore(site: Path) -> None:
    opened = "from django.contrib.sessions.backends.db import SessionStore as S; s = S(); s['x'] = 1; s.save()"
    shell(site, opened)
    assert rows(site, "django_session")
    manage(site, "backup")
    manage(site, "restore", "latest", "--yes")
    assert rows(site, "django_session") == []


def test_a_second_backup_copies_only_what_is_new_and_keep_removes_old_ones(site: Path) -> None:
    objects = lambda: {path.name for path in (site / "backups" / "objects").rglob("*") if path.is_file()}  # noqa: E731
    held = objects()
    assert "0 bytes of it new" in manage(site, "backup")
    assert objects() == held
    (site / "media" / "more.txt").write_text("more")
    manage(site, "backup")
    assert len(objects() - held) == 1
    assert "3 older backups removed." in manage(site, "backup", "--keep", "1")
    assert len(Folder(site / "backups").manifests()) == 1
    assert "whole and unaltered" in manage(site, "restore", "latest", "--check")


def test_a_backup_can_lie_elsewhere(site: Path, tmp_path: Path) -> None:
    manage(site, "backup", "--to", str(tmp_path / "disk"))
    told = json.loads((site / "last-backup.json").read_text())
    assert Path(told["archive"]).parent == tmp_path / "disk"
    assert "whole and unaltered" in manage(site, "restore", str(tmp_path / "disk"), "--check")
    assert "only" in manage(site, "backup", "--to", str(site / "media" / "backups"), code=1)
    assert "--keep" in manage(site, "backup", "--keep", "0", code=1)


def test_while_the_site_runs_nothing_is_restored(site: Path) -> None:
    command = [sys.executable, str(ROOT / "manage.py"), "worker"]
    worker = subprocess.Popen(command, env=environment(site), cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 30
        while "worker" not in (said := manage(site, "restore", "latest", "--yes", code=1)):
            assert time.monotonic() < deadline, said
        assert "Stop web and worker first" in said and f"{worker.pid} (" in said
        assert "Backup made" in manage(site, "backup"), "a backup needs no rest"
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert "0 missing" in manage(site, "restore", "latest", "--yes")


def test_a_backup_is_of_one_moment_while_others_write(site: Path) -> None:
    with sqlite3.connect(site / "kb.sqlite3") as database:
        database.executescript("CREATE TABLE mist (n INTEGER); CREATE TABLE fog (n INTEGER, filling TEXT);")
    writing = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], timeout=30)
print("writing", flush=True)
for n in range(10**9):
    with database:
        database.execute("INSERT INTO mist VALUES (?)", (n,))
        database.execute("INSERT INTO fog VALUES (?, ?)", (n, "x" * 3000))
"""
    writer = subprocess.Popen([sys.executable, "-c", writing, str(site / "kb.sqlite3")], stdout=subprocess.PIPE)
    try:
        assert writer.stdout and writer.stdout.readline() == b"writing\n"
        manage(site, "backup")
    finally:
        writer.kill()
        writer.communicate()
    counts = backups.read(archive(site)).counts
    with sqlite3.connect(site / "kb.sqlite3") as database:
        [(after,)] = database.execute("SELECT count(*) FROM mist").fetchall()
    assert counts["mist"] == counts["fog"] and 0 < counts["mist"] < after


class TestRefusals:
    """Each leaves the site exactly as it was."""

    @pytest.fixture(autouse=True)
    def unchanged(self, site: Path) -> object:
        before = tree(site)
        yield
        assert tree(site) == before

    @pytest.mark.parametrize("what", ["file", "database", "missing"])
    def test_a_damaged_archive(self, site: Path, what: str) -> None:
        manifest, folder = backups.read(archive(site)), Folder(site / "backups")
        item = manifest.database if what == "database" else max(manifest.files, key=lambda item: item.bytes)
        path = folder.object(item.sha256)
        content = path.read_bytes()
        if what == "missing":
            path.unlink()
        else:
            middle = len(content) // 2
            path.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
        said = manage(site, "restore", "latest", "--yes", code=1)
        assert "Nothing was changed" in said and ("missing" if what == "missing" else "altered") in said

    def test_a_truncated_manifest(self, site: Path) -> None:
        path = archive(site)
        path.write_bytes(path.read_bytes()[:-200])
        assert "no whole manifest" in manage(site, "restore", str(path), "--yes", code=1)

    def test_a_newer_schema(self, site: Path) -> None:
        path = archive(site)
        migrations = backups.read(path).migrations
        rewrite(path, version="9.9", migrations={**migrations, "laws": [*migrations["laws"], "0999_from_tomorrow"]})
        said = manage(site, "restore", "latest", "--yes", code=1)
        assert "newer version (9.9)" in said and "laws.0999_from_tomorrow" in said

    def test_another_database(self, site: Path) -> None:
        rewrite(archive(site), vendor="postgresql")
        assert "it can only go back to postgresql" in manage(site, "restore", "latest", "--yes", code=1)

    def test_a_manifest_that_lies_about_the_database(self, site: Path) -> None:
        path = archive(site)
        rewrite(path, counts={**backups.read(path).counts, "laws_law": 10**6})
        assert "does not hold what the manifest says" in manage(site, "restore", "latest", "--yes", code=1)

    def test_a_path_that_leaves_the_folder(self, site: Path) -> None:
        path = archive(site)
        files = json.loads(path.read_text())["manifest"]["files"]
        rewrite(path, files=[{**files[0], "path": "../../escaped"}, *files[1:]])
        assert "where none may be" in manage(site, "restore", "latest", "--yes", code=1)
        assert not (site.parent / "escaped").exists()

    def test_nobody_to_ask_and_no_such_backup(self, site: Path) -> None:
        assert "--yes" in manage(site, "restore", "latest", code=1)
        assert archive(site).stem in manage(site, "restore", "kb-1999", "--yes", code=1)


def test_a_person_reads_it_in_their_language(site: Path) -> None:
    manage(site, "compile_messages", "-v", "0")
    assert "Cópia feita e verificada" in manage(site, "backup", LC_ALL="pt_BR.UTF-8")
    assert "Sauvegarde faite et vérifiée" in manage(site, "backup", LC_ALL="fr_CA.UTF-8")
    assert "No existe la copia" in manage(site, "restore", "x", code=1, LC_ALL="", LC_MESSAGES="", LANG="es_MX.UTF-8")


def test_a_full_disk_is_said_and_leaves_nothing(site: Path) -> None:
    """A folder with a limit of its own: files above it cannot be written."""
    held = tree(site / "backups")
    command = f'ulimit -f 64; exec "{sys.executable}" "{ROOT}/manage.py" backup --to "{site.parent}/disk"'
    run = subprocess.run(
        ["bash", "-c", f"trap '' XFSZ; {command}"], env=environment(site), capture_output=True, text=True, cwd=ROOT
    )
    assert run.returncode == 1 and "No backup was made" in run.stderr and "Traceback" not in run.stderr, run.stderr
    assert not Folder(site.parent / "disk").manifests() and tree(site / "backups") == held
    assert [path for path in (site.parent / "disk").rglob("*") if path.is_file() and path.name != ".lock"] == []
    assert os.path.exists(site / "kb.sqlite3")  # noqa: PTH110
