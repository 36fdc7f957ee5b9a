"""The desk of those who fill: a person's work, a country's submission, its readiness, who acts for it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from indicators.wording import Words
from rounds import access, desk_history, desk_work, workflow
from rounds.desk_access import Desk, filling, find, for_filers
from rounds.extending import extensions
from rounds.forms import AlternateForm, HandOverForm, InstitutionForm, ReadinessForm
from rounds.models import Authority, Readiness, State
from rounds.refusals import Refusal

REFUSED = 409


def to(name: str, desk: Desk, *more: Any) -> HttpResponseRedirect:
    """After a form was taken."""
    return HttpResponseRedirect(reverse(f"rounds:{name}", args=[*desk.address, *more]))


def frame(desk: Desk, **more: Any) -> dict[str, Any]:
    """What every page of a desk shows at its top."""
    made = desk.submission
    return {
        "desk": desk, "round": desk.round, "country": desk.country.jurisdiction.name, "made": made, "address": desk.address,
        "deadline": desk.until, "days_left": desk.days_left,
        "open": made is not None and access.changeable(made), **more,
    }  # fmt: skip


@filling
@require_GET
def work(request: HttpRequest) -> HttpResponse:
    """All that waits for this person."""
    context = {"works": desk_work.mine(request.user), "secretariat": access.is_secretariat(request.user)}
    return render(request, "rounds/desk/work.html", context)


@filling
@require_GET
def submission(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """What one country sends in one round, and what is left to do; institutions see their tables alone."""
    return show(request, find(request.user, slug, code))


def show(request: HttpRequest, desk: Desk, refusal: str = "") -> HttpResponse:
    """The page of a submission, with a sentence on what was not done."""
    context = frame(desk, refusal=refusal, extensions=extensions(desk.round, desk.country))
    if desk.submission:
        context["remains"] = desk_work.remains(desk)
    if desk.submission and desk.filer:
        made = desk.submission
        texts = {one.section_id: one for one in made.texts.all()}
        returned = desk_history.latest(made, "return") if made.state == State.RETURNED else None
        context |= {
            "sections": [(one, texts.get(one.pk)) for one in desk.round.sections.all()],
            "steps": workflow.steps(made, request.user), "deeds": desk_history.deeds(made),
            "authorities": Authority.objects.filter(country=desk.country, active=True),
            "returned": returned, "since": desk_history.since(made, returned) if returned else [],
            "signed": desk_history.clock(made.signed_at, desk_history.zone_of(desk.country)) if made.signed_at else "",
        }  # fmt: skip
    if desk.filer:
        context["readiness"] = Readiness.objects.filter(round=desk.round, country=desk.country).first()
    return render(request, "rounds/desk/submission.html", context, status=REFUSED if refusal else 200)


@filling
@require_POST
def begin(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    desk = for_filers(request.user, slug, code)
    try:
        workflow.submission_open(round_=desk.round, country=desk.country, actor=request.user)
    except Refusal as refused:
        return show(request, desk, refused.sentence)
    return to("desk-submission", desk)


@filling
def readiness(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The two criteria: a workable information system; being a place of origin, transit or destination."""
    desk = for_filers(request.user, slug, code)
    held = Readiness.objects.filter(round=desk.round, country=desk.country).select_related("filled_by").first()
    form = ReadinessForm(request.POST if request.method == "POST" else None, held=held)
    status = 200
    if request.method == "POST":
        try:
            if form.is_valid():
                workflow.readiness_answer(
                    round_=desk.round, country=desk.country, answers=form.answers, roles=form.cleaned_data["roles"],
                    actor=request.user,
                )  # fmt: skip
                messages.success(request, _("The answers are saved."))
                return to("desk-readiness", desk)
            status = 400
        except Refusal as refused:
            form.add_error(None, refused.sentence)
            status = REFUSED
    return render(request, "rounds/desk/readiness.html", frame(desk, form=form, held=held), status=status)


@filling
def people(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Who acts for the country, alternates, the hand-over, its institutions."""
    desk = for_filers(request.user, slug, code)
    made = desk.made
    which = request.POST.get("which", "") if request.method == "POST" else ""
    forms: dict[str, Any] = {
        "alternate": AlternateForm(request.POST if which == "alternate" else None, submission=made, user=request.user),
        "hand_over": HandOverForm(request.POST if which == "hand_over" else None, submission=made, user=request.user),
        "institution": InstitutionForm(
            request.POST if which == "institution" else None, country=desk.country, actor=request.user
        ),
    }
    status = 200
    if which in forms:
        form = forms[which]
        try:
            if form.is_valid():
                messages.success(request, form.done())
                still = desk.filer and (
                    access.is_secretariat(request.user) or access.acts_for(request.user, desk.country)
                )
                return to("desk-people", desk) if still else HttpResponseRedirect(reverse("rounds:desk"))
            status = 400
        except Refusal as refused:
            form.add_error(None, refused.sentence)
            status = REFUSED
    context = frame(
        desk, forms=forms, mandates=desk.country.delegations.select_related("user"),
        acting=[desk_history.named(one) for one in access.correspondents(desk.country)],
        institutions=desk.country.institutions.prefetch_related("people__user"),
        authorities=Authority.objects.filter(country=desk.country, active=True),
    )  # fmt: skip
    return render(request, "rounds/desk/people.html", context, status=status)


def words() -> Words:
    """Codes and figures in the language of the address."""
    return Words(get_language() or "en")
