"""Markdown statutes. The laws are invented; the real ones are read where the shared folder is at hand."""

from laws.parsed import Alias, Event
from tests.laws.importers.marking import articles, parse, provision, spaced, texts

# Dialects -------------------------------------------------------------------------------------------------------------

ARGENTINA = """---
title: "FAROLES"
identifier: "LEY-70123"
country: "ar"
rank: "ley"
publication_date: "1904-01-21"
last_updated: "1900-01-01"
status: "in_force"
source: "http://example.org/70123"
enactment_date: "1903-12-17"
texto_resumido: "POLITICA DE FAROLES. ACEITE Y MECHA."
---
""" + spaced(
    """# FAROLES
**FAROLES**
**Ley 70.123**
**Política de los faroles, del aceite y de la
mecha.**
Sancionada: Diciembre 17 de 1903.
La Asamblea sanciona con fuerza de Ley:
LEY DE FAROLES
### TITULO I
DE LOS FAROLES DE LA CALLE Y DE
LA TORRE
**ARTICULO 1°** — El farol de la calle larga
arde con arreglo a lo que dispone el
##### artículo 75, inciso 12 de la carta y según el aceite que le den los
vecinos de la villa.
El farolero lo apaga.
a) Con vara, cuando el viento sopla de la sierra y no deja que la llama
arda derecha;
b) Con soplo.
*(Artículo sustituido por art. 1° de la*[Ley
N° 80.001](http://example.org/80001)*B.O. 27/12/1912. Vigencia: a partir del día de su publicación.)***ARTICULO 2º**— Artículo 2º: El aceite es verde.
##### ARTICULO 3.- *(Artículo derogado por art. 2° de la*[Ley N° 80.001](http://example.org/80001)*B.O. 27/12/1912)*
**Art. 4º**— Incorpórase como artículo 9 bis de la ley de humo, el siguiente:
##### Artículo 9 bis: El humo sube.
**Art. 5º**— Comuníquese.
DADA EN LA SALA DE LUCES.
### ANEXO I
REGLAMENTO
##### ARTICULO 1º.- Sin reglamentar.
##### ARTICULO 2º.- Sin reglamentar.
"""
)


def test_argentina() -> None:
    law = parse(ARGENTINA)
    assert (law.jurisdiction, law.type, law.native_type, law.number) == ("arg", "act", "Ley", "70.123")
    assert (law.date, law.as_of, law.claimed_status) == ("1903-12-17", "1912-12-27", "in_force")
    assert law.title == "Ley de Faroles"
    assert Alias("Faroles", "short", "es") in law.aliases
    assert Event("status_claim", None, "in_force") in law.events
    assert Event("promulgated", "1903-12-17") in law.events
    assert articles(law) == [
        ("main", "1"), ("main", "2"), ("main", "3"), ("main", "4"), ("main", "5"), ("annex-1", "1"), ("annex-1", "2"),
    ]  # fmt: skip
    first = provision(law, "main", "1")
    assert texts(first) == [
        "El farol de la calle larga arde con arreglo a lo que dispone el artículo 75, inciso 12 de la carta y según el "
        "aceite que le den los vecinos de la villa.",
        "El farolero lo apaga.",
        "a) Con vara, cuando el viento sopla de la sierra y no deja que la llama arda derecha;",
        "b) Con soplo.",
    ]
    assert (first.current.valid_from, first.current.history[:38]) == (
        "1912-12-27",
        "(Artículo sustituido por art. 1° de la",
    )
    assert "http" not in first.current.history
    assert texts(provision(law, "main", "2")) == ["El aceite es verde."]
    assert provision(law, "main", "3").current.status == "repealed"
    assert "Artículo 9 bis El humo sube." in texts(provision(law, "main", "4"))
    assert law.outline[0].heading == "DE LOS FAROLES DE LA CALLE Y DE LA TORRE"
    assert provision(law, "main", "1").current.line == 35


