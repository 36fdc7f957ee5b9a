"""Training material: its files come in through the sandbox, lie under random names and go out as downloads; its order."""

import secrets
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from records.sandbox import Refused, Sandbox
from rounds.models import Material

JOB = "rounds.material_kinds:recognise"
MOST_BYTES = 20 * 2**20
_WALL_SECONDS = 20.0
_OPEN = "application/vnd.openxmlformats-officedocument"
TYPES = {
    "pdf": "application/pdf", "csv": "text/csv; charset=utf-8", "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "xlsx": f"{_OPEN}.spreadsheetml.sheet", "docx": f"{_OPEN}.wordprocessingml.document",
    "pptx": f"{_OPEN}.presentationml.presentation",
}  # fmt: skip
REASONS = {
    "another-kind": _("The file is none of PDF, XLSX, DOCX, PPTX, ODS and CSV, whatever its name says."),
    "damaged": _("The file is damaged, cut short or locked with a password."),
    "macros": _("The file holds programs (macros): save it without them and bring that."),
    "unreadable": _("The file could not be read within the limits for files."),
}


class FileNotTaken(Exception):
    """sentence: in the active language."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.sentence = str(REASONS.get(reason, REASONS["unreadable"]))


def kind_of(data: bytes) -> str:
    """A key of TYPES; raises FileNotTaken."""
    try:
        with Sandbox(JOB, _WALL_SECONDS) as sandbox:
            told = [header.get("kind") for header, _payload in sandbox.run(data, "")]
    except Refused as refused:
        raise FileNotTaken(refused.reason) from None
    if len(told) != 1 or told[0] not in TYPES:
        raise FileNotTaken("unreadable")
    return str(told[0])


def material_save(row: Material, *, data: bytes | None = None, kind: str = "", without_file: bool = False) -> Material:
    """A new piece stands last. data, kind: of a file that takes the place of the one there; what is replaced is deleted."""
    files, old = row.file.storage, row.file.name
    fresh = ""
    try:
        with transaction.atomic():
            if row.pk is None:
                row.slug, row.position = _slug(row.title_en), _last() + 1  # type: ignore[attr-defined]
            if data is not None:
                row.file.save(f"{secrets.token_hex(16)}.{kind}", ContentFile(data), save=False)
                fresh = row.file.name or ""
            elif without_file:
                row.file = None
            row.save()
            if old and old != row.file.name:
                transaction.on_commit(lambda: files.delete(old), robust=True)
    except BaseException:
        if fresh:
            files.delete(fresh)
        raise
    return row


def _slug(title: str) -> str:
    """Of the English title; a number behind it where another piece has it."""
    base = slugify(title)[:50].strip("-") or "material"
    taken = set(Material.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(one for one in (base, *(f"{base}-{number}" for number in range(2, 10_000))) if one not in taken)


def _last() -> int:
    return Material.objects.order_by("-position").values_list("position", flat=True).first() or 0


def material_move(row: Material, *, up: bool) -> None:
    """One place up or down among those that are shown; at the end it stays."""
    with transaction.atomic():
        rows: list[Any] = list(Material.objects.select_for_update().filter(withdrawn=False))
        at = next((place for place, one in enumerate(rows) if one.pk == row.pk), None)
        to = None if at is None else at - 1 if up else at + 1
        if at is None or to is None or not 0 <= to < len(rows):
            return
        rows[at], rows[to] = rows[to], rows[at]
        for place, one in enumerate(rows, 1):
            Material.objects.filter(pk=one.pk).update(position=place)


def material_withdraw(row: Material, *, withdrawn: bool) -> None:
    """Taken out it is read by nobody, and can come back, as the last one. Rows that ship would come back by themselves
    with the next set-up if they were deleted."""
    place = row.position if withdrawn else _last() + 1
    Material.objects.filter(pk=row.pk).exclude(withdrawn=withdrawn).update(withdrawn=withdrawn, position=place)
