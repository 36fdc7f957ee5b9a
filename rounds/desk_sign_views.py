"""The signature under a submission, and the revision of what is published."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.access import confirm
from rounds import access, deadlines, desk_work, workflow
from rounds.desk_access import Desk, filling, find, for_filers
from rounds.desk_views import REFUSED, frame, to
from rounds.models import Authority, State
from rounds.refusals import Refusal


@filling
def sign(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Submit, or submit again: asks once more who is there, and does nothing that the page did not say."""
    desk = for_filers(request.user, slug, code)
    if request.method != "POST":
        return _page(request, desk)
    confirm(request)
    try:
        _hand_in(request, desk)
    except Refusal as refused:
        return _page(request, find(request.user, slug, code), refused.sentence)
    messages.success(request, _("The submission is signed and handed in."))
    return to("desk-submission", desk)


def _hand_in(request: HttpRequest, desk: Desk) -> None:
    made = desk.made
    given: dict[str, Any] = {
        "submission": made, "version": version(request), "actor": request.user, "confirmed": True,
        "comment": request.POST.get("comment", ""),
    }  # fmt: skip
    if request.POST.get("on_behalf"):
        workflow.submission_file_on_behalf(**given)
    elif request.POST.get("again"):
        workflow.submission_resubmit(**given)
    else:
        workflow.submission_submit(**given)


def version(request: HttpRequest) -> int:
    """Of the submission as the page showed it; refused as stale where it is no number."""
    text = request.POST.get("version", "")
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Refusal("stale")
    return int(text)


def _page(request: HttpRequest, desk: Desk, refusal: str = "") -> HttpResponse:
    made = desk.made
    steps = workflow.steps(made, request.user)
    authority = access.authority_of(request.user, desk.country)
    context = frame(
        desk, refusal=refusal, steps=steps, authority=authority, remains=desk_work.remains(desk),
        again=made.state == State.RETURNED, on_behalf="file_on_behalf" in steps and authority is None,
        may_sign=bool({"submit", "resubmit", "file_on_behalf"} & set(steps)),
        # What is late is said once, by the first signature.
        late=made.first_signed_at is None and not made.revises_id and deadlines.passed(desk.deadline),
        authorities=Authority.objects.filter(country=desk.country, active=True), comment=request.POST.get("comment", ""),
    )  # fmt: skip
    return render(request, "rounds/desk/sign.html", context, status=REFUSED if refusal else 200)


@filling
def revise(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A draft that begins as what is published; the published one stays until it is replaced."""
    desk = for_filers(request.user, slug, code)
    made = desk.made
    refusal = ""
    if request.method == "POST":
        try:
            workflow.submission_revise(
                submission=made, version=version(request), actor=request.user, comment=request.POST.get("comment", "")
            )
        except Refusal as refused:
            refusal = refused.sentence
            desk = find(request.user, slug, code)
        else:
            messages.success(request, _("The revision is begun."))
            return to("desk-submission", desk)
    context = frame(
        desk, refusal=refusal, may_revise="revise" in workflow.steps(desk.made, request.user),
        comment=request.POST.get("comment", ""),
    )  # fmt: skip
    return render(request, "rounds/desk/revise.html", context, status=REFUSED if refusal else 200)
