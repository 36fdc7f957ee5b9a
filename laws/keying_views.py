"""The desk's page of a law's text: scans that are held, articles keyed or pasted, seen before they are saved."""

from hashlib import blake2b
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from laws import keying, reasons, scans
from laws.models import Law, LawSource, Provision, ProvisionText
from laws.naming import name_of
from laws.scan_views import as_attachment
from records.sandbox import Refused
from records.upload_limit import UPLOAD_BYTES
from records.visibility import declares
from records.word_marks import marks

# Official languages of member states beside those of the site.
_MORE_LANGUAGES = ("ht", "nl")


def languages() -> list[tuple[str, str]]:
    """In which a text can be keyed."""
    return [*settings.LANGUAGES, *((code, name_of(code)) for code in _MORE_LANGUAGES)]


def may_write(user: Any, law: Law) -> bool:
    """Whoever may change laws; where the text is public at once, whoever may publish them."""
    right = "laws.publish_law" if law.live else "laws.change_law"
    return bool(user.has_perm("laws.change_law") and user.has_perm(right))


def _law(request: HttpRequest, pk: int, *, writing: bool = False) -> Law:
    if not request.user.has_perm("laws.change_law"):
        raise PermissionDenied
    law: Law = get_object_or_404(Law.objects.select_related("jurisdiction"), pk=pk)
    if writing and not may_write(request.user, law):
        raise PermissionDenied
    return law


class ScanForm(forms.Form):
    """A scan, and where the print came from."""

    file = forms.FileField(label=gettext_lazy("Scan"), help_text=gettext_lazy("PDF, JPEG, PNG, WebP or TIFF"))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=languages)
    publisher = forms.CharField(
        label=gettext_lazy("Who published the print"), max_length=300, required=False,
        help_text=gettext_lazy("for example the gazette, with number and day"),
    )  # fmt: skip
    url = forms.URLField(label=gettext_lazy("Web address"), max_length=1000, required=False, assume_scheme="https")


