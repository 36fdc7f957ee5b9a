"""What the home page shows: the countries, the topics, what is new."""

from typing import Any

from django.db.models import Count

from countries.models import Jurisdiction
from laws.models import Law, Policy
from pages import new, tiles
from records.models import Topic
from records.visibility import NOBODY, live_only, visible_to

# The concepts by which readers come in, each with an icon of that name.
FEATURED = (
    "refugee", "labour-migration", "residence-permit", "regularization", "nationality", "trafficking-in-persons",
    "family-reunification", "rights-of-the-child", "expulsion", "statelessness", "access-to-services",
    "consular-protection",
)  # fmt: skip
NEWEST = 6
NEW_VINTAGES = 2  # a day on which many datasets come must not hide the laws


def context(language: str) -> dict[str, Any]:
    """Everything but the page's own words."""
    laws = visible_to(NOBODY, Law.objects.listed())
    policies = visible_to(NOBODY, Policy.objects.listed())
    return {
        "grid": tiles.grid(),
        "featured": featured(language),
        "newest": new.newest(language, NEWEST, vintages=NEW_VINTAGES),
        "totals": {
            "laws": laws.count(),
            "policies": policies.count(),
            "with_text": laws.filter(provisions__isnull=False).distinct().count(),
            "jurisdictions": Jurisdiction.objects.public().filter(live_only("laws__")(NOBODY)).distinct().count(),
        },
    }


def featured(language: str) -> list[dict[str, Any]]:
    """Label, icon and number of records of each featured concept that is in the thesaurus."""
    topics = Topic.objects.filter(slug__in=FEATURED).prefetch_related("labels")
    counts = dict(
        visible_to(NOBODY, Law.objects.listed())
        .filter(topics__slug__in=FEATURED)
        .order_by()  # the model's own order would split the groups
        .values_list("topics__slug")
        .annotate(n=Count("pk", distinct=True))
    )
    found = {topic.slug: topic for topic in topics}
    return [
        {
            "slug": slug,
            "icon": f"components/icons/topics/{slug}.svg",
            "label": found[slug].label_in(language),
            "laws": counts.get(slug, 0),
        }
        for slug in FEATURED
        if slug in found
    ]
