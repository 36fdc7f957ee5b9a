"""The secretariat makes a round: what it asks, of whom, until when; it opens and closes it."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.models import Role
from indicators.models import Indicator
from rounds import workflow
from rounds.models import Round, RoundTable, Section
from rounds.office import Settled, attempt, draft, found_round, settled
from rounds.office_forms import RoundForm, SectionForm, TableForm, suggested_zones
from rounds.proposing import propose_tables
from rounds.sections import default_sections


@requires(Role.SECRETARIAT)
def new(request: HttpRequest) -> HttpResponse:
    """A round in preparation, with the sections that every country report has."""
    form = RoundForm(request.POST or None, initial={"timezone": "America/New_York"})
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            round_ = form.save()
            for section in default_sections(round_):
                section.save()
        return redirect("rounds:office-tables", round_.slug)
    return _round_form(request, form, None)


@requires(Role.SECRETARIAT)
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """What stands of a round in preparation."""
    try:
        with draft(slug) as round_:
            form = RoundForm(request.POST or None, instance=round_)
            if request.method == "POST" and form.is_valid():
                form.save()
                messages.success(request, _("Saved."))
                return redirect("rounds:office-round", round_.slug)
            round_.refresh_from_db()
            return _round_form(request, form, round_)
    except Settled:
        return settled(request, slug)


def _round_form(request: HttpRequest, form: RoundForm, round_: Round | None) -> HttpResponse:
    return render(request, "rounds/office/round_form.html", {"form": form, "round": round_, "zones": suggested_zones()})


@requires(Role.SECRETARIAT)
def tables(request: HttpRequest, slug: str) -> HttpResponse:
    """Which indicators the round asks for. A chosen one gets the table that the register proposes; one that stays keeps
    what was changed in it."""
    try:
        with draft(slug) as round_:
            if request.method == "POST":
                _choose_tables(round_, set(request.POST.getlist("indicator")))
                messages.success(request, _("Saved."))
                return redirect("rounds:office-tables", slug)
            held = {table.indicator_id: table for table in round_.tables.select_related("indicator", "round")}
            sections: dict[str, list[Any]] = {}
            for one in Indicator.objects.all():
                sections.setdefault(str(one.get_section_display()), []).append((one, held.get(one.pk)))
            context = {"round": round_, "sections": sections, "tables": list(held.values())}
            return render(request, "rounds/office/tables.html", context)
    except Settled:
        return settled(request, slug)


def _choose_tables(round_: Round, wanted: set[str]) -> None:
    round_.tables.exclude(indicator__slug__in=wanted).delete()
    held = set(round_.tables.values_list("indicator__slug", flat=True))
    chosen = list(Indicator.objects.filter(slug__in=wanted - held))
    places = {slug: place for place, slug in enumerate(Indicator.objects.values_list("slug", flat=True), 1)}
    for table in propose_tables(chosen):
        table.round, table.position = round_, places[table.name]
        table.save()


@requires(Role.SECRETARIAT)
def table(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Breakdowns, frequency and guidance of one table."""
    try:
        with draft(slug) as round_:
            row: RoundTable = get_object_or_404(
                RoundTable.objects.select_related("indicator", "round"), round=round_, name=name
            )
            proposed = propose_tables([row.indicator])[0]
            form = TableForm(request.POST or None, instance=row, proposed=proposed)
            if request.method == "POST" and form.is_valid():
                form.save()
                messages.success(request, _("Saved."))
                return redirect("rounds:office-tables", slug)
            context = {"round": round_, "table": row, "form": form}
            return render(request, "rounds/office/table_form.html", context)
    except Settled:
        return settled(request, slug)


@requires(Role.SECRETARIAT)
def section(request: HttpRequest, slug: str, pk: int = 0) -> HttpResponse:
    """One narrative section, or a new one."""
    try:
        with draft(slug) as round_:
            row: Section = get_object_or_404(Section, round=round_, pk=pk) if pk else Section(round=round_)
            if request.method == "POST" and "delete" in request.POST and pk:
                row.delete()
                return redirect("rounds:office-round", slug)
            form = SectionForm(request.POST or None, instance=row, initial={} if pk else {"position": 9})
            if request.method == "POST" and form.is_valid():
                form.save()
                messages.success(request, _("Saved."))
                return redirect("rounds:office-round", slug)
            return render(request, "rounds/office/section_form.html", {"round": round_, "section": row, "form": form})
    except Settled:
        return settled(request, slug)


@requires(Role.SECRETARIAT)
@require_POST
def open_round(request: HttpRequest, slug: str) -> HttpResponse:
    """Invitations go out; what the round asks stands from now on."""
    if attempt(request, workflow.round_open, round_=found_round(request, slug), actor=request.user):
        messages.success(request, _("The round is open. The correspondents get their invitation by mail."))
    return redirect("rounds:office-round", slug)


@requires(Role.SECRETARIAT)
@require_POST
def close_round(request: HttpRequest, slug: str) -> HttpResponse:
    """No first submission after this."""
    if attempt(request, workflow.round_close, round_=found_round(request, slug), actor=request.user):
        messages.success(request, _("The round is closed. What was returned, and revisions, still go their way."))
    return redirect("rounds:office-round", slug)


@requires(Role.SECRETARIAT)
@require_POST
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    """A round that never opened leaves nothing behind."""
    try:
        with draft(slug) as round_:
            round_.tables.all().delete()
            round_.delete()
    except Settled:
        return settled(request, slug)
    except ProtectedError:
        messages.error(request, _("Something hangs on this round already: it stays."))
        return redirect("rounds:office-round", slug)
    messages.success(request, _("The round in preparation was deleted."))
    return redirect("rounds:office")
