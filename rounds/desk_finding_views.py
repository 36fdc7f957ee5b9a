"""The validation report: what the rules find, why a warning is right, and all of it as a file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from records import exports
from records.answering import reader
from rounds import access, desk_findings, desk_work, finding_tables, workflow
from rounds.desk_access import Desk, filling, find, for_filers
from rounds.desk_views import REFUSED, frame, words
from rounds.refusals import Refusal


@filling
@require_GET
def findings(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Structure first, then content."""
    return _page(request, find(request.user, slug, code))


def _page(request: HttpRequest, desk: Desk, refusal: str = "", kept: tuple[str, str] = ("", "")) -> HttpResponse:
    """kept: anchor of a finding and the reason that somebody typed for it."""
    made = desk.made
    chosen = request.GET.get("table", "")
    chosen = chosen if chosen in {one.name for one in desk.tables} else ""
    told = desk_findings.report(desk, desk_work.findings(desk), words(), chosen)
    context = frame(
        desk, report=told, chosen=chosen, refusal=refusal, kept_at=kept[0], kept=kept[1],
        anchors={line.anchor for group in (*told.structure, *told.content) for line in group.lines},
        may_explain=desk.filer and access.changeable(made),
        parts=[(_("Structure"), told.structure), (_("Content"), told.content)],
    )  # fmt: skip
    return render(request, "rounds/desk/findings.html", context, status=REFUSED if refusal else 200)


@filling
@require_POST
def explain(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A written reason for a warning."""
    desk = for_filers(request.user, slug, code)
    at, reason = request.POST.get("finding", ""), request.POST.get("reason", "")
    found = next(
        (one for one in desk_work.findings(desk) if desk_findings.anchor(one) == at and one.severity == "warning"), None
    )
    if found is None:
        return _page(request, desk, _("This warning stands no more: the figures changed meanwhile."), (at, reason))
    try:
        workflow.submission_explain(submission=desk.made, finding=found.key, reason=reason, actor=request.user)
    except Refusal as refused:
        return _page(request, desk, refused.sentence, (at, reason))
    messages.success(request, _("The reason is saved."))
    return HttpResponseRedirect(f"{reverse('rounds:desk-findings', args=desk.address)}#{at}")


@filling
@require_GET
def findings_file(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """All findings as CSV, in the reader's language."""
    desk = find(request.user, slug, code)
    reasons = desk_findings.reasons_of(desk)
    columns = [
        *finding_tables.columns(words(), {one.name: str(one) for one in desk.tables}),
        exports.Column(gettext_lazy("reason"), lambda one, _: reasons[one.key].reason if one.key in reasons else ""),
    ]
    name = f"{desk.round.slug}-{desk.country.iso3}-{_('findings')}"
    return exports.as_file(columns, desk_work.findings(desk), reader(request), name)
