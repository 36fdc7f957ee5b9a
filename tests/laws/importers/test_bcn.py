"""BCN (Ley Chile): the shape of the XML with invented texts, then the real norms."""

from pathlib import Path

import pytest

from laws.importers.bcn import parse
from laws.parsed import ARTICLE_KINDS, Alias, Event, ParsedLaw, ParsedProvision, Refusal


def part(text: str, kind: str = "Artículo", attributes: str = "", meta: str = "", inner: str = "") -> str:
    inner = f"<EstructurasFuncionales>{inner}</EstructurasFuncionales>" if inner else ""
    return f"""<EstructuraFuncional tipoParte="{kind}" fechaVersion="2031-11-11" {attributes}><Texto>{text}</Texto>
    <Metadatos>{meta}</Metadatos>{inner}</EstructuraFuncional>"""


def norm(parts: str, attributes: str = 'derogado="no derogado"', meta: str = "", rest: str = "") -> ParsedLaw:
    text = f"""<?xml version="1.0" encoding="UTF-8"?><Norma xmlns="http://www.leychile.cl/esquemas" normaId="777"
    esTratado="no tratado" fechaVersion="2032-06-09" {attributes}><Identificador fechaPromulgacion="2031-10-25"
    fechaPublicacion="2031-11-11"><TiposNumeros><TipoNumero><Tipo>Ley</Tipo><Numero>91180</Numero></TipoNumero><TipoNumero>
    <Tipo>Decreto</Tipo><Numero>3</Numero></TipoNumero></TiposNumeros></Identificador><Metadatos>
    <TituloNorma>LEY DE BÚHOS Y
LECHUZAS</TituloNorma><NombresUsoComun><NombreUsoComun>Ley Búho</NombreUsoComun></NombresUsoComun>{meta}
    <IdentificacionFuente>Diario del Bosque</IdentificacionFuente></Metadatos><Encabezado fechaVersion="2031-11-11"><Texto>
LEY NÚM. 91.180

     Teniendo presente que los búhos
cantan:</Texto></Encabezado><EstructurasFuncionales>{parts}</EstructurasFuncionales>{rest}</Norma>"""
    return parse(text.encode(), "x.xml")


def rows(provision: ParsedProvision) -> list[tuple[str, str, str]]:
    return [(item.kind, item.label, item.text) for item in provision.current.blocks]


def test_identity_and_claims() -> None:
    law = norm(part("     Artículo 1º.- Los búhos cantan."))
    assert (law.format, law.language, law.jurisdiction) == ("bcn", "es", "chl")
    assert (law.type, law.native_type, law.number, law.date) == ("act", "Ley", "91.180", "2031-10-25")
    assert (law.title, law.as_of, law.claimed_status) == ("Ley de Búhos y Lechuzas", "2032-06-09", "no derogado")
    assert law.aliases == [Alias("Decreto 3", "number", "es"), Alias("Ley Búho", "popular", "es")]
    assert law.events == [
        Event("promulgated", "2031-10-25"),
        Event("published", "2031-11-11", "Diario del Bosque"),
        Event("status_claim", None, "no derogado"),
    ]
    assert law.url.endswith("idNorma=777")


def test_lines_are_joined_and_labels_taken_off() -> None:
    law = norm(
        part(
            """     "Artículo 1º.- Son búhos los que cantan
de noche:

     1. Los grandes del
norte.
     2. Los demás.

     Nadie los cuenta."""
        )
    )
    preamble, first = law.provisions
    assert [item.text for item in preamble.current.blocks] == [
        "LEY NÚM. 91.180",
        "Teniendo presente que los búhos cantan:",
    ]
    assert (first.kind, first.label, first.number) == ("article", "Artículo 1º", "1")
    assert rows(first) == [
        ("text", "", "Son búhos los que cantan de noche:"),
        ("paragraph", "1.", "Los grandes del norte."),
        ("paragraph", "2.", "Los demás."),
        ("text", "", "Nadie los cuenta."),
    ]
    assert first.current.valid_from == "2031-11-11"


