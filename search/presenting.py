"""Results as the page shows them: records with their best parts, marked snippets, reasons, facets with names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext, gettext_lazy, ngettext

from countries.models import Jurisdiction
from records import kinds
from records.models import TopicLabel
from search import highlight
from search.address import Address
from search.beside import Beside, beside
from search.results import FacetValue, Group, Results, Terms, Understanding

HITS_SHOWN = 3
VALUES_SHOWN = 8
# Facets in the order of the page; "kind" is left out while there is one kind.
_FACET_NAMES = {
    "jurisdiction": gettext_lazy("Country or body"),
    "type": gettext_lazy("Type"),
    "topic": gettext_lazy("Topic"),
    "status": gettext_lazy("Status"),
    "language": gettext_lazy("Language of the text"),
    "decade": gettext_lazy("Decade"),
}
SORT_NAMES = {
    "relevance": gettext_lazy("Relevance"),
    "newest": gettext_lazy("Newest first"),
    "oldest": gettext_lazy("Oldest first"),
}
STATUS_NAMES = {
    "in_force": gettext_lazy("in force"),
    "repealed": gettext_lazy("repealed"),
    "not_in_force": gettext_lazy("not in force"),
    "superseded": gettext_lazy("earlier wording"),
    "unknown": gettext_lazy("status unknown"),
}
# A badge on a hit; in force goes without saying, and where all is unknown a badge on each hit would say nothing.
_TOLD = frozenset({"repealed", "not_in_force", "superseded"})
Pieces = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Why:
    """A thesaurus label met in a text, and the words of the query that brought it."""

    found: str
    typed: str


@dataclass(frozen=True, slots=True)
class Part:
    """One article under its law. language: empty when it is the reader's own; badges: (class, words) for what is not as
    usual: another run of numbers than the main one, a status."""

    url: str
    label: str
    heading: Pieces
    snippet: Pieces
    language: str
    language_name: str
    why: tuple[Why, ...]
    badges: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One record with its best parts; more: how many matching parts are not shown, in words; more_url: the search for
    them. summary: what the record says of itself, where no part of it is shown."""

    url: str
    title: Pieces
    title_language: str
    record: Any
    citation: str
    parts: tuple[Part, ...]
    more: str
    more_url: str
    summary: Pieces = ()
    summary_language: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet. remove: the address without it, when it is chosen."""

    value: str
    name: str
    groups: int
    units: int
    selected: bool
    remove: str


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet; the first `in_sight` values are shown, the chosen ones among them, the others folded away."""

    name: str
    title: str
    values: tuple[Value, ...]
    in_sight: int
    folded: int


@dataclass(frozen=True, slots=True)
class Presented:
    """What the template gets besides the results themselves."""

    rows: tuple[Row, ...] = ()
    facets: tuple[Facet, ...] = ()
    chosen: tuple[Value, ...] = ()
    understood: tuple[str, ...] = ()
    widened: tuple[Why, ...] = ()
    pages: tuple["PageLink", ...] = ()
    beside: tuple[Beside, ...] = ()


@dataclass(frozen=True, slots=True)
class PageLink:
    """A numbered page; a gap has no address."""

    number: str
    url: str
    current: bool


def present(results: Results, address: Address, language: str, hits_shown: int = HITS_SHOWN) -> Presented:
    """Texts come from the rooms that own them, which filter by visibility once more. hits_shown: parts of each record;
    of the one record that was asked for, all that its page has."""
    facets = _facets(results.facets, address, language)
    chosen = [*_only(address, language), *(value for facet in facets for value in facet.values if value.selected)]
    concepts = results.understanding.concepts
    return Presented(
        rows=tuple(_rows(results, address, language, hits_shown)),
        facets=tuple(facets),
        chosen=tuple(chosen),
        understood=tuple(_understood(results.understanding)),
        widened=tuple(Why(", ".join(_labels(note.labels)), note.typed) for note in concepts if note.labels),
        pages=tuple(_pages(results, address)),
        beside=tuple(beside(results.understanding)),
    )