class TextForm(forms.Form):
    """Articles, keyed or pasted."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=languages)
    title = forms.CharField(label=gettext_lazy("Title of the law in this language"), max_length=1000, required=False)
    as_of = forms.DateField(
        label=gettext_lazy("Consolidated to"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("Only if the print says so."),
    )  # fmt: skip
    label = forms.CharField(label=gettext_lazy("Label, as printed"), max_length=200, required=False)
    heading = forms.CharField(label=gettext_lazy("Heading"), max_length=1000, required=False)
    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=keying.TEXT_CHARS, strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true"}),
        help_text=gettext_lazy(
            "One paragraph a line. Each article begins with its label, as printed. One article alone is added, or put right."
        ),
    )  # fmt: skip
    wrapped = forms.BooleanField(
        label=gettext_lazy("lines break within paragraphs (pasted from a page)"), required=False
    )

    def __init__(self, *args: Any, article: Provision | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title", "as_of") if article else ("label", "heading"):
            del self.fields[name]
        if article:
            self.fields["text"].help_text = _("One paragraph a line, without the label.")

    def keyed(self) -> keying.Keyed:
        """What was keyed, without what a browser adds."""
        data = self.cleaned_data
        day = data["as_of"].isoformat() if data.get("as_of") else ""
        return keying.Keyed(
            data["language"], data["text"].replace("\r\n", "\n"), data.get("title", ""), day, data["wrapped"],
            data.get("label", ""), data.get("heading", ""),
        )  # fmt: skip


@declares("staff")
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """Scans, the form, and below it what was found in the text; saving needs that this very text was looked at."""
    law = _law(request, pk)
    language = _language(law, request)
    article = law.provisions.filter(slug=request.GET.get("article", "")).first()
    context: dict[str, Any] = {}
    if request.method == "POST":
        if not may_write(request.user, law):
            raise PermissionDenied
        form = TextForm(request.POST, article=article)
        if form.is_valid():
            language = form.cleaned_data["language"]
            if answer := _looked_at(request, law, form, article, context):
                return answer
    else:
        form = TextForm(initial=_initial(law, language, article), article=article)
    return render(request, "laws/desk/text.html", {
        **context, "law": law, "form": form, "scan_form": ScanForm(initial={"language": language}),
        "scans": scans.held(law), "may_write": may_write(request.user, law), "article": article, "language": language,
        "articles": _articles(law, language), "languages": languages(), "unpublished": _unpublished(law),
        "edit": reverse("wagtailsnippets_laws_law:edit", args=[law.pk]), "megabytes": UPLOAD_BYTES // 2**20,
    })  # fmt: skip


def _unpublished(law: Law) -> bool:
    return not (law.live or law.first_published_at)


def _language(law: Law, request: HttpRequest) -> str:
    known = dict(languages())
    wanted = request.GET.get("language", "") or law.original_language
    return wanted if wanted in known else next(iter(known))


def _initial(law: Law, language: str, article: Provision | None) -> dict[str, Any]:
    if not article:
        return {"language": language, "title": getattr(law, f"title_{language}", "") or ""}
    texts = ProvisionText.objects.filter(version__provision=article, language=language)
    held = texts.order_by("-version__is_current", "-version__number").first()
    if held is None:
        return {"language": language}
    return {"language": language, "label": held.label, "heading": held.heading, "text": keying.as_text(held)}


def _articles(law: Law, language: str) -> list[tuple[str, str]]:
    texts = ProvisionText.objects.filter(version__provision__law=law, version__is_current=True, language=language)
    rows = texts.order_by("version__provision__position", "version__provision_id")
    return [(slug, label or slug) for slug, label in rows.values_list("version__provision__slug", "label")]


def _looked_at(
    request: HttpRequest, law: Law, form: TextForm, article: Provision | None, context: dict[str, Any]
) -> HttpResponse | None:
    """Read what was keyed; save it when it was seen before, else show it."""
    keyed = form.keyed()
    mark = blake2b(repr(keyed).encode("utf-8", "replace"), digest_size=16).hexdigest()
    file = keying.read(law, keyed, article)
    if file.refused or file.law is None:
        form.add_error("text", reasons.told(file.refused or ""))
        return None
    if "save" in request.POST and request.POST.get("mark") == mark:
        try:
            written = keying.save(law, file, request.POST.get("seen", ""), request.user)
        except keying.Refused as refusal:
            form.add_error("text", reasons.told(refusal.reason))
            return None
        except keying.ChangedMeanwhile:
            form.add_error(
                None, _("Somebody else has written texts of this law meanwhile: look at the differences again.")
            )
        else:
            said = ngettext("%(n)s article written.", "%(n)s articles written.", written)
            messages.success(request, said % {"n": written})
            return HttpResponseRedirect(f"{reverse('laws_text', args=[law.pk])}?language={keyed.language}")
    context.update(_preview(law, file, mark))
    return None


def _preview(law: Law, file: keying.Staged, mark: str) -> dict[str, Any]:
    assert file.law  # noqa: S101 - a file that was refused does not come here
    found = keying.units(law, file.law)
    return {
        "units": [(unit, marks(unit.stored, unit.wanted)) for unit in found],
        "writes": sum(unit.outcome != "unchanged" for unit in found),
        "warnings": [(line, reasons.told(words)) for line, words in file.law.warnings],
        "mark": mark, "seen": keying.state(law, file.law.language),
    }  # fmt: skip


@declares("staff")
@require_POST
def remove_article(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Take away an article that was keyed by mistake, of a law that was never published."""
    law = _law(request, pk, writing=True)
    provision = get_object_or_404(law.provisions, slug=slug)
    if not _unpublished(law):
        raise PermissionDenied
    keying.remove(provision, request.user)
    messages.success(request, _("The article was removed."))
    return HttpResponseRedirect(reverse("laws_text", args=[pk]))


@declares("staff")
@require_POST
def add_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a scan of the law."""
    law = _law(request, pk, writing=True)
    form = ScanForm(request.POST, request.FILES)
    if getattr(request, "upload_too_large", False):
        messages.error(request, _("The file is larger than %d MB.") % (UPLOAD_BYTES // 2**20))
    elif form.is_valid():
        data = form.cleaned_data
        try:
            scans.keep(
                law, data["file"].read(), language=data["language"], publisher=data["publisher"], url=data["url"],
                user=request.user,
            )  # fmt: skip
            messages.success(request, _("The scan is kept."))
        except Refused as refusal:
            messages.error(request, refusal.reason)
    else:
        for field, errors in form.errors.items():
            messages.error(request, f"{form.fields[field].label}: {' '.join(str(error) for error in errors)}")
    return HttpResponseRedirect(reverse("laws_text", args=[pk]))


@declares("staff")
@require_POST
def remove_scan(request: HttpRequest, pk: int, scan: int) -> HttpResponse:
    """Forget a scan."""
    law = _law(request, pk, writing=True)
    scans.remove(get_object_or_404(LawSource, pk=scan, law=law, format=scans.FORMAT), request.user)
    messages.success(request, _("The scan was removed."))
    return HttpResponseRedirect(reverse("laws_text", args=[pk]))


@declares("staff")
@require_GET
def scan_file(request: HttpRequest, pk: int, scan: int) -> HttpResponse:
    """A scan, published or not, for who writes the law."""
    law = _law(request, pk)
    return as_attachment(get_object_or_404(LawSource, pk=scan, law=law, format=scans.FORMAT))
