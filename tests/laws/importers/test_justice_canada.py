"""Justice Canada: the shape of its XML with invented texts, then the real acts and regulations."""

import tarfile
import time
from collections import Counter
from pathlib import Path

import pytest

from laws.importers.justice_canada import instrument_number, neutral_citation, parse, schedule_number, section_number
from laws.parsed import ARTICLE_KINDS, Alias, Block, Event, ParsedLaw, ParsedProvision, Refusal

LIMS = 'xmlns:lims="http://justice.gc.ca/lims"'


def act(body: str, rest: str = "", language: str = "en", head: str = "", attributes: str = "") -> ParsedLaw:
    text = f"""\ufeff<?xml version="1.0" encoding="utf-8"?>
<Statute {LIMS} lims:current-date="2024-05-06" lims:pit-date="2024-01-02" xml:lang="{language}" {attributes}>
<Identification><LongTitle>An Act respecting the counting of owls</LongTitle><ShortTitle>Owl Counting Act</ShortTitle>
<RunningHead>Owl Counting</RunningHead><BillHistory><Stages stage="assented-to"><Date><YYYY>1999</YYYY><MM> 3</MM>
<DD>7 </DD></Date></Stages><Stages stage="consolidation"><Date><YYYY>2024</YYYY><MM>5</MM><DD>6</DD></Date></Stages>
</BillHistory><Chapter><ConsolidatedNumber official="no">O-1.5</ConsolidatedNumber><AnnualStatuteId
revised-statute="no"><AnnualStatuteNumber>12</AnnualStatuteNumber><YYYY>1999</YYYY></AnnualStatuteId></Chapter>{head}
</Identification>{f"<Body>{body}</Body>" if body else ""}{rest}</Statute>"""
    return parse(text.encode(), "O-1.5.xml")


def section(label: str, inside: str, attributes: str = "") -> str:
    return f"<Section {attributes}><Label>{label}</Label>{inside}</Section>"


def rows(provision: ParsedProvision) -> list[tuple[str, str, str, str, int]]:
    return [(item.kind, item.label, item.heading, item.text, item.depth) for item in provision.current.blocks]


def test_identity_of_an_act() -> None:
    law = act(section("1", "<Text>Owls are counted.</Text>"), attributes='in-force="yes"')
    assert (law.format, law.language, law.jurisdiction, law.type) == ("justice-canada", "en", "can", "act")
    assert (law.title, law.number, law.date, law.as_of) == ("Owl Counting Act", "O-1.5", "1999-03-07", "2024-05-06")
    assert law.aliases == [
        Alias("An Act respecting the counting of owls", "long", "en"),
        Alias("Owl Counting", "short", "en"),
        Alias("S.C. 1999, c. 12", "number", "en"),
    ]
    assert law.events == [Event("promulgated", "1999-03-07")]
    assert law.claimed_status == "in force"
    assert law.url.endswith("/eng/acts/O-1.5/")


@pytest.mark.parametrize(
    ("language", "chapter", "expected"),
    [
        ("en", '<ConsolidatedNumber official="yes">C-9</ConsolidatedNumber>', ["R.S.C., 1985, c. C-9"]),
        ("fr", '<ConsolidatedNumber official="yes">C-9</ConsolidatedNumber>', ["L.R.C. (1985), ch. C-9"]),
    ],
)
def test_names_of_consolidated_acts(language: str, chapter: str, expected: list[str]) -> None:
    text = f"""<Statute xml:lang="{language}"><Identification><ShortTitle>T</ShortTitle><Chapter>{chapter}</Chapter>
    </Identification><Body><Section><Label>1</Label><Text>x</Text></Section></Body></Statute>"""
    law = parse(text.encode(), "x")
    assert [alias.text for alias in law.aliases if alias.kind == "number"] == expected
    assert law.date is None


