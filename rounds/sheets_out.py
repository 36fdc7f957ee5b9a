"""The workbook that a correspondent or an institution fills: a cover, one sheet a table in long form, and the code lists."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from indicators import asking
from indicators.wording import Words
from records.exports import cell
from records.sheet_files import clean
from records.texts import labelled
from rounds.asked import Entry, Table
from rounds.sheet_rows import NOTE, OWN, PERIOD, STATE, STATES, STATUS, STATUSES, VALUE, title
from rounds.sheets_in import CODES, COVER, IGNORED, LAST

__all__ = ["CODES", "COUNTRY", "ROUND", "Meta", "workbook"]

ROUND, COUNTRY = "ROUND", "COUNTRY"
_MARKS = {state: code for code, state in STATES.items()}
_BOLD, _GREY, _HEAD = Font(bold=True), Font(color="808080"), Font(bold=True, size=14)
_QUIET = PatternFill("solid", fgColor="EFEFEF")
_OPEN = PatternFill("solid", fgColor="FFF8E1")
_WRAP = Alignment(wrap_text=True, vertical="top")
_WIDTHS = {PERIOD: 12, VALUE: 16, STATUS: 12, STATE: 10, NOTE: 40, LAST: 16}


@dataclass(slots=True)
class Meta:
    """What a workbook says of itself. round: slug; country: ISO 3166-1 alpha-3; deadline: with its zone. titles, advice: by
    table name. before: figures of the last vintage, as rounds.comparing has them."""

    round: str
    country: str
    round_title: str = ""
    country_name: str = ""
    deadline: str = ""
    guidance: str = ""
    titles: dict[str, str] = field(default_factory=dict)
    advice: dict[str, str] = field(default_factory=dict)
    before: dict[str, dict[tuple[str, str], float]] = field(default_factory=dict)


def workbook(tables: list[Table], filled: dict[str, list[Entry]], labels: Words, language: str, meta: Meta) -> bytes:
    """XLSX, which keeps fifteen digits of a figure. filled: by table name; what a table does not ask for is left out."""
    book = Workbook(write_only=True)
    with override(language):
        _cover(book, tables, labels, meta)
        for table in tables:
            _table(book, table, filled.get(table.name, []), labels, meta.before.get(table.name, {}))
        _codes(book, tables, labels)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Any, **style: Any) -> Any:
    """A number stays one; a text can be nothing else."""
    plain = cell(clean(value) if isinstance(value, str) else value)
    made = WriteOnlyCell(sheet, value=plain if plain != "" else None)
    if isinstance(plain, str) and plain:
        made.data_type, made.number_format = "s", "@"
    for name, told in style.items():
        setattr(made, name, told)
    return made


# -- the cover


def _cover(book: Workbook, tables: list[Table], labels: Words, meta: Meta) -> None:
    sheet = book.create_sheet(COVER)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 100
    sheet.append([_cell(sheet, ""), _cell(sheet, labelled(meta.country_name, meta.round_title), font=_HEAD)])
    for key, value in ((ROUND, meta.round), (COUNTRY, meta.country)):
        sheet.append([_cell(sheet, key, font=_GREY), _cell(sheet, value, font=_GREY)])
    sheet.append([])
    for head, text in _told(tables, labels, meta):
        sheet.append([_cell(sheet, head, font=_BOLD, alignment=_WRAP), _cell(sheet, text, alignment=_WRAP)])


def _told(tables: list[Table], labels: Words, meta: Meta) -> Iterator[tuple[str, str]]:
    yield _("Deadline"), meta.deadline
    if meta.guidance:
        yield _("Guidance"), meta.guidance
    yield (
        _("How to fill in"),
        _("Write figures in the column OBS_VALUE alone, one a row. Zero is a figure; what is not known stays empty."),
    )
    yield "", _("Paste values, not formulas. Merge no cells, hide nothing, and leave the first row as it is.")
    yield "", _("The column LAST shows what was published last. It is there to compare with, and is not read.")
    yield "STATE", _("C: you have the figure and do not publish it, since it is too small or secret (suppressed).")
    yield "", _("NC: nobody counts this in your country (not collected).")
    yield "OBS_STATUS", "; ".join(f"{code}: {labels.code('obs_status', code)}" for code in STATUSES)
    yield "NOTE", _("A footnote for readers, in your language: what is special about this figure.")
    for table in tables:
        name = meta.titles.get(table.name, table.name)
        unit, measure = labels.code("UNIT", table.unit), labels.code("MEASURE", table.fixed.get("MEASURE", ""))
        basis = table.fixed.get("BASIS", "_Z")
        counted = "" if basis == "_Z" else labels.code("BASIS", basis)
        parts = [name, ", ".join(filter(None, (measure, unit, counted))), "" if table.required else _("optional")]
        yield title(table.name), ". ".join(filter(None, (*parts, meta.advice.get(table.name, ""))))


# -- a table


def _table(
    book: Workbook, table: Table, filled: list[Entry], labels: Words, before: dict[tuple[str, str], float]
) -> None:
    sheet = book.create_sheet(title(table.name))
    columns = [name for one in table.vary for name in (one, f"{one}{IGNORED}")] + [*OWN, LAST]
    rows = 2 + _many(table)
    sheet.freeze_panes = f"{get_column_letter(len(columns) - len(OWN))}3"
    for place, name in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(name, 34 if IGNORED in name else 14)
    _lists(sheet, columns, rows)
    sheet.append([_cell(sheet, name, font=_BOLD, fill=_QUIET) for name in columns])
    headings = _headings()
    sheet.append(
        [
            _cell(sheet, headings.get(name) or _dimension(name), font=_BOLD, fill=_QUIET, alignment=_WRAP)
            for name in columns
        ]
    )
    held = {(tuple(entry.codes.get(name, "") for name in table.vary), entry.period): entry for entry in filled}
    for codes in product(*(table.codes[name] for name in table.vary)):
        named = [part for name, code in zip(table.vary, codes, strict=True) for part in (code, labels.code(name, code))]
        for period in table.periods:
            entry = held.get((codes, period), _ABSENT)
            sheet.append([
                *(_cell(sheet, text) for text in named), _cell(sheet, period), *_filled(sheet, entry),
                _cell(sheet, before.get((".".join(codes), period), ""), font=_GREY),
            ])  # fmt: skip


_ABSENT = Entry({}, "", None, "absent")


def _filled(sheet: Any, entry: Entry) -> list[Any]:
    return [
        _cell(sheet, entry.value, fill=_OPEN), _cell(sheet, entry.status if entry.status != "A" else ""),
        _cell(sheet, _MARKS.get(entry.state, "")), _cell(sheet, entry.note),
    ]  # fmt: skip


def _many(table: Table) -> int:
    many = len(table.periods)
    for name in table.vary:
        many *= len(table.codes[name])
    return many


def _lists(sheet: Any, columns: list[str], rows: int) -> None:
    for name, codes in ((STATUS, STATUSES), (STATE, tuple(STATES))):
        letter = get_column_letter(columns.index(name) + 1)
        choice = DataValidation(type="list", formula1=f'"{",".join(codes)}"', allow_blank=True)
        choice.add(f"{letter}3:{letter}{max(3, rows)}")
        sheet.data_validations.append(choice)


def _headings() -> dict[str, str]:
    """Without a digit in that of the period: by this the reader knows the row (rounds/sheet_rows.py)."""
    return {
        PERIOD: _("Period"), VALUE: _("Figure"), STATUS: _("Mark"), STATE: _("Why there is no figure"),
        NOTE: _("Footnote"), LAST: _("Published last"),
    }  # fmt: skip


def _dimension(column: str) -> str:
    if column.endswith(IGNORED):
        return _("in words")
    return capfirst(str(asking.NAMES.get(column, column)))


# -- code lists


def _codes(book: Workbook, tables: list[Table], labels: Words) -> None:
    sheet = book.create_sheet(CODES)
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABC", (20, 16, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append([_cell(sheet, text, font=_BOLD) for text in (_("Column"), _("Code"), _("In words"))])
    seen: dict[str, dict[str, None]] = {}
    for table in tables:
        for name in table.vary:
            seen.setdefault(name, {}).update(dict.fromkeys(table.codes[name]))
    seen[STATUS] = dict.fromkeys(STATUSES)
    for name, codes in seen.items():
        for code in codes:
            label = labels.code("obs_status" if name == STATUS else name, code)
            sheet.append([_cell(sheet, name), _cell(sheet, code), _cell(sheet, label)])
    for code, text in (("C", _("suppressed")), ("NC", _("not collected"))):
        sheet.append([_cell(sheet, STATE), _cell(sheet, code), _cell(sheet, text)])
