"""Countries and topics as rows of a table: every column is named here, once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from countries.models import BodyStatus
from laws.models import Law, Policy
from pages import answers
from pages.models import Profile
from records.answering import Reader
from records.api import texts
from records.exports import EVIDENCE, NOTICE, PAGE, Column, in_four, public
from records.models import Topic
from records.visibility import NOBODY, visible_to


@dataclass(slots=True)
class Country:
    """A jurisdiction with its public profile, which says what was checked."""

    jurisdiction: Any
    profile: Profile | None
    laws: int
    policies: int
    statuses: list[BodyStatus] = field(default_factory=list)

    @property
    def checked(self) -> Any:
        return self.profile and self.profile.checked

    @property
    def source(self) -> Any:
        return self.profile and self.profile.source

    @property
    def source_url(self) -> str:
        return self.profile.source_url if self.profile else ""

    def public_texts(self, name: str) -> dict[str, str]:
        return self.profile.public_texts(name) if self.profile else {}

    def get_absolute_url(self) -> str:
        return reverse("pages:country", args=[self.jurisdiction.code])


@dataclass(slots=True)
class Concept:
    """A topic with the number of its records."""

    topic: Any
    laws: int
    policies: int

    def get_absolute_url(self) -> str:
        return reverse("pages:topic", args=[self.topic.slug])


def countries() -> Iterator[Country]:
    statuses = visible_to(NOBODY, BodyStatus.objects.select_related("body"))
    found = answers.countries().prefetch_related(Prefetch("body_statuses", statuses, to_attr="public_statuses"))
    profiles = {one.jurisdiction_id: one for one in visible_to(NOBODY, Profile.objects.select_related("source"))}
    laws, policies = answers.counts(Law, "jurisdiction"), answers.counts(Policy, "jurisdiction")
    for one in found:
        own = laws.get(one.pk, 0), policies.get(one.pk, 0)
        yield Country(one, profiles.get(one.pk), *own, one.public_statuses)


def topics() -> Iterator[Concept]:
    laws, policies = answers.counts(Law, "topics"), answers.counts(Policy, "topics")
    core = visible_to(NOBODY, Topic.objects.filter(scope=Topic.Scope.CORE)).order_by("slug")
    around = [Prefetch(name, core) for name in ("broader", "narrower", "related")]
    for topic in answers.topics(every_label=True).prefetch_related(*around):
        yield Concept(topic, laws.get(topic.pk, 0), policies.get(topic.pk, 0))


def _of_country(name: str) -> Any:
    return lambda row, _: getattr(getattr(row.jurisdiction, "country", None), name, "")


def _statuses(row: Country, reader: Reader) -> str:
    """ "Mercosur: became a member 1991 | …" """
    return " | ".join(
        f"{fact.body.name}: {fact.get_kind_display()} {fact.date or fact.year or ''}".strip()
        for fact in sorted(row.statuses, key=answers.by_body)
    )


def _labels(language: str, kind: str) -> Any:
    def value(row: Concept, reader: Reader) -> str:
        labels = row.topic.labels.all()
        return " | ".join(sorted(one.text for one in labels if (one.language, one.kind) == (language, kind)))

    return value


def _name(language: str) -> Any:
    return lambda row, _: texts(row.jurisdiction, "name").get(language)


def _definition(language: str) -> Any:
    return lambda row, _: texts(row.topic, "definition").get(language)


def _around(name: str) -> Any:
    return lambda row, _: " | ".join(one.slug for one in getattr(row.topic, name).all())


COUNTRIES = [
    Column(_("code"), lambda row, _: row.jurisdiction.code),
    Column(_("level"), lambda row, _: str(row.jurisdiction.get_level_display())),
    *in_four(_("name"), _name),
    Column(_("ISO code of two letters"), _of_country("iso2")),
    Column(_("ISO code of three letters"), _of_country("iso3")),
    Column(_("official languages"), _of_country("languages")),
    Column(_("laws"), lambda row, _: row.laws),
    Column(_("public policies"), lambda row, _: row.policies),
    Column(_("status in organisations"), _statuses),
    *in_four(_("summary"), public("summary")),
    Column(_("migration authority"), lambda row, _: row.profile.authority if row.profile else ""),
    Column(_("site of the authority"), lambda row, _: row.profile.official_url if row.profile else ""),
    PAGE,
    *EVIDENCE,
    NOTICE,
]
TOPICS = [
    Column(_("key"), lambda row, _: row.topic.slug),
    *in_four(_("term"), lambda code: _labels(code, "pref")),
    *in_four(_("other terms"), lambda code: _labels(code, "alt")),
    *in_four(_("definition"), _definition),
    Column(_("broader"), _around("broader")),
    Column(_("narrower"), _around("narrower")),
    Column(_("related"), _around("related")),
    Column(_("laws"), lambda row, _: row.laws),
    Column(_("public policies"), lambda row, _: row.policies),
    PAGE,
    NOTICE,
]