def test_blocks_keep_order_labels_headings_and_depth() -> None:
    law = act(
        section(
            '<FootnoteRef idref="f">*</FootnoteRef>4',
            """<MarginalNote>Counting <DefinitionRef>owls</DefinitionRef><HistoricalNote>1998, c. 1</HistoricalNote></MarginalNote>
            <Subsection><Label>(1)</Label><Text>A counter <Emphasis>must</Emphasis> count</Text>
              <Paragraph><Label>(a)</Label><Text>by night,</Text>
                <Subparagraph><Label>(i)</Label><Text>in woods,</Text><Clause><Label>(A)</Label><Text>old,</Text>
                <Subclause><Label>(I)</Label><Text>dense;</Text></Subclause></Clause></Subparagraph></Paragraph>
              <ContinuedSectionSubsection><Text>and report.</Text></ContinuedSectionSubsection></Subsection>
            <Subsection><MarginalNote>Terms</MarginalNote><Label>(2)</Label>
              <Definition><Text><DefinedTermEn>owl</DefinedTermEn> is a bird. (<DefinedTermFr>hibou</DefinedTermFr>)</Text>
              </Definition></Subsection>
            <HistoricalNote><HistoricalNoteSubItem>1999, c. 12, s. 4</HistoricalNoteSubItem><HistoricalNoteSubItem>2003,
            c. 5, s. 1</HistoricalNoteSubItem></HistoricalNote>
            <Footnote><Label>*</Label><Text>[Note: in force by night.]</Text></Footnote>""",
        )
    )
    (provision,) = law.provisions
    assert (provision.kind, provision.label, provision.number) == ("section", "4", "4")
    assert provision.current.heading == "Counting owls"
    assert provision.current.history == "1998, c. 1; 1999, c. 12, s. 4; 2003, c. 5, s. 1"
    assert rows(provision) == [
        ("subsection", "(1)", "", "A counter must count", 1),
        ("paragraph", "(a)", "", "by night,", 2),
        ("subparagraph", "(i)", "", "in woods,", 3),
        ("clause", "(A)", "", "old,", 4),
        ("item", "(I)", "", "dense;", 5),
        ("text", "", "", "and report.", 1),
        ("subsection", "(2)", "Terms", "", 1),
        ("definition", "", "", "owl is a bird. (hibou)", 2),
        ("note", "", "", "* [Note: in force by night.]", 0),
    ]
    assert law.warnings == []


def test_a_wording_begins_with_its_last_change() -> None:
    attributes = 'lims:inforce-start-date="2001-02-03" lims:lastAmendedDate="2009-08-07"'
    law = act(section("1", "<Text>x</Text>", attributes) + section("2", "<Text>y</Text>", 'in-force="no"'))
    first, second = law.provisions
    assert (first.current.valid_from, first.current.status) == ("2009-08-07", "in_force")
    assert (second.current.valid_from, second.current.status) == (None, "not_in_force")


def test_repealed_whole_and_in_part() -> None:
    gone = "<Text><Repealed>[Repealed, 2015, c. 36, s. 170]</Repealed></Text>"
    part = f"<Subsection><Label>(1)</Label><Text>stays</Text></Subsection><Subsection><Label>(2)</Label>{gone}</Subsection>"
    law = act(section("1", gone) + section("2", part))
    assert [provision.current.status for provision in law.provisions] == ["repealed", "in_force"]
    assert law.provisions[0].current.blocks == [Block("text", "[Repealed, 2015, c. 36, s. 170]")]


