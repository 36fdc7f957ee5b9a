"""Safe reading of XML: whatever the bytes, a tree or a refusal with its reason and line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws.importers.xml import (
    MAX_DEPTH,
    Doubts,
    child,
    finish,
    iso_day,
    lettered_number,
    local,
    read_xml,
    strip_label,
    text_of,
)
from laws.parsed import ParsedLaw, ParsedProvision, Refusal, Wording


def refusal(data: bytes) -> Refusal:
    with pytest.raises(Refusal) as caught:
        read_xml(data)
    return caught.value


def test_reads_with_mark_and_without() -> None:
    assert local(read_xml(b"\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?><law><!-- gone -->a</law>")) == "law"
    assert text_of(read_xml("<?xml version='1.0' encoding='windows-1252'?><l>año</l>".encode("cp1252"))) == "año"
    assert text_of(read_xml("<?xml version='1.0' encoding='utf-16'?><l>año</l>".encode("utf-16"))) == "año"


@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\x00\x00"])
def test_refuses_what_is_empty(data: bytes) -> None:
    assert "empty" in refusal(data).reason


def test_names_the_line_where_the_file_is_cut_off() -> None:
    caught = refusal(b"<law>\n<section>\n<text>The owl")
    assert "too early" in caught.reason
    assert caught.line == 3


def test_names_the_line_of_an_error() -> None:
    caught = refusal(b"<law>\n<section>\n</law>")
    assert "not well-formed" in caught.reason
    assert caught.line == 3


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE law SYSTEM "law.dtd">',
        "<!DOCTYPE law>",
        '<!DOCTYPE law [<!ENTITY owl "hoot">]>',
        '<!DOCTYPE law [<!ENTITY owl SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE law [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_refuses_every_document_type(doctype: str, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n<!-- a note -->\n{doctype}\n<law a="x">hoot</law>'
    assert "DTD" in refusal(text.encode(encoding)).reason


def test_names_the_line_of_a_document_type() -> None:
    assert refusal(b'<?xml version="1.0"?>\n\n<!DOCTYPE law [<!ENTITY a "b">]>\n<law>&a;</law>').line == 3


def test_refuses_an_entity_that_nobody_declared() -> None:
    assert "nbsp" in refusal(b"<law>a&nbsp;b</law>").reason


@pytest.mark.parametrize("levels", [MAX_DEPTH + 1, 300, 100_000])
def test_refuses_deep_nesting(levels: int) -> None:
    assert "nested deeper" in refusal(b"<a>" * levels + b"</a>" * levels).reason


def test_accepts_the_deepest_allowed() -> None:
    assert local(read_xml(b"<a>" * MAX_DEPTH + b"</a>" * MAX_DEPTH)) == "a"


@given(st.binary(max_size=300) | st.binary(max_size=200).map(lambda data: b"<law>" + data + b"</law>"))
def test_any_bytes_give_a_tree_or_a_refusal(data: bytes) -> None:
    try:
        root = read_xml(data)
    except Refusal as caught:
        assert caught.reason
    else:
        assert isinstance(text_of(root), str)


def test_text_keeps_inline_elements_in_order() -> None:
    root = read_xml(
        "<p>The <i>grey</i> owl\n  of <b>the <u>Minis\u00adtry</u></b>,<ref>1</ref> north<br/>wing</p>".encode()
    )
    assert text_of(root) == "The grey owl of the Ministry,1 northwing"
    assert text_of(root, frozenset({"ref"}), frozenset({"br"})) == "The grey owl of the Ministry, north wing"
    assert text_of(None) == ""


def test_child_walks_a_path_by_local_names() -> None:
    root = read_xml(b"<a xmlns='urn:x'><b><c>owl</c></b></a>")
    assert text_of(child(root, "b", "c")) == "owl"
    assert child(root, "b", "z", "c") is None


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2019-04-30", "2019-04-30"),
        ("2014-11-14Z", "2014-11-14"),
        ("2999-01-01", None),
        ("9999-01-01", None),
        ("2019-02-30", None),
        ("", None),
        (None, None),
    ],
)
def test_iso_day(value: str | None, day: str | None) -> None:
    assert iso_day(value) == day


@pytest.mark.parametrize(
    ("text", "label", "rest"),
    [
        ("Artículo 1. Los búhos duermen.", "Artículo 1.", "Los búhos duermen."),
        ("ARTÍCULO 1o.- Los búhos", "Artículo 1", "Los búhos"),
        ("1. The owls sleep.", "1", "The owls sleep."),
        ("“Artículo 12 bis.— Los búhos", "Artículo 12 bis", "Los búhos"),
        ("- Declárase el bosque", "Artículo 2º.", "Declárase el bosque"),
        ("1 January begins the year", "1", "1 January begins the year"),
        ("Artículo 10. Los búhos", "Artículo 1.", "Artículo 10. Los búhos"),
    ],
)
def test_strip_label(text: str, label: str, rest: str) -> None:
    assert strip_label(text, label) == rest


@pytest.mark.parametrize(
    ("label", "number"),
    [
        ("§ 106a", "106a"),
        ("21A", "21a"),
        ("§ 1a–1", "1a-1"),
        ("25.1", "25.1"),
        ("216 to 218", "216-to-218"),
        ("Sec. 3.", "3"),
    ],
)
def test_lettered_number(label: str, number: str) -> None:
    assert lettered_number(label) == number


def test_doubts_are_told_once_per_kind() -> None:
    law, doubts = ParsedLaw("x", "en", "Owls Act"), Doubts()
    for line in range(10, 310):
        doubts.add("a section without text", line, f"s. {line}")
    doubts.add("another matter", 4)
    doubts.tell(law)
    assert len(law.warnings) == 2
    line, message = law.warnings[0]
    assert line == 10
    assert "s. 10" in message
    assert "295 more" in message
    assert "300 times" in message


def test_finish_numbers_what_repeats_and_marks_bills() -> None:
    law = ParsedLaw("x", "en", "Owls Bill", type="bill")
    law.provisions = [ParsedProvision("main", "section", "1", "1", Wording()) for _ in range(3)]
    finish(law, Doubts())
    assert [provision.ordinal for provision in law.provisions] == [1, 2, 3]
    assert {provision.current.status for provision in law.provisions} == {"not_in_force"}
    assert len(law.warnings) == 1
