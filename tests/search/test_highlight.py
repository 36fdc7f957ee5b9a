"""Snippets mark what the search meant, whatever the spelling."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.highlight import WIDTH, marked, snippet
from search.plan import plan
from search.results import Terms
from tests.search.invented import LEXICON


def terms(text, language="es"):
    return plan(text, language=language, lexicon=LEXICON).terms


def marks(found):
    return [text for text, is_marked in found.pieces if is_marked]


def joined(found):
    return "".join(text for text, _ in found.pieces)


def test_accents_plurals_and_gender_do_not_matter():
    text = "Las expulsiones de la extranjera y del extranjero no son sanción."
    assert marks(snippet([text], terms("expulsion extranjeros sanciones"), "es")) == [
        "expulsiones", "extranjera", "extranjero", "sanción",
    ]  # fmt: skip


def test_neighbours_are_marked_together():
    assert marks(snippet(["La multa grave se paga."], terms("multas graves"), "es")) == ["multa grave"]


def test_short_text_is_shown_whole_and_unchanged():
    text = "Todo barquero llevará un farol."
    found = snippet([text], terms("farol"), "es")
    assert joined(found) == text
    assert found.concepts == ()


def test_blocks_are_joined_by_a_blank():
    assert joined(snippet(["Uno.", "", "Dos."], Terms(), "es")) == "Uno. Dos."


def test_long_text_is_cut_at_words_around_the_best_place():
    filler = "palabras sin importancia que llenan el texto hasta el borde de la ventana "
    text = filler * 12 + "donde el barquero pierde su farol en la tormenta y " + filler * 12
    found = snippet([text], terms("barquero farol tormenta"), "es")
    assert marks(found) == ["barquero", "farol", "tormenta"]
    assert len(joined(found)) <= WIDTH + 60
    assert joined(found).startswith("…")
    assert joined(found).endswith("…")
    inside = joined(found).strip("…")
    assert f" {inside} " in text or text.startswith(inside)


def test_exact_quote_wins_over_scattered_words():
    scattered = (
        "La multa. " + "Otra cosa distinta se dice aquí. " * 12 + "No se impondrá multa al barquero. " + "Fin. " * 40
    )
    found = snippet([scattered], terms('"no se impondra multa"'), "es")
    assert marks(found) == ["No se impondrá multa"]


def test_concept_of_another_language_is_marked_and_named():
    found = snippet(["El permiso de puerto dura un año."], terms("harbour permit", "en"), "es")
    assert marks(found) == ["permiso de puerto"]
    assert found.concepts == ("harbour-permit",)


def test_typed_words_are_no_reason():
    assert snippet(["A harbour permit lasts."], terms("harbour permit", "en"), "en").concepts == ()


def test_prefix_and_nothing():
    assert marks(snippet(["La ribera y las riberas."], terms("ribe*"), "es")) == ["ribera", "riberas"]
    found = snippet(["palabra " * 100], terms("tormenta"), "es")
    assert marks(found) == []
    assert joined(found).startswith("palabra")
    assert snippet([], terms("tormenta"), "es").pieces == ()


def test_excluded_words_are_not_marked():
    assert marks(snippet(["Todo barquero y todo farol."], terms("barquero -farol"), "es")) == ["barquero"]


def test_heading_is_marked_whole():
    heading = "Sanciones por falta de farol"
    assert joined(marked(heading, terms("farol"), "es")) == heading
    assert marks(marked(heading, terms("farol"), "es")) == ["farol"]


def test_markup_stays_text():
    found = snippet(["<b>farol</b> & <script>"], terms("farol"), "es")
    assert found.pieces == (("<b>", False), ("farol", True), ("</b> & <script>", False))


@given(st.text(max_size=900), st.text(max_size=40))
def test_pieces_are_always_a_window_of_the_text(text, query):
    found = snippet([text], terms(query), "es")
    flat = text.replace("\n", " ")
    assert joined(found).strip("…").strip() in flat or not joined(found).strip("…").strip()
    assert len(joined(found)) <= WIDTH + 200


@pytest.mark.parametrize("size", [2_000, 200_000])
def test_speed(size):
    text = "El barquero lleva un farol y una lámpara de mano por la ribera en la tormenta. " * (size // 80)
    wanted = terms("barquero farol tormenta")
    snippet([text], wanted, "es")
    start = time.perf_counter()
    snippet([text], wanted, "es")
    assert time.perf_counter() - start < size / 2_000 * 0.01
