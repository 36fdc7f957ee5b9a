"""Countries and other jurisdictions, topics and sources as programs get them."""

import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from ninja import Schema

from countries.models import BodyStatus, Jurisdiction
from laws.models import Law, Policy
from pages.models import Profile
from records.answering import Reader
from records.api import (
    Links,
    Listed,
    Notice,
    Place,
    SourceRef,
    Texts,
    TopicRef,
    core_topics,
    notice,
    place,
    source_fields,
    source_ref,
    states,
    texts,
    topic_ref,
)  # fmt: skip
from records.models import LANGUAGES, Source, Topic
from records.visibility import NOBODY, visible_to


class CountryBrief(Schema):
    """A jurisdiction in a list. member: one of the 35 independent states of the Americas; laws, policies: published."""

    code: str
    level: str
    name: Texts
    iso2: str | None
    iso3: str | None
    member: bool
    languages: list[str]
    laws: int
    policies: int
    links: Links


class Countries(Listed):
    items: list[CountryBrief]


class Status(Schema):
    """A dated fact on a state's place in an organisation; some are disputed. unchecked: nobody compared it with `source`."""

    jurisdiction: Place
    body: Place
    kind: str
    date: datetime.date | None
    year: int | None
    note: Texts
    source: str
    source_url: str | None
    checked: datetime.date | None
    unchecked: bool


class ProfileOut(Schema):
    """Its migration law and policy in a few sentences."""

    summary: Texts
    meaning: Texts
    states: dict[str, str]
    authority: str
    official_url: str | None
    unchecked: bool
    checked: datetime.date | None
    source: SourceRef | None
    source_url: str | None


class CountryAnswer(CountryBrief, Notice):
    """One jurisdiction. statuses: in organisations, oldest first; members: of an organisation, what is known of its
    members."""

    parent: Place | None
    children: list[Place]
    statuses: list[Status]
    members: list[Status]
    profile: ProfileOut | None
    laws_url: str
    policies_url: str


class Label(Schema):
    """kind: "pref" or "alt"; country: code of the jurisdiction where alone it is used."""

    language: str
    kind: str
    text: str
    country: str


class TopicBrief(TopicRef):
    """A concept in a list."""

    definition: Texts
    laws: int
    policies: int
    links: Links


class Topics(Listed):
    items: list[TopicBrief]


class TopicAnswer(TopicBrief, Notice):
    """One concept with its labels and neighbours (SKOS)."""

    labels: list[Label]
    broader: list[TopicRef]
    narrower: list[TopicRef]
    related: list[TopicRef]
    laws_url: str
    policies_url: str


class SourceBrief(SourceRef):
    """A publication with how many public records were checked against it."""

    laws: int
    policies: int
    countries: int
    links: Links


class Sources(Listed):
    items: list[SourceBrief]


class SourceAnswer(SourceBrief, Notice):
    """One publication."""


# -- jurisdictions


def countries() -> Any:
    """Those that have a page: the 35 states, and whatever else has something to show. By code."""
    found = visible_to(NOBODY, Jurisdiction.objects.public()).select_related("country", "parent")
    laws = visible_to(NOBODY, Law.objects.filter(jurisdiction=OuterRef("pk")))
    policies = visible_to(NOBODY, Policy.objects.filter(jurisdiction=OuterRef("pk")))
    profiles = visible_to(NOBODY, Profile.objects.filter(jurisdiction=OuterRef("pk")))
    participations = visible_to(NOBODY, BodyStatus.objects.filter(body=OuterRef("pk")))
    member = Q(country__is_member=True)
    found = found.filter(member | Exists(laws) | Exists(policies) | Exists(profiles) | Exists(participations))
    return found.order_by("code")


def counts(model: Any, name: str) -> dict[int, int]:
    """Public records, not those of the model act, by what `name` leads to."""
    rows = (
        visible_to(NOBODY, model.objects.listed()).order_by().values_list(name).annotate(n=Count("pk", distinct=True))
    )
    return {key: n for key, n in rows if key is not None}


def country_members(one: Any, laws: dict[int, int], policies: dict[int, int], reader: Reader) -> dict[str, Any]:
    country = getattr(one, "country", None)
    return {
        "code": one.code, "level": one.level, "name": texts(one, "name"), "iso2": country.iso2 if country else None,
        "iso3": country.iso3 if country else None, "member": bool(country and country.is_member),
        "languages": [code.strip() for code in country.languages.split(",") if code.strip()] if country else [],
        "laws": laws.get(one.pk, 0), "policies": policies.get(one.pk, 0),
        "links": Links(
            self=reader.url(reverse("api:country", args=[one.code])),
            pages=reader.pages(reverse("pages:country", args=[one.code])),
        ),
    }  # fmt: skip


