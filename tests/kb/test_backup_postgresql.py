"""Backup and restore on a PostgreSQL of the test's own."""

import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from kb import backups
from kb.backups import Folder
from tests import needs
from tests.kb.backup_sites import add_law, digest, fill, people
from tests.ready import manage

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a running server, without a database's name."""
    needs.postgresql_programs()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    script = str(needs.ROOT / "scripts/postgresql.sh")
    url = subprocess.run([script, "start", port], capture_output=True, text=True, check=True).stdout.strip()
    yield url.rpartition("/")[0]
    subprocess.run([script, "stop", port], check=True)


@pytest.fixture(scope="module")
def url(server: str) -> str:
    return f"{server}/kb"


@pytest.fixture(scope="module")
def site(url: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled site with one backup; the tests below leave it changed, and count on no other but for their order."""
    data = tmp_path_factory.mktemp("postgresql") / "data"
    manage(data, "migrate", "-v", "0", DATABASE_URL=url)
    fill(data, DATABASE_URL=url)
    manage(data, "backup", DATABASE_URL=url)
    return data


def archive(data: Path) -> Path:
    return Folder(data / "backups").manifests()[-1]


def schemas(url: str) -> list[str]:
    with psycopg.connect(url) as database:
        rows = database.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before_%' ORDER BY 1").fetchall()
    return [name for (name,) in rows]


def test_all_comes_back_and_what_was_there_is_put_aside(site: Path, url: str) -> None:
    before, first = digest(site, DATABASE_URL=url), archive(site)
    manifest = backups.read(first)
    assert manifest.vendor == "postgresql" and manifest.server[0].isdigit() and manifest.counts["laws_law"] == 1
    add_law(site, "90.002", "El vado.", DATABASE_URL=url)
    manage(site, "erase_user", "ana.paz", "--yes", DATABASE_URL=url)
    (site / "media" / "new.txt").write_text("new")

    said = manage(site, "restore", str(first), "--yes", DATABASE_URL=url)
    assert "0 missing, 0 extra, 0 stale" in said and "1 erased person was in it" in said
    assert digest(site, DATABASE_URL=url) == before and not (site / "media" / "new.txt").exists()
    assert "ana" not in people(site, DATABASE_URL=url)
    [schema] = schemas(url)
    assert schema in said
    with psycopg.connect(url) as database:
        assert database.execute(f'SELECT count(*) FROM "{schema}".laws_law').fetchone() == (2,)  # noqa: S608
    # Sequences are back too: the next row gets a key of its own.
    add_law(site, "90.003", "El faro.", DATABASE_URL=url)
    manage(site, "worker", "--once", DATABASE_URL=url)
    assert "0 / 0 / 0" in manage(site, "verify_index", DATABASE_URL=url)


def test_what_was_put_aside_is_not_in_the_next_backup_and_it_restores_again(site: Path, url: str) -> None:
    if not schemas(url):
        manage(site, "restore", "latest", "--yes", DATABASE_URL=url)
    manage(site, "backup", DATABASE_URL=url)
    manifest = backups.read(archive(site))
    folder = Folder(archive(site).parent)
    dump = folder.object(manifest.database.sha256)
    listed = subprocess.run(["pg_restore", "--list", str(dump)], capture_output=True, text=True, check=True).stdout
    assert "laws_law" in listed and "before_restore" not in listed
    wanted = digest(site, DATABASE_URL=url)
    assert "0 missing" in manage(site, "restore", "latest", "--yes", DATABASE_URL=url)
    assert digest(site, DATABASE_URL=url) == wanted


def test_an_empty_database_takes_it(site: Path, server: str, url: str, tmp_path: Path) -> None:
    with psycopg.connect(url, autocommit=True) as database:
        database.execute("CREATE DATABASE rehearsal")
    manage(site, "backup", DATABASE_URL=url)
    other = f"{server}/rehearsal"
    manage(tmp_path / "data", "restore", str(archive(site)), "--yes", DATABASE_URL=other)
    assert digest(tmp_path / "data", DATABASE_URL=other) == digest(site, DATABASE_URL=url)


def test_other_sessions_keep_it_from_being_restored(site: Path, url: str) -> None:
    with psycopg.connect(url, application_name="a web process elsewhere"):
        said = manage(site, "restore", "latest", "--yes", code=1, DATABASE_URL=url)
    assert "Stop web and worker first" in said and "a web process elsewhere" in said


def test_a_dump_that_fails_half_way_leaves_the_database_as_it_was(site: Path, url: str, tmp_path: Path) -> None:
    """psql stops at the first error, and without its COMMIT nothing has happened."""
    before, held = digest(site, DATABASE_URL=url), schemas(url)
    fake = tmp_path / "bin"
    fake.mkdir()
    script = fake / "pg_restore"
    real = subprocess.run(["which", "pg_restore"], capture_output=True, text=True, check=True).stdout.strip()
    script.write_text(
        f'#!/bin/sh\ncase "$*" in *--list*) exec {real} "$@";; esac\n{real} "$@" | head -c 200000\nexit 1\n'
    )
    script.chmod(0o755)
    path = f"{fake}:{os.environ['PATH']}"
    said = manage(site, "restore", "latest", "--yes", code=1, DATABASE_URL=url, PATH=path)
    assert "Nothing was changed" in said
    assert digest(site, DATABASE_URL=url) == before and schemas(url) == held


def test_one_kind_of_database_does_not_take_the_others_backup(site: Path, tmp_path: Path) -> None:
    said = manage(tmp_path / "data", "restore", str(archive(site)), "--yes", code=1)
    assert "of postgresql and this site runs on sqlite" in said


def test_without_the_clients_programs_it_says_what_to_install(site: Path, url: str, tmp_path: Path) -> None:
    count = len(Folder(site / "backups").manifests())
    said = manage(site, "backup", code=1, DATABASE_URL=url, PATH=str(tmp_path))
    assert "pg_dump is not on PATH" in said and "postgresql-client" in said
    said = manage(site, "restore", "latest", "--yes", code=1, DATABASE_URL=url, PATH=str(tmp_path))
    assert "pg_restore is not on PATH" in said
    assert len(Folder(site / "backups").manifests()) == count
