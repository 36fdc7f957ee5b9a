"""Akoma Ntoso: the shape of the XML with invented texts, then the real files."""

from pathlib import Path

import pytest

from laws.importers.akoma_ntoso import parse
from laws.parsed import ARTICLE_KINDS, Event, ParsedLaw, ParsedProvision, Refusal

SPACES = ("3.0", "3.0/WD17", "3.0/CSD13")


def meta(country: str = "uy", language: str = "spa", number: str = "7", day: str = "2031-05-06", rest: str = "") -> str:
    return f"""<meta><identification><FRBRWork><FRBRuri value="/akn/{country}/act/{day}/{number}"/>
    <FRBRdate date="{day}" name="Enactment"/><FRBRcountry value="{country}"/><FRBRnumber value="{number}"/></FRBRWork>
    <FRBRExpression><FRBRdate date="2033-01-02" name="Expression"/><FRBRlanguage language="{language}"/></FRBRExpression>
    </identification>{rest}</meta>"""


def root(inside: str, space: str = "3.0") -> bytes:
    return f'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/{space}">{inside}</akomaNtoso>'.encode()


def act(
    body: str, head: str = "", preface: str = "", kind: str = "act", tail: str = "", space: str = "3.0"
) -> ParsedLaw:
    preface = preface or "<preface><p><docTitle>LEY DE BÚHOS</docTitle></p></preface>"
    return parse(root(f"<{kind}>{head or meta()}{preface}<body>{body}</body>{tail}</{kind}>", space), "x.xml")


def article(label: str, inside: str, name: str = "article") -> str:
    return f"<{name}><num>{label}</num>{inside}</{name}>"


def rows(provision: ParsedProvision) -> list[tuple[str, str, str, int]]:
    return [(item.kind, item.label, item.text, item.depth) for item in provision.current.blocks]


@pytest.mark.parametrize("space", SPACES)
def test_identity_in_every_namespace(space: str) -> None:
    law = act(article("Artículo 1º", "<content><p>Cantan.</p></content>"), space=space)
    assert (law.format, law.language, law.jurisdiction, law.type) == ("akoma-ntoso", "es", "ury", "act")
    assert (law.title, law.native_type, law.number) == ("Ley de Búhos", "Ley", "7")
    assert (law.date, law.as_of) == ("2031-05-06", "2033-01-02")
    assert law.events == [Event("promulgated", "2031-05-06")]


@pytest.mark.parametrize(
    ("code", "language"), [("spa", "es"), ("esp", "es"), ("eng", "en"), ("fra", "fr"), ("por", "pt"), ("deu", "de")]
)
def test_languages(code: str, language: str) -> None:
    assert act(article("1", "<p>x</p>"), meta(language=code)).language == language


def test_articles_under_titles_and_sections_as_containers() -> None:
    law = act(
        f"""<title><num>TÍTULO I</num><heading>Búhos</heading><section><num>SECCIÓN 1</num>
        {article("Artículo 1º.", "<content><p>- Son búhos.</p></content>")}</section></title>
        <title><num>Disposiciones transitorias</num>{article("Artículo 1º.", "<content><p>Ya.</p></content>")}</title>"""
    )
    assert [(item.sequence, item.kind, item.number, item.ordinal) for item in law.provisions] == [
        ("main", "article", "1", 1),
        ("transitory", "article", "1", 1),
    ]
    assert law.provisions[0].current.blocks[0].text == "Son búhos."
    assert [(item.level, item.label, item.heading, item.before) for item in law.outline] == [
        (1, "TÍTULO I", "Búhos", 0),
        (2, "SECCIÓN 1", "", 0),
        (1, "Disposiciones transitorias", "", 1),
    ]


def test_sections_of_the_common_law_with_their_units() -> None:
    law = act(
        article(
            "1A",
            """<heading>Owls</heading><subsection><num>(1)</num><intro><p>An owl is—</p></intro><paragraph><num>(a)</num>
            <content><p>grey, <authorialNote><p>Or white.</p></authorialNote>or</p></content></paragraph><paragraph>
            <num>(b)</num><content><p>white,</p></content></paragraph><wrapUp><p>and hoots.</p></wrapUp></subsection>
            <subsection><num>(2)</num><content><blockList><listIntroduction>Here—</listIntroduction><item><p>“owl”</p></item>
            <item><num>a</num><p>“hoot”</p></item></blockList><table><tr><th>Wood</th></tr><tr><td>North</td></tr></table>
            </content></subsection>""",
            "section",
        ),
        meta("gb", "eng"),
        "<preface><p><shortTitle>Owl Act 2031</shortTitle></p></preface>",
    )
    (section,) = law.provisions
    assert (section.kind, section.number, section.current.heading) == ("section", "1a", "Owls")
    assert (law.jurisdiction, law.title, law.native_type) == ("gbr", "Owl Act 2031", "Act")
    assert rows(section) == [
        ("subsection", "(1)", "An owl is—", 1),
        ("paragraph", "(a)", "grey,", 2),
        ("note", "", "Or white.", 2),
        ("text", "", "or", 2),
        ("paragraph", "(b)", "white,", 2),
        ("text", "", "and hoots.", 1),
        ("subsection", "(2)", "Here—", 1),
        ("text", "", "“owl”", 1),
        ("item", "a", "“hoot”", 2),
        ("table", "", "", 1),
    ]
    assert section.current.blocks[-1].rows == [["Wood"], ["North"]]


