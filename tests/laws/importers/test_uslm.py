"""USLM 1 and 2: the shape of the XML with invented texts, then the real files."""

from pathlib import Path

import pytest

from laws.importers.uslm import parse
from laws.parsed import ARTICLE_KINDS, Alias, Event, ParsedLaw, ParsedProvision, Refusal

USLM_1 = "http://xml.house.gov/schemas/uslm/1.0"
USLM_2 = "http://schemas.gpo.gov/xml/uslm"
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'


def code(inside: str) -> ParsedLaw:
    text = f"""<uscDoc xmlns="{USLM_1}" {DC} xml:lang="en"><meta><dc:title>Title 77</dc:title><docNumber>77</docNumber>
    <docPublicationName>Online@118-999</docPublicationName><dcterms:created>2024-12-31T07:45:13</dcterms:created></meta>
    <main><title><num value="77">Title 77—</num><heading>OWLS</heading>{inside}</title></main></uscDoc>"""
    return parse(text.encode(), "usc77.xml")


def public_law(inside: str, root: str = "pLaw", meta: str = "", preface: str = "") -> ParsedLaw:
    text = f"""<{root} xmlns="{USLM_2}" {DC} xml:lang="en"><meta><dc:title>Public Law 150–7: To count owls.</dc:title>
    <dc:type>Public Law</dc:type><docNumber>7</docNumber><citableAs>Public Law 150–7</citableAs>
    <citableAs>190 Stat. 3, as amended</citableAs><approvedDate>2088-01-29</approvedDate><congress>150</congress>{meta}
    </meta>{preface}<main><longTitle><docTitle>An Act</docTitle><officialTitle>To count owls.<sidenote><p>Jan. 29</p>
    </sidenote></officialTitle></longTitle>{inside}</main></{root}>"""
    return parse(text.encode(), "x.xml")


def rows(provision: ParsedProvision) -> list[tuple[str, str, str, str, int]]:
    return [(item.kind, item.label, item.heading, item.text, item.depth) for item in provision.current.blocks]


def test_a_title_of_the_code() -> None:
    law = code(
        """<note topic="enacting"><p>This title was enacted by act Z.</p></note>
        <chapter><num value="1">CHAPTER 1—</num><heading>COUNTING</heading><toc><layout><tocItem>1. Owls</tocItem></layout></toc>
        <section><num value="1">§ 1.</num><heading> Owls</heading><chapeau>An owl is—</chapeau>
        <paragraph><num value="1">(1)</num><heading><inline>Grey</inline>.—</heading><content>a grey bird;<ref
        class="footnoteRef"/><page>77 STAT. 1</page> and</content></paragraph>
        <continuation>seen at night.</continuation><sourceCredit>(Z Act, ch. 1, 99 Stat. 1.)</sourceCredit>
        <notes><note role="crossHeading"><heading>Editorial Notes</heading></note><note topic="amendments">
        <heading>Amendments</heading><p>1999—Z struck out “hawk”.</p><p>1998—Z added “owl”.</p></note></notes></section>
        <section status="repealed"><num value="1a–1">§ 1a–1.</num><heading>Repealed. Z Act, 99 Stat. 2</heading></section>
        <section status="omitted"><num value="106a">§ 106a.</num><heading>Omitted</heading></section>
        <section><num value="106">§ 106.</num><heading>Owl­lets</heading><content><p>One.</p><p>Two.</p></content></section>
        </chapter>"""
    )
    assert (law.type, law.jurisdiction, law.number, law.as_of) == ("act", "usa", "77 U.S.C.", "2024-12-31")
    assert law.title == "United States Code, Title 77: Owls"
    keys = [(item.kind, item.label, item.number, item.current.status) for item in law.provisions]
    assert keys == [
        ("section", "§ 1", "1", "in_force"),
        ("section", "§ 1a–1", "1a-1", "repealed"),
        ("section", "§ 106a", "106a", "not_in_force"),
        ("section", "§ 106", "106", "in_force"),
        ("other", "Title 77 Notes", "title-77-notes", "unknown"),
    ]
    assert rows(law.provisions[0]) == [
        ("text", "", "", "An owl is—", 0),
        ("paragraph", "(1)", "Grey.", "a grey bird; and", 1),
        ("text", "", "", "seen at night.", 0),
        ("note", "", "Editorial Notes", "", 0),
        ("note", "", "Amendments", "1999—Z struck out “hawk”.", 0),
        ("note", "", "", "1998—Z added “owl”.", 0),
    ]
    assert law.provisions[0].current.history == "(Z Act, ch. 1, 99 Stat. 1.)"
    assert law.provisions[3].current.heading == "Owllets"
    assert [item.text for item in law.provisions[3].current.blocks] == ["One.", "Two."]
    assert [(item.level, item.label, item.heading, item.before) for item in law.outline] == [
        (1, "Title 77", "OWLS", 0),
        (2, "CHAPTER 1", "COUNTING", 0),
    ]
    assert law.warnings == []


