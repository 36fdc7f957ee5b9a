"""Readers report a problem of a page; editors find it in a queue on their desk. No account, no address is kept."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from laws.models import Law, Policy
from pages.models import Profile
from records.models import Problem
from records.visibility import declares

_MODELS: dict[str, type[Any]] = {"laws:law": Law, "laws:provision": Law, "laws:policy": Policy}
# More than this in an hour is a flood, and the queue is for people.
HOURLY = 60


class ProblemForm(forms.ModelForm):  # type: ignore[type-arg]
    """What, and where to answer if the reader likes."""

    website = forms.CharField(required=False, label="", widget=forms.TextInput(attrs={"tabindex": "-1"}))

    class Meta:
        model = Problem
        fields = ("about", "message", "contact")
        widgets = {"message": forms.Textarea(attrs={"rows": 6, "maxlength": 3000})}
        help_texts = {"contact": _("Only if you want an answer. It is deleted when the problem is closed.")}


@declares("no records")
def problem(request: HttpRequest) -> HttpResponse:
    """The form, and thanks."""
    page = safe_page(request.POST.get("page") or request.GET.get("page") or "")
    form = ProblemForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _flooded():
        form.add_error(None, _("Very many reports have come in within the last hour. Please send yours later."))
    if request.method == "POST" and form.is_valid():
        if not form.cleaned_data["website"]:  # filled in by a program only
            kind, pk = about(page)
            found = form.save(commit=False)
            found.kind, found.record_id, found.address = kind, pk, page
            found.language = get_language() or "en"
            found.save()
        return render(request, "pages/problem_thanks.html", {"page_address": page})
    return render(request, "pages/problem.html", {"form": form, "page_address": page})


def safe_page(text: str) -> str:
    """A path of this site, or the home page: what is typed here is shown again as a link."""
    path = text.strip()[:500]
    sane = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if sane else "/"


def about(path: str) -> tuple[str, int | None]:
    """The kind and key of the record at that path, ("", None) when it is none."""
    try:
        match = resolve(path.partition("?")[0].partition("#")[0])
    except Resolver404:
        return "", None
    if match.view_name == "pages:country":
        found = Profile.objects.filter(slug=match.kwargs["code"]).values_list("pk", flat=True).first()
        return ("country", found) if found else ("", None)
    model = _MODELS.get(match.view_name)
    if model is None:
        return "", None
    rows = model.objects.filter(jurisdiction__code=match.kwargs["jurisdiction"], slug=match.kwargs["slug"])
    pk = rows.values_list("pk", flat=True).first()
    return (model._meta.model_name or "", pk) if pk else ("", None)


def _flooded() -> bool:
    return Problem.objects.filter(made_at__gt=timezone.now() - timedelta(hours=1)).count() >= HOURLY
