"""What readers see of SICREMI: what it is, who takes part since when, rounds with what they ask, published vintages."""

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from indicators.models import Vintage
from records.visibility import NOBODY, declares, visible_to
from rounds import access
from rounds.models import Participation, Round
from rounds.office import members
from rounds.publishing import dataset_slug

What = Participation.What


@dataclass(slots=True)
class Member:
    """One state. facts: the dated ones by kind; vintage: the newest of its own dataset."""

    code: str
    name: str
    facts: dict[str, list[Participation]] = field(default_factory=dict)
    vintage: Vintage | None = None


@declares("public records")
def sicremi(request: HttpRequest) -> HttpResponse:
    rows = states()
    context = {
        "states": rows, "rounds": access.announced(), "network": access.in_network(request.user), "published": [row for row in rows if row.vintage],
        "kinds": [(kind, kind.label) for kind in What if kind != What.LEFT or any(What.LEFT in row.facts for row in rows)],
    }  # fmt: skip
    return render(request, "rounds/public/sicremi.html", context)


def states() -> list[Member]:
    """All 35, by name in the active language."""
    found = {country.pk: Member(country.iso3, str(country.jurisdiction.name)) for country in members()}
    slugs = {dataset_slug(country): country.pk for country in members()}
    for fact in visible_to(NOBODY, Participation.objects.all()).select_related("round"):
        if fact.country_id in found and (fact.round is None or fact.round.state != Round.State.DRAFT):
            found[fact.country_id].facts.setdefault(fact.event, []).append(fact)
    vintages = visible_to(NOBODY, Vintage.objects.filter(dataset__slug__in=slugs)).select_related("dataset")
    for vintage in vintages.order_by("number"):
        found[slugs[vintage.dataset.slug]].vintage = vintage
    return list(found.values())


@declares("public records")
def round_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What a round asks, of whom, until when. Not how far anybody is."""
    round_ = get_object_or_404(access.announced(), slug=slug)
    invited = round_.countries.select_related("country__jurisdiction")
    context = {
        "round": round_, "tables": round_.tables.select_related("indicator", "round"), "sections": round_.sections.all(),
        "invited": sorted((str(row.country.jurisdiction.name) for row in invited), key=str.casefold),
    }  # fmt: skip
    return render(request, "rounds/public/round.html", context)