def test_an_amending_law_keeps_what_it_quotes_as_text() -> None:
    law = public_law(
        """<section><num value="1">SECTION 1. </num><heading>SHORT TITLE.</heading><content>This Act may be cited as the
        “<shortTitle role="act">Owl Act</shortTitle>”.</content></section>
        <section role="instruction"><num value="2">SEC. 2. </num><heading>HERONS.</heading><chapeau>The Heron Act
        <amendingAction type="amend">is amended</amendingAction>—</chapeau><paragraph><num value="1">(1) </num><content>by
        striking “<quotedText>pond</quotedText>” and adding the following:<quotedContent><section><num value="9">“SEC. 9.</num>
        <heading>POOLS.</heading><subsection><num value="a">(a) </num><content>Pools are open.”</content></subsection></section>
        </quotedContent>; and</content></paragraph><paragraph><num value="2">(2) </num><content>by adding an owl.</content>
        </paragraph></section>"""
    )
    assert [item.number for item in law.provisions] == ["1", "2"]
    assert rows(law.provisions[1]) == [
        ("text", "", "", "The Heron Act is amended—", 0),
        ("paragraph", "(1)", "", "by striking “pond” and adding the following:", 1),
        ("item", "“SEC. 9.", "POOLS.", "", 2),
        ("subsection", "(a)", "", "Pools are open.”; and", 3),
        ("paragraph", "(2)", "", "by adding an owl.", 1),
    ]


def test_identity_of_a_public_law() -> None:
    law = public_law("<section><num>SEC. 4. </num><content>Owls.</content></section>")
    assert (law.title, law.number, law.native_type, law.date) == ("To count owls.", "150-7", "Public Law", "2088-01-29")
    assert law.aliases == [
        Alias("Public Law 150–7", "number", "en"),
        Alias("190 Stat. 3", "number", "en"),
        Alias("Pub. L. 150-7", "number", "en"),
    ]
    assert law.events == [Event("promulgated", "2088-01-29")]
    assert law.url == "https://www.govinfo.gov/link/plaw/150/public/7"
    assert law.provisions[0].number == "4"


def test_a_compilation_is_the_same_law_of_a_later_day() -> None:
    law = public_law(
        "<editorialNote>[Section 3 was repealed.]</editorialNote><section><num value='4'>SEC. 4. </num><content>x</content></section>",
        root="statuteCompilation",
        meta="<containsShortTitle>Owl Act</containsShortTitle>",
        preface="<preface><editionNote>[As amended through P.L. 151–1, <date date='2090-02-03'>x</date>]</editionNote></preface>",
    )
    assert (law.title, law.number, law.date, law.as_of) == ("Owl Act", "150-7", "2088-01-29", "2090-02-03")
    assert [item.number for item in law.provisions] == ["4", "notes"]


def test_appendices_are_sequences_of_their_own() -> None:
    law = public_law(
        """<section><num value="1">SEC. 1. </num><content>x</content></section>
        <schedule><num>SCHEDULE A</num><heading>Woods</heading><content>North.</content></schedule>
        <appendix><heading>Rules</heading><section><num value="1">SEC. 1. </num><content>y</content></section></appendix>"""
    )
    assert [(item.sequence, item.kind, item.number) for item in law.provisions] == [
        ("main", "section", "1"),
        ("annex-1", "annex", "1"),
        ("annex-2", "section", "1"),
    ]


@pytest.mark.parametrize("root", ["hearing", "amendment"])
def test_refuses_what_is_no_law(root: str) -> None:
    with pytest.raises(Refusal, match=root):
        parse(f'<{root} xmlns="{USLM_2}"/>'.encode(), "x.xml")


def test_refuses_a_law_without_sections() -> None:
    with pytest.raises(Refusal, match="no section"):
        code("")


# Real files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "sections", "title"),
    [
        ("plaw-119-1.xml", 3, "Laken Riley Act"),
        ("usc01-118-158.xml", 39, "United States Code, Title 1: General provisions"),  # 53 less 14 quoted in notes
        ("comps-contract-disputes.xml", 1, "Contract Disputes Act of 1978"),
    ],
)
def test_real_files(shared_laws: Path, name: str, sections: int, title: str) -> None:
    law = parse((shared_laws / "usa" / "uslm" / name).read_bytes(), name)
    assert law.title == title
    assert sum(item.kind in ARTICLE_KINDS for item in law.provisions) == sections
    keys = [(item.sequence, item.number, item.ordinal) for item in law.provisions]
    assert len(set(keys)) == len(keys)
    assert all(item.ordinal == 1 for item in law.provisions)
    assert law.warnings == []
