"""Writing one language of a record with the text of another beside it. What is written is a draft revision."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from records import sheets
from records.matrix import may_translate
from records.models import LANGUAGES, PUBLIC_STATES, LanguageState, blocks
from records.visibility import declares


@declares("staff")
def translate(request: HttpRequest, kind: str, pk: int, language: str) -> HttpResponse:
    """The form; `from` in the address names the language shown beside it."""
    sheet = next((sheet for sheet in sheets.every() if sheet.name == kind), None)
    if sheet is None or language not in LANGUAGES:
        raise Http404
    if not may_translate(request.user, sheet.model):
        raise PermissionDenied
    stored = get_object_or_404(sheet.model, pk=pk)
    record = sheets.latest(stored)
    may_review = request.user.has_perm(f"{stored._meta.app_label}.publish_{stored._meta.model_name}")
    form = _form(record, language, may_review, request.POST if request.method == "POST" else None)
    base = str(stored.latest_revision_id or 0)
    conflict = False
    if request.method == "POST" and form.is_valid():
        conflict = request.POST.get("base") != base
        if not conflict:
            _save(record, form, language, request, publish="publish" in request.POST and may_review)
            return HttpResponseRedirect(request.get_full_path())
    beside = request.GET.get("from", "")
    if beside not in LANGUAGES or beside == language:
        beside = _beside(record, language)
    options = stored._meta
    return render(
        request,
        "records/desk/translate.html",
        {
            "record": record, "form": form, "base": base, "conflict": conflict, "language": language,
            "language_name": dict(settings.LANGUAGES)[language], "beside": beside, "may_publish": may_review,
            "rows": _rows(record, form, language, beside, conflict),
            "others": [(code, name) for code, name in settings.LANGUAGES if code != language],
            "edit": reverse(f"wagtailsnippets_{options.app_label}_{options.model_name}:edit", args=[pk]),
            "matrix": f"{reverse('records_matrix')}?kind={kind}",
        },
    )  # fmt: skip


def _beside(record: Any, language: str) -> str:
    """The original, else the first other language that has a title."""
    order = [record.original_language, *LANGUAGES]
    return next((c for c in order if c and c != language and getattr(record, f"title_{c}")), LANGUAGES[0])


def _form(record: Any, language: str, may_review: bool, data: Any) -> forms.Form:
    fields: dict[str, forms.Field] = {}
    for name in record.TEXTS:
        model_field = record._meta.get_field(name)
        widget = forms.Textarea(attrs={"rows": 2 if name == "title" else 7, "lang": language})
        fields[name] = forms.CharField(
            label=model_field.verbose_name, required=False, widget=widget, max_length=1000 if name == "title" else 20_000,
            initial=getattr(record, f"{name}_{language}"),
        )  # fmt: skip
    state = getattr(record, f"state_{language}")
    choices = [
        choice for choice in LanguageState.choices if may_review or choice[0] not in PUBLIC_STATES or choice[0] == state
    ]
    fields["state"] = forms.ChoiceField(label=_("State of this language"), choices=choices, initial=state)
    return type("TranslationForm", (forms.Form,), fields)(data)


def _rows(record: Any, form: forms.Form, language: str, beside: str, conflict: bool) -> list[dict[str, Any]]:
    return [
        {
            "field": form[name],
            "source": getattr(record, f"{name}_{beside}") or "",
            "stored": getattr(record, f"{name}_{language}") if conflict else "",
        }
        for name in record.TEXTS
    ]


def _save(record: Any, form: forms.Form, language: str, request: HttpRequest, *, publish: bool) -> None:
    changed = False
    for name in record.TEXTS:
        value = form.cleaned_data[name].strip()
        changed |= value != (getattr(record, f"{name}_{language}") or "")
        setattr(record, f"{name}_{language}", value)
    state = form.cleaned_data["state"]
    may_review = request.user.has_perm(f"{record._meta.app_label}.publish_{record._meta.model_name}")
    if changed and state in PUBLIC_STATES and not may_review:
        state = LanguageState.DRAFT
    if changed and state == LanguageState.MISSING:
        state = LanguageState.DRAFT
    setattr(record, f"state_{language}", state)
    revision = record.save_revision(user=request.user, log_action=True)
    found = blocks(record) if publish else []
    if publish and not found:
        revision.publish(user=request.user)
        messages.success(request, _("Saved and published."))
        return
    messages.success(request, _("Saved as a draft."))
    for message in found:
        messages.error(request, message)
