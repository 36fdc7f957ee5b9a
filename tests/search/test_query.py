"""The reader's syntax, its limits, and that no string breaks it."""

import dataclasses
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import analysis
from search.query import MAX_CHARS, MAX_DEPTH, MAX_TERMS, AllOf, AnyOf, Not, Quote, Word, parse


def units(text):
    return parse(text).root.children


def test_plain_words():
    parsed = parse("  residencia   precaria ")
    assert parsed.root == AllOf((Word("residencia"), Word("precaria")))
    assert not parsed.operators
    assert parsed.words == "residencia precaria"
    assert parsed.dropped == ()


@pytest.mark.parametrize(
    "text", ['"no es delito"', "«no es delito»", "“no es delito”", "„no es delito“", '"no es delito', "« no es delito"]
)
def test_quotes_of_every_kind_and_left_open(text):
    assert units(text) == (Quote("no es delito"),)


def test_quote_of_one_word_is_a_word():
    assert units('"asilo"') == (Word("asilo"),)
    assert units('""') == units('"') == units('"  "') == ()


def test_minus_before_word_quote_and_group():
    assert units("asilo -visa") == (Word("asilo"), Not(Word("visa")))
    assert units('asilo -"sin visa"') == (Word("asilo"), Not(Quote("sin visa")))
    assert units("asilo -(visa OR permiso)") == (Word("asilo"), Not(AnyOf((Word("visa"), Word("permiso")))))
    assert units("asilo NOT visa") == (Word("asilo"), Not(Word("visa")))
    assert units("asilo - visa") == (Word("asilo"), Word("visa"))


@pytest.mark.parametrize("operator", ["OR", "O", "OU", "|"])
def test_alternatives(operator):
    assert units(f"asilo {operator} refugio {operator} amparo Chile") == (
        AnyOf((Word("asilo"), Word("refugio"), Word("amparo"))),
        Word("Chile"),
    )


def test_small_or_is_a_word_and_capitals_typed_throughout_are_no_operators():
    assert units("asilo o refugio") == (Word("asilo"), Word("o"), Word("refugio"))
    assert units("LEY DE ASILO O REFUGIO") == tuple(map(Word, ["LEY", "DE", "ASILO", "O", "REFUGIO"]))
    assert units("OR asilo OR") == (Word("asilo"),)


def test_prefix_needs_three_letters():
    assert units("migra*") == (Word("migra", prefix=True),)
    assert units("mi*") == (Word("mi"),)
    assert parse("mi*").dropped[0].reason == "prefix"
    assert units("*") == ()
    assert units("ex*tradición") == (Word("ex tradición"),)


def test_groups():
    assert units("(asilo refugio) OR amparo") == (AnyOf((AllOf((Word("asilo"), Word("refugio"))), Word("amparo"))),)
    assert units("(asilo") == units("asilo)") == units("((asilo))") == (Word("asilo"),)
    assert units("() asilo ( )") == (Word("asilo"),)


def test_parentheses_and_hyphens_inside_words_belong_to_them():
    assert units("section 34(1)(a) IRPA") == (Word("section"), Word("34(1)(a)"), Word("IRPA"))
    assert units("non-refoulement") == (Word("non-refoulement"),)
    assert units("A/RES/217(III)") == (Word("A/RES/217(III)"),)
    assert units("decreto 119-2003-RE") == (Word("decreto"), Word("119-2003-RE"))


def depth(unit):
    match unit:
        case AllOf(children) | AnyOf(children):
            return 1 + max((depth(child) for child in children), default=0)
        case Not(child):
            return depth(child)
    return 0


def terms(unit):
    match unit:
        case AllOf(children) | AnyOf(children):
            return sum(terms(child) for child in children)
        case Not(child):
            return terms(child)
    return len(analysis.exact(unit.text))


def test_limits_are_kept_and_told():
    parsed = parse("palabra " * 20_000)
    assert len(parsed.text) <= MAX_CHARS
    assert terms(parsed.root) <= MAX_TERMS
    assert {item.reason for item in parsed.dropped} == {"length", "terms"}
    assert parse("a b " * 40).dropped[0].reason == "terms"
    deep = parse("(a (b OR (c (d (e f)))))")
    assert "depth" in {item.reason for item in deep.dropped}
    assert terms(deep.root) == 6


def test_controls_surrogates_and_composition():
    assert parse("asi\x00lo \ud800 \x07refu\u200bgio\n nin\u0303o").text == "asilo refugio niño"
    assert parse("\x00").root == AllOf()


@pytest.mark.parametrize(
    "text", ["(" * 8_400, ")" * 8_400, "(" * 4_200 + "a" + ")" * 4_200, '"' * 8_400, "-" * 9_000, "* " * 9_000, "| " * 900,
             "palabra " * 20_000, "\u0301" * 50_000, "-(" * 3_000, '"a' * 3_000, "a(" * 3_000, "«»“”„" * 900]
)  # fmt: skip
def test_hostile_strings_are_read_quickly(text):
    start = time.perf_counter()
    parse(text)
    assert time.perf_counter() - start < 0.5


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from(list('"«»“”()-*|OR ab'))), max_size=400))
def test_no_string_raises_and_limits_always_hold(text):
    parsed = parse(text)
    assert len(parsed.text) <= MAX_CHARS
    assert terms(parsed.root) <= MAX_TERMS
    # Every group may hold one level of alternatives, and the root is a level of its own.
    assert depth(parsed.root) <= 2 * (MAX_DEPTH + 1)
    assert all(item.reason and item.text for item in parsed.dropped)
    assert "\x00" not in parsed.text
    parsed.text.encode("utf-8")
    assert parse(parsed.text).root == parsed.root or parsed.dropped


def test_tree_is_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        parse("asilo").root.children[0].text = "otro"
