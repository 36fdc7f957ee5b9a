"""Documents as fields: which text goes where, and what no engine may be given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import analysis
from search.backends.canonical import canonical
from search.backends.fields import (
    FACET_FIELDS,
    KEYWORD_FIELDS,
    MAX_KEYWORD,
    MAX_TERM,
    TEXT_FIELDS,
    field_language,
    prepare,
)
from search.documents import FACETS, FIELD_LANGUAGES, Document, unbucket
from search.nodes import All, Any, Best, Constant, Everything, Filtered, Keyword, Node, Nothing, Phrase, Range, Term


def document(**more: object) -> Document:
    return Document("provision", 7, "law:3", 2, **more)  # type: ignore[arg-type]


def test_texts_go_to_the_fields_of_their_language() -> None:
    fields = prepare(
        document(
            name={"es": "Ley de Niebla"},
            heading={"es": "Las nieblas", "en-US": "The fogs"},
            text={"es": "De la niebla", "ht": "Nan lapli", "fr": ""},
        )
    )
    assert fields["name_es"] == ["ley niebl"]
    assert fields["heading_es"] == ["niebl"]
    assert fields["text_es"] == ["niebl"]
    assert fields["exact_es"] == ["las nieblas", "de la niebla"]
    assert fields["heading_en"] == ["fog"]
    assert fields["text_other"] == ["nan lapli"]
    assert {name for name in fields if name in TEXT_FIELDS} == {
        "name_es", "heading_es", "text_es", "exact_es", "heading_en", "exact_en", "text_other", "exact_other",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("tag", "language"),
    [("es", "es"), ("es-419", "es"), ("pt_BR", "pt"), ("EN", "en"), ("ht", "other"), ("", "other"), ("esp", "other")],
)
def test_language_of_a_tag(tag: str, language: str) -> None:
    assert field_language(tag) == language


def test_every_facet_is_a_field_and_the_kinds_are_told_apart() -> None:
    fields = prepare(document(facets={"kind": ("law",), "topic": ("b", "a")}))
    assert (fields["kind"], fields[FACET_FIELDS["kind"]], fields["topic"]) == ("provision", ["law"], ["b", "a"])
    assert set(FACET_FIELDS) == set(FACETS)
    assert set(FACET_FIELDS.values()) < set(KEYWORD_FIELDS)
    assert len(set(KEYWORD_FIELDS)) == len(KEYWORD_FIELDS)


def test_nothing_that_an_engine_refuses() -> None:
    hostile = "a\ud800b \x00 " + "x" * 900 + " \x7f ﷺ \u2028 " + "難" * 300
    fields = prepare(document(name={"es": hostile}, text={"other": hostile}, labels=(hostile * 100, "\udfff")))
    for name in TEXT_FIELDS:
        for value in fields.get(name, []):
            assert value == " ".join(value.split())
            assert max(map(len, value.split(" "))) <= MAX_TERM
    for values in fields.values():
        for value in values if isinstance(values, list) else [values]:
            assert len(str(value).encode("utf-8")) <= 32_766
            assert "\x7f" not in str(value)


def test_bucket_stays_whole_unless_it_is_enormous() -> None:
    facets = {"kind": ("law",), "topic": tuple(f"topic-{n}" for n in range(100))}
    plain = document(facets=facets, date=20010203)
    assert prepare(plain)["bucket"] == plain.bucket
    enormous = document(facets=facets | {"topic": tuple(f"{n}-{'ñ' * 500}" for n in range(200))}, date=20010203)
    bucket = str(prepare(enormous)["bucket"])
    assert len(bucket) <= MAX_KEYWORD
    record, date, kept = unbucket(bucket)
    assert (record, date, kept["kind"]) == ("law:3", 20010203, ("law",))
    assert kept["topic"]


A, B = Term("text_es", "a"), Term("text_es", "b")


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (Term("text_es", ""), Nothing()),
        (Phrase("text_es", ("a", "", "b"), -3), Phrase("text_es", ("a", "b"))),
        (Phrase("text_es", ("a",), 2, 3.0), Term("text_es", "a", 3.0)),
        (Keyword("labels", ("x", "", "x")), Keyword("labels", ("x",))),
        (Range("date"), Constant(Everything())),
        (All(()), Constant(Everything())),
        (All((A, Nothing())), Nothing()),
        (Any((A, Nothing(), B), 2), Any((A, B), 2)),
        (Any((A, Nothing()), 2), Nothing()),
        (Any((A,), 0), Any((A,), 1)),
        (Best((Nothing(),)), Nothing()),
        (Filtered(A, (), (Nothing(), B)), Filtered(A, (), (B,))),
        (Filtered(A, (All((B, Nothing())),)), Nothing()),
        (Constant(Any(()), 5.0), Nothing()),
    ],
)
def test_canonical_form(node: Node, expected: Node) -> None:
    assert canonical(node) == expected


@given(st.text(max_size=80) | st.text("ñÑáçœß25.,_º ﷺaA\u0301\u00ad", max_size=40))
def test_stems_of_exact_words_are_the_stems_of_the_text(text: str) -> None:
    """What a query's words become is what the text's words became."""
    for language in FIELD_LANGUAGES:
        stem = analysis.stemmer(language)
        assert [found for word in analysis.exact(text) if (found := stem(word))] == analysis.stems(text, language)
