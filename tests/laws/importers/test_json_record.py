import json

import pytest

from laws.importers import json_record, pdf_text
from laws.parsed import ARTICLE_KINDS, Refusal

ACT = """BALLOONS [CH.77– 1
CHAPTER 77
BALLOONS
ARRANGEMENT OF SECTIONS
SECTION
1. Short title.
2. Colours of
balloons.
3. Offences and high-flying penalties.
FIRST SCHEDULE (SECTION 2)
COLOURS
–––––––––––––––––––––––
LRO 1/2031 STATUTE LAW OF THE SKY

BALLOONS [CH.77– 3
CHAPTER 77
An Act to regulate balloons 9 of 2031
and their colours.
[Assent 2nd May, 2031]
[Commencement 1st June, 2031]
1. This Act may be cited as the Balloons Short title.
Act.
2. (1) Subject to subsection Colours of
(3), every balloon shall have a colour. balloons.
(2) In this section, “colour” means a colour
listed in the Schedule.
LRO 1/2031 STATUTE LAW OF THE SKY

BALLOONS [CH.77– 4
Offences and 3. A person who flies a balloon commits an
high-flying offence and shall pay —
penalties.
(a) a fine; and
(b) the balloon.
LRO 1/2031 STATUTE LAW OF THE SKY

BALLOONS [CH.77– 5
FIRST SCHEDULE (Section 2)
COLOURS
Blue
LRO 1/2031 STATUTE LAW OF THE SKY
"""


def record(text: str, **more) -> bytes:
    return json.dumps({"_id": "x", "_source": "BS/Somewhere", "title": "Balloons Act", "text": text} | more).encode()


def test_act_with_an_arrangement_of_sections():
    law = json_record.parse(record(ACT, language="eng", act_number="2031-0009", date="2031-01-01"), "x.json")
    assert (law.jurisdiction, law.type, law.language, law.number, law.date) == (
        "bhs",
        "act",
        "en",
        "9 of 2031",
        "2031-05-02",
    )
    assert [(e.kind, e.date) for e in law.events] == [("promulgated", "2031-05-02"), ("in_force", "2031-06-01")]
    assert [(a.text, a.kind) for a in law.aliases] == [("Chapter 77", "number")]
    preamble, first, second, third, schedule = law.provisions
    assert (preamble.kind, first.kind, schedule.kind) == ("preamble", "section", "schedule")
    assert [(p.label, p.current.heading) for p in (first, second, third)] == [
        ("1", "Short title"),
        ("2", "Colours of balloons"),
        ("3", "Offences and high-flying penalties"),
    ]
    assert [b.text for b in first.current.blocks] == ["This Act may be cited as the Balloons Act."]
    assert [(b.label, b.text) for b in second.current.blocks] == [
        ("(1)", "Subject to subsection (3), every balloon shall have a colour."),
        ("(2)", "In this section, “colour” means a colour listed in the Schedule."),
    ]
    assert [(b.label, b.text) for b in third.current.blocks] == [
        ("", "A person who flies a balloon commits an offence and shall pay —"),
        ("(a)", "a fine; and"),
        ("(b)", "the balloon."),
    ]
    assert (schedule.sequence, schedule.number, schedule.current.heading) == ("annex-1", "first-schedule", "COLOURS")
    assert [b.text for b in schedule.current.blocks] == ["Blue"]


def test_headings_above_the_sections_and_chapters():
    text = (
        "ARRANGEMENT OF SECTIONS\nCHAPTER I\nTHE SKY\n1. Sky\n2. Colours of the sky\nCHAPTER II\nTHE SEA\n3. Sea\n1\n\n"
        "WHEREAS there is a sky:\nCHAPTER I\nTHE SKY\nSky.\n1. (1) There is a sky.\n(2) It is high.\n2\n\nColours of the sky.\n"
        "2. The sky is blue as in section\n3. It stays so.\nCHAPTER II\nTHE SEA\nSea.\n3. There is a sea.\n3\n\nSCHEDULE 1 TO THE ACT\nX\n"
        "SCHEDULE 3: quoted\nSCHEDULE 2 TO THE ACT\nY\n4\n"
    )
    law = json_record.parse(record(text, title="The Constitution of the Sky", _source="KN/x"), "x.json")
    assert (law.jurisdiction, law.type) == ("kna", "constitution")
    assert [(p.number, p.current.heading) for p in law.provisions if p.kind == "section"] == [
        ("1", "Sky"),
        ("2", "Colours of the sky"),
        ("3", "Sea"),
    ]
    assert law.provisions[2].current.blocks[0].text == "The sky is blue as in section 3. It stays so."
    assert [(e.level, e.label, e.heading, e.before) for e in law.outline] == [
        (1, "CHAPTER I", "THE SKY", 1),
        (1, "CHAPTER II", "THE SEA", 3),
    ]
    assert [p.sequence for p in law.provisions if p.kind == "schedule"] == ["annex-1", "annex-2"]