def test_other_acts_are_never_among_the_sections() -> None:
    quoted = f"<AmendedText>{section('7', '<Text>Herons too.</Text>')}</AmendedText>"
    related = section("99", "<Text>Older counts stand.</Text>")
    law = act(
        section("1", f"<Text>The Heron Act is amended:</Text>{quoted}"),
        f"""<Schedule><ScheduleFormHeading><Label>SCHEDULE</Label><TitleText>Woods</TitleText>
        <OriginatingRef>(Section 1)</OriginatingRef></ScheduleFormHeading>
        <List><Item><Text>North</Text></Item></List></Schedule>
        <Schedule id="RelatedProvs"><ScheduleFormHeading><TitleText>RELATED PROVISIONS</TitleText></ScheduleFormHeading>
        <BillPiece><RelatedOrNotInForce><Heading level="5"><TitleText>— 1999, c. 12, s. 99</TitleText></Heading>{related}
        </RelatedOrNotInForce></BillPiece></Schedule>
        <Schedule id="NifProvs"><ScheduleFormHeading><TitleText>AMENDMENTS NOT IN FORCE</TitleText></ScheduleFormHeading>
        <BillPiece><RelatedOrNotInForce>{section("3", "<Text>To come.</Text>")}</RelatedOrNotInForce></BillPiece></Schedule>""",
    )
    keys = [(item.sequence, item.kind, item.number, item.current.status) for item in law.provisions]
    assert keys == [
        ("main", "section", "1", "in_force"),
        ("annex-1", "schedule", "1", "in_force"),
        ("annex-2", "schedule", "related", "unknown"),
        ("annex-3", "schedule", "not-in-force", "not_in_force"),
    ]
    assert rows(law.provisions[0])[-1] == ("item", "7", "", "Herons too.", 1)
    assert rows(law.provisions[1]) == [("text", "", "", "(Section 1)", 0), ("item", "", "", "North", 1)]
    assert law.provisions[1].current.heading == "Woods"
    assert rows(law.provisions[2])[-1] == ("item", "99", "", "Older counts stand.", 1)


def test_tables_formulas_and_bilingual_lists() -> None:
    inside = """<Text>As follows:</Text><FormulaGroup><Formula><FormulaText>A + B</FormulaText></Formula>
    <FormulaConnector>where</FormulaConnector><FormulaDefinition><FormulaTerm>A</FormulaTerm><Text>is owls,</Text>
    </FormulaDefinition></FormulaGroup><TableGroup><Caption>Counts</Caption><table><title>Of owls</title><tgroup>
    <thead><row><entry>Wood</entry><entry>Owls</entry></row></thead>
    <tbody><row><entry>North<FootnoteRef>1</FootnoteRef></entry><entry>3</entry></row><row><entry/><entry> </entry></row>
    </tbody></tgroup></table></TableGroup><BilingualGroup><BilingualItemEn>Owl Office</BilingualItemEn>
    <BilingualItemFr>Bureau des hiboux</BilingualItemFr></BilingualGroup>"""
    (provision,) = act(section("1", inside)).provisions
    assert rows(provision) == [
        ("text", "", "", "As follows:", 0),
        ("text", "", "", "A + B", 0),
        ("text", "", "", "where", 0),
        ("item", "A", "", "is owls,", 1),
        ("table", "", "", "Counts Of owls", 0),
        ("item", "", "", "Owl Office", 1),
    ]
    assert provision.current.blocks[4].rows == [["Wood", "Owls"], ["North", "3"]]
    french = act(section("1", inside), language="fr").provisions[0]
    assert french.current.blocks[-1].text == "Bureau des hiboux"


def test_outline_preamble_and_oddities() -> None:
    law = act(
        '<Heading level="1"><Label>PART 1</Label><TitleText>Owls</TitleText></Heading>'
        + section("1", "<Text>x</Text>")
        + '<Heading level="2"><TitleText>Young owls</TitleText></Heading>'
        + section("2", "")
        + section("2", "<Odd>kept</Odd>"),
        "<Introduction><Preamble><Provision><Text>Whereas owls hoot;</Text></Provision></Preamble></Introduction>",
    )
    assert [item.number for item in law.provisions] == ["preamble", "1", "2", "2"]
    assert [item.ordinal for item in law.provisions] == [1, 1, 1, 2]
    assert [(item.level, item.label, item.heading, item.before) for item in law.outline] == [
        (1, "PART 1", "Owls", 1),
        (2, "", "Young owls", 2),
    ]
    assert law.provisions[3].current.blocks == [Block("text", "kept")]
    assert len(law.warnings) == 3


