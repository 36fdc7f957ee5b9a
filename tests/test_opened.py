"""The canary hears in every kind of file: a word in any corner of it is read."""

import struct
import zlib
from base64 import b64encode
from io import BytesIO
from urllib.parse import quote
from zipfile import ZipFile

import pytest

from indicators.charts.vega import png
from tests.needs import missing
from tests.opened import PIXELS, PNG, chunks, opened, pdf

WORD = "kanariabcdx"
SVG = (
    f'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="60"><g><text x="9" y="20">Sin {WORD}</text></g></svg>'
)
CORNERS = {
    "a paragraph": f"<p>Dos {WORD} tres</p>",
    "a word that is cut": f'<p lang="es" style="width: 2cm; hyphens: auto">{WORD[:5]}&shy;{WORD[5:]}</p>',
    "a title": f"<title>{WORD}</title>",
    "an author": f'<meta name="author" content="{WORD}">',
    "a heading, and a bookmark": f"<h1>{WORD}</h1>",
    "a link": f'<a href="https://example.org/{WORD}">da</a>',
    "a cell": f"<table><tr><th>a</th></tr><tr><td>{WORD}</td></tr></table>",
    "a chart": f'<img alt="a" src="data:image/svg+xml;base64,{b64encode(SVG.encode()).decode()}">',
    "an alternative": f'<img alt="{WORD}" src="data:image/svg+xml,{quote(SVG.replace(WORD, ""))}">',
}


def heard(body: bytes) -> bool:
    return any(WORD in text for text in opened(body))


@pytest.mark.parametrize("corner", CORNERS)
def test_a_pdf_is_read_in_every_corner(corner: str) -> None:
    try:
        import weasyprint
    except OSError:
        missing("no Pango", "apt-get install libpango-1.0-0 libpangoft2-1.0-0")
    made = weasyprint.HTML(string=f"<html lang=es><body>{CORNERS[corner]}").write_pdf(pdf_variant="pdf/ua-1")
    assert WORD.encode() not in made or corner in ("a link", "a title", "an author"), "packed: its bytes say nothing"
    assert heard(made)
    assert "Dos" not in "".join(pdf(made)) or corner == "a paragraph"


def test_numbers_of_a_pdf_keep_their_digits_together() -> None:
    try:
        import weasyprint
    except OSError:
        missing("no Pango", "apt-get install libpango-1.0-0 libpangoft2-1.0-0")
    made = weasyprint.HTML(string="<p style='letter-spacing: .1em'>731.908.264 y 1\u202f357\u202f913").write_pdf()
    text = " ".join(pdf(made))
    assert "731.908.264" in text and "1\u202f357\u202f913" in text


def test_what_only_begins_like_a_pdf_is_read_as_it_is() -> None:
    assert heard(f"%PDF-1.4 a scan {WORD}".encode())


def test_pages_are_read_with_the_pictures_that_lie_in_them() -> None:
    for data in (f"base64,{b64encode(SVG.encode()).decode()}", f",{quote(SVG)}"):
        kind = "data:image/svg+xml;" if data.startswith("base64") else "data:image/svg+xml"
        assert heard(f'<img src="{kind}{data}">'.encode())
    assert not heard(f'<img src="data:image/svg+xml;base64,{b64encode(b"<svg/>").decode()}">'.encode())


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@pytest.mark.parametrize(
    "words",
    [
        chunk(b"tEXt", b"Title\0" + WORD.encode()),
        chunk(b"zTXt", b"Title\0\0" + zlib.compress(WORD.encode())),
        chunk(b"iTXt", b"Title\0\x01\0es\0\0" + zlib.compress(WORD.encode(), 9)),
        chunk(b"eXIf", WORD.encode()),
    ],
)
def test_a_picture_is_read_in_its_words(words: bytes) -> None:
    made = png(SVG)
    assert {kind for kind, _words in chunks(made)} <= PIXELS and not heard(made), "ours have pixels alone"
    end = made.index(b"IEND") - 4
    assert heard(made[:end] + words + made[end:])
    assert heard(made + WORD.encode()) and heard(made + b" and more than a chunk has: " + WORD.encode())
    within = BytesIO()
    with ZipFile(within, "w") as archive:
        archive.writestr("word/media/image1.png", made[:end] + words + made[end:])
    assert made.startswith(PNG) and heard(within.getvalue())
