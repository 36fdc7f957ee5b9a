"""What goes into a submission: cells, texts, reasons; and which institution fills what. Read through rounds/workflow.py."""

import math
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from records.models import LANGUAGES
from rounds import access, mails
from rounds.asked import Entry, Table
from rounds.models import (
    Assignment,
    Cell,
    Filling,
    FindingReason,
    Institution,
    RoundTable,
    Section,
    Submission,
    Text,
)
from rounds.refusals import Refusal
from rounds.transitions import needs_comment, needs_filer, tidy, touch

# Marks that a correspondent may give a figure (SDMX CL_OBS_STATUS).
STATUSES = frozenset("ABDEIPU")
_CHUNK = 900
_LONGEST_NOTE = 2_000
_LONGEST_TEXT = 60_000


def key(table: Table, codes: dict[str, str]) -> str:
    """The varying codes as one text, in the order of the table."""
    return ".".join(codes[name] for name in table.vary)


def submission_fill(
    *, submission: Submission, table: RoundTable, entries: list[Entry], version: int, actor: Any, whole: bool = False
) -> int:
    """Write cells of one table, all or none; returns how many changed.

    version: of the table (`Filling.version`), as it was read. An absent entry empties its cell; with `whole`, so does every
    cell that no entry names. Content is not judged here (rounds/assessing.py), only what cannot be stored.
    """
    if table.round_id != submission.round_id:
        raise Refusal("other_round")
    asked = table.asked(submission.country)
    wanted = _checked(asked, entries)
    with transaction.atomic():
        _let_fill(actor, submission, table)
        _take(Filling, version, actor, submission=submission, table=table)
        assignment = access.open_assignment(actor, submission, table)
        changed = _write(
            submission,
            table,
            wanted,
            whole,
            {"entered_by": actor, "institution": assignment and assignment.institution},
        )
        touch(submission, action="fill", actor=actor, subject=table.name)
    return changed


def _let_fill(actor: Any, submission: Submission, table: RoundTable) -> None:
    if access.may_fill(actor, submission, table):
        return
    if access.institutions_of(actor):
        raise Refusal("not_assigned")
    raise Refusal("wrong_country" if access.countries_of(actor) else "forbidden")


def _take(model: type[Filling], version: int, actor: Any, **which: Any) -> None:
    taken = model.objects.filter(**which, version=version)
    if not taken.update(version=F("version") + 1, filled_by=actor, filled_at=timezone.now()):
        raise Refusal("stale")


def _checked(table: Table, entries: list[Entry]) -> dict[tuple[str, str], Entry]:
    """By key and period; refuses what the store cannot hold."""
    found: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        _known(table, entry)
        place = (key(table, entry.codes), entry.period)
        if place in found:
            raise Refusal("duplicate", line=entry.line)
        found[place] = entry
    return found


def _known(table: Table, entry: Entry) -> None:
    for name in table.vary:
        if entry.codes.get(name) not in table.codes[name]:
            raise Refusal("unknown_code", line=entry.line, code=entry.codes.get(name, ""), dimension=name)
    if entry.period not in table.periods:
        raise Refusal("unknown_period", line=entry.line, period=entry.period)
    if (entry.state == "value") != (entry.value is not None):
        raise Refusal("bad_value", line=entry.line)
    if entry.value is not None and not math.isfinite(entry.value):
        raise Refusal("bad_value", line=entry.line)
    if entry.status not in STATUSES:
        raise Refusal("unknown_status", line=entry.line, status=entry.status)
    if entry.unit and entry.unit != table.unit:
        raise Refusal("wrong_unit", line=entry.line, unit=entry.unit, expected=table.unit)


def _write(
    submission: Submission, table: RoundTable, wanted: dict[tuple[str, str], Entry], whole: bool, by: dict[str, Any]
) -> int:
    held = {(cell.key, cell.period): cell for cell in Cell.objects.filter(submission=submission, table=table)}
    gone = [cell.pk for place, cell in held.items() if whole and place not in wanted]
    fresh = []
    for place, entry in wanted.items():
        cell = held.get(place)
        note = tidy(entry.note, _LONGEST_NOTE)
        if cell and (cell.value, cell.state, cell.status, cell.note) == (entry.value, entry.state, entry.status, note):
            continue
        if cell:
            gone.append(cell.pk)
        if entry.state != "absent":
            fresh.append(Cell(
                submission=submission, table=table, codes={name: entry.codes[name] for name in table.vary}, key=place[0],
                period=place[1], value=entry.value, state=entry.state, status=entry.status, note=note, **by,
            ))  # fmt: skip
    for start in range(0, len(gone), _CHUNK):
        Cell.objects.filter(pk__in=gone[start : start + _CHUNK]).delete()
    Cell.objects.bulk_create(fresh, batch_size=500)
    return len({*gone}) + len(fresh) - sum(1 for cell in fresh if (cell.key, cell.period) in held)