def test_quoted_structures_are_text_of_the_article_that_amends() -> None:
    quoted = f"<mod>así: <quotedStructure>{article('Artículo 5º', '<content><p>Las garzas.</p></content>')}</quotedStructure></mod>"
    law = act(article("Artículo 1º", f"<content><p>Sustitúyese {quoted}.</p></content>"))
    (first,) = law.provisions
    assert rows(first) == [("text", "", "Sustitúyese así:", 0), ("item", "Artículo 5º", "Las garzas..", 1)]


def test_preamble_and_annexes() -> None:
    tail = f"""<attachments><attachment><doc>{meta()}<mainBody><p>Mapa del bosque.</p></mainBody></doc></attachment><attachment>
    <heading>Reglas</heading><doc>{meta()}<mainBody>{article("Artículo 1º", "<p>Silencio.</p>")}</mainBody></doc></attachment>
    </attachments>"""
    preface = "<preface><longTitle><p>Decreto de búhos</p></longTitle></preface><preamble><recitals><recital><num>(1)</num><p>Visto el bosque;</p></recital></recitals></preamble>"
    law = act(article("Artículo 1º", "<p>Cantan.</p>"), preface=preface, tail=tail)
    assert (law.type, law.native_type) == ("decree", "Decreto")
    assert [(item.sequence, item.kind, item.number) for item in law.provisions] == [
        ("main", "preamble", "preamble"),
        ("main", "article", "1"),
        ("annex-1", "annex", "1"),
        ("annex-2", "article", "1"),
    ]


def test_a_collection_gives_its_bill_and_says_what_was_left() -> None:
    inner = f"<bill>{meta()}<preface><docTitle>PROYECTO DE LEY</docTitle></preface><body>{article('Artículo 1º', '<p>x</p>')}</body></bill>"
    other = f'<doc name="motivos">{meta()}<mainBody><p>Porque cantan.</p></mainBody></doc>'
    data = root(
        f"""<documentCollection>{meta(number="1")}<preface><docTitle>SOBRE LOS BÚHOS</docTitle><docketNumber>Carpeta 3</docketNumber>
        </preface></documentCollection><components><component>{inner}</component><component>{other}</component></components>"""
    )
    law = parse(data, "x.xml")
    assert (law.type, law.number, law.title) == ("bill", "7", "Sobre los búhos")
    assert "Carpeta 3" in [alias.text for alias in law.aliases]
    assert law.provisions[0].current.status == "not_in_force"
    assert ["motivos" in message for _, message in law.warnings] == [True]


def test_fillers_of_a_machine_are_not_believed() -> None:
    head = """<meta><identification><FRBRWork><FRBRdate date="2999-01-01"/><FRBRcountry value=""/></FRBRWork><FRBRExpression>
    <FRBRdate date="2999-01-01"/><FRBRlanguage language=""/></FRBRExpression><JOLUXWork xmlns="urn:j"><jolux n="dateDocument"
    >2031-04-02</jolux><jolux n="title" lg="fra">Règlement grand-ducal sur les hiboux</jolux></JOLUXWork></identification>
    </meta>"""
    law = act(article("Art. 1er.", "<alinea><content><p>Ils chantent.</p></content></alinea>"), head, "<preface/>")
    assert (law.jurisdiction, law.language, law.date, law.as_of) == ("lux", "fr", "2031-04-02", None)
    assert (law.type, law.native_type, law.title) == (
        "regulation",
        "Règlement grand-ducal",
        "Règlement grand-ducal sur les hiboux",
    )
    assert law.provisions[0].number == "1"


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        ("<debate><meta/><debateBody><p>x</p></debateBody></debate>", "a debate"),
        ("<judgment><meta/><judgmentBody/></judgment>", "a judgment"),
        ("<portion><meta/><portionBody><p>x</p></portionBody></portion>", "<portion> without articles"),
        ("<doc><meta/><mainBody><p>x</p></mainBody></doc>", "<doc> without articles"),
        ("", "holds no law"),
        (f"<act>{meta()}<body><p>x</p></body></act>", "no article"),
        (f"<act>{meta()}</act>", "has no body"),
        ("<act><meta/><body><article/></body></act>", "language"),
    ],
)
def test_refusals(inside: str, reason: str) -> None:
    with pytest.raises(Refusal, match=reason):
        parse(root(inside), "x.xml")


# Laws that a machine put together -------------------------------------------------------------------------------------

