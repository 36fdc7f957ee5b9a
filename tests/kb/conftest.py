"""A filled site with one backup, made once."""

from pathlib import Path

import pytest

from tests import ready
from tests.kb import backup_sites


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of a site on SQLite with `backups/` beside its data; not to be changed."""
    data = tmp_path_factory.mktemp("filled") / "data"
    backup_sites.fill(ready.copied(ready.migrated(tmp_path_factory), data))
    assert "Backup made and verified" in backup_sites.manage(data, "backup")
    return data


@pytest.fixture
def site(filled: Path, tmp_path: Path) -> Path:
    """A copy of it for this test."""
    return backup_sites.copy(filled, tmp_path / "data")
