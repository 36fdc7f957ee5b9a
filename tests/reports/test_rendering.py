"""Web page, PDF and DOCX say the same numbers; the files can be read by everybody."""

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from docx import Document as WordFile
from docx.oxml.ns import qn

from reports import making, reading
from reports.models import Release
from reports.rendering import paper, tree
from tests.needs import missing
from tests.reports import stories

pytestmark = pytest.mark.django_db
# With their groups: "3.024.873", "3 024 873", "52,1".
NUMBER = re.compile(r"\d[\d.,\u00a0\u202f]*\d|\d")


@pytest.fixture(autouse=True)
def region(settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.DATA_DIR = tmp_path
    stories.region()


@pytest.fixture
def release() -> Release:
    return stories.out(stories.begun(), "fr").releases.get(language="fr")


def numbers(text: str) -> list[str]:
    return NUMBER.findall(text)


def of_tree(document: tree.Document) -> dict[str, list[str]]:
    """By chapter, the numbers of paragraphs and of tables' cells, in order."""
    found = {}
    for chapter in document.chapters:
        texts = []
        for node in chapter.nodes:
            if isinstance(node, tree.Paragraph):
                texts.append("".join(span.text for span in node.spans))
            elif isinstance(node, tree.Table):
                texts += [cell.text for row in node.rows for cell in row.cells]
        found[chapter.slug] = numbers("\n".join(texts))
    return found


def of_web(release: Release) -> dict[str, list[str]]:
    found = {}
    for row in release.chapters.all():
        page = Client().get(f"/{release.language}/reports/{release.report.slug}/{row.slug}/").content.decode()
        page = page[page.index('<div class="text">') : page.index('<nav class="turn"')]
        pieces = re.findall(r"<p>(?!<strong>)(.*?)</p>|<td class=\"num\">(.*?)</td>", re.sub(r'(?s)<div class="under">.*?</div>|<figure.*?</figure>', "", page), re.S)  # fmt: skip
        found[row.slug] = numbers("\n".join(re.sub(r"<[^>]+>", "", a or b) for a, b in pieces))
    return found


def of_word(content: bytes) -> dict[str, list[str]]:
    file, found, name = WordFile(BytesIO(content)), dict[str, list[str]](), ""
    for piece in file.element.body:
        style = piece.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        text = "".join(one.text or "" for one in piece.iter(qn("w:t")))
        if style is not None and style.get(qn("w:val")) == "Heading1":
            name = text
            found[name] = []
        elif piece.tag == qn("w:tbl"):
            cells = [cell for row in list(piece.iter(qn("w:tr")))[1:] for cell in list(row.iter(qn("w:tc")))[1:]]
            found[name] += numbers("\n".join("".join(one.text or "" for one in cell.iter(qn("w:t"))) for cell in cells))
        elif name and style is None and not list(piece.iter(qn("w:sz"))) and not list(piece.iter(qn("w:drawing"))):
            found[name] += numbers(text)
    return found


def of_pdf(document: tree.Document) -> dict[str, list[str]]:
    """What stands on the pages, by the layout that the PDF is made of."""
    try:
        import weasyprint
    except OSError:
        missing("no Pango", "apt-get install libpango-1.0-0 libpangoft2-1.0-0")
    pages = weasyprint.HTML(string=paper.html(document)).render().pages
    found: dict[str, list[str]] = {}
    for page in pages:
        _walk(page._page_box, "", "", found)
    return {chapter: numbers(" ".join(texts)) for chapter, texts in found.items()}


def _walk(box: Any, chapter: str, kind: str, found: dict[str, list[str]]) -> None:
    """Texts of paragraphs and cells, by the chapter that they stand in; a line ends with a blank, as a word does."""
    element, tag = getattr(box, "element", None), getattr(box, "element_tag", "")
    if tag in ("figure", "caption", "thead", "li", "nav", "header") or (
        element is not None and element.get("class") == "under"
    ):
        return
    if tag == "section" and element is not None:
        chapter = element.get("id", "")
    kind = tag if tag in ("p", "td") else kind
    if chapter and kind and getattr(box, "text", None):
        found.setdefault(chapter, []).append(box.text)
    for child in getattr(box, "children", ()):
        _walk(child, chapter, kind, found)


def test_all_formats_say_the_same_numbers(release: Release) -> None:
    document = reading.document(release)
    told = of_tree(document)
    assert sum(map(len, told.values())) > 40 and any("3\u00a0024\u00a0873" in found for found in told.values())
    assert of_web(release) == told
    content, _document = making.make(release.report, "fr", "docx", release=release)
    word = of_word(content)
    assert {chapter.slug: word[chapter.title] for chapter in document.chapters} == told


def test_the_pdf_says_the_same_numbers(release: Release) -> None:
    document = reading.document(release)
    told, found = of_tree(document), of_pdf(document)
    assert {chapter: sorted(found.get(chapter, [])) for chapter in told} == {
        chapter: sorted(one) for chapter, one in told.items()
    }


def _inflated(content: bytes) -> Iterator[bytes]:
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.S):
        with suppress(zlib.error):
            yield zlib.decompress(stream)


