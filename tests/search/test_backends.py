"""What a search must answer, the same for every engine: nodes, scores, counts, order, limits."""

from collections.abc import Iterator
from math import log
from typing import Any as Anything

import pytest

from search.backends import Backend, RawHit
from search.documents import Document, unbucket
from search.nodes import (
    All,
    Any,
    Best,
    Boosted,
    Constant,
    Everything,
    Filtered,
    Keyword,
    Node,
    Nothing,
    Phrase,
    Prefix,
    Range,
    Term,
)

# "other" texts are only folded, so that a test's words are the terms.
TEXTS = {
    1: "the border of the land",
    2: "the border land and the border river",
    3: "land of the free",
    4: "river river river border",
    5: "border land",
    6: "border of land",
    7: "land border",
    8: "зачем ñandú straße 難民",
}


def unit(pk: int, text: str = "", record: str = "law:1", **more: Anything) -> Document:
    texts = {"other": text} if text else {}
    return Document(more.pop("kind", "provision"), pk, record, more.pop("version", 1), **({"text": texts} | more))


def library() -> Iterator[tuple[str, list[Document]]]:
    facets = {
        "kind": ("law",),
        "jurisdiction": ("ARG",),
        "topic": ("asylum", "entry"),
        "status": ("in_force",),
    }
    yield (
        "law:1",
        [
            unit(
                pk,
                text,
                facets=facets,
                labels=(str(pk), "12-bis"),
                heading={"other": "scope matters"} if pk == 1 else {},
                valid_from=20000101 + pk,
                valid_to=20100101,
            )
            for pk, text in TEXTS.items()
        ],
    )
    other = facets | {"jurisdiction": ("BRA",), "topic": ()}
    yield (
        "law:2",
        [
            unit(2, kind="law", record="law:2", facets=other, numbers=("act-5",), name={"other": "frontier act"}),
            unit(21, "migrants migrate", record="law:2", facets=other, audience="example", date=19990102),
            unit(22, "migration", record="law:2", facets=other | {"status": ("repealed",)}),
        ],
    )


@pytest.fixture(scope="module")
def engine(module_backend: Backend) -> Backend:
    target = module_backend.build()
    for record, documents in library():
        target.replace(record, 1, documents)
    target.commit()
    module_backend.swap(target)
    target.close()
    return module_backend


def found(engine: Backend, node: Node) -> list[int]:
    return [hit.pk for hit in engine.search(node, limit=100).hits]


def scores(engine: Backend, node: Node) -> dict[int, float]:
    return {hit.pk: hit.score for hit in engine.search(node, limit=100).hits}


def term(value: str, boost: float = 1.0) -> Term:
    return Term("text_other", value, boost)


EVERY = [*TEXTS, 21, 22]


def test_term_finds_the_units_that_have_it(engine: Backend) -> None:
    assert sorted(found(engine, term("river"))) == [2, 4]
    assert found(engine, term("riv")) == []
    assert found(engine, Term("heading_other", "scope")) == [1]
    assert found(engine, Term("name_other", "frontier")) == [2]
    assert found(engine, Term("heading_other", "river")) == []


def test_hit_names_the_unit_and_its_record(engine: Backend) -> None:
    (hit,) = engine.search(Term("name_other", "frontier"), limit=5).hits
    assert hit == RawHit("law", 2, "law:2", hit.score)


def test_score_is_bm25_of_the_field(engine: Backend) -> None:
    """Rarity and average length among the units that have the field, k1 1.2, b 0.75, times k1 + 1."""
    lengths = {pk: len(text.split()) for pk, text in (TEXTS | {21: "migrants migrate", 22: "migration"}).items()}
    average = sum(lengths.values()) / len(lengths)
    idf = log(1 + (len(lengths) - 2 + 0.5) / (2 + 0.5))
    for pk, score in scores(engine, term("river")).items():
        count = TEXTS[pk].split().count("river")
        expected = idf * 2.2 * count / (count + 1.2 * (0.25 + 0.75 * lengths[pk] / average))
        assert score == pytest.approx(expected, rel=0.03)


def test_field_that_few_units_have_scores_by_its_own_average(engine: Backend) -> None:
    """One name of two words among eleven documents: of average length, so its score is its idf."""
    assert scores(engine, Term("name_other", "frontier")) == {2: pytest.approx(log(1 + 0.5 / 1.5), rel=0.03)}


