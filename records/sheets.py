"""Record sheets: one row a record. Read, compared with what is stored, and applied: by quickstart for the data that ships,
by editors for what they bring (then as drafts).

An empty cell says nothing and changes nothing; a cell with a lone "-" empties the field. Aliases and events of a row are
added to those that are stored. A row with an error is not applied; the others are.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.signal_handlers import disable_reference_index_auto_update

from records import outbox
from records.cells import Cell, Wrong
from records.models import LANGUAGES, LanguageState, Record
from records.sandbox import Refused, Sandbox
from records.sheet_files import clean

CLEAR = "-"
REASONS = {
    "too-many-rows": _("The sheet has more than 20,000 rows."),
    "too-many-columns": _("The sheet has too many columns."),
    "cell-without-column": _("A cell stands to the right of the last column that has a name."),
    "cell-too-long": _("A cell holds more than 20,000 characters."),
    "header": _("The first row must name each column once."),
    "empty": _("The file is empty."),
    "not-a-sheet": _("The file is neither CSV nor XLSX, whatever its name says."),
    "encoding": _("The characters of the file cannot be read: save it as UTF-8."),
    "csv": _("The row cannot be read: a quotation mark is not closed, or stands where none may."),
    "formula": _("A cell holds a formula: paste values instead."),
    "error-cell": _("A cell holds an error of the spreadsheet."),
    "merged": _("The sheet has merged cells: split them first."),
    "too-large": _("The workbook is too large."),
}


@dataclass(slots=True)
class Change:
    """What a row does. outcome: new, changed, unchanged, refused. fields: (column, stored, wanted) of what differs.

    problems: (column, message); a refused row has at least one. notes: what was left out without refusing the row.
    """

    line: int
    key: str = ""
    outcome: str = "unchanged"
    fields: list[tuple[str, str, str]] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    pk: int | None = None


@dataclass(slots=True)
class Plan:
    """A sheet compared with the database. `refused` with `line`: nothing of the file can be taken."""

    sheet: str
    columns: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    refused: str = ""
    line: int = 0

    def count(self, outcome: str) -> int:
        return sum(change.outcome == outcome for change in self.changes)


@dataclass(frozen=True)
class Sheet:
    """How rows become records of one model.

    columns: name → reader of a cell (raises Wrong). required: of a new record. find: the stored record of a row's values.
    build: an unsaved record with its natural key. more: rows that hang on a record (aliases, events), by column:
    `(record, values) -> unsaved rows that are not stored yet`. kind: in the outbox, "" for what is not indexed. finish: for
    what can be settled only when all rows are in. written: how a column is written that is not simply the field.
    """

    name: str
    label: Any
    model: type[Record]
    columns: dict[str, Cell]
    required: tuple[str, ...]
    find: Callable[[dict[str, Any]], Any]
    build: Callable[[dict[str, Any]], Any]
    key: Callable[[dict[str, Any]], str]
    kind: str
    many: tuple[str, ...] = ()
    more: dict[str, Callable[[Any, Any], list[models.Model]]] = field(default_factory=dict)
    finish: Callable[[list[Change]], None] | None = None
    # Columns that name the record and are never compared.
    naming: tuple[str, ...] = ()
    written: dict[str, Callable[[Any], str]] = field(default_factory=dict)


_sheets: dict[str, Sheet] = {}


def register(sheet: Sheet) -> None:
    """Called from `AppConfig.ready` of the room that owns the records."""
    _sheets[sheet.name] = sheet


def get(name: str) -> Sheet:
    """The sheet of that name; KeyError when there is none."""
    return _sheets[name]


def every() -> tuple[Sheet, ...]:
    """All sheets, in the order of registration."""
    return tuple(_sheets.values())


# -- reading


def read(data: bytes, name: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Columns and rows of a file; raises Refused with a reason in the active language."""
    with Sandbox("records.sheet_files:read") as sandbox:
        try:
            for _header, payload in sandbox.run(data, name):
                found = json.loads(payload)
                return found["columns"], [(line, cells) for line, cells in found["rows"]]
        except Refused as refusal:
            raise Refused(str(REASONS.get(refusal.reason, refusal.reason)), refusal.line) from None
    raise Refused(str(REASONS["empty"]))


