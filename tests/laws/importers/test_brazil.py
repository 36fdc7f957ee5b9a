import pytest

from laws.importers import brazil


@pytest.mark.parametrize(
    ("epigraph", "native", "kind", "number", "date"),
    [
        ("LEI Nº 14.133, DE 1º DE ABRIL DE 2021", "Lei", "act", "14.133/2021", "2021-04-01"),
        ("LEI COMPLEMENTAR Nº 116, DE 31 DE JULHO DE 2003", "Lei Complementar", "act", "116/2003", "2003-07-31"),
        ("DECRETO-LEI N o 4.657, DE 4 DE SETEMBRO DE 1942", "Decreto-Lei", "decree", "4.657/1942", "1942-09-04"),
        ("Lei nº 15.348 de 13/02/2026", "Lei", "act", "15.348/2026", "2026-02-13"),
        ("CONSTITUIÇÃO Nº 1988, DE 5 de outubro de 1988", "Constituição", "constitution", "", "1988-10-05"),
        (
            "EMENDA CONSTITUCIONAL Nº 45, DE 30 DE DEZEMBRO DE 2004",
            "Emenda Constitucional",
            "act",
            "45/2004",
            "2004-12-30",
        ),
    ],
)
def test_identify(epigraph: str, native: str, kind: str, number: str, date: str):
    assert brazil.identify(epigraph) == brazil.Norm(native, kind, number, date)


@pytest.mark.parametrize(
    "text", ["", "A lei de 1º de abril é curta", "LEI SEM DATA Nº 3", "Lei nº 3, de 99 de abril de 2000"]
)
def test_identify_nothing(text: str):
    assert brazil.identify(text) is None


def test_article_number_drops_the_dot_of_thousands():
    assert brazil.article_number("Art. 1.045") == "1045"
    assert brazil.article_number("Art. 1.240-A") == "1240-a"
    assert brazil.article_number("Art. 5º") == "5"


def test_split_notes():
    assert brazil.split_notes("I - azul; (Redação dada pela Lei nº 7, de 2031) (Vide Lei 8 (9))") == (
        "I - azul;",
        ["Redação dada pela Lei nº 7, de 2031", "Vide Lei 8 (9)"],
    )
    assert brazil.split_notes("azul. Regulamento Vigência") == ("azul.", ["Regulamento", "Vigência"])
    assert brazil.split_notes("o Regulamento") == ("o Regulamento", [])
    assert brazil.split_notes("(na forma do Regulamento) azul") == ("(na forma do Regulamento) azul", [])


def test_units_give_depth_by_what_stands_above():
    units = brazil.Units()
    found = [
        units.block(text)
        for text in ("Todo:", "I - a;", "a) b;", "1. c;", "II-A - d.", "§ 1º E:", "I - f;", "Parágrafo único. G.")
    ]
    assert [(block.kind, block.label, block.depth) for block in found] == [
        ("text", "", 0),
        ("paragraph", "I", 1),
        ("subparagraph", "a)", 2),
        ("clause", "1.", 3),
        ("paragraph", "II-A", 1),
        ("subsection", "§ 1º", 1),
        ("paragraph", "I", 2),
        ("subsection", "Parágrafo único", 1),
    ]


def amending(*places: int):
    return lambda place: place in places


def test_quoted_articles_only_after_one_that_amends():
    assert brazil.quoted_articles(["1", "2", "30-a", "3"], amending(1)) == [False, False, True, False]
    assert brazil.quoted_articles(["1", "2", "30-a", "3"], amending()) == [False, False, False, False]
    assert brazil.quoted_articles(["1", "1", "2"], amending(0)) == [False, True, False]
    assert brazil.quoted_articles(["1", "2", "5", "6"], amending(1)) == [False, False, False, False]  # 3 and 4 vetoed
    assert brazil.quoted_articles([], amending()) == []
