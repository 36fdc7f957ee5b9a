"""Records of this site that a country's narrative can point to."""

from typing import Any

from django.utils.translation import override

from countries.models import Country
from laws.models import Law, Policy
from records.labels import fold
from records.models import LANGUAGES
from records.visibility import NOBODY, visible_to

MOST = 12
LONGEST = 120
_KINDS: dict[str, Any] = {"law": Law, "policy": Policy}


def matches(sought: str, country: Country, language: str) -> list[dict[str, str]]:
    """Published laws and policies with all words sought in a title or the number; the country's own first. Labels and
    addresses are those of the language."""
    words = fold(sought[:LONGEST]).replace("\0", " ").split()
    if not words:
        return []
    found = []
    for kind, model in _KINDS.items():
        for row in visible_to(NOBODY, model.objects.filter(jurisdiction__is_example=False)).select_related(
            "jurisdiction"
        ):
            cited = row.citation if kind == "law" else ""
            text = fold(" ".join([cited, *row.public_texts("title").values()]))
            if all(word in text for word in words):
                found.append((row.jurisdiction_id != country.jurisdiction_id, text, _link(kind, row, cited, language)))
    return [link for _, _, link in sorted(found, key=lambda one: one[:2])[:MOST]]


def _link(kind: str, row: Any, cited: str, language: str) -> dict[str, str]:
    with override(language if language in LANGUAGES else "en"):
        title = row.title_in(language)[0]
        label = f"{cited}: {title}" if cited and cited != title else title
        return {"kind": kind, "address": row.get_absolute_url(), "label": f"{label} ({row.jurisdiction})"[:500]}
