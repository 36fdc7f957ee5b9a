"""What `/ready` and `manage.py doctor` tell: database, outbox, index and its drift, disk, mail queue, last backup."""

import shutil
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F, Min
from django.utils import timezone

from kb import backups
from records import kinds
from records.models import IndexEntry
from records.visibility import NOBODY, visible_to
from search import engine
from search.backends import EngineDown
from search.documents import unbucket
from search.nodes import Everything, Filtered, Keyword

LATE_SECONDS = 60  # an outbox older than this means that no worker runs, or that the engine is down
LATE_BACKUP_SECONDS = 2 * 86_400  # a nightly backup that failed once is seen before the second night
DRIFT_SECONDS = 60  # comparing records is dearer than the rest: once a minute a process is enough
_drift: tuple[float, object, dict[str, int]] | None = None


def report(*, public: bool = True) -> dict[str, Any]:
    """Plain values; nothing here raises. `public`: errors by their kind only, since their words name hosts and paths."""
    state: dict[str, Any] = {"database": _database(public)}
    if state["database"] == "ok":
        state["outbox"] = _outbox(public)
    state["search"] = _search(public)
    if state["database"] == "ok" and state["search"].get("index"):
        state["index_drift"] = _drifted(public)
    state["disk_free_mb"] = _disk_free()
    state["mail_queue"] = "none"  # what is sent is sent at once
    state["last_backup"] = _last_backup()
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


def _drifted(public: bool) -> dict[str, Any]:
    """Records that the index has not and should have, and the other way round; `verify_index` compares every document."""
    global _drift
    backend, now = engine.backend(), time.monotonic()
    try:
        if _drift is None or _drift[1] is not backend or now - _drift[0] > DRIFT_SECONDS:
            _drift = (now, backend, _compared())
        return _drift[2]
    except Exception as error:  # noqa: BLE001 - the engine may go down meanwhile, tables may be locked
        return {"error": _said(error, public)}


def _compared() -> dict[str, int]:
    # What is due is the outbox's to tell; read last, so that a change that comes meanwhile is no drift.
    missing, extra = set[str](), set[str]()
    for kind in kinds.every():
        if kind.name in kind.units:
            asked = Filtered(Everything(), (Keyword("kind", (kind.name,)),))
            held = {unbucket(bucket)[0] for bucket in engine.backend().search(asked, limit=0).buckets}
            public = visible_to(NOBODY, kind.model._default_manager.all()).values_list("pk", flat=True)
            wanted = {f"{kind.name}:{pk}" for pk in public}
            missing |= wanted - held
            extra |= held - wanted
    due = IndexEntry.objects.filter(version__gt=F("indexed")).values_list("kind", "record_id")
    pending = {f"{kind}:{pk}" for kind, pk in due}
    return {"missing": len(missing - pending), "extra": len(extra - pending)}


def _disk_free() -> int:
    """Megabytes where the data directory is, or will be made."""
    directory = Path(settings.DATA_DIR)
    while not directory.exists():
        directory = directory.parent
    return shutil.disk_usage(directory).free // 2**20


def _last_backup() -> dict[str, Any]:
    """Its age in seconds, None when there is none; where it lies is for `doctor` only."""
    told = backups.last(Path(settings.DATA_DIR))
    age = told["age_s"] if told else None
    return {"age_s": age, "late": age is None or age > LATE_BACKUP_SECONDS}
