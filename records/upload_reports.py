"""What a comparison found, as the desk's page and as a table."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from records import uploads
from records.comparisons import OUTCOMES, Row
from records.exports import Column, as_file
from records.models import Upload
from records.word_marks import Piece, marks

NAMES = {"new": _("new"), "changed": _("changed"), "refused": _("refused"), "unchanged": _("unchanged")}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a row: its name for the reader, and both texts in one."""

    name: str
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Shown:
    """One row of the page."""

    row: Row
    outcome: Any
    fields: list[Difference]
    problems: list[tuple[str, str]]
    notes: list[tuple[str, str]]


def context(upload: Upload, outcome: str, page: str, size: int) -> dict[str, Any]:
    """What the template of one upload needs beside the upload."""
    counts = upload.report.get("counts", {})
    total = counts.get(outcome, 0) if outcome else sum(counts.values())
    last = max(1, -(-total // size))
    number = min(max(int(page), 1), last) if page.isdecimal() and len(page) < 9 else 1
    words = getattr(uploads.intake_of(upload), "words", {})
    chosen = uploads.rows(upload, outcome, (number - 1) * size, size)
    return {
        "counts": [(name, NAMES[name], counts.get(name, 0), name == outcome) for name in OUTCOMES],
        "total": sum(counts.values()), "outcome": outcome, "page": number, "pages": last,
        "rows": [_shown(row, words) for row in chosen],
        "writes": counts.get("new", 0) + counts.get("changed", 0),
        "facts": _facts(upload),
    }  # fmt: skip


def _facts(upload: Upload) -> list[tuple[Any, Any]]:
    describe = getattr(uploads.intake_of(upload), "describe", None)
    return describe(upload.report.get("facts", {})) if describe else []


def _shown(row: Row, words: dict[str, Any]) -> Shown:
    def named(name: str) -> str:
        return str(words.get(name, name))

    return Shown(
        row, NAMES[row.outcome], [Difference(named(name), marks(stored, wanted)) for name, stored, wanted in row.fields],
        [(named(column), message) for column, message in row.problems],
        [(named(column), message) for column, message in row.notes],
    )  # fmt: skip


def as_csv(upload: Upload) -> HttpResponse:
    """One line a difference, or a record without one."""
    words = getattr(uploads.intake_of(upload), "words", {})
    columns = [
        Column(_("line"), lambda line, _: line[0]),
        Column(_("record"), lambda line, _: line[1]),
        Column(_("outcome"), lambda line, _: line[2]),
        Column(_("field"), lambda line, _: line[3]),
        Column(_("stored"), lambda line, _: line[4]),
        Column(_("in the file"), lambda line, _: line[5]),
        Column(_("message"), lambda line, _: line[6]),
    ]
    lines = (line for row in uploads.rows(upload) for line in _lines(row, words))
    answer = as_file(columns, lines, None, f"upload-{upload.pk}")  # type: ignore[arg-type]
    answer["Cache-Control"] = "private, no-store"
    return answer


def _lines(row: Row, words: dict[str, Any]) -> list[tuple[Any, ...]]:
    begin = (row.line or None, row.key, capfirst(str(NAMES[row.outcome])))
    lines = [(*begin, str(words.get(name, name)), stored, wanted, "") for name, stored, wanted in row.fields]
    lines += [(*begin, str(words.get(name, name)), "", "", message) for name, message in [*row.problems, *row.notes]]
    return lines or [(*begin, "", "", "", "")]
