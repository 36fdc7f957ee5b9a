"""A search as its address states it, read and written; whatever stands in an address, nothing here raises."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from records import kinds
from search.documents import FACETS
from search.query import clean
from search.results import SearchRequest

SORTS = ("relevance", "newest", "oldest")
MAX_VALUES = 20
SIZE = 20
_VALUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
_RECORD = re.compile(r"[a-z0-9][a-z0-9/_-]{0,199}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class Address:
    """The state of a search page. records: addresses of the only records to search, by kind ("law": "arg/ley-25871").
    bad_date: a day that is none, as typed."""

    text: str = ""
    day: date | None = None
    bad_date: str = ""
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    records: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "relevance"
    page: int = 1
    example: bool = False

    def query(self, **changes: Any) -> str:
        """This address with some of its parts changed; the page starts anew unless it is among them."""
        state: dict[str, Any] = {
            "text": self.text,
            "day": self.day,
            "filters": self.filters,
            "records": self.records,
            "sort": self.sort,
            "page": 1,
        }
        state |= changes
        pairs: list[tuple[str, str]] = [("q", state["text"])]
        for chosen in (state["filters"], state["records"]):
            pairs += [(name, value) for name, values in sorted(chosen.items()) for value in values]
        pairs += [("at", state["day"].isoformat())] if state["day"] else []
        pairs += [("sort", state["sort"])] if state["sort"] != "relevance" else []
        pairs += [("page", str(state["page"]))] if state["page"] > 1 else []
        pairs += [("example", "1")] if self.example else []
        return f"?{urlencode(pairs)}"

    def without(self, name: str, value: str) -> str:
        """This address with one facet value, or one record, less."""
        kept = {}
        for part, chosen in (("filters", self.filters), ("records", self.records)):
            left = {key: tuple(v for v in values if (key, v) != (name, value)) for key, values in chosen.items()}
            kept[part] = {key: values for key, values in left.items() if values}
        return self.query(**kept)

    @property
    def only(self) -> list[tuple[str, str]]:
        """Kind and address of each record that the search is limited to."""
        return [(kind, address) for kind, addresses in sorted(self.records.items()) for address in addresses]

    def request(self, language: str) -> SearchRequest:
        """What the engine is asked. A record that does not exist stays in, so that nothing is found."""
        found = {
            kind: locate(addresses) for kind, addresses in self.records.items() if (locate := kinds.get(kind).locate)
        }
        records = tuple(f"{kind}:{found.get(kind, {}).get(address, 0)}" for kind, address in self.only)
        at = self.day.year * 10000 + self.day.month * 100 + self.day.day if self.day else 0
        return SearchRequest(
            text=self.text, language=language, at=at, filters=self.filters, records=records, sort=self.sort, page=self.page, size=SIZE,
            example=self.example,
        )  # fmt: skip


def read(query: QueryDict) -> Address:
    """Of a parameter given twice the last counts, but for facets, where all do; what is no value of its kind is ignored."""
    typed = clean(query.get("at", ""))
    day = _day(typed)
    page = query.get("page", "")
    sort = query.get("sort", "")
    filters = {}
    for name in FACETS:
        if values := _values(query, name, _VALUE):
            filters[name] = values
    located = [kind.name for kind in kinds.every() if kind.locate]
    records = {name: values for name in located if (values := _values(query, name, _RECORD))}
    return Address(
        text=clean(query.get("q", "")), day=day, bad_date=typed[:40] if typed and day is None else "", filters=filters, records=records,
        sort=sort if sort in SORTS else "relevance", page=max(int(page), 1) if _NUMBER.fullmatch(page) else 1,
        example=query.get("example", "") == "1",
    )  # fmt: skip


def _values(query: QueryDict, name: str, form: re.Pattern[str]) -> tuple[str, ...]:
    values = [value for value in query.getlist(name)[:200] if form.fullmatch(value)]
    return tuple(dict.fromkeys(values))[:MAX_VALUES]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