def test_boost_multiplies(engine: Backend) -> None:
    plain, boosted = scores(engine, term("river")), scores(engine, term("river", 2.5))
    assert boosted == {pk: pytest.approx(2.5 * score, rel=1e-5) for pk, score in plain.items()}


def phrase(*words: str, slop: int = 0, field: str = "exact_other", boost: float = 1.0) -> Phrase:
    return Phrase(field, words, slop, boost)


def test_phrase_keeps_order_and_stopwords(engine: Backend) -> None:
    assert sorted(found(engine, phrase("border", "land"))) == [2, 5]
    assert found(engine, phrase("land", "border")) == [7]
    assert sorted(found(engine, phrase("of", "the", "land"))) == [1]
    assert found(engine, phrase("of", "the", "river")) == []


def test_phrase_slop_counts_moves(engine: Backend) -> None:
    assert sorted(found(engine, phrase("border", "land", slop=1))) == [2, 5, 6]
    # Changing places takes two moves.
    assert sorted(found(engine, phrase("border", "land", slop=2))) == [1, 2, 5, 6, 7]
    assert sorted(found(engine, phrase("border", "land", slop=30))) == [1, 2, 5, 6, 7]


def test_near_phrase_scores_less_than_exact_one(engine: Backend) -> None:
    found = scores(engine, phrase("border", "land", slop=2))
    assert found[5] > found[6] > found[1]
    assert found[5] > found[7]
    exact = scores(engine, phrase("border", "land"))
    assert found[5] == pytest.approx(exact[5], rel=1e-4)


def test_phrase_boost_multiplies(engine: Backend) -> None:
    plain, boosted = scores(engine, phrase("border", "land")), scores(engine, phrase("border", "land", boost=3.0))
    assert boosted == {pk: pytest.approx(3 * score, rel=1e-5) for pk, score in plain.items()}


def test_phrase_with_repeated_words(engine: Backend) -> None:
    assert found(engine, phrase("river", "river", "river")) == [4]
    assert found(engine, phrase("river", "river", slop=1)) == [4]
    assert sorted(found(engine, phrase("the", "border", "land", "and", "the", slop=1))) == [2]


def test_phrase_does_not_run_from_heading_into_text(engine: Backend) -> None:
    assert found(engine, phrase("scope", "matters")) == [1]
    assert found(engine, phrase("matters", "the")) == []


def test_phrase_of_one_term_is_the_term_and_of_none_is_nothing(engine: Backend) -> None:
    assert scores(engine, phrase("river")) == scores(engine, Term("exact_other", "river"))
    assert found(engine, phrase()) == []
    assert found(engine, phrase("", "")) == []


def test_prefix_scores_constantly(engine: Backend) -> None:
    assert scores(engine, Prefix("text_other", "migra", 2.0)) == {21: 2.0, 22: 2.0}
    assert scores(engine, Prefix("text_other", "migrati")) == {22: 1.0}
    assert found(engine, Prefix("text_other", "migrationx")) == []
    assert found(engine, Prefix("text_other", "")) == []


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (20000103, 20000105, [2, 3, 4]),
        (20000108, None, [7, 8]),
        (None, 20000102, [1]),
        (20000104, 20000104, [3]),
        (20000105, 20000104, []),
    ],
)
def test_range_includes_its_bounds(engine: Backend, low: int | None, high: int | None, expected: list[int]) -> None:
    within = Filtered(Range("valid_from", low, high), (Keyword("record", ("law:1",)),))
    expected = expected if low or high != 20000102 else [1]
    assert sorted(found(engine, within)) == expected
    assert set(scores(engine, within).values()) <= {0.0}


def test_range_open_on_both_sides_is_everything(engine: Backend) -> None:
    assert sorted(found(engine, Range("date"))) == sorted([*EVERY, 2])
    assert found(engine, Range("date", 19990102)) == [21]


def test_validity_is_open_where_unknown(engine: Backend) -> None:
    day = All((Range("valid_from", None, 20200101), Range("valid_to", 20200102)))
    assert sorted(found(engine, day)) == [2, 21, 22]


