"""Who acts for a country: authorities, correspondents, institutions; when it was invited, joined, reported; and observers."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Count, ProtectedError, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.models import Role
from countries.models import Country
from rounds import access, mandates, people_history
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
    if name == "delegation":
        given = {key: form.cleaned_data[key] for key in ("user", "start", "end", "kind")}
        return attempt(request, mandates.mandate_add, country=place, actor=request.user, **given) is not None
    try:
        with transaction.atomic():
            row = form.save()
            if name in _SAID:
                _say(request, place, f"{name}_add", row)
    except IntegrityError:  # somebody added it a moment ago
        messages.error(request, _("This is there already."))
        return False
    return True


# What the trail says of a row: whom it is about, and what else; names of persons stand in their accounts alone.
_SAID: dict[str, Callable[[Any], dict[str, Any]]] = {
    "authority": lambda row: {"person": row.user, "subject": row.office},
    "institution": lambda row: {"subject": row.name},
    "provider": lambda row: {"person": row.user, "subject": row.institution.name},
    "participation": lambda row: {"subject": people_history.fact(row), "comment": row.source},
}


def _say(request: HttpRequest, place: Country, action: str, row: Any, **more: Any) -> None:
    people_history.record(place, action, actor=request.user, **_SAID[action.partition("_")[0]](row), **more)


def _context(place: Country, made: dict[str, Any], sent: str) -> dict[str, Any]:
    today = today_in(place)
    mandates_held = Delegation.objects.filter(country=place).select_related("user")
    return {
        "country": place, "forms": made, "sent": sent, "today": today, "end_form": EndForm(),
        "acting": access.correspondents(place),
        "authorities": place.authorities.select_related("user"),
        "mandates": [(row, row.holds(today)) for row in mandates_held],
        "institutions": place.institutions.prefetch_related("people__user"),
        "participations": place.participations.select_related("round"), "steps": people_history.steps(place),
    }  # fmt: skip


@requires(Role.SECRETARIAT, recent=True)
def institution(request: HttpRequest, iso3: str, pk: int) -> HttpResponse:
    """Name, kind, language and addresses of one institution."""
    place = member(iso3)
    row = get_object_or_404(Institution, country=place, pk=pk)
    form = InstitutionForm(request.POST or None, country=place, instance=row)
    if request.method == "POST" and form.is_valid():
        before = Institution.objects.get(pk=pk).name
        with transaction.atomic():
            form.save()
            if form.changed_data:
                names = " → ".join(dict.fromkeys((before, row.name)))
                changed = ",".join(form.changed_data)
                people_history.record(place, "institution_change", actor=request.user, subject=names, comment=changed)
        messages.success(request, _("Saved."))
        return redirect("rounds:office-country-people", iso3)
    return render(request, "rounds/office/institution.html", {"country": place, "institution": row, "form": form})


@requires(Role.SECRETARIAT, recent=True)
@require_POST
def change(request: HttpRequest, iso3: str, what: str, pk: int) -> HttpResponse:
    """What one button beside a row does: take the right to sign or give it back, end a mandate, take out a row."""
    place = member(iso3)
    if what == "authority":
        _turn(request, place, pk)
    elif what == "delegation":
        _end(request, get_object_or_404(Delegation, country=place, pk=pk))
    elif what in _REMOVED:
        _remove(request, place, what, pk)
    else:
        raise Http404
    return redirect("rounds:office-country-people", iso3)


def _turn(request: HttpRequest, place: Country, pk: int) -> None:
    with transaction.atomic():
        found = Authority.objects.select_for_update(of=("self",)).select_related("user")
        row = get_object_or_404(found, country=place, pk=pk)
        row.active = not row.active
        row.save(update_fields=["active"])
        _say(request, place, "authority_resume" if row.active else "authority_stop", row)


def _remove(request: HttpRequest, place: Country, what: str, pk: int) -> None:
    """With what goes along: an institution's people are told one by one."""
    model, way = _REMOVED[what]
    try:
        with transaction.atomic():
            row = get_object_or_404(model, **{way: place, "pk": pk})
            for one in row.people.select_related("user") if what == "institution" else ():
                _say(request, place, "provider_remove", one)
            if what in _SAID:
                _say(request, place, f"{what}_remove", row)
            row.delete()
    except ProtectedError:
        messages.error(request, _("Something hangs on it already: it stays."))


_REMOVED: dict[str, tuple[Any, str]] = {
    "institution": (Institution, "country"), "provider": (InstitutionUser, "institution__country"),
    "participation": (Participation, "country"),
}  # fmt: skip


def _end(request: HttpRequest, row: Delegation) -> None:
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write the day as a date."))
    else:
        attempt(request, mandates.mandate_end, mandate=row, end=form.cleaned_data["end"], actor=request.user)


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
