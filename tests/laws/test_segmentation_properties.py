"""Whatever the text: nothing is lost or doubled, nothing breaks, and time grows with length only."""

import re
import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws.labels import normalise
from laws.segmentation import Line, Segmented, match_provision, segment
from tests.laws.segmenting import numbers

# Properties -----------------------------------------------------------------------------------------------------------

NUMBERS = st.builds(
    lambda n, suffix: (f"{n}{suffix}", normalise(f"{n}{suffix}")),
    st.integers(1, 2500),
    st.sampled_from(["", " bis", " ter", "-B", " quáter", " BIS"]),
)


@given(
    NUMBERS,
    st.sampled_from(["Artículo", "ARTÍCULO", "Art.", "ART.", "Artigo", "Article", "Section", "Rule"]),
    st.sampled_from([".-", ".", ".—", " -", ":", " —", ""]),
)
def test_labels_round_trip_through_normalise(number: tuple[str, str], word: str, mark: str) -> None:
    printed, key = number
    found = match_provision(f"{word} {printed}{mark} Los faroles")
    assert found is not None
    assert found.number == key == normalise(found.label)
    assert found.rest == "Los faroles"


WORDS = st.lists(
    st.sampled_from("farol luz aceite mecha verde noche calle humo gas torre".split()), min_size=1, max_size=9
).map(lambda words: " ".join(words).capitalize() + ".")
ITEMS = st.builds(
    lambda label, text: f"{label} {text}", st.sampled_from(["a)", "b)", "1.", "(2)", "ii)", "§ 1º", "I -"]), WORDS
)


def words_of(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", text))


def output(result: Segmented, *, outline: bool) -> Counter[str]:
    parts = []
    for item in result.provisions:
        parts.append(item.label)
        for wording in (item.current, *item.earlier):
            parts += [wording.heading, wording.history]
            for block in wording.blocks:
                parts += [block.label, block.heading, block.text, *(" ".join(row) for row in block.rows)]
    if outline:
        parts += [part for entry in result.outline for part in (entry.label, entry.heading)]
    return words_of(" ".join(parts))


@given(st.lists(st.lists(st.one_of(WORDS, ITEMS), max_size=5), max_size=12), st.lists(WORDS, max_size=3), st.booleans())
def test_text_is_neither_lost_nor_doubled(articles: list[list[str]], preamble: list[str], chapters: bool) -> None:
    lines = list(preamble)
    for number, paragraphs in enumerate(articles, start=1):
        if chapters and number % 3 == 1:
            lines += [f"CAPÍTULO {'I' * (number % 4 or 1)}", "De la torre verde"]
        lines += [f"Artículo {number}.- Hay luz.", *paragraphs]
    result = segment(list(enumerate(lines, start=1)), language="es")
    given_words = words_of(" ".join(lines))
    assert not given_words - output(result, outline=True), "lost"
    assert not output(result, outline=False) - given_words, "doubled"
    assert len(numbers(result)) == len(articles)


SNIPPETS = st.sampled_from(
    [
        "Artículo 1.-", "Artículo 2", "ARTÍCULO ÚNICO", "“Artículo 3.- Luz", "por el siguiente:", "ANEXO I", "TRANSITORIOS",
        "Primero.-", "CONVENCIÓN DE LUZ", "DECRETA:", "TÍTULO I", "a)", "(*)", "Párrafo reformado DOF 01-02-2003", "”", '"',
        "Section 4", "Paragraph 2", "SCHEDULE", "Derogado.", "§", "((((", "Vistos los textos", "Dada en Luz", "|a|b|", "\x00",
        "𝔄rtículo 1", "Artículo ¼", "Artículo Ⅳ", "Artículo ٣",
    ]
)  # fmt: skip


@given(
    st.lists(
        st.tuples(
            st.lists(st.one_of(SNIPPETS, st.text(max_size=30)), max_size=4).map(" ".join),
            st.sampled_from(["", "", "", "heading", "note", "history", "earlier", "later", "text", "label", "table"]),
        ),
        max_size=40,
    ),
    st.sampled_from(["es", "pt", "en", "fr", "nl", ""]),
)
def test_any_text_is_read(lines: list[tuple[str, str]], language: str) -> None:
    result = segment([Line(n, text, hint) for n, (text, hint) in enumerate(lines, start=1)], language=language)
    assert all(entry.before <= len(result.provisions) for entry in result.outline)
    keys = Counter((item.sequence, item.number, item.ordinal) for item in result.provisions)
    assert not keys or max(keys.values()) == 1
    assert len(result.warnings) < 24


@pytest.mark.parametrize(
    "text",
    [
        "Artículo 1\n" * 30_000,
        "Artículo 1\nArtículo 2\nArtículo 5\n" * 10_000,
        "(" * 300_000,
        ("(nota " * 1000 + ")" * 1000 + "\n") * 30,
        "Artículo 5" + " " * 300_000 + "x",
        "Artículos 1" + ", 2" * 100_000,
        "Artículo 1.- Sustitúyese el artículo 5 por el siguiente: “x\n" * 5_000,
        "ANEXO I\nArtículo 1\n" * 15_000,
        "ACUERDO DE LUZ\nDECRETA:\nArtículo 1.- a\n" * 6_000,
        "a" * 1_000_000,
    ],
    ids=["one label", "restarts", "parentheses", "nested notes", "blanks", "range", "quotations", "annexes", "treaties", "line"],
)  # fmt: skip
def test_hostile_text_costs_time_in_proportion(text: str) -> None:
    begun = time.process_time()
    segment(list(enumerate(text.split("\n"), start=1)), language="es")
    assert time.process_time() - begun < 20
