"""How queries are understood, and that trees stay small and valid for any string."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import nodes
from search.backends.canonical import canonical
from search.lexicon import Lexicon
from search.plan import Relaxation, plan, within
from search.reading import read
from tests.search.invented import LEXICON

DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture(scope="module")
def shipped():
    """The lexicon as it ships."""
    return Lexicon.from_csv(DATA / "thesaurus.csv", DATA / "demonyms.csv", DATA / "members.csv")


def understood(text, language="es", lexicon=LEXICON, **options):
    return plan(text, language=language, lexicon=lexicon, **options).understanding


def leaves(node):
    match node:
        case nodes.All(children) | nodes.Any(children) | nodes.Best(children):
            return sum(map(leaves, children))
        case nodes.Constant(child) | nodes.Boosted(child):
            return leaves(child)
        case nodes.Filtered(query, allowed, denied):
            return leaves(query) + sum(map(leaves, (*allowed, *denied)))
    return 1


@pytest.mark.parametrize(
    ("text", "language", "intent"),
    [
        ("residencia precaria", "es", "words"),
        ("ley de faroles", "es", "name"),
        ("lanterns act", "en", "name"),
        ("Ley 12.345", "es", "number"),
        ("25.871", "es", "number"),
        ("decreto 616 de 2010", "es", "number"),
        ("art. 23 ley 25871", "es", "article"),
        ("section 5 Lanterns Act", "en", "article"),
        ('"no se impondrá multa"', "es", "quote"),
        ("¿cuánto tiempo dura el permiso?", "es", "question"),
        ("how long does a permit last", "en", "question"),
        ("est-ce que le passeur peut refuser ?", "fr", "question"),
        ("qual o prazo para recorrer", "pt", "question"),
        ("barquero -farol", "es", "words"),
    ],
)
def test_intents(text, language, intent):
    assert understood(text, language).intent == intent


def test_what_was_understood_is_told():
    found = understood("harbour permit Borealia", "en")
    assert found.words == ("harbour", "permit")
    assert found.jurisdictions == ("bbb",)
    (note,) = found.concepts
    assert (note.slug, note.typed, note.label) == ("harbour-permit", "harbour permit", "harbour permit")
    assert note.labels["es"] == ("permiso de puerto",)
    assert understood("harbour permit", "fr").concepts[0].label == "permis de port"


def test_dropped_and_relaxed_are_told():
    assert {item.reason for item in understood("palabra " * 400).dropped} == {"length", "terms"}
    relaxed = understood("farol roto", relaxation=Relaxation(("roto",), loose=True))
    assert (relaxed.words, relaxed.relaxed, relaxed.loose) == (("farol",), ("roto",), True)


def test_language_of_the_words_is_recognised(shipped):
    assert understood("the rights of asylum seekers in detention", "es", shipped).language == "en"
    assert understood("droits des demandeurs d'asile", "es", shipped).language == "fr"
    assert understood("visa", "es", shipped).language == "es"


def test_spelling_is_asked_for_words_only():
    asked = []

    def spelling(word, language):
        asked.append(word)
        return {"lantrens": "lanterns", "qzx": ""}.get(word)

    found = understood("lantrens qzx for the Borealia act 12.345", "en", spelling=spelling)
    assert found.corrections == (("lantrens", "lanterns"),)
    assert found.relaxed == ("qzx",)
    assert "borealia" not in asked
    assert "the" not in asked
    assert not any(word.isdigit() for word in asked)
    assert [note.slug for note in found.concepts] == ["lantern"]


def test_all_unknown_words_stay():
    assert understood("qzx qzy", spelling=lambda word, language: "").words == ("qzx", "qzy")


def test_name_of_a_place_inside_a_label_is_both():
    lexicon = Lexicon([*LEXICON._concepts.values()], [])
    assert understood("harbour permit Borealia", "en", lexicon).jurisdictions == ()


def test_words_beside_what_a_law_calls_itself_name_the_law():
    weights = [slot.weight for slot in read("lantern law ferryman", "en", LEXICON).slots]
    assert weights == [0.6, 0.4, 1.0]
    assert [slot.weight for slot in read("lantern law", "en", LEXICON).slots] == [1.0, 0.4]
    assert [slot.weight for slot in read("ley de faroles barquero", "es", LEXICON).slots] == [0.4, 0.6, 1.0]


def test_question_words_count_little():
    slots = read("¿puede el barquero apagar el farol?", "es", LEXICON).slots
    assert {slot.tokens[0].text: slot.weight for slot in slots} == {
        "puede": 0.25, "barquero": 1.0, "apagar": 1.0, "farol": 1.0,
    }  # fmt: skip


def test_visibility_and_day():
    node = within(nodes.Everything(), at=20240601)
    assert nodes.Keyword("audience", ("public",)) in node.allowed
    assert nodes.Range("valid_from", None, 20240601) in node.allowed
    assert nodes.Range("valid_to", 20240602, None) in node.allowed
    assert nodes.Keyword("audience", ("public",)) not in within(nodes.Everything(), at=20240601, example=True).allowed


def test_empty_asks_for_everything_and_noise_for_nothing():
    assert plan("", language="es", lexicon=LEXICON).node == nodes.Everything()
    assert plan("?!", language="es", lexicon=LEXICON).node == nodes.Nothing()


LONG = [
    "¿puede un trabajador migratorio en situación irregular pedir refugio para su familia y sus hijos menores en la frontera?",
    "who represents an unaccompanied minor refugee claimant before the immigration board in detention review hearings",
    "demande d'asile irrecevable expulsion renvoi détention mineur famille permis de travail résidence permanente visa",
    "extradição de estrangeiro condenado por tráfico de pessoas refugiado residência visto deportação expulsão naturalização",
    " ".join(["visa permiso residencia asilo"] * 6),
]


@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:20])
def test_trees_stay_small_and_quick(text, shipped):
    node = plan(text, language="es", lexicon=shipped).node
    assert leaves(node) <= 230
    start = time.perf_counter()
    plan(text, language="es", lexicon=shipped)
    assert time.perf_counter() - start < 0.02


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from(list('"()-*|OR art.12ley ñé'))), max_size=120))
def test_any_string_gives_a_valid_tree(text):
    for relaxation in (Relaxation(), Relaxation(("a",), loose=True)):
        canonical(plan(text, language="pt", lexicon=LEXICON, relaxation=relaxation).node)
