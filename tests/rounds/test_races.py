"""Two at once: exactly one wins, and the other is told so. Real processes on one database."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from rounds import assessing, workflow
from rounds.refusals import Refusal
from tests.needs import ROOT
from tests.rounds.cast import Cast, cast, fill, fords

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr(assessing, "findings", lambda submission: [])
    return cast()


def race(folder: Path, *calls: tuple[Any, ...]) -> list[str]:
    """Each call in a process of its own, started together on a copy of the database."""
    if connection.vendor != "sqlite":
        pytest.skip("the copy of an unfinished transaction is SQLite's; the compare-and-set is tried on both")
    (folder / "kb.sqlite3").write_bytes(connection.connection.serialize())
    environment = {**os.environ, "DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "kb.settings.dev"}
    environment.pop("DATABASE_URL", None)
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.rounds.racer", *map(str, call)], cwd=ROOT, env=environment, text=True,
            stdout=subprocess.PIPE,
        )
        for call in calls
    ]  # fmt: skip
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    (folder / "go").touch()
    return sorted(process.communicate(timeout=120)[0].strip().splitlines()[-1] for process in processes)


@pytest.mark.parametrize("steps", [("accept", "return"), ("accept", "accept"), ("publish", "publish")])
def test_one_of_two_processes_wins(story: Cast, tmp_path: Path, steps: tuple[str, str]) -> None:
    made = story.signed()
    workflow.submission_take_in_review(submission=made, version=made.version, actor=story.secretariat)
    if steps[0] == "publish":
        workflow.submission_accept(submission=made, version=made.version, actor=story.secretariat)
    told = race(tmp_path, *((made.pk, made.version, story.secretariat.pk, step) for step in steps))
    loser = {"twice"} if steps[0] == steps[1] else {"wrong_state"}
    assert "won" in told and set(told) == {"won"} | loser
    held = sqlite3.connect(tmp_path / "kb.sqlite3")
    [(state, version)] = held.execute("SELECT state, version FROM rounds_submission").fetchall()
    assert version == made.version + 1 and state in ("accepted", "returned", "published")
    assert held.execute("SELECT count(*) FROM indicators_vintage").fetchone()[0] == (state == "published")
    held.close()


def test_whoever_looked_before_the_other_changed_it_is_refused(story: Cast) -> None:
    made = story.filled()
    seen = {"submission": made, "version": made.version, "confirmed": True}
    fill(made, story.tables["fords"], story.correspondents["arg"], fords(8))
    with pytest.raises(Refusal) as caught:
        workflow.submission_submit(actor=story.ministers["arg"], **seen)
    assert caught.value.key == "stale"


def test_a_change_while_the_rules_are_asked_is_seen(story: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check runs outside the transaction: what is filled meanwhile must not be signed unseen."""
    made = story.filled()

    def meanwhile(submission: Any) -> list[Any]:
        fill(made, story.tables["fords"], story.correspondents["arg"], fords(-8))
        return []

    version = made.version
    monkeypatch.setattr(assessing, "findings", meanwhile)
    with pytest.raises(Refusal) as caught:
        workflow.submission_submit(submission=made, version=version, actor=story.ministers["arg"], confirmed=True)
    assert caught.value.key == "stale"
    made.refresh_from_db()
    assert made.state == "draft"


def test_two_institutions_on_two_tables_do_not_stand_in_each_others_way(story: Cast) -> None:
    from tests.rounds.cast import ferries

    made = story.submission()
    for kind, name in (("interior", "ferries"), ("statistics", "fords")):
        workflow.table_assign(
            submission=made, table=story.tables[name], institution=story.institutions[kind],
            actor=story.correspondents["arg"],
        )  # fmt: skip
    versions = dict(made.fillings.values_list("table__name", "version"))
    for kind, name, entries in (("interior", "ferries", ferries()), ("statistics", "fords", fords())):
        workflow.submission_fill(
            submission=made, table=story.tables[name], entries=entries, version=versions[name],
            actor=story.providers[kind], whole=True,
        )  # fmt: skip
    assert made.cells.count() == len(ferries()) + len(fords())
