"""The page of a country or another jurisdiction: its profile, its place in organisations, its laws and policies."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from countries.models import BodyStatus, Jurisdiction
from laws.models import Law, Policy, Provision
from pages.models import Profile
from records.labels import fold
from records.texts import Shown, shown
from records.visibility import NOBODY, visible_to

_ORDER = {code: place for place, (code, _) in enumerate(Law.Type.choices)}


@dataclass(slots=True)
class Line:
    """One record in a list."""

    url: str
    title: Shown
    citation: str
    year: int | None
    has_text: bool
    unchecked: bool


@dataclass(slots=True)
class Section:
    """Records of one type."""

    name: str
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Body:
    """An organisation and what is known of the jurisdiction's place in it, oldest first."""

    name: str
    code: str
    url: str
    facts: list[BodyStatus] = field(default_factory=list)


def context(jurisdiction: Jurisdiction, language: str) -> dict[str, Any]:
    """Everything the page shows."""
    profile = visible_to(NOBODY, Profile.objects.filter(jurisdiction=jurisdiction)).select_related("source").first()
    laws = sections(visible_to(NOBODY, Law.objects.filter(jurisdiction=jurisdiction)), language)
    policies = visible_to(NOBODY, Policy.objects.filter(jurisdiction=jurisdiction))
    children = visible_to(NOBODY, Jurisdiction.objects.public().filter(parent=jurisdiction)).order_by("level", "name")
    return {
        "jurisdiction": jurisdiction,
        "country": getattr(jurisdiction, "country", None),
        "record": profile,
        "overview": shown(profile, "summary", language) if profile else None,
        "meaning": shown(profile, "meaning", language) if profile else None,
        "bodies": bodies(jurisdiction),
        "members": members(jurisdiction),
        "laws": laws,
        "law_count": sum(len(section.lines) for section in laws),
        "policies": [policy_line(policy, language) for policy in policies],
        "children": children,
    }


def sections(laws: Any, language: str) -> list[Section]:
    """Laws by type, newest first."""
    has_text = Exists(Provision.objects.filter(law=OuterRef("pk")))
    rows: dict[str, Section] = {}
    found = laws.select_related("jurisdiction").annotate(has_text=has_text)
    for law in sorted(found, key=lambda law: (_ORDER[law.type], -(law.known_year or 0), law.slug)):
        section = rows.setdefault(law.type, Section(str(law.get_type_display())))
        section.lines.append(law_line(law, language))
    return list(rows.values())


def law_line(law: Any, language: str) -> Line:
    """A law, annotated with `has_text`, in a list."""
    return Line(
        law.get_absolute_url(), shown(law, "title", language), law.citation if law.number else "", law.known_year,
        law.has_text, law.checked is None,
    )  # fmt: skip


def policy_line(policy: Policy, language: str) -> Line:
    """A policy in a list."""
    return Line(
        policy.get_absolute_url(), shown(policy, "title", language), policy.issuing_body, policy.known_year, False,
        policy.checked is None,
    )  # fmt: skip


def bodies(jurisdiction: Jurisdiction) -> list[Body]:
    """The organisations it has to do with."""
    found: dict[int, Body] = {}
    facts = sorted(
        jurisdiction.body_statuses.select_related("body"), key=lambda fact: (fold(fact.body.name), when(fact))
    )
    for fact in facts:
        body = found.setdefault(fact.body_id, Body(fact.body.name, fact.body.code, ""))
        body.facts.append(fact)
    return list(found.values())


def members(body: Jurisdiction) -> list[BodyStatus]:
    """For an organisation: what is known of its members, by member."""
    facts = body.participations.select_related("jurisdiction")
    return sorted(facts, key=lambda fact: (fold(fact.jurisdiction.name), when(fact)))


def when(fact: BodyStatus) -> date:
    """For sorting: what is known by its year alone stands at the end of that year."""
    return fact.date or date(fact.year or 1, 12, 31)
