"""The secretariat's own pages: rounds, who is late at a glance, reminders."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts.access import requires
from accounts.models import Role
from records import exports
from records.answering import reader
from records.exports import Column
from rounds import assessing, deadlines, extending, office_words, overview
from rounds.models import PUBLIC, Event, Question, Round
from rounds.office import found_round
from rounds.overview import Overview, Progress

SORTS: dict[str, Callable[[Progress], Any]] = {
    "country": lambda row: str(row.country.jurisdiction.name).casefold(),
    "state": lambda row: office_words.STATES.index(row.state),
    "late": lambda row: not row.late,
    "filled": lambda row: row.filled,
    "errors": lambda row: -row.errors,
    "warnings": lambda row: (-row.unexplained, -row.warnings),
    "silent": lambda row: -len(row.silent),
}
# By sort: the heading, and whether a number stands under it.
_HEADINGS = (
    ("country", _("Country"), False), ("state", _("State"), False), ("late", _("Late"), False),
    ("filled", _("Tables filled"), True), ("errors", _("Errors"), True), ("warnings", _("Warnings"), True),
    ("silent", _("Institutions that have not answered"), False),
)  # fmt: skip


@requires(Role.SECRETARIAT)
def listing(request: HttpRequest) -> HttpResponse:
    """All rounds, the open ones first."""
    order = {Round.State.OPEN: 0, Round.State.DRAFT: 1, Round.State.CLOSED: 2}
    found = sorted(Round.objects.all(), key=lambda row: (order[Round.State(row.state)], -row.last, row.slug))
    rows = [(row, None if row.state == Round.State.DRAFT else overview.progress(row, checked=False)) for row in found]
    return render(request, "rounds/office/rounds.html", {"rows": rows})


@requires(Role.SECRETARIAT)
def round_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Of a round in preparation what is still missing; of another one its dashboard."""
    round_ = found_round(request, slug)
    if round_.state == Round.State.DRAFT:
        return _preparation(request, round_)
    told = overview.progress(round_)
    sort = request.GET.get("sort", "country")
    if sort not in SORTS:
        raise Http404
    told.rows.sort(key=SORTS["country"])
    told.rows.sort(key=SORTS[sort])
    context = {
        "round": round_, "told": told, "sort": sort, "headings": _HEADINGS,
        "states": [(office_words.state(state), told.states[state]) for state in office_words.STATES if state in told.states],
        "rules": _rules(told), "unanswered": unanswered(round_),
        "events": Event.objects.filter(round=round_, submission=None).exclude(action=extending.ACTION).select_related("actor"),
        "extensions": extending.every(round_),
    }  # fmt: skip
    return render(request, "rounds/office/dashboard.html", context)


def _preparation(request: HttpRequest, round_: Round) -> HttpResponse:
    tables = list(round_.tables.select_related("indicator", "round"))
    context = {
        "round": round_, "tables": tables, "invited": round_.countries.count(), "sections": round_.sections.all(),
    }  # fmt: skip
    return render(request, "rounds/office/preparation.html", context)


def unanswered(round_: Round) -> int:
    return Question.objects.filter(table__round=round_, answers=None).count()


def _rules(told: Overview) -> list[tuple[str, str, int, int]]:
    """(rule, severity, findings, countries in which it fires), the most countries first."""
    where: dict[tuple[str, str], int] = {}
    for row in told.rows:
        if row.submission is None or row.state in PUBLIC:
            continue
        for severity, by_rule in assessing.counted(row.submission).items():
            for rule in by_rule:
                where[rule, severity] = where.get((rule, severity), 0) + 1
    found = [(rule, severity, number, where.get((rule, severity), 0)) for rule, severity, number in told.rules]
    return sorted(found, key=lambda row: (-row[3], -row[2], row[0]))


@requires(Role.SECRETARIAT)
def progress_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The dashboard as a table for spreadsheets."""
    round_ = found_round(request, slug)
    told = overview.progress(round_)
    columns = [
        Column(_("country"), lambda row, _: str(row.country.jurisdiction.name)),
        Column(_("ISO 3166"), lambda row, _: row.country.iso3),
        Column(_("state"), lambda row, _: str(office_words.state(row.state))),
        Column(_("deadline"), lambda row, _: deadlines.told(round_, row.deadline)),
        Column(_("late"), lambda row, _: gettext("late") if row.late else ""),
        Column(_("filed by the secretariat"), lambda row, _: gettext("yes") if row.on_behalf else ""),
        Column(_("tables filled"), lambda row, _: row.filled),
        Column(_("tables asked for"), lambda row, _: row.tables),
        Column(_("errors"), lambda row, _: row.errors),
        Column(_("warnings"), lambda row, _: row.warnings),
        Column(_("warnings without a reason"), lambda row, _: row.unexplained),
        Column(_("institutions that have not answered"), lambda row, _: "; ".join(row.silent)),
    ]
    return exports.as_file(columns, told.rows, reader(request), f"{round_.slug}-{get_language()}")
