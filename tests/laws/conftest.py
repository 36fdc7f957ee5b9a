"""Fixtures of the tests on laws."""

import warnings
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def shared_laws() -> Path:
    """The folder of real statutes beside the checkout; a test that needs it is skipped, loudly, where it is missing."""
    folder = _ROOT.parent / "shared" / "data" / "laws"
    if not folder.is_dir():
        warnings.warn(f"REAL STATUTES NOT TESTED: no folder {folder}", stacklevel=2)
        pytest.skip(f"REAL STATUTES NOT TESTED: no folder {folder}")
    return folder
