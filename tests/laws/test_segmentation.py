"""Segmentation of unmarked statute text. All laws here are invented."""

import re
import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws.grammar import match_item
from laws.labels import normalise
from laws.parsed import ARTICLE_KINDS, Block, ParsedProvision
from laws.segmentation import Line, Segmented, match_container, match_provision, segment


def read(text: str, language: str = "es") -> Segmented:
    return segment(list(enumerate(text.strip().split("\n"), start=1)), language=language)


def numbers(result: Segmented) -> list[tuple[str, str]]:
    return [(item.sequence, item.number) for item in result.provisions if item.kind in ARTICLE_KINDS]


def provision(result: Segmented, sequence: str, number: str, ordinal: int = 1) -> ParsedProvision:
    found = [p for p in result.provisions if (p.sequence, p.number, p.ordinal) == (sequence, number, ordinal)]
    assert len(found) == 1, [(p.sequence, p.number, p.ordinal) for p in result.provisions]
    return found[0]


def texts(blocks: list[Block]) -> list[str]:
    return [f"{block.label} {block.text}".strip() for block in blocks]


# Lines ----------------------------------------------------------------------------------------------------------------


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


# Whole texts ----------------------------------------------------------------------------------------------------------

PLAIN = """
LEY DE FAROLES
La Asamblea sanciona:
TÍTULO I
DE LOS FAROLES
Artículo 1.- (Objeto).- Esta ley rige los faroles.
a) los altos;
b) los bajos:
i) de aceite;
ii) de gas.
Queda lo demás.
CAPÍTULO I
Del aceite
Artículo 2.- Derogado.
Artículo 3 bis.- Color
El farol es verde.
Artículo 4.- El farol arde.
Comuníquese y archívese.
Dada en Villa Luz, a los dos días.
"""


def test_plain_law() -> None:
    result = read(PLAIN)
    assert numbers(result) == [("main", "1"), ("main", "2"), ("main", "3-bis"), ("main", "4")]
    assert texts(result.provisions[0].current.blocks) == ["LEY DE FAROLES", "La Asamblea sanciona:"]
    assert (result.provisions[0].kind, result.provisions[0].number) == ("preamble", "preamble")
    first = provision(result, "main", "1").current
    assert (first.heading, first.line) == ("Objeto", 5)
    assert [(block.label, block.depth) for block in first.blocks] == [
        ("", 0), ("a)", 1), ("b)", 1), ("i)", 2), ("ii)", 2), ("", 0),
    ]  # fmt: skip
    assert provision(result, "main", "2").current.status == "repealed"
    assert provision(result, "main", "3-bis").current.heading == "Color"
    assert texts(provision(result, "main", "closing").current.blocks)[0] == "Comuníquese y archívese."
    assert [(entry.level, entry.label, entry.heading) for entry in result.outline] == [
        (1, "TÍTULO I", "DE LOS FAROLES"),
        (2, "CAPÍTULO I", "Del aceite"),
    ]
    assert [result.provisions[entry.before].number for entry in result.outline] == ["1", "2"]


def test_letters_and_roman_numerals_are_told_apart() -> None:
    result = read("Artículo 1.- Faroles:\ng) uno\nh) dos\ni) tres\nj) cuatro\ni. cinco\nii. seis")
    depths = [(block.label, block.depth) for block in result.provisions[0].current.blocks[1:]]
    assert depths[:4] == [("g)", 1), ("h)", 1), ("i)", 1), ("j)", 1)]
    assert depths[-1] == ("ii.", 2)


@pytest.mark.parametrize(
    "quoted",
    [
        "“Artículo 7.- El farol es rojo.\nTambién el aceite.”",
        '"Artículo 7.- El farol es rojo."\n"También el aceite".',
        "“Artículo 7.- El farol es rojo.\nArtículo 8.- También el aceite.”",
        "Artículo 7.- El farol es rojo.\nTambién el aceite.",
    ],
)
def test_quoted_article_stays_in_the_amending_one(quoted: str) -> None:
    result = read(
        "Artículo 1.- Se enciende.\n"
        f"Artículo 2.- Sustitúyese el artículo 7 de la Ley de Aceite por el siguiente:\n{quoted}\n"
        "Artículo 3.- Se apaga."
    )
    assert numbers(result) == [("main", "1"), ("main", "2"), ("main", "3")]
    blocks = provision(result, "main", "2").current.blocks
    item = next(block for block in blocks if block.label == "Artículo 7")
    assert (item.kind, item.text.strip('"”')) == ("item", "El farol es rojo.")
    assert any("También el aceite" in block.text for block in blocks)


