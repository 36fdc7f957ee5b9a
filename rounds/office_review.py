"""A country's submission as the secretariat reviews it: tables, findings with their reasons, narrative, trail, and the steps."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import confirm, requires
from accounts.models import Role
from indicators.wording import Words
from rounds import access, desk_access, desk_findings, desk_history, desk_work, publishing, workflow
from rounds.desk_access import Desk
from rounds.desk_findings import Report
from rounds.extending import extensions
from rounds.models import PUBLIC, Text
from rounds.office import attempt, found_round, member
from rounds.office_forms import CommentForm
from rounds.office_rehearsal import rehearse

NEEDS_COMMENT = frozenset({"return", "file_on_behalf", "revise"})
# Signed by hand: asks again who is there.
_CONFIRMED = frozenset({"file_on_behalf", "publish"})
_STEPS: dict[str, Callable[..., Any]] = {
    "take_in_review": workflow.submission_take_in_review, "return": workflow.submission_return,
    "accept": workflow.submission_accept, "publish": workflow.submission_publish,
    "file_on_behalf": workflow.submission_file_on_behalf, "revise": workflow.submission_revise,
}  # fmt: skip


def report(desk: Desk, table: str = "") -> Report | None:
    """What the rules find in all tables, or in one, with what the country wrote to it; None where they find nothing."""
    found = [one for one in desk_work.findings(desk) if not table or one.table == table]
    return desk_findings.report(desk, found, Words(get_language() or "en")) if found else None


@requires(Role.SECRETARIAT)
def country(request: HttpRequest, slug: str, iso3: str) -> HttpResponse:
    """The submission whole, and what can be done with it now."""
    desk = desk_access.find(request.user, slug, iso3)
    if desk.submission is None:
        told = {"desk": desk, "round": desk.round, "extensions": extensions(desk.round, desk.country)}
        return render(request, "rounds/office/not_started.html", told)
    made = desk.submission
    possible = [name for name in workflow.steps(made, request.user) if name in _STEPS]
    texts = {one.section_id: one for one in Text.objects.filter(submission=made)}
    lines = desk_work.remains(desk).lines
    context = {
        "desk": desk, "round": desk.round, "made": made, "possible": possible, "lines": lines,
        "form": CommentForm(initial={"version": made.version}), "review": report(desk),
        "sections": [(one, texts.get(one.pk)) for one in desk.round.sections.all()],
        "deeds": desk_history.deeds(made), "deadline": desk.until, "extensions": extensions(desk.round, desk.country),
        "signed": desk_history.clock(made.signed_at, desk_history.zone_of(desk.country)) if made.signed_at else "",
        "dataset": publishing.dataset_slug(desk.country), "readiness": desk.round.readiness.filter(country=desk.country).first(),
        "public": made.state in PUBLIC, "authorities": desk.country.authorities.filter(active=True),
        "correspondents": access.correspondents(desk.country),
    }  # fmt: skip
    return render(request, "rounds/office/country.html", context)


@requires(Role.SECRETARIAT)
@require_POST
def step(request: HttpRequest, slug: str, iso3: str, name: str) -> HttpResponse:
    """One step of the review, as the submission stood on the page that the button was on."""
    if name not in _STEPS:
        raise Http404
    desk = desk_access.find(request.user, slug, iso3)
    if name in _CONFIRMED:
        confirm(request)
    form = CommentForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Something is not right; see below."))
        return redirect("rounds:office-country", slug, iso3)
    given: dict[str, Any] = {"version": form.cleaned_data["version"], "actor": request.user}
    if name in NEEDS_COMMENT or name == "accept":
        given["comment"] = form.cleaned_data["comment"]
    if name == "file_on_behalf":
        given["confirmed"] = True
    if attempt(request, _STEPS[name], submission=desk.made, **given):
        messages.success(request, _DONE[name]())
    elif name in NEEDS_COMMENT and form.cleaned_data["comment"]:
        messages.info(request, _("Your comment was: “%(comment)s”") % {"comment": form.cleaned_data["comment"]})
    return redirect("rounds:office-country", slug, iso3)


_DONE = {
    "take_in_review": lambda: _("You took the submission in review."),
    "return": lambda: _("The submission went back to the country, with your comment."),
    "accept": lambda: _("The submission is accepted. Next, publish it."),
    "publish": lambda: _("The figures are published."),
    "file_on_behalf": lambda: _("You filed the submission on the country’s behalf. It is shown as such."),
    "revise": lambda: _("A revision was begun. What is published stays until the revision is."),
}


@requires(Role.SECRETARIAT)
def publish(request: HttpRequest, slug: str, iso3: str) -> HttpResponse:
    """What publishing will do, before it is done."""
    desk = desk_access.find(request.user, slug, iso3)
    if "publish" not in workflow.steps(desk.made, request.user):
        messages.error(request, _("Only an accepted submission can be published."))
        return redirect("rounds:office-country", slug, iso3)
    outcome = attempt(request, rehearse, submission=desk.made, actor=request.user)
    if outcome is None:
        return redirect("rounds:office-country", slug, iso3)
    words = Words(get_language() or "en")
    context = {
        "desk": desk, "round": desk.round, "made": desk.made, "outcome": outcome, "words": words,
        "dataset": publishing.dataset_slug(desk.country),
    }  # fmt: skip
    return render(request, "rounds/office/publish.html", context)


@requires(Role.SECRETARIAT)
def start(request: HttpRequest, slug: str, iso3: str) -> HttpResponse:
    """An empty draft for a country that cannot begin by itself."""
    given = {"round_": found_round(request, slug), "country": member(iso3), "actor": request.user}
    if request.method == "POST" and attempt(request, workflow.submission_open, **given):
        messages.success(request, _("The submission was begun on the country’s behalf."))
    return redirect("rounds:office-country", slug, iso3)