PAGE = "\n3 de 9\nLEY DE BÚHOS\nCÁMARA DE DIPUTADOS DEL H. CONGRESO DE LA UNIÓN Última Reforma DOF 15-01-2032\nSecretaría General\n"


def flat(*articles: tuple[str, str]) -> ParsedLaw:
    shells = "<title><num>TÍTULO PRIMERO BÚHOS</num></title><title><num>TÍTULO SEGUNDO NIDOS</num>"
    inside = "".join(article(num, f"<paragraph><content><p>{text}</p></content></paragraph>") for num, text in articles)
    return act(f"{shells}<chapter><num>CAPÍTULO I</num>{inside}</chapter></title>", meta("mx", number=""))


def test_machine_made_articles_are_read_anew() -> None:
    law = flat(
        ("Artículo 1.", "Artículo 1. Los búhos, que cantan de noche en los bosques\nviejos, se cuentan:\nI. En el norte, y" + PAGE + "II. En el sur."),
        ("Artículo 2", "Artículo 2 Bis. Nadie los toca en los bosques, como dice el\nartículo 9 de esta Ley."),
        ("Artículo 3.", "Artículo 3. Quien los cuente lo dirá al Bosque en treinta días.\nTRANSITORIOS"),
        ("Artículo 1", "PRIMERO. Esta Ley vale desde mañana, salvo lo que dice el artículo"),
        ("Artículo 2", "Segundo Transitorio."),
        ("Artículo 2", "SEGUNDO. Lo demás vale después.\nTRANSITORIOS"),
        ("Artículo 1", "PRIMERO. El presente Decreto vale hoy."),
        ("Segundo", "Se derogan las demás disposiciones."),
    )  # fmt: skip
    assert [(item.sequence, item.kind, item.number, item.ordinal) for item in law.provisions] == [
        ("main", "article", "1", 1),
        ("main", "article", "2-bis", 1),
        ("main", "article", "3", 1),
        ("transitory", "article", "primero", 1),
        ("transitory", "article", "segundo", 1),
        ("transitory", "article", "primero", 2),
        ("transitory", "article", "segundo", 2),
    ]
    text = "\n".join(block.text for item in law.provisions for block in item.current.blocks)
    assert "CÁMARA" not in text
    assert "TRANSITORIOS" not in text
    assert "3 de 9" not in text
    assert [(item.label, item.text) for item in law.provisions[0].current.blocks] == [
        ("", "Los búhos, que cantan de noche en los bosques viejos, se cuentan:"),
        ("I.", "En el norte, y"),
        ("II.", "En el sur."),
    ]
    assert "el artículo Segundo Transitorio." in law.provisions[3].current.blocks[0].text
    assert (law.title, law.as_of, law.jurisdiction, law.native_type) == ("Ley de Búhos", "2032-01-15", "mex", "Ley")
    assert law.outline == []
    assert any("no outline" in message for _, message in law.warnings)


# Real files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "articles", "jurisdiction", "type_", "number"),
    [
        ("akoma-ntoso/lu-regulation.xml", 4, "lux", "regulation", ""),
        ("akoma-ntoso/uk_pga-2014-27-enacted-data.xml", 8, "gbr", "act", "2014 c. 27"),
        ("akoma-ntoso/us_Title9-Chap3-eng.xml", 7, "usa", "act", "9 U.S.C."),
        ("akoma-ntoso/uy_bill_2010-09-27.xml", 3, "ury", "bill", "105027"),
        ("mexico/akn/mx-fed-lmigra-v2.xml", 212, "mex", "act", ""),  # 213 less one that is a cut reference
        ("mexico/akn/mx-fed-lrpcap-v2.xml", 91, "mex", "act", ""),
    ],
)
def test_real_files(shared_laws: Path, name: str, articles: int, jurisdiction: str, type_: str, number: str) -> None:
    law = parse((shared_laws / name).read_bytes(), name)
    assert (law.jurisdiction, law.type, law.number) == (jurisdiction, type_, number)
    assert sum(item.kind in ARTICLE_KINDS for item in law.provisions) == articles
    keys = [(item.sequence, item.number, item.ordinal) for item in law.provisions]
    assert len(set(keys)) == len(keys)
    assert all(
        block.text or block.label or block.heading or block.rows
        for item in law.provisions
        for block in item.current.blocks
    )


def test_real_mexican_law(shared_laws: Path) -> None:
    law = parse((shared_laws / "mexico" / "akn" / "mx-fed-lmigra-v2.xml").read_bytes(), "lmigra.xml")
    main = [item.number for item in law.provisions if item.sequence == "main"]
    assert main == [str(place) for place in range(1, 163)]
    assert (law.title, law.as_of, law.date) == ("Ley de Migración", "2026-01-15", "2011-05-25")
    assert not any(
        "CÁMARA DE DIPUTADOS DEL H" in block.text for item in law.provisions for block in item.current.blocks
    )
    assert max(item.ordinal for item in law.provisions if item.number == "primero") >= 7
