"""A search as its address states it, read and written; whatever stands in an address, nothing here raises."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from search.documents import FACETS
from search.query import clean
from search.results import SearchRequest

SORTS = ("relevance", "newest", "oldest")
MAX_VALUES = 20
SIZE = 20
_VALUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class Address:
    """The state of a search page. bad_date: a day that is none, as typed."""

    text: str = ""
    day: date | None = None
    bad_date: str = ""
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "relevance"
    page: int = 1
    example: bool = False

    def query(self, **changes: Any) -> str:
        """This address with some of its parts changed; the page starts anew unless it is among them."""
        state: dict[str, Any] = {
            "text": self.text,
            "day": self.day,
            "filters": self.filters,
            "sort": self.sort,
            "page": 1,
        }
        state |= changes
        pairs: list[tuple[str, str]] = [("q", state["text"])]
        pairs += [(name, value) for name, values in sorted(state["filters"].items()) for value in values]
        pairs += [("at", state["day"].isoformat())] if state["day"] else []
        pairs += [("sort", state["sort"])] if state["sort"] != "relevance" else []
        pairs += [("page", str(state["page"]))] if state["page"] > 1 else []
        pairs += [("example", "1")] if self.example else []
        return f"?{urlencode(pairs)}"

    def without(self, name: str, value: str) -> str:
        """This address with one facet value less."""
        left = tuple(other for other in self.filters.get(name, ()) if other != value)
        filters = {**self.filters, name: left}
        return self.query(filters={key: values for key, values in filters.items() if values})

    def request(self, language: str) -> SearchRequest:
        """What the engine is asked."""
        at = self.day.year * 10000 + self.day.month * 100 + self.day.day if self.day else 0
        return SearchRequest(
            text=self.text, language=language, at=at, filters=self.filters, sort=self.sort, page=self.page, size=SIZE,
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
        values = [value for value in query.getlist(name)[:200] if _VALUE.fullmatch(value)]
        if values:
            filters[name] = tuple(dict.fromkeys(values))[:MAX_VALUES]
    return Address(
        text=clean(query.get("q", "")), day=day, bad_date=typed[:40] if typed and day is None else "", filters=filters,
        sort=sort if sort in SORTS else "relevance", page=max(int(page), 1) if _NUMBER.fullmatch(page) else 1,
        example=query.get("example", "") == "1",
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
