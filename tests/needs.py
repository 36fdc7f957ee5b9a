"""What some tests need beside Python, and what happens where it is missing: a loud skip, or a failure in CI."""

import os
import shutil
import subprocess
import warnings
from pathlib import Path
from typing import NoReturn

import pytest

LOUD = "NOT TESTED: "
ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("kb", "pages", "reports", "rounds", "laws", "indicators", "search", "records", "accounts", "countries")


def missing(what: str, mend: str) -> NoReturn:
    """Skip this test and say so at the end of the run; with KB_REQUIRE_ENGINES=1 it fails instead."""
    reason = f"{LOUD}{what} ({mend})"
    if os.environ.get("KB_REQUIRE_ENGINES") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def shared(*parts: str) -> Path:
    """A folder beside the checkout. Without it the test is skipped even in CI: its files are not ours to ship."""
    folder = ROOT.parent.joinpath("shared", *parts)
    if not folder.exists():
        reason = f"{LOUD}no folder of real {parts[-1]} beside the checkout"
        warnings.warn(reason, stacklevel=2)
        pytest.skip(reason)
    return folder


def elasticsearch_url() -> str:
    """The address of a running Elasticsearch for the contract suite (ELASTICSEARCH_URL)."""
    return os.environ.get("ELASTICSEARCH_URL") or missing(
        "no Elasticsearch", "`make elasticsearch`, or set ELASTICSEARCH_URL"
    )


def postgresql_programs() -> None:
    """PostgreSQL's server, to start one for a test, and the client's programs."""
    found = subprocess.run([str(ROOT / "scripts/postgresql.sh"), "found"], check=False).returncode == 0
    if not found or not all(map(shutil.which, ("pg_dump", "pg_restore", "psql"))):
        missing("no PostgreSQL", "apt-get install postgresql")


def chromium() -> str:
    """The browser's path."""
    return shutil.which("chromium") or missing("no chromium", "apt-get install chromium")
