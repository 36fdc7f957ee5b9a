"""Every spelling of one official number meets; different numbers do not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import numbers

SPELLINGS = [
    ["Ley 25.871", "ley 25871", "Ley N° 25.871", "Ley Nº25.871", "ley numero 25871", "Ley N.° 25871", "Law No. 25,871",
     "Lei nº 25.871", "Loi 25.871", "LEY NRO. 25.871", "ley núm. 25871", "ley nacional 25.871"],
    ["decreto 616 de 2010", "Decreto 616/2010", "Dto. 616/10", "Decreto N° 616/010", "decreto 616 2010",
     "decreto nacional 616/2010", "Décret 616/2010"],
    ["ley 985 2005", "Ley 985 de 2005", "Ley 985 del 2005", "LEY 985/05"],
    ["SOR 2012-256", "SOR/2012-256", "DORS/2012-256", "dors 2012–256"],
    ["SOR/93-246", "DORS/93-246", "SOR/1993-246"],
    ["SI/80-125", "TR/80-125"],
    ["L.C. 1994, ch. 31", "S.C. 1994, c. 31", "SC 1994 c 31", "LC 1994, ch 31"],
    ["RSC 1985 c C-29", "R.S.C., 1985, c. C-29", "L.R.C. (1985), ch. C-29"],
    ["decreto-lei 4657/42", "Decreto-Lei 4.657/1942", "Decreto-Lei nº 4.657, de 4 de setembro de 1942"],
    ["ILO C097", "C97", "Convenio 97", "Convenio núm. 97 de la OIT", "Convention No. 97", "convention OIT n° 97",
     "Convenção 97 da OIT", "ILO 97"],
    ["Public Law 119-1", "Pub. L. 119-1", "Pub. L. No. 119–1", "P.L. 119-1", "PL 119-1"],
    ["8 U.S.C.", "8 USC", "United States Code, Title 8", "title 8 of the United States Code"],
    ["A/RES/217(III)", "A/RES/217 (III)", "resolución 217 A (III)"],
    ["DS 119-2003-RE", "Decreto Supremo 119-2003-RE", "D.S. N° 119-2003-RE", "decreto supremo nº 119-2003-re"],
    ["Decreto 414/009", "Decreto 414/2009", "Decreto N° 414/09"],
    ["DOF 25-05-2011", "D.O.F. 25/05/2011", "DOF 25.5.2011"],
    ["Decreto Legislativo 689", "D. Leg. 689", "D.L. N° 689", "decreto legislativo n° 0689"],
    ["I-2.5", "c. I-2.5", "i-2.5"],
    ["Loi n° 2018-778", "loi 2018-778"],
    ["Ley 43 de 1993", "Ley 43/93", "ley 43 1993"],
]  # fmt: skip


@pytest.mark.parametrize("spellings", SPELLINGS, ids=lambda spellings: spellings[0])
def test_spellings_of_one_number_share_their_first_key(spellings):
    first = {spelling: [mention.keys[0] for mention in numbers.find(spelling)] for spelling in spellings}
    assert len({tuple(keys) for keys in first.values()}) == 1, first
    assert len(first[spellings[0]]) == 1


def test_no_two_numbers_share_their_first_key():
    first = [numbers.find(spellings[0])[0].keys[0] for spellings in SPELLINGS]
    assert len(set(first)) == len(first)


def test_document_holds_what_queries_ask_for():
    held = numbers.document_keys("25.871", native_type="Ley", year=2003)
    for query in ("ley 25871", "Ley 25.871 de 2003", "25.871", "Ley 25871/03"):
        assert numbers.find(query)[0].keys[0] in held, query
    held = numbers.document_keys("119-2003-RE", native_type="Decreto Supremo", year=2003)
    for query in ("DS 119-2003-RE", "decreto supremo 119-2003", "decreto 119/2003", "decreto supremo 119"):
        assert numbers.find(query)[0].keys[0] in held, query
    held = numbers.document_keys("I-2.5", native_type="Act", aliases=("S.C. 2001, c. 27", "L.C. 2001, ch. 27"))
    for query in ("I-2.5", "SC 2001 c 27"):
        assert numbers.find(query)[0].keys[0] in held, query


def test_another_year_is_another_law():
    held = numbers.document_keys("616/2010", native_type="Decreto")
    mention = numbers.find("decreto 616 de 1999")[0]
    assert not set(mention.keys) & set(held)
    assert set(mention.fallback) & set(held)


def test_number_in_an_unknown_form_is_its_own_key():
    assert numbers.document_keys("XIX-0011") == ("xix-0011",)
    assert numbers.document_keys("") == ()


def test_type_words_and_offsets():
    query = "qué dice el Decreto Supremo N° 119-2003-RE, art. 5"
    (mention,) = numbers.find(query)
    assert query[mention.start : mention.end] == "Decreto Supremo N° 119-2003-RE"
    assert mention.words == ("decreto supremo",)


@pytest.mark.parametrize(
    "text",
    ["2010", "art. 23", "section 34(1) IRPA", "convención de 1951", "R205", "Article 1F", "H-2A visas", "12 bis"],
)
def test_years_articles_and_visas_are_not_numbers_of_laws(text):
    assert numbers.find(text) == []


def test_label_after_the_number_stays_out():
    for query in ("ley 26.165 art. 14", "decreto 2840/2013 art. 13", "DS 119-2003 art 19"):
        (mention,) = numbers.find(query)
        assert "art" not in query[mention.start : mention.end]


def test_bare_figure_is_uncertain():
    assert [mention.certain for mention in numbers.find("25.871")] == [False]
    assert [mention.certain for mention in numbers.find("616/2010")] == [True]


@given(st.text(alphabet="0123456789 ./-°ºnNleydcrtoSORch,()áIVX", max_size=80))
def test_any_text_is_read_without_error(text):
    for mention in numbers.find(text):
        assert 0 <= mention.start < mention.end <= len(text)
        assert all(key == key.strip() and " " not in key for key in (*mention.keys, *mention.fallback))
    assert len(set(numbers.keys(text))) == len(numbers.keys(text))


@pytest.mark.parametrize(
    "text", ["ley " * 64, "n" * 256, "1." * 128, "decreto 1 de 2 de " * 14, "9" * 256, "a/res/" * 40]
)
def test_awkward_text_is_read_quickly(text):
    start = time.perf_counter()
    numbers.find(text)
    assert time.perf_counter() - start < 0.1
