"""What the answers of all rooms are made of: parameters, texts in four languages, sources, links, pages of lists.

Schemas name every member that leaves the house; nothing is dumped from a model. Keys of records are their addresses
("arg/ley-25871"), never numbers of rows. A text holds only the languages that may be seen.
"""

import json
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

from django.db import models
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from ninja import Field, Path, Schema
from ninja.errors import ValidationError
from ninja.responses import NinjaJSONEncoder
from pydantic import BeforeValidator, WithJsonSchema

from records.answering import Reader, Refused, bad_values
from records.models import LANGUAGES, PUBLIC_STATES, Record, Source, Topic, TopicLabel
from records.visibility import NOBODY, visible_to

Language = Literal["es", "en", "fr", "pt"]
# By language, those that may be seen only.
Texts = Annotated[
    dict[str, str],
    WithJsonSchema(
        {
            "type": "object",
            "properties": {code: {"type": "string"} for code in LANGUAGES},
            "additionalProperties": False,
        }
    ),
]
SIZE, MAX_SIZE, MAX_PAGE = 20, 100, 100_000
# What the OpenAPI says of an operation that gives a table.
CSV: dict[str, Any] = {
    "responses": {200: {"description": "OK", "content": {"text/csv": {"schema": {"type": "string"}}}}}
}
Item = TypeVar("Item")

# -- parameters


def _day(value: Any) -> Any:
    """Only 2015-06-01: pydantic would take a bare number for seconds since 1970."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return value
    raise ValueError(value)


def _number(value: Any) -> Any:
    if isinstance(value, int) or (isinstance(value, str) and re.fullmatch(r"[0-9]{1,6}", value)):
        return value
    raise ValueError(value)


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Number = Annotated[int, BeforeValidator(_number)]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$")]
Flag = Literal["0", "1"]


class Asked(Schema):
    """Query parameters that an operation has. A subclass adds its own."""

    language: Language | None = Field(
        None,
        description=gettext_noop("Language of the words around the data; without it, that of Accept-Language."),
        examples=["es"],
    )

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return tuple(cls.model_fields)

    @classmethod
    def several(cls) -> frozenset[str]:
        """Those that may be given several times: any of the values is meant."""
        return frozenset(name for name, info in cls.model_fields.items() if get_origin(info.annotation) is list)


def in_path(told: str, *examples: str) -> Any:
    """A part of an operation's address, for `Annotated[str, …]`."""
    form: dict[str, Any] = {"pattern": r"^[A-Za-z0-9_-]+$", "max_length": 140, "examples": list(examples)}
    return Path(..., description=told, **form)


class Nothing:
    """No parameters at all: an address that says everything."""

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return ()

    @classmethod
    def several(cls) -> frozenset[str]:
        return frozenset()


class Paged(Asked):
    """Of a list."""

    page: Number = Field(1, ge=1, le=MAX_PAGE, description=gettext_noop("Page, from 1."), examples=[1])
    size: Number = Field(SIZE, ge=1, le=MAX_SIZE, description=gettext_noop("Entries on a page."), examples=[SIZE])


def asked_by(function: Callable[..., Any]) -> type[Asked]:
    """The parameters that an operation declares by the annotation of its argument `ask`; those of all without one."""
    annotation = function.__annotations__.get("ask", Asked)
    found = get_args(annotation)[0] if get_args(annotation) else annotation
    if not issubclass(found, Asked):
        raise TypeError(f"The parameters of {function} are no `Asked`: unknown ones would not be refused.")
    return found


def refusal(error: ValidationError, asked: type[Asked]) -> Refused:
    """What ninja found wrong, in the reader's language, by what the parameter's schema says."""
    schema = asked.model_json_schema()
    properties = {name: _resolved(one, schema.get("$defs", {})) for name, one in schema["properties"].items()}
    names = dict.fromkeys(
        str(next((part for part in reversed(one["loc"]) if part in properties), one["loc"][-1])) for one in error.errors
    )
    return bad_values({name: reason(properties.get(name, {})) for name in names}, asked.names())


