"""The desk's pages of uploads: bring a file, see every difference, apply; take the present records away as a sheet."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from countries.models import Jurisdiction
from records import sheet_exports, sheets, upload_reports, uploads
from records.comparisons import OUTCOMES
from records.locks import Busy
from records.models import Upload
from records.sandbox import Refused
from records.sheet_uploads import sheet_of
from records.upload_limit import UPLOAD_BYTES
from records.visibility import declares

PAGE = 50
LISTED = 100
# Where neither the editor nor the columns say what a file is.
OTHERWISE = "statutes"


def may_upload(user: Any) -> bool:
    """Whoever may bring files; what they may do with them depends on the records."""
    return bool(user.has_perm("records.add_upload"))


def _check(request: HttpRequest) -> None:
    if not may_upload(request.user):
        raise PermissionDenied


class UploadForm(forms.Form):
    """A file, and what the editor says of it."""

    file = forms.FileField(label=gettext_lazy("File"))
    kind = forms.ChoiceField(label=gettext_lazy("What is in it"), required=False)
    jurisdiction: forms.ModelChoiceField[Jurisdiction] = forms.ModelChoiceField(
        Jurisdiction.objects.none(),
        label=gettext_lazy("Whose law it is"),
        required=False,
        to_field_name="code",
        help_text=gettext_lazy("Only for law files that do not say it themselves."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = [(intake.name, capfirst(str(intake.label))) for intake in uploads.intakes(user)]
        self.fields["kind"].choices = [("", _("find out from the file")), *taken]  # type: ignore[attr-defined]
        known = Jurisdiction.objects.filter(Q(country__is_member=True) | ~Q(level="state")).filter(is_example=False)
        self.fields["jurisdiction"].queryset = known.order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("file") and not data.get("kind"):
            data["kind"] = self._found_out(data["file"])
        if data.get("kind") and data["kind"] not in dict(self.fields["kind"].choices):  # type: ignore[attr-defined]
            self.add_error("kind", _("Your account may not bring files of this kind."))
        return data

    def _found_out(self, file: Any) -> str:
        content = file.read()
        file.seek(0)
        try:
            found = sheet_of(content, file.name)
        except Refused as refusal:
            where = _(" (line %d)") % refusal.line if refusal.line else ""
            self.add_error("file", f"{refusal.reason}{where}")
            return ""
        if found == "":
            self.add_error("kind", _("The columns do not tell which sheet this is: choose it."))
        return OTHERWISE if found is None else found


@declares("staff")
def desk(request: HttpRequest) -> HttpResponse:
    """What was brought, and the form for more."""
    _check(request)
    form = UploadForm(user=request.user)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES, user=request.user)
        if getattr(request, "upload_too_large", False):
            form.add_error(None, _too_large())
        elif form.is_valid() and (upload := _brought(request, form)):
            return redirect("records_upload", upload.pk)
    labels = _labels()
    listed = Upload.objects.select_related("made_by", "applied_by")[:LISTED]
    context = {
        "form": form, "uploads": [(one, labels.get(one.sheet, one.sheet)) for one in listed], "megabytes": UPLOAD_BYTES // 2**20,
        "sheets": [
            (s.name, capfirst(str(s.label)))
            for s in sheets.every()
            if request.user.has_perm(f"{s.model._meta.app_label}.change_{s.model._meta.model_name}")
        ],
        "jurisdictions": form.fields["jurisdiction"].queryset,  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "records/desk/uploads.html", context, status=400 if form.errors else 200)


def _too_large() -> str:
    return _("The file is larger than %d MB.") % (UPLOAD_BYTES // 2**20)


def _brought(request: HttpRequest, form: UploadForm) -> Upload | None:
    data = form.cleaned_data
    intake = next(one for one in uploads.intakes(request.user) if one.name == data["kind"])
    options = {"jurisdiction": data["jurisdiction"].code} if data["jurisdiction"] else {}
    try:
        return uploads.bring(data["file"].chunks(), data["file"].name, intake, options, request.user)
    except uploads.NotTaken as reason:
        form.add_error("file", _too_large() if reason.reason == "too-large" else _("The file is empty."))
        return None


def _found(pk: int) -> Upload:
    """An upload of a kind that is still taken."""
    known = Upload.objects.filter(sheet__in=[intake.name for intake in uploads.every()])
    return get_object_or_404(known.select_related("made_by", "applied_by"), pk=pk)


def _labels() -> dict[str, str]:
    return {intake.name: capfirst(str(intake.label)) for intake in uploads.every()}


@declares("staff")
@require_GET
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Every difference between the file and what is stored."""
    _check(request)
    found = _found(pk)
    applied = found.state == Upload.State.APPLIED
    # Reasons are kept in words: who reads another language gets them anew, and so does who comes after an interruption.
    if not applied and found.report.get("language") != get_language():
        uploads.compare(found)
    outcome = request.GET.get("outcome", "")
    outcome = outcome if outcome in OUTCOMES else ""
    context = upload_reports.context(found, outcome, request.GET.get("page", ""), PAGE)
    lacking = uploads.intake_of(found).missing_right(request.user, found.report.get("live", []))
    return render(
        request, "records/desk/upload.html",
        {**context, "upload": found, "label": _labels().get(found.sheet, found.sheet), "applied": applied, "lacking": lacking},
    )  # fmt: skip


