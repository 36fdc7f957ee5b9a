"""The secretariat puts another number into a paragraph: it chooses a figure, and never types one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.access import requires
from accounts.models import Role
from indicators.wording import Words
from reports import measuring, offering, prose, shaping
from reports.forms import NumberForm
from reports.models import Block
from reports.offering import Asked
from reports.office_views import attempt, found, private

_CHOSEN = ("indicator", "table", "area", "by", "period")


@requires(Role.SECRETARIAT)
def number(request: HttpRequest, slug: str, version: int, chapter: str, pk: int) -> HttpResponse:
    """GET leads through indicator, table, area, breakdown and period to the figures that are there; POST binds one."""
    row = found(request, slug, version)
    rows = Block.objects.filter(chapter__report=row, chapter__slug=chapter, kind=Block.Kind.PARAGRAPH)
    block: Any = get_object_or_404(rows.select_related("chapter"), pk=pk)
    words = Words(get_language() or "en")
    told = request.POST if request.method == "POST" else request.GET
    asked = Asked(**{name: told.get(name, "")[:80] for name in _CHOSEN})
    if request.method == "POST" and _bind(request, row, block, asked, words):
        text = block.texts.get(language=block.original_language)
        page = reverse("reports:office-chapter", args=[slug, version, chapter, block.original_language])
        return redirect(f"{page}#text-{text.pk}")
    offered = offering.offered(measuring.frozen(row), asked, words)
    context = {
        "report": row, "chapter": block.chapter, "part": block, "offered": offered, "asked": offered.asked,
        "open": shaping.is_open(row) and "submission" not in block.spec,
    }  # fmt: skip
    return private(
        render(request, "reports/office/number.html", context, status=400 if request.method == "POST" else 200)
    )


def _bind(request: HttpRequest, row: Any, block: Block, asked: Asked, words: Words) -> bool:
    form = NumberForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a figure."))
        return False
    given = {
        "report": row,
        "chapter": block.chapter.slug,
        "part": block.pk,
        "asked": asked,
        "key": form.cleaned_data["line"],
    }
    made = attempt(request, offering.number_bind, actor=request.user, **given)
    if made is None:
        return False
    values = {"token": prose.token(made.number), "number": prose.number(made, words)}
    messages.success(request, _("%(token)s stands for %(number)s: write it where a sentence needs it.") % values)
    return True
