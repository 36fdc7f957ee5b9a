"""Search hits of this room as the results page shows them, and the database's own search for when the engine is down."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, or_
from typing import Any, NamedTuple

from django.db.models import Q

from countries.models import Jurisdiction
from laws.labels import fold
from laws.models import Law, ProvisionText, ProvisionVersion
from laws.naming import kind_name, sequence_name
from records.models import LANGUAGES
from records.visibility import NOBODY, visible_to

# Of a law, in the order of `_Law`.
_COLUMNS = ("pk", "slug", "number", "native_type", "type", "date", "year", "checked", "original_language", "jurisdiction_id",
            *(f"{name}_{code}" for name in ("title", "summary", "state") for code in LANGUAGES))  # fmt: skip
# Read straight: Django's get_type_display hashes every lazy name of the field at each call.
_TYPE_NAMES = dict(Law.Type.choices)


@dataclass(frozen=True, slots=True)
class Hit:
    """One unit for the template. For a law: title, citation; for a provision also label (as printed; a preamble has none
    and gets its name in the active language), sequence (which run of numbers it stands in, where that is not the main one),
    heading and body. summary: of the record, in summary_language. address: of the record among those of its kind ("arg/ley-25871")."""

    kind: str
    pk: int
    record: int
    address: str
    url: str
    title: str
    title_language: str
    citation: str
    jurisdiction: str
    jurisdiction_code: str
    type: str
    year: int | None
    label: str = ""
    sequence: str = ""
    heading: str = ""
    body: str = ""
    language: str = ""
    status: str = ""
    is_current: bool = True
    unchecked: bool = True
    summary: str = ""
    summary_language: str = ""


def hits(kind: str, pks: Iterable[int], language: str, records: Mapping[int, Hit] | None = None) -> dict[int, Hit]:
    """Units by primary key, filtered once more by visibility; texts in the reader's language where there is one.
    records: hits of the laws, where the caller has them already."""
    if kind == "law":
        return _laws(pks, language)
    versions = visible_to(NOBODY, ProvisionVersion.objects.filter(pk__in=list(pks)))
    rows = versions.values_list(
        "pk",
        "number",
        "is_current",
        "status",
        "provision__slug",
        "provision__kind",
        "provision__sequence",
        "provision__law_id",
    )
    found = [_Version(*row) for row in rows.order_by()]
    laws = records or {}
    if missing := {version.law for version in found} - laws.keys():
        laws = {**laws, **_laws(missing, language)}
    texts: dict[int, list[_Text]] = {}
    columns = ProvisionText.objects.filter(version__in=[version.pk for version in found])
    for pk, *text in columns.values_list("version_id", "language", "label", "heading", "body"):
        texts.setdefault(pk, []).append(_Text(*text))
    return {
        version.pk: _of_version(version, laws[version.law], texts[version.pk], language)
        for version in found
        if version.pk in texts and version.law in laws
    }


class _Version(NamedTuple):
    pk: int
    number: int
    is_current: bool
    status: str
    slug: str
    kind: str
    sequence: str
    law: int


class _Text(NamedTuple):
    language: str
    label: str
    heading: str
    body: str


class _Law:
    """A law read as a row: a page shows twenty, and models cost several times as much. What a title, a citation and an
    address are, the model says."""

    __slots__ = ("jurisdiction", *_COLUMNS)
    _any_title, citation, get_absolute_url, known_year = (
        Law._any_title,
        Law.citation,
        Law.get_absolute_url,
        Law.known_year,
    )
    public_languages, public_texts, text_in, title_in = (
        Law.public_languages,
        Law.public_texts,
        Law.text_in,
        Law.title_in,
    )


def _laws(pks: Iterable[int], language: str) -> dict[int, Hit]:
    laws = []
    for values in visible_to(NOBODY, Law.objects.filter(pk__in=list(pks))).order_by().values_list(*_COLUMNS):
        law: Any = _Law()
        for name, value in zip(_COLUMNS, values, strict=True):
            setattr(law, name, value)
        laws.append(law)
    places = Jurisdiction.objects.in_bulk({law.jurisdiction_id for law in laws})
    found = {}
    for law in laws:
        law.jurisdiction = places[law.jurisdiction_id]
        found[law.pk] = _of_law(law, language)
    return found


def _of_law(law: Law, language: str) -> Hit:
    title, title_language = law.title_in(language)
    summary, summary_language = law.text_in("summary", language)
    place = law.jurisdiction
    return Hit(
        kind="law", pk=law.pk, record=law.pk, address=f"{place.code}/{law.slug}", url=law.get_absolute_url(), title=title,
        title_language=title_language, citation=law.citation, jurisdiction=place.name, jurisdiction_code=place.code,
        type=str(_TYPE_NAMES.get(law.type, law.type)), year=law.known_year, unchecked=law.checked is None,
        summary=summary, summary_language=summary_language,
    )  # fmt: skip


def _of_version(version: _Version, law: Hit, texts: list[_Text], language: str) -> Hit:
    order = (language, *LANGUAGES, *(text.language for text in texts))
    text = min(texts, key=lambda t: (order.index(t.language), t.language))
    return replace(
        law, kind="provision", pk=version.pk,
        url=f"{law.url}{version.slug}/{'' if version.is_current else f'?version={version.number}'}",
        label=text.label or kind_name(version.kind), sequence=sequence_name(version.sequence), heading=text.heading, body=text.body, language=text.language,
        status=version.status, is_current=version.is_current,
    )  # fmt: skip


def locate(addresses: Iterable[str]) -> dict[str, int]:
    """Laws by address ("arg/ley-25871"), those that are public."""
    wanted = {address: address.partition("/") for address in addresses}
    either = [Q(jurisdiction__code=code, slug=slug) for code, _, slug in wanted.values()]
    laws = visible_to(NOBODY, Law.objects.filter(reduce(or_, either))) if either else Law.objects.none()
    return {f"{code}/{slug}": pk for pk, code, slug in laws.values_list("pk", "jurisdiction__code", "slug")}


def find(
    words: list[str],
    language: str,
    limit: int,
    *,
    titles_only: bool = False,
    example: bool = False,
    filters: Mapping[str, tuple[str, ...]] | None = None,
) -> list[tuple[str, int, int]]:
    """Units holding all the words, by plain comparison in the database: (unit kind, pk, law pk). Titles come first.

    Of the filters only jurisdiction, type and record ("law:12") narrow the answer here.
    """
    if not words:
        return []
    filters = filters or {}
    laws = visible_to(NOBODY, Law.objects.all() if example else Law.objects.listed())
    if filters.get("jurisdiction"):
        laws = laws.filter(jurisdiction__code__in=filters["jurisdiction"])
    if filters.get("type"):
        laws = laws.filter(type__in=filters["type"])
    if filters.get("record"):
        laws = laws.filter(
            pk__in=[record.partition(":")[2] for record in filters["record"] if record.startswith("law:")]
        )
    named = laws.filter(reduce(and_, [_title_has(word) for word in words]))
    found = [("law", pk, pk) for pk in named.values_list("pk", flat=True)[:limit]]
    if titles_only or len(found) >= limit:
        return found
    texts = ProvisionText.objects.filter(version__is_current=True, version__provision__law__in=laws)
    texts = texts.filter(reduce(and_, [Q(body__icontains=word) | Q(heading__icontains=word) for word in words]))
    order = ("version__provision__law_id", "version__provision__position")
    rows = texts.order_by(*order).values_list("version_id", "version__provision__law_id").distinct()
    return found + [("provision", pk, law) for pk, law in rows[: limit - len(found)]]


def _title_has(word: str) -> Q:
    variants = {word, fold(word)}
    titles = [Q(**{f"title_{code}__icontains": variant}) for code in LANGUAGES for variant in variants]
    numbers = [Q(number__icontains=word), Q(number_key__icontains=fold(word).replace(".", ""))]
    aliases = [Q(pk__in=Law.objects.filter(aliases__text__icontains=word).values("pk"))]
    return reduce(lambda one, other: one | other, [*titles, *numbers, *aliases])
