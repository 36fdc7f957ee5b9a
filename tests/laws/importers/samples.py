"""Small invented files, one of each format, for tests that go through the one door."""

import json

ROWS = "Artículo 1.- Los globos vuelan.\n\nArtículo 2.- Los globos bajan.\n\na) de noche;\n\nb) de día.\n"

SAMPLES: dict[str, tuple[str, bytes]] = {
    "justice-canada": (
        "X-1.xml",
        b"""<?xml version="1.0" encoding="UTF-8"?>
<Statute xml:lang="en" xmlns:lims="http://justice.gc.ca/lims"><Identification><ShortTitle>Balloon Act</ShortTitle>
<Chapter><ConsolidatedNumber>X-1</ConsolidatedNumber></Chapter></Identification><Body>
<Heading level="1"><Label>PART 1</Label><TitleText>Sky</TitleText></Heading>
<Section><MarginalNote>Name</MarginalNote><Label>1</Label><Text>Balloon Act.</Text></Section>
<Section><Label>2</Label><Subsection><Label>(1)</Label><Text>Balloons fly.</Text></Subsection></Section></Body></Statute>""",
    ),
    "uslm": (
        "plaw.xml",
        b"""<?xml version="1.0"?><pLaw xmlns="http://schemas.gpo.gov/xml/uslm" xmlns:dc="http://purl.org/dc/elements/1.1/">
<meta><dc:title>Public Law 999-1</dc:title><docNumber>1</docNumber><congress>999</congress></meta>
<main><section identifier="/us/pl/999/1/s1"><num value="1">SECTION 1. </num><heading>Name</heading>
<content>Balloon Act.</content></section></main></pLaw>""",
    ),
    "akoma-ntoso": (
        "x.xml",
        b"""<?xml version="1.0"?><akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act name="act"><meta>
<identification source="#s"><FRBRWork><FRBRthis value="/akn/uy/act/2031/9/main"/><FRBRuri value="/akn/uy/act/2031/9"/>
<FRBRdate date="2031-05-02" name="g"/><FRBRcountry value="uy"/><FRBRnumber value="9"/></FRBRWork>
<FRBRExpression><FRBRlanguage language="spa"/></FRBRExpression></identification></meta><body>
<article eId="art_1"><num>Art. 1</num><content><p>Los globos vuelan.</p></content></article></body></act></akomaNtoso>""",
    ),
    "bcn": (
        "bcn.xml",
        """<?xml version="1.0" encoding="UTF-8"?><Norma xmlns="http://www.leychile.cl/esquemas" normaId="1" derogado="no derogado">
<Identificador fechaPromulgacion="2031-05-02" fechaPublicacion="2031-05-09"><TiposNumeros><TipoNumero><Tipo>Ley</Tipo>
<Numero>99999</Numero></TipoNumero></TiposNumeros></Identificador><Metadatos><TituloNorma>GLOBOS</TituloNorma></Metadatos>
<EstructurasFuncionales><EstructuraFuncional tipoParte="Artículo" idParte="2" derogado="no derogado" transitorio="no transitorio">
<Texto>     Artículo 1°.- Los globos vuelan.</Texto><Metadatos/></EstructuraFuncional></EstructurasFuncionales></Norma>""".encode(),
    ),
    "keyed": (
        "scan.txt",
        "---\nkeyed: scan\ntitle: Ley de Globos\njurisdiction: arg\ntype: act\nlanguage: es\n---\n"
        "Artículo 1. Los globos vuelan.\nArtículo 2. Los globos bajan.\n".encode(),
    ),
    "lexml": (
        "pls.xml",
        """<?xml version="1.0" encoding="UTF-8"?><LexML xmlns="http://www.lexml.gov.br/1.0"><Metadado><Identificacao
URN="urn:lex:br:senado.federal:projeto.lei;pls:2031-05-02;9@x"/></Metadado><ProjetoNorma><Norma><ParteInicial>
<Epigrafe>PROJETO DE LEI Nº 9, DE 2031</Epigrafe></ParteInicial><Articulacao><Artigo id="art1"><Rotulo>Art. 1º</Rotulo>
<Caput id="art1_cpt"><p>Balões voam.</p></Caput></Artigo></Articulacao></Norma></ProjetoNorma></LexML>""".encode(),
    ),
    "planalto-html": (
        "L9.html",
        """<html><body><p>Presidência da República</p><p>LEI Nº 9.999, DE 2 DE MAIO DE 2031</p><p>Institui balões de cor.</p>
<p><a name="art1"></a>Art. 1º Balões:</p><p><strike>I - azuis;</strike></p><p>I - verdes. (Redação dada pela Lei nº 5, de 2032)</p>
<p>“Art. 7º Outro.” (NR)</p><p>Brasília, 2 de maio de 2031.</p></body></html>""".encode("cp1252"),
    ),
    "normas-html": (
        "n.html",
        """<html><body><div class="info"><h1>Lei</h1><p class="title">LEI Nº 9.999, DE 2 DE MAIO DE 2031</p></div>
<div class="titulo"><h3>TÍTULO I</h3><div class="artigo"><p><strong>Art. 1: </strong>Balões.</p>
<div class="inciso"><p>I - azuis;</p></div></div></div></body></html>""".encode(),
    ),
    "text": ("globos.txt", f"LEY DE GLOBOS\n\n{ROWS}".encode("cp1252")),
    "markdown": (
        "LEY-99.md",
        f"---\ntitle: Ley de Globos\nidentifier: LEY-99\ncountry: ar\nrank: ley\npublication_date: '2031-05-02'\n---\n# Ley\n\n{ROWS}".encode(),
    ),
    "sheet": (
        "globos.md",
        b"---\ntitle: Ley de Globos\njurisdiction: exa\ntype: act\nlanguage: es\ndate: 2031-05-02\n---\n# Ley\n\n"
        b"## T\xc3\xadtulo I \xe2\x80\x94 Globos\n\n##### Art\xc3\xadculo 1. Colores\n\nLos globos vuelan.\n",
    ),
    "infoleg-html": (
        "ley.htm",
        """<html><head><title>InfoLEG</title></head><body><div>GLOBOS DE COLORES<br>Ley 99.123<br>Ley:<br>
Artículo 1°- Los globos:<br>a) vuelan;<br>b) bajan.<br>Art. 2°- Fin.<br></div></body></html>""".encode("cp1252"),
    ),
    "suin-html": (
        "viewDocument.html",
        """<html><body><span field="tipo">LEY</span><span field="numero">9</span><span field="anio">2031</span><h1>LEY 9 DE 2031</h1>
<div style="padding: 15px;"><div id="toggle_1"><p>Artículo 1º. Los globos.</p></div></div></body></html>""".encode(),
    ),
    "impo-json": (
        "ley.json",
        json.dumps(
            {
                "tipoNorma": "Ley",
                "nroNorma": "99999",
                "anioNorma": 2031,
                "nombreNorma": "GLOBOS",
                "articulos": [
                    {"nroArticulo": "1", "tituloArticulo": "Artículo 1", "textoArticulo": " Vuelan.\r\nA) bien;\r\n"}
                ],
            },
            ensure_ascii=False,
            indent=1,
        ).encode("latin-1"),
    ),
    "udhr-html": (
        "udhr.html",
        b"""<html data-iso6393="eng" lang="en"><body><h1>Declaration</h1><header><h2>Preamble</h2><p>Whereas.</p></header>
<article data-number="1"><h2>Article 1</h2><p>Fly.</p><ol><li><p>High.</p></li></ol></article></body></html>""",
    ),
    "json-record": (
        "r.json",
        json.dumps(
            {
                "_source": "BS/x",
                "title": "Balloons Act",
                "language": "en",
                "text": "ARRANGEMENT OF SECTIONS\n1. Name.\n2. Colour.\n3. Fine.\nAn Act on balloons\n1. This is an Act. Name.\n"
                "2. (1) Blue Colour.\nand so on.\n3. A fine. Fine.\nFIRST SCHEDULE\nLIST\nBlue\n",
            }
        ).encode(),
    ),
}
