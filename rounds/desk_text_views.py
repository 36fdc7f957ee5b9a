"""The narrative of a country report, section by section."""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rounds import access, desk_links, workflow
from rounds.desk_access import Desk, filling, for_filers
from rounds.desk_views import REFUSED, frame, to
from rounds.forms import TextForm
from rounds.models import Section, Text
from rounds.models.submission import LINK
from rounds.refusals import Refusal

_LINKS = 40


@filling
def section(request: HttpRequest, slug: str, code: str, key: str) -> HttpResponse:
    """One section: its text, in the language of who writes, and links to records of this site."""
    desk = for_filers(request.user, slug, code)
    row = desk.round.sections.filter(key=key).first()
    if row is None:
        raise Http404
    held = Text.objects.filter(submission=desk.made, section=row).select_related("written_by").first()
    if request.method != "POST":
        return _page(request, desk, row, held, TextForm(initial=_initial(desk, held)), held.linked if held else [])
    form = TextForm(request.POST)
    links = _links(request.POST)
    # Looking for a record saves nothing: what was typed comes back as it was.
    if "find" in request.POST:
        return _page(request, desk, row, held, form, links, sought=request.POST.get("sought", ""))
    if not form.is_valid():
        return _page(request, desk, row, held, form, links, refusal=_("Something is not right; see below."), status=400)
    try:
        _write(request, desk, row, form, links)
    except Refusal as refused:
        held = Text.objects.filter(submission=desk.made, section=row).select_related("written_by").first()
        return _page(request, desk, row, held, form, links, refusal=refused.sentence, status=REFUSED)
    messages.success(request, _("The section is saved."))
    return to("desk-section", desk, row.key)


def _initial(desk: Desk, held: Text | None) -> dict[str, Any]:
    """Before anything is written: in the language of the person, as their page is."""
    if held:
        return {"language": held.language, "text": held.text, "ready": held.state == Text.Stage.READY}
    return {"language": get_language() or desk.made.language}


def _write(request: HttpRequest, desk: Desk, row: Section, form: TextForm, links: list[dict[str, str]]) -> None:
    data = form.cleaned_data
    version = request.POST.get("version", "")
    if not (version.isascii() and version.isdecimal() and len(version) < 10):
        raise Refusal("stale")
    workflow.submission_write(
        submission=desk.made, section=row, text=data["text"], language=data["language"], version=int(version),
        actor=request.user, links=links, ready=data["ready"],
    )  # fmt: skip


def _links(post: Any) -> list[dict[str, str]]:
    """Those that are ticked, each once."""
    found: dict[str, dict[str, str]] = {}
    for text in post.getlist("link")[:_LINKS]:
        try:
            told = json.loads(text)
            link = {name: str(told[name]) for name in LINK}
        except (ValueError, KeyError, TypeError, RecursionError):
            continue
        found[link["address"]] = link
    return list(found.values())


def _page(
    request: HttpRequest, desk: Desk, row: Section, held: Text | None, form: TextForm, links: list[dict[str, str]],
    sought: str = "", refusal: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    language = str(form["language"].value() or "en")
    taken = {one["address"] for one in links}
    matches = [one for one in desk_links.matches(sought, desk.country, language) if one["address"] not in taken]
    context = frame(
        desk, section=row, form=form, held=held, refusal=refusal, sought=sought, searched=bool(sought),
        version=held.version if held else 0, may_write=access.changeable(desk.made),
        links=[(one, json.dumps(one)) for one in links], matches=[(one, json.dumps(one)) for one in matches],
        other=held if held and status == REFUSED and held.text != form["text"].value() else None,
    )  # fmt: skip
    return render(request, "rounds/desk/section.html", context, status=status)
