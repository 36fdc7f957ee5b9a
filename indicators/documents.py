"""What of an indicator is searchable, and how its hit looks."""

from collections.abc import Iterable, Mapping
from functools import reduce
from operator import and_, or_

from django.db.models import Q
from django.utils.translation import gettext

from indicators.models import Indicator
from records.labels import fold
from records.models import LANGUAGES
from records.visibility import NOBODY, visible_to
from search.documents import Document
from search.record_hit import RecordHit

_TEXTS = ("definition", "method", "harmonisation")


def documents(pks: Iterable[int]) -> dict[int, list[Document]]:
    """One document an indicator: its definition, not its figures."""
    pks = list(pks)
    found = visible_to(NOBODY, Indicator.objects.filter(pk__in=pks))
    made = {indicator.pk: [_of(indicator)] for indicator in found}
    return {pk: made.get(pk, []) for pk in pks}


def _of(indicator: Indicator) -> Document:
    texts = {
        code: "\n".join(filter(None, (getattr(indicator, f"{name}_{code}") for name in _TEXTS))) for code in LANGUAGES
    }
    return Document(
        kind="indicator", pk=indicator.pk, record=f"indicator:{indicator.pk}", version=0,
        name={code: title for code in LANGUAGES if (title := getattr(indicator, f"title_{code}"))},
        text={code: text for code, text in texts.items() if text},
        facets={"kind": ("indicator",), "language": tuple(code for code in LANGUAGES if texts[code])},
    )  # fmt: skip


def hits(kind: str, pks: Iterable[int], language: str) -> dict[int, RecordHit]:
    """Indicators by primary key."""
    found = visible_to(NOBODY, Indicator.objects.filter(pk__in=list(pks)))
    return {indicator.pk: _hit(indicator, language) for indicator in found}


def _hit(indicator: Indicator, language: str) -> RecordHit:
    def own(name: str) -> tuple[str, str]:
        order = (language, *LANGUAGES)
        return next(((text, code) for code in order if (text := getattr(indicator, f"{name}_{code}"))), ("", language))

    (title, title_language), (summary, summary_language) = own("title"), own("definition")
    return RecordHit(
        kind="indicator", pk=indicator.pk, record=indicator.pk, url=indicator.get_absolute_url(), title=title,
        title_language=title_language, type=gettext("indicator"), summary=summary, summary_language=summary_language,
        citation=str(indicator.get_section_display()),
    )  # fmt: skip


def find(
    words: list[str], language: str, limit: int, *, titles_only: bool = False, example: bool = False,
    filters: Mapping[str, tuple[str, ...]] | None = None,
) -> list[tuple[str, int, int]]:  # fmt: skip
    """Indicators with all the words in a title; none where a filter asks for what indicators have not."""
    if not words or any((filters or {}).get(name) for name in ("type", "jurisdiction")):
        return []
    found = visible_to(NOBODY, Indicator.objects.all()).filter(reduce(and_, [_has(word) for word in words]))
    return [("indicator", pk, pk) for pk in found.values_list("pk", flat=True)[:limit]]


def _has(word: str) -> Q:
    return reduce(
        or_, [Q(**{f"title_{code}__icontains": variant}) for code in LANGUAGES for variant in {word, fold(word)}]
    )