def test_sections_that_the_text_lacks_are_named():
    text = ACT.replace("Offences and 3. A person", "A person")
    law = json_record.parse(record(text, language="en"), "x.json")
    assert [p.number for p in law.provisions if p.kind == "section"] == ["1", "2"]
    assert any("not found in the text: 3" in message for _, message in law.warnings)


def test_reservations_are_no_articles():
    text = "CONVENTION\n\n\nArticle I\n\nStates fly\nballoons.\n\nArticle II\n\nDone.\n\nRESERVATIONS\n\nNowhere\n\nArticle I. No.\n"
    law = json_record.parse(
        record(text, title="CONVENTION ON BALLOONS", _source="INTL/OASTreaties", treaty_code="A-99"), "x"
    )
    assert (law.jurisdiction, law.type, law.number, law.title) == ("int", "treaty", "A-99", "Convention on Balloons")
    assert [p.kind for p in law.provisions if p.kind in ARTICLE_KINDS] == ["article", "article"]
    assert law.provisions[1].current.blocks[0].text == "States fly balloons."
    assert law.provisions[-1].number == "reservations"


def test_text_without_labels_is_kept_whole():
    law = json_record.parse(
        record(
            "Esta Lei institui balões.\nFica livre o voo.",
            _source="BR/Planalto",
            title="Lei nº 9.999 de 02/05/2031",
            date="2031-05-02",
        ),
        "x",
    )
    assert (law.jurisdiction, law.number, law.date, law.language) == ("bra", "9.999/2031", "2031-05-02", "pt")
    assert [(p.kind, p.number, len(p.current.blocks)) for p in law.provisions] == [("other", "text", 2)]
    assert len(law.warnings) == 1


def test_dates_that_the_text_states():
    text = "CONVENIO DE GLOBOS\nAprobado el 2 de mayo de 2031\nPublicado en La Gaceta No. 3 del 9 de mayo de 2031\nArtículo 1.- Uno.\nArtículo 2.- Dos."
    law = json_record.parse(record(text, title="Convenio de Globos", _source="NI/x", number="-"), "x")
    assert (law.jurisdiction, law.type, law.number, law.date) == ("nic", "treaty", "", "2031-05-02")
    assert [(e.kind, e.date) for e in law.events] == [("promulgated", "2031-05-02"), ("published", "2031-05-09")]


@pytest.mark.parametrize("data", [b'{"title": "x"}', b'{"text": ""}', b'{"text": null}', b'{"text": 3.5e999}'])
def test_record_without_text(data: bytes):
    if b"999" in data:
        assert json_record.parse(data, "x").provisions[0].kind == "other"
        return
    with pytest.raises(Refusal, match="no “text”"):
        json_record.parse(data, "x")


def test_page_furniture_goes_and_repeated_law_stays():
    text = "\n".join(f"Article {n}\nThe same words.\nReally.\nBALLOONS {n}\n" for n in range(1, 6))
    kept = [line for _, line in pdf_text.page_lines(text)]
    assert "BALLOONS 3" not in kept
    assert kept.count("Article 3") == 1


@pytest.mark.parametrize(
    ("file", "sections", "schedules"),
    [
        ("other/bahamas-advance-passenger-information.json", 12, 2),
        ("other/st-kitts-nevis-constitution.json", 120, 7),
        ("other/nicaragua-convencion-ensenanza.json", 19, 0),
        ("international/oas-territorial-asylum.json", 15, 0),
        ("other/brasil-lei-15348-2026.json", 0, 0),
    ],
)
def test_real_records(shared_laws, file: str, sections: int, schedules: int):
    law = json_record.parse((shared_laws / file).read_bytes(), file)
    assert sum(p.kind in ARTICLE_KINDS for p in law.provisions) == sections
    assert sum(p.kind == "schedule" for p in law.provisions) == schedules
    if file.startswith("other/st-kitts"):
        numbers = [p.number for p in law.provisions if p.kind == "section"]
        assert numbers == [str(n) for n in range(1, 121)]
        assert all(p.current.heading and p.current.blocks for p in law.provisions if p.kind == "section")
