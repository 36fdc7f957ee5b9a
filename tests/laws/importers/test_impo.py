import json

import pytest

from laws.importers import impo
from laws.parsed import Refusal


def record(**changes) -> bytes:
    value = {
        "tipoNorma": "Decreto",
        "nroNorma": "77",
        "anioNorma": 2031,
        "nombreNorma": "REGLAMENTO DE GLOBOS",
        "leyenda": " Documento Actualizado ",
        "fechaPromulgacion": "02/05/2031",
        "fechaPublicacion": "09/05/2031",
        "referenciasNorma": " <b>Derogada/o por:</b> Ley Nº 3 de 01/02/2032.\r\n",
        "urlReferenciasTodaLaNorma": "/bases/decretos/77-2031?verreferencias=norma",
        "vistos": " VISTO: los globos;\r\n\r\nCONSIDERANDO: su color;\r\n",
        "articulos": [
            {
                "nroArticulo": "1",
                "secArticulo": "",
                "titulosArticulo": " TITULO I - COLORES<br>CAPITULO I - AZUL<br> ",
                "tituloArticulo": "Artículo 1",
                "textoArticulo": "  Ámbito.- Los globos son de color y se\r\nusan siempre.\r\nSe exceptúan:\r\nA) los rojos;\r\nB) los que dice el literal\r\nC) del artículo 9, con\r\ncuidado. (*)\r\n",
                "notasArticulo": "<b>Redacción dada por:</b> Ley Nº 5 de 03/03/2032 \r\nartículo <a href='x'>4</a>.\r\n<br><b>TEXTO ORIGINAL:</b>\r\n  Decreto Nº 77/031 artículo 1.\r\n",
            },
            {
                "nroArticulo": "1",
                "secArticulo": "BIS",
                "titulosArticulo": " CAPITULO I - AZUL<br> ",
                "tituloArticulo": "Artículo 1-BIS",
                "textoArticulo": " (*) ",
                "notasArticulo": "<b>Derogado/s por:</b> Ley Nº 5 de 03/03/2032.\r\n",
            },
            {
                "nroArticulo": "2",
                "secArticulo": "",
                "tituloArticulo": "Artículo 2",
                "textoArticulo": "Tabla:<br><TABLE><tr><td><pre>color</pre></td><td>precio</td></tr><tr><td>azul</td><td>1</td></tr></TABLE>Fin &amp; punto.",
                "notasArticulo": "Inciso 2º) <b>derogado/s por:</b> Ley Nº 6 de 04/04/2032.",
            },
        ],
    } | changes
    return json.dumps(value, ensure_ascii=False, indent=1).encode("latin-1")


def test_identity_of_a_decree():
    law = impo.parse(record(), "x.json")
    assert (law.jurisdiction, law.type, law.native_type, law.number) == ("ury", "decree", "Decreto", "77/031")
    assert [(a.text, a.kind) for a in law.aliases] == [("77/2031", "number")]
    assert (law.title, law.date, law.claimed_status) == ("Reglamento de Globos", "2031-05-02", "Documento Actualizado")
    assert [(e.kind, e.date) for e in law.events] == [
        ("promulgated", "2031-05-02"),
        ("published", "2031-05-09"),
        ("repealed", "2032-02-01"),
    ]
    assert law.url == "https://www.impo.com.uy/bases/decretos/77-2031"


def test_acts_are_numbered_with_a_dot():
    law = impo.parse(record(tipoNorma="Ley", nroNorma="18331"), "x.json")
    assert (law.type, law.number, law.aliases) == ("act", "18.331", [])


def test_articles_headings_notes_and_wrapped_lines():
    preamble, first, bis, second = impo.parse(record(), "x.json").provisions
    assert (preamble.kind, [b.text for b in preamble.current.blocks]) == (
        "preamble",
        ["VISTO: los globos;", "CONSIDERANDO: su color;"],
    )
    assert (first.number, first.current.heading) == ("1", "Ámbito")
    assert [(b.label, b.text) for b in first.current.blocks] == [
        ("", "Los globos son de color y se usan siempre."),
        ("", "Se exceptúan:"),
        ("A)", "los rojos;"),
        ("B)", "los que dice el literal C) del artículo 9, con cuidado."),
    ]
    assert first.current.history == (
        "Redacción dada por: Ley Nº 5 de 03/03/2032 artículo 4.\nTEXTO ORIGINAL: Decreto Nº 77/031 artículo 1."
    )
    assert first.current.line > 10
    assert (bis.number, bis.current.status, bis.current.blocks) == ("1-bis", "repealed", [])
    assert second.current.status == "in_force"  # only a part of it is repealed
    assert [(b.kind, b.text, b.rows) for b in second.current.blocks] == [
        ("text", "Tabla:", []),
        ("table", "", [["color", "precio"], ["azul", "1"]]),
        ("text", "Fin & punto.", []),
    ]


def test_groups_are_not_repeated():
    law = impo.parse(record(), "x.json")
    assert [(e.level, e.label, e.heading, e.before) for e in law.outline] == [
        (3, "TITULO I", "COLORES", 1),
        (4, "CAPITULO I", "AZUL", 1),
    ]


def test_broken_records_are_refused_with_the_line():
    with pytest.raises(Refusal, match="truncated JSON") as cut:
        impo.parse(record()[:700], "x.json")
    assert cut.value.line > 10
    with pytest.raises(Refusal, match="malformed JSON"):
        impo.parse(b'{"articulos": nothing}', "x.json")
    with pytest.raises(Refusal, match="without an object"):
        impo.parse(b"[1]", "x.json")
    with pytest.raises(Refusal, match="articulos"):
        impo.parse(record(articulos=None), "x.json")
    with pytest.raises(Refusal, match="malformed JSON"):
        impo.parse(b"[" * 200_000, "x.json")


@pytest.mark.parametrize(
    ("file", "number", "count"), [("ley-18331.json", "18.331", 51), ("decreto.json", "414/009", 41)]
)
def test_real_records(shared_laws, file: str, number: str, count: int):
    law = impo.parse((shared_laws / "uruguay/impo-json" / file).read_bytes(), file)
    assert law.number == number
    assert sum(p.kind == "article" for p in law.provisions) == count
    assert "protección" in law.provisions[1].current.blocks[0].text
