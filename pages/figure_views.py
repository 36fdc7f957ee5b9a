"""A country's standard table, countries side by side, corridors between two countries."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from countries.models import Country
from indicators.page import member_names
from indicators.views import reader
from pages import figures
from records.visibility import declares


def _as_of(query: QueryDict) -> date | None:
    """A day, or nothing: a wrong one is no day."""
    try:
        return date.fromisoformat(query.get("as_of", ""))
    except ValueError:
        return None


def _member(code: str) -> Country:
    found = (
        Country.objects.filter(jurisdiction__code=code.lower(), is_member=True).select_related("jurisdiction").first()
    )
    if found is None:
        raise Http404
    return found


@declares("public records")
def figures_of(request: HttpRequest) -> HttpResponse:
    """From the field in which a country is chosen to its page."""
    found = (
        Country.objects.filter(iso3=request.GET.get("area", "")[:3], is_member=True)
        .select_related("jurisdiction")
        .first()
    )
    return redirect("pages:country-figures", found.jurisdiction.code) if found else redirect("indicators:list")


@declares("public records")
def country(request: HttpRequest, code: str) -> HttpResponse:
    """The standard table of one of the 35 states beside its law and policy."""
    found = figures.profile(_member(code), reader(), _as_of(request.GET))
    return render(request, "pages/country_figures.html", found)


@declares("public records")
def compare(request: HttpRequest) -> HttpResponse:
    """Up to six states side by side."""
    words = reader()
    members = member_names(words)
    known = {one.code: one for one in members}
    areas = [code for code in dict.fromkeys(request.GET.getlist("area")) if code in known]
    chosen = areas[: figures.MOST_COMPARED]
    rows = figures.compare(chosen, words, _as_of(request.GET)) if chosen else []
    context = {
        "members": members, "chosen": [known[code] for code in chosen], "codes": chosen, "rows": rows,
        "most": figures.MOST_COMPARED, "too_many": len(areas) > len(chosen),
    }  # fmt: skip
    return render(request, "pages/compare.html", context)


@declares("public records")
def corridors(request: HttpRequest) -> HttpResponse:
    """Two countries are chosen here; below, where most people went."""
    words = reader()
    one, other = (request.GET.get(name, "").lower()[:16] for name in ("one", "other"))
    if one and other and one != other:
        return redirect("pages:corridor", _member(one).jurisdiction.code, _member(other).jurisdiction.code)
    context = {"members": member_names(words), "busiest": figures.busiest(words)}
    return render(request, "pages/corridors.html", context)


@declares("public records")
def corridor(request: HttpRequest, one: str, other: str) -> HttpResponse:
    """Two countries: who is counted from each in the other, and by whom."""
    first, second = _member(one), _member(other)
    if first == second:
        raise Http404
    directions = figures.corridor(first.iso3, second.iso3, reader(), _as_of(request.GET))
    names = {country.iso3: country.jurisdiction for country in (first, second)}
    shown = [(names[way.origin], names[way.destination], way) for way in directions]
    return render(request, "pages/corridor.html", {"shown": shown, "steps": figures.STEPS})
