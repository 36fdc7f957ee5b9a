"""Fixtures of all tests, and what the run says at its end of tests that it could not do."""

import gc
import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck, settings

from tests import needs, ready

# Code is loaded once and stays; with Python's own setting it is searched for garbage hundreds of times.
gc.set_threshold(50_000, 20, 20)
settings.register_profile("dev", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("dev"), max_examples=200, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


if connection.vendor == "sqlite":

    @pytest.fixture(scope="session")
    def django_db_setup(
        tmp_path_factory: pytest.TempPathFactory, django_test_environment: None, django_db_blocker: Any
    ) -> None:
        """The database of the tests, in memory: a copy of one that the migrations made once for the whole run."""
        made = (ready.migrated(tmp_path_factory) / "kb.sqlite3").as_uri()
        # Immutable: no files come and go beside it, which others may be copying.
        with django_db_blocker.unblock(), closing(sqlite3.connect(f"{made}?immutable=1", uri=True)) as source:
            connection.close()
            connection.settings_dict["NAME"] = connection.creation._get_test_db_name()
            connection.ensure_connection()
            source.backup(connection.connection)

elif template := os.environ.get("KB_TEST_TEMPLATE"):

    @pytest.fixture(scope="session")
    def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
        """Each process copies the database of that name, in which scripts/test.sh has let the migrations run."""
        connection.settings_dict["TEST"]["TEMPLATE"] = template


@pytest.fixture(scope="session")
def shared_laws() -> Path:
    """The folder of real statutes beside the checkout; a test that needs it is skipped, loudly, where it is missing."""
    return needs.shared("data", "laws")


@pytest.fixture(scope="session")
def shared_quality() -> Path:
    """The folder with the golden set and its corpus list, or a loud skip."""
    return needs.shared("quality")


@pytest.fixture(scope="session")
def elasticsearch_url() -> str:
    """The address of a running Elasticsearch, or a loud skip."""
    return needs.elasticsearch_url()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's path, or a loud skip."""
    return needs.chromium()


@pytest.fixture
def jurisdictions(db: None) -> dict[str, Any]:
    """A few jurisdictions by code: four members, international, and the invented one."""
    from tests.factories import jurisdictions as make

    return make()


@pytest.fixture(autouse=True)
def default_language() -> Iterator[None]:
    """A test that reads pages in French leaves no French to the next one."""
    yield
    translation.deactivate()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What touches no database says nothing new on the second one."""
    if connection.vendor != "postgresql":
        return
    needs_it = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback"}
    idle = [
        one for one in items
        if not one.get_closest_marker("django_db") and needs_it.isdisjoint(getattr(one, "fixturenames", ()))
        and not one.get_closest_marker("postgresql")
        and not issubclass(getattr(one, "cls", None) or object, TransactionTestCase)
    ]  # fmt: skip
    if idle:
        config.hook.pytest_deselected(items=idle)
        left = set(map(id, idle))
        items[:] = [one for one in items if id(one) not in left]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Loud skips once more, where nobody overlooks them."""
    reports = terminalreporter.stats.get("skipped", [])
    reasons = Counter(report.longrepr[2] for report in reports if isinstance(report.longrepr, tuple))
    loud = {reason: count for reason, count in reasons.items() if needs.LOUD in reason}
    if loud:
        terminalreporter.section("NOT TESTED", sep="!", bold=True, yellow=True)
        for reason, count in sorted(loud.items()):
            terminalreporter.line(f"{count} skipped: {reason.split(needs.LOUD, 1)[1]}", yellow=True)
