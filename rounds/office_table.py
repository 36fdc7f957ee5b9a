"""One table of a submission, read only, beside what is published."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from accounts.access import requires
from accounts.models import Role
from indicators.wording import Words
from rounds import desk_access, desk_published
from rounds.asked import Table
from rounds.desk_access import Desk
from rounds.desk_grid import Grid
from rounds.filling import key
from rounds.models import PUBLIC, Cell
from rounds.office_review import report
from rounds.publishing import dataset_slug


@dataclass(slots=True)
class Shown:
    """state: "value", "suppressed", "not_collected" or "absent"; before: what is published and differs; number: of the note."""

    state: str = "absent"
    text: str = ""
    status: str = ""
    flag: str = ""
    note: str = ""
    number: int = 0
    before: str = ""
    change: str = ""


@dataclass(slots=True)
class Line:
    label: str
    depth: int
    cells: list[Shown] = field(default_factory=list)


@requires(Role.SECRETARIAT)
def table(request: HttpRequest, slug: str, iso3: str, name: str) -> HttpResponse:
    """Its cells page by page, the rules' findings in it with the country's reasons."""
    desk = desk_access.find(request.user, slug, iso3)
    made, row = desk.made, desk.table(name)
    words = Words(get_language() or "en")
    number = request.GET.get("page", "1")
    grid = Grid(row, made, words, int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 1)
    compared = made.state not in PUBLIC
    rows, notes = _rows(desk, grid, words, compared)
    context: dict[str, Any] = {
        "desk": desk, "round": desk.round, "made": made, "table": row, "rows": rows, "notes": notes,
        "periods": [words.period(one) for one in grid.asked.periods], "unit": words.code("UNIT", grid.asked.unit),
        "page": grid.page, "pages": grid.pages, "page_numbers": range(1, grid.pages + 1), "compared": compared,
        "review": report(desk, row.name),
    }  # fmt: skip
    return render(request, "rounds/office/country_table.html", context)


def _rows(desk: Desk, grid: Grid, words: Words, compared: bool) -> tuple[list[Line], list[tuple[int, str]]]:
    """Rows that have a cell, here or published; footnotes by number."""
    asked = grid.asked
    held = {(cell.key, cell.period): cell for cell in grid.held.values()}
    published = desk_published.figures(asked, grid.rows) if compared else {}
    own = dataset_slug(desk.country)
    published = {place: one for place, one in published.items() if one.dataset.slug == own}
    lines: list[Line] = []
    notes: dict[str, int] = {}
    for codes in grid.rows:
        place = key(asked, codes)
        line = Line(grid.label(codes), sum(code != "_T" for code in codes.values()))
        for period in asked.periods:
            cell = held.get((place, period))
            one = _shown(asked, cell, published.get((place, period)), words)
            if one.note:
                one.number = notes.setdefault(one.note, len(notes) + 1)
            line.cells.append(one)
        if any(one.state != "absent" or one.before for one in line.cells):
            lines.append(line)
    return lines, [(number, text) for text, number in notes.items()]


def _shown(asked: Table, cell: Cell | None, published: desk_published.Published | None, words: Words) -> Shown:
    one = Shown()
    value = None
    if cell is not None:
        value = cell.value
        one.state, one.note = cell.state, cell.note
        if value is not None:
            one.text = words.number(value, asked.unit)
        if cell.status != "A":
            one.status, one.flag = cell.status, words.code("obs_status", cell.status)
    if published is not None and published.value != value:
        one.before = "··" if published.value is None else words.number(published.value, asked.unit)
        if published.value is not None and value is not None:
            change = value - published.value
            one.change = ("+" if change > 0 else "") + words.number(change, asked.unit)
    return one
