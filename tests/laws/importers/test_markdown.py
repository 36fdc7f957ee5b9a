"""Markdown statutes. The laws are invented; the real ones are read where the shared folder is at hand."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws.importers import markdown
from laws.importers.english_dates import written_date
from laws.importers.front_matter import read
from laws.importers.markdown_text import clean
from laws.importers.titles import readable
from laws.parsed import ARTICLE_KINDS, Alias, Event, ParsedLaw, ParsedProvision, Refusal


def parse(text: str, name: str = "x.md") -> ParsedLaw:
    return markdown.parse(text.encode(), name)


def provision(law: ParsedLaw, sequence: str, number: str, ordinal: int = 1) -> ParsedProvision:
    found = [p for p in law.provisions if (p.sequence, p.number, p.ordinal) == (sequence, number, ordinal)]
    assert len(found) == 1, [(p.sequence, p.number, p.ordinal) for p in law.provisions]
    return found[0]


def articles(law: ParsedLaw) -> list[tuple[str, str]]:
    return [(item.sequence, item.number) for item in law.provisions if item.kind in ARTICLE_KINDS]


def texts(item: ParsedProvision) -> list[str]:
    return [f"{block.label} {block.text}".strip() for block in item.current.blocks if block.kind != "note"]


def spaced(text: str) -> str:
    """The Argentine way: an empty line between all lines."""
    return text.replace("\n", "\n\n")


# Parts ----------------------------------------------------------------------------------------------------------------


def test_front_matter() -> None:
    head = read(
        [
            "---", 'title: "Ley de \\"faroles\\""', "identifier: LEY-1-1901", "summary: >-", "  Faroles y", "  aceite de la",
            "  n&oacute;mina", "status: 'it''s'", "empty:", "list: []", "text: |", "  a", "  b", "---", "# Ley",
        ]
    )  # fmt: skip
    assert head.values == {
        "title": 'Ley de "faroles"', "identifier": "LEY-1-1901", "summary": "Faroles y aceite de la nómina",
        "status": "it's", "empty": "", "list": "", "text": "a\nb",
    }  # fmt: skip
    assert head.body == 14
    assert head.first("nothing", "empty", "status") == "it's"
    assert read(["# Ley"]).values == {}
    assert read(["---", "title: x"]).body == 0


def test_marks_of_markdown_are_taken_off() -> None:
    assert clean("**Art. 1**— *luz* [de la](http://x.y/(z)) \\[1\\] _gas_ farol_verde\\* &amp; a\u00adceite") == (
        "Art. 1— luz de la [1] gas farol_verde* & aceite"
    )
    assert clean("de la[Ley 5](http://x)B.O.") == "de la Ley 5 B.O."


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("FAROLES", "Faroles"),
        ("LEY DE FAROLES Y ACEITES", "Ley de Faroles y Aceites"),
        ("ESTABLECE NORMAS SOBRE FAROLES. LEY DE FAROLES", "Establece normas sobre faroles. Ley de Faroles"),
        ("CONVENTION RELATING TO THE STATUS OF LAMPS", "Convention relating to the Status of Lamps"),
        ("por la cual se encienden faroles.", "Por la cual se encienden faroles"),
        ("Ley de Faroles", "Ley de Faroles"),
        ("MODIFICA LA LEY N° 5 DE LA REPUBLICA", "Modifica la ley N° 5 de la Republica"),
    ],
)
def test_titles_for_readers(printed: str, title: str) -> None:
    assert readable(printed) == title


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("DONE at Lamp, this twenty-eighth day of July, one thousand nine hundred and fifty-one", "1951-07-28"),
        ("adopts this first day of July of the year one thousand nine hundred and forty-nine", "1949-07-01"),
        ("this sixteenth day of June of the year two thousand and eleven", "2011-06-16"),
        ("thirty-first day of January one thousand nine hundred and sixty-seven.", "1967-01-31"),
        ("this thirty-first day of June, two thousand", None),
        ("on the first day of the week", None),
    ],
)
def test_dates_written_in_words(text: str, date: str | None) -> None:
    assert written_date(text) == date


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


# Bad input ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("---\ntitle: Ley\ncountry: ar\n---\n", "no text"),
        ("---\ntitle: Ley\ncountry: ar\n---\n\n  \n", "no text"),
        ("<meta http-equiv='x'>\n##Verdrag\n\n### Artikel 1\n\nTekst.", "no English title"),
        ("---\ntitle: Ley\ncountry: ar\n---\n# Ley\n\n---\n", "no text of a law"),
    ],
)
def test_refusals(text: str, reason: str) -> None:
    with pytest.raises(Refusal, match=reason):
        parse(text)


def test_front_matter_of_an_unknown_country_gives_no_jurisdiction() -> None:
    law = parse("---\ntitle: Ley\ncountry: zz\nrank: edicto_solemne\n---\n**Artículo 1.-** Luz.\n")
    assert (law.jurisdiction, law.type, law.native_type) == ("", "other", "Edicto Solemne")


@given(st.text(max_size=200), st.sampled_from(["ar", "uy", "cl", "co", "pe", "mx", ""]), st.text(max_size=60))
def test_any_markdown_gives_a_law_or_a_refusal(body: str, country: str, title: str) -> None:
    source = f"---\ntitle: {title}\ncountry: {country}\nrank: ley\n---\n{body}" if country else body
    try:
        law = markdown.parse(source.encode("utf-8", "surrogatepass"), "x.md")
    except Refusal as refusal:
        assert refusal.reason
    else:
        assert law.provisions
        assert len(law.warnings) < 24


# Real files -----------------------------------------------------------------------------------------------------------


def real(shared_laws: Path, path: str) -> ParsedLaw:
    return markdown.parse((shared_laws / path).read_bytes(), Path(path).name)


def test_real_quoted_articles_can_be_found(shared_laws: Path) -> None:
    law = real(shared_laws, "peru/md/LEY-28950-2007.md")
    assert articles(law) == [("main", str(number)) for number in range(1, 11)]
    items = {block.label for block in provision(law, "main", "2").current.blocks if block.kind == "item"}
    assert {"Artículo 303-A", "Artículo 303-B"} <= items


def test_real_earlier_wordings(shared_laws: Path) -> None:
    law = real(shared_laws, "colombia/md/LEY-43-1993.md")
    third = provision(law, "main", "3")
    assert [wording.valid_to for wording in third.earlier] == ["2005-07-08", "2000-02-22", "1999-06-26"]
    assert third.current.valid_from == "2005-07-08"
    repealed = real(shared_laws, "colombia/md/DECRETO-4000-2004.md")
    assert {item.current.status for item in repealed.provisions if item.kind == "article"} >= {"repealed"}
    assert sum(len(item.earlier) for item in repealed.provisions) == 134


@pytest.mark.parametrize(
    ("path", "runs"),
    [
        ("colombia/md/LEY-146-1994.md", {"treaty-1": 93, "main": 3}),
        ("colombia/md/LEY-16-1972.md", {"treaty-1": 82}),
        ("argentina/md/LEY-26202.md", {"main": 2, "treaty-1": 93}),
        ("argentina/md/DEC-616-2010.md", {"main": 4, "annex-1": 121, "annex-2": 19}),
        ("argentina/md/DNU-366-2025.md", {"main": 49}),
        ("peru/md/DS-119-2003-RE.md", {"main": 3, "annex-1": 47}),
        ("chile/md/CL-1158549.md", {"main": 181, "transitory": 11}),
        ("international/md-en/ilo-c097.md", {"main": 23, "annex-1": 8, "annex-2": 13, "annex-3": 2}),
        ("international/md-en/refugee-convention-1951.md", {"main": 46}),
        ("uruguay/md/UY-ley-18250.md", {"main": 84}),
    ],
)
def test_real_sequences(shared_laws: Path, path: str, runs: dict[str, int]) -> None:
    found: dict[str, int] = {}
    for sequence, _ in articles(real(shared_laws, path)):
        found[sequence] = found.get(sequence, 0) + 1
    assert found == runs


def test_real_two_treaties_in_one_law(shared_laws: Path) -> None:
    found = articles(real(shared_laws, "colombia/md/LEY-800-2003.md"))
    assert [number for sequence, number in found if sequence == "treaty-1"] == [str(n) for n in range(1, 42)]
    assert [number for sequence, number in found if sequence == "treaty-2"] == [str(n) for n in range(1, 21)]
    assert [number for sequence, number in found if sequence == "main"] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("path", "identity"),
    [
        ("argentina/md/LEY-25871.md", ("arg", "act", "25.871", "2003-12-17", "Ley de Migraciones")),
        ("uruguay/md/UY-ley-18250.md", ("ury", "act", "18.250", "2008-01-06", "Ley de Migraciones")),
        ("chile/md/CL-1158549.md", ("chl", "act", "21.325", "2021-04-11", "Ley de Migración y Extranjería")),
        ("peru/md/DS-119-2003-RE.md", ("per", "decree", "119-2003-RE", "2003-10-14", "Aprueban Reglamento de la Ley del Refugiado")),
        ("mexico/md/LN_ley_de_nacionalidad.md", ("mex", "act", "", "1998-01-23", "Ley de Nacionalidad")),
        ("international/md-en/refugee-convention-1951.md", ("int", "treaty", "", "1951-07-28", "Convention relating to the Status of Refugees")),
        ("international/md-en/ilo-c189.md", ("int", "treaty", "", "2011-06-16", "Convention concerning decent work for domestic workers")),
    ],
)  # fmt: skip
def test_real_identity(shared_laws: Path, path: str, identity: tuple[str, ...]) -> None:
    law = real(shared_laws, path)
    assert (law.jurisdiction, law.type, law.number, law.date, law.title) == identity