def compare(sheet: Sheet, data: bytes, name: str) -> Plan:
    """Every row beside what is stored; nothing is written."""
    try:
        columns, rows = read(data, name)
    except Refused as refusal:
        return Plan(sheet.name, refused=refusal.reason, line=refusal.line)
    return compare_rows(sheet, columns, rows)


def compare_rows(sheet: Sheet, columns: list[str], rows: list[tuple[int, list[str]]]) -> Plan:
    """The same for a file that was read already."""
    plan = Plan(sheet.name, columns)
    unknown = [column for column in plan.columns if column not in sheet.columns]
    missing = [column for column in sheet.naming if column not in plan.columns and column in sheet.required]
    if unknown or missing:
        told = [str(_("Unknown columns: %s.")) % ", ".join(unknown)] if unknown else []
        told += [str(_("Missing columns: %s.")) % ", ".join(missing)] if missing else []
        plan.refused, plan.line = " ".join(told), 1
        return plan
    seen: dict[str | int, int] = {}
    for line, cells in rows:
        change = _row(sheet, line, dict(zip(plan.columns, cells, strict=True)))
        # By its key, and by the stored record: two keys can name one.
        names: list[str | int] = [change.key, *([change.pk] if change.pk else [])]
        twice = next((seen[name] for name in names if name in seen), 0)
        if not change.problems and twice:
            change.problems.append(("", str(_("The same record stands in line %d already.")) % twice))
            change.outcome = "refused"
        if not change.problems:
            seen.update(dict.fromkeys(names, line))
        plan.changes.append(change)
    return plan


def _row(sheet: Sheet, line: int, cells: dict[str, str]) -> Change:
    change = Change(line)
    for column, cell in cells.items():
        if not cell:
            continue
        if cell == CLEAR and column not in sheet.naming:
            change.values[column] = None
            continue
        try:
            change.values[column] = sheet.columns[column](cell)
        except Wrong as wrong:
            change.problems.append((column, str(wrong)))
    if not change.problems:
        try:
            _compare(sheet, change)
        except Wrong as wrong:
            change.problems.append(("", str(wrong)))
    change.key = change.key or _named(sheet, change.values) or f"#{line}"
    if change.problems:
        change.outcome = "refused"
    return change


def _named(sheet: Sheet, values: dict[str, Any]) -> str:
    """The name of a row that is refused, where enough of it could be read."""
    named = all(values.get(name) for name in sheet.naming if name in sheet.required)
    return sheet.key(values) if named else ""


def _compare(sheet: Sheet, change: Change) -> None:
    values = change.values
    lacking = [name for name in sheet.naming if name in sheet.required and not values.get(name)]
    if lacking:
        change.problems += [(name, str(_("This cell may not be empty."))) for name in lacking]
        return
    change.key = sheet.key(values)
    stored = sheet.find(values)
    if stored is None:
        change.outcome = "new"
        change.problems += [(name, str(_("A new record needs it."))) for name in sheet.required if not values.get(name)]
        if not any(values.get(f"title_{code}") or getattr(sheet.build(values), f"title_{code}") for code in LANGUAGES):
            change.problems.append(("title_en", str(_("Give the title in at least one language."))))
        change.fields = [(name, "", shown(value)) for name, value in values.items() if value not in (None, "")]
        return
    change.pk = stored.pk
    current = latest(stored)
    for name, value in values.items():
        if name in sheet.naming and name not in sheet.more:
            continue
        if name in sheet.more:
            fresh = sheet.more[name](current, value or [])
            if fresh:
                change.fields.append((name, "", " | ".join(str(row) for row in fresh)))
        elif name in sheet.many:
            held = sorted(str(row) for row in getattr(current, name).all())
            if sorted(str(row) for row in value or []) != held:
                change.fields.append((name, " | ".join(held), shown(value)))
        elif _held(current, name) != ("" if value is None else value):
            change.fields.append((name, shown(getattr(current, name)), shown(value)))
    change.outcome = "changed" if change.fields else "unchanged"


def _held(record: Any, name: str) -> Any:
    """What is stored, as a cell would have it: forms store other ends of lines, and blanks at the end."""
    value = getattr(record, name)
    return clean(value) if isinstance(value, str) else "" if value is None else value


