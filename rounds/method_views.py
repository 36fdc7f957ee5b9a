"""The method: what the register says of each indicator, and the versions of the whole, from draft to adoption."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.models import Role
from indicators.models import Indicator
from records.visibility import NOBODY, declares, visible_to
from rounds import access, method
from rounds.models import MethodComment, MethodVersion
from rounds.network_views import SayForm
from rounds.office import attempt
from rounds.office_forms import in_four, label_four

_NOT_YET = {
    "texts": gettext_lazy("The version needs its title and its text in all four languages first."),
    "unanswered": gettext_lazy("Answer every comment first."),
}


class VersionForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = MethodVersion
        fields = ["number", *in_four("title"), *in_four("body")]
        labels = {"number": gettext_lazy("Number")}
        widgets = {name: forms.Textarea(attrs={"rows": 10}) for name in in_four("body")}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        label_four(self, "title", gettext_lazy("Title"))
        label_four(self, "body", gettext_lazy("Text"))


class ReviewForm(forms.Form):
    until = forms.DateField(
        label=gettext_lazy("Comments until"), required=False, input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip


@declares("public records")
def page(request: HttpRequest) -> HttpResponse:
    """For everybody: the register's method by section, and the versions that this reader may see."""
    sections: dict[str, list[Indicator]] = {}
    for one in visible_to(NOBODY, Indicator.objects.all()):
        sections.setdefault(str(one.get_section_display()), []).append(one)
    versions = visible_to(request.user, MethodVersion.objects.exclude(state=MethodVersion.State.DRAFT))
    return render(request, "rounds/public/method.html", {"sections": sections, "versions": versions})


@declares("public records")
def version(request: HttpRequest, number: int) -> HttpResponse:
    """One version; in review the network reads and comments, once adopted everybody reads."""
    seen = visible_to(request.user, MethodVersion.objects.exclude(state=MethodVersion.State.DRAFT))
    row = get_object_or_404(seen, number=number)
    form = SayForm(request.POST or None)
    organisation = method.speaks_for(request.user) if access.in_network(request.user) else ""
    if request.method == "POST":
        if not organisation:
            raise Http404
        told = {"language": get_language() or "en", "actor": request.user}
        if form.is_valid() and attempt(
            request, method.comment_make, version=row, text=form.cleaned_data["text"], **told
        ):
            messages.success(request, _("Your comment stands here. The secretariat answers it before adoption."))
            return redirect("rounds:method-version", number)
    context = {
        "version": row, "form": form, "organisation": organisation, "open": method.open_for_comments(row),
        "comments": visible_to(request.user, row.comments.all()), "secretariat": access.is_secretariat(request.user),
    }  # fmt: skip
    return render(request, "rounds/public/method_version.html", context)


@requires(Role.SECRETARIAT)
def versions(request: HttpRequest) -> HttpResponse:
    """All of them, with how many comments wait."""
    rows = [(row, row.comments.count(), row.comments.filter(answer="").count()) for row in MethodVersion.objects.all()]
    return render(request, "rounds/office/versions.html", {"rows": rows})


@requires(Role.SECRETARIAT)
def edit(request: HttpRequest, number: int = 0) -> HttpResponse:
    """A version that is not adopted yet, or a new one."""
    row = get_object_or_404(MethodVersion, number=number) if number else None
    if row and row.state == MethodVersion.State.ADOPTED:
        messages.error(request, _("An adopted version stands as it is: write the next one."))
        return redirect("rounds:method-versions")
    newest = MethodVersion.objects.order_by("-number").first()
    first = None if row else {"number": newest.number + 1 if newest else 1}
    form = VersionForm(request.POST or None, instance=row, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = form.save()
        except IntegrityError:
            form.add_error("number", _("There is a version of this number already."))
        else:
            messages.success(request, _("Saved."))
            return redirect("rounds:method-edit", made.number)
    comments = row.comments.all() if row else MethodComment.objects.none()
    context = {"version": row, "form": form, "review_form": ReviewForm(), "comments": comments}
    return render(request, "rounds/office/version_form.html", context)


@requires(Role.SECRETARIAT)
@require_POST
def step(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """To the network, or adopted."""
    row = get_object_or_404(MethodVersion, number=number)
    try:
        if name == "review":
            form = ReviewForm(request.POST)
            until = form.cleaned_data["until"] if form.is_valid() else None
            attempt(request, method.version_review, version=row, until=until, actor=request.user)
        elif name == "adopt":
            attempt(request, method.version_adopt, version=row, actor=request.user)
        else:
            raise Http404
    except method.NotYet as reason:
        messages.error(request, _NOT_YET[reason.key])
    return redirect(
        "rounds:method-edit" if name == "review" else "rounds:method-versions", *([number] if name == "review" else [])
    )


@requires(Role.SECRETARIAT)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(MethodComment.objects.select_related("version"), pk=pk)
    told = {"text": request.POST.get("text", ""), "language": get_language() or "en", "actor": request.user}
    if attempt(request, method.comment_answer, comment=row, **told):
        messages.success(request, _("Answered."))
    return redirect("rounds:method-edit", row.version.number)
