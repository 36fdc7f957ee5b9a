"""Markdown: front matter, marks, titles and dates, each for itself."""

import pytest

from laws.importers.english_dates import written_date
from laws.importers.front_matter import read
from laws.importers.markdown_text import clean
from laws.importers.titles import readable

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
