import pytest

from laws.importers import udhr
from laws.parsed import Refusal

PAGE = """<!doctype html><html data-iso6393="por" lang="pt-BR"><head><title>x</title></head><body>
<h1>Declaração dos Balões</h1><header><h2>Preâmbulo</h2><p>Considerando.</p></header>
<article data-number="1"><h2>Artigo I.</h2><p>Um.</p></article>
<article data-number="2"><h2>Artigo II.</h2><ol><li><p>A.</p></li><li><p>B.</p></li></ol></article></body></html>"""


def test_articles_have_the_same_numbers_whatever_their_labels():
    law = udhr.parse(PAGE.encode(), "x.html")
    assert (law.language, law.jurisdiction, law.type, law.title) == ("pt", "int", "soft_law", "Declaração dos Balões")
    assert [(p.kind, p.label, p.number, p.current.line) for p in law.provisions] == [
        ("preamble", "Preâmbulo", "preamble", 2),
        ("article", "Artigo I", "1", 3),
        ("article", "Artigo II", "2", 4),
    ]
    assert [(b.kind, b.label, b.text, b.depth) for b in law.provisions[2].current.blocks] == [
        ("subsection", "1.", "A.", 1),
        ("subsection", "2.", "B.", 1),
    ]


def test_page_without_articles_is_refused():
    with pytest.raises(Refusal, match="no article"):
        udhr.parse(b"<html><body><h1>x</h1></body></html>", "x")


@pytest.mark.parametrize(("file", "language"), [("eng", "en"), ("spa", "es"), ("fra", "fr"), ("por_BR", "pt")])
def test_four_languages_are_one_law(shared_laws, file: str, language: str):
    law = udhr.parse((shared_laws / f"international/udhr/udhr-{file}.html").read_bytes(), f"udhr-{file}.html")
    assert (law.number, law.date, law.language) == ("A/RES/217(III)", "1948-12-10", language)
    assert [p.number for p in law.provisions] == ["preamble", *(str(n) for n in range(1, 31))]
    assert all(block.text for p in law.provisions for block in p.current.blocks)
