"""Files that editors bring: kept by their hash, compared with what is stored, applied once somebody has seen what changes.

A room registers the kinds of file that it takes (`Intake`). What a comparison found is kept in a file of its own beside the
upload, since it can be long; the database holds counts and a fingerprint. Applying computes it anew under a lock and
writes only when the fingerprint is the one that was shown.
"""

import json
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from records import sheets
from records.comparisons import OUTCOMES, Comparison, Intake, Row
from records.locks import upload_lock
from records.models import Upload
from records.sheet_uploads import SheetIntake
from records.upload_limit import UPLOAD_BYTES


class NotTaken(Exception):
    """The file is not kept. reason: "empty" or "too-large"."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


_intakes: dict[str, Intake] = {}


def register(intake: Intake) -> None:
    """Called from `AppConfig.ready` of the room that takes such files. Record sheets are taken anyway."""
    _intakes[intake.name] = intake


def every() -> list[Intake]:
    """All kinds: record sheets first."""
    return [*(SheetIntake(sheet) for sheet in sheets.every()), *_intakes.values()]


def intakes(user: Any) -> list[Intake]:
    """The kinds that this user may bring."""
    return [intake for intake in every() if intake.may_bring(user)]


def intake_of(upload: Upload) -> Intake:
    """KeyError for a kind that is not taken any more."""
    return {intake.name: intake for intake in every()}[upload.sheet]


# -- files


def folder() -> Path:
    """Private: no address leads here but the one that checks who asks."""
    return Path(settings.DATA_DIR) / "uploads"


def path_of(upload: Upload) -> Path:
    """The file as it was brought."""
    return folder() / upload.sha256[:2] / upload.sha256


def keep(chunks: Iterable[bytes]) -> str:
    """Keep a file under its hash, whole or not at all; returns the hash, raises NotTaken."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    part = folder() / f"{secrets.token_hex(8)}.part"
    digest, size = sha256(), 0
    try:
        with part.open("wb") as file:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                if size > UPLOAD_BYTES:
                    raise NotTaken("too-large")
                file.write(chunk)
        if not size:
            raise NotTaken("empty")
        target = folder() / digest.hexdigest()[:2] / digest.hexdigest()
        target.parent.mkdir(exist_ok=True, mode=0o700)
        part.chmod(0o440)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return digest.hexdigest()


def bring(chunks: Iterable[bytes], name: str, intake: Intake, options: dict[str, Any], user: Any) -> Upload:
    """Keep a file and compare it. `name` is only shown."""
    shown = "".join(char for char in name if char.isprintable()).strip()[-300:] or "?"
    upload = Upload.objects.create(
        sheet=intake.name, file_name=shown, sha256=keep(chunks), made_by=user, report={"options": options}
    )
    compare(upload)
    return upload


def discard(upload: Upload) -> None:
    """Forget an upload that was not applied, and its file unless another upload has the same."""
    _forget_rows(upload.report)
    path = path_of(upload)
    upload.delete()
    if not Upload.objects.filter(sha256=upload.sha256).exists():
        path.unlink(missing_ok=True)


# -- comparing


def compare(upload: Upload) -> None:
    """Compare anew, in the active language, and keep what came of it."""
    options = upload.report.get("options", {})
    if path_of(upload).exists():
        _store(upload, intake_of(upload).compare(path_of(upload), upload.file_name, options))
    else:
        _store(upload, Comparison(refused=str(_("The file is not kept here any more."))))


def _store(upload: Upload, found: Comparison) -> None:
    """Keeps what was found, unless the upload was applied meanwhile."""
    report = _report(upload, found)
    state = Upload.State.REFUSED if found.refused else Upload.State.COMPARED
    waiting = Upload.objects.filter(pk=upload.pk).exclude(state=Upload.State.APPLIED)
    _forget_rows(upload.report if waiting.update(state=state, report=report) else report)
    upload.refresh_from_db()


def _report(upload: Upload, found: Comparison) -> dict[str, Any]:
    """Rows are found by a name that changes with them: a page shows those that its fingerprint is of."""
    counts = Counter(row.outcome for row in found.rows)
    return {
        "options": upload.report.get("options", {}), "language": get_language(), "fingerprint": found.fingerprint,
        "counts": {outcome: counts[outcome] for outcome in OUTCOMES}, "refused": found.refused, "line": found.line,
        "facts": found.facts, "live": found.live, "rows": _write_rows(upload, found.rows),
    }  # fmt: skip


def _forget_rows(report: dict[str, Any]) -> None:
    if name := report.get("rows"):
        (_rows_folder() / name).unlink(missing_ok=True)


def _rows_folder() -> Path:
    return folder() / "reports"


def _write_rows(upload: Upload, rows: Iterable[Row]) -> str:
    name = f"{upload.pk}-{secrets.token_hex(6)}.jsonl"
    _rows_folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    with (_rows_folder() / name).open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row.as_list(), ensure_ascii=False) + "\n")
    return name


def rows(upload: Upload, outcome: str = "", start: int = 0, count: int | None = None) -> Iterator[Row]:
    """Rows of the comparison, from the `start`-th of that outcome on."""
    name = upload.report.get("rows")
    if not name:
        return
    with suppress(FileNotFoundError), (_rows_folder() / name).open(encoding="utf-8") as file:
        # The outcome stands second, but a key may hold anything: it is read, not searched for.
        found = (Row(*json.loads(line)) for line in file)
        chosen = (row for row in found if not outcome or row.outcome == outcome)
        yield from islice(chosen, start, None if count is None else start + count)


# -- applying


def apply(upload: Upload, shown: str, user: Any) -> str:
    """Write what was shown under the fingerprint `shown`. Raises `records.locks.Busy` while somebody else applies.

    Returns "applied"; "done" when it was applied before; "changed" when the records are others by now: then what was
    shown is replaced by how the file compares with them.
    """
    with upload_lock():
        upload.refresh_from_db()
        if upload.state == Upload.State.APPLIED:
            return "done"
        if not shown or upload.state != Upload.State.COMPARED or upload.report.get("fingerprint") != shown:
            return "changed"
        options = upload.report.get("options", {})
        # In the language of the comparison: values come with words, and they must be the same words.
        with translation.override(upload.report.get("language")):
            whole, found = intake_of(upload).apply(path_of(upload), upload.file_name, options, upload.report, user)
            if not whole:
                _store(upload, found)
                return "changed"
            before = upload.report
            upload.report = _report(upload, found)
        upload.state, upload.applied_at, upload.applied_by = Upload.State.APPLIED, timezone.now(), user
        upload.save()
        _forget_rows(before)
        return "applied"
