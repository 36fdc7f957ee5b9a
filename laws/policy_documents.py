"""What of a public policy is searchable, and how its hit looks."""

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import and_, or_

from django.db.models import Q
from django.utils.translation import gettext

from laws.labels import fold
from laws.models import Policy
from records.models import LANGUAGES
from records.texts import shown
from records.visibility import NOBODY, visible_to
from search.documents import Document
from search.record_hit import RecordHit

# Texts in the order in which they stand in a document: what a policy is comes before how it is run.
_TEXTS = ("summary", "objectives", "population", "measures", "monitoring", "meaning")


def documents(pks: Iterable[int]) -> dict[int, list[Document]]:
    """One document a policy; none for one that is not public."""
    pks = list(pks)
    policies = visible_to(NOBODY, Policy.objects.filter(pk__in=pks)).select_related("jurisdiction")
    found = {policy.pk: [_of_policy(policy)] for policy in policies.prefetch_related("topics")}
    return {pk: found.get(pk, []) for pk in pks}


def _of_policy(policy: Policy) -> Document:
    texts = {
        code: "\n".join(filter(None, (getattr(policy, f"{name}_{code}") for name in _TEXTS))) for code in LANGUAGES
    }
    public = policy.public_languages
    year = policy.known_year
    return Document(
        kind="policy", pk=policy.pk, record=f"policy:{policy.pk}", version=0,
        audience="example" if policy.jurisdiction.is_example else "public",
        date=year * 10000 if year else 0,
        name=policy.public_texts("title"), text={code: text for code, text in texts.items() if text and code in public},
        facets={
            "kind": ("policy",),
            "jurisdiction": (policy.jurisdiction.code,),
            "language": public,
            "topic": tuple(sorted(topic.slug for topic in policy.topics.all())),
            "decade": (f"{year // 10 * 10}",) if year else (),
        },
    )  # fmt: skip


def hits(kind: str, pks: Iterable[int], language: str) -> dict[int, RecordHit]:
    """Policies by primary key, filtered once more by visibility."""
    policies = visible_to(NOBODY, Policy.objects.filter(pk__in=list(pks))).select_related("jurisdiction")
    return {policy.pk: _hit(policy, language) for policy in policies}


def _hit(policy: Policy, language: str) -> RecordHit:
    title, summary = shown(policy, "title", language), shown(policy, "summary", language)
    return RecordHit(
        kind="policy", pk=policy.pk, record=policy.pk, url=policy.get_absolute_url(), title=title.text,
        title_language=title.language, type=gettext("public policy"), summary=summary.text, summary_language=summary.language,
        jurisdiction=policy.jurisdiction.name, jurisdiction_code=policy.jurisdiction.code, year=policy.known_year,
        unchecked=policy.checked is None,
    )  # fmt: skip


def find(
    words: list[str], language: str, limit: int, *, titles_only: bool = False, example: bool = False,
    filters: Mapping[str, tuple[str, ...]] | None = None,
) -> list[tuple[str, int, int]]:  # fmt: skip
    """Policies with all the words in a title, by plain comparison in the database."""
    filters = filters or {}
    if not words or filters.get("type"):
        return []
    policies = visible_to(NOBODY, Policy.objects.all() if example else Policy.objects.listed())
    if filters.get("jurisdiction"):
        policies = policies.filter(jurisdiction__code__in=filters["jurisdiction"])
    found = policies.filter(reduce(and_, [_has(word) for word in words]))
    return [("policy", pk, pk) for pk in found.values_list("pk", flat=True)[:limit]]


def _has(word: str) -> Q:
    """In a title of a language that may be seen."""
    public = ("reviewed", "outdated")
    return reduce(
        or_,
        [
            Q(**{f"title_{code}__icontains": variant, f"state_{code}__in": public})
            for code in LANGUAGES
            for variant in {word, fold(word)}
        ],
    )