def _labels(labels: Mapping[str, Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(label for found in labels.values() for label in found))


# -- rows


def _rows(results: Results, address: Address, language: str, hits_shown: int) -> Iterable[Row]:
    records = _records(results.groups, language)
    if len(address.only) == 1:
        hits_shown = max((len(group.hits) for group in results.groups), default=0)
    parts = _parts(results, records, language, hits_shown)
    concepts = {note.slug: note for note in results.understanding.concepts}
    for group in results.groups:
        record = records.get(group.record)
        if record is None:
            continue
        held = [parts[hit.kind, hit.pk] for hit in group.hits if (hit.kind, hit.pk) in parts]
        shown = tuple(_part(hit, results.terms, concepts, address, language) for hit in held)
        kind = group.record.partition(":")[0]
        own = sum(hit.kind == kind for hit in group.hits)
        # The one record that was asked for has all its parts on pages of their own.
        more = 0 if len(address.only) == 1 else group.units - own - len(shown)
        query = f"?at={address.day.isoformat()}" if address.day else ""
        yield Row(
            url=record.url + query, title=highlight.marked(record.title, results.terms, record.title_language).pieces,
            title_language=record.title_language if record.title_language != language else "", record=record,
            # A name such as "Convention" says nothing beside the title; a number does.
            citation=record.citation if any(char.isdigit() for char in record.citation) else "", parts=shown, more=_more(more) if more > 0 else "",
            more_url=address.query(records={kind: (record.address,)}) if more > 0 and kinds.get(kind).locate else "",
            summary=_summary(record, results.terms) if not shown else (),
            summary_language=record.summary_language if record.summary_language != language else "",
        )  # fmt: skip


def _summary(record: Any, terms: Terms) -> Pieces:
    return highlight.snippet([record.summary], terms, record.summary_language).pieces if record.summary else ()


def _more(number: int) -> str:
    text = ngettext("%(n)s more text of this law matches.", "%(n)s more texts of this law match.", number)
    return text % {"n": _number(number)}


def _only(address: Address, language: str) -> Iterable[Value]:
    """The records that the search is limited to, as values that can be taken back; the address of one that is none."""
    for name in address.records:
        kind = kinds.get(name)
        found = kind.locate(address.records[name]) if kind.locate else {}
        hits = kind.hits(name, found.values(), language)
        for value in address.records[name]:
            hit = hits.get(found.get(value, 0))
            shown = next((text for text in (hit.citation, hit.title) if text), value) if hit else value
            yield Value(value, shown, 0, 0, True, address.without(name, value))


def _records(groups: Iterable[Group], language: str) -> dict[str, Any]:
    """The records' own display data by group."""
    by_kind: dict[str, list[int]] = {}
    for group in groups:
        name, _, pk = group.record.partition(":")
        by_kind.setdefault(name, []).append(int(pk))
    return {
        f"{name}:{pk}": hit
        for name, pks in by_kind.items()
        for pk, hit in kinds.get(name).hits(name, pks, language).items()
    }


def _parts(results: Results, records: Mapping[str, Any], language: str, limit: int) -> dict[tuple[str, int], Any]:
    """Display data of the parts that are shown, at most `limit` a group: in the reader's language, but where nothing of the query stands in that
    text and the part has one in the language of the words, in that."""
    wanted: dict[str, list[int]] = {}
    for group in results.groups:
        name = group.record.partition(":")[0]
        for hit in [hit for hit in group.hits if hit.kind != name][:limit]:
            wanted.setdefault(hit.kind, []).append(hit.pk)
    found: dict[tuple[str, int], Any] = {}
    spoken = results.understanding.language
    for unit, pks in wanted.items():
        kind = kinds.of_unit(unit)
        owners = {hit.pk: hit for hit in records.values() if hit.kind == kind.name}
        hits = kind.hits(unit, pks, language, owners)
        silent = [pk for pk, hit in hits.items() if spoken != hit.language and not _speaks(hit, results.terms)]
        if silent and spoken != language:
            hits |= kind.hits(unit, silent, spoken, owners)
        found |= {(unit, pk): hit for pk, hit in hits.items()}
    return found


def _speaks(hit: Any, terms: Terms) -> bool:
    return any(highlight.speaks(text, terms, hit.language) for text in (hit.heading, hit.body))


def _part(hit: Any, terms: Terms, concepts: Mapping[str, Any], address: Address, language: str) -> Part:
    snippet = highlight.snippet([hit.body], terms, hit.language)
    heading = highlight.marked(hit.heading, terms, hit.language)
    slugs = dict.fromkeys((*heading.concepts, *snippet.concepts))
    why = [
        Why(", ".join(labels), note.typed)
        for slug in slugs
        if (note := concepts.get(slug)) and (labels := note.labels.get(hit.language))
    ]
    other = hit.language if hit.language != language else ""
    badges = [("", hit.sequence)] if hit.sequence else []
    status = "superseded" if not hit.is_current and hit.status != "repealed" else hit.status
    if status in _TOLD:
        badges.append((status, str(STATUS_NAMES[status])))
    return Part(
        url=_deep(hit.url, address, other), label=hit.label, heading=heading.pieces, snippet=snippet.pieces, language=other,
        language_name=_language(other), why=tuple(why), badges=tuple(badges),
    )  # fmt: skip


def _deep(url: str, address: Address, language: str) -> str:
    """The article's own address, on the day that was asked for and in the language that was shown, at its anchor."""
    path, _, query = url.partition("?")
    pairs = [("at", address.day.isoformat())] if address.day and not query else []
    pairs += [("text", language)] if language else []
    query = "&".join(part for part in (query, urlencode(pairs)) if part)
    return f"{path}{'?' if query else ''}{query}#{path.rstrip('/').rpartition('/')[2]}"


# -- facets


def _facets(found: Mapping[str, tuple[FacetValue, ...]], address: Address, language: str) -> list[Facet]:
    facets = []
    for name, title in _FACET_NAMES.items():
        values = found.get(name, ())
        if not values or (len(values) == 1 and not values[0].selected):
            continue
        if name == "decade":
            values = tuple(sorted(values, key=lambda value: value.value, reverse=True))
        names = facet_names(name, [value.value for value in values], language)
        shown = [
            Value(
                v.value,
                names.get(v.value, v.value),
                v.groups,
                v.units,
                v.selected,
                address.without(name, v.value) if v.selected else "",
            )
            for v in values
        ]
        first = [value for place, value in enumerate(shown) if place < VALUES_SHOWN or value.selected]
        rest = [value for place, value in enumerate(shown) if place >= VALUES_SHOWN and not value.selected]
        facets.append(Facet(name, str(title), (*first, *rest), len(first), len(rest)))
    return facets


def facet_names(facet: str, values: list[str], language: str) -> dict[str, str]:
    """Names of facet values in the reader's language."""
    if facet == "jurisdiction":
        return {row.code: row.name for row in Jurisdiction.objects.filter(code__in=values)}
    if facet == "topic":
        # The labels themselves: of a topic's models one would read all its labels in all languages.
        labels = TopicLabel.objects.filter(topic__slug__in=values, language=language, kind=TopicLabel.Kind.PREF)
        return dict(labels.values_list("topic__slug", "text"))
    if facet == "language":
        return {value: _language(value) for value in values}
    if facet == "status":
        return {value: str(STATUS_NAMES.get(value, value)) for value in values}
    if facet == "decade":
        return {v: gettext("%(first)s to %(last)s") % {"first": v, "last": int(v) + 9} for v in values if v.isdecimal()}
    # A choice of the record's own model: its room has the names.
    return {value: str(name) for value, name in _choices(facet) if value in values}


@cache
def _choices(name: str) -> tuple[tuple[str, Any], ...]:
    """Values and lazy names of the choices in fields of that name: they come with the code."""
    fields = [field for kind in kinds.every() for field in kind.model._meta.get_fields() if field.name == name]
    return tuple((str(value), text) for field in fields for value, text in getattr(field, "flatchoices", ()))


def _language(code: str) -> str:
    return dict(settings.LANGUAGES).get(code, code)


# -- how the query was understood


def _understood(read: Understanding) -> Iterable[str]:
    intents = {
        "name": gettext("Read as the name of a law."),
        "number": gettext("Read as the official number of a law: %(numbers)s."),
        "article": gettext("Read as an article of a law: %(labels)s."),
        "quote": gettext("Read as an exact quotation."),
        "question": gettext("Read as a question."),
    }
    if read.intent in intents:
        labels = " · ".join((*read.labels, *read.numbers))
        yield intents[read.intent] % {"numbers": " · ".join(read.numbers), "labels": labels}
    if read.jurisdictions:
        names = facet_names("jurisdiction", list(read.jurisdictions), "")
        listed = ", ".join(names.get(code, code) for code in read.jurisdictions)
        yield gettext("Put first: laws of %(places)s.") % {"places": listed}
    for typed, taken in read.corrections:
        yield gettext("Searched for “%(taken)s” instead of “%(typed)s”.") % {"taken": taken, "typed": typed}
    if read.relaxed:
        yield gettext("Nothing has all the words. Left out: %(words)s.") % {"words": ", ".join(read.relaxed)}
    if read.loose:
        yield gettext("Nothing has all the words: what has any of them is shown.")
    for dropped in read.dropped:
        yield _dropped(dropped.reason) % {"text": dropped.text}


def _dropped(reason: str) -> str:
    return {
        "length": gettext("The search is too long; not used: “%(text)s”."),
        "terms": gettext("The search has too many words; not used: “%(text)s”."),
        "depth": gettext("Parentheses are nested too deep; ignored: “%(text)s”."),
        "prefix": gettext("A beginning needs three letters before the star: “%(text)s” was searched as a word."),
        "operator": gettext("“%(text)s” stands between nothing to choose from and was ignored."),
    }.get(reason, gettext("Not used: “%(text)s”."))


def _pages(results: Results, address: Address) -> Iterable[PageLink]:
    """The first, the last, and those around the present one."""
    page, last = results.page, results.pages
    near = sorted({1, last, *range(page - 2, page + 3)} & set(range(1, last + 1)))
    before = 0
    for number in near if last > 1 else ():
        if number > before + 1:
            yield PageLink("…", "", False)
        yield PageLink(str(number), address.query(page=number), number == page)
        before = number


def total_line(results: Results) -> str:
    """ "12 laws, 87 matching articles and titles": groups and units."""
    laws = ngettext("%(n)s law", "%(n)s laws", results.total) % {"n": _number(results.total)}
    units = ngettext("%(n)s matching text", "%(n)s matching texts", results.units) % {"n": _number(results.units)}
    return f"{laws}, {units}"


def _number(number: int) -> str:
    return number_format(number, use_l10n=True, force_grouping=True)