def regulation(language: str, number: str, rest: str) -> ParsedLaw:
    text = f"""<Regulation {LIMS} xml:lang="{language}"><Identification><InstrumentNumber>{number}</InstrumentNumber>
    <RegistrationDate><Date><YYYY>1980</YYYY><MM>8</MM><DD>27</DD></Date></RegistrationDate>
    <LongTitle>{"Règles sur les hiboux" if language == "fr" else "Owl Rules"}</LongTitle></Identification>{rest}</Regulation>"""
    return parse(text.encode(), "x.xml")


def test_a_repealed_instrument_without_a_body_is_a_law() -> None:
    english = regulation(
        "en", "SOR/80-1", '<Repealed lims:inforce-start-date="2022-06-21">[Repealed, SOR/2022-15, s. 7]</Repealed>'
    )
    french = regulation(
        "fr", "DORS/80-1", '<Repealed lims:inforce-start-date="2022-06-21">[Abrogé, DORS/2022-15, art. 7]</Repealed>'
    )
    assert english.provisions == french.provisions == []
    assert english.claimed_status == french.claimed_status == "repealed"
    assert english.events == french.events
    assert english.events[-1] == Event("repealed", "2022-06-21", "SOR/2022-15, s. 7")


def test_both_languages_name_one_instrument() -> None:
    body = "<Body><Section><Label>{}</Label><Text>x</Text></Section></Body>"
    english = regulation("en", "SOR/2002-9", body.format("12.1 to 14"))
    french = regulation("fr", "DORS/2002-9", body.format("12.1 à 14"))
    assert (english.number, english.date, english.type) == (french.number, french.date, french.type)
    assert french.aliases == [Alias("DORS/2002-9", "number", "fr")]
    assert [item.number for item in english.provisions] == [item.number for item in french.provisions] == ["12.1-to-14"]
    assert [item.kind for item in english.provisions] == [item.kind for item in french.provisions] == ["rule"]
    assert french.provisions[0].label == "12.1 à 14"
    assert french.url.endswith("/fra/reglements/DORS-2002-9/")


@pytest.mark.parametrize(
    ("french", "english"),
    [("DORS/2002-227", "SOR/2002-227"), ("TR/80-125", "SI/80-125"), ("C.R.C., ch. 12", "C.R.C., c. 12")],
)
def test_instrument_numbers(french: str, english: str) -> None:
    assert instrument_number(french) == instrument_number(english) == english


@pytest.mark.parametrize(
    ("label", "number"),
    [
        ("216 to 218", "216-to-218"),
        ("216 à 218", "216-to-218"),
        ("90 et 91", "90-and-91"),
        ("32.", "32"),
        ("21A", "21a"),
        ("Owl Tax Act, 1980", "unnumbered"),
        ("", "unnumbered"),
    ],
)
def test_section_numbers(label: str, number: str) -> None:
    assert section_number(label) == number


def test_schedule_numbers_and_citations() -> None:
    assert schedule_number("SCHEDULE 1.01", 4) == schedule_number("ANNEXE 1.01", 4) == "1.01"
    assert schedule_number("SCHEDULE TWO", 2) == schedule_number("ANNEXE DEUX", 2) == "2"
    assert schedule_number("SCHEDULE IV", 4) == "iv"
    assert neutral_citation("2015, ch. 36, art. 169") == "2015, c. 36, s. 169"
    assert neutral_citation("2016, ch. 9, par. 72(1) à (3)") == "2016, c. 9, ss. 72(1) to (3)"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<Bill/>", "neither a statute nor a regulation"),
        ("<Statute><Identification/><Body/></Statute>", "English or French"),
        ('<Statute xml:lang="en"><Identification/></Statute>', "no body"),
        ('<Statute xml:lang="en"><Body/></Statute>', "does not identify"),
    ],
)
def test_refusals(text: str, reason: str) -> None:
    with pytest.raises(Refusal, match=reason):
        parse(text.encode(), "x.xml")


