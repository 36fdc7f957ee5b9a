"""Whom a round invites, and which counts of each country are too small to be shown."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.access import requires
from accounts.models import Role
from rounds.models import Participation, Round, RoundCountry
from rounds.office import Settled, draft, members, settled

_USUAL = 5
_MOST = 1_000


@requires(Role.SECRETARIAT)
def countries(request: HttpRequest, slug: str) -> HttpResponse:
    """All 35 with a box each; groups of them at one click."""
    try:
        with draft(slug) as round_:
            groups = _groups(round_)
            if request.method == "POST":
                problem = _save(round_, request.POST, groups)
                if problem:
                    messages.error(request, problem)
                else:
                    messages.success(request, _("Saved."))
                    return redirect("rounds:office-countries", slug)
            held = {row.country_id: row for row in round_.countries.all()}
            rows = [(country, held.get(country.pk)) for country in members()]
            context = {"round": round_, "rows": rows, "chosen": len(held), "groups": groups, "usual": _USUAL}
            return render(request, "rounds/office/countries.html", context)
    except Settled:
        return settled(request, slug)


def _groups(round_: Round) -> dict[str, list[str]]:
    """By name of the button: the countries of the plan of 2009, as they are stored; those of the round before; all."""
    invited = Participation.objects.filter(event=Participation.What.INVITED)
    before = Round.objects.exclude(pk=round_.pk).exclude(state=Round.State.DRAFT).order_by("-opened_at").first()
    found = {
        "pilot": list(invited.filter(round=None, year=2009).values_list("country__iso3", flat=True)),
        "before": list(before.countries.values_list("country__iso3", flat=True)) if before else [],
        "all": [country.iso3 for country in members()],
    }
    return {name: codes for name, codes in found.items() if codes}


def _save(round_: Round, given: Any, groups: dict[str, list[str]]) -> str:
    """A sentence where something cannot be stored; then nothing is."""
    wanted = set(given.getlist("country")) | set(groups.get(given.get("add", ""), []))
    rows = []
    for country in members():
        if country.iso3 not in wanted:
            continue
        text = given.get(f"threshold-{country.iso3}", str(_USUAL)).strip()
        note = given.get(f"note-{country.iso3}", "").strip()[:300]
        if text and not (text.isascii() and text.isdigit() and 1 <= int(text) <= _MOST):
            return _("%(country)s: the smallest count shown is a whole number from 1 on, or empty.") % {
                "country": country.jurisdiction.name
            }
        if not text and not note:
            return _("%(country)s: say where it states that it publishes its counts as they are.") % {
                "country": country.jurisdiction.name
            }
        rows.append(RoundCountry(
            round=round_, country=country, threshold=int(text) if text else None, threshold_note=note
        ))  # fmt: skip
    round_.countries.all().delete()
    RoundCountry.objects.bulk_create(rows)
    return ""
