"""LexML Brasil: the shape of the XML with invented texts, then the real bills."""

from pathlib import Path

import pytest

from laws.importers.lexml import parse
from laws.parsed import ARTICLE_KINDS, Alias, ParsedLaw, ParsedProvision, Refusal

URN = "urn:lex:br:senado.federal:projeto.lei;pls:2031-06-28;9@2031-06-28;iniciativa"


def norm(inside: str, epigraph: str = "PROJETO DE LEI DO SENADO Nº 9, DE 2031", urn: str = URN) -> ParsedLaw:
    metadata = f'<Metadado><Identificacao URN="{urn}"/></Metadado>' if urn else ""
    text = f"""<LexML xmlns="http://www.lexml.gov.br/1.0">{metadata}<ProjetoNorma><Norma><ParteInicial>
    <Epigrafe>{epigraph}</Epigrafe><Ementa>Dispõe sobre corujas.</Ementa><Preambulo><p>O BOSQUE decreta:</p></Preambulo>
    </ParteInicial><Articulacao>{inside}</Articulacao></Norma></ProjetoNorma></LexML>"""
    return parse(text.encode(), "x.xml")


def article(label: str, inside: str) -> str:
    return f"<Artigo><Rotulo>{label}</Rotulo>{inside}</Artigo>"


def rows(provision: ParsedProvision) -> list[tuple[str, str, str, int]]:
    return [(item.kind, item.label, item.text, item.depth) for item in provision.current.blocks]


def test_identity_of_a_bill() -> None:
    law = norm(article("Art. 1º", "<Caput><p>Contam-se as corujas.</p></Caput>"))
    assert (law.format, law.language, law.jurisdiction) == ("lexml", "pt", "bra")
    assert (law.type, law.native_type, law.number, law.date) == ("bill", "Projeto de Lei", "9/2031", "2031-06-28")
    assert law.title == "Projeto de Lei do Senado nº 9, de 2031"
    assert law.aliases == [Alias("PLS 9/2031", "abbreviation", "pt"), Alias("Dispõe sobre corujas.", "long", "pt")]
    assert [(item.kind, item.number, item.current.status) for item in law.provisions] == [
        ("preamble", "preamble", "not_in_force"),
        ("article", "1", "not_in_force"),
    ]


def test_identity_without_a_urn() -> None:
    law = norm(article("Art. 1º", "<Caput><p>x</p></Caput>"), "LEI Nº 1.045, DE 3 DE MARÇO DE 1931", "")
    assert (law.type, law.number, law.date) == ("act", "1.045/1931", "1931-03-03")
    assert law.provisions[1].current.status == "in_force"


def test_units_have_label_and_depth() -> None:
    law = norm(
        article(
            "Art. 1.045.",
            """<Caput><p>São <i>corujas</i>:</p><Inciso><Rotulo>I –</Rotulo><p>as grandes:</p><Alinea><Rotulo>a)</Rotulo>
            <p>do norte;</p><Item><Rotulo>1.</Rotulo><p>velhas;</p></Item></Alinea></Inciso></Caput>
            <Paragrafo><Rotulo>Parágrafo único.</Rotulo><p>Nada mais.</p></Paragrafo>""",
        )
    )
    provision = law.provisions[1]
    assert (provision.label, provision.number) == ("Art. 1.045", "1045")
    assert rows(provision) == [
        ("text", "", "São corujas:", 0),
        ("paragraph", "I", "as grandes:", 1),
        ("subparagraph", "a)", "do norte;", 2),
        ("clause", "1.", "velhas;", 3),
        ("subsection", "Parágrafo único.", "Nada mais.", 1),
    ]


def test_quoted_articles_are_text_of_the_one_that_amends() -> None:
    quoted = """<Alteracao><Artigo abreAspas="s" fechaAspas="s" notaAlteracao="NR"><Rotulo>Art. 7º</Rotulo>
    <Caput textoOmitido="s"/><Omissis/><Paragrafo><Rotulo>§ 2º</Rotulo><p>As garças também.</p></Paragrafo></Artigo>
    </Alteracao>"""
    beside = '<Alteracao><Artigo abreAspas="s" fechaAspas="s"><Rotulo>Art. 8º</Rotulo><Caput><p>E os patos.</p></Caput></Artigo></Alteracao>'
    law = norm(
        article("Art. 1º", f"<Caput><p>A Lei das Garças vigora assim:</p>{quoted}</Caput>")
        + beside
        + article("Art. 2º", "<Caput><p>Fim.</p></Caput>")
    )
    assert [item.number for item in law.provisions] == ["preamble", "1", "2"]
    assert rows(law.provisions[1]) == [
        ("text", "", "A Lei das Garças vigora assim:", 0),
        ("item", "“Art. 7º", "(…)", 1),
        ("text", "", "(…)", 1),
        ("subsection", "§ 2º", "As garças também.” (NR)", 2),
        ("item", "“Art. 8º", "E os patos.”", 1),
    ]


def test_groups_take_the_title_that_their_first_article_carries() -> None:
    inner = "<TituloDispositivo>DAS CORUJAS</TituloDispositivo>"
    law = norm(
        f"""<Titulo><Rotulo>TÍTULO I</Rotulo><Artigo>{inner}<Rotulo>Art. 1º</Rotulo><Caput><p>x</p></Caput></Artigo>
        <Capitulo><Rotulo>CAPÍTULO I</Rotulo><NomeAgrupador>DOS NINHOS</NomeAgrupador><Artigo><TituloDispositivo>Ninho
        </TituloDispositivo><Rotulo>Art. 2º</Rotulo><Caput><p>y</p></Caput></Artigo></Capitulo></Titulo>"""
    )
    assert [(item.level, item.label, item.heading, item.before) for item in law.outline] == [
        (1, "TÍTULO I", "DAS CORUJAS", 1),
        (2, "CAPÍTULO I", "DOS NINHOS", 2),
    ]
    assert [item.current.heading for item in law.provisions] == ["", "", "Ninho"]


@pytest.mark.parametrize("text", ["<LexML/>", "<LexML><Metadado/></LexML>", "<Norma><Articulacao/></Norma>"])
def test_refusals(text: str) -> None:
    with pytest.raises(Refusal, match="without articles"):
        parse(text.encode(), "x.xml")


@pytest.mark.parametrize(
    ("name", "articles", "number"),
    [("pls_229_2009.xml", 173, "229/2009"), ("pls_359_2011.xml", 2, "359/2011")],  # 204 and 3 less 31 and 1 quoted
)
def test_real_files(shared_laws: Path, name: str, articles: int, number: str) -> None:
    law = parse((shared_laws / "brazil" / "lexml-xml" / name).read_bytes(), name)
    assert (law.type, law.number) == ("bill", number)
    found = [item.number for item in law.provisions if item.kind in ARTICLE_KINDS]
    assert found == [str(place) for place in range(1, articles + 1)]
    assert law.warnings == []
