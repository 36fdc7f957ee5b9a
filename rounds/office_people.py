"""Who acts for a country: authorities, correspondents, institutions; when it was invited, joined, reported; and observers."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, ProtectedError, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.models import Role
from countries.models import Country
from rounds import access, mandates
from rounds.models import (
    Authority,
    Delegation,
    Institution,
    InstitutionUser,
    Participation,
    RoundObserver,
    today_in,
)
from rounds.office import attempt, found_round, member
from rounds.office_people_forms import (
    AuthorityForm,
    DelegationForm,
    EndForm,
    InstitutionForm,
    InstitutionUserForm,
    ObserverForm,
    ParticipationForm,
)


@requires(Role.SECRETARIAT)
def everybody(request: HttpRequest) -> HttpResponse:
    """The 35 states: who has an authority that signs, a correspondent, institutions."""
    rows = Country.objects.filter(is_member=True).select_related("jurisdiction").annotate(
        signing=Count("authorities", filter=Q(authorities__active=True), distinct=True),
        offices=Count("institutions", distinct=True),
    )  # fmt: skip
    told = [(row, len(access.correspondents(row))) for row in rows]
    told.sort(key=lambda pair: str(pair[0].jurisdiction.name).casefold())
    return render(request, "rounds/office/people.html", {"rows": told})


@requires(Role.SECRETARIAT, recent=True)
def country(request: HttpRequest, iso3: str) -> HttpResponse:
    """All of one country. A form sent says which list it adds to."""
    place = member(iso3)
    kinds: dict[str, Callable[..., forms.BaseForm]] = {
        "authority": AuthorityForm, "delegation": DelegationForm, "institution": InstitutionForm,
        "provider": InstitutionUserForm, "participation": ParticipationForm,
    }  # fmt: skip
    sent = request.POST.get("list", "") if request.method == "POST" else ""
    if request.method == "POST" and sent not in kinds:
        raise Http404
    made = {
        name: kind(request.POST if name == sent else None, country=place, prefix=name) for name, kind in kinds.items()
    }
    if sent and made[sent].is_valid() and _add(request, sent, made[sent], place):
        messages.success(request, _("Saved."))
        return redirect("rounds:office-country-people", iso3)
    return render(request, "rounds/office/country_people.html", _context(place, made, sent))


def _add(request: HttpRequest, name: str, form: Any, place: Country) -> bool:
    if name != "delegation":
        form.save()
        return True
    given = {key: form.cleaned_data[key] for key in ("user", "start", "end", "kind")}
    return attempt(request, mandates.delegation_give, country=place, **given) is not None


def _context(place: Country, made: dict[str, Any], sent: str) -> dict[str, Any]:
    today = today_in(place)
    mandates_held = Delegation.objects.filter(country=place).select_related("user")
    return {
        "country": place, "forms": made, "sent": sent, "today": today, "end_form": EndForm(),
        "acting": access.correspondents(place),
        "authorities": place.authorities.select_related("user"),
        "mandates": [(row, row.holds(today)) for row in mandates_held],
        "institutions": place.institutions.prefetch_related("people__user"),
        "participations": place.participations.select_related("round"),
    }  # fmt: skip


@requires(Role.SECRETARIAT, recent=True)
def institution(request: HttpRequest, iso3: str, pk: int) -> HttpResponse:
    """Name, kind, language and addresses of one institution."""
    place = member(iso3)
    row = get_object_or_404(Institution, country=place, pk=pk)
    form = InstitutionForm(request.POST or None, country=place, instance=row)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("rounds:office-country-people", iso3)
    return render(request, "rounds/office/institution.html", {"country": place, "institution": row, "form": form})


@requires(Role.SECRETARIAT, recent=True)
@require_POST
def change(request: HttpRequest, iso3: str, what: str, pk: int) -> HttpResponse:
    """What one button beside a row does: take the right to sign or give it back, end a mandate, take out a row."""
    place = member(iso3)
    if what == "authority":
        row = get_object_or_404(Authority, country=place, pk=pk)
        row.active = not row.active
        row.save(update_fields=["active"])
    elif what == "delegation":
        _end(request, get_object_or_404(Delegation, country=place, pk=pk))
    elif what in _REMOVED:
        model, way = _REMOVED[what]
        try:
            get_object_or_404(model, **{way: place, "pk": pk}).delete()
        except ProtectedError:
            messages.error(request, _("Something hangs on it already: it stays."))
    else:
        raise Http404
    return redirect("rounds:office-country-people", iso3)


_REMOVED: dict[str, tuple[Any, str]] = {
    "institution": (Institution, "country"), "provider": (InstitutionUser, "institution__country"),
    "participation": (Participation, "country"),
}  # fmt: skip


def _end(request: HttpRequest, row: Delegation) -> None:
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write the day as a date."))
    elif form.cleaned_data["end"] < row.start:
        messages.error(request, _("The mandate cannot end before it begins."))
    else:
        row.end = form.cleaned_data["end"]
        row.save(update_fields=["end"])


@requires(Role.SECRETARIAT)
def observers(request: HttpRequest, slug: str) -> HttpResponse:
    """People of partner organisations who follow a round."""
    round_ = found_round(request, slug)
    if request.method == "POST" and request.POST.get("remove", "").isdigit():
        RoundObserver.objects.filter(round=round_, pk=int(request.POST["remove"][:9])).delete()
        return redirect("rounds:office-observers", slug)
    form = ObserverForm(request.POST or None, round_=round_)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("rounds:office-observers", slug)
    rows = round_.observers.select_related("user")
    return render(request, "rounds/office/observers.html", {"round": round_, "form": form, "rows": rows})
