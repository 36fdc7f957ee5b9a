"""The pages of prose that ship: the help on reading figures, in four languages, and what leads to its parts."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from pages import loading
from pages.headings import Headings
from tests.indicators import ferries

LANGUAGES = ("es", "en", "fr", "pt")
FOLDER = settings.SAMPLE_DIR / "pages"
PARTS = ["measure", "origin", "absent", "breaks", "mirror", "vintages", "small-numbers", "citing", "files"]


def text(path: str) -> str:
    response = Client().get(path)
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_on_figures_has_the_same_parts_in_every_language(language: str) -> None:
    loading.load_pages(FOLDER)
    html = text(f"/{language}/reading-figures/")
    assert re.findall(r'<h2 id="([^"]+)"', html) == PARTS
    assert [name for name in re.findall(r'href="#([^"]+)"', html) if name != "main"] == PARTS, (
        "the contents lead to them"
    )
    assert "as_of" in html and f'href="/api/?language={language}"' in html
    for other in LANGUAGES:
        assert f'href="/{other}/reading-figures/"' in html


@pytest.mark.django_db
def test_pages_of_figures_lead_to_it() -> None:
    loading.load_pages(FOLDER)
    ours = ferries.published()
    with override("fr"):
        pages = [
            ours.get_absolute_url(), reverse("indicators:list"), reverse("pages:compare"),
            reverse("indicators:indicator", args=["ferries"]),
        ]  # fmt: skip
    for page in pages:
        assert '"/fr/reading-figures/' in text(page), page


def test_links_into_it_name_parts_that_it_has() -> None:
    asked = [
        name
        for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html")
        for name in re.findall(r'"reading-figures/" %}#([\w-]+)', path.read_text(encoding="utf-8"))
    ]
    assert asked and set(asked) <= set(PARTS)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.fr.html")), ids=lambda path: path.stem)
def test_no_french_line_begins_with_a_sign(path: Path) -> None:
    words = re.sub(r"<[^>]+>|^\w+: ", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert re.findall(r".{12}(?:« | [:;?!»](?!\w)).{0,12}", words) == []


def test_headings_that_editors_write_can_be_linked_to() -> None:
    headings = Headings()
    html = headings.linked('<h2>Qué es &amp; qué no</h2><p>x</p><h2 id="kept">K</h2>') + headings.linked(
        "<h2>Qué es <b>y</b> qué no</h2><h2>Qué es y qué no</h2><h2>?</h2><h2>Main</h2>"
    )
    names = ["que-es-que-no", "kept", "que-es-y-que-no", "que-es-y-que-no-2", "part", "main-2"]
    assert re.findall(r'<h2 id="([^"]+)"', html) == names
    assert headings.found[0] == ("que-es-que-no", "Qué es & qué no")
