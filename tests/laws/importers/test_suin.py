import pytest

from laws.importers import suin
from laws.parsed import Refusal

PAGE = """<?xml version="1.0" encoding="UTF-8"?><html lang="es-CO"><head><META http-equiv="Content-Type" content="text/html; charset=utf-16">
<link rel="canonical" href="https://example.org/viewDocument.asp?id=9"><script>var x = "Artículo 99";</script></head><body>
<div style="visibility:hidden"><span field="tipo">DECRETO</span><span field="numero">45</span><span field="anio">2031</span>
<span field="epigrafe">por el cual se regulan los globos.</span><span field="estado_documento">Vigente</span>
<span field="fecha_expedicion"></span><span field="fecha_diario_oficial">09/05/2031</span></div>
<table class="toc"><tr><td><span class="toctextart">Artículo [1]</span></td></tr></table>
<table><tr><td><p>Fecha de expedición de la norma</p></td><td><p>02/05/2031</p></td></tr></table>
<div style="display: none;" id="9ResumenNotasVigencia"><ul class="resumenvigencias">
<li class="resumenvigencias"><b>Artículo 2:</b><ul><li class="referencia"><span>Derogado </span><a>Artículo 7 LEY 8 de 2032</a></li></ul></li>
<li class="resumenvigencias"><b>Artículo 1:</b><ul><li class="referencia"><span>Derogado parcialmente </span><a>LEY 9 de 2033</a></li></ul></li>
</ul></div>
<div id="titulotipo"><h1>DECRETO 45 DE 2031</h1></div>
<div style="padding: 15px;"><div><p>El Presidente,</p><p><strong>DECRETA:</strong></p></div>
<div align="center"><p>CAPITULO I</p><p>De los colores</p></div>
<a name="ver_1"></a><div id="toggle_1"><div><font><p><strong>Artículo 1º.</strong> Los globos:</p><p>a) son azules;</p>
<table><tr><td>color</td><td>precio</td></tr><tr><td>azul</td><td>1</td></tr></table>
<p>Artículo 5 citado.</p>
<p style="font-weight:bold;">Afecta la vigencia de: <span>[<a href="#">Mostrar</a>]</span></p>
<div style="display: none;" id="n"><ul><li class="referencia"><span>Modifica </span><a>Artículo 3 LEY 1 de 1990</a></li></ul></div></font></div></div>
<div id="toggle_2"><div><p>Artículo 2º. Rige.</p></div></div>
<div><p>Publíquese.</p></div></div></body></html>"""


def test_identity_dates_and_claims():
    law = suin.parse(PAGE.encode(), "x.html")
    assert (law.jurisdiction, law.type, law.native_type, law.number) == ("col", "decree", "Decreto", "45/2031")
    assert (law.title, law.date) == ("Por el cual se regulan los globos", "2031-05-02")
    assert [(e.kind, e.date, e.note) for e in law.events] == [
        ("promulgated", "2031-05-02", ""),
        ("published", "2031-05-09", ""),
        ("status_claim", None, "Vigente"),
    ]
    assert law.url == "https://example.org/viewDocument.asp?id=9"


def test_articles_between_notes_and_headings():
    law = suin.parse(PAGE.encode(), "x.html")
    preamble, first, second = law.provisions
    assert [b.text for b in preamble.current.blocks] == ["El Presidente,", "DECRETA:"]
    assert [(b.kind, b.label, b.text, b.rows) for b in first.current.blocks] == [
        ("text", "", "Los globos:", []),
        ("paragraph", "a)", "son azules;", []),
        ("table", "", "", [["color", "precio"], ["azul", "1"]]),
        ("text", "", "Artículo 5 citado.", []),
    ]
    assert first.current.history.splitlines() == [
        "Derogado parcialmente LEY 9 de 2033",
        "Afecta la vigencia de: Modifica Artículo 3 LEY 1 de 1990",
    ]
    assert first.current.status == "in_force"
    assert (second.number, second.current.status) == ("2", "repealed")
    assert second.current.history == "Derogado Artículo 7 LEY 8 de 2032"
    assert [(e.label, e.heading, e.before) for e in law.outline] == [("CAPITULO I", "De los colores", 1)]


def test_repeal_of_the_whole_norm_is_an_event():
    page = PAGE.replace("<b>Artículo 2:</b>", "<b>Toda la norma:</b>")
    law = suin.parse(page.encode(), "x.html")
    assert ("repealed", None, "Derogado Artículo 7 LEY 8 de 2032") in [(e.kind, e.date, e.note) for e in law.events]
    assert [p.current.status for p in law.provisions] == ["in_force"] * 3


def test_page_without_articles_is_refused():
    with pytest.raises(Refusal, match="no article"):
        suin.parse(b"<html><body><h1>LEY 1 DE 2000</h1></body></html>", "x")


@pytest.mark.parametrize(
    ("file", "number", "count"), [("decreto.html", "453/1981", 2), ("acto-legislativo.html", "1/1910", 1)]
)
def test_real_pages(shared_laws, file: str, number: str, count: int):
    law = suin.parse((shared_laws / "colombia/suin-html" / file).read_bytes(), file)
    assert law.number == number
    assert sum(p.kind == "article" for p in law.provisions) == count
