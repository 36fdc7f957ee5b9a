"""Records × languages: which texts are missing, machine made, drafts, reviewed or outdated, and where to close a gap."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst

from countries.models import Jurisdiction
from records import sheets
from records.models import LANGUAGES, LanguageState
from records.visibility import declares

PAGE = 50


@dataclass(frozen=True, slots=True)
class Cell:
    """The state of one language, and the page on which it is written."""

    code: str
    state: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """One record. edit: its form."""

    title: str
    place: str
    edit: str
    live: bool
    cells: list[Cell]


@declares("staff")
def matrix(request: HttpRequest) -> HttpResponse:
    """One kind of record, narrowed by jurisdiction, language and state."""
    kinds = [sheet for sheet in sheets.every() if may_translate(request.user, sheet.model)]
    sheet = next((sheet for sheet in kinds if sheet.name == request.GET.get("kind")), kinds[0] if kinds else None)
    if sheet is None:
        return render(request, "records/desk/matrix.html", {"kinds": []}, status=403)
    records = sheet.model._default_manager.filter(jurisdiction__is_example=False).select_related("jurisdiction")
    places = Jurisdiction.objects.filter(pk__in=records.values("jurisdiction")).order_by("name")
    if place := request.GET.get("jurisdiction"):
        records = records.filter(jurisdiction__code=place)
    counts = _counts(records)
    language, state = request.GET.get("language", ""), request.GET.get("state", "")
    records = _narrowed(records, language, state)
    page = Paginator(records.order_by("jurisdiction__code", "slug"), PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "kinds": [(one.name, capfirst(str(one.label)), one is sheet) for one in kinds],
        "places": places, "place": place, "language": language, "state": state, "states": LanguageState.choices,
        "languages_shown": settings.LANGUAGES, "counts": counts, "page": page, "query": query.urlencode(),
        "rows": [_row(sheet, record) for record in page],
    }  # fmt: skip
    return render(request, "records/desk/matrix.html", context)


def may_translate(user: Any, model: Any) -> bool:
    """Whoever may change records of this model."""
    return bool(user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}"))


def may_see(user: Any) -> bool:
    """Whoever may change any kind of record."""
    return any(may_translate(user, sheet.model) for sheet in sheets.every())


def _counts(records: QuerySet[Any]) -> list[tuple[str, str, list[int]]]:
    """For each state, how many records are in it, by language."""
    states: dict[str, Counter[str]] = {code: Counter() for code in LANGUAGES}
    for row in records.values_list(*(f"state_{code}" for code in LANGUAGES)):
        for code, state in zip(LANGUAGES, row, strict=True):
            states[code][state] += 1
    return [(value, str(name), [states[code][value] for code in LANGUAGES]) for value, name in LanguageState.choices]


def _narrowed(records: QuerySet[Any], language: str, state: str) -> QuerySet[Any]:
    if state not in LanguageState.values:
        return records
    codes = [language] if language in LANGUAGES else list(LANGUAGES)
    wanted = Q()
    for code in codes:
        wanted |= Q(**{f"state_{code}": state})
    return records.filter(wanted)


def _row(sheet: sheets.Sheet, record: Any) -> Row:
    shown = sheets.latest(record)
    options = sheet.model._meta
    return Row(
        title=str(shown) or record.slug,
        place=record.jurisdiction.name,
        edit=reverse(f"wagtailsnippets_{options.app_label}_{options.model_name}:edit", args=[record.pk]),
        live=record.live,
        cells=[
            Cell(
                code,
                state := getattr(shown, f"state_{code}"),
                str(LanguageState(state).label),
                reverse("records_translate", args=[sheet.name, record.pk, code]),
            )
            for code in LANGUAGES
        ],
    )
