"""Bytes to text."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws.importers.decoding import decode
from laws.parsed import Refusal

TEXT = "Artículo 1º — «¿Luz?» ñandú"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("cp1252"), "cp1252"),
    ],
)
def test_encodings(data: bytes, encoding: str) -> None:
    assert decode(data) == (TEXT, encoding)


def test_byte_that_windows_does_not_know_is_read_as_latin() -> None:
    assert decode(b"Luz \x81 ma\xf1ana") == ("Luz \x81 mañana", "latin-1")


def test_line_ends_and_composition() -> None:
    assert decode("a\r\nb\rc\nan\u0303o".encode())[0] == "a\nb\nc\naño"


def test_a_mark_of_utf8_before_windows_text() -> None:
    assert decode(codecs.BOM_UTF8 + "mañana".encode("cp1252")) == ("mañana", "cp1252")


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, b"\x00\x00"])
def test_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal, match="empty"):
        decode(data)


def test_binary_file_is_refused_with_the_line() -> None:
    with pytest.raises(Refusal, match="binary") as caught:
        decode(b"luz\ngas\nace\x00ite")
    assert caught.value.line == 3
    with pytest.raises(Refusal, match="binary"):
        decode(bytes(range(1, 32)) * 40)


def test_text_that_breaks_its_own_promise_is_refused() -> None:
    with pytest.raises(Refusal, match="utf-16"):
        decode(codecs.BOM_UTF16_LE + b"a\x00b")


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_refusal(data: bytes) -> None:
    try:
        text, _ = decode(data)
    except Refusal as refusal:
        assert refusal.reason
    else:
        assert text.strip()
        assert "\r" not in text
        assert "\x00" not in text
