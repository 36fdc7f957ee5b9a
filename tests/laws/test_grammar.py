"""Which lines begin a provision, a container or an inner unit, and which only speak of one."""

import pytest

from laws.grammar import match_item
from laws.segmentation import match_container, match_provision


@pytest.mark.parametrize(
    ("line", "label", "number", "rest", "kind"),
    [
        ("Artículo 12 bis.- Los faroles arden.", "Artículo 12 bis", "12-bis", "Los faroles arden.", "article"),
        ("ARTICULO 1° — La luz", "ARTICULO 1°", "1", "La luz", "article"),
        ("Art. 1º Será aceso", "Art. 1º", "1", "Será aceso", "article"),
        ("Art. 10. O farol", "Art. 10", "10", "O farol", "article"),
        ("Art. 29-A. O farol", "Art. 29-A", "29-a", "O farol", "article"),
        ("ARTÍCULO PRIMERO", "ARTÍCULO PRIMERO", "primero", "", "article"),
        ("ARTÍCULO DÉCIMO SEGUNDO.- Cada", "ARTÍCULO DÉCIMO SEGUNDO", "decimo-segundo", "Cada", "article"),
        ("Artículo único", "Artículo único", "unico", "", "article"),
        ("Article 3", "Article 3", "3", "", "article"),
        ("Article premier", "Article premier", "premier", "", "article"),
        ("Section 25.1", "Section 25.1", "25.1", "", "section"),
        ("SEC. 2. SHORT NAME", "SEC. 2", "2", "SHORT NAME", "section"),
        ("Rule 5", "Rule 5", "5", "", "rule"),
        ("ARTICLE IV", "ARTICLE IV", "iv", "", "article"),
        ("Artículo 1.- Objeto", "Artículo 1", "1", "Objeto", "article"),
        ("ARTICULO 2° De los faroles", "ARTICULO 2°", "2", "De los faroles", "article"),
        ("Artículo 188A. Faroles", "Artículo 188A", "188a", "Faroles", "article"),
        ("Artículo 303-A.- Aceite", "Artículo 303-A", "303-a", "Aceite", "article"),
        ("Artículos 5 al 9.- Derogados", "Artículos 5 al 9", "5-al-9", "Derogados", "article"),
        ("Artículo 6   .- Los", "Artículo 6", "6", "Los", "article"),
        ("Artigo 3.º O farol", "Artigo 3.º", "3", "O farol", "article"),
        ("Artículo 2.o Los faroles", "Artículo 2.o", "2", "Los faroles", "article"),
        ("artículo 5.- Los faroles", "artículo 5", "5", "Los faroles", "article"),
        ("Artículo 3 Bis 1.- Los", "Artículo 3 Bis 1", "3-bis-1", "Los", "article"),
    ],
)
def test_line_that_begins_a_provision(line: str, label: str, number: str, rest: str, kind: str) -> None:
    found = match_provision(line)
    assert found is not None
    assert (found.label, found.number, found.rest, found.kind) == (label, number, rest, kind)


@pytest.mark.parametrize(
    "line",
    [
        "Artículo 75, inciso 12 de la ley mayor",
        "Artículo 5 de la Ley de Faroles",
        "artículo 5 de la ley",
        "artículo 29 llevan implícita la prohibición",
        "Artículo 93. fracción II de la Ley",
        "Artista 5.- Los",
        "Sectional 3",
        "Arte 4. Los",
        "25.871",
        "",
    ],
)
def test_line_that_only_cites_a_provision(line: str) -> None:
    assert match_provision(line) is None


def test_bare_labels_only_on_request() -> None:
    assert match_provision("Primero.- Los faroles") is None
    found = match_provision("Primero.- Los faroles", words=True)
    assert found is not None
    assert (found.number, found.kind) == ("primero", "other")
    assert match_provision("4. Short title.") is None
    found = match_provision("4. Short title.", bare=True)
    assert found is not None
    assert (found.number, found.rest, found.kind) == ("4", "Short title.", "section")


def test_quoted_and_transitory_labels_say_so() -> None:
    quoted = match_provision("“ARTÍCULO 6° quáter.- El farolero")
    assert quoted is not None
    assert (quoted.quoted, quoted.number) == (True, "6-quater")
    transitory = match_provision("Artículo 2 transitorio.- El aceite")
    assert transitory is not None
    assert (transitory.transitory, transitory.number, transitory.rest) == (True, "2", "El aceite")
    alone = match_provision("Artículo transitorio.- El aceite")
    assert alone is not None
    assert (alone.transitory, alone.number) == (True, "transitorio")


@pytest.mark.parametrize(
    ("line", "level", "label", "heading", "role"),
    [
        ("TÍTULO PRIMERO", 3, "TÍTULO PRIMERO", "", ""),
        ("CAPÍTULO I - FAROLES", 4, "CAPÍTULO I", "FAROLES", ""),
        ("Título I De los faroles", 3, "Título I", "De los faroles", ""),
        ("T I T U L O  I I", 3, "TITULO II", "", ""),
        ("CAPÍTULO ÚNICO", 4, "CAPÍTULO ÚNICO", "", ""),
        ("Capítulo I BIS", 4, "Capítulo I BIS", "", ""),
        ("PART 1", 2, "PART 1", "", ""),
        ("SEÇÃO II", 5, "SEÇÃO II", "", ""),
        ("LIBRO SEGUNDO De los aceites", 1, "LIBRO SEGUNDO", "De los aceites", ""),
        ("ANEXO II", 1, "ANEXO II", "", "annex"),
        ("FIRST SCHEDULE (SECTION 2)", 1, "FIRST SCHEDULE", "SECTION 2", "annex"),
        ("TRANSITORIOS", 3, "TRANSITORIOS", "", "transitory"),
        ("DISPOSICIONES TRANSITORIAS", 3, "DISPOSICIONES TRANSITORIAS", "", "transitory"),
        ("DISPOSICIONES COMPLEMENTARIAS FINALES", 3, "DISPOSICIONES COMPLEMENTARIAS FINALES", "", "final"),
    ],
)
def test_line_that_opens_a_container(line: str, level: int, label: str, heading: str, role: str) -> None:
    found = match_container(line)
    assert found is not None
    assert (found.level, found.label, found.heading, found.role) == (level, label, heading, role)


@pytest.mark.parametrize(
    "line", ["Título IV de la Ley de Faroles", "Anexo II de la Ley", "Parte del aceite", "Titulo", "5. Capítulo I"]
)
def test_line_that_only_cites_a_container(line: str) -> None:
    assert match_container(line) is None


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("a) uno", "a)"), ("(1) uno", "(1)"), ("I - um", "I"), ("1. uno", "1."), ("1.- uno", "1."), ("§ 1º Um", "§ 1º"),
        ("Parágrafo único. Um", "Parágrafo único"), ("PARÁGRAFO. uno", "PARÁGRAFO"), ("5.1 Uno", "5.1"), ("ñ) uno", "ñ)"),
    ],
)  # fmt: skip
def test_inner_units(line: str, label: str) -> None:
    found = match_item(line)
    assert found is not None
    assert found.label == label
    assert found.rest.casefold() in {"uno", "um"}


@pytest.mark.parametrize("line", ["de) uno", "25.871 faroles", "uno", "a uno", "2019 fue", ""])
def test_no_inner_unit(line: str) -> None:
    assert match_item(line) is None
