"""The home page, countries, topics, what is new. Prose pages are Wagtail's."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from wagtail.views import serve

from countries.models import Jurisdiction
from pages import country as profiles
from pages import home as front
from pages import new as news
from pages import tiles
from pages import topics as thesaurus
from pages.models import HomePage
from records.models import Topic
from records.visibility import NOBODY, declares, live_only, visible_to

NEW_SHOWN = 50


def reader() -> str:
    """The language of the address."""
    return get_language() or "en"


@declares("public records")
def home(request: HttpRequest) -> HttpResponse:
    """Search, countries, topics, what is new; the words are those of Wagtail's home page of the language."""
    page = visible_to(NOBODY, HomePage.objects.filter(locale__language_code=reader())).first()
    return render(request, "pages/home.html", {"page": page, **front.context(reader())})


@declares("public records")
def countries(request: HttpRequest) -> HttpResponse:
    """The 35 states as tiles and by region, then organisations and other jurisdictions that have records."""
    grid = tiles.grid()
    by_code = {tile.code: tile for tile in grid}
    regions = [(name, [by_code[code] for code in codes if code in by_code]) for name, codes in tiles.REGIONS.items()]
    others = visible_to(NOBODY, Jurisdiction.objects.public()).exclude(country__is_member=True)
    others = others.filter(live_only("laws__")(NOBODY)).distinct().order_by("level", "name")
    return render(request, "pages/countries.html", {"grid": grid, "regions": regions, "others": others})


@declares("public records")
def country(request: HttpRequest, code: str) -> HttpResponse:
    """One jurisdiction. The invented one has no page here: its model act is reached by search alone."""
    found = visible_to(NOBODY, Jurisdiction.objects.public().filter(code=code)).select_related("country", "parent")
    jurisdiction = found.first()
    if jurisdiction is None:
        raise Http404
    context = profiles.context(jurisdiction, reader())
    empty = not (context["record"] or context["law_count"] or context["policies"] or context["members"])
    member = context["country"] and context["country"].is_member
    if empty and not member:
        raise Http404
    return render(request, "pages/country.html", context)


@declares("public records")
def topics(request: HttpRequest) -> HttpResponse:
    """Concepts of migration law by letter."""
    return render(
        request,
        "pages/topics.html",
        {"letters": thesaurus.listed(reader()), "featured": front.featured(reader())},
    )


@declares("public records")
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """One concept."""
    found = visible_to(NOBODY, Topic.objects.filter(slug=slug, scope=Topic.Scope.CORE)).first()
    if found is None:
        raise Http404
    return render(request, "pages/topic.html", thesaurus.context(found, reader()))


@declares("public records")
def new(request: HttpRequest) -> HttpResponse:
    """The last published records."""
    return render(request, "pages/new.html", {"items": news.newest(reader(), NEW_SHOWN)})


@declares("public records")
def prose(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's pages of prose: live ones, in the tree of the address's language."""
    return serve(request, path)