def test_quoted_number_that_would_follow_is_quoted_when_the_own_one_comes() -> None:
    result = read(
        "Artículo 4.- Reemplázase el artículo 5 por el siguiente texto:\nArtículo 5.- Arde siempre.\n"
        "Artículo 5.- Esta ley rige mañana.\nArtículo 6.- Archívese."
    )
    assert numbers(result) == [("main", "4"), ("main", "5"), ("main", "6")]
    assert texts(provision(result, "main", "5").current.blocks) == ["Esta ley rige mañana."]


def test_inserted_unit_can_be_found_by_its_label() -> None:
    result = read(
        "Artículo 1.- Aceite\nIncorpórase el artículo 303-A en los términos siguientes:\n“TÍTULO XII\nDE LA LUZ\n"
        "Artículo 303-A.- Robo de aceite\nEl que roba aceite paga.”\nArtículo 2.- Archívese."
    )
    assert numbers(result) == [("main", "1"), ("main", "2")]
    item = next(block for block in provision(result, "main", "1").current.blocks if block.label)
    assert (item.label, item.kind, item.heading) == ("Artículo 303-A", "item", "Robo de aceite")
    assert result.outline == []


def test_a_quotation_never_closed_ends_at_the_own_next_number() -> None:
    result = read("Artículo 1.- Sustitúyese el artículo 9 por el siguiente:\n“Artículo 9.- Luz.\nArtículo 2.- Fin.")
    assert numbers(result) == [("main", "1"), ("main", "2")]
    assert result.warnings == [(3, "quotation not closed before the next provision")]


def test_marks_of_the_source_beat_a_quotation_left_open() -> None:
    lines = [
        Line(1, "Artículo 1", "heading"), Line(2, "Sustitúyese el artículo 2 por el siguiente:"), Line(3, "“Nada."),
        Line(4, "Artículo 2", "heading"), Line(5, "Fin."),
    ]  # fmt: skip
    assert numbers(segment(lines, language="es")) == [("main", "1"), ("main", "2")]


def test_annexes_begin_anew() -> None:
    result = read(
        "Artículo 1.- Apruébase el reglamento.\nArtículo 2.- Archívese.\nANEXO I\nREGLAMENTO\nArtículo 1.- Luz.\n"
        "Artículo 2.- Gas.\nArtículo 3.- Aceite.\nANEXO II\nTabla de aceites del farol.\nSegunda línea."
    )
    assert numbers(result) == [
        ("main", "1"), ("main", "2"), ("annex-1", "1"), ("annex-1", "2"), ("annex-1", "3"),
    ]  # fmt: skip
    annex = provision(result, "annex-2", "2")
    assert (annex.kind, annex.label, annex.current.heading) == ("annex", "ANEXO II", "Tabla de aceites del farol.")
    assert texts(annex.current.blocks) == ["Segunda línea."]


def test_numbers_that_begin_again_without_a_heading_are_an_annex_with_a_warning() -> None:
    result = read("\n".join(f"Artículo {n}.- Luz {n}." for n in (1, 2, 3, 1, 2)))
    assert numbers(result)[3:] == [("annex-1", "1"), ("annex-1", "2")]
    assert result.warnings == [(4, "numbers begin again without a heading: taken as an annex")]


TREATY = """
Vistos los textos de la Convención de Faroles y de su Protocolo,
CONVENCIÓN DE FAROLES
Los Estados Partes,
Deseosos de luz,
PARTE I
Generalidades
Artículo 1
Luz
Habrá luz.
Artículo 2
Gas
Habrá gas.
EN FE DE LO CUAL firman.
PROTOCOLO SOBRE EL ACEITE
Los Estados Partes en el presente Protocolo,
Artículo 1
Habrá aceite.
Artículo 2
Y mecha.
ANEXO
Artículo 1
La mecha es larga.
Artículo 2
O corta.
DECRETA:
ARTÍCULO 1.- Apruébanse.
ARTÍCULO 2.- Rige desde hoy.
"""


