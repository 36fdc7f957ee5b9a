"""Commands that must not touch the site's data run again as a child with a data directory, database and index of their own."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings

MARK = "KB_SCRATCH"


def is_scratch() -> bool:
    """Whether this process is such a child."""
    return MARK in os.environ


def run_again(arguments: list[str], *, engine: str, keep: Path | None = None, database: str = "") -> int:
    """Run `manage.py ARGUMENTS` in a scratch directory (`keep`: one that stays) and return its exit code.

    engine: "tantivy" or "elasticsearch" (at the configured address). database: address of an empty one; else SQLite, whatever
    the site uses.
    """
    with tempfile.TemporaryDirectory(prefix="kb-scratch-") as temporary:
        environment = {
            **os.environ,
            MARK: "1",
            "DJANGO_SETTINGS_MODULE": "kb.settings.dev",
            "DATA_DIR": str(keep.resolve() if keep else temporary),
            "DATABASE_URL": database,
            "ELASTICSEARCH_URL": settings.SEARCH["url"] if engine == "elasticsearch" else "",
            "ELASTICSEARCH_PREFIX": f"kb-scratch-{keep.name if keep else os.getpid()}",
            "ELASTICSEARCH_TIMEOUT": "10",
        }
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
        return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603 - our own command line


def engine_name(asked: str | None) -> str:
    """The engine to measure: the one asked for, else the configured one; "" when Elasticsearch has no address."""
    if asked == "elasticsearch" and not settings.SEARCH["url"]:
        return ""
    return asked or ("elasticsearch" if settings.SEARCH["url"] else "tantivy")
