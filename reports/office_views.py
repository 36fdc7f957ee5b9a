"""The secretariat's pages of reports: begin, send to review, publish a language, order files."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.models import Role
from records.models import LANGUAGES
from records.visibility import visible_to
from reports import drafting, files, shaping, workflow
from reports.forms import AsOfForm, BeginForm, TitleForm
from reports.models import PUBLISHABLE, Edit, Job, Report, Text
from reports.phrases import Readers
from reports.refusals import Refusal

_TRAIL = 60
# What a line of the trail says was done.
_DONE = {
    "begun": gettext_lazy("begun"), "changed": gettext_lazy("text changed"), "reviewed": gettext_lazy("translation reviewed"),
    "sent": gettext_lazy("sent to review"), "returned": gettext_lazy("back to draft"), "published": gettext_lazy("language published"),
    "title": gettext_lazy("title changed"), "correction": gettext_lazy("new version begun"),
    "chapter-added": gettext_lazy("chapter added"), "chapter-renamed": gettext_lazy("chapter renamed"),
    "chapter-moved": gettext_lazy("chapter moved"), "chapter-removed": gettext_lazy("chapter taken away"),
    "part-added": gettext_lazy("paragraph added"), "part-moved": gettext_lazy("part moved"),
    "part-removed": gettext_lazy("part taken away"), "number-bound": gettext_lazy("number bound to a figure"),
}  # fmt: skip


def found(request: HttpRequest, slug: str, version: int) -> Report:
    return get_object_or_404(visible_to(request.user, Report.objects.all()), slug=slug, version=version)


def private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response


def attempt(request: HttpRequest, step: Callable[..., Any], **given: Any) -> Any:
    """What the step returns; a refusal becomes a message, and None."""
    try:
        return step(**given)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return None


@requires(Role.SECRETARIAT)
def listing(request: HttpRequest) -> HttpResponse:
    """All reports and versions."""
    rows = (
        visible_to(request.user, Report.objects.all())
        .prefetch_related("releases")
        .select_related("country__jurisdiction")
    )
    return private(render(request, "reports/office/list.html", {"reports": rows}))


@requires(Role.SECRETARIAT)
def new(request: HttpRequest) -> HttpResponse:
    """The first draft is made at once: some seconds for the whole region."""
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        report: Report = form.save(commit=False)
        proposed = drafting.title_of(report.country, Readers(), report.first, report.last)
        for code in LANGUAGES:
            if not getattr(report, f"title_{code}"):
                setattr(report, f"title_{code}", proposed[code][:200])
        try:
            workflow.report_begin(report=report, actor=request.user)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("The first draft is made. Its figures stay as they are now."))
            return redirect("reports:office-report", report.slug, report.version)
    return private(render(request, "reports/office/new.html", {"form": form}))


@requires(Role.SECRETARIAT)
def report(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """How far each language of each chapter is; the steps that are possible now; files; the trail."""
    row = found(request, slug, version)
    states = _states(row)
    out = {one.language: one for one in row.releases.all()}
    languages = [
        {"code": code, "name": name, "release": out.get(code), "missing": sum(states.get((pk, code), 0) for pk in _chapters(row))}
        for code, name in settings.LANGUAGES
    ]  # fmt: skip
    rows = [(one, [(code, states.get((one.pk, code), 0)) for code in LANGUAGES]) for one in row.chapters.all()]
    context = {
        "report": row, "rows": rows, "languages": languages, "formats": Job.Format.choices,
        "jobs": row.jobs.select_related("release")[:20], "busy": row.jobs.filter(state__in=("queued", "running")).exists(),
        "trail": [
            (_DONE.get(one.action, one.action), one)
            for one in Edit.objects.filter(report=row).select_related("actor").order_by("-pk")[:_TRAIL]
        ],
        "titles": TitleForm(initial={f"title_{code}": getattr(row, f"title_{code}") for code in LANGUAGES}),
        "datasets": len(row.vintages), "open": shaping.is_open(row),
    }  # fmt: skip
    return private(render(request, "reports/office/report.html", context))


def _chapters(row: Report) -> list[int]:
    return list(row.chapters.values_list("pk", flat=True))


def _states(row: Report) -> dict[tuple[int, str], int]:
    """By chapter and language, how many paragraphs are not reviewed."""
    rows = Text.objects.filter(block__chapter__report=row).exclude(state__in=PUBLISHABLE).order_by()
    counted = rows.values_list("block__chapter", "language").annotate(n=Count("pk"))
    return {(chapter, language): n for chapter, language, n in counted}


@requires(Role.SECRETARIAT)
@require_POST
def step(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """One of the steps of the whole report."""
    row, name = found(request, slug, version), request.POST.get("step", "")
    if name == "send" and attempt(request, workflow.report_send, report=row, actor=request.user):
        messages.success(request, _("The report is in review."))
    elif name == "back" and attempt(request, workflow.report_back, report=row, actor=request.user):
        messages.success(request, _("The report is a draft again."))
    elif name == "correct":
        return _correct(request, row)
    elif name not in ("send", "back"):
        raise Http404
    return redirect("reports:office-report", slug, version)


def _correct(request: HttpRequest, row: Report) -> HttpResponse:
    form = AsOfForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(one) for errors in form.errors.values() for one in errors))
        return redirect("reports:office-report", row.slug, row.version)
    made = attempt(request, workflow.correction_begin, report=row, actor=request.user, as_of=form.cleaned_data["as_of"])
    if made:
        messages.success(request, _("A new version is begun; the published one stays as it is."))
    return redirect("reports:office-report", row.slug, made.version if made else row.version)


@requires(Role.SECRETARIAT, recent=True)
@require_POST
def publish(request: HttpRequest, slug: str, version: int, language: str) -> HttpResponse:
    """A language goes out, for good."""
    row = found(request, slug, version)
    if language not in LANGUAGES:
        raise Http404
    if attempt(request, workflow.language_publish, report=row, language=language, actor=request.user):
        messages.success(request, _("It is out. PDF and DOCX are being made."))
    return redirect("reports:office-report", slug, version)


@requires(Role.SECRETARIAT)
@require_POST
def titles(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    row, form = found(request, slug, version), TitleForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(one) for errors in form.errors.values() for one in errors))
    elif attempt(request, workflow.title_change, report=row, titles=form.titles(), actor=request.user):
        messages.success(request, _("Saved."))
    return redirect("reports:office-report", slug, version)


@requires(Role.SECRETARIAT)
@require_POST
def order(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """A file in one language and format: the worker makes it."""
    row = found(request, slug, version)
    language, format_ = request.POST.get("language", ""), request.POST.get("format", "")
    if language not in LANGUAGES or format_ not in Job.Format.values:
        raise Http404
    workflow.file_order(report=row, language=language, format_=format_, actor=request.user)
    messages.success(request, _("The file is ordered; this page shows how far it is."))
    return redirect("reports:office-report", slug, version)


@requires(Role.SECRETARIAT)
def file(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """A file of a draft, or of what is out."""
    job = get_object_or_404(visible_to(request.user, Job.objects.select_related("report")), pk=pk, state=Job.State.DONE)
    if not files.path_of(job).is_file():
        raise Http404
    response = files.answer(job)
    response["Cache-Control"] = "private, no-store"
    return response
