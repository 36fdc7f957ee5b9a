"""Sheets of a data round from the parent's side: pre-filled workbooks out, files of correspondents in, through the sandbox."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext, ngettext, override
from django.utils.translation import gettext_lazy as _

from countries.models import Country
from indicators.wording import Words
from records.sandbox import Refused, Sandbox
from records.texts import labelled
from rounds import assessing, comparing, deadlines, sheet_rows, sheets_out
from rounds.asked import Entry, Table
from rounds.models import Round, RoundTable, Submission
from rounds.sheets_in import Fault
from rounds.sheets_out import Meta

JOB = "rounds.sheets_in:read"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_BYTES = 30 * 2**20
_SHOWN = 60

SENTENCES = {
    "alone": _("A mark or a footnote needs a figure, or say in STATE that it is suppressed (C) or not collected (NC)."),
    "ambiguous": _("“%(text)s” can be read as %(whole)s or as %(part)s. Write it without a sign between thousands."),
    "both": _("A cell that is suppressed or not collected has no figure: take away one of the two."),
    "cell-too-long": _("A cell holds more than 20,000 characters."),
    "cell-without-column": _("A cell stands to the right of the last column that has a name."),
    "column-twice": _("The column %(column)s stands twice."),
    "csv": _("The row cannot be read: a quotation mark is not closed, or stands where none may."),
    "date": _("The spreadsheet made a date of the figure (%(text)s). Format the cell as a number and type it again."),
    "empty": _("The file is empty."),
    "encoding": _("The characters of the file cannot be read: save it as UTF-8."),
    "error-cell": _("The cell holds an error of the spreadsheet (%(text)s)."),
    "file-too-large": _("The file is larger than %(most)s MB."),
    "formula": _("The cell holds a formula. Copy the column and paste it as values."),
    "header": _("The first row must hold the technical names of the columns, as in the sheet that was sent."),
    "hidden-column": _("The column %(column)s is hidden. Show it, or delete it if it does not belong there."),
    "hidden-row": _("The row is hidden, maybe by a filter. Show all rows, or delete those that do not belong there."),
    "hidden-sheet": _("The sheet is hidden. Show it, or delete it if it does not belong there."),
    "merged": _("The cells are merged. Split them, so that every figure has its own cell."),
    "missing-column": _("The column %(column)s is missing."),
    "no-code": _("Nothing stands in the column %(column)s."),
    "no-table": _("No sheet of the file belongs to a table that was asked for. The sheets are called as the tables: %(names)s."),
    "no_number": _("“%(text)s” is not a number."),
    "not-a-sheet": _("The file is neither a workbook (XLSX) nor CSV, or it is damaged."),
    "old-workbook": _("The file is a workbook of an old kind (XLS). Save it as XLSX."),
    "other-country": _("The sheet is of another country: %(found)s."),
    "other-round": _("The sheet is of another round: %(found)s."),
    "password": _("The file is protected by a password. Save it without one."),
    "percent": _("The cell shows a percentage (%(text)s), and the table asks for no percentages. Format it as a number."),
    "period": _("The date %(text)s is neither the first nor the last day of a period. Write the period as in the sheet that was sent."),
    "sheet-twice": _("The sheet of this table stands twice in the file. Delete one."),
    "state": _("“%(text)s” is not known in STATE: C is suppressed, NC is not collected, empty is neither."),
    "status": _("“%(text)s” is not a known mark of a figure."),
    "too-large": _("The workbook is too large."),
    "too-many-columns": _("The sheet has too many columns."),
    "too-many-rows": _("The sheet has more than %(most)s rows."),
    "unknown-column": _("The column %(column)s is not known. Delete it, or give it the name that the sent sheet has."),
    "unreadable": _("The file asks for too much memory or time to be read."),
    "which-table": _("A CSV file holds one table: call the file as the table. The tables are called: %(names)s."),
}  # fmt: skip


class SheetNotTaken(Exception):
    """A file of which nothing is taken. key, facts: of the first fault (SENTENCES); faults: all that were found, at most
    rounds.sheet_rows.MOST_FAULTS a sheet."""

    def __init__(self, name: str, faults: list[Fault]):
        super().__init__(faults[0].key)
        self.name = name
        self.faults = faults
        self.key = faults[0].key
        self.facts = faults[0].facts

    @property
    def sentence(self) -> str:
        """The first fault, in the active language, and how many more there are."""
        told = self.sentences[0]
        if more := len(self.faults) - 1:
            told += " " + ngettext("(%(n)s more)", "(%(n)s more)", more) % {"n": more}
        return told

    @property
    def sentences(self) -> list[str]:
        return [labelled(_place(self.name, fault.facts), SENTENCES[fault.key] % fault.facts) for fault in self.faults]

    def __str__(self) -> str:
        return self.sentence


def _place(name: str, facts: dict[str, Any]) -> str:
    """ "ferries.xlsx, sheet ferries, line 12"."""
    parts = [name[:_SHOWN]]
    if facts.get("sheet"):
        parts.append(gettext("sheet %(name)s") % {"name": facts["sheet"][:_SHOWN]})
    if "cell" in facts:
        parts.append(gettext("cell %(cell)s") % {"cell": facts["cell"]})
    if "line" in facts:
        parts.append(gettext("line %(line)s") % {"line": facts["line"]})
    return ", ".join(parts)


@dataclass(slots=True)
class Told:
    """What a person should know of a file that was taken. missing: tables without a sheet; ignored: sheets that belong to
    no table; unnamed: the file does not say of which round and country it is."""

    missing: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    unnamed: bool = False

    @property
    def sentences(self) -> list[str]:
        """In the active language."""
        told = []
        if self.missing:
            told.append(gettext("The file has no sheet for these tables, which stay as they are: %(names)s.")
                        % {"names": ", ".join(self.missing)})  # fmt: skip
        if self.ignored:
            told.append(gettext("These sheets belong to no table and were not read: %(names)s.")
                        % {"names": ", ".join(name[:_SHOWN] for name in self.ignored)})  # fmt: skip
        if self.unnamed:
            told.append(
                gettext("The file does not say of which round and country it is: make sure that it is the right one.")
            )
        return told


# -- in


def read(data: bytes, name: str, tables: list[Table], meta: Meta) -> tuple[dict[str, list[Entry]], Told]:
    """Entries by table name, of the tables that the file has. Nothing is stored. Raises SheetNotTaken."""
    if len(data) > MOST_BYTES:
        raise SheetNotTaken(name, [Fault("file-too-large", most=MOST_BYTES // 2**20)])
    found: dict[str, list[Entry]] = {}
    told = Told(unnamed=True)
    faults: list[Fault] = []
    try:
        for header, payload in _frames(data, name):
            if header["kind"] == "cover":
                _check_cover(dict(json.loads(payload)), header["sheet"], meta)
                told.unnamed = False
                continue
            table = _table(header, name, tables)
            if table is None:
                if header["sheet"].upper() != sheets_out.CODES:
                    told.ignored.append(header["sheet"])
                continue
            if table.name in found:
                raise Fault("sheet-twice", sheet=header["sheet"])
            found[table.name] = []
            try:
                found[table.name] = sheet_rows.entries(table, header["sheet"], header["columns"], json.loads(payload))
            except sheet_rows.Faults as several:
                faults += several.faults
    except Fault as fault:
        raise SheetNotTaken(name, [fault]) from None
    if faults:
        raise SheetNotTaken(name, faults)
    if not found:
        raise SheetNotTaken(name, [Fault("no-table", names=_names(tables))])
    told.missing = [table.name for table in tables if table.name not in found]
    return found, told


def _frames(data: bytes, name: str) -> Any:
    """The child's frames; its refusal, or its end, is a Fault."""
    with Sandbox(JOB) as sandbox:
        try:
            for header, payload in sandbox.run(data, name):
                if "fault" in header:
                    raise Fault(header["fault"] if header["fault"] in SENTENCES else "not-a-sheet", **header["facts"])
                yield header, payload
        except Refused as refused:
            # What the reader stumbled over is told by the child as such; all else is a breach of its limits.
            raise Fault("not-a-sheet" if refused.reason.startswith("cannot be read") else "unreadable") from None


