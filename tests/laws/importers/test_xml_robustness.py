"""Whatever XML of a format's own words comes: a law that travels as JSON with unambiguous provisions, or a refusal."""

import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws.importers.xml import MAX_DEPTH
from laws.parsed import ParsedLaw, Refusal
from laws.wire import from_json, to_json

Parse = Callable[[bytes, str], ParsedLaw]

# Per importer: how the file begins and ends around the random part, and the words that the random part is made of.
FORMATS = {
    "justice_canada": (
        '<Statute xml:lang="en" xmlns:lims="http://justice.gc.ca/lims" lims:current-date="2020-01-01"><Identification>'
        "<ShortTitle>T</ShortTitle></Identification><Body>{}</Body></Statute>",
        "Section Section Section Section Subsection Paragraph Label Text MarginalNote Heading TitleText Definition AmendedText Schedule Group Repealed "
        "HistoricalNote TableGroup table row entry Footnote Provision ContinuedParagraph BilingualGroup Odd",
    ),
    "uslm": (
        '<pLaw xmlns="http://schemas.gpo.gov/xml/uslm"><meta><docNumber>1</docNumber></meta><main>{}</main></pLaw>',
        "title chapter section subsection paragraph num heading content chapeau p quotedContent note notes sourceCredit table "
        "tr td appendix schedule preamble toc inline",
    ),
    "akoma_ntoso": (
        '<akomaNtoso><act><meta><identification><FRBRExpression><FRBRlanguage language="spa"/></FRBRExpression>'
        "</identification></meta><body>{}</body></act></akomaNtoso>",
        "article section chapter title paragraph num heading content p blockList item mod quotedStructure note table tr td "
        "hcontainer alinea intro wrapUp list point",
    ),
    "akoma_flat": (
        '<akomaNtoso><act><meta><identification><FRBRWork><FRBRcountry value="mx"/></FRBRWork><FRBRExpression><FRBRlanguage '
        'language="spa"/></FRBRExpression></identification></meta><body><article><num>Artículo 1.</num><p>Artículo 1. Uno.'
        "</p></article>{}</body></act></akomaNtoso>",
        "article num p note",
    ),
    "lexml": (
        "<LexML><ProjetoNorma><Norma><Articulacao>{}</Articulacao></Norma></ProjetoNorma></LexML>",
        "Artigo Artigo Artigo Rotulo Caput p Inciso Alinea Paragrafo Alteracao Omissis Titulo Capitulo TituloDispositivo NomeAgrupador Pena",
    ),
    "bcn": (
        '<Norma><EstructurasFuncionales><EstructuraFuncional tipoParte="Artículo"><Texto>Artículo 1. Uno.</Texto>{}'
        "</EstructuraFuncional></EstructurasFuncionales></Norma>",
        "EstructurasFuncionales EstructuraFuncional EstructuraFuncional Texto Texto Metadatos NombreParte TituloParte FechaDerogacion",
    ),
}
TEXTS = (
    "Artículo 1. Uno.", "TRANSITORIOS", "PRIMERO. Ya.", "1 de 2", "§ 1a.", "216 to 218", "(a)", " ", "Los búhos\n     cantan.",
    "\u00ad", "–", "Art. 1º", "Capítulo I", "[Repealed]", "]" * 30, "9" * 300, "a" * 3000, "2031-02-30",
)  # fmt: skip
ATTRIBUTES = (
    ("level", "9"), ("status", "repealed"), ("in-force", "no"), ("id", "NifProvs"), ("tipoParte", "Artículo"),
    ("tipoParte", "Título"), ("tipoParte", "Otros"), ("derogado", "derogado"), ("transitorio", "transitorio"),
    ("presente", "si"), ("value", "1–2"), ("abreAspas", "s"), ("fechaAspas", "s"), ("textoOmitido", "s"), ("eId", "art_1__x"),
    ("fechaVersion", "2031-01-01"),
)  # fmt: skip


def parser(name: str) -> Parse:
    module = import_module(f"laws.importers.{'akoma_ntoso' if name == 'akoma_flat' else name}")
    return module.parse  # type: ignore[no-any-return]


def trees(names: str) -> st.SearchStrategy[str]:
    tags, texts = st.sampled_from(names.split()), st.sampled_from(TEXTS).map(escape)
    attributes = st.lists(st.sampled_from(ATTRIBUTES), max_size=2, unique_by=lambda pair: pair[0]).map(
        lambda pairs: "".join(f" {key}={quoteattr(value)}" for key, value in pairs)
    )

    def element(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.tuples(tags, attributes, st.lists(inner, max_size=4)).map(
            lambda parts: f"<{parts[0]}{parts[1]}>{''.join(parts[2])}</{parts[0]}>"
        )

    return st.lists(st.recursive(texts, element, max_leaves=25), max_size=5).map("".join)


def check(parse: Parse, data: bytes) -> None:
    try:
        law = parse(data, "x.xml")
    except Refusal as refusal:
        assert refusal.reason
        return
    assert from_json(json.loads(json.dumps(to_json(law)))) == law
    keys = [(item.sequence, item.number, item.ordinal) for item in law.provisions]
    assert len(set(keys)) == len(keys)
    for provision in law.provisions:
        assert provision.number
        assert len(provision.number) <= 80
        assert all(block.depth >= 0 for block in provision.current.blocks)
    assert all(0 <= entry.before <= len(law.provisions) for entry in law.outline)
    assert len(law.warnings) < 40


@pytest.mark.parametrize("name", FORMATS)
@given(data=st.data())
def test_any_tree_of_the_format(name: str, data: st.DataObject) -> None:
    frame, names = FORMATS[name]
    inside = data.draw(trees(names))
    check(parser(name), frame.format(inside).encode())


@pytest.mark.parametrize("name", FORMATS)
@given(data=st.binary(max_size=120))
def test_any_bytes(name: str, data: bytes) -> None:
    frame = FORMATS[name][0].encode()
    check(parser(name), data)
    check(parser(name), frame.replace(b"{}", data))


@pytest.mark.parametrize("name", FORMATS)
def test_every_word_nested_to_the_limit(name: str) -> None:
    frame, names = FORMATS[name]
    room = MAX_DEPTH - 20
    for outer in names.split():
        for inner in names.split():
            pair = f"<{outer}>x<{inner}>" * (room // 2) + f"y</{inner}></{outer}>" * (room // 2)
            check(parser(name), frame.format(pair).encode())


@pytest.mark.parametrize("name", FORMATS)
def test_beyond_the_limit(name: str) -> None:
    frame, names = FORMATS[name]
    word = names.split()[0]
    for levels in (MAX_DEPTH, 100_000):
        with pytest.raises(Refusal, match="nested deeper"):
            parser(name)(frame.format(f"<{word}>" * levels + f"</{word}>" * levels).encode(), "x.xml")


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("justice_canada", "canada/justice-xml/eng/C-29.4.xml"),
        ("uslm", "usa/uslm/plaw-119-1.xml"),
        ("akoma_ntoso", "akoma-ntoso/lu-regulation.xml"),
        ("lexml", "brazil/lexml-xml/pls_359_2011.xml"),
        ("bcn", "chile/bcn-xml/ley-21180.xml"),
    ],
)
def test_real_files_cut_off_anywhere(shared_laws: Path, name: str, path: str) -> None:
    data = (shared_laws / path).read_bytes()
    for end in range(0, len(data.rstrip()) - 1, max(1, len(data) // 60)):
        with pytest.raises(Refusal):
            parser(name)(data[:end], "x.xml")
