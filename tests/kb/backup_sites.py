"""Sites on SQLite for the tests of backup and restore: made once, copied for each test, worked on by commands."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg

from tests.needs import ROOT
from tests.ready import environment, manage, shell

LAW = """---
title: "Ley de Brumas"
jurisdiction: arg
type: act
native_type: Ley
number: "{number}"
language: es
---

##### Artículo 1

{text}
"""
# A script that ends itself, as a power cut would, at the Nth step that makes something durable.
KILLED = """
import os, pathlib, shutil, signal, sys
left, sys.argv = int(sys.argv[1]), sys.argv[2:]
def counted(work):
    def step(*args, **options):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return work(*args, **options)
    return step
def at_each_step():
    os.fsync, os.rename = counted(os.fsync), counted(os.rename)
    for name in ("replace", "rename", "unlink", "write_text"):
        setattr(pathlib.Path, name, counted(getattr(pathlib.Path, name)))
import django
django.setup()
from django.core.management import execute_from_command_line
at_each_step()
execute_from_command_line(sys.argv)
"""


def killed_at(step: int, data: Path, *words: str) -> bool:
    """Run the command until that step; whether it was killed there, and had not ended before."""
    run = subprocess.run(
        [sys.executable, "-c", KILLED, str(step), "manage.py", *words], env=environment(data), capture_output=True,
        text=True, cwd=ROOT, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert run.returncode in (0, -9), run.stderr[-3000:]
    return run.returncode == -9


_TABLES = ("law", "lawsource", "lawevent", "lawalias", "provision", "provisionversion", "provisiontext")


def rows(data: Path, table: str, columns: str = "*", **more: str) -> list[Any]:
    """Of a table, from the database itself: a command that tells them takes two seconds to start."""
    url = more.get("DATABASE_URL")
    with closing(psycopg.connect(url) if url else sqlite3.connect(data / "kb.sqlite3")) as database:
        return database.execute(f"SELECT {columns} FROM {table} ORDER BY 1").fetchall()  # type: ignore[attr-defined,no-any-return]  # noqa: S608


def digest(data: Path, **more: str) -> str:
    """One hash over all laws; primary keys too come back as they were."""
    held = [(table, rows(data, f"laws_{table}", **more)) for table in _TABLES]
    return sha256(repr(held).encode()).hexdigest()


def people(data: Path, **more: str) -> str:
    return str(rows(data, "accounts_user", "id, username, email", **more))


def add_law(data: Path, number: str, text: str, **more: str) -> None:
    folder = data.parent / "laws"
    folder.mkdir(exist_ok=True)
    path = folder / f"{number}.md"
    path.write_text(LAW.format(number=number, text=text), encoding="utf-8")
    manage(data, "import_laws", str(path), "-v", "0", **more)


_JURISDICTIONS = "from django.conf import settings; from countries.loading import load_jurisdictions as load; load(settings.SAMPLE_DIR)"
_PERSON = (
    "from accounts.models import User; User.objects.create_user('ana.paz', 'ana@ministry.example', 'a long password')"
)


def fill(data: Path, **more: str) -> None:
    """Jurisdictions, a law, an account, media, and an index, in a database with tables."""
    shell(data, f"{_JURISDICTIONS}; {_PERSON}", **more)
    add_law(data, "90.001", "La bruma zafirina es de todos: residencia temporal y refugiado.", **more)
    (data / "media" / "documents").mkdir(parents=True)
    (data / "media" / "documents" / "año 1.pdf").write_bytes(b"a scan")
    (data / "media" / "empty.txt").touch()
    manage(data, "worker", "--once", **more)


def tree(data: Path) -> dict[str, bytes]:
    """Every file of a data directory with its content, but for locks, and what an ended SQLite left."""
    out = ("in-use.lock", "index.lock", "last-backup.json")
    return {
        str(path.relative_to(data)): path.read_bytes()
        for path in data.rglob("*")
        if path.is_file()
        and path.name not in out
        and path.suffix not in (".sqlite3-shm",)
        and "backups" not in path.parts
    }


def copy(data: Path, to: Path) -> Path:
    shutil.copytree(data, to, ignore=shutil.ignore_patterns("static"))
    return to
