"""Segmentation of unmarked statute text. All laws here are invented."""

import pytest

from laws.segmentation import Line, segment
from tests.laws.segmenting import numbers, provision, read, texts

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