def test_two_treaties_inside_an_approving_law() -> None:
    result = read(TREATY)
    assert numbers(result) == [
        ("treaty-1", "1"), ("treaty-1", "2"), ("treaty-2", "1"), ("treaty-2", "2"),
        ("treaty-2-annex-1", "1"), ("treaty-2-annex-1", "2"), ("main", "1"), ("main", "2"),
    ]  # fmt: skip
    preambles = {item.sequence: texts(item.current.blocks) for item in result.provisions if item.kind == "preamble"}
    assert preambles["main"] == ["Vistos los textos de la Convención de Faroles y de su Protocolo,"]
    assert preambles["treaty-1"] == ["CONVENCIÓN DE FAROLES", "Los Estados Partes,", "Deseosos de luz,"]
    assert preambles["treaty-2"] == ["PROTOCOLO SOBRE EL ACEITE", "Los Estados Partes en el presente Protocolo,"]


def test_treaty_after_the_articles_of_the_law() -> None:
    result = read(
        "Artículo 1.- Apruébase el convenio.\nArtículo 2.- Comuníquese.\nDada en la sala de luces.\n"
        "CONVENIO DE ACEITE\nLas Partes convienen:\nArtículo 1\nHay aceite.\nArtículo 2\nHay mecha.\nArtículo 3\nHay luz."
    )
    assert numbers(result)[:2] == [("main", "1"), ("main", "2")]
    assert numbers(result)[2:] == [("treaty-1", "1"), ("treaty-1", "2"), ("treaty-1", "3")]
    assert texts(provision(result, "treaty-1", "preamble").current.blocks)[-1] == "Las Partes convienen:"


def test_transitory_articles_numbered_in_words() -> None:
    result = read(
        "Artículo 1.- Luz.\nArtículo 2.- Gas.\nTRANSITORIOS\nPrimero.- Arde mañana.\nSegundo.- Arde ayer.\n"
        "Artículo tercero.- Nunca arde."
    )
    found = [(item.sequence, item.kind, item.number) for item in result.provisions]
    assert found[2:] == [
        ("transitory", "other", "primero"),
        ("transitory", "other", "segundo"),
        ("transitory", "article", "tercero"),
    ]


def test_transitory_title_whose_articles_go_on_counting_stays_main() -> None:
    result = read("Artículo 1.- Luz.\nTÍTULO II\nDISPOSICIONES TRANSITORIAS\nArtículo 2.- Gas.\nArtículo 3.- Aceite.")
    assert numbers(result) == [("main", "1"), ("main", "2"), ("main", "3")]
    assert result.outline[0].heading == "DISPOSICIONES TRANSITORIAS"


def test_second_run_of_transitory_articles_has_ordinals() -> None:
    result = read("Artículo 1.- Luz.\nTRANSITORIOS\nÚnico.- Hoy.\nDECRETO de reforma\nTRANSITORIOS\nÚnico.- Mañana.")
    assert texts(provision(result, "transitory", "unico", 2).current.blocks) == ["Mañana."]


def test_label_printed_twice_is_one_article() -> None:
    lines = [
        Line(1, "Artículo 1", "heading"), Line(2, "TÍTULO I"), Line(3, "Luces"), Line(4, "ARTICULO 1°- Hay luz."),
        Line(5, "Artículo 2", "heading"), Line(6, "ARTICULO 2°- Hay gas."),
    ]  # fmt: skip
    result = segment(lines, language="es")
    assert numbers(result) == [("main", "1"), ("main", "2")]
    assert texts(result.provisions[0].current.blocks) == ["Hay luz."]
    assert result.outline[0].before == 0


def test_reference_cut_by_a_line_end_is_text() -> None:
    result = read("Artículo 1.- Según lo que dice el\nArtículo 9. Los faroles arden.\nArtículo 2.- Fin.")
    assert numbers(result) == [("main", "1"), ("main", "2")]
    assert texts(result.provisions[0].current.blocks)[1] == "Artículo 9. Los faroles arden."


def test_earlier_wordings_belong_to_the_provision() -> None:
    lines = [
        Line(1, "Artículo 1. Luz nueva."), Line(2, "LEGISLACIÓN ANTERIOR", "earlier"), Line(3, "Artículo 1. Luz vieja."),
        Line(4, "Con humo."), Line(5, "Vigente desde: 02/03/1901 y hasta el: 04/05/1902", "history"),
        Line(6, "Artículo 1. Luz antigua."), Line(7, "Artículo 2. Gas."),
    ]  # fmt: skip
    result = segment(lines, language="es")
    assert numbers(result) == [("main", "1"), ("main", "2")]
    first = result.provisions[0]
    assert texts(first.current.blocks) == ["Luz nueva."]
    assert [texts(wording.blocks) for wording in first.earlier] == [["Luz vieja.", "Con humo."], ["Luz antigua."]]
    assert (first.earlier[0].valid_from, first.earlier[0].valid_to) == ("1901-03-02", "1902-05-05")


