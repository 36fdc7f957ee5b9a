"""Backup and restore killed at any step that makes something durable: no half archive, and no half site that starts."""

from pathlib import Path

import pytest

from kb import backups
from kb.backups import Folder
from tests.kb.backup_sites import add_law, digest, killed_at, tree
from tests.ready import manage

pytestmark = pytest.mark.processes


def taken(folder: Folder) -> list[Path]:
    """Every archive that `restore` would take; each must be whole."""
    for path in folder.manifests():
        for item in backups.read(path).objects():
            folder.check(item)
    return folder.manifests()


def test_a_killed_backup_is_none(site: Path, tmp_path: Path) -> None:
    to, before, step, kills = tmp_path / "disk", tree(site), 1, 0
    while killed_at(step, site, "backup", "--to", str(to)):
        kills += 1
        archives = taken(Folder(to))
        assert len(archives) <= 1
        if archives:
            break  # killed after the archive was there: noting its age, say
        # Early steps are the database, then come files, alike; the last ones are the manifest's.
        step += 1 if step < 6 else 7
    assert kills > 5
    assert {name for name in tree(site) if not name.endswith("-wal")} == {
        name for name in before if not name.endswith("-wal")
    }
    manage(site, "backup", "--to", str(to))
    assert taken(Folder(to)) and not list(to.rglob("*.part"))
    assert "whole and unaltered" in manage(site, "restore", str(to), "--check")


def test_the_last_steps_of_a_backup_one_by_one(site: Path, tmp_path: Path) -> None:
    to = tmp_path / "disk"
    manage(site, "backup", "--to", str(to))
    [first] = taken(Folder(to))
    # Nothing is new now but the manifest, so these are its steps.
    results = []
    for step in range(1, 12):
        killed = killed_at(step, site, "backup", "--to", str(to))
        results.append(len(taken(Folder(to))))
        if not killed:
            break
    assert not killed and results[0] == 1 and results[-1] > 1 and first.exists()


def test_a_killed_restore_is_finished_by_the_next(site: Path) -> None:
    wanted, archive = digest(site), str(Folder(site / "backups").manifests()[-1])
    add_law(site, "90.002", "El vado.")
    changed, broken_off, step = digest(site), 0, 1
    while killed_at(step, site, "restore", archive, "--yes"):
        if (site / "restore-unfinished").exists():
            broken_off += 1
            assert "restore" in manage(site, "verify_index", code=1), "the site does not start on half of its data"
        else:
            assert digest(site) in (changed, wanted)
            assert not list(site.glob("before-restore-*")) or digest(site) == wanted
        step += 1 if broken_off < 4 else 5
    assert broken_off > 3
    assert digest(site) == wanted and not (site / "restore-unfinished").exists()
    assert "0 / 0 / 0" in manage(site, "verify_index") and not list(site.glob(".restoring-*"))
