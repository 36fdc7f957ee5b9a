"""The citation grammar in four languages: labels, and what is left to name the law."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.citations import find, variants

CITED = [
    ("art. 23 ley 25871", ("23",), "ley 25871"),
    ("artículo 51 ley 18250", ("51",), "ley 18250"),
    ("ley 26.165 art. 14", ("14",), "ley 26.165"),
    ("ley 985 de 2005 art 3", ("3",), "ley 985 de 2005"),
    ("decreto 616/2010 artículo 24", ("24",), "decreto 616/2010"),
    ("articulo 10 de la ley de migraciones argentina", ("10",), "ley de migraciones argentina"),
    ("LMigra art. 52", ("52",), "LMigra"),
    ("art.23", ("23",), ""),
    ("art. 1º", ("1",), ""),
    ("art. 12 bis ley 25871", ("12-bis",), "ley 25871"),
    ("artículo 303-A código penal", ("303-a",), "código penal"),
    ("artículo único decreto 5", ("unico",), "decreto 5"),
    ("artículo tercero de la Ley de Migración", ("tercero",), "Ley de Migración"),
    ("arts. 23 y 24 de la ley 25.871", ("23", "24"), "ley 25.871"),
    ("art 3 a 5 ley 25871", ("3", "4", "5"), "ley 25871"),
    ("artículo 28 convención sobre los trabajadores", ("28",), "convención sobre los trabajadores"),
    ("section 5 Citizenship Act", ("5",), "Citizenship Act"),
    ("Immigration and Refugee Protection Act section 44", ("44",), "Immigration and Refugee Protection Act"),
    ("rule 65 Refugee Protection Division Rules", ("65",), "Refugee Protection Division Rules"),
    ("s. 34(1) IRPA", ("34",), "IRPA"),
    ("s.25.1(1) IRPA", ("25.1",), "IRPA"),
    ("ss. 96 and 97 IRPA", ("96", "97"), "IRPA"),
    ("R205 work permit regulations", ("205",), "work permit regulations"),
    ("A34(1)", ("34",), ""),
    ("r. 65 RPD Rules", ("65",), "RPD Rules"),
    ("reg. 205 IRPR", ("205",), "IRPR"),
    ("IRPA 34(1)", ("34",), "IRPA"),
    ("97 LIPR", ("97",), "LIPR"),
    ("INA 212(a)(9)(B)", ("212",), "INA"),
    ("8 U.S.C. § 1101", ("1101",), "8 U.S.C."),
    ("8 USC 1182(a)(6)", ("1182",), "8 USC"),
    ("articles 5 to 7 refugee convention", ("5", "6", "7"), "refugee convention"),
    ("Article IV convention on territorial asylum", ("iv",), "convention on territorial asylum"),
    ("article 16(1)(a) of the Universal Declaration", ("16",), "Universal Declaration"),
    ("LIPR art 97", ("97",), "LIPR"),
    ("loi sur la citoyenneté art. 20", ("20",), "loi sur la citoyenneté"),
    ("article premier du règlement", ("premier",), "règlement"),
    ("Lei 9474 art. 7", ("7",), "Lei 9474"),
    ("art. 12 Constituição Federal", ("12",), "Constituição Federal"),
    ("art. 5º, inciso LII, Constituição", ("5",), "Constituição"),
    ("art 5 § 2 CF", ("5",), "CF"),
    ("§ 3 Lei 9474", ("3",), "Lei 9474"),
]


@pytest.mark.parametrize(("query", "labels", "rest"), CITED, ids=[row[0] for row in CITED])
def test_citation_gives_labels_and_the_law(query, labels, rest):
    found = find(query)
    assert found is not None
    assert (found.labels, found.rest) == (labels, rest)


@pytest.mark.parametrize(
    "query",
    ["ley de migraciones", "residencia por 2 años", "derecho a 5 años de residencia", "ley 25871", "H-2A visas",
     "convención de 1951", "artes y oficios", "30 días de plazo", "trata de personas", "secciones consulares"],
)  # fmt: skip
def test_other_queries_are_no_citations(query):
    assert find(query) is None


def test_labels_of_the_same_provision_in_other_forms():
    assert "4" in variants("iv")
    assert "iv" in variants("4")
    assert {"primero", "premier", "primeiro", "i"} <= set(variants("1"))
    assert "1" in variants("primero")
    assert variants("1f") == ("1", "1-f")
    assert variants("25.1") == variants("12-bis") == variants("unico") == ()


def test_units_and_offsets():
    query = "quiero la section 25.1 de IRPA"
    found = find(query)
    assert found.unit == "section"
    assert query[found.start : found.end] == "section 25.1"
    assert (find("R205").unit, find("R205").country) == ("regulation", "can")
    assert (find("A34").unit, find("art. 34").country) == ("act", "")


@given(st.text(alphabet="artículosecn §.,-()0123456789IVXbisyR", max_size=80))
def test_any_text_is_read_without_error(text):
    found = find(text)
    if found:
        assert found.labels
        assert 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize(
    "text", ["art. " * 51, "art 1, " * 36, "1 " * 128, "s" * 256, "(" * 256, "art. 1" + "(1)" * 80]
)
def test_awkward_text_is_read_quickly(text):
    start = time.perf_counter()
    find(text)
    assert time.perf_counter() - start < 0.1
