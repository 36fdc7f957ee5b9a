import pytest

from laws.importers import infoleg
from laws.parsed import Refusal

HEAD = '<html><head><meta http-equiv="content-type" content="text/html; charset=ISO-8859-1"><title>InfoLEG</title></head><body>'


def read(body: str):
    return infoleg.parse((HEAD + body + "</body></html>").encode("cp1252"), "x.htm")


LAW = """<div><b>GLOBOS Y BARRILETES</b><br><br><b>Ley 99.123</b><br><br>Promulgada: Mayo 2 de 2031.<br>
El Senado y Cámara de Diputados, etc. sancionan con fuerza de<br>Ley:<br>
<br>CAPÍTULO I<br><br>Colores<br><br>Artículo 1°- Los globos son “azules”:<br><br>a) de día;<br><br>b) de noche.<br><br>
Art. 2°- Sustitúyese el artículo 7° de la ley 88.000, por el siguiente:<br><br>
Artículo 7°: Los barriletes vuelan.<br><br>Art. 3°- Comuníquese.<br>{more}</div>"""


def test_identity_and_articles():
    law = read(LAW.format(more=""))
    assert (law.jurisdiction, law.type, law.native_type, law.number) == ("arg", "act", "Ley", "99.123")
    assert (law.title, law.date) == ("Globos y barriletes", "2031-05-02")
    assert [p.number for p in law.provisions if p.kind == "article"] == ["1", "2", "3"]
    first, second, _ = [p for p in law.provisions if p.kind == "article"]
    assert [(b.label, b.text) for b in first.current.blocks] == [
        ("", "Los globos son “azules”:"),
        ("a)", "de día;"),
        ("b)", "de noche."),
    ]
    assert any("Los barriletes vuelan." in block.text for block in second.current.blocks)
    assert [(e.label, e.heading) for e in law.outline] == [("CAPÍTULO I", "Colores")]


def test_list_of_former_texts_is_left_out():
    law = read(LAW.format(more="<br>Antecedentes Normativos<br>- Artículo 1° sustituido por art. 9 de la Ley 1.<br>"))
    assert not any("sustituido" in b.text for p in law.provisions for b in p.current.blocks)


def test_table_is_a_block():
    law = read(LAW.format(more="<table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>"))
    tables = [b for p in law.provisions for b in p.current.blocks if b.kind == "table"]
    assert [b.rows for b in tables] == [[["a", "b"], ["1", "2"]]]


@pytest.mark.parametrize(
    ("name", "native", "number"),
    [
        ("Decreto 616/2010", "Decreto", "616/2010"),
        ("Resolución N° 123/2031", "Resolución", "123/2031"),
        ("LEY N° 25871", "Ley", "25.871"),
    ],
)
def test_names(name: str, native: str, number: str):
    law = read(f"<p>GLOBOS DE COLORES</p><p>{name}</p><p>DECRETA:</p><p>Artículo 1° — Uno.</p><p>Art. 2° — Dos.</p>")
    assert (law.native_type, law.number) == (native, number)


def test_constitution_is_the_main_text_and_its_law_an_annex():
    law = read(
        """<p>CONSTITUCION DE LA NACION ARGENTINA</p><p>Ley Nº 99.430</p><p>Promulgada: Enero 3 de 2031.</p><p>Ley:</p>
<p>ARTICULO 1º.- Ordénase la publicación:</p><p>CONSTITUCION DE LA NACION ARGENTINA</p><p>PREÁMBULO</p><p>Nos, los globos.</p>
<p>Artículo 1º.- Un cielo.</p><p>Artículo 2º.- Dos cielos.</p><p>DISPOSICIONES TRANSITORIAS</p><p>Primera. Algo.</p><p>Segunda. Más.</p>
<p>DADA EN LA SALA DE SESIONES DE LA CONVENCIÓN, EN EL AIRE.</p><p>ARTICULO 2º.- Comuníquese.</p>"""
    )
    assert (law.type, law.number, law.title) == ("constitution", "99.430", "Constitución de la Nación Argentina")
    assert [(p.sequence, p.number) for p in law.provisions] == [
        ("main", "preamble"),
        ("main", "1"),
        ("main", "2"),
        ("transitory", "primero"),
        ("transitory", "segundo"),
        ("annex-1", "1"),
        ("annex-1", "2"),
    ]


def test_page_without_article_is_refused():
    with pytest.raises(Refusal, match="no article"):
        read("<p>Nada aquí.</p>")


def test_real_pages(shared_laws):
    folder = shared_laws / "argentina/infoleg-html"
    law = infoleg.parse((folder / "ley-27444.htm").read_bytes(), "ley-27444.htm")
    assert (law.number, law.date) == ("27.444", "2018-06-18")
    assert [p.number for p in law.provisions if p.kind == "article"] == [str(n) for n in range(1, 136)]
    law = infoleg.parse((folder / "ley-24430-constitucion.htm").read_bytes(), "ley-24430-constitucion.htm")
    main = [p.number for p in law.provisions if p.kind == "article" and p.sequence == "main"]
    assert (law.type, law.number, law.date) == ("constitution", "24.430", "1995-01-03")
    assert main == [*(str(n) for n in range(1, 15)), "14-bis", *(str(n) for n in range(15, 130))]
    assert sum(p.sequence == "transitory" for p in law.provisions) == 17