def test_argentine_decree_and_a_title_that_is_only_an_organ() -> None:
    text = (
        '---\ntitle: "PODER EJECUTIVO NACIONAL"\nidentifier: "DNU-36-1925"\ncountry: "ar"\nrank: "decreto_necesidad_urgencia"\n'
        'publication_date: "1925-05-29"\ntexto_resumido: "MODIFICACION DE LA LEY DE FAROLES N° 5. OTRAS NORMAS."\n---\n'
        "##### ARTÍCULO 1°.- Sustitúyese el artículo 6° de la ley por el siguiente:\n\n“ARTÍCULO 6°.- Arde.”\n\n"
        "##### ARTÍCULO 2°.- Comuníquese.\n"
    )
    law = parse(text)
    assert (law.type, law.native_type, law.number, law.date) == ("decree", "Decreto", "36/1925", "1925-05-29")
    assert law.title == "Modificacion de la ley de faroles N° 5"
    assert articles(law) == [("main", "1"), ("main", "2")]


def test_uruguay() -> None:
    law = parse(
        '---\ntitle: "Ley Nº 7015 - USO DEL FAROL. LEY DE FAROLES"\nidentifier: "UY-ley-7015"\ncountry: "uy"\nrank: "ley"\n'
        'publication_date: "1907-01-05"\nlast_updated: "1907-01-05"\nofficial_number: "7015"\npromulgation_date: "1906-12-19"\n---\n'
        "# Ley Nº 7015 - USO DEL FAROL. LEY DE FAROLES\n\n### CAPITULO I - LUZ\n\n##### Artículo 1\n\n"
        "(Derecho a la luz).- Toda persona tiene derecho a la luz de un farol en la calle,\nen la torre y en la casa.\n"
        "A) El farol alto es de la villa y lo enciende el farolero mayor con\n su vara larga.\nB) El bajo, no.\n\n"
        "##### Artículo 2\n\nEl aceite es verde. (*)\n\n##### Artículo 3\n\n| farol | luz |\n| --- | --- |\n| alto | mucha |\n"
    )
    assert (law.jurisdiction, law.number, law.date, law.as_of) == ("ury", "7.015", "1906-12-19", None)
    assert law.title == "Uso del farol. Ley de Faroles"
    assert Alias("Ley de Faroles", "short", "es") in law.aliases
    first = provision(law, "main", "1")
    assert first.current.heading == "Derecho a la luz"
    assert texts(first) == [
        "Toda persona tiene derecho a la luz de un farol en la calle, en la torre y en la casa.",
        "A) El farol alto es de la villa y lo enciende el farolero mayor con su vara larga.",
        "B) El bajo, no.",
    ]
    assert provision(law, "main", "3").current.blocks[0].rows == [["farol", "luz"], ["alto", "mucha"]]
    assert [(entry.label, entry.heading, entry.before) for entry in law.outline] == [("CAPITULO I", "LUZ", 0)]


def test_chile() -> None:
    law = parse(
        '---\ntitle: "LEY DE FAROLES"\nidentifier: "CL-5"\ncountry: "cl"\nrank: "ley"\npublication_date: "1921-04-20"\n'
        'promulgation_date: "1921-04-11"\nofficial_number: "21005"\n---\n# LEY DE FAROLES\n\n## Título I DEL FAROL\n\n'
        "##### Artículo 1\n\nARTICULO 1°- Hay luz.\n\n##### Artículo 2\n\nAgrégase en la ley de humo el siguiente título:\n\n"
        '"TÍTULO V DEL HUMO\n\nArtículo 24 bis.- El humo sube.\n\nArtículo 24 ter.- Y baja.".\n\n##### Artículo 3 (DEL ART. 9)\n\n'
        "Fin.\n\n## DISPOSICIONES TRANSITORIAS\n\n##### Artículo primero\n\nHoy.\n\n##### Artículo undécimo\n\nMañana.\n"
    )
    assert (law.jurisdiction, law.number, law.date) == ("chl", "21.005", "1921-04-11")
    assert articles(law) == [
        ("main", "1"), ("main", "2"), ("main", "3"), ("transitory", "primero"), ("transitory", "undecimo"),
    ]  # fmt: skip
    assert texts(provision(law, "main", "1")) == ["Hay luz."]
    labels = [block.label for block in provision(law, "main", "2").current.blocks]
    assert labels[-2:] == ["Artículo 24 bis", "Artículo 24 ter"]


