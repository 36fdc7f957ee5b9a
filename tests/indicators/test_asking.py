"""What is asked is understood whole or refused by name; a choice has one address."""

from datetime import date
from urllib.parse import quote

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators import asking
from indicators.choosing import Choice
from indicators.models import Code
from records.answering import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def codes():
    rows = [
        "area ARG",
        "area COL",
        "area VEN",
        "area US-TX",
        "area _U",
        "sex F",
        "sex M",
        "age Y_GE75",
        "measure STOCK",
    ]
    Code.objects.bulk_create(Code(list=row.split()[0], code=row.split()[1]) for row in rows)


def asked(text, **more):
    return asking.choice(QueryDict(text), **{"indicator": "ferries", **more})


def refused(text, **more):
    with pytest.raises(Refused) as caught:
        asked(text, **more)
    assert caught.value.status == 400
    return {one["name"]: one["reason"] for one in caught.value.fields["parameters"]}


def test_what_a_reader_writes_is_a_choice(codes):
    found = asked("ref_area=COL,ARG&counterpart=VEN&by=sex&freq=A&from=2010&to=2024&as_of=2026-11-22&table=ferry-count")
    assert found == Choice(
        indicator="ferries", table="ferry-count", codes={"REF_AREA": ("ARG", "COL"), "COUNTERPART": ("VEN",)}, by=("SEX",),
        freq="A", start="2010", end="2024", as_of=date(2026, 11, 22),
    )  # fmt: skip


def test_the_same_question_has_one_address(codes):
    ways = [
        "ref_area=COL,ARG&sex=F&as_of=2",
        "as_of=2&sex=F&ref_area=ARG&ref_area=COL",
        "sex=F,F&ref_area=ARG,,COL&as_of=2&freq=&to=",
    ]
    assert {asking.query(asked(way)) for way in ways} == {"ref_area=ARG,COL&sex=F&as_of=2"}


def test_the_indicator_may_be_a_parameter(codes):
    found = asking.choice(QueryDict("indicator=ferries&ref_area=ARG"))
    assert asking.query(found, named=True) == "indicator=ferries&ref_area=ARG"
    assert refused("ref_area=ARG", indicator="").keys() == {"indicator"}
    assert refused("indicator=ferries").keys() == {"indicator"}, "the address names it already"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("region=ARG", "region"), ("REF_AREA=ARG", "REF_AREA"), ("ref_area=ATLANTIS", "ref_area"), ("ref_area=arg", "ref_area"),
        ("sex=VEN", "sex"), ("sex=F%00", "sex"), ("by=colour", "by"), ("by=freq", "by"), ("freq=W", "freq"), ("from=24", "from"),
        ("to=2024-13", "to"), ("to=2024-Q5", "to"), ("from=2024-03&to=2024-02", "to"), ("as_of=0", "as_of"),
        ("as_of=-1", "as_of"), ("as_of=2026-02-30", "as_of"), ("as_of=0000-01-01", "as_of"), ("as_of=%D9%A2", "as_of"),
        ("as_of=1_0", "as_of"), ("as_of=1&as_of=2", "as_of"), ("freq=A&freq=M", "freq"), ("table=a%20b", "table"),
        ("ref_area=" + ",".join(f"A{n}" for n in range(301)), "ref_area"), ("page=2", "page"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused_by_name(codes, text, name):
    assert refused(text)[name].endswith(".")


def test_all_that_is_wrong_is_told_at_once(codes):
    assert refused("ref_area=XXX&sex=X&from=x&as_of=x").keys() == {"ref_area", "sex", "from", "as_of"}


def test_a_year_holds_its_months(codes):
    assert asked("from=2024-03&to=2024").end == "2024"


def test_parameters_that_others_read_are_let_through(codes):
    assert asked("page=2&language=fr", more=("page", "language")) == Choice(indicator="ferries")


def test_few_queries_whatever_is_asked(codes, django_assert_num_queries):
    with django_assert_num_queries(2):
        asked("ref_area=ARG,COL&counterpart=VEN&sex=F&age=Y_GE75&measure=STOCK")
    with django_assert_num_queries(0):
        asked("from=2010")


CHOICES = st.builds(
    Choice,
    indicator=st.just("ferries"),
    table=st.sampled_from(["", "ferry-count"]),
    codes=st.fixed_dictionaries(
        {},
        optional={
            "REF_AREA": st.lists(st.sampled_from(["ARG", "COL", "US-TX", "_T", "_U"]), min_size=1).map(tuple),
            "SEX": st.lists(st.sampled_from(["F", "M", "_T"]), min_size=1).map(tuple),
            "AGE": st.just(("Y_GE75",)),
        },
    ),
    by=st.lists(st.sampled_from(asking.CHOSEN)).map(tuple),
    freq=st.sampled_from(["", *asking.FREQS]),
    start=st.sampled_from(["", "1990", "2001-Q4", "2003-12"]),
    end=st.sampled_from(["", "2004", "2024-Q1", "2024-11"]),
    as_of=st.one_of(st.none(), st.integers(1, 999_999), st.dates(date(1000, 1, 1))),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(CHOICES)
def test_there_and_back_again(codes, choice):
    text = asking.query(choice)
    back = asked(text)
    assert back == asking.canonical(choice)
    assert asking.query(back) == text
    assert asked(quote(text, safe="=&")) == back, "commas may come as %2C"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=60))
def test_nothing_makes_a_mistake(codes, text):
    for way in (text, f"ref_area={text}", f"as_of={text}", f"from={text}", f"by={text}"):
        try:
            asked(way)
        except Refused as told:
            assert told.status == 400