def test_the_pdf_can_be_read_aloud(release: Release) -> None:
    steps: list[tuple[int, int]] = []
    content, document = making.make(
        release.report, "fr", "pdf", lambda done, total: steps.append((done, total)), release
    )
    inside = content + b"".join(_inflated(content))
    assert content.startswith(b"%PDF-") and b"/StructTreeRoot" in inside and b"pdfuaid" in inside
    assert b"/Lang (fr)" in inside and document.title.encode() in inside
    for tag in (b"/H1", b"/H2", b"/Table", b"/TH", b"/Figure", b"/Alt"):
        assert tag in inside, tag
    assert steps and all(done <= total for done, total in steps)
    told = paper.html(document)
    assert told.count("<img") == told.count('" alt="') and 'alt=""' not in told
    assert told.count("<table") == told.count("<caption") and 'scope="row"' in told


def test_the_docx_has_headings_captions_and_alternatives(release: Release) -> None:
    content, document = making.make(release.report, "fr", "docx", release=release)
    file = WordFile(BytesIO(content))
    assert (file.core_properties.title, file.core_properties.language) == (document.title, "fr-FR")
    headings = [one.text for one in file.paragraphs if one.style.name == "Heading 1"]
    assert headings[: len(document.chapters)] == [one.title for one in document.chapters]
    body = ZipFile(BytesIO(content)).read("word/document.xml").decode()
    tables = sum(isinstance(node, tree.Table) for chapter in document.chapters for node in chapter.nodes)
    charts = sum(isinstance(node, tree.Chart) for chapter in document.chapters for node in chapter.nodes)
    assert body.count("<w:tblHeader") == tables == len(file.tables) and tables > 3
    assert len(re.findall(r'descr="[^"]+"', body)) == charts == len(file.inline_shapes) and charts > 0


def test_tables_and_charts_are_numbered_through_the_report(release: Release) -> None:
    nodes = [node for chapter in reading.document(release).chapters for node in chapter.nodes]
    for kind in (tree.Table, tree.Chart):
        found = [node.number for node in nodes if isinstance(node, kind)]
        assert found == list(range(1, len(found) + 1))


def test_the_command_writes_a_file_or_says_why_not(release: Release, tmp_path, capsys) -> None:  # type: ignore[no-untyped-def]
    where = tmp_path / "r.html"
    call_command("make_report", "americas-2026", "--language", "fr", "--format", "html", "--out", str(where))
    assert "Informe fr" in where.read_text() and "(draft)" not in capsys.readouterr().err
    call_command("make_report", "americas-2026", "--language", "pt", "--format", "html", "--out", str(where))
    assert "(draft)" in capsys.readouterr().err
    for arguments in (["nothing", "--out", str(where)], ["americas-2026", "--format", "html", "--out", str(tmp_path)]):
        with pytest.raises(CommandError):
            call_command("make_report", *arguments)