# Real files -----------------------------------------------------------------------------------------------------------

PAIRS = {  # English file: (French file, sections, provisions that are no sections)
    "I-2.5": ("I-2.5", 324, 3),
    "SOR-2002-227": ("DORS-2002-227", 565, 7),
    "C-29": ("C-29", 70, 3),
    "SOR-93-246": ("DORS-93-246", 48, 3),
    "SOR-2012-256": ("DORS-2012-256", 74, 4),
    "C-29.4": ("C-29.4", 16, 0),
    "SI-80-125": ("TR-80-125", 4, 1),
    "SOR-80-686": ("DORS-80-686", 0, 0),
}


def identity(law: ParsedLaw) -> list[tuple[str, str, int]]:
    return [(item.sequence, item.number, item.ordinal) for item in law.provisions]


def check_pair(english: ParsedLaw, french: ParsedLaw) -> None:
    assert (english.language, french.language) == ("en", "fr")
    assert (english.jurisdiction, english.type, english.number, english.date, english.native_type) == (
        french.jurisdiction, french.type, french.number, french.date, french.native_type,
    )  # fmt: skip
    assert english.as_of == french.as_of
    keys = identity(english)
    assert keys == identity(french)
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("name", PAIRS)
def test_real_pairs(shared_laws: Path, name: str) -> None:
    folder = shared_laws / "canada" / "justice-xml"
    other, sections, others = PAIRS[name]
    english = parse((folder / "eng" / f"{name}.xml").read_bytes(), f"{name}.xml")
    french = parse((folder / "fra" / f"{other}.xml").read_bytes(), f"{other}.xml")
    check_pair(english, french)
    for law in (english, french):
        counted = sum(item.kind in ARTICLE_KINDS for item in law.provisions)
        assert (counted, len(law.provisions) - counted) == (sections, others)


def test_real_immigration_act(shared_laws: Path) -> None:
    law = parse((shared_laws / "canada/justice-xml/eng/I-2.5.xml").read_bytes(), "I-2.5.xml")
    sections = [item for item in law.provisions if item.kind == "section"]
    assert sum("-to-" in item.number or "-and-" in item.number for item in sections) == 13
    assert [item.number for item in sections if item.current.status == "repealed"] == ["11.1", "130", "132", "245"]
    assert sum(item.kind == "schedule" for item in law.provisions) == 3
    (second,) = [item for item in sections if item.number == "2"]
    assert second.current.valid_from == "2026-03-26"
    assert "S.C. 2001, c. 27" in [alias.text for alias in law.aliases]


def test_scale_packs_pair_and_are_read_fast(shared_laws: Path) -> None:
    laws: dict[str, dict[str, ParsedLaw]] = {"en": {}, "fr": {}}
    seconds, count = 0.0, Counter[str]()
    for language, files in laws.items():
        with tarfile.open(shared_laws / "scale" / f"canada-acts-{language}.tar.xz") as pack:
            for member in pack:
                if file := pack.extractfile(member):
                    data, start = file.read(), time.perf_counter()
                    law = parse(data, member.name)
                    seconds += time.perf_counter() - start
                    files[Path(member.name).name] = law
                    count[language] += sum(item.kind in ARTICLE_KINDS for item in law.provisions)
    assert laws["en"].keys() == laws["fr"].keys()
    assert len(laws["en"]) == 150
    assert count["en"] == count["fr"] == 9404
    for name, english in laws["en"].items():
        check_pair(english, laws["fr"][name])
    assert sum(count.values()) / seconds > 1000  # about 8,000 a second on two idle cores
