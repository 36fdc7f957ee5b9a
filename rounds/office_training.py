"""The secretariat's training material: list, form, order, what is taken out."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.models import Role
from rounds import materials
from rounds.materials import MOST_BYTES, FileNotTaken
from rounds.models import Material
from rounds.office_forms import in_four, label_four

_LONGEST = 30_000


class MaterialForm(forms.ModelForm):  # type: ignore[type-arg]
    """upload: a file to take along; its kind is known once the form is valid."""

    upload = forms.FileField(
        label=gettext_lazy("File"), required=False, allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in materials.TYPES)}),
    )  # fmt: skip
    without_file = forms.BooleanField(label=gettext_lazy("Remove the file that is there"), required=False)

    class Meta:
        model = Material
        fields = [*in_four("title"), *in_four("body")]
        widgets = {name: forms.Textarea(attrs={"rows": 8}) for name in in_four("body")}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        label_four(self, "title", gettext_lazy("Title"))
        label_four(self, "body", gettext_lazy("Text"))
        for name in in_four("title"):
            self.fields[name].required = True
        for name in in_four("body"):
            self.fields[name].widget.attrs["maxlength"] = _LONGEST
            self.fields[name].validators.append(_not_too_long)
        self.fields[in_four("body")[0]].help_text = _(
            "A blank line begins a paragraph, “- ” an item of a list, “## ” a heading. In all four languages or in none."
        )
        self.fields["upload"].help_text = _("PDF, XLSX, DOCX, PPTX, ODS or CSV, at most %(n)s MB.") % {
            "n": MOST_BYTES // 2**20
        }
        if not self.instance.file:
            del self.fields["without_file"]
        self.data_of_file: bytes | None = None
        self.kind = ""

    def clean_upload(self) -> Any:
        file: Any = self.cleaned_data["upload"]
        if not file:
            return None
        if file.size > MOST_BYTES:
            raise ValidationError(_("The file is larger than %d MB.") % (MOST_BYTES // 2**20))
        if not file.size:
            raise ValidationError(_("The file is empty."))
        data = file.read()
        try:
            self.kind = materials.kind_of(data)
        except FileNotTaken as refused:
            raise ValidationError(refused.sentence) from None
        self.data_of_file = data
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        texts = [bool((cleaned.get(name) or "").strip()) for name in in_four("body")]
        if any(texts) and not all(texts):
            for name, there in zip(in_four("body"), texts, strict=True):
                if not there and name not in self.errors:
                    self.add_error(name, _("Write the text in all four languages, or in none."))
        keeps = self.instance.file and not cleaned.get("without_file")
        if not any(texts) and not keeps and self.data_of_file is None and not self.errors:
            raise ValidationError(_("Write a text or bring a file."))
        return cleaned

    def keep(self) -> Material:
        return materials.material_save(
            self.instance, data=self.data_of_file, kind=self.kind,
            without_file=bool(self.cleaned_data.get("without_file")),
        )  # fmt: skip


def _not_too_long(text: str) -> None:
    if len(text) > _LONGEST:
        raise ValidationError(_("The text is too long: at most %(most)s characters.") % {"most": _LONGEST})


@requires(Role.SECRETARIAT)
def listing(request: HttpRequest) -> HttpResponse:
    """In the order of the page that correspondents read; below it what was taken out."""
    rows = list(Material.objects.all())
    context = {"rows": [one for one in rows if not one.withdrawn], "gone": [one for one in rows if one.withdrawn]}
    return render(request, "rounds/office/training.html", context)


@requires(Role.SECRETARIAT)
def edit(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """One piece, or a new one."""
    row = get_object_or_404(Material, pk=pk) if pk else Material()
    form = MaterialForm(request.POST or None, request.FILES or None, instance=row)
    status = 200
    if request.method == "POST":
        too_large = getattr(request, "upload_too_large", False)
        if too_large:
            form.add_error("upload", _("The file is larger than %d MB.") % (MOST_BYTES // 2**20))
        elif form.is_valid():
            form.keep()
            messages.success(request, _("Saved."))
            return redirect("rounds:office-training")
        status = 400
    context = {"form": form, "material": Material.objects.filter(pk=pk).first()}
    return render(request, "rounds/office/training_form.html", context, status=status)


@requires(Role.SECRETARIAT)
@require_POST
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """What one button beside a row does."""
    row = get_object_or_404(Material, pk=pk)
    if name in ("up", "down"):
        materials.material_move(row, up=name == "up")
    elif name in ("withdraw", "restore"):
        materials.material_withdraw(row, withdrawn=name == "withdraw")
    else:
        raise Http404
    return redirect("rounds:office-training")
