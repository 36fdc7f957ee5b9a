"""The state of a search stands in its address, whole, and nothing in an address makes an error."""

from datetime import date
from typing import Any

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from search import address
from search.address import Address


def read(query: str) -> Address:
    return address.read(QueryDict(query))


def test_all_state_comes_back_from_the_address() -> None:
    asked = Address(
        text='asilo "no devolución" -visa', day=date(2015, 6, 1), filters={"jurisdiction": ("arg", "can"), "type": ("act",)},
        records={"law": ("arg/ley-90001", "int/fog")}, sort="newest", page=3, example=True,
    )  # fmt: skip
    assert read(asked.query(page=3)[1:]) == asked
    assert read(asked.query()[1:]).page == 1


def test_values_that_are_none_are_ignored() -> None:
    assert read("q=a&page=-1&sort=best&at=&example=yes") == Address(text="a")
    assert read("page=abc").page == 1
    assert read("page=" + "9" * 5_000).page == 1
    assert read("page=0").page == 1
    assert read("jurisdiction=arg&jurisdiction=arg&jurisdiction=%00&jurisdiction=a%20b").filters == {
        "jurisdiction": ("arg",)
    }
    assert read("unknown=1&type=").filters == {}
    assert len(read("&".join(f"topic=t{n}" for n in range(500))).filters["topic"]) == address.MAX_VALUES


def test_the_last_of_a_repeated_parameter_counts() -> None:
    assert read("q=a&q=b&sort=newest&sort=oldest") == Address(text="b", sort="oldest")


def test_a_bad_day_is_kept_to_be_told() -> None:
    assert read("at=2015-02-30").bad_date == "2015-02-30"
    assert read("at=2015-02-28") == Address(day=date(2015, 2, 28))


def test_one_filter_less() -> None:
    asked = Address(text="x", filters={"type": ("act", "decree"), "topic": ("asylum",)}, page=4)
    assert read(asked.without("type", "act")[1:]).filters == {"type": ("decree",), "topic": ("asylum",)}
    assert read(asked.without("topic", "asylum")[1:]).filters == {"type": ("act", "decree")}


def test_one_record_less() -> None:
    asked = Address(text="x", filters={"type": ("act",)}, records={"law": ("arg/a", "arg/b")}, page=4)
    assert read(asked.without("law", "arg/a")[1:]) == Address(
        text="x", filters={"type": ("act",)}, records={"law": ("arg/b",)}
    )
    assert read(read(asked.without("law", "arg/a")[1:]).without("law", "arg/b")[1:]).only == []
    assert read("law=%00&law=arg/a&law=a%20b&law=" + "a" * 500).records == {"law": ("arg/a",)}


@given(st.lists(st.tuples(st.sampled_from(["q", "at", "page", "sort", "type", "example", "law", "zz"]), st.text())))
def test_any_query_string_is_read(pairs: list[tuple[str, Any]]) -> None:
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    asked = address.read(query)
    assert asked.page >= 1
    assert read(asked.query()[1:]).text == asked.text
    asked.query().encode()
