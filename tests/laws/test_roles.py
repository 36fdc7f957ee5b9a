"""Formulas are told from matter by how short texts begin."""

import pytest

from laws.roles import FORMULA, MATTER, PREAMBLE, role_of


@pytest.mark.parametrize(
    "text",
    [
        "Comuníquese al Consejo de las Brumas.", "— Publíquese y cúmplase.", "Dada en la sala de sesiones de Brumas, a dos de mayo.",
        "El presente Decreto entrará en vigor el día siguiente al de su publicación.", "La presente ley rige desde su promulgación.",
        "Esta Lei entra em vigor na data de sua publicação.", "Revogam-se as disposições em contrário.",
        "Deróganse todas las disposiciones que se opongan a la presente.",
        "This Act may be cited as the Lantern Act.", "This Act comes into force on the first foggy day.",
        "La présente loi entre en vigueur à la date de sa sanction.", "[Repealed, 1999, c. 9, s. 9]", "[Abrogé, 1999, ch. 9, art. 9]",
        "(Derogado)",
    ],
)  # fmt: skip
def test_formulas(text: str) -> None:
    assert role_of("article", [text]) == FORMULA


@pytest.mark.parametrize(
    "text",
    [
        "El barquero comunica cada avería al guardián.", "La ley se aplica a todo farol.", "",
        "This Act applies to every lantern.", "The warden may repeal a permit.", "Toda persona dada en adopción es hija de la ley.",
        "Comuníquese. " + "El farol se enciende al caer la tarde. " * 12,
    ],
)  # fmt: skip
def test_matter(text: str) -> None:
    assert role_of("article", [text]) == MATTER


def test_a_preamble_is_one_whatever_it_says() -> None:
    assert role_of("preamble", ["El farol es de todos."]) == PREAMBLE


def test_every_language_must_say_so() -> None:
    assert role_of("section", ["[Repealed, 1999, c. 9]", "[Abrogé, 1999, ch. 9]"]) == FORMULA
    assert role_of("section", ["[Repealed, 1999, c. 9]", "Le passeur porte une lanterne."]) == MATTER
