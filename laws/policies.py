"""What the page of a public policy shows."""

from typing import Any

from laws.models import Law, Policy
from records.texts import Shown, shown
from records.visibility import NOBODY, visible_to


def context(policy: Policy, language: str) -> dict[str, Any]:
    """Texts in the reader's language where they may be seen, and links to what it rests on."""
    texts = {name: shown(policy, name, language) for name in Policy.TEXTS}
    successor = visible_to(NOBODY, Policy.objects.filter(predecessors=policy)).select_related("jurisdiction").first()
    predecessors = visible_to(NOBODY, Policy.objects.filter(successor=policy)).select_related("jurisdiction")
    laws = visible_to(NOBODY, Law.objects.filter(policies=policy)).select_related("jurisdiction")
    return {
        "policy": policy, "record": policy, **texts,
        "share_title": texts["title"].text, "share_text": texts["summary"],
        "institutions": [line for line in policy.institutions.splitlines() if line.strip()],
        "basis": [(law.get_absolute_url(), shown(law, "title", language), law.citation) for law in laws],
        "successor": _named(successor, language) if successor else None,
        "predecessors": [_named(one, language) for one in predecessors],
        "topics": [(topic.slug, topic.label_in(language)) for topic in policy.topics.prefetch_related("labels")],
    }  # fmt: skip


def named(law: Law, language: str) -> list[tuple[str, Shown]]:
    """The policies that rest on a law."""
    found = visible_to(NOBODY, Policy.objects.filter(legal_basis=law)).select_related("jurisdiction")
    return [_named(policy, language) for policy in found]


def _named(policy: Policy, language: str) -> tuple[str, Shown]:
    return policy.get_absolute_url(), shown(policy, "title", language)
