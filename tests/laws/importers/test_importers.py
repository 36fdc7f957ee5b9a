"""The one door: what a file is told to be, what is refused, and that nothing but Refusal comes out of bad input."""

import gzip
import io
import json
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from laws import importers
from laws.parsed import ParsedLaw, Refusal
from laws.wire import from_json, to_json
from tests.laws.importers.samples import ROWS, SAMPLES


@pytest.mark.parametrize("form", importers.FORMATS)
def test_format_is_told_by_content_whatever_the_name(form: str):
    name, data = SAMPLES[form]
    assert importers.detect(data, name) == form
    if form != "markdown":
        assert importers.detect(data, "file") == form
    law = importers.parse(data, name)
    assert law.format == form
    assert any(provision.current.blocks for provision in law.provisions)
    assert from_json(json.loads(json.dumps(to_json(law)))) == law


def test_byte_order_marks_and_blanks_before_the_content():
    for form in ("justice-canada", "normas-html", "impo-json", "markdown", "text"):
        name, data = SAMPLES[form]
        text = data.decode("utf-8" if form not in ("impo-json", "text") else "cp1252")
        assert importers.detect(b"\xef\xbb\xbf" + text.encode(), name) == form
        assert importers.detect(text.encode("utf-16"), name) == form


def test_xml_with_another_prefix_and_declared_as_a_page():
    assert (
        importers.detect(b'<?xml version="1.0"?><!-- x --><ns:Norma xmlns:ns="http://www.leychile.cl/esquemas"/>', "x")
        == "bcn"
    )
    assert (
        importers.detect(b'<?xml version="1.0"?><!DOCTYPE html><html><div id="toggle_1"></div></html>', "x")
        == "suin-html"
    )


@pytest.mark.parametrize("dialect", ["treaty", "mexican", "headings"])
def test_markdown_without_front_matter(dialect: str):
    data = {
        "treaty": b"<meta http-equiv='Content-Type' content='text/html'/>\n\n##Verdrag inzake ballonnen\n\n####Convention on balloons\n\n"
        b"### Article  1  \n\nThey fly.\n\n### Article  2  \n\nThey land.\n",
        "mexican": "# LEY de Globos\n\n> Fuente: Cámara de Diputados — [diputados.gob.mx](x)\n\n### Artículo 1\n. Vuelan.\n".encode(),
        "headings": f"# Ley de Globos\n\n{ROWS}".encode(),
    }[dialect]
    assert importers.detect(data, "x.md") == "markdown"
    assert any(p.kind == "article" for p in importers.parse(data, "x.md").provisions)


def _zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "Artículo 1.- Uno.")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b" \n\t\n", "the file is empty"),
        (b"\xef\xbb\xbf \n", "the file is empty"),
        (b"\x00" * 100, "the file is empty"),
        (b"%PDF-1.7\n", "PDF"),
        (_zip(), "ZIP"),
        (gzip.compress(b"x", mtime=0), "gzip"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office"),
        (b"{\\rtf1 Art. 1", "RTF"),
        (b"\x7fELF\x02", "program"),
        (bytes(257) + b"ustar" + bytes(250), "tar"),
        (bytes(range(1, 32)) * 50, "binary"),
        (b'<?xml encoding="utf-8"?>\n<!-- x -->\n<!ELEMENT a (b)>', "DTD"),
        (b"<rss><channel/></rss>", "root element <rss>"),
        (b"<!-- nothing -->", "no element follows"),
        (b"<html><body><p>Art. 1 Blog</p></body></html>", "publisher that is not known"),
        (b'{"a": 1}', "without the text of a law"),
        (b"{", "truncated JSON"),
        (b'{"text": 1, "nroNorma": 2}', "without the text of a law"),
        (b"a;b;c\n1;2;3\nArticle 1;2;3\n", "table"),
        (b"country,name\nx,y\n", "no line begins"),
        (b"#Land\nWords.\n#Sea\nArticle 1. Words.\n#Sky\nWords.\n", "list of notes"),
        (b"Dear all,\nsee section 5 below.\n", "no line begins"),
        (b"# Read me\n\nNothing.\n", "no line begins"),
    ],
)
def test_what_is_no_law_is_refused_with_what_it_looks_like(data: bytes, reason: str):
    with pytest.raises(Refusal, match=reason):
        importers.parse(data, "file")


def test_name_breaks_ties():
    with pytest.raises(Refusal, match="table"):
        importers.parse(b"country,name\nx,y\n", "x.csv")
    with pytest.raises(Refusal, match="without an object"):
        importers.parse(b"[1, 2]", "x.json")
    assert importers.detect(f"**Ley**\n\n{ROWS}".encode(), "x.md") == "markdown"
    assert importers.detect(f"**Ley**\n\n{ROWS}".encode(), "x.txt") == "text"


