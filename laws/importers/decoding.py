"""Bytes of a file to text, or a refusal that says why they are none."""

import codecs
import re
import unicodedata

from laws.parsed import Refusal

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_BINARY_SHARE = 0.02  # share of control characters above which a file is no text


def decode(data: bytes) -> tuple[str, str]:
    """Text in NFC with "\\n" line ends, and the name of the encoding found.

    UTF-8 with or without a byte order mark, UTF-16 with one, else windows-1252, else ISO-8859-1 (where a byte has no place
    in windows-1252). Raises `Refusal` for empty and for binary data.
    """
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise Refusal("the file is empty")
    text, encoding = _decoded(data)
    if "\x00" in text:
        raise Refusal("the file is binary, not text (NUL character)", text.count("\n", 0, text.index("\x00")) + 1)
    if len(_CONTROLS.findall(text)) > _BINARY_SHARE * len(text):
        raise Refusal("the file is binary, not text (control characters)")
    text = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.strip():
        raise Refusal("the file is empty")
    return unicodedata.normalize("NFC", text), encoding


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), encoding
            except UnicodeDecodeError as error:
                if encoding != "utf-8":
                    raise Refusal(f"the file says {encoding} and is not: {error.reason}") from error
                data = data[len(mark) :]
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1"