def country_answer(one: Any, reader: Reader) -> CountryAnswer:
    statuses = visible_to(NOBODY, BodyStatus.objects.select_related("body", "jurisdiction"))
    profile = visible_to(NOBODY, Profile.objects.filter(jurisdiction=one)).select_related("source").first()
    children = visible_to(NOBODY, Jurisdiction.objects.public().filter(parent=one)).order_by("level", "code")
    members = country_members(one, counts(Law, "jurisdiction"), counts(Policy, "jurisdiction"), reader)
    if profile and profile.official_url:
        members["links"].official = profile.official_url
    return CountryAnswer(
        **members, notice=notice(), parent=place(one.parent) if one.parent else None,
        children=[place(child) for child in children],
        statuses=[_status(fact) for fact in sorted(statuses.filter(jurisdiction=one), key=by_body)],
        members=[_status(fact) for fact in sorted(statuses.filter(body=one), key=_by_member)],
        profile=_profile(profile) if profile else None,
        laws_url=reader.url(f"{reverse('api:laws')}?jurisdiction={one.code}"),
        policies_url=reader.url(f"{reverse('api:policies')}?jurisdiction={one.code}"),
    )  # fmt: skip


def _by_age(fact: BodyStatus) -> tuple[int, datetime.date]:
    """Oldest first, a year without a day before its days; databases differ in where they put what has no date."""
    return (fact.date.year if fact.date else fact.year or 0, fact.date or datetime.date.min)


def by_body(fact: BodyStatus) -> tuple[Any, ...]:
    return (fact.body.code, *_by_age(fact))


def _by_member(fact: BodyStatus) -> tuple[Any, ...]:
    return (fact.jurisdiction.code, *_by_age(fact))


def _status(fact: BodyStatus) -> Status:
    return Status(
        jurisdiction=place(fact.jurisdiction), body=place(fact.body), kind=fact.kind, date=fact.date, year=fact.year,
        note=texts(fact, "note"), source=fact.source, source_url=fact.source_url or None, checked=fact.checked,
        unchecked=fact.checked is None,
    )  # fmt: skip


def _profile(profile: Profile) -> ProfileOut:
    return ProfileOut(
        summary=profile.public_texts("summary"), meaning=profile.public_texts("meaning"), states=states(profile),
        authority=profile.authority, official_url=profile.official_url or None, unchecked=profile.checked is None,
        checked=profile.checked, source=source_ref(profile.source), source_url=profile.source_url or None,
    )  # fmt: skip


# -- topics


def topics(*, every_label: bool = False) -> Any:
    return core_topics(every_label=every_label).order_by("slug")


def topic_members(topic: Topic, laws: dict[int, int], policies: dict[int, int], reader: Reader) -> dict[str, Any]:
    own = topic_ref(topic)
    return {
        "slug": own.slug, "label": own.label, "definition": texts(topic, "definition"), "laws": laws.get(topic.pk, 0),
        "policies": policies.get(topic.pk, 0),
        "links": Links(
            self=reader.url(reverse("api:topic", args=[topic.slug])),
            pages=reader.pages(reverse("pages:topic", args=[topic.slug])),
        ),
    }  # fmt: skip


def topic_answer(topic: Any, reader: Reader) -> TopicAnswer:
    around: dict[str, Any] = {
        name: [topic_ref(one) for one in topics().filter(**{other: topic})] for name, other in _AROUND.items()
    }
    return TopicAnswer(
        **topic_members(topic, counts(Law, "topics"), counts(Policy, "topics"), reader), notice=notice(),
        labels=[Label(language=one.language, kind=one.kind, text=one.text, country=one.country) for one in _labels(topic)],
        **around,
        laws_url=reader.url(f"{reverse('api:laws')}?topic={topic.slug}"),
        policies_url=reader.url(f"{reverse('api:policies')}?topic={topic.slug}"),
    )  # fmt: skip


# From the neighbour's side: whose narrower one is this, and so on.
_AROUND = {"broader": "narrower", "narrower": "broader", "related": "related"}


def _labels(topic: Topic) -> list[Any]:
    order = {code: place for place, code in enumerate(LANGUAGES)}
    return sorted(
        topic.labels.all(), key=lambda one: (order.get(one.language, 9), one.language, one.kind != "pref", one.text)
    )


# -- sources


def sources() -> Any:
    """Publications that a public record names; which others the editors keep is theirs."""
    return visible_to(NOBODY, Source.objects.all()).order_by("slug")


def source_counts() -> dict[str, dict[int, int]]:
    return {
        name: counts(model, "source") for name, model in (("laws", Law), ("policies", Policy), ("countries", Profile))
    }


def source_members(source: Source, found: dict[str, dict[int, int]], reader: Reader) -> dict[str, Any]:
    own_counts = {name: by_source.get(source.pk, 0) for name, by_source in found.items()}
    links = Links(self=reader.url(reverse("api:source", args=[source.slug])), pages={}, official=source.url or None)
    return {**source_fields(source), **own_counts, "links": links}
