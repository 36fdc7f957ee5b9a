"""What `manage.py doctor` looks at: each check says how things are and, when not well, the command that mends it."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F
from wagtail.models import Locale, Site

from countries import example
from countries.models import Jurisdiction
from kb import backups, health, messages
from kb.setting_up import SAMPLE_FILES
from laws.models import Law
from records.models import IndexEntry, Topic

OK, WARN, FAIL = "ok", "warn", "fail"
LOW_DISK_MB, NO_DISK_MB = 2048, 256
SETUP = "make run   (or: manage.py quickstart)"


@dataclass(frozen=True, slots=True)
class Finding:
    """level: "ok", "warn" (works, less well) or "fail" (does not work). mend: the command that helps, or ""."""

    name: str
    level: str
    said: str
    mend: str = ""

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def examine() -> list[Finding]:
    """Every check, in order; those that need the database only when it answers. Nothing here raises."""
    findings = [python(), packages(), *data_directory(), catalogues()]
    state = health.report(public=False)
    findings.append(database(state))
    if findings[-1].level != FAIL:
        checks: list[Callable[[], Finding]] = [sample_data, site, worker]
        findings += [*outbox(state), *(_guarded(check) for check in checks)]
    findings += [search_engine(state), *drift(state), backup()]
    return findings


def _guarded(check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except DatabaseError as error:
        return Finding(check.__name__.replace("_", " "), FAIL, str(error).splitlines()[0], SETUP)


def python() -> Finding:
    return Finding("python", OK, ".".join(map(str, sys.version_info[:3])))


def packages() -> Finding:
    """Every pinned package with its version, and nothing that those need missing."""
    lines = (settings.BASE_DIR / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pins = [line.split("==") for line in lines if "==" in line]
    wrong = [problem for name, version in pins if (problem := _unmet(name.split("[")[0], version.strip()))]
    check = [sys.executable, "-m", "pip", "check", "--disable-pip-version-check"]
    checked = subprocess.run(check, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603 - our own pip
    if checked.returncode and "No module named pip" not in checked.stderr:
        wrong += checked.stdout.strip().splitlines()
    if wrong:
        return Finding("packages", FAIL, "; ".join(wrong), "make setup   (or: pip install -r requirements.txt)")
    return Finding("packages", OK, f"{len(pins)} pinned packages are installed as pinned")


def _unmet(name: str, version: str) -> str:
    try:
        held = metadata.version(name)
    except metadata.PackageNotFoundError:
        return f"{name} is not installed"
    return "" if held == version else f"{name} {version} wanted, {held} installed"


def data_directory() -> list[Finding]:
    directory = Path(settings.DATA_DIR)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        probe = directory / ".doctor"
        probe.touch()
        probe.unlink()
    except OSError as error:
        return [
            Finding(
                "data directory",
                FAIL,
                f"{directory}: {error.strerror}",
                "set DATA_DIR in .env to one that can be written",
            )
        ]
    free = shutil.disk_usage(directory).free // 2**20
    level = FAIL if free < NO_DISK_MB else WARN if free < LOW_DISK_MB else OK
    mend = "" if level == OK else f"free space where {directory} lies, or move it (DATA_DIR)"
    return [Finding("data directory", OK, str(directory)), Finding("disk", level, f"{free:,} MB free", mend)]


def catalogues() -> Finding:
    if old := messages.stale():
        return Finding(
            "messages", WARN, f"not compiled, or changed since: {', '.join(old)}", "manage.py compile_messages"
        )
    return Finding("messages", OK, "catalogues compiled")


def database(state: dict[str, Any]) -> Finding:
    if state["database"] != "ok":
        mend = "start the database, or mend DATABASE_URL in .env"
        return Finding("database", FAIL, state["database"], mend)
    named = f"{connection.vendor} {_version()}"
    executor = MigrationExecutor(connection)
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return Finding("database", FAIL, f"{named}: {len(plan)} migrations are not applied", "manage.py migrate")
    return Finding("database", OK, f"{named}, all migrations applied")


def _version() -> str:
    number = getattr(connection, "pg_version", None)
    if number:
        return f"{number // 10000}.{number % 10000}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()")
        return str(cursor.fetchone()[0])


def outbox(state: dict[str, Any]) -> list[Finding]:
    """What the search index is still owed, and what could not be written, with the reason."""
    told = state.get("outbox") or {}
    if "due" not in told:
        return [Finding("outbox", FAIL, str(told.get("error", "cannot be read")), SETUP)]
    findings = []
    age = f"{told['due']:,} due, the oldest since {told['age_s']:,.0f} s"
    if told["late"]:
        findings.append(Finding("outbox", WARN, f"{age}: nobody writes the index", "manage.py worker"))
    else:
        findings.append(Finding("outbox", OK, age if told["due"] else "nothing is due"))
    failing = IndexEntry.objects.filter(version__gt=F("indexed"), attempts__gt=0).order_by("-attempts")
    for entry in failing[:5]:
        reason = entry.error.splitlines()[0][:200] if entry.error else "no reason was kept"
        said = f"{entry.kind} {entry.record_id} failed {entry.attempts} times: {reason}"
        findings.append(Finding("outbox", WARN, said, "manage.py verify_index --repair"))
    return findings


def sample_data() -> Finding:
    absent = [name for name in SAMPLE_FILES if not (settings.SAMPLE_DIR / name).exists()]
    if absent:
        return Finding(
            "sample data", FAIL, f"not in {settings.SAMPLE_DIR}: {', '.join(absent)}", "git checkout -- data"
        )
    members = Jurisdiction.objects.members().count()
    topics, laws = Topic.objects.count(), Law.objects.count()
    model_act = example.removed() or Law.objects.filter(jurisdiction__is_example=True).exists()
    if not (members and topics and model_act):
        return Finding(
            "sample data", WARN, f"{members} members, {topics} topics, model act: {'yes' if model_act else 'no'}", SETUP
        )
    said = f"{members} members, {topics} topics, {laws:,} laws"
    if not Law.objects.filter(jurisdiction__is_example=False, provisions__isnull=False).exists():
        alone = "no law has its text here" if example.removed() else "only the model act has its text here"
        return Finding("laws", OK, f"{said}: {alone}", "manage.py import_laws PATH")
    return Finding("sample data", OK, said)


def site() -> Finding:
    default = Site.objects.filter(is_default_site=True).first()
    absent = {code for code, _ in settings.LANGUAGES} - set(Locale.objects.values_list("language_code", flat=True))
    if default is None or absent:
        return Finding(
            "site",
            FAIL,
            "no default site" if default is None else f"languages missing: {', '.join(sorted(absent))}",
            SETUP,
        )
    return Finding("site", OK, f"{default.hostname}:{default.port}, four languages")


def worker() -> Finding:
    """Seen among the processes of this machine; elsewhere (another container) only the outbox tells."""
    if pids := _worker_pids():
        return Finding("worker", OK, f"runs (process {', '.join(pids)})")
    if connection.vendor == "sqlite":
        return Finding(
            "worker",
            WARN,
            "does not run: changes are not searchable until it does",
            "make run   (or: manage.py worker)",
        )
    return Finding("worker", OK, "not on this machine; the outbox above tells whether one runs elsewhere")


def _worker_pids() -> list[str]:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().split(b"\0")
        except OSError:
            continue
        if any(word.endswith(b"manage.py") for word in words[:3]) and b"worker" in words[:4]:
            found.append(path.parent.name)
    return sorted(found)


def search_engine(state: dict[str, Any]) -> Finding:
    told = state["search"]
    if not told["answers"]:
        mend = (
            f"start Elasticsearch at {settings.SEARCH['url']}, or mend ELASTICSEARCH_URL in .env"
            if settings.SEARCH["url"]
            else SETUP
        )
        said = f"{told['name']} does not answer: {told['error']} (the site searches the database meanwhile)"
        return Finding("search", WARN, said, mend)
    if not told.get("index"):
        return Finding("search", WARN, f"{told['name']}: no index yet", "manage.py rebuild_index")
    named = " ".join(str(told[key]) for key in ("name", "version") if told.get(key))
    return Finding("search", OK, f"{named}, {told.get('documents', 0):,} documents, index {told['index']}")


def drift(state: dict[str, Any]) -> list[Finding]:
    """Whether the index holds the records that it should; silent where there is no index to look at."""
    told = state.get("index_drift")
    if told is None:
        return []
    if "error" in told:
        return [Finding("index", WARN, f"cannot be compared: {told['error']}", "manage.py verify_index")]
    if told["missing"] or told["extra"]:
        said = f"{told['missing']:,} records missing, {told['extra']:,} too many"
        return [Finding("index", WARN, said, "manage.py verify_index --repair")]
    return [Finding("index", OK, "holds the records that it should")]


def backup() -> Finding:
    """The newest one that was made from this data directory, wherever it lies."""
    told = backups.last(Path(settings.DATA_DIR))
    if told is None:
        return Finding("backup", WARN, "none was made yet", "manage.py backup")
    said = f"{_ago(told['age_s'])} old, {told['archive']}"
    if not Path(told["archive"]).exists():
        return Finding("backup", WARN, f"{said}: not there now", "connect the disk, or: manage.py backup")
    if told["age_s"] > health.LATE_BACKUP_SECONDS:
        return Finding("backup", WARN, said, "manage.py backup   (and have it run every night: docs/operations.md)")
    return Finding("backup", OK, said)


def _ago(seconds: int) -> str:
    return f"{seconds // 86_400} days" if seconds >= 2 * 86_400 else f"{seconds // 3600} hours"
