"""One table of a submission: its form, and in whose hands it is."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from indicators import asking
from rounds import access, desk_published, workflow
from rounds.desk_access import Desk, filling, find, for_filers
from rounds.desk_grid import EMPTY, Content, Grid, base, marks
from rounds.desk_views import REFUSED, frame, to, words
from rounds.models import Assignment, Filling, Institution, RoundTable
from rounds.refusals import Refusal


@filling
def table(request: HttpRequest, slug: str, code: str, name: str) -> HttpResponse:
    """The form of a table, a page at a time; saved all or nothing."""
    desk = find(request.user, slug, code)
    if desk.submission is None:
        return to("desk-submission", desk)
    row = desk.table(name)
    page = request.POST if request.method == "POST" else request.GET
    grid = Grid(row, desk.made, words(), _number(page.get("page", "")))
    if request.method == "POST":
        return _save(request, desk, row, grid)
    return _page(request, desk, row, grid)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


def _save(request: HttpRequest, desk: Desk, row: RoundTable, grid: Grid) -> HttpResponse:
    typed, problems = grid.read(request.POST)
    before = base(request.POST)
    changed = {name: told for name, told in typed.items() if told != before.get(name, EMPTY)}
    if lost := grid.lost(request.POST):
        cells = ", ".join(lost[:10])
        return _page(
            request,
            desk,
            row,
            grid,
            before,
            problems,
            refusal=_("The table has no such cells any more: %s. Nothing was saved.") % cells,
        )
    if problems:
        told = ngettext(
            "%(n)s cell is not understood. Nothing was saved yet.",
            "%(n)s cells are not understood. Nothing was saved yet.",
            len(problems),
        )
        return _page(request, desk, row, grid, before, problems, refusal=told % {"n": len(problems)}, status=400)
    try:
        many = _fill(request, desk, row, grid, changed)
    except Refusal as refused:
        return _page(request, desk, row, Grid(row, desk.made, grid.words, grid.page), before, refusal=refused.sentence)
    told = ngettext("%(n)s cell was saved.", "%(n)s cells were saved.", many) % {"n": many}
    messages.success(request, told if many else _("Nothing was changed."))
    return HttpResponseRedirect(_address(desk, row, grid.page))


def _fill(request: HttpRequest, desk: Desk, row: RoundTable, grid: Grid, changed: dict[str, Content]) -> int:
    version = request.POST.get("version", "")
    if not (version.isascii() and version.isdecimal() and len(version) < 10):
        raise Refusal("stale")
    if not changed and access.may_fill(request.user, desk.made, row):
        return 0
    entries = [grid.entry(name, told) for name, told in changed.items()]
    return workflow.submission_fill(
        submission=desk.made, table=row, entries=entries, version=int(version), actor=request.user
    )


def _address(desk: Desk, row: RoundTable, page: int) -> str:
    return reverse("rounds:desk-table", args=[*desk.address, row.name]) + (f"?page={page}" if page > 1 else "")


def _page(
    request: HttpRequest, desk: Desk, row: RoundTable, grid: Grid, before: dict[str, Content] | None = None,
    problems: dict[str, str] | None = None, refusal: str = "", status: int = REFUSED,
) -> HttpResponse:  # fmt: skip
    """before: what the person had before them when they typed what the request brings back."""
    post = request.POST if refusal and before is not None else None
    return render(
        request, "rounds/desk/table.html", context(request, desk, row, grid, grid.shown(post, before, problems), refusal),
        status=status if refusal else 200,
    )  # fmt: skip


def context(
    request: HttpRequest, desk: Desk, row: RoundTable, grid: Grid, rows: list[Any], refusal: str
) -> dict[str, Any]:
    made, asked = desk.made, grid.asked
    assignment = Assignment.objects.filter(submission=made, table=row).select_related("institution").first()
    shared = {
        name: code
        for name, code in asked.fixed.items()
        if code not in ("_T", "_Z") and name in ("BASIS", "CATEGORY", "SEX", "AGE")
    }
    may_fill = access.may_fill(request.user, made, row) and access.changeable(made)
    filling_ = Filling.objects.filter(submission=made, table=row).select_related("filled_by").first()
    return frame(
        desk, row=row, grid=grid, rows=rows, refusal=refusal, marks=marks(grid.words), assignment=assignment,
        filling=filling_, version=filling_.version if filling_ else 1, parts=range(1, grid.pages + 1),
        may_fill=may_fill, editable=may_fill or refusal,
        theirs=any(box.theirs for one in rows for box in one.boxes),
        unit=grid.words.code("UNIT", asked.unit), measure=grid.words.code("MEASURE", asked.fixed["MEASURE"]),
        shared=", ".join(grid.words.code(name, code) for name, code in shared.items()),
        heads=[grid.words.period(period) for period in asked.periods],
        corner=", ".join(str(asking.NAMES[name]) for name in asked.vary if name in asking.NAMES),
        before=any(one.before for one in rows) and grid.words.period(desk_published.before(asked)),
        institutions=Institution.objects.filter(country=desk.country) if desk.filer else [],
    )  # fmt: skip


@filling
@require_POST
def assign(request: HttpRequest, slug: str, code: str, name: str) -> HttpResponse:
    """Hand the table to an institution; its sheet goes out by mail."""
    desk = for_filers(request.user, slug, code)
    row = desk.table(name)
    offices = {str(one.pk): one for one in Institution.objects.filter(country=desk.country)}
    chosen = offices.get(request.POST.get("institution", ""))
    # Who has it as the person saw it: empty for nobody, and what is no institution of the country is nobody's.
    before = offices.get(request.POST.get("instead_of", ""))
    if chosen is None:
        return _not_done(request, desk, row, _("Choose an institution."))
    try:
        workflow.table_assign(
            submission=desk.made, table=row, institution=chosen, actor=request.user, instead_of=before
        )
    except Refusal as refused:
        return _not_done(request, desk, row, refused.sentence)
    messages.success(request, _("The table is with %(name)s now; its sheet goes out by mail.") % {"name": chosen.name})
    return to("desk-table", desk, row.name)


@filling
@require_POST
def send_back(request: HttpRequest, slug: str, code: str, name: str) -> HttpResponse:
    """An institution says that it is done with its table."""
    desk = find(request.user, slug, code)
    row = desk.table(name)
    try:
        workflow.table_return_by_institution(
            submission=desk.made, table=row, actor=request.user, comment=request.POST.get("comment", "")
        )
    except Refusal as refused:
        return _not_done(request, desk, row, refused.sentence)
    messages.success(request, _("The table is sent back as done."))
    return to("desk-table", desk, row.name)


def _not_done(request: HttpRequest, desk: Desk, row: RoundTable, sentence: str) -> HttpResponse:
    return _page(request, desk, row, Grid(row, desk.made, words()), refusal=sentence)
