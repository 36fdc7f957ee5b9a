"""Plain text of statutes. The laws are invented; the real ones are read where the shared folder is at hand."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws.importers import markdown, plain_text
from laws.parsed import ARTICLE_KINDS, ParsedLaw, Refusal

BRAZIL = """LEI Nº 7.001, DE 3 DE MAIO DE 1907.

Dispõe sobre os faróis e dá outras providências.

O PRESIDENTE DA REPÚBLICA Faço saber que o Congresso decreta:

TÍTULO I

Dos Faróis

Art. 1º O farol arde:

I - de noite;

II - no inverno.

§ 1º De dia, apaga-se.

Parágrafo único. Salvo neblina.

Art. 2º A Lei nº 1 passa a vigorar com a seguinte redação:

"Art. 9º O azeite é verde." (NR)

Art. 3º Esta Lei entra em vigor hoje.

Brasília, 3 de maio de 1907.
"""

HEAD = "LEY DE FAROLES\nCÁMARA DE DIPUTADOS DEL H. CONGRESO DE LA UNIÓN Última Reforma DOF 07-08-2009\nSecretaría de Luces\n"
MEXICO = (
    HEAD
    + """LEY DE FAROLES
Nueva Ley publicada en el Diario Oficial de la Federación el 5 de mayo de 2001
TEXTO VIGENTE
Última reforma publicada DOF 07-08-2009
Que el Congreso ha dirigido el siguiente DECRETO
ARTÍCULO PRIMERO. Se expide la Ley de Faroles.
TÍTULO PRIMERO
DE LOS FAROLES
Artículo 1. Los faroles de la calle larga arden desde que la noche cae sobre las torres y hasta que el farolero
viejo los apaga con su vara.
Párrafo reformado DOF 07-08-2009
Arden también los días de niebla, cuando el alguacil de la villa así lo pida por escrito al farolero mayor de la
1 de 2
"""
    + HEAD
    + """villa y a su ayudante.