def latest(record: Any) -> Any:
    """The record as its pending draft has it, else as it is stored."""
    return record.get_latest_revision_as_object() if record.has_unpublished_changes else record


def shown(value: Any) -> str:
    """A value for the page that shows differences."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return " | ".join(str(one) for one in value)
    return str(value)


# -- applying


def apply(plan: Plan, *, user: Any = None, publish: bool = False, state: str = LanguageState.DRAFT) -> None:
    """Write every row that is not refused, in one transaction.

    publish: rows of a record without a pending draft go out at once (the data that ships); otherwise all become drafts.
    state: of the languages whose texts the row brings, where the row does not say.
    """
    sheet = get(plan.sheet)
    with transaction.atomic(), disable_reference_index_auto_update():
        for change in plan.changes:
            if change.outcome in ("new", "changed"):
                try:
                    with transaction.atomic():
                        _apply(sheet, change, user, publish, state)
                except IntegrityError:
                    change.outcome = "refused"
                    change.problems.append(("", str(_("Another record has this number or address already."))))
        if sheet.finish:
            sheet.finish(plan.changes)


def _apply(sheet: Sheet, change: Change, user: Any, publish: bool, state: str) -> None:
    stored = sheet.model._default_manager.filter(pk=change.pk).first() if change.pk else None
    record = latest(stored) if stored else sheet.build(change.values)
    _set_states(record, change, state)
    for name, value in change.values.items():
        if name not in (*sheet.naming, *sheet.many, *sheet.more):
            setattr(record, name, _empty(record, name) if value is None else value)
    try:
        record.clean()
    except ValidationError as error:
        change.outcome = "refused"
        change.problems.append(("", " ".join(error.messages)))
        return
    untouched = stored is None or not (stored.has_unpublished_changes or stored.latest_revision_id)
    if publish and untouched:
        _write(sheet, record, change, publish=True)
    else:
        if stored is None:
            _write(sheet, record, change, publish=False)
        else:
            _hang(sheet, record, change, direct=False)
        revision = record.save_revision(user=user, clean=False, log_action=user is not None)
        if publish and stored and not stored.has_unpublished_changes:
            revision.publish()
    if sheet.kind:
        outbox.touch(sheet.kind, [record.pk])


def _write(sheet: Sheet, record: Any, change: Change, *, publish: bool) -> None:
    """The row itself, with what hangs on it."""
    record.live, record.has_unpublished_changes = publish, not publish
    if publish:
        now = timezone.now()
        record.first_published_at, record.last_published_at = record.first_published_at or now, now
    record.save()
    change.pk = record.pk
    _hang(sheet, record, change, direct=True)
    if sheet.many:  # modelcluster writes relations with the record
        record.save()


def _hang(sheet: Sheet, record: Any, change: Change, *, direct: bool) -> None:
    for name in sheet.many:
        if name in change.values:
            getattr(record, name).set(change.values[name] or [])
    for name, make in sheet.more.items():
        if rows := make(record, change.values.get(name) or []):
            _add(record, rows, direct)


def _add(record: Any, rows: list[models.Model], direct: bool) -> None:
    if direct:
        type(rows[0])._default_manager.bulk_create(rows)
        return
    for row in rows:  # into the draft: modelcluster keeps children with the revision
        relation = next(r for r in record._meta.related_objects if r.related_model is type(row))
        getattr(record, relation.get_accessor_name()).add(row)


def _set_states(record: Any, change: Change, state: str) -> None:
    """Languages whose texts come with the row get its state, or `state`; a change of the original outdates the others."""
    brought = {
        code
        for code in LANGUAGES
        for name in record.TEXTS
        if change.values.get(f"{name}_{code}") and change.values[f"{name}_{code}"] != getattr(record, f"{name}_{code}")
    }
    for code in brought:
        if f"state_{code}" not in change.values:
            change.values[f"state_{code}"] = state
    if record.pk and record.original_language in brought:
        for code in set(LANGUAGES) - brought:
            if getattr(record, f"state_{code}") == LanguageState.REVIEWED:
                change.values.setdefault(f"state_{code}", LanguageState.OUTDATED)


def _empty(record: Any, name: str) -> Any:
    return None if record._meta.get_field(name).null else ""