COLOMBIA = """---
titulo: "LEY 9 DE 1903 - por medio de la cual se aprueba el \\"Convenio de la Luz\\""
identificador: "LEY-9-1903"
pais: "co"
rango: "ley"
fecha_publicacion: "1904-02-01"
ultima_actualizacion: "1904-02-01"
estado: "vigente"
---

# LEY 9 DE 1903

(diciembre 30)

### DECRETA:

### CAPITULO I

### Del farol.

**Artículo 1º.***Objeto.* La luz es nueva.

**Parágrafo.** Y verde.

TEXTO CORRESPONDIENTE A []

LEGISLACIÓN ANTERIOR []

**ARTICULO 1° Del objeto de la luz.** La luz es vieja.

Vigente desde: 30/12/1903 y hasta el: 15/09/1919

**Artículo 2º.** Derogado.

Afecta la vigencia de: []

**Artículo 3º.** Rige hoy.
"""


def test_colombia() -> None:
    law = parse(COLOMBIA)
    assert (law.jurisdiction, law.number, law.date, law.claimed_status) == ("col", "9/1903", "1903-12-30", "vigente")
    assert law.title.startswith("Por medio de la cual se aprueba")
    assert Alias("Convenio de la Luz", "popular", "es") in law.aliases
    assert articles(law) == [("main", "1"), ("main", "2"), ("main", "3")]
    first = provision(law, "main", "1")
    assert (first.current.heading, texts(first)) == ("Objeto", ["La luz es nueva.", "Parágrafo Y verde."])
    (old,) = first.earlier
    assert (old.heading, old.blocks[0].text) == ("Del objeto de la luz", "La luz es vieja.")
    assert (old.valid_from, old.valid_to, first.current.valid_from) == ("1903-12-30", "1919-09-16", "1919-09-16")
    assert provision(law, "main", "2").current.status == "repealed"
    assert (law.outline[0].label, law.outline[0].heading) == ("CAPITULO I", "Del farol.")
    assert "[]" not in "".join(block.text for item in law.provisions for block in item.current.blocks)


PERU = """---
title: >-
  Ley de la luz y el
  tr&aacute;fico de aceite
identifier: LEY-2950-1907
country: pe
rank: ley
publication_date: '1907-01-16'
last_updated: '1907-01-16'
status: in_force
---
# Ley de la luz

## LEY Nº 2950

**CONCORDANCIAS:** [D.S. N° 1](/x)

**CAPÍTULO I
**

     **Artículo 1.- Del aceite**

      El aceite es viejo.(\\*)

(\\*) Artículo modificado por el [Artículo 3 de la Ley Nº 3000](/x), publicada el 7 febrero 1909, cuyo texto es el siguiente:

**“Artículo 1.- Del aceite**

      1.1 El aceite es nuevo.”

      **“Artículo 1-A.- De la mecha**

      La mecha es larga.”(\\*)

(\\*) Artículo incorporado por el [Artículo 4 de la Ley Nº 3000](/x), publicada el 7 febrero 1909.

      **Artículo 2.- Del humo**

      Modifícase el artículo 303-A del Código de Humo, que quedará redactado en los siguientes términos:

**“TÍTULO XII
**

     **Artículo 303-A.- Humo negro**

      El que hace humo paga.”

**DISPOSICIONES COMPLEMENTARIAS FINALES**

     **PRIMERA.- Reglamento**

     Se reglamenta.
"""


def test_peru() -> None:
    law = parse(PERU)
    assert (law.jurisdiction, law.number, law.title) == ("per", "2950", "Ley de la luz y el tráfico de aceite")
    assert articles(law) == [("main", "1"), ("main", "1-a"), ("main", "2")]
    first = provision(law, "main", "1")
    assert (first.current.heading, texts(first)) == ("Del aceite", ["1.1 El aceite es nuevo."])
    assert first.current.history.startswith("(*) Artículo modificado por el Artículo 3")
    assert [block.text for block in first.earlier[0].blocks] == ["El aceite es viejo."]
    added = provision(law, "main", "1-a")
    assert texts(added) == ["La mecha es larga."]
    assert added.current.history.startswith("(*) Artículo incorporado")
    item = next(block for block in provision(law, "main", "2").current.blocks if block.label)
    assert (item.label, item.heading) == ("Artículo 303-A", "Humo negro")
    final = provision(law, "final", "primero")
    assert (final.kind, final.label, final.current.heading) == ("other", "PRIMERA", "Reglamento")


