"""What `/ready` and `manage.py doctor` tell: database, outbox, index, disk."""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F, Min
from django.utils import timezone

from records.models import IndexEntry
from search import engine
from search.backends import EngineDown

LATE_SECONDS = 60  # an outbox older than this means that no worker runs, or that the engine is down


def report(*, public: bool = True) -> dict[str, Any]:
    """Plain values; nothing here raises. `public`: errors by their kind only, since their words name hosts and paths."""
    state: dict[str, Any] = {"database": _database(public)}
    if state["database"] == "ok":
        state["outbox"] = _outbox(public)
    state["search"] = _search(public)
    state["disk_free_mb"] = _disk_free()
    return state


def _said(error: Exception, public: bool) -> str:
    return type(error).__name__ if public else f"{type(error).__name__}: {error}"[:300].strip()


def _database(public: bool) -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except Exception as error:  # noqa: BLE001 - whatever the driver says is the answer
        return _said(error, public)
    return "ok"


def _outbox(public: bool) -> dict[str, Any]:
    try:
        entries = IndexEntry.objects.filter(version__gt=F("indexed"))
        oldest = entries.aggregate(oldest=Min("changed_at"))["oldest"]
        age = (timezone.now() - oldest).total_seconds() if oldest else 0.0
        failing = entries.filter(attempts__gt=0).count()
        return {"due": entries.count(), "failing": failing, "age_s": round(age, 1), "late": age > LATE_SECONDS}
    except Exception as error:  # noqa: BLE001 - tables may be missing or locked
        return {"error": _said(error, public)}


def _search(public: bool) -> dict[str, Any]:
    try:
        told = engine.backend().status()
    except EngineDown as error:
        return {"answers": False, "name": engine.backend_name(), "error": _said(error, public)}
    return {"answers": True, **told}


def _disk_free() -> int:
    """Megabytes where the data directory is, or will be made."""
    directory = Path(settings.DATA_DIR)
    while not directory.exists():
        directory = directory.parent
    return shutil.disk_usage(directory).free // 2**20