@declares("staff")
@require_POST
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what was shown, if it still holds."""
    _check(request)
    found = _found(pk)
    answer = HttpResponseRedirect(reverse("records_upload", args=[pk]))
    live = found.report.get("live", [])
    lacking = uploads.intake_of(found).missing_right(request.user, live)
    if lacking or (live and request.POST.get("live") != "yes"):
        messages.error(request, lacking or _("Confirm that the text of published laws changes at once."))
        return answer
    try:
        came = uploads.apply(found, request.POST.get("shown", ""), request.user)
    except Busy:
        messages.warning(
            request, _("Another upload is being applied just now. Nothing was written: try again in a moment.")
        )
        return answer
    if came == "applied":
        found.refresh_from_db()
        counts = found.report["counts"]
        written = counts["new"] + counts["changed"]
        messages.success(request, _("Applied: %(n)s written, %(m)s refused.") % {"n": written, "m": counts["refused"]})
    elif came == "done":
        who = found.applied_by or _("somebody")
        messages.warning(request, _("This upload was applied already, by %(who)s.") % {"who": who})
    else:
        messages.warning(
            request,
            _(
                "The records changed meanwhile. What follows is how the file compares with them now: look, and apply again."
            ),
        )
    return answer


@declares("staff")
@require_POST
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Compare again with the records as they are now."""
    _check(request)
    uploads.compare(_found(pk))
    return HttpResponseRedirect(reverse("records_upload", args=[pk]))


@declares("staff")
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget an upload that was not applied."""
    _check(request)
    uploads.discard(get_object_or_404(Upload.objects.exclude(state=Upload.State.APPLIED), pk=pk))
    messages.success(request, _("The upload and its file were removed."))
    return redirect("records_uploads")


@declares("staff")
@require_GET
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it was brought: to be kept, never to be shown."""
    _check(request)
    found = get_object_or_404(Upload, pk=pk)
    try:
        stream = uploads.path_of(found).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return handed_over(FileResponse(stream, as_attachment=True, filename=found.file_name))


def handed_over(response: Any, content_type: str = "application/octet-stream") -> Any:
    """A file from outside: never taken for a page, never kept by others on the way."""
    response["Content-Type"] = content_type
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


@declares("staff")
@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole comparison as a table."""
    _check(request)
    return upload_reports.as_csv(_found(pk))


@declares("staff")
@require_GET
def take(request: HttpRequest) -> HttpResponse:
    """The records as a sheet that may come back; of one jurisdiction, or of all."""
    _check(request)
    try:
        sheet = sheets.get(request.GET.get("sheet", ""))
    except KeyError:
        raise Http404 from None
    options = sheet.model._meta
    if not request.user.has_perm(f"{options.app_label}.change_{options.model_name}"):
        raise PermissionDenied
    code = request.GET.get("jurisdiction", "")
    if code and not Jurisdiction.objects.filter(code=code).exists():
        raise Http404
    workbook = request.GET.get("format") == "xlsx"
    data = sheet_exports.as_xlsx(sheet, code) if workbook else sheet_exports.as_csv(sheet, code)
    name = "-".join(filter(None, (sheet.name, code))) + (".xlsx" if workbook else ".csv")
    answer = HttpResponse(data)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return handed_over(answer, sheet_exports.XLSX if workbook else sheet_exports.CSV)
