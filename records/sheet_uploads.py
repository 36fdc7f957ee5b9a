"""Record sheets among the files that editors bring: which sheet it is, its rows compared, and applied as drafts."""

from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from records import sheets
from records.comparisons import Comparison, Row
from records.sandbox import Refused
from records.sheets import Plan, Sheet

# Rows that one upload may write: they go in together, and nobody else can write meanwhile.
WRITTEN = 1_000


class SheetIntake:
    """The sheet of one kind of record."""

    def __init__(self, sheet: Sheet):
        self.sheet, self.name, self.label = sheet, sheet.name, sheet.label

    def may_bring(self, user: Any) -> bool:
        options = self.sheet.model._meta
        rights = [f"{options.app_label}.{action}_{options.model_name}" for action in ("add", "change")]
        return bool(user.has_perms(["records.add_upload", *rights]))

    def missing_right(self, user: Any, live: list[str]) -> str:
        """Nothing more: rows become drafts."""
        return "" if self.may_bring(user) else _("Your account may not change these records.")

    def compare(self, path: Path, name: str, options: dict[str, Any]) -> Comparison:
        return _comparison(sheets.compare(self.sheet, path.read_bytes(), name))

    def apply(
        self, path: Path, name: str, options: dict[str, Any], shown: dict[str, Any], user: Any
    ) -> tuple[bool, Comparison]:
        columns, rows = sheets.read(path.read_bytes(), name)
        with transaction.atomic():
            plan = sheets.compare_rows(self.sheet, columns, rows)
            found = _comparison(plan)
            if found.fingerprint != shown["fingerprint"]:
                return False, found
            sheets.apply(plan, user=user)
        return True, _comparison(plan)


def _comparison(plan: Plan) -> Comparison:
    if not plan.refused and plan.count("new") + plan.count("changed") > WRITTEN:
        return Comparison(refused=_("More than %d rows would be written: part the sheet.") % WRITTEN)
    rows = [
        Row(change.key, change.outcome, change.line, list(change.fields), list(change.problems), list(change.notes))
        for change in plan.changes
    ]
    return Comparison(rows, plan.refused, plan.line, {"columns": plan.columns})


def sheet_of(data: bytes, name: str) -> str | None:
    """The name of the sheet whose columns the file has; "" when it is a sheet and could be several, or none that is
    known; None when it is no sheet. Raises Refused for a workbook that cannot be read."""
    workbook = data.startswith(b"PK\x03\x04") and b"xl/workbook.xml" in data
    try:
        columns, _rows = sheets.read(data, name)
    except Refused:
        if workbook:
            raise
        return None
    held = set(columns)
    fitting = [
        one for one in sheets.every() if held <= set(one.columns) and held >= set(one.required) & set(one.naming)
    ]
    if len(fitting) == 1:
        return fitting[0].name
    known = {column for sheet in sheets.every() for column in sheet.columns}
    return "" if workbook or len(held & known) > 1 else None