def submission_write(
    *, submission: Submission, section: Section, text: str, language: str, version: int, actor: Any,
    links: list[dict[str, str]] | None = None, ready: bool = False,
) -> Text:  # fmt: skip
    """The narrative of one section. version: of the text as it was read, 0 where there was none."""
    if section.round_id != submission.round_id:
        raise Refusal("other_round")
    needs_filer(actor, submission)
    if language not in LANGUAGES:
        raise Refusal("incomplete")
    told = {
        "text": tidy(text, _LONGEST_TEXT), "language": language, "links": _links(links or []), "written_by": actor,
        "state": Text.Stage.READY if ready else Text.Stage.DRAFT, "at": timezone.now(),
    }  # fmt: skip
    with transaction.atomic():
        which = {"submission": submission, "section": section}
        if version == 0:
            _create(Text, **which, **told)
        elif not Text.objects.filter(**which, version=version).update(**told, version=F("version") + 1):
            raise Refusal("stale")
        touch(submission, action="write", actor=actor, subject=section.key)
        return Text.objects.get(**which)


def _links(links: list[dict[str, str]]) -> list[dict[str, str]]:
    found = []
    for one in links:
        told = {name: tidy(str(one.get(name, "")), 500) for name in ("kind", "address", "label")}
        # An address on this site, never a program or another site.
        if not all(told.values()) or not told["address"].startswith("/") or told["address"].startswith(("//", "/\\")):
            raise Refusal("bad_link")
        found.append(told)
    return found


def _create(model: Any, **fields: Any) -> Any:
    """Refused where another request made the row a moment ago."""
    try:
        with transaction.atomic():
            return model.objects.create(**fields)
    except IntegrityError:
        raise Refusal("stale") from None


def submission_explain(*, submission: Submission, finding: str, reason: str, actor: Any) -> FindingReason:
    """Why a warning is right as it is. finding: its key."""
    needs_filer(actor, submission)
    plain = needs_comment(reason)
    with transaction.atomic():
        row, _ = FindingReason.objects.update_or_create(
            submission=submission, key=finding[:400], defaults={"reason": plain, "by": actor, "at": timezone.now()}
        )
        touch(submission, action="explain", actor=actor, subject=finding[:300], comment=plain)
    return row


def table_assign(
    *, submission: Submission, table: RoundTable, institution: Institution, actor: Any,
    instead_of: Institution | None = None,
) -> Assignment:  # fmt: skip
    """Hand a table to an institution of the country; its sheet goes out by mail. instead_of: who has it now, so that two
    correspondents cannot hand it to two. A table that came back may be handed out again to the same one."""
    needs_filer(actor, submission)
    if table.round_id != submission.round_id:
        raise Refusal("other_round")
    if institution.country_id != submission.country_id:
        raise Refusal("other_institution")
    now = timezone.now()
    with transaction.atomic():
        which = {"submission": submission, "table": table}
        told = {"institution": institution, "sent_at": now, "returned_at": None}
        if instead_of is None and not Assignment.objects.filter(**which).exists():
            _create(Assignment, **which, **told)
        elif not Assignment.objects.filter(**which, institution=instead_of).update(**told):
            raise Refusal("assigned_elsewhere")
        touch(submission, action="assign", actor=actor, subject=f"{table.name}: {institution.name}"[:300])
        row = Assignment.objects.select_related("institution", "table").get(**which)
        mails.assigned(row)
    return row


def table_return_by_institution(
    *, submission: Submission, table: RoundTable, actor: Any, comment: str = ""
) -> Assignment:
    """The institution is done: it sees its table still, and fills it no more until it is handed out again."""
    with transaction.atomic():
        row = access.open_assignment(actor, submission, table)
        if row is None or not Assignment.objects.filter(pk=row.pk, returned_at=None).update(returned_at=timezone.now()):
            raise Refusal("not_assigned")
        touch(submission, action="return_table", actor=actor, subject=table.name, comment=tidy(comment))
        row.refresh_from_db()
    return row


def copied(old: Submission, new: Submission) -> None:
    """The content of a submission as the beginning of its revision."""
    contents: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (Cell, ("table_id", "codes", "key", "period", "value", "state", "status", "note", "entered_by_id",
                "institution_id")),
        (Text, ("section_id", "language", "text", "links", "state", "written_by_id")),
        (FindingReason, ("key", "reason", "by_id", "at")),
    )  # fmt: skip
    for model, names in contents:
        rows = model.objects.filter(submission=old).values(*names)
        model.objects.bulk_create([model(submission=new, **row) for row in rows], batch_size=500)
