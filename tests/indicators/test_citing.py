"""Who cites a figure names its publisher and its vintage, at an address that keeps giving it."""

import json
from datetime import date

import pytest
from django.http import QueryDict
from django.test import Client

from indicators import asking, citing, storing
from indicators.choosing import Choice
from indicators.models import Dataset
from indicators.tables import table
from kb import messages
from records.answering import Reader
from tests.indicators import ferries
from tests.indicators.invented import frame

pytestmark = pytest.mark.django_db
LANGUAGES = ("es", "en", "fr", "pt")


@pytest.fixture(scope="module", autouse=True)
def compiled():
    messages.compile_all()


@pytest.fixture
def ours(settings):
    settings.API_RATES = dict.fromkeys(settings.API_RATES, 0)
    return ferries.published()


def cited(language="en", **choice):
    (found,) = citing.citations(table(Choice("ferries", **choice)), Reader(language, "https://example.org"))
    return found


def test_a_citation_names_publisher_title_edition_vintage_day_licence_and_address(ours):
    day = ours.vintages.get(number=1).published.date()
    text = cited(as_of=1, codes={"COUNTERPART": ("VEN",)}).text()
    for part in ("Office of Fords.", "Count of ferries.", "2019.", "Vintage 1 of ", str(day.year), "CC BY 4.0."):
        assert part in text
    assert text.endswith("https://example.org/en/indicators/ferries/?table=ferry-count&counterpart=VEN&as_of=1")


def test_it_is_in_the_readers_language_with_a_title_in_whichever_there_is(ours):
    assert len({cited(language).standing for language in LANGUAGES}) == 4
    assert (cited("es").title, cited("pt").title) == ("Cuenta de barcas", "Count of ferries")


def test_the_address_of_a_citation_gives_the_same_figures_after_a_correction(ours):
    before = table(Choice("ferries", by=("COUNTERPART",)))
    query = citing.address(before, Reader("en", "")).partition("?")[2]
    storing.store(Dataset.objects.get(), frame(ferries.figure("VEN", "2015", 1)))
    now = table(Choice("ferries", by=("COUNTERPART",)))
    again = table(asking.choice(QueryDict(query), indicator="ferries"))
    assert again.lines == before.lines != now.lines


def test_without_a_vintage_that_was_asked_for_the_one_that_was_read_is_named(ours):
    assert (cited().vintage, cited(as_of=date(2999, 1, 1)).vintage, cited(as_of=1).vintage) == (2, 2, 1)


def test_a_family_of_datasets_is_cited_each_and_dated_where_numbers_differ(ours):
    Dataset.objects.update(family="crossings")
    other = Dataset.objects.create(
        slug="raft-count", publisher="Fords, Office of", title_en="Rafts", family="crossings"
    )
    storing.store(other, frame(ferries.figure("VEN", "2015", 9, SEX="F")))
    found = table(Choice("ferries"))
    one, two = citing.citations(found, Reader("en", ""))
    assert (one.key, two.key) == ("ferry-count-v2", "raft-count-v1")
    assert one.address.endswith(f"?table=crossings&as_of={max(v.published for v in found.vintages).date()}")
    assert "AU  - Office of Fords" in one.ris() and "AU  - " not in two.ris(), "a comma would make a person of it"


def test_bibtex_is_not_broken_by_what_a_publisher_is_called(ours):
    Dataset.objects.update(publisher="R&D_Fords 100% {#1}\\", title_en="A ~ B^2\nC")
    text = cited().bibtex()
    assert r"author = {{R\&D\_Fords 100\% \{\#1\}\textbackslash{}}}" in text
    assert r"title = {{A \textasciitilde{} B\textasciicircum{}2 C}}" in text
    assert text.count("{") - text.count(r"\{") == text.count("}") - text.count(r"\}")


def test_ris_keeps_one_line_a_field(ours):
    Dataset.objects.update(title_en="A\r\nER  - \r\nB")
    lines = cited().ris().split("\r\n")
    assert [line[:2] for line in lines].count("ER") == 1 and lines[0] == "TY  - DATA"
    assert "TI  - A ER - B" in lines


def test_the_files(ours):
    item = json.loads(Client().get("/fr/indicators/ferries.csl.json?as_of=1").content)[0]
    assert (item["type"], item["version"], item["title"]) == ("dataset", "1", "Comptage des bacs")
    assert item["author"] == [{"literal": "Office of Fords"}] and item["URL"].endswith("as_of=1")
    assert Client().get("/fr/indicators/ferries.bib").content.startswith(b"@misc{ferry-count-v2,")
    assert Client().get("/fr/indicators/ferries.ris").content.endswith(b"ER  - \r\n")
