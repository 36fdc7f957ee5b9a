"""What `manage.py restore` does. Until everything is verified and staged, nothing of the site is touched; then what is
there is put aside, not deleted. Callers hold `kb.in_use.alone`."""

import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from kb import backing_up, backups, dumps, in_use
from kb.backups import ASIDE, BadBackup, Folder, Manifest
from kb.terminal import Watch
from records import erasure
from records.locks import writer_lock
from search import engine, writing
from search.backends import EngineDown

STAGING = ".restoring-"
LOCK_SECONDS = 60
SPARE = 64 * 2**20


@dataclass(slots=True)
class Result:
    """A finished restore. aside: where the data lies that was there; schema: the same of PostgreSQL. erased: persons
    that had come back and were erased again. index: what comparing the new index found; None while the engine is down."""

    aside: Path | None
    schema: str
    erased: int
    index: writing.Verification | None


def find(named: str) -> Path:
    """The manifest that a person means: a path, a name in the usual folder, or "latest"."""
    usual = Folder(Path(settings.DATA_DIR) / "backups")
    path = Path(named)
    if named == "latest":
        known = usual.manifests()
        path = known[-1] if known else usual.path / named
    elif path.is_dir():
        known = Folder(path).manifests()
        path = known[-1] if known else path
    elif not path.exists():
        path = next((item for item in usual.manifests() if named in (item.name, item.stem)), path)
    if not path.is_file():
        there = ", ".join(item.stem for item in usual.manifests()[-5:]) or "-"
        raise BadBackup(
            _("There is no backup %(name)s. In %(folder)s: %(there)s")
            % {"name": named, "folder": usual.path, "there": there}
        )
    return path


def verify(folder: Folder, manifest: Manifest, watch: Watch) -> None:
    """BadBackup unless this product can restore this backup here, and every object of it is whole."""
    if manifest.vendor != dumps.vendor():
        raise BadBackup(
            _("The backup is of %(theirs)s and this site runs on %(ours)s: it can only go back to %(theirs)s.")
            % {"theirs": manifest.vendor, "ours": dumps.vendor()}
        )
    if unknown := _unknown(manifest):
        raise BadBackup(
            _("The backup was made by a newer version (%(version)s); this one does not know: %(names)s")
            % {"version": manifest.version, "names": ", ".join(unknown[:5])}
        )
    backing_up.check(folder, manifest, watch)


def _unknown(manifest: Manifest) -> list[str]:
    """Migrations of the backup that this product has not."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    names = set(known) | {replaced for migration in known.values() for replaced in migration.replaces}
    return [f"{app}.{name}" for app, own in manifest.migrations.items() for name in own if (app, name) not in names]


def restore(archive: Path, folder: Folder, manifest: Manifest, watch: Watch) -> Result:
    """Everything after `verify`. An error before the exchange leaves the site as it was; one after it, or a kill,
    leaves a mark that keeps the site from starting until the restore was run again."""
    data = Path(settings.DATA_DIR)
    data.mkdir(parents=True, exist_ok=True)
    for left in data.glob(f"{STAGING}*"):
        shutil.rmtree(left)
    staging = data / f"{STAGING}{secrets.token_hex(4)}"
    try:
        _check_room(data, manifest)
        _stage(folder, manifest, staging, watch)
        erasure.merge(staging / "erasures")
        aside, schema = _exchange(archive, folder, manifest, staging, watch)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    call_command("migrate", interactive=False, verbosity=0)
    ContentType.objects.clear_cache()
    erased = erasure.reapply()
    Session.objects.all().delete()  # whoever was signed in then need not be now
    cache.clear()
    index = _index(watch)
    (data / in_use.UNFINISHED).unlink()
    return Result(aside, schema, erased, index)


def _check_room(data: Path, manifest: Manifest) -> None:
    needed = manifest.database_bytes + sum(item.bytes for item in manifest.files) + SPARE
    if (free := shutil.disk_usage(data).free) < needed:
        raise BadBackup(
            _("%(folder)s has %(free)s MB free, and the restore needs %(needed)s MB")
            % {"folder": data, "free": free // 2**20, "needed": needed // 2**20}
        )


def _stage(folder: Folder, manifest: Manifest, staging: Path, watch: Watch) -> None:
    """Everything as it will be, beside what is there; hashed once more on its way."""
    (staging / "files").mkdir(parents=True)
    (staging / "erasures").mkdir()
    jobs = [(staging / "files" / item.path, item) for item in manifest.files]
    jobs += [(staging / "erasures" / item.path, item) for item in manifest.erasures]
    for done, (target, item) in enumerate(jobs, 1):
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder.object(item.sha256), target)
        if backups.hash_of(target) != item.sha256:
            raise BadBackup(_("%(what)s was altered: %(path)s") % {"what": item.path, "path": target})
        watch(_("Files"), done, len(jobs))
    if manifest.vendor == "sqlite":
        copy = staging / "database"
        dumps.unpack_sqlite(
            folder.object(manifest.database.sha256), copy, manifest.database_bytes,
            lambda done, total: watch(_("Database"), done, total),
        )  # fmt: skip
        if dumps.inspect_sqlite(copy) != (manifest.migrations, manifest.counts):
            raise BadBackup(_("The database of the backup does not hold what the manifest says."))


def _exchange(
    archive: Path, folder: Folder, manifest: Manifest, staging: Path, watch: Watch
) -> tuple[Path | None, str]:
    """Put aside what is there and move the staged in: renames in one file system, and one transaction in PostgreSQL."""
    data, stamp = Path(settings.DATA_DIR), backups.now().replace("-", "").replace(":", "")
    mark, schema = data / in_use.UNFINISHED, ""
    mark.write_text(str(archive.resolve()), encoding="utf-8")
    connection.close()
    name = ""
    moving: list[Path] = []
    if manifest.vendor == "postgresql":
        schema = f"before_restore_{stamp.lower()}"
        try:
            dumps.restore_postgresql(
                folder.object(manifest.database.sha256), schema, lambda done, total: watch(_("Database"), done, total)
            )
        except dumps.DumpFailed:
            mark.unlink()  # rolled back: everything is as it was
            raise
    else:
        database = dumps.sqlite_path()
        name = database.name
        moving = [path for end in ("", "-wal", "-shm", "-journal") if (path := Path(f"{database}{end}")).exists()]
    moving += backups.belongings(data, name)
    aside = data / f"{ASIDE}{stamp}"
    if moving:
        aside.mkdir(exist_ok=True)
        for path in moving:
            shutil.move(path, aside / path.name)
    for path in sorted((staging / "files").iterdir()):
        path.rename(data / path.name)
    if manifest.vendor == "sqlite":
        dumps.sqlite_path().parent.mkdir(parents=True, exist_ok=True)
        shutil.move(staging / "database", dumps.sqlite_path())
    return (aside if moving else None), schema


def _index(watch: Watch) -> writing.Verification | None:
    """A new index out of the restored database, compared with it; None when the engine is down."""
    backend = engine.backend()
    with suppress(EngineDown), writer_lock(wait_seconds=LOCK_SECONDS):
        writing.rebuild(backend, lambda done, total: watch(_("Search index"), done, total))
        live = backend.live()
        try:
            return writing.verify(live, lambda done, total: watch(_("Verifying the index"), done, total))
        finally:
            live.close()
    return None