I. El aceite es verde, y
II. La mecha es larga.
Artículo 2. Se deroga.
Artículo derogado DOF 07-08-2009
TRANSITORIOS
Primero. La presente Ley entrará en vigor mañana.
Segundo. El aceite viejo se gasta primero.
Villa Luz, a 1 de mayo de 2001.- El Farolero Mayor.- Rúbrica.
2 de 2
"""
)


def words(law: ParsedLaw, number: str, sequence: str = "main") -> list[str]:
    found = next(item for item in law.provisions if (item.sequence, item.number) == (sequence, number))
    return [f"{block.label} {block.text}".strip() for block in found.current.blocks if block.kind != "note"]


def test_brazilian_text() -> None:
    law = plain_text.parse(BRAZIL.encode(), "lei.txt")
    assert (law.jurisdiction, law.type, law.native_type, law.number) == ("bra", "act", "Lei", "7.001/1907")
    assert (law.date, law.language, law.format) == ("1907-05-03", "pt", "text")
    assert law.title == "Dispõe sobre os faróis e dá outras providências"
    assert [item.number for item in law.provisions if item.kind == "article"] == ["1", "2", "3"]
    assert words(law, "1") == [
        "O farol arde:", "I de noite;", "II no inverno.", "§ 1º De dia, apaga-se.", "Parágrafo único Salvo neblina.",
    ]  # fmt: skip
    assert words(law, "2")[1].startswith("Art. 9º O azeite é verde")
    assert law.outline[0].heading == "Dos Faróis"


def test_mexican_text_from_a_pdf() -> None:
    law = plain_text.parse(MEXICO.encode(), "faroles.txt")
    assert (law.title, law.jurisdiction, law.type, law.native_type) == ("Ley de Faroles", "mex", "act", "Ley")
    assert (law.number, law.date, law.as_of) == ("", "2001-05-05", "2009-08-07")
    assert words(law, "1") == [
        "Los faroles de la calle larga arden desde que la noche cae sobre las torres y hasta que el farolero viejo los "
        "apaga con su vara.",
        "Arden también los días de niebla, cuando el alguacil de la villa así lo pida por escrito al farolero mayor de la "
        "villa y a su ayudante.",
        "I. El aceite es verde, y",
        "II. La mecha es larga.",
    ]
    first, second = (item.current for item in law.provisions if item.number in {"1", "2"})
    assert [block.text for block in first.blocks if block.kind == "note"] == ["Párrafo reformado DOF 07-08-2009"]
    assert (second.history, second.status) == ("Artículo derogado DOF 07-08-2009", "repealed")
    assert [item.number for item in law.provisions if item.sequence == "transitory"][:2] == ["primero", "segundo"]
    everything = " ".join(block.text for item in law.provisions for block in item.current.blocks)
    assert "CÁMARA DE DIPUTADOS" not in everything
    assert "de 2" not in everything.replace("de 2001", "").replace("de 2009", "")


def test_same_law_in_markdown_and_text_has_one_identity() -> None:
    source = (
        "# LEY de Faroles\n\n> Fuente: diputados.gob.mx\n\n---\n\nNueva Ley publicada en el Diario Oficial de la "
        "Federación el 5 de mayo de 2001 TEXTO VIGENTE\n\n### Artículo 1\n. Los faroles arden.\n"
    )
    one, other = plain_text.parse(MEXICO.encode(), "a.txt"), markdown.parse(source.encode(), "b.md")
    for name in ("jurisdiction", "type", "native_type", "number", "date", "title", "language"):
        assert getattr(one, name) == getattr(other, name)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Artículo 1. El farol de la calle arde con el aceite que se da.", "es"),
        ("Art. 1º O farol da rua não arde sem o azeite que lhe dão.", "pt"),
        ("Section 1. The lamp of the street shall burn by the oil that is given to it.", "en"),
        ("Article premier. Le feu de la rue est pour les gens qui passent dans la ville.", "fr"),
    ],
)
def test_language_is_told_and_a_missing_jurisdiction_said(text: str, language: str) -> None:
    law = plain_text.parse(text.encode(), "x.txt")
    assert (law.language, law.jurisdiction) == (language, "")
    assert (0, "plain text does not say whose law it is") in law.warnings


@given(st.text(max_size=400))
def test_any_text_gives_a_law_or_a_refusal(text: str) -> None:
    try:
        law = plain_text.parse(text.encode("utf-8", "surrogatepass"), "x.txt")
    except Refusal as refusal:
        assert refusal.reason
    else:
        assert law.provisions


REAL = [
    ("mexico/txt/lmigra_extracted.txt", "mexico/md/LMigra_ley_de_migracion.md", "Ley de Migración", "2011-05-25", 162),
    (
        "mexico/txt/lrpcap_extracted.txt",
        "mexico/md/LRPCAP_ley_sobre_refugiados_proteccion_complementaria_y_asilo_politico_antes.md",
        "Ley sobre Refugiados, Protección Complementaria y Asilo Político",
        "2011-01-27",
        76,
    ),
]


@pytest.mark.parametrize(("text", "marked", "title", "date", "last"), REAL)
def test_real_mexican_laws_agree_in_both_formats(
    shared_laws: Path, text: str, marked: str, title: str, date: str, last: int
) -> None:
    one = plain_text.parse((shared_laws / text).read_bytes(), text)
    other = markdown.parse((shared_laws / marked).read_bytes(), marked)
    assert (one.title, one.date, one.number) == (other.title, other.date, other.number) == (title, date, "")
    for law in (one, other):
        main = [item.number for item in law.provisions if item.sequence == "main" and item.kind in ARTICLE_KINDS]
        assert [number for number in main if number.isdecimal()] == [str(n) for n in range(1, last + 1)]


def test_real_brazilian_law(shared_laws: Path) -> None:
    law = plain_text.parse((shared_laws / "brazil/txt/lei-9474-1997-refugiados.txt").read_bytes(), "lei-9474.txt")
    assert (law.number, law.date) == ("9.474/1997", "1997-07-22")
    assert [item.number for item in law.provisions if item.kind == "article"] == [str(n) for n in range(1, 50)]
