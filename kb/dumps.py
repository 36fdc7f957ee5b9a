"""Copies of the database while the site runs: SQLite's backup API, or pg_dump; and back again."""

import gzip
import os
import secrets
import shutil
import sqlite3
import subprocess
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient
from django.utils.translation import gettext as _

from kb.backups import BadBackup, Folder, Stored

Progress = Callable[[int, int], None]  # done, total; total 0 is unknown
PAGES = 2_000
_CHUNK = 2**20
_IN_PUBLIC = "SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = 'public' ORDER BY tablename"
_OTHERS = """
SELECT coalesce(nullif(application_name, ''), usename), client_addr::text FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


class DumpFailed(Exception):
    """The database could not be copied or brought back; the message is the program's own (English)."""


class ProgramMissing(Exception):
    """A program of PostgreSQL's client is not on PATH."""


@dataclass(frozen=True, slots=True)
class Dump:
    """A stored copy and what it holds; `bytes` unpacked (0 for PostgreSQL). The facts are those of the copied moment."""

    stored: Stored
    server: str
    bytes: int
    migrations: dict[str, list[str]]
    counts: dict[str, int]


def vendor() -> str:
    """ "sqlite" or "postgresql"."""
    return connection.vendor


def sqlite_path() -> Path:
    """The database file of SQLite."""
    return Path(str(connection.settings_dict["NAME"]))


def dump(folder: Folder, progress: Progress) -> Dump:
    """The database as it is at one moment, while others write to it."""
    return _dump_sqlite(folder, progress) if vendor() == "sqlite" else _dump_postgresql(folder, progress)


def _dump_sqlite(folder: Folder, progress: Progress) -> Dump:
    copy = folder.path / "objects" / f"{secrets.token_hex(8)}.part"
    try:
        with closing(sqlite3.connect(f"{sqlite_path().resolve().as_uri()}?mode=rw", uri=True, timeout=30)) as source:
            # A read transaction held for the whole copy: what others commit meanwhile does not start it anew.
            source.isolation_level = None
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            with closing(sqlite3.connect(copy)) as target:
                source.backup(target, pages=PAGES, progress=lambda code, left, total: progress(total - left, total))
                target.execute("PRAGMA journal_mode=DELETE")
        migrations, counts = inspect_sqlite(copy)
        size = copy.stat().st_size
        return Dump(folder.store(_zipped(copy))[0], sqlite3.sqlite_version, size, migrations, counts)
    except sqlite3.Error as error:
        raise DumpFailed(f"SQLite: {error}") from None
    finally:
        for left in folder.path.glob(f"objects/{copy.name}*"):
            left.unlink(missing_ok=True)


def inspect_sqlite(path: Path) -> tuple[dict[str, list[str]], dict[str, int]]:
    """Migrations by app and rows by table of a database file; BadBackup when SQLite finds it damaged."""
    try:
        with closing(sqlite3.connect(path)) as database:
            found = database.execute("PRAGMA quick_check(1)").fetchone()[0]
            if found != "ok":
                raise BadBackup(_broken(found))
            tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
            own = [name for (name,) in tables if not name.startswith("sqlite_")]
            counts = {name: _count(database.execute, name) for name in own}
            rows = database.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
    except sqlite3.Error as error:
        raise BadBackup(_broken(error)) from None
    return _by_app(rows), counts


def _broken(reason: object) -> str:
    return _("the copy of the database is damaged: %(reason)s") % {"reason": reason}


def _count(execute: Callable[[str], Any], table: str) -> int:
    quoted = table.replace('"', '""')
    return int(execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0])  # noqa: S608 - a table's own name


