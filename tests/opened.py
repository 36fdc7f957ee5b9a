"""The words of whatever an address sends: pages, archives, PDF, pictures, and what lies in them as data."""

import re
import struct
import zlib
from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes
from zipfile import ZipFile

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, StreamObject, TextStringObject

PNG = b"\x89PNG\r\n\x1a\n"
# Of a picture, what holds pixels and their measures, and no words.
PIXELS = {"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "pHYs", "sRGB", "gAMA", "cHRM", "sBIT", "bKGD"}
_DATA = re.compile(r"data:[\w/+.;=-]*?(;base64)?,([^\"'<>()\s]+)")
# A word that a line's end cuts in two.
_CUT = re.compile(r"[-\u00ad\u2010]?[ \t]*\n")


def opened(body: bytes) -> Iterator[str]:
    """Texts of a file; of what holds others, the names and texts of everything in it."""
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as archive:
            for name in archive.namelist():
                yield name
                yield from opened(archive.read(name))
        return
    if body.startswith(PNG):
        yield from (f"{kind}: {words}" for kind, words in chunks(body) if kind not in PIXELS)
        return
    if body.startswith(b"%PDF-"):
        with suppress(PyPdfError):  # what only begins like a PDF is read as the bytes that it is
            yield from pdf(body)
    text = body.decode("utf-8", "replace")
    yield text
    for base64, data in _DATA.findall(text):
        raw = unquote_to_bytes(data)
        yield from opened(b64decode(raw) if base64 else raw)


def pdf(body: bytes) -> Iterator[str]:
    """What stands on the pages, drawn in charts too; then what no page shows: titles, alternatives, links, metadata, files.
    Raises PyPdfError for what is no PDF."""
    reader = PdfReader(BytesIO(body))
    for page in reader.pages:
        text = page.extract_text()
        yield text
        yield _CUT.sub("", text)
    for number in range(1, reader.trailer["/Size"]):
        yield from _strings(reader.get_object(number))
    yield from _strings(reader.trailer.get("/Info"))


def _strings(thing: Any) -> Iterator[str]:
    if isinstance(thing, TextStringObject):
        yield str(thing)
    elif isinstance(thing, ByteStringObject):
        yield bytes(thing).decode("utf-8", "replace")
    elif isinstance(thing, ArrayObject):
        for one in thing:
            yield from _strings(one)
    elif isinstance(thing, DictionaryObject):
        for one in thing.values():
            yield from _strings(one)
        if isinstance(thing, StreamObject) and thing.get("/Subtype") != "/Image":
            yield from opened(thing.get_data())


def chunks(body: bytes) -> Iterator[tuple[str, str]]:
    """Of a PNG: kind and, of those that are not pixels, the words, whether packed or not; what follows the end is a chunk too."""
    place, kind = len(PNG), ""
    while place + 12 <= len(body) and kind != "IEND":
        (length,) = struct.unpack(">I", body[place : place + 4])
        kind, data = body[place + 4 : place + 8].decode("latin-1"), body[place + 8 : place + 8 + length]
        place += length + 12
        yield kind, "" if kind in PIXELS else _unpacked(data)
    if place < len(body):
        yield "behind the end", body[place:].decode("utf-8", "replace")


def _unpacked(data: bytes) -> str:
    """zTXt and iTXt hold their words packed, behind a keyword."""
    found = [data]
    for place in (one.start() for one in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data)):
        with suppress(zlib.error):
            found.append(zlib.decompressobj().decompress(data[place:]))
    return " ".join(one.decode("utf-8", "replace") for one in found)