def test_newer_wording_printed_after_the_old_one_becomes_the_current_one() -> None:
    lines = [
        Line(1, "Artículo 1.- Luz"), Line(2, "La luz es vieja."),
        Line(3, "(*) Artículo modificado por otra ley, cuyo texto es el siguiente:", "later"),
        Line(4, "“Artículo 1.- Luz"), Line(5, "La luz es nueva.”"), Line(6, "Artículo 2.- Gas"), Line(7, "Hay gas."),
    ]  # fmt: skip
    first = segment(lines, language="es").provisions[0]
    assert texts(first.current.blocks) == ["La luz es nueva."]
    assert first.current.history.startswith("(*) Artículo modificado")
    assert [texts(wording.blocks) for wording in first.earlier] == [["La luz es vieja."]]


def test_notes_are_kept_apart_from_the_law() -> None:
    result = read(
        "Artículo 1.- Hay luz. (Artículo sustituido por art. 2° de la Ley de Humo B.O. 3/4/1999. Vigencia: a partir del "
        "día siguiente al de su publicación)\nArtículo 2.- Hay gas.\nPárrafo reformado DOF 05-06-2007\n"
        "Artículo 3.- (Artículo derogado por art. 3° de la Ley de Humo B.O. 3/4/1999)\nArtículo 4.- Hay (poco) humo (gris)."
    )
    first, second, third, fourth = (provision(result, "main", number).current for number in "1234")
    assert texts(first.blocks) == ["Hay luz."]
    assert (first.history[:20], first.valid_from) == ("(Artículo sustituido", "1999-04-04")
    assert [block.kind for block in second.blocks] == ["text", "note"]
    assert (third.status, third.blocks, second.valid_from) == ("repealed", [], None)
    assert texts(fourth.blocks) == ["Hay (poco) humo (gris)."]


def test_caribbean_act_with_bare_numbers() -> None:
    result = read(
        "LAMPS ACT\n1. Short title.\n2. (1) In this Act, a lamp burns.\n(2) It burns oil.\n3. Lamps are green.", "en"
    )
    assert numbers(result) == [("main", "1"), ("main", "2"), ("main", "3")]
    assert [item.kind for item in result.provisions[1:]] == ["section"] * 3


def test_section_is_a_container_where_articles_are_the_unit() -> None:
    result = read("SECTION 1\nLamps\nArticle 1\nA lamp.\nArticle 2\nA wick.", "en")
    assert numbers(result) == [("main", "1"), ("main", "2")]
    assert result.outline[0].label == "SECTION 1"


def test_schedule_with_numbered_paragraphs() -> None:
    lines = [
        Line(1, "Article 1", "heading"), Line(2, "A lamp."), Line(3, "SCHEDULE", "heading"),
        Line(4, "Paragraph 1", "heading"), Line(5, "A wick."),
    ]  # fmt: skip
    result = segment(lines, language="en")
    assert [(item.sequence, item.kind, item.number) for item in result.provisions] == [
        ("main", "article", "1"),
        ("annex-1", "other", "1"),
    ]


def test_run_in_headings_only_where_the_law_prints_them() -> None:
    headed = "\n".join(f"Artículo {n}.- Luz número {word}. El farol arde." for n, word in enumerate("abcdef", 1))
    assert [item.current.heading for item in read(headed).provisions][:2] == ["Luz número a", "Luz número b"]
    plain = headed.replace("Luz número", "La luz es")
    assert [item.current.heading for item in read(plain).provisions] == [""] * 6


def test_table_rows_become_a_table_block() -> None:
    result = segment([Line(1, "Artículo 1.- Tabla:"), Line(2, "farol\tluz\nalto\tmucha", "table")], language="es")
    assert result.provisions[0].current.blocks[1].rows == [["farol", "luz"], ["alto", "mucha"]]


def test_text_without_articles_is_kept_and_said() -> None:
    result = read("Aviso de luz.\nSe apaga.")
    assert [item.kind for item in result.provisions] == ["preamble"]
    assert result.warnings == [(1, "no article or section found")]
    assert segment([], language="es").provisions == []


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