def _resolved(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """With what its items refer to in its place."""
    target = schema.get("items", {}).get("$ref", "").rpartition("/")[2]
    return {**schema, "items": definitions[target]} if target else schema


def reason(schema: dict[str, Any]) -> str:
    """Which values a parameter can have."""
    plain = next((one for one in schema.get("anyOf", ()) if one.get("type") != "null"), schema)
    if "items" in plain:
        return _reason_of_items(plain["items"], plain.get("maxItems"))
    if "enum" in plain:
        return gettext("It can be: %(values)s.") % {"values": ", ".join(plain["enum"])}
    if plain.get("format") == "date":
        return gettext("It must be a day, written like this: 2015-06-01.")
    if plain.get("type") == "integer" and {"minimum", "maximum"} <= plain.keys():
        return gettext("It must be a whole number from %(least)s to %(most)s.") % {
            "least": plain["minimum"],
            "most": plain["maximum"],
        }
    if "maxLength" in plain:
        return gettext("It can have %(most)s characters at most.") % {"most": plain["maxLength"]}
    return gettext("It is not written as such values are.")


def _reason_of_items(items: dict[str, Any], most: int | None) -> str:
    told = reason(items)
    return f"{told} {gettext('At most %(most)s of them.') % {'most': most}}" if most else told


# -- what answers are made of


class Notice(Schema):
    """What holds for everything in the answer, in its language."""

    notice: str = Field(description="Information, not legal advice; in the language of the answer.")


class Place(Schema):
    """A jurisdiction."""

    code: str
    name: Texts


class TopicRef(Schema):
    """A concept of the thesaurus; labels by language (BCP 47)."""

    slug: str
    label: dict[str, str]


class SourceRef(Schema):
    """A publication against which records were checked."""

    slug: str
    publisher: str
    title: str
    edition: str
    url: str
    licence: str


class Links(Schema):
    """self: this in the API; pages: for people, by language; official: the official text or site."""

    self: str
    pages: Texts
    official: str | None = None


class Ref(Schema):
    """Another record."""

    id: str
    title: Texts
    links: Links


class Brief(Schema):
    """What every record has, as lists show it.

    states: of the languages that may be seen, "reviewed" or "outdated" (reviewed before the original changed).
    checked: day on which it was compared with `source`; `unchecked` when nobody did. changed: last publication.
    """

    id: str
    kind: str
    jurisdiction: Place
    title: Texts
    summary: Texts
    states: dict[str, Literal["reviewed", "outdated"]]
    original_language: str | None
    topics: list[TopicRef]
    unchecked: bool
    checked: date | None
    source: SourceRef | None
    source_url: str | None
    changed: datetime | None
    example: bool
    links: Links


class PageLinks(Schema):
    """This page of a list, with all parameters as they were asked, and its neighbours."""

    self: str
    next: str | None
    previous: str | None


class Listed(Notice):
    """A page of a list; total: entries on all pages."""

    total: int
    page: int
    size: int
    pages: int
    links: PageLinks


def texts(thing: Any, name: str) -> dict[Any, str]:
    """A translated column without states, in the languages that have it."""
    return {code: text for code in LANGUAGES if (text := getattr(thing, f"{name}_{code}"))}


def notice() -> str:
    """Stands on every answer with texts of law."""
    return gettext("Information, not legal advice; unofficial text.")


def key_of(record: Any) -> str:
    """The address of a record among those of its kind: "arg/ley-25871"; of what is no country's, its own: "foreign-born-stock"."""
    return "/".join(_address(record))


def _address(record: Any) -> list[str]:
    place = getattr(record, "jurisdiction", None)
    return [place.code, record.slug] if place else [record.slug]


def place(jurisdiction: Any) -> Place:
    return Place(code=jurisdiction.code, name=texts(jurisdiction, "name"))


def links(record: Any, kind: str, reader: Reader) -> Links:
    """Of a record with a page."""
    return Links(
        self=reader.url(reverse(f"api:{kind}", args=_address(record))),
        pages=reader.pages(record.get_absolute_url()),
        official=getattr(record, "official_url", "") or None,
    )  # fmt: skip


def ref(record: Any, kind: str, reader: Reader) -> Ref:
    return Ref(id=key_of(record), title=record.public_texts("title"), links=links(record, kind, reader))


def core_topics(*, every_label: bool = False) -> models.QuerySet[Topic]:
    """Concepts that have a page (the others only widen searches), with their preferred labels, or with all."""
    shown = visible_to(NOBODY, TopicLabel.objects.all())
    shown = shown if every_label else shown.filter(kind=TopicLabel.Kind.PREF)
    found = visible_to(NOBODY, Topic.objects.filter(scope=Topic.Scope.CORE))
    return found.prefetch_related(models.Prefetch("labels", shown))


def topic_ref(topic: Topic) -> TopicRef:
    return TopicRef(slug=topic.slug, label={one.language: one.text for one in topic.labels.all() if one.kind == "pref"})


def source_fields(source: Source) -> dict[str, Any]:
    """The members of `SourceRef`."""
    return {name: getattr(source, name) for name in SourceRef.model_fields}


def source_ref(source: Source | None) -> SourceRef | None:
    return SourceRef(**source_fields(source)) if source else None


def states(record: Record) -> dict[Any, Any]:
    """By language; what is not public is not told, not even that it is there."""
    found = ((code, getattr(record, f"state_{code}")) for code in LANGUAGES)
    return {code: state for code, state in found if state in PUBLIC_STATES}


def brief(record: Any, kind: str, reader: Reader) -> dict[str, Any]:
    """The members of `Brief`; of `record` come jurisdiction, source, and topics with labels."""
    return {
        "id": key_of(record), "kind": kind, "jurisdiction": place(record.jurisdiction),
        "title": record.public_texts("title"), "summary": record.public_texts("summary"), "states": states(record),
        "original_language": record.original_language or None,
        "topics": [topic_ref(topic) for topic in record.topics.all()],
        "unchecked": record.checked is None, "checked": record.checked, "source": source_ref(record.source),
        "source_url": record.source_url or None, "changed": record.last_published_at,
        "example": record.jurisdiction.is_example, "links": links(record, kind, reader),
    }  # fmt: skip


def paged(found: Any, ask: Paged) -> tuple[dict[str, Any], list[Any]]:
    """One page of a queryset or a list in a stable order: the numbers of `Listed`, and the entries."""
    total = found.count() if isinstance(found, models.QuerySet) else len(found)
    start = (ask.page - 1) * ask.size
    entries = list(found[start : start + ask.size]) if start < total else []
    return {"total": total, "page": ask.page, "size": ask.size, "pages": -(-total // ask.size)}, entries


def page_links(request: Any, reader: Reader, page: int, pages: int) -> PageLinks:
    """This page and its neighbours, with all parameters as they were asked."""

    def at(number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        return reader.url(f"{request.path}?{query.urlencode()}")

    here = reader.url(f"{request.path}?{request.GET.urlencode()}" if request.GET else request.path)
    last = min(max(pages, 1), page - 1)
    return PageLinks(self=here, next=at(page + 1) if page < pages else None, previous=at(last) if page > 1 else None)


def listed(request: Any, reader: Reader, numbers: dict[str, Any], entries: Sequence[Any]) -> dict[str, Any]:
    """The members of a page of a list."""
    own = page_links(request, reader, numbers["page"], numbers["pages"])
    return {**numbers, "notice": notice(), "links": own, "items": list(entries)}


def as_json(answer: Schema) -> HttpResponse:
    """The answer of a page's own address with .json at its end."""
    return HttpResponse(dumped(answer.model_dump()), content_type="application/json; charset=utf-8")


def dumped(data: Any) -> bytes:
    # A text with half a surrogate pair must not keep the rest from being read.
    return json.dumps(data, cls=NinjaJSONEncoder, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