def test_groups_nest_and_transitory_articles_have_their_own_numbers() -> None:
    articles = part("     Artículo 2.- Dos.")
    law = norm(
        part("     Artículo 1.- Uno.")
        + part("     TÍTULO I De los nidos", "Título", inner=part("     Párrafo 1° Altos", "Párrafo", inner=articles))
        + part(
            "     ARTÍCULOS TRANSITORIOS",
            "Título",
            inner=part("     Artículo primero.- Ya.", meta='<NombreParte presente="si">primero</NombreParte>'),
        )
        + part("     Artículo segundo transitorio.- Luego.", attributes='transitorio="transitorio"')
        + part("     Artículo tercero.- Fin.", "Disposición Transitoria")
    )
    assert [(item.sequence, item.number) for item in law.provisions] == [
        ("main", "preamble"),
        ("main", "1"),
        ("main", "2"),
        ("transitory", "primero"),
        ("transitory", "segundo"),
        ("transitory", "tercero"),
    ]
    assert [(item.level, item.label, item.heading, item.before) for item in law.outline] == [
        (1, "TÍTULO I", "De los nidos", 2),
        (2, "Párrafo 1°", "Altos", 2),
        (1, "ARTÍCULOS TRANSITORIOS", "", 3),
    ]


def test_a_repealed_part_was_in_force_before() -> None:
    repealed = "<FechaDerogacion>2033-02-19</FechaDerogacion>"
    law = norm(
        part("     1º.- Se cuentan los búhos.", attributes='derogado="derogado"', meta=repealed),
        attributes='derogado="derogado"',
        meta=repealed,
    )
    (article,) = [item for item in law.provisions if item.kind == "article"]
    assert (article.label, article.number) == ("1º", "1")
    assert (article.current.status, article.current.valid_from) == ("repealed", "2033-02-19")
    (before,) = article.earlier
    assert (before.status, before.valid_from, before.valid_to) == ("in_force", "2031-11-11", "2033-02-19")
    assert before.blocks == article.current.blocks
    assert Event("repealed", "2033-02-19") in law.events
    assert law.claimed_status == "derogado"


def test_labels_that_only_the_metadata_has() -> None:
    law = norm(part("     Los búhos cantan.", meta='<NombreParte presente="si">12 BIS</NombreParte>'))
    assert (law.provisions[1].label, law.provisions[1].number) == ("Artículo 12 BIS", "12-bis")


def test_closing_and_annexes_are_kept_apart() -> None:
    law = norm(
        part("     Artículo único.- Uno."),
        rest="""<Promulgacion><Texto>     Publíquese.</Texto></Promulgacion><Anexos><Anexo><Metadatos><Titulo>Mapa</Titulo>
        </Metadatos><Texto>     Al norte.</Texto></Anexo></Anexos>""",
    )
    assert [(item.sequence, item.kind, item.number) for item in law.provisions] == [
        ("main", "preamble", "preamble"),
        ("main", "article", "unico"),
        ("main", "other", "closing"),
        ("annex-1", "annex", "1"),
    ]
    assert law.provisions[-1].current.heading == "Mapa"


def test_refuses_another_document() -> None:
    with pytest.raises(Refusal, match="not a norm"):
        parse(b"<Proyecto/>", "x.xml")
    with pytest.raises(Refusal, match="no text"):
        parse(b"<Norma/>", "x.xml")


# Real files -----------------------------------------------------------------------------------------------------------


def test_real_act(shared_laws: Path) -> None:
    law = parse((shared_laws / "chile" / "bcn-xml" / "ley-21180.xml").read_bytes(), "ley-21180.xml")
    articles = [(item.sequence, item.number) for item in law.provisions if item.kind in ARTICLE_KINDS]
    words = ["primero", "segundo", "tercero", "cuarto", "quinto", "sexto", "septimo", "octavo", "noveno"]
    assert articles == [("main", str(place)) for place in range(1, 9)] + [("transitory", word) for word in words]
    assert (law.number, law.as_of) == ("21.180", "2022-06-09")
    assert {item.current.valid_from for item in law.provisions} == {"2019-11-11", "2022-06-09"}
    assert law.warnings == []


def test_real_repealed_decree(shared_laws: Path) -> None:
    law = parse((shared_laws / "chile" / "bcn-xml" / "decreto-29-derogado.xml").read_bytes(), "decreto-29.xml")
    (article,) = [item for item in law.provisions if item.kind in ARTICLE_KINDS]
    assert (law.type, law.number, article.number, article.current.status) == ("decree", "29", "1", "repealed")
    assert [item.valid_to for item in article.earlier] == ["2007-02-19"]
    assert Event("repealed", "2007-02-19") in law.events