def test_larger_files_than_the_limit_are_refused(monkeypatch):
    monkeypatch.setattr(importers, "MAX_FILE_BYTES", 2**20)
    with pytest.raises(Refusal, match="larger than 1 MB"):
        importers.parse(b"x" * (2**20 + 1), "x")
    monkeypatch.undo()
    assert importers.MAX_FILE_BYTES == 50 * 2**20


@pytest.mark.parametrize(
    "form", ["justice-canada", "akoma-ntoso", "bcn", "lexml", "uslm", "planalto-html", "normas-html"]
)
def test_deep_nesting_is_refused(form: str):
    name, data = SAMPLES[form]
    cut = data.rindex(b"</")
    with pytest.raises(Refusal, match="nested deeper"):
        importers.parse(data[:cut] + b"<div>" * 100_000 + b"x" + b"</div>" * 100_000 + data[cut:], name)


@pytest.mark.parametrize("form", ["justice-canada", "uslm", "akoma-ntoso", "bcn", "lexml", "impo-json", "json-record"])
def test_cut_off_files_are_refused_with_the_line(form: str):
    name, data = SAMPLES[form]
    with pytest.raises(Refusal) as cut:
        importers.parse(data[: len(data) * 2 // 3], name)
    assert cut.value.line >= 1


def test_entities_and_doctypes_of_xml_are_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE Statute [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><Statute><Body>&b;</Body></Statute>'
    with pytest.raises(Refusal, match="document type"):
        importers.parse(bomb, "x.xml")


def _accept(data: bytes, name: str) -> None:
    """A law that travels as JSON, or a refusal with a reason: nothing else."""
    try:
        law = importers.parse(data, name)
    except Refusal as refusal:
        assert refusal.reason
        assert refusal.line >= 0
        return
    assert isinstance(law, ParsedLaw)
    keys = [(p.sequence, p.number, p.ordinal) for p in law.provisions]
    assert len(keys) == len(set(keys))
    json.dumps(to_json(law), ensure_ascii=False).encode("utf-8", "replace")


@given(st.binary(max_size=2000), st.sampled_from(["x", "x.xml", "x.md", "x.json", "x.html", "x.csv"]))
def test_arbitrary_bytes(data: bytes, name: str):
    _accept(data, name)


_TOKENS = st.sampled_from(
    [b"<", b">", b"</", b"/>", b"&", b'"', b"\x00", b"\xff", b"{", b"}", b"[", b"]", b",", b":", b"null", b"-1", b"1e999", b"true",
     b"\n", b"\n\n", b"\r\n", b" ", b"Art. 1\xc2\xba ", "Artículo 2.- ".encode(), b"Section 3. ", b"Art. 999999999999999999999", b"I - ",
     b"a) ", "§ 1º ".encode(), "“".encode(), "”".encode(), b"TITULO I", b"ANEXO", b"TRANSITORIOS", b"<div>", b"</div>", b"<p>", b"</p>",
     b"<table><tr><td>", b"<strike>", b"<br>", b"31/02/2031", b"DE 99 DE MAIO DE 0000", "Ⅳ²٣".encode(), b"\xed\xa0\x80"]
)  # fmt: skip
_EDIT = st.tuples(st.floats(0, 1), st.integers(0, 60), st.one_of(_TOKENS, st.binary(max_size=8)), st.integers(1, 3))


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(sorted(SAMPLES)), st.lists(_EDIT, min_size=1, max_size=6), st.booleans())
def test_damaged_files(form: str, edits: list[tuple[float, int, bytes, int]], cut: bool):
    name, data = SAMPLES[form]
    for place, length, new, times in edits:
        at = int(place * len(data))
        data = data[:at] + new * times + data[at + length :]
    if cut:
        data = data[: int(edits[0][0] * len(data))]
    _accept(data, name)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(importers.FORMATS)), st.lists(_TOKENS, max_size=40))
def test_fragments_after_a_head_that_names_the_format(form: str, tokens: list[bytes]):
    name, data = SAMPLES[form]
    _accept(data[: len(data) // 3] + b"".join(tokens), name)


def test_provisions_that_claim_one_identity_are_told_apart():
    name, data = SAMPLES["udhr-html"]
    law = importers.parse(data, name)
    law.provisions *= 3
    law.provisions = [from_json(to_json(law)).provisions[place] for place in range(len(law.provisions))]
    importers._tell_apart(law)
    assert [(p.number, p.ordinal) for p in law.provisions] == [
        ("preamble", 1),
        ("1", 1),
        ("preamble", 2),
        ("1", 2),
        ("preamble", 3),
        ("1", 3),
    ]
    assert len(law.warnings) == 4
