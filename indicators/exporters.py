"""A table of figures as rows: one a figure, or a cell that its source names without one. Every column is named here, once."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.utils.formats import number_format
from django.utils.text import format_lazy, slugify
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from indicators import asking, citing
from indicators.dimensions import DEFAULTS, DIMENSIONS
from indicators.models import Note
from indicators.tables import MOST, Cell, Line, Table, concerns
from indicators.wording import Words
from records import exports
from records.answering import Reader, Refused
from records.exports import Column

TOTAL = "_T"
# What a state of a figure means; a cell without a row was never in the source.
STATES = {
    "value": _("The source has this figure; zero is a figure."),
    "suppressed": _(
        "There is a figure, but it is not shown: it could tell of single persons, or its source keeps it back."
    ),
    "missing": _("The source names this cell, but gives no figure."),
    "absent": _("There is no row: the source has no such cell. It is not zero."),
}


class Entry(NamedTuple):
    """One cell of a table. notes: numbers of the table's notes that concern it, from 1."""

    line: Line
    period: str
    cell: Cell
    notes: tuple[int, ...]


def entries(table: Table) -> Iterator[Entry]:
    """Line by line, each from its first period on."""
    for line in table.lines:
        notes = [(number, note) for number, note in enumerate(table.notes, 1) if concerns(note, line)]
        for period in sorted(line.cells):
            yield Entry(line, period, line.cells[period], tuple(n for n, note in notes if _holds(note, period)))


def _holds(note: Note, period: str) -> bool:
    # "2024" is before "2024-03", and "2024~" after every month of it.
    return (not note.start or note.start <= f"{period}~") and (not note.end or period <= f"{note.end}~")


def codes_of(note: Note) -> dict[str, list[str]]:
    """Where a note holds: by dimension, any of the codes."""
    return {name: codes if isinstance(codes, list) else [codes] for name, codes in note.codes.items()}


def counted(table: Table, most: int = MOST) -> int:
    """How many entries there are. Raises Refused (400) for more than a file holds."""
    return refuse_more(sum(len(line.cells) for line in table.lines), most)


def refuse_more(found: int, most: int = MOST) -> int:
    if found > most:
        raise too_many(found, most)
    return found


def too_many(found: int, most: int = MOST) -> Refused:
    """To be raised, or shown on a page."""
    told = {name: number_format(count, force_grouping=True) for name, count in (("found", found), ("most", most))}
    detail = gettext(
        "These are %(found)s figures; at most %(most)s are given at once. Choose fewer countries, codes or periods."
    )
    return Refused(400, "bad-value", gettext("A value that cannot be used"), detail % told)


def code_of(line: Line, name: str) -> str:
    """A dimension that was added up here is its total."""
    return line.codes.get(name, TOTAL)


def number(value: float | None) -> int | float | None:
    """Without the decimals that it has not."""
    return int(value) if value is not None and value.is_integer() and abs(value) < 2**53 else value


def flag(cell: Cell) -> str:
    """The letter of the SDMX status; of a hidden figure nothing is said but that it is hidden."""
    return "" if cell.state == "suppressed" else cell.status


def told_dimensions(table: Table) -> tuple[str, ...]:
    """Those in which at least one line says more than the default; of the others no column would tell anything."""
    return tuple(
        name for name in DIMENSIONS
        if name in table.added or any(line.codes.get(name) != DEFAULTS.get(name, "") for line in table.lines)
    )  # fmt: skip


def file_name(table: Table) -> str:
    """Indicator, dataset and vintage: "foreign-born-stock_undesa-stock-2024_v1"."""
    pinned = citing.pinned(table)
    return slugify(f"{table.indicator.slug}_{pinned.table}_v{pinned.as_of}")


def figure_columns(table: Table, words: Words) -> list[Column]:
    """What differs from row to row: codes and labels, period, figure, state, flag, notes, and what was added up here."""

    def code(name: str) -> Column:
        return Column(format_lazy("{} ({})", asking.NAMES[name], _("code")), lambda one, _: code_of(one.line, name))

    def label(name: str) -> Column:
        return Column(asking.NAMES[name], lambda one, _: dimension_label(one.line.codes, name, words))

    pairs = [column for name in told_dimensions(table) for column in (code(name), label(name))]
    return [
        *pairs,
        Column(_("period"), lambda one, _: one.period),
        Column(_("figure"), lambda one, _: number(one.cell.value)),
        Column(_("state of the figure"), lambda one, _: one.cell.state),
        Column(_("flag (code)"), lambda one, _: flag(one.cell)),
        Column(_("flag"), lambda one, _: "" if one.cell.state == "suppressed" else words.flag(one.cell)),
        Column(_("notes"), lambda one, _: " ".join(map(str, one.notes))),
        Column(_("figures added up here"), lambda one, _: one.cell.parts),
    ]


def source_columns(found: Sequence[citing.Citation]) -> list[Column]:
    """What a row that stands alone must say of its source."""

    def same(heading: Any, values: Iterable[str]) -> Column:
        text = " | ".join(dict.fromkeys(filter(None, values)))
        return Column(heading, lambda one, _: text)

    return [
        same(_("dataset"), (one.dataset for one in found)),
        same(_("vintage"), (str(one.vintage) for one in found)),
        same(_("publisher"), (one.publisher for one in found)),
        same(_("edition"), (one.edition for one in found)),
        same(_("licence"), (one.licence for one in found)),
        same(_("retrieved from"), (one.address for one in found)),
    ]


def dimension_label(codes: dict[str, str], name: str, words: Words) -> str:
    """In words; a dimension that was added up here says so."""
    found = words.code(name, codes[name]) if name in codes else TOTAL
    if found != TOTAL:
        return found
    with override(words.language):
        return gettext("all, added up here")


def as_csv(table: Table, reader: Reader, words: Words) -> bytes:
    """Every row says all: whoever gets one line of it knows what it is and whose."""
    counted(table)
    columns = [*figure_columns(table, words), *source_columns(citing.citations(table, reader))]
    with override(reader.language):
        return exports.table(columns, entries(table), reader)


def as_sdmx_csv(table: Table) -> bytes:
    """SDMX-CSV 2.0 of a structure of our own: the dimensions of indicators/dimensions.py. All hidden figures look alike."""
    counted(table)
    structure = f"MIGRATION_AMERICAS:{table.indicator.slug.upper().replace('-', '_')}(1.0)"
    dataset, vintage = citing.pinned(table).table, " ".join(str(one.number) for one in table.vintages)
    lead = ["STRUCTURE", "STRUCTURE_ID", "ACTION", *DIMENSIONS, "TIME_PERIOD", "OBS_VALUE"]
    heading = [*lead, "OBS_STATUS", "CONF_STATUS", "UNIT_MULT", "FIGURES_ADDED", "DATASET", "VINTAGE"]
    lines = [",".join(heading)]
    for line, period, cell, _notes in entries(table):
        hidden = cell.state == "suppressed"
        value = "" if cell.value is None else repr(number(cell.value))
        codes = (code_of(line, name) for name in DIMENSIONS)
        status = "Q" if hidden else cell.status
        rest = (value, status, "C" if hidden else "F", "0", str(cell.parts), dataset, vintage)
        # Codes and numbers only: nothing here needs quoting.
        lines.append(",".join(("dataflow", structure, "I", *codes, period, *rest)))
    return ("\r\n".join(lines) + "\r\n").encode()