def _table(header: dict[str, Any], name: str, tables: list[Table]) -> Table | None:
    """None for a sheet that belongs to no table."""
    if header["sheet"] == "":
        stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or name
        table = tables[0] if len(tables) == 1 else sheet_rows.table_of(stem, tables)
        if table is None:
            raise Fault("which-table", names=_names(tables))
        return table
    table = sheet_rows.table_of(header["sheet"], tables)
    if table is not None and header["kind"] != "table":
        raise Fault("header", sheet=header["sheet"])
    return table


def _check_cover(cover: dict[str, str], sheet: str, meta: Meta) -> None:
    for key, wanted, fault in (
        (sheets_out.ROUND, meta.round, "other-round"),
        (sheets_out.COUNTRY, meta.country, "other-country"),
    ):
        if cover.get(key, "") != wanted:
            raise Fault(fault, sheet=sheet, found=cover.get(key, "–")[:_SHOWN])


def _names(tables: list[Table]) -> str:
    return ", ".join(sheet_rows.title(table.name) for table in tables)


# -- out


def meta_of(round_: Round, country: Country, tables: list[RoundTable] | None = None) -> Meta:
    """What the cover says, in the active language. tables: those whose titles and guidance are told."""
    rows = tables or []
    return Meta(
        round=round_.slug, country=country.iso3, round_title=str(round_), country_name=country.jurisdiction.name,
        deadline=deadlines.told(round_, deadlines.of(round_, country)), guidance=round_.guidance,
        titles={row.name: str(row.indicator.title) for row in rows}, advice={row.name: row.guidance for row in rows},
    )  # fmt: skip


def prefilled(submission: Submission, tables: list[RoundTable], language: str) -> tuple[str, bytes, str]:
    """(name, content, kind) of a workbook with what is stored, and beside it what the last vintage says."""
    asked = [row.asked(submission.country) for row in tables]
    with override(language):
        meta = meta_of(submission.round, submission.country, tables)
    meta.before = comparing.previous(submission.country, asked)
    data = sheets_out.workbook(asked, assessing.entries(submission, tables), Words(language), language, meta)
    parts = [submission.round.slug, submission.country.iso3.lower(), *([tables[0].name] if len(tables) == 1 else [])]
    return "-".join(parts) + ".xlsx", data, XLSX
