"""From a file's bytes to a law: what the file is, told by its content, and the importer of that format.

`parse` is the one door. It knows no file system and no database; whatever a file holds, it gives a law or raises Refusal.
"""

import json
import re
from importlib import import_module

from laws.parsed import ParsedLaw, Refusal

MAX_FILE_BYTES = 50 * 2**20

# Format names as `ParsedLaw.format` gives them, each with its importer.
_IMPORTERS = {
    "justice-canada": "justice_canada",
    "uslm": "uslm",
    "akoma-ntoso": "akoma_ntoso",
    "bcn": "bcn",
    "lexml": "lexml",
    "planalto-html": "planalto",
    "normas-html": "normas_html",
    "text": "plain_text",
    "markdown": "markdown",
    "infoleg-html": "infoleg",
    "suin-html": "suin",
    "impo-json": "impo",
    "udhr-html": "udhr",
    "json-record": "json_record",
    "sheet": "sheet",
    "keyed": "keyed",
}
FORMATS: tuple[str, ...] = tuple(_IMPORTERS)

_HEAD = 64 * 1024  # bytes in which a file shows what it is
_BINARY = (
    (b"%PDF", "a PDF document: its text must be extracted first"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"RIFF", "an image or sound file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (DOC, XLS)"),
    (b"{\\rtf", "an RTF document: save it as plain text first"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
)  # fmt: skip

# Everything that may stand before the first element of a page or an XML file.
_PROLOG = re.compile(
    r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!doctype[^>\[]*(?:\[.*?\]\s*)?>\s*)*", re.DOTALL | re.IGNORECASE
)
_ELEMENT = re.compile(r"<(?:[\w.\-]+:)?([A-Za-z_][\w.\-]*)")
_DECLARATION = re.compile(r"<!(?:ELEMENT|ENTITY|ATTLIST|NOTATION)\b")
_XML_ROOTS = {
    "Statute": "justice-canada",
    "Regulation": "justice-canada",
    "uscDoc": "uslm",
    "pLaw": "uslm",
    "statuteCompilation": "uslm",
    "akomaNtoso": "akoma-ntoso",
    "Norma": "bcn",
    "LexML": "lexml",
}
_XML_NAMESPACES = (
    ("schemas.gpo.gov/xml/uslm", "uslm"),
    ("xml.house.gov/schemas/uslm", "uslm"),
    ("/akn/", "akoma-ntoso"),
    ("akomantoso.org", "akoma-ntoso"),
    ("leychile.cl/esquemas", "bcn"),
    ("www.lexml.gov.br/1.0", "lexml"),
)
_HTML_ROOTS = frozenset({
    "html", "head", "body", "div", "p", "span", "table", "center", "font", "meta", "title", "main", "article", "section",
    "header", "h1", "h2", "h3", "b", "br", "a",
})  # fmt: skip
# Marks of a publisher's page, the surest first; lower case.
_PAGES = (
    ("udhr-html", (b"data-iso6393", b"<article data-number")),
    ("suin-html", (b'id="toggle_', b'field="tipo"')),
    ("normas-html", (b'class="artigo"',)),
    ("infoleg-html", (b"infoleg",)),
    (
        "planalto-html",
        (b"planalto.gov.br", b'name="art1', b"presid\xeancia da rep\xfablica", "presidência da república".encode()),
    ),
)
_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(?:[^\n]*\n){0,200}?---[ \t]*(?:\n|$)")
_LINE_START = re.compile(r"^(?:#{1,6}[ \t]+\S|#{2,6}\S)", re.MULTILINE)


def parse(data: bytes, name: str) -> ParsedLaw:
    """The law that a file holds; raises Refusal, with the reason and the line, for everything else.

    name: the file's name; it only breaks ties, and names a law that names itself nowhere.
    """
    module = import_module(f"laws.importers.{_IMPORTERS[detect(data, name)]}")
    law = module.parse(data, name)
    if not law.provisions and not law.events:
        raise Refusal("no text of a law found")
    _tell_apart(law)
    return law


def _tell_apart(law: ParsedLaw) -> None:
    """No two provisions of a law have the same identity: a later one that claims it gets the next free ordinal."""
    taken: dict[tuple[str, str], set[int]] = {}
    highest: dict[tuple[str, str], int] = {}
    for provision in law.provisions:
        key = (provision.sequence, provision.number)
        ordinals = taken.setdefault(key, set())
        if provision.ordinal in ordinals:
            law.warn(provision.current.line, f"{provision.label or provision.number} stands twice in one sequence")
            provision.ordinal = highest[key] + 1
        ordinals.add(provision.ordinal)
        highest[key] = max(provision.ordinal, highest.get(key, 0))


def detect(data: bytes, name: str) -> str:
    """Name of the format (one of FORMATS); raises Refusal for what holds no law, saying what it looks like."""
    if len(data) > MAX_FILE_BYTES:
        raise Refusal(f"the file is larger than {MAX_FILE_BYTES // 2**20} MB")
    for magic, what in _BINARY:
        if data.startswith(magic):
            raise Refusal(f"this is {what}")
    if data[257:262] == b"ustar":
        raise Refusal("this is a tar archive")
    head = _head(data)
    if not head.strip():
        raise Refusal(
            "the file is empty"
            if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe")
            else "the file is binary, not text"
        )
    start = head.lstrip()
    if start.startswith("<"):
        return _markup(head, data, name)
    if start.startswith("{") or (start.startswith("[") and name.lower().endswith(".json")):
        return _json(data)
    return _text(data, name, markdown=_is_markdown(start, name))


def _head(data: bytes) -> str:
    """The beginning as text, for looking only: no character of the marks looked for is beyond ASCII."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return data[2:_HEAD].decode(encoding, errors="replace")
    return data[:_HEAD].removeprefix(b"\xef\xbb\xbf").decode("latin-1").replace("\x00", "")


def _markup(head: str, data: bytes, name: str) -> str:
    """XML by its root element or namespace, HTML by the marks of its publisher, Markdown behind a meta tag."""
    prolog = _PROLOG.match(head)
    rest = head[prolog.end() :] if prolog else head
    if _DECLARATION.match(rest):
        raise Refusal("this is a DTD (a grammar of XML), not a law", head.count("\n", 0, len(head) - len(rest)) + 1)
    element = _ELEMENT.match(rest)
    if not element:
        raise Refusal("this begins like XML or HTML, but no element follows", head.count("\n") + 1)
    root = element[1]
    tag = rest[: rest.find(">") + 1 or 4096]
    for namespace, form in _XML_NAMESPACES:
        if namespace in tag:
            return form
    if root in _XML_ROOTS:
        return _XML_ROOTS[root]
    if root.lower() not in _HTML_ROOTS:
        raise Refusal(f"this is XML with the root element <{root[:60]}>, a format that is not known here")
    if root == "meta" and _LINE_START.search(rest):
        return "markdown"
    return _page(data)


def _page(data: bytes) -> str:
    lowered = data[: 4 * _HEAD].lower().replace(b"\x00", b"")
    for form, marks in _PAGES:
        if any(mark in lowered for mark in marks):
            return form
    raise Refusal("this is an HTML page of a publisher that is not known here")


def _json(data: bytes) -> str:
    """By the keys of the object on top."""
    from laws.importers.json_file import load

    record, _ = load(data)
    if "articulos" in record and "nroNorma" in record:
        return "impo-json"
    if isinstance(record.get("text"), str):
        return "json-record"
    keys = ", ".join(json.dumps(key[:30], ensure_ascii=False) for key in list(record)[:4])
    raise Refusal(f"this is JSON without the text of a law (keys: {keys or 'none'})")


def _is_markdown(start: str, name: str) -> bool:
    """Headings with number signs, or the name and some marks; front matter is looked for in `_text`."""
    if name.lower().endswith((".md", ".markdown")):
        return bool(_LINE_START.search(start)) or "**" in start
    return bool(re.search(r"^#{1,6}[ \t]+\S", start, re.MULTILINE)) and not re.match(r"#\S", start)


def _text(data: bytes, name: str, *, markdown: bool) -> str:
    """Markdown and plain text, where at least one line begins like a provision; tables and lists of notes are refused.

    Front matter is taken at its word: what stands below it may be a law without articles.
    """
    from laws.importers.decoding import decode
    from laws.importers.keyed import is_keyed
    from laws.importers.sheet import is_sheet
    from laws.segmentation import match_provision

    text, _ = decode(data)
    lines = text.split("\n")
    if _FRONT_MATTER.match(text):
        return "keyed" if is_keyed(lines) else "sheet" if is_sheet(lines) else "markdown"
    if separator := "" if markdown else _separator(lines, name):
        raise Refusal(f"this is a table (CSV, separated by {separator!r}), not a law")
    if sum(bool(re.match(r"#\w", line)) for line in lines) > 2:
        raise Refusal("this is a list of notes under names (“#Name”), not a law")
    if not any(match_provision(line.lstrip(" #*_>")) for line in lines if line):
        raise Refusal("this is text in which no line begins like an article or a section")
    return "markdown" if markdown else "text"


def _separator(lines: list[str], name: str) -> str:
    """The character that parts each of the first lines into the same number of columns, or ""."""
    sample = [line for line in lines[:20] if line.strip()][:10]
    if len(sample) < 2:
        return ""
    for separator in (";", "\t", ",", "|"):
        counts = [_columns(line, separator) for line in sample]
        columns = 1 if name.lower().endswith((".csv", ".tsv")) else 2
        if min(counts) >= columns and counts.count(counts[0]) >= 0.8 * len(counts):
            return separator
    return ""


def _columns(line: str, separator: str) -> int:
    """How often the separator stands in a line outside of quotation marks."""
    return re.sub(r'"[^"]*"', "", line).count(separator)
