"""A filled site with one backup, made once."""

from pathlib import Path

import pytest

from tests import ready
from tests.kb import backup_sites


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of a site on SQLite with `backups/` beside its data; not to be changed."""
    empty = ready.migrated(tmp_path_factory)
    with ready.made(tmp_path_factory, "filled") as (data, missing):
        if missing:
            backup_sites.fill(ready.copied(empty, data))
            assert "Backup made and verified" in ready.manage(data, "backup")
    return data


@pytest.fixture
def site(filled: Path, tmp_path: Path) -> Path:
    """A copy of it for this test."""
    return backup_sites.copy(filled, tmp_path / "data")