def test_peruvian_decree_with_its_regulation() -> None:
    law = parse(
        "---\ntitle: Aprueban Reglamento\nidentifier: DS-119-1903-RE\ncountry: pe\nrank: decreto_supremo\npublication_date: '1903-10-14'\n---\n"
        "**Artículo 1.-** Apruébase.\n\n**Artículo 2.-** Derógase.\n\nDado en la villa.\n\n**REGLAMENTO DEL FAROL**\n\n"
        "**CAPÍTULO I**\n\n**LUZ**\n\n**Artículo 1.-** Arde.\n\n**Artículo 2.-** Se apaga.\n\n**Artículo 3.-** Fin.\n"
    )
    assert (law.type, law.native_type, law.number) == ("decree", "Decreto Supremo", "119-1903-RE")
    assert articles(law) == [("main", "1"), ("main", "2"), ("annex-1", "1"), ("annex-1", "2"), ("annex-1", "3")]


def test_mexico() -> None:
    law = parse(
        '# LEY de Faroles (Antes "Ley de Velas")\n\n> Documento generado. diputados.gob.mx\n\n---\n\n'
        "Nueva Ley publicada en el Diario Oficial de la Federación el 25 de mayo de 1911 TEXTO VIGENTE\n\n"
        "### ARTÍCULO PRIMERO\nSe expide la Ley de Faroles.\n\n## TÍTULO PRIMERO — DEL FAROL\n\n### Artículo 1o\n.- Hay luz.\n"
        "Párrafo reformado DOF 04-05-1921 Son verdes los faroles.\n\n### Artículo 1o\nBis. Y altos.\n"
        "Artículo reformado DOF 11-11-1920 ARTÍCULO 2o.- Son bajos.\n\n## TRANSITORIOS\n\n**Primero.** Hoy.\n**Segundo.-** Mañana.\n"
    )
    assert (law.title, law.jurisdiction, law.native_type, law.number) == ("Ley de Faroles", "mex", "Ley", "")
    assert (law.date, law.as_of) == ("1911-05-25", "1921-05-04")
    assert Alias("Ley de Velas", "popular", "es") in law.aliases
    assert articles(law) == [("main", "primero"), ("main", "1"), ("main", "1-bis"), ("main", "2")]
    first = provision(law, "main", "1").current
    assert [(block.kind, block.text) for block in first.blocks] == [
        ("text", "Hay luz."), ("note", "Párrafo reformado DOF 04-05-1921"), ("text", "Son verdes los faroles."),
    ]  # fmt: skip
    assert provision(law, "main", "1-bis").current.history == "Artículo reformado DOF 11-11-1920"
    assert [item.number for item in law.provisions if item.sequence == "transitory"] == ["primero", "segundo"]


TREATY = """<meta http-equiv='Content-Type' content='text/html; charset=utf-8' />

##Verdrag betreffende lampen

####CONVENTION RELATING TO LAMPS

*Preamble*The High Contracting Parties, considering the [Charter of Lamps](../x(y)/README.md), have agreed as follows:
### CHAPTER  I

####General Provisions

### Article  1

####The Term "Lamp"

1. A lamp burns:

(a)oil; or

(b)gas.

###Article 2

Which may be cited as the Lamps Convention, 1951. DONE at Lamp, this second day of May, one thousand nine hundred and fifty-one.

###ANNEX I

####Oil

###Article 1

Oil is green.

####Verdrag betreffende lampen

### Artikel  1

Een lamp brandt.
"""


def test_treaty_in_english_with_a_dutch_tail() -> None:
    law = parse(TREATY)
    assert (law.jurisdiction, law.type, law.language, law.native_type) == ("int", "treaty", "en", "Convention")
    assert (law.title, law.date) == ("Convention relating to Lamps", "1951-05-02")
    assert law.aliases == [Alias("Lamps Convention, 1951", "short", "en")]
    assert articles(law) == [("main", "1"), ("main", "2"), ("annex-1", "1")]
    preamble = law.provisions[0]
    assert (preamble.kind, preamble.number, preamble.current.heading) == ("preamble", "preamble", "Preamble")
    assert texts(preamble) == [
        "The High Contracting Parties, considering the Charter of Lamps, have agreed as follows:"
    ]
    first = provision(law, "main", "1")
    assert first.current.heading == 'The Term "Lamp"'
    assert texts(first) == ["1. A lamp burns:", "(a) oil; or", "(b) gas."]
    assert not any("Een" in text for item in law.provisions for text in texts(item))
