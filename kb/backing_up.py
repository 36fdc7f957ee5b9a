"""What `manage.py backup` does: the database of one moment, then the files beside it, then the manifest."""

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from kb import __version__, backups, dumps
from kb.backups import BadBackup, Folder, Manifest, Stored
from kb.terminal import Watch

SPARE = 64 * 2**20  # bytes of disk that a backup leaves free


@dataclass(slots=True)
class Result:
    """A finished backup. new, new_bytes: objects that no earlier backup had, and their size. vanished: files that
    were deleted while they were being copied. removed: older backups that `keep` took away."""

    archive: Path
    manifest: Manifest
    new: int = 0
    new_bytes: int = 0
    vanished: int = 0
    removed: int = 0


def back_up(to: Path, keep: int | None, watch: Watch) -> Result:
    """Make one; BlockingIOError when another one writes to the same folder, OSError when the disk is full."""
    folder, data = Folder(to), Path(settings.DATA_DIR)
    if to.resolve().is_relative_to(data) and not to.resolve().is_relative_to(data / "backups"):
        raise BadBackup(_("In the data directory only %(folder)s may hold backups.") % {"folder": data / "backups"})
    with folder.writing():
        _check_room(to)
        made_at = backups.now()
        held = {path.name for path in (to / "objects").rglob("*") if path.is_file()}
        # The database first: whatever its rows point to was written before them and is copied after them.
        dump = dumps.dump(folder, lambda done, total: watch(_("Database"), done, total))
        erasures, files, vanished = _files(folder, data, watch)
        manifest = Manifest(
            version=__version__, made_at=made_at, vendor=dumps.vendor(), server=dump.server, database=dump.stored,
            database_bytes=dump.bytes, migrations=dump.migrations, counts=dump.counts, files=files, erasures=erasures,
        )  # fmt: skip
        check(folder, manifest, watch)
        result = Result(folder.write(manifest), manifest, vanished=vanished)
        fresh = [item for item in manifest.objects() if item.sha256 not in held]
        result.new, result.new_bytes = len(fresh), sum(item.bytes for item in fresh)
        data.mkdir(parents=True, exist_ok=True)
        backups.note_last(data, result.archive, manifest.bytes, made_at)
        if keep:
            result.removed, _gone = folder.prune(keep)
    return result


def _check_room(to: Path) -> None:
    """The copy of an SQLite database lies there unpacked for a while."""
    needed = SPARE
    if dumps.vendor() == "sqlite":
        needed += 2 * dumps.sqlite_path().stat().st_size
    free = shutil.disk_usage(to).free
    if free < needed:
        raise BadBackup(
            _("%(folder)s has %(free)s MB free, and the backup needs up to %(needed)s MB")
            % {"folder": to, "free": free // 2**20, "needed": needed // 2**20}
        )


def _files(folder: Folder, data: Path, watch: Watch) -> tuple[list[Stored], list[Stored], int]:
    """The register of erasures and all other files of the data directory; those that vanish meanwhile are counted."""
    home, database = data / "erasures", dumps.sqlite_path().name if dumps.vendor() == "sqlite" else ""
    register = sorted(path for path in home.glob("*") if path.suffix in (".key", ".jsonl"))
    erasures = [folder.store_file(path, path.name)[0] for path in register]
    paths = list(backups.contents(data, database))
    files: list[Stored] = []
    for done, path in enumerate(paths, 1):
        with suppress(FileNotFoundError):
            files.append(folder.store_file(path, path.relative_to(data).as_posix())[0])
        watch(_("Files"), done, len(paths))
    return erasures, files, len(paths) - len(files)


def check(folder: Folder, manifest: Manifest, watch: Watch) -> None:
    """Every object is there and what its hash says; BadBackup otherwise."""
    objects = manifest.objects()
    for done, item in enumerate(objects, 1):
        folder.check(item)
        watch(_("Verifying"), done, len(objects))
    if manifest.vendor == "postgresql":
        dumps.check_dump(folder.object(manifest.database.sha256))