@pytest.mark.parametrize(
    ("field", "values", "expected"),
    [
        ("kind", ("law",), [("law", 2)]),
        ("record_kind", ("law",), [("law", 2), *(("provision", pk) for pk in EVERY)]),
        ("record", ("law:2",), [("law", 2), ("provision", 21), ("provision", 22)]),
        ("record", ("law:9", "law:2"), [("law", 2), ("provision", 21), ("provision", 22)]),
        ("audience", ("example",), [("provision", 21)]),
        ("numbers", ("act-5",), [("law", 2)]),
        ("labels", ("3",), [("provision", 3)]),
        ("labels", ("12-bis",), [("provision", pk) for pk in TEXTS]),
        ("jurisdiction", ("BRA",), [("law", 2), ("provision", 21), ("provision", 22)]),
        ("topic", ("entry", "nothing"), [("provision", pk) for pk in TEXTS]),
        ("status", ("repealed",), [("provision", 22)]),
        ("key", ("provision:3", "law:2"), [("law", 2), ("provision", 3)]),
        ("labels", (), []),
        ("labels", ("",), []),
        ("labels", ("12",), []),
    ],
)
def test_keyword_matches_whole_values(
    engine: Backend, field: str, values: tuple[str, ...], expected: list[tuple[str, int]]
) -> None:
    hits = engine.search(Keyword(field, values), limit=100).hits
    assert [(hit.kind, hit.pk) for hit in hits] == sorted(expected, key=lambda unit: f"{unit[0]}:{unit[1]}")
    assert {hit.score for hit in hits} <= {0.0}


def test_filters_do_not_score(engine: Backend) -> None:
    plain = scores(engine, term("border"))
    within = Filtered(term("border"), (Keyword("labels", ("2", "4")), term("river")), (phrase("border", "land"),))
    assert scores(engine, within) == {4: pytest.approx(plain[4], rel=1e-6)}
    assert found(engine, Filtered(term("border"), (Keyword("record", ("law:2",)),))) == []


def test_denied_alone(engine: Backend) -> None:
    denied = (term("border"), Keyword("record", ("law:2",)), Nothing())
    assert found(engine, Filtered(Everything(), (), denied)) == [3, 8]
    assert found(engine, Filtered(Everything(), (Nothing(),))) == []
    assert found(engine, Filtered(Everything(), (), (Everything(),))) == []


def test_everything_and_nothing(engine: Backend) -> None:
    assert scores(engine, Everything()) == dict.fromkeys([*EVERY, 2], 1.0)
    assert engine.search(Nothing(), limit=10).buckets == {}
    assert found(engine, Nothing()) == []


def test_all_adds(engine: Backend) -> None:
    border, river = scores(engine, term("border")), scores(engine, term("river"))
    assert scores(engine, All((term("border"), term("river"), Keyword("labels", ("2", "4"))))) == {
        pk: pytest.approx(border[pk] + river[pk], rel=1e-5) for pk in (2, 4)
    }
    assert found(engine, All((term("border"), Nothing()))) == []
    assert scores(engine, All(())) == dict.fromkeys([*EVERY, 2], 0.0)


def test_any_adds_and_counts(engine: Backend) -> None:
    border, river, land = (scores(engine, term(word)) for word in ("border", "river", "land"))
    children = (term("border"), term("river"), term("land"), term("absent"), Nothing())
    for minimum in (1, 2, 3, 4):
        expected = {}
        for pk in TEXTS:
            parts = [part[pk] for part in (border, river, land) if pk in part]
            if len(parts) >= minimum:
                expected[pk] = pytest.approx(sum(parts), rel=1e-5)
        assert scores(engine, Any(children, minimum)) == expected
    assert found(engine, Any(())) == []
    assert found(engine, Any((term("border"),), 0)) == found(engine, term("border"))


def test_best_takes_the_best_and_a_share_of_the_rest(engine: Backend) -> None:
    one, two, three = Constant(term("border"), 4.0), Constant(term("river"), 2.0), Constant(term("land"), 1.0)
    assert scores(engine, Best((one, two, three))) == {1: 4, 2: 4, 3: 1, 4: 4, 5: 4, 6: 4, 7: 4}
    tied = scores(engine, Best((one, two, three), 0.5))
    assert tied == {1: 4.5, 2: 5.5, 3: 1, 4: 5, 5: 4.5, 6: 4.5, 7: 4.5}
    assert found(engine, Best(())) == []
    assert found(engine, Best((Nothing(), term("river")))) == found(engine, term("river"))


def test_constant_and_boosted(engine: Backend) -> None:
    plain = scores(engine, term("river"))
    assert scores(engine, Constant(term("river"))) == {2: 0.0, 4: 0.0}
    assert scores(engine, Boosted(Constant(term("river"), 1.5), 4)) == {2: 6.0, 4: 6.0}
    tripled = {pk: pytest.approx(3 * score, rel=1e-5) for pk, score in plain.items()}
    assert scores(engine, Boosted(term("river"), 3)) == tripled
    assert scores(engine, Boosted(All((term("river"), Everything())), 3)) == {
        pk: pytest.approx(3 * score + 3, rel=1e-5) for pk, score in plain.items()
    }
    assert found(engine, Constant(Nothing(), 5)) == found(engine, Boosted(Nothing(), 5)) == []