def _by_app(rows: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for app, name in rows:
        found.setdefault(app, []).append(name)
    return found


def _zipped(path: Path) -> Iterator[bytes]:
    """Gzip without a time of day in it: the same database is the same object."""
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield packer.compress(chunk)
    yield packer.flush()


def unpack_sqlite(source: Path, target: Path, size: int, progress: Progress) -> None:
    """The database file out of its object; BadBackup when it is not what the manifest says."""
    done = 0
    try:
        with gzip.open(source, "rb") as packed, target.open("wb") as file:
            while chunk := packed.read(_CHUNK):
                done += len(chunk)
                if done > size:
                    break
                file.write(chunk)
                progress(done, size)
            file.flush()
            os.fsync(file.fileno())
    except (OSError, EOFError, zlib.error) as error:
        if isinstance(error, OSError) and not isinstance(error, gzip.BadGzipFile):
            raise
        raise BadBackup(_broken(error)) from None
    if done != size:
        raise BadBackup(_broken(f"{done} / {size}"))


def _program(name: str) -> tuple[list[str], dict[str, str]]:
    """The command of a PostgreSQL client program for the configured database, and its environment."""
    path = shutil.which(name)
    if not path:
        raise ProgramMissing(name)
    # Django knows how its settings become the options that all these programs share.
    arguments, environment = DatabaseClient.settings_to_cmd_args_env(dict(connection.settings_dict), [])
    return [path, *arguments[1:]], {**os.environ, **(environment or {})}


@contextmanager
def _running(command: list[str], environment: dict[str, str], **pipes: Any) -> Iterator["subprocess.Popen[bytes]"]:
    """A program that is ended with this block; DumpFailed with its last words when it fails."""
    with tempfile.TemporaryFile() as words:
        process = subprocess.Popen(command, env=environment, stderr=words, **pipes)  # noqa: S603 - found on PATH by name
        broken = False
        try:
            yield process
        except BrokenPipeError:
            broken = True  # the program has ended, and says why
        except BaseException:
            process.kill()
            raise
        finally:
            _close(process.stdin)
            _close(process.stdout)
            code = process.wait()
        if code or broken:
            words.seek(0)
            said = words.read().decode("utf-8", "replace").strip().splitlines()[-5:]
            raise DumpFailed(f"{Path(command[0]).name}: {' '.join(said) or f'exit code {code}'}")


def _close(pipe: IO[bytes] | None) -> None:
    try:
        if pipe:
            pipe.close()
    except BrokenPipeError:
        pass


def _dump_postgresql(folder: Folder, progress: Progress) -> Dump:
    command, environment = _program("pg_dump")
    _program("pg_restore")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot(), current_setting('server_version')")
        snapshot, server = cursor.fetchone()
        # Schemas that an earlier restore put aside are no part of the site.
        options = ["--format=custom", "--no-owner", "--no-privileges", "--schema=public", f"--snapshot={snapshot}"]
        stored, _new = folder.store(_output([*command, *options], environment, progress))
        cursor.execute(_IN_PUBLIC)
        tables = [name for (name,) in cursor.fetchall()]
        counts = {}
        for name in tables:
            counts[name] = _count(lambda sql: (cursor.execute(sql), cursor)[1], name)
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        migrations = _by_app(cursor.fetchall())
    check_dump(folder.object(stored.sha256))
    return Dump(stored, server, 0, migrations, counts)


def _output(command: list[str], environment: dict[str, str], progress: Progress) -> Iterator[bytes]:
    done = 0
    with _running(command, environment, stdout=subprocess.PIPE) as process:
        assert process.stdout  # noqa: S101 - asked for
        while chunk := process.stdout.read(_CHUNK):
            done += len(chunk)
            progress(done, 0)
            yield chunk


def check_dump(path: Path) -> None:
    """Whether pg_restore can read this dump's table of contents."""
    command, environment = _program("pg_restore")
    for _chunk in _output([command[0], "--list", str(path)], environment, lambda done, total: None):
        pass


def other_sessions() -> list[str]:
    """Other connections to the PostgreSQL database, from whichever machine."""
    if vendor() != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS)
        return [f"{name} ({address})" if address else str(name) for name, address in cursor.fetchall()]


def restore_postgresql(path: Path, aside: str, progress: Progress) -> None:
    """The dump into schema "public", the present one renamed to `aside`: all in one transaction, or nothing.

    psql gets COMMIT only after pg_restore has ended well; a kill of any of the three leaves the database as it was.
    """
    reading, environment = _program("pg_restore")
    writing = _program("psql")[0]
    connection.close()
    script = [reading[0], "--no-owner", "--no-privileges", "--file=-", str(path)]
    with _running([*writing, "-X", "-q", "-v", "ON_ERROR_STOP=1"], environment,
                  stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:  # fmt: skip
        assert process.stdin  # noqa: S101 - asked for
        process.stdin.write(f'BEGIN;\nALTER SCHEMA public RENAME TO "{aside}";\nCREATE SCHEMA public;\n'.encode())
        preamble, done = True, 0
        for line in _lines(script, environment):
            # The schema is made above; newer clients set what older servers do not know: neither is part of the data.
            if preamble and line.startswith((b"SET transaction_timeout", b"CREATE SCHEMA public")):
                continue
            preamble = preamble and not line.startswith((b"CREATE TABLE", b"COPY "))
            process.stdin.write(line)
            done += len(line)
            progress(done, 0)
        process.stdin.write(b"\nCOMMIT;\n")


def _lines(command: list[str], environment: dict[str, str]) -> Iterator[bytes]:
    with _running(command, environment, stdout=subprocess.PIPE) as process:
        assert process.stdout  # noqa: S101 - asked for
        yield from process.stdout
