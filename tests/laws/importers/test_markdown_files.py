"""Markdown: bad input, and what the real files hold."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws.importers import markdown
from laws.parsed import ParsedLaw, Refusal
from tests.laws.importers.marking import articles, parse, provision

# Bad input ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("---\ntitle: Ley\ncountry: ar\n---\n", "no text"),
        ("---\ntitle: Ley\ncountry: ar\n---\n\n  \n", "no text"),
        ("<meta http-equiv='x'>\n##Verdrag\n\n### Artikel 1\n\nTekst.", "no English title"),
        ("---\ntitle: Ley\ncountry: ar\n---\n# Ley\n\n---\n", "no text of a law"),
    ],
)
def test_refusals(text: str, reason: str) -> None:
    with pytest.raises(Refusal, match=reason):
        parse(text)


def test_front_matter_of_an_unknown_country_gives_no_jurisdiction() -> None:
    law = parse("---\ntitle: Ley\ncountry: zz\nrank: edicto_solemne\n---\n**Artículo 1.-** Luz.\n")
    assert (law.jurisdiction, law.type, law.native_type) == ("", "other", "Edicto Solemne")


@given(st.text(max_size=200), st.sampled_from(["ar", "uy", "cl", "co", "pe", "mx", ""]), st.text(max_size=60))
def test_any_markdown_gives_a_law_or_a_refusal(body: str, country: str, title: str) -> None:
    source = f"---\ntitle: {title}\ncountry: {country}\nrank: ley\n---\n{body}" if country else body
    try:
        law = markdown.parse(source.encode("utf-8", "surrogatepass"), "x.md")
    except Refusal as refusal:
        assert refusal.reason
    else:
        assert law.provisions
        assert len(law.warnings) < 24


# Real files -----------------------------------------------------------------------------------------------------------


def real(shared_laws: Path, path: str) -> ParsedLaw:
    return markdown.parse((shared_laws / path).read_bytes(), Path(path).name)


def test_real_quoted_articles_can_be_found(shared_laws: Path) -> None:
    law = real(shared_laws, "peru/md/LEY-28950-2007.md")
    assert articles(law) == [("main", str(number)) for number in range(1, 11)]
    items = {block.label for block in provision(law, "main", "2").current.blocks if block.kind == "item"}
    assert {"Artículo 303-A", "Artículo 303-B"} <= items


def test_real_earlier_wordings(shared_laws: Path) -> None:
    law = real(shared_laws, "colombia/md/LEY-43-1993.md")
    third = provision(law, "main", "3")
    assert [wording.valid_to for wording in third.earlier] == ["2005-07-08", "2000-02-22", "1999-06-26"]
    assert third.current.valid_from == "2005-07-08"
    repealed = real(shared_laws, "colombia/md/DECRETO-4000-2004.md")
    assert {item.current.status for item in repealed.provisions if item.kind == "article"} >= {"repealed"}
    assert sum(len(item.earlier) for item in repealed.provisions) == 134


@pytest.mark.parametrize(
    ("path", "runs"),
    [
        ("colombia/md/LEY-146-1994.md", {"treaty-1": 93, "main": 3}),
        ("colombia/md/LEY-16-1972.md", {"treaty-1": 82}),
        ("argentina/md/LEY-26202.md", {"main": 2, "treaty-1": 93}),
        ("argentina/md/DEC-616-2010.md", {"main": 4, "annex-1": 121, "annex-2": 19}),
        ("argentina/md/DNU-366-2025.md", {"main": 49}),
        ("peru/md/DS-119-2003-RE.md", {"main": 3, "annex-1": 47}),
        ("chile/md/CL-1158549.md", {"main": 181, "transitory": 11}),
        ("international/md-en/ilo-c097.md", {"main": 23, "annex-1": 8, "annex-2": 13, "annex-3": 2}),
        ("international/md-en/refugee-convention-1951.md", {"main": 46}),
        ("uruguay/md/UY-ley-18250.md", {"main": 84}),
    ],
)
def test_real_sequences(shared_laws: Path, path: str, runs: dict[str, int]) -> None:
    found: dict[str, int] = {}
    for sequence, _ in articles(real(shared_laws, path)):
        found[sequence] = found.get(sequence, 0) + 1
    assert found == runs


def test_real_two_treaties_in_one_law(shared_laws: Path) -> None:
    found = articles(real(shared_laws, "colombia/md/LEY-800-2003.md"))
    assert [number for sequence, number in found if sequence == "treaty-1"] == [str(n) for n in range(1, 42)]
    assert [number for sequence, number in found if sequence == "treaty-2"] == [str(n) for n in range(1, 21)]
    assert [number for sequence, number in found if sequence == "main"] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("path", "identity"),
    [
        ("argentina/md/LEY-25871.md", ("arg", "act", "25.871", "2003-12-17", "Ley de Migraciones")),
        ("uruguay/md/UY-ley-18250.md", ("ury", "act", "18.250", "2008-01-06", "Ley de Migraciones")),
        ("chile/md/CL-1158549.md", ("chl", "act", "21.325", "2021-04-11", "Ley de Migración y Extranjería")),
        ("peru/md/DS-119-2003-RE.md", ("per", "decree", "119-2003-RE", "2003-10-14", "Aprueban Reglamento de la Ley del Refugiado")),
        ("mexico/md/LN_ley_de_nacionalidad.md", ("mex", "act", "", "1998-01-23", "Ley de Nacionalidad")),
        ("international/md-en/refugee-convention-1951.md", ("int", "treaty", "", "1951-07-28", "Convention relating to the Status of Refugees")),
        ("international/md-en/ilo-c189.md", ("int", "treaty", "", "2011-06-16", "Convention concerning decent work for domestic workers")),
    ],
)  # fmt: skip
def test_real_identity(shared_laws: Path, path: str, identity: tuple[str, ...]) -> None:
    law = real(shared_laws, path)
    assert (law.jurisdiction, law.type, law.number, law.date, law.title) == identity
