"""The secretariat writes: one chapter in one language, paragraph by paragraph, with its numbers fixed."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import requires
from accounts.models import Role
from records.models import LANGUAGES
from reports import prose, shaping, workflow
from reports.forms import TextForm
from reports.models import Block, Chapter, Release, Report, Text
from reports.office_views import attempt, found, private
from reports.refusals import Refusal
from reports.rendering import tree
from reports.rendering.building import Builder


@dataclass(slots=True)
class Shown:
    """A part of a chapter at the desk. chips: numbers by their placeholder; original: of a translation; warnings: what to look at
    again; refused: why what was sent is not saved, beside the text that was sent."""

    block: Block
    text: Text | None
    written: str
    preview: tree.Paragraph | None
    chips: list[tuple[str, tree.Span]]
    original: tree.Paragraph | None
    warnings: list[prose.Problem]
    frozen: bool
    refused: str = ""


@requires(Role.SECRETARIAT)
def chapter(request: HttpRequest, slug: str, version: int, chapter: str, language: str) -> HttpResponse:
    """Texts with placeholders, beside them what they say; saving checks that every number is still there."""
    row = found(request, slug, version)
    part = get_object_or_404(Chapter, report=row, slug=chapter)
    if language not in LANGUAGES:
        raise Http404
    sent: tuple[int, str, str] = (0, "", "")
    if request.method == "POST":
        if "review_all" in request.POST:
            _review_all(request, part, language)
            return redirect(request.path)
        pk, refused = _save(request, row, part, language)
        if not refused:
            return redirect(f"{request.path}#text-{pk}")
        sent = (pk, request.POST.get("text", "")[: prose.LONGEST], refused)
    builder = Builder(row, language)
    blocks = part.blocks.prefetch_related("texts", "bindings")
    out = set(Release.objects.filter(report=row).values_list("language", flat=True))
    shown = [_shown(block, builder, out, sent) for block in blocks]
    context = {
        "report": row, "chapter": part, "language": language, "language_name": dict(settings.LANGUAGES)[language], "parts": shown,
        "all_languages": settings.LANGUAGES, "waiting": sum(one.text is not None and one.text.state not in ("original", "reviewed") for one in shown),
        "open": shaping.is_open(row), "gone": sent[1] if sent[2] and not sent[0] else "",
        "out": language in out, "before": _beside(part, -1), "after": _beside(part, 1),
    }  # fmt: skip
    return private(render(request, "reports/office/chapter.html", context, status=400 if sent[2] else 200))


def _beside(part: Chapter, step: int) -> Chapter | None:
    return Chapter.objects.filter(report=part.report_id, position=part.position + step).first()


def _shown(block: Block, builder: Builder, out: set[str], sent: tuple[int, str, str]) -> Shown:
    language = builder.language
    text = next((one for one in block.texts.all() if one.language == language), None)
    if text is None:
        return Shown(block, None, "", None, [], None, [], True)
    refused = sent[2] if sent[0] == text.pk else ""
    written = sent[1] if refused else text.text
    own = language == block.original_language
    original = next((one.text for one in block.texts.all() if one.language == block.original_language), "")
    bound = list(block.bindings.all())
    there = {one.number for one in bound} if own else {*prose.tokens(written), *prose.tokens(original)}
    chips = [(prose.token(one.number), builder.number(one)) for one in bound if one.number in there]
    found = prose.problems(written, (), [one.number for one in bound], quoted="submission" in block.spec)
    return Shown(
        block, text, written, builder.paragraph(block, written), chips, None if own else builder.paragraph(block, original),
        [one for one in found if not one.blocks], language in out or (bool(out) and own), refused,
    )  # fmt: skip


def _save(request: HttpRequest, row: Report, part: Chapter, language: str) -> tuple[int, str]:
    """The key of the text, and why it is not saved; the key is 0 where the paragraph is not there any more."""
    form = TextForm(request.POST)
    pk = request.POST.get("text_id", "")
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 18):
        raise Http404
    text = Text.objects.filter(block__chapter=part, language=language, pk=int(pk)).first()
    if text is None:
        return 0, Refusal("stale").sentence
    if not form.is_valid():
        return text.pk, " ".join(str(one) for errors in form.errors.values() for one in errors)
    version: Any = form.cleaned_data["version"]
    try:
        new = form.cleaned_data["text"]
        text = workflow.text_change(
            text=text, version=version, new=new, actor=request.user, remove=form.cleaned_data["remove"]
        )
        if "review" in request.POST:
            text = workflow.text_review(text=text, version=text.version, actor=request.user)
    except Refusal as refusal:
        return text.pk, refusal.sentence
    messages.success(request, _("Saved."))
    return text.pk, ""


def _review_all(request: HttpRequest, part: Chapter, language: str) -> None:
    count = attempt(request, workflow.chapter_review, chapter=part, language=language, actor=request.user)
    if count is not None:
        told = ngettext("%(n)s paragraph is marked as reviewed.", "%(n)s paragraphs are marked as reviewed.", count)
        messages.success(request, told % {"n": count})