def test_constants_and_terms_mix_on_one_scale(engine: Backend) -> None:
    plain = scores(engine, term("river"))
    mixed = scores(engine, Any((term("river"), Constant(Keyword("labels", ("2",)), 0.5))))
    assert mixed == {2: pytest.approx(plain[2] + 0.5, rel=1e-5), 4: pytest.approx(plain[4], rel=1e-5)}


def test_buckets_count_every_match(engine: Backend) -> None:
    answer = engine.search(Everything(), limit=1)
    assert len(answer.hits) == 1
    counted = {(unbucket(bucket)[0], unbucket(bucket)[2]["status"]): n for bucket, n in answer.buckets.items()}
    assert counted[("law:1", ("in_force",))] == 8
    assert counted[("law:2", ("repealed",))] == 1
    # The example differs from the law's own unit in the date, which is part of the bucket.
    assert sum(answer.buckets.values()) == 11
    bucket = next(unbucket(bucket) for bucket in answer.buckets if bucket.startswith("law:1"))
    assert bucket == ("law:1", 0, unit(1, facets=dict(next(library())[1][0].facets)).facets | {
        "type": (), "language": (), "decade": ()})  # fmt: skip


def test_buckets_without_hits_and_hits_without_buckets(engine: Backend) -> None:
    answer = engine.search(term("border"), limit=0)
    assert answer.hits == []
    assert list(answer.buckets.values()) == [6]
    answer = engine.search(term("border"), limit=50, buckets=False)
    assert (len(answer.hits), answer.buckets) == (6, {})


def test_terms_of_any_script(engine: Backend) -> None:
    for word in ("зачем", "nandu", "strasse", "難民"):
        assert found(engine, term(word)) == [8], word
    assert found(engine, Term("exact_other", "ñandu")) == [8]
    assert found(engine, Prefix("text_other", "難")) == [8]
    assert found(engine, phrase("зачем", "ñandu")) == [8]


@pytest.mark.parametrize(
    "value", ["", "\x00", "a\x00b", "\ud800", "x" * 5000, "\x7f", "* OR *", 'a"b', "難" * 300, " "]
)
def test_hostile_values_find_nothing_and_break_nothing(engine: Backend, value: str) -> None:
    for node in (
        term(value),
        phrase(value, value, slop=1),
        phrase("border", value + "z"),
        Prefix("text_other", value),
        Keyword("numbers", (value,)),
        Filtered(term(value), (Keyword("record", (value,)),), (term(value),)),
    ):
        assert found(engine, node) == []
    assert engine.vocabulary("text_other", value) == []


def test_wide_and_deep_trees(engine: Backend) -> None:
    wide = Any(tuple(Best((term(f"w{n}"), term("river"), Prefix("text_other", f"p{n}"))) for n in range(200)))
    assert sorted(found(engine, wide)) == [2, 4]
    deep: Node = term("river")
    for _ in range(8):
        deep = Boosted(Filtered(All((deep,)), (Any((Everything(), deep)),)) if _ % 2 == 0 else Best((deep,)), 1.0)
    assert sorted(found(engine, deep)) == [2, 4]


@pytest.mark.parametrize(
    "node",
    [
        Term("text_xx", "a"),
        Phrase("kind", ("a", "b")),
        Prefix("nothing", "a"),
        Keyword("text_es", ("a",)),
        Range("key", 1),
    ],
)
def test_unknown_field_is_an_error_of_the_caller(engine: Backend, node: Node) -> None:
    with pytest.raises(ValueError, match="field"):
        engine.search(node, limit=1)


def test_vocabulary_by_frequency(engine: Backend) -> None:
    assert engine.vocabulary("text_other", "mi") == ["migrants", "migrate", "migration"]
    assert engine.vocabulary("exact_other", "b") == ["border"]
    assert engine.vocabulary("text_other", "migrat", limit=1) == ["migrate"]
    assert engine.vocabulary("exact_other", "ñ") == ["ñandu"]
    assert engine.vocabulary("heading_other", "mi") == []
    assert engine.vocabulary("text_other", "") == []
    assert engine.vocabulary("text_other", ".*") == []
    with pytest.raises(ValueError, match="field"):
        engine.vocabulary("kind", "a")
