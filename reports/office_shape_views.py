"""The secretariat's pages on which a report gets its shape: its chapters, and the parts of one chapter."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import Truncator, capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.models import Role
from indicators.models import Indicator
from indicators.wording import Words
from records.models import LANGUAGES
from records.texts import labelled
from reports import prose, shaping, workflow
from reports.forms import ChapterForm, NewChapterForm, ParagraphForm
from reports.models import Block, Chapter, Report
from reports.office_views import attempt, found, private
from reports.refusals import Refusal

_STEPS = {"up": shaping.UP, "down": shaping.DOWN}
_WORDS = 24


@dataclass(slots=True)
class Shown:
    """A part in the list. said: its first words, in the reader's language where there is a text; lang: the language that it is in."""

    block: Block
    heading: str
    said: str
    lang: str


@requires(Role.SECRETARIAT)
def chapters(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """All of them, and a form for another one."""
    row = found(request, slug, version)
    seen, rows = shaping.version(row), list(row.chapters.all())
    form = NewChapterForm(rows, request.POST or None, initial={"seen": seen})
    if request.method == "POST" and form.is_valid():
        given = {"seen": form.cleaned_data["seen"], "after": form.cleaned_data["after"], "titles": form.titles()}
        made = _done(form, seen, shaping.chapter_add, report=row, actor=request.user, **given)
        if made:
            messages.success(request, _("The chapter is there. Write its paragraphs."))
            return redirect("reports:office-parts", slug, version, made.slug)
    context = {"report": row, "rows": rows, "form": form, "seen": seen, "open": shaping.is_open(row)}
    return private(render(request, "reports/office/chapters.html", context, status=_status(form)))


def _done(form: Any, now: int, step: Callable[..., Any], **given: Any) -> Any:
    """What the step returns; a refusal stands in the form, beside what was written, and None. now: `seen` of the page that is shown
    now, so that the same can be sent again."""
    try:
        return step(**given)
    except Refusal as refusal:
        form.data = form.data.copy()
        form.data["seen"] = now
        form.add_error(None, refusal.sentence)
        return None


@requires(Role.SECRETARIAT)
@require_POST
def chapter_step(request: HttpRequest, slug: str, version: int, chapter: str, step: str) -> HttpResponse:
    """Up or down by one place."""
    row = found(request, slug, version)
    given = {"report": row, "seen": _seen(request), "chapter": chapter, "by": _step(step), "actor": request.user}
    _tell(request, attempt(request, shaping.chapter_move, **given), _("Moved."))
    return redirect(f"{reverse('reports:office-chapters', args=[slug, version])}#chapter-{chapter}")


@requires(Role.SECRETARIAT)
def chapter_remove(request: HttpRequest, slug: str, version: int, chapter: str) -> HttpResponse:
    """Asks first, and says what goes."""
    row = found(request, slug, version)
    if request.method == "POST":
        given = {"report": row, "seen": _seen(request), "chapter": chapter, "actor": request.user}
        _tell(request, attempt(request, shaping.chapter_remove, **given), _("The chapter is taken away."))
        return redirect("reports:office-chapters", slug, version)
    # Before the rows are read: what is written while they are makes the answer stale.
    seen = workflow.last_line(row)
    part = get_object_or_404(Chapter, report=row, slug=chapter)
    return _ask(request, row, part, list(_blocks(part)), seen)


@requires(Role.SECRETARIAT)
def parts(request: HttpRequest, slug: str, version: int, chapter: str) -> HttpResponse:
    """Of one chapter, with its titles and a form for another paragraph."""
    row = found(request, slug, version)
    part = get_object_or_404(Chapter, report=row, slug=chapter)
    words = _words()
    seen, shown = shaping.version(row), [_shown(block, words) for block in _blocks(part)]
    named = [(one.block.pk, _named(one)) for one in shown]
    start = {"seen": seen, "language": row.original_language}
    posted = request.POST if request.method == "POST" else None
    titled = posted if posted and "rename" in posted else None
    form = ParagraphForm(named, None if titled else posted, initial=start, auto_id="new-%s")
    held = {f"title_{code}": getattr(part, f"title_{code}") for code in LANGUAGES}
    titles = ChapterForm(titled, initial={**held, "seen": seen})
    given: dict[str, Any] = {"report": row, "chapter": chapter, "actor": request.user}
    if titled and titles.is_valid():
        given |= {"seen": titles.cleaned_data["seen"], "titles": titles.titles()}
        told = _("Saved.") if _done(titles, seen, shaping.chapter_rename, **given) else ""
    elif posted and not titled and form.is_valid():
        made = _done(form, seen, shaping.part_add, **given, **form.cleaned_data)
        told = (
            _("It is there. Its translations are missing: they are written and reviewed before a language goes out.")
            if made
            else ""
        )
    else:
        told = ""
    if told:
        messages.success(request, told)
        return redirect("reports:office-parts", slug, version, chapter)
    context = {
        "report": row, "chapter": part, "parts": shown, "form": form, "titles": titles, "seen": seen,
        "open": shaping.is_open(row), "language": words.language,
    }  # fmt: skip
    return private(render(request, "reports/office/parts.html", context, status=_status(titles if titled else form)))


@requires(Role.SECRETARIAT)
@require_POST
def part_step(request: HttpRequest, slug: str, version: int, chapter: str, pk: int, step: str) -> HttpResponse:
    """Up or down by one place."""
    row = found(request, slug, version)
    given = {"report": row, "seen": _seen(request), "chapter": chapter, "part": pk, "by": _step(step)}
    _tell(request, attempt(request, shaping.part_move, actor=request.user, **given), _("Moved."))
    return _back(row, chapter, f"#part-{pk}")


@requires(Role.SECRETARIAT)
def part_remove(request: HttpRequest, slug: str, version: int, chapter: str, pk: int) -> HttpResponse:
    """Asks first, and shows what goes."""
    row = found(request, slug, version)
    if request.method == "POST":
        given = {"report": row, "seen": _seen(request), "chapter": chapter, "part": pk, "actor": request.user}
        _tell(request, attempt(request, shaping.part_remove, **given), _("It is taken away."))
        return _back(row, chapter)
    seen = workflow.last_line(row)
    part = get_object_or_404(Chapter, report=row, slug=chapter)
    return _ask(request, row, part, [get_object_or_404(_blocks(part), pk=pk)], seen, whole=False)


def _ask(
    request: HttpRequest, row: Report, part: Chapter, blocks: list[Block], seen: int, *, whole: bool = True
) -> HttpResponse:
    words = _words()
    context = {
        "report": row, "chapter": part, "parts": [_shown(block, words, whole=True) for block in blocks], "seen": seen, "whole": whole,
        "open": shaping.is_open(row), "language": words.language,
        "texts": sum(bool(text.text) for block in blocks for text in block.texts.all()),
    }  # fmt: skip
    return private(render(request, "reports/office/remove.html", context))


def _blocks(part: Chapter) -> Any:
    return part.blocks.prefetch_related("texts", "bindings")


def _shown(block: Block, words: Words, whole: bool = False) -> Shown:
    """With its numbers put in. whole: not only how it begins."""
    texts = {one.language: one.text for one in block.texts.all() if one.text}
    lang = next((code for code in (words.language, block.original_language) if code in texts), "")
    said = _with_numbers(block, texts[lang], words) if lang else _title(block, words)
    return Shown(
        block,
        _in(block.spec.get("heading", {}), words.language),
        said if whole else Truncator(said).words(_WORDS),
        lang,
    )


def _with_numbers(block: Block, text: str, words: Words) -> str:
    bound = {one.number: one for one in block.bindings.all()}
    return prose.TOKEN.sub(
        lambda token: prose.number(one, words) if (one := bound.get(int(token[1]))) else token[0], text
    )


def _title(block: Block, words: Words) -> str:
    """Of a table or a chart, by which it is known in a list."""
    if title := _in(block.spec.get("title", {}), words.language):
        return title
    slug = block.spec.get("choice", {}).get("indicator", "")
    return str(Indicator.objects.filter(slug=slug).first() or slug)


def _in(texts: dict[str, str], language: str) -> str:
    return texts.get(language) or texts.get("en", "")


def _named(one: Shown) -> str:
    """In a list of places."""
    number = f" {one.block.number}" if one.block.number else ""
    kind = f"{one.block.position}. {capfirst(one.block.get_kind_display())}{number}"
    words = Truncator(one.said).words(8)
    return labelled(kind, words) if words else kind


def _words() -> Words:
    return Words(get_language() or "en")


def _step(name: str) -> int:
    if name not in _STEPS:
        raise Http404
    return _STEPS[name]


def _seen(request: HttpRequest) -> int:
    """What is no number was never on a page of ours: stale."""
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else -1


def _tell(request: HttpRequest, renumbered: bool | None, told: str) -> None:
    """None: refused, and told already."""
    if renumbered is None:
        return
    messages.success(request, told)
    if renumbered:
        messages.warning(
            request, _("Tables or charts have new numbers. Look at sentences that name one of them by its number.")
        )


def _status(form: Any) -> int:
    return 400 if form.is_bound and form.errors else 200


def _back(row: Report, chapter: str, where: str = "") -> HttpResponse:
    """To the chapter, or to the list where somebody took it away."""
    if row.chapters.filter(slug=chapter).exists():
        return redirect(f"{reverse('reports:office-parts', args=[row.slug, row.version, chapter])}{where}")
    return redirect("reports:office-chapters", row.slug, row.version)
