"""What the collection holds and what it lacks, counted from the records."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy

from countries.models import Jurisdiction
from laws.models import Law, Policy, Provision
from pages.models import Profile
from records.labels import fold
from records.models import LANGUAGES
from records.visibility import NOBODY, visible_to

# Themes that every state is looked at for, and the concepts that count as one.
THEMES = (
    ("migration", gettext_lazy("Entry and stay"), ("immigration", "migration", "residence", "entry", "visa", "foreign-national")),
    ("nationality", gettext_lazy("Nationality"), ("nationality", "naturalization", "acquisition-of-nationality")),
    ("refugees", gettext_lazy("Refugees"), ("refugee", "asylum", "refugee-status", "international-protection")),
    ("trafficking", gettext_lazy("Trafficking"), ("trafficking-in-persons", "smuggling-of-migrants", "victim-of-trafficking")),
    ("labour", gettext_lazy("Labour migration"), ("labour-migration", "migrant-worker", "work-permit", "temporary-worker")),
)  # fmt: skip


@dataclass(slots=True)
class Cover:
    """One member. themes: how many laws stand under each theme, in the order of THEMES."""

    code: str
    name: str
    laws: int = 0
    with_text: int = 0
    unchecked: int = 0
    policies: int = 0
    themes: list[int] = field(default_factory=list)


def context(kinds: Collection[str], language: str) -> dict[str, Any]:
    """Only what the page's blocks ask for."""
    found: dict[str, Any] = {}
    if "coverage" in kinds:
        found |= {"coverage": table(), "themes": [title for _, title, _ in THEMES]}
    if "figures" in kinds:
        found["figures"] = figures()
    return found


def table() -> list[Cover]:
    """The 35 members by name."""
    members = list(Jurisdiction.objects.members())
    rows = {m.pk: Cover(m.code, m.name, themes=[0] * len(THEMES)) for m in members}
    has_text = Exists(Provision.objects.filter(law=OuterRef("pk")))
    laws = visible_to(NOBODY, Law.objects.filter(jurisdiction__in=rows)).annotate(has_text=has_text)
    for law in laws.only("jurisdiction", "checked").prefetch_related("topics"):
        row, slugs = rows[law.jurisdiction_id], {topic.slug for topic in law.topics.all()}
        row.laws += 1
        row.with_text += law.has_text
        row.unchecked += law.checked is None
        for place, (_, _, concepts) in enumerate(THEMES):
            row.themes[place] += bool(slugs.intersection(concepts))
    for policy in visible_to(NOBODY, Policy.objects.filter(jurisdiction__in=rows)).only("jurisdiction"):
        rows[policy.jurisdiction_id].policies += 1
    return sorted(rows.values(), key=lambda row: fold(row.name))


def figures() -> list[dict[str, Any]]:
    """Published records by kind: how many were checked against a source, and in how many languages they can be read."""
    kinds = (
        (gettext_lazy("Laws, treaties and decisions"), Law.objects.listed()),
        (gettext_lazy("Public policies"), Policy.objects.listed()),
        (gettext_lazy("Country profiles"), Profile.objects.listed()),
    )
    rows = []
    for name, records in kinds:
        public = visible_to(NOBODY, records)
        every = Q(**{f"state_{code}__in": ("reviewed", "outdated") for code in LANGUAGES})
        total, checked = public.count(), public.filter(checked__isnull=False).count()
        rows.append(
            {
                "name": name,
                "total": total,
                "checked": checked,
                "unchecked": total - checked,
                "four": public.filter(every).count(),
            }
        )
    return rows
