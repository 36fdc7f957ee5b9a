"""What of a law is searchable: one document for the law, one for each provision version that has a text."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Prefetch

from laws.labels import normalise
from laws.models import Law, LawEvent, Provision, ProvisionText, ProvisionVersion
from records.models import LANGUAGES
from records.visibility import NOBODY, visible_to
from search import numbers
from search.documents import ANALYSED, OPEN_END, OPEN_START, OTHER, Document

# A provision quoted whole inside an amending one is sought by its own number too.
_QUOTED = re.compile(r"(?i)^(?:art[íi]culo|artigo|article|art\.?|section|sec\.?)\s")


def documents(pks: Iterable[int]) -> dict[int, list[Document]]:
    """Documents of these laws by primary key; a law that is not public has none."""
    pks = list(pks)
    laws = visible_to(NOBODY, Law.objects.filter(pk__in=pks))
    laws = laws.select_related("jurisdiction").prefetch_related("aliases", "topics", "events", _provisions())
    found = {law.pk: _of_law(law) for law in laws}
    return {pk: found.get(pk, []) for pk in pks}


def _provisions() -> Prefetch:
    texts = ProvisionText.objects.only("version_id", "language", "label", "heading", "body", "blocks")
    versions = ProvisionVersion.objects.prefetch_related(Prefetch("texts", texts))
    return Prefetch("provisions", Provision.objects.prefetch_related(Prefetch("versions", versions)))


def _of_law(law: Law) -> list[Document]:
    units = [(v, provision) for provision in law.provisions.all() for v in provision.versions.all() if v.texts.all()]
    languages = {text.language for version, _ in units for text in version.texts.all()}
    shared: dict[str, Any] = {
        "record": f"law:{law.pk}",
        "version": 0,
        "audience": "example" if law.jurisdiction.is_example else "public",
        "date": as_number(law.date, OPEN_START),
        "numbers": law_numbers(law),
        "name": law_names(law),
    }
    repealed = [e.date for e in law.events.all() if e.kind == LawEvent.Kind.REPEALED and not e.is_claim]
    facets = {
        "kind": ("law",),
        "jurisdiction": (law.jurisdiction.code,),
        "type": (law.type,),
        "language": tuple(sorted(languages)),
        "topic": tuple(sorted(topic.slug for topic in law.topics.all())),
        "decade": (f"{law.date.year // 10 * 10}",) if law.date else (),
    }
    status = "repealed" if repealed else "unknown"
    whole = Document(
        kind="law", pk=law.pk, facets={**facets, "status": (status,)},
        text={code: text for code in LANGUAGES if (text := getattr(law, f"summary_{code}"))}, **shared,
    )  # fmt: skip
    ended = min((day for day in repealed if day), default=None)
    return [whole, *(_of_version(v, provision, facets, shared, repealed, ended) for v, provision in units)]


def _of_version(
    version: ProvisionVersion, provision: Provision, facets: dict[str, tuple[str, ...]], shared: dict[str, Any],
    repealed: list[Any], ended: date | None,
) -> Document:  # fmt: skip
    texts = list(version.texts.all())
    status = "repealed" if repealed else version.status if version.is_current else "superseded"
    end = version.valid_to or (None if version.is_current else _known_end(version, provision))
    field: dict[str, dict[str, str]] = {"heading": {}, "text": {}}
    for text in texts:
        name = text.language if text.language in ANALYSED else OTHER
        field["heading"][name] = text.heading
        field["text"][name] = f"{field['text'].get(name, '')}\n{text.body}".strip()
    return Document(
        kind="provision", pk=version.pk, facets={**facets, "status": (status,)},
        valid_from=as_number(version.valid_from, OPEN_START), valid_to=as_number(end, OPEN_END),
        labels=tuple(dict.fromkeys([provision.number, *quoted_labels(texts)])), **field, **shared,
    )  # fmt: skip


def quoted_labels(texts: Iterable[ProvisionText]) -> list[str]:
    """Numbers of the provisions that an amending one quotes whole."""
    quoted = (row[2] for text in texts for row in text.blocks if len(row) > 2 and _QUOTED.match(row[2]))
    return [normalise(label) for label in quoted]


def _known_end(version: ProvisionVersion, provision: Provision) -> date:
    """A superseded wording ends at the latest when the next one is known to begin; day 1 when nobody knows."""
    later = (v.valid_from or v.as_of for v in provision.versions.all() if v.number > version.number)
    return next((day for day in later if day), date.min)


def as_number(day: date | None, unknown: int) -> int:
    """YYYYMMDD, or `unknown`."""
    return day.year * 10000 + day.month * 100 + day.day if day else unknown


def law_names(law: Law) -> dict[str, str]:
    """Titles and other names by search field language."""
    names: dict[str, list[str]] = {code: [title] for code in LANGUAGES if (title := getattr(law, f"title_{code}"))}
    for alias in law.aliases.all():
        if alias.kind != "number":
            names.setdefault(alias.language if alias.language in ANALYSED else OTHER, []).append(alias.text)
    return {language: " · ".join(dict.fromkeys(texts)) for language, texts in sorted(names.items())}


def law_numbers(law: Law) -> tuple[str, ...]:
    """Keys of every official number of the law, in whatever spelling (`search.numbers`)."""
    spelled = [f"{law.native_type} {law.number}".strip()] if law.number else []
    spelled += [law.number] if law.number else []
    spelled += [alias.text for alias in law.aliases.all() if alias.kind == "number"]
    return tuple(sorted({key for text in spelled for key in numbers.keys(text)}))
