import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws.importers import html
from laws.parsed import Refusal


def page(body: str, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


def paragraphs(body: str, *, tables: bool = False) -> list[html.Paragraph]:
    return list(html.paragraphs(html.read(page(body)), tables=tables))


def test_blocks_and_breaks_are_paragraphs():
    found = paragraphs("<div>one<br>two <b>and</b> a half<p>three</p>four</div><td>five</td>")
    assert [part.text for part in found] == ["one", "two and a half", "three", "four", "five"]
    assert [part.tag for part in found][2:4] == ["p", "div"]


def test_lines_are_those_of_the_source():
    body = "\n<p>one\nstill one</p>\n\n<div>\n\n  two<br>\nthree <i>x\ny</i> z<br>four</div>"
    assert [(part.line, part.text) for part in paragraphs(body)] == [
        (2, "one still one"),
        (7, "two"),
        (8, "three x y z"),
        (9, "four"),
    ]


def test_looks_of_runs():
    (part,) = paragraphs(
        '<p>a<strike>b</strike><span style="text-decoration:line-through">c</span><b>d</b>'
        '<span style="font-style: italic;">e</span><a href="x">f</a><a name="n">g</a></p>'
    )
    looks = {run.text: (run.struck, run.bold, run.italic, run.href) for run in part.runs}
    assert looks == {
        "a": (False, False, False, ""),
        "b": (True, False, False, ""),
        "c": (True, False, False, ""),
        "d": (False, True, False, ""),
        "e": (False, False, True, ""),
        "f": (False, False, False, "x"),
        "g": (False, False, False, ""),
    }
    assert part.anchors == ["n"]


def test_scripts_styles_and_heads_are_not_text():
    found = paragraphs("<script>alert(1)</script><style>p{}</style><noscript>n</noscript><p>text</p>")
    assert [part.text for part in found] == ["text"]


def test_table_of_data_is_one_paragraph_and_a_layout_table_is_not():
    table = (
        "<p>before</p><table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2 <i>x</i></td></tr></table><p>after</p>"
    )
    before, data, after = paragraphs(table, tables=True)
    assert (before.text, data.rows, after.text) == ("before", [["a", "b"], ["1", "2 x"]], "after")
    assert [part.text for part in paragraphs(table)] == ["before", "a", "b", "1", "2 x", "after"]
    layout = "<table><tr><td><p>left</p></td></tr></table>tail"
    assert [part.text for part in paragraphs(layout, tables=True)] == ["left", "tail"]


def test_clean():
    assert html.clean(" a\u00a0\n b\u00adc\u200b d\x07 ") == "a bc d"
    assert html.clean("cafe\u0301") == "café"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("é".encode(), "é"),
        ("é".encode("cp1252"), "é"),
        (b"\xef\xbb\xbf\xc3\xa9", "é"),
        ("é".encode("utf-16"), "é"),
        (b'<meta charset="iso-8859-1">\x93q\x94', '<meta charset="iso-8859-1">“q”'),
        (b'<meta charset="utf-8">\xe9', '<meta charset="utf-8">é'),
        (b'<meta charset="utf-16">\xc3\xa9', '<meta charset="utf-16">é'),
        (b'<meta charset="hex">\xc3\xa9', '<meta charset="hex">é'),
        (b'<meta charset="no-such-thing">\xc3\xa9', '<meta charset="no-such-thing">é'),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?>\xe9', '<?xml version="1.0" encoding="ISO-8859-1"?>é'),
    ],
)
def test_encodings(data: bytes, text: str):
    assert html.decode(data) == text


def test_nesting_beyond_the_cap_is_refused_not_cut_off():
    deep = page("<div>" * 100_000 + "x")
    with pytest.raises(Refusal, match="nested deeper than 256"):
        html.read(deep)
    assert [part.text for part in paragraphs("<div>" * 200 + "x" + "</div>" * 200)] == ["x"]


@pytest.mark.parametrize("data", [b"", b"  \n ", b"\xef\xbb\xbf"])
def test_empty_page_is_refused(data: bytes):
    with pytest.raises(Refusal, match="empty"):
        html.read(data)


def test_nothing_is_fetched_or_expanded(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    source = f'<!DOCTYPE html [<!ENTITY e SYSTEM "file://{secret}">]><p>&e;</p><iframe src="file://{secret}"></iframe>'
    root = html.read(source.encode())
    assert "SECRET" not in "".join(part.text for part in html.paragraphs(root))


@given(st.one_of(st.binary(max_size=400), st.text(alphabet="<>/=\"' abpdivtr\n&;\x00é", max_size=300).map(str.encode)))
def test_any_bytes_are_read_or_refused(data: bytes):
    try:
        root = html.read(data)
    except Refusal:
        return
    for part in html.paragraphs(root, tables=True):
        assert part.rows or part.text
        assert part.line >= 1
