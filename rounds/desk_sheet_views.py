"""Sheets out and in: the pre-filled workbook, a filled one, and a look at what it changes before it is taken."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rounds import desk_sheets, sheets
from rounds.desk_access import Desk, filling, find
from rounds.desk_sheets import Kept
from rounds.desk_views import REFUSED, frame, to, words
from rounds.models import RoundTable
from rounds.refusals import Refusal

_MOST_REASONS = 100


@filling
@require_GET
def workbook(request: HttpRequest, slug: str, code: str, name: str = "") -> HttpResponse:
    """The pre-filled workbook of one table, or of all that the person sees."""
    desk = find(request.user, slug, code)
    tables = [desk.table(name)] if name else desk.tables
    file, content, kind = sheets.prefilled(desk.made, tables, get_language() or "en")
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{file}"'
    return answer


@filling
def bring(request: HttpRequest, slug: str, code: str, name: str = "") -> HttpResponse:
    """Bring a filled workbook or CSV. Nothing is stored in the tables by this."""
    desk = find(request.user, slug, code)
    table = desk.table(name) if name else None
    if desk.submission is None:
        return to("desk-submission", desk)
    fillable = desk_sheets.fillable(request.user, desk)
    tables = [one for one in fillable if table is None or one == table]
    if request.method != "POST":
        return _form(request, desk, table, tables)
    file: Any = request.FILES.get("file")
    if getattr(request, "upload_too_large", False) or (file and file.size > sheets.MOST_BYTES):
        too_large = _("The file is larger than %d MB.") % (sheets.MOST_BYTES // 2**20)
        return _form(request, desk, table, tables, [too_large])
    if not tables:
        return _form(request, desk, table, tables, [_("Nothing can be filled here now.")])
    if not file:
        return _form(request, desk, table, tables, [_("Choose a file.")])
    try:
        token = desk_sheets.bring(request.user, desk, file.read(), _plain(file.name), tables)
    except sheets.SheetNotTaken as refused:
        return _form(request, desk, table, tables, refused.sentences)
    return to("desk-preview", desk, token)


def _plain(name: str | None) -> str:
    return "".join(char for char in name or "" if char.isprintable())[-200:] or "?"


def _form(
    request: HttpRequest,
    desk: Desk,
    table: RoundTable | None,
    tables: list[RoundTable],
    faults: list[str] | None = None,
) -> HttpResponse:
    context = frame(
        desk, table=table, tables=tables, faults=(faults or [])[:_MOST_REASONS], megabytes=sheets.MOST_BYTES // 2**20
    )
    return render(request, "rounds/desk/bring.html", context, status=400 if faults else 200)


@filling
def preview(request: HttpRequest, slug: str, code: str, token: str) -> HttpResponse:
    """Every change that a file would make; taken whole or not at all."""
    desk = find(request.user, slug, code)
    found = desk_sheets.kept(request.user, desk, token)
    if found is None:
        gone = _("This file is not kept any more, or was taken already. Bring it again if its figures are not there.")
        return _form(request, desk, None, desk_sheets.fillable(request.user, desk), [gone])
    if request.method != "POST":
        return _changes(request, desk, found)
    try:
        versions = json.loads(request.POST.get("versions", ""))
    except (ValueError, RecursionError):
        versions = {}
    try:
        many = desk_sheets.take(request.user, desk, token, found, versions, empty="empty" in request.POST)
    except Refusal as refused:
        return _changes(request, desk, found, refused.sentence)
    told = ngettext("%(n)s cell was saved.", "%(n)s cells were saved.", many) % {"n": many}
    messages.success(request, told if many else _("Nothing was changed."))
    if len(found.entries) == 1:
        return HttpResponseRedirect(reverse("rounds:desk-table", args=[*desk.address, *found.entries]))
    return to("desk-submission", desk)


def _changes(request: HttpRequest, desk: Desk, found: Kept, refusal: str = "") -> HttpResponse:
    # Versions are read before the cells that are compared: who saves in between makes them stale, and not unseen.
    versions = dict(desk.made.fillings.filter(table__name__in=found.entries).values_list("table__name", "version"))
    tables = desk_sheets.compare(desk, found, words())
    context = frame(
        desk, found=found, tables=tables, refusal=refusal, versions=json.dumps(versions),
        blocked=any(one.blocking for one in tables), nothing=not any(sum(one.counts.values()) for one in tables),
        blank=sum(one.counts["blank"] for one in tables), emptied="empty" in request.POST,
    )  # fmt: skip
    return render(request, "rounds/desk/preview.html", context, status=REFUSED if refusal else 200)
