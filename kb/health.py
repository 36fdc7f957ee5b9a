"""What `/ready` and `manage.py doctor` tell: database, outbox, index, disk."""

import shutil
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F, Min
from django.utils import timezone

from records.models import IndexEntry
from search import engine
from search.backends import EngineDown

LATE_SECONDS = 60  # an outbox older than this means that no worker runs, or that the engine is down


def report() -> dict[str, Any]:
    """Plain values; nothing here raises."""
    state: dict[str, Any] = {"database": _database()}
    if state["database"] == "ok":
        state["outbox"] = _outbox()
    state["search"] = _search()
    state["disk_free_mb"] = shutil.disk_usage(settings.BASE_DIR).free // 2**20
    return state


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except Exception as error:  # noqa: BLE001 - whatever the driver says is the answer
        return f"{type(error).__name__}: {error}"[:300]
    return "ok"


def _outbox() -> dict[str, Any]:
    entries = IndexEntry.objects.filter(version__gt=F("indexed"))
    oldest = entries.aggregate(oldest=Min("changed_at"))["oldest"]
    age = (timezone.now() - oldest).total_seconds() if oldest else 0.0
    failing = entries.filter(attempts__gt=0).count()
    return {"due": entries.count(), "failing": failing, "age_s": round(age, 1), "late": age > LATE_SECONDS}


def _search() -> dict[str, Any]:
    try:
        return {"answers": True, **engine.backend().status()}
    except EngineDown as error:
        return {"answers": False, "name": engine.backend_name(), "error": str(error)[:300]}
