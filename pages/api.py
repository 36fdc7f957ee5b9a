"""The read-only API of countries, topics and sources, and the same answers at the addresses of their pages."""

from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Field, Query, Router

from countries.models import Jurisdiction
from laws.models import Law, Policy
from pages import answers, exporters
from records.answering import answers as for_programs
from records.answering import reader
from records.api import CSV, Asked, Flag, Nothing, Paged, as_json, in_path, listed, paged
from records.exports import as_file
from records.visibility import declares

router = Router(tags=[gettext_noop("Countries, topics and sources")])
CountryCode = Annotated[str, in_path(gettext_noop("Code of the country or body."), "arg")]
TopicSlug = Annotated[str, in_path(gettext_noop("Last part of the topic's address."), "refugee")]
SourceSlug = Annotated[str, in_path(gettext_noop("Short name of the source."))]


class CountriesAsked(Paged):
    """Of the list of jurisdictions."""

    level: list[Jurisdiction.Level] = Field(
        [], description=gettext_noop("Kind of jurisdiction; several mean any of them."), examples=["state"]
    )
    member: Flag | None = Field(
        None,
        description=gettext_noop("1: only the 35 independent states of the Americas; 0: only the others."),
        examples=["1"],
    )


def _countries(ask: CountriesAsked) -> Any:
    found = answers.countries()
    if ask.level:
        found = found.filter(level__in=ask.level)
    if ask.member is not None:
        members = Jurisdiction.objects.members().values("pk")
        found = found.filter(pk__in=members) if ask.member == "1" else found.exclude(pk__in=members)
    return found


def _one(found: QuerySet[Any]) -> Any:
    one = found.first()
    if one is None:
        raise Http404
    return one


@router.get(
    "/countries", response=answers.Countries, url_name="countries",
    summary=gettext_noop("Countries, organisations and other jurisdictions"),
)  # fmt: skip
@declares("public records")
def countries(request: HttpRequest, ask: Query[CountriesAsked]) -> Any:
    who = reader(request)
    numbers, found = paged(_countries(ask), ask)
    totals = answers.counts(Law, "jurisdiction"), answers.counts(Policy, "jurisdiction")
    items = [answers.CountryBrief(**answers.country_members(one, *totals, who)) for one in found]
    return answers.Countries(**listed(request, who, numbers, items))


@router.get(
    "/countries.csv", url_name="countries-table", openapi_extra=CSV,
    summary=gettext_noop("All jurisdictions as a table for spreadsheets"),
)  # fmt: skip
@declares("public records")
def countries_table(request: HttpRequest, ask: Query[Asked]) -> HttpResponse:
    return as_file(exporters.COUNTRIES, exporters.countries(), reader(request), "countries")


@router.get(
    "/countries/{slug:code}", response=answers.CountryAnswer, url_name="country",
    summary=gettext_noop("One jurisdiction with its place in organisations and its profile"),
)  # fmt: skip
@declares("public records")
def country(request: HttpRequest, code: CountryCode, ask: Query[Asked]) -> Any:
    return answers.country_answer(_one(answers.countries().filter(code=code)), reader(request))


@router.get("/topics", response=answers.Topics, url_name="topics", summary=gettext_noop("Concepts of the thesaurus"))
@declares("public records")
def topics(request: HttpRequest, ask: Query[Paged]) -> Any:
    who = reader(request)
    numbers, found = paged(answers.topics(), ask)
    totals = answers.counts(Law, "topics"), answers.counts(Policy, "topics")
    items = [answers.TopicBrief(**answers.topic_members(one, *totals, who)) for one in found]
    return answers.Topics(**listed(request, who, numbers, items))


@router.get(
    "/topics.csv", url_name="topics-table", openapi_extra=CSV,
    summary=gettext_noop("All topics as a table for spreadsheets"),
)  # fmt: skip
@declares("public records")
def topics_table(request: HttpRequest, ask: Query[Asked]) -> HttpResponse:
    return as_file(exporters.TOPICS, exporters.topics(), reader(request), "topics")


@router.get(
    "/topics/{slug:slug}", response=answers.TopicAnswer, url_name="topic",
    summary=gettext_noop("One concept with its labels in all languages, its definition and its neighbours"),
)  # fmt: skip
@declares("public records")
def topic(request: HttpRequest, slug: TopicSlug, ask: Query[Asked]) -> Any:
    return answers.topic_answer(_one(answers.topics(every_label=True).filter(slug=slug)), reader(request))


@router.get(
    "/sources", response=answers.Sources, url_name="sources",
    summary=gettext_noop("Publications against which records were checked"),
)  # fmt: skip
@declares("public records")
def sources(request: HttpRequest, ask: Query[Paged]) -> Any:
    who = reader(request)
    numbers, found = paged(answers.sources(), ask)
    totals = answers.source_counts()
    items = [answers.SourceBrief(**answers.source_members(one, totals, who)) for one in found]
    return answers.Sources(**listed(request, who, numbers, items))


@router.get(
    "/sources/{slug:slug}", response=answers.SourceAnswer, url_name="source", summary=gettext_noop("One publication")
)
@declares("public records")
def source(request: HttpRequest, slug: SourceSlug, ask: Query[Asked]) -> Any:
    one = _one(answers.sources().filter(slug=slug))
    members = answers.source_members(one, answers.source_counts(), reader(request))
    return answers.SourceAnswer(**members, notice=answers.notice())


# -- the same at the addresses of pages: /es/countries/arg.json


def _country_file(request: HttpRequest, code: str) -> HttpResponse:
    return as_json(answers.country_answer(_one(answers.countries().filter(code=code)), reader(request)))


def _topic_file(request: HttpRequest, slug: str) -> HttpResponse:
    return as_json(answers.topic_answer(_one(answers.topics(every_label=True).filter(slug=slug)), reader(request)))


country_file = for_programs(declares("public records")(_country_file), asked=Nothing, located=True)
topic_file = for_programs(declares("public records")(_topic_file), asked=Nothing, located=True)
