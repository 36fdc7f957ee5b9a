"""Pages of HTML as safe, plain paragraphs: encoding, nesting, white space, source lines.

Nothing is fetched and nothing recurses. Every importer of a page reads it with `read` and walks what `paragraphs` gives.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from laws.parsed import Refusal

# libxml2 stops building the tree at this depth and drops the rest of the page in silence: such a page is refused.
MAX_DEPTH = 256

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CHARSET = re.compile(rb"""(?:charset|<\?xml[^>]{0,80}encoding)\s*=\s*["']?\s*([a-zA-Z0-9_:.\-]+)""", re.IGNORECASE)
# The WHATWG rule: these labels mean windows-1252, and a page that can be read for its label is not UTF-16.
_ONE_BYTE = {
    "iso-8859-1",
    "iso8859-1",
    "iso_8859-1",
    "latin1",
    "latin-1",
    "l1",
    "us-ascii",
    "ascii",
    "windows-1252",
    "cp1252",
    "x-cp1252",
    "cp819",
}
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u2060\ufeff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")

SKIPPED = frozenset(
    {
        "head",
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "button",
        "select",
        "nav",
        "iframe",
        "object",
        "map",
    }
)
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
    "legend", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "ul",
})  # fmt: skip
_STRUCK = frozenset({"strike", "s", "del"})
_BOLD = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"})
_ITALIC = frozenset({"i", "em", "cite"})


class Run(NamedTuple):
    """A stretch of text of one look inside a paragraph; white space is as in the source."""

    text: str
    struck: bool = False
    bold: bool = False
    italic: bool = False
    href: str = ""


@dataclass(slots=True)
class Paragraph:
    """One visual line group of the page: a block element's text, or what stands between two line breaks.

    line: 1-based line of the source where its first visible character stands.
    tag: the nearest block element around it ("p", "td", "h2").
    css: the class attribute of that element.
    anchors: names and ids met inside, in order.
    rows: for a table of data only: its cells; it has no runs then.
    """

    line: int
    tag: str
    css: str = ""
    runs: list[Run] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All of its text on one line."""
        return clean("".join(run.text for run in self.runs))


def clean(text: str) -> str:
    """One line: white space of every kind collapsed, soft hyphens and control characters gone, NFC."""
    text = " ".join(text.split())
    if not text.isprintable():
        text = " ".join(_INVISIBLE.sub("", text).split())
    return text if text.isascii() or unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def text_of(element: etree._Element) -> str:
    """All text inside an element on one line."""
    return clean(element.text or "") if not len(element) else clean("".join(map(str, element.itertext())))


def line_of(element: etree._Element) -> int:
    """1-based line of the source where the element begins, or 0."""
    line = element.sourceline
    return line if isinstance(line, int) else 0


def decode(data: bytes) -> str:
    """The page as text: byte order mark, then a declared charset that can be true, then UTF-8, then windows-1252.

    A page that declares ISO-8859-1 is read as windows-1252, as every browser does. A false claim of UTF-8 or UTF-16 is
    not believed; bytes that windows-1252 leaves open become U+FFFD.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    declared = [match.group(1).decode("ascii").lower() for match in _CHARSET.finditer(data[:8192])]
    usable = next((name for name in declared if not name.startswith("utf-16")), "")
    if usable in _ONE_BYTE:
        return data.decode("cp1252", errors="replace")
    for encoding in (usable, "utf-8"):
        try:
            return data.decode(encoding) if encoding and _is_text_codec(encoding) else data.decode("utf-8")
        except (UnicodeError, LookupError):
            continue
    return data.decode("cp1252", errors="replace")


def _is_text_codec(encoding: str) -> bool:
    """False for Python's own codecs ("hex", "idna", "undefined") that a page could name to do harm."""
    try:
        return codecs.lookup(encoding).name.startswith(
            ("utf-8", "iso8859", "cp12", "koi8", "mac-", "gb", "big5", "euc")
        )
    except LookupError:
        return False


def read(data: bytes) -> etree._Element:
    """The root element of the page; raises Refusal for an empty page and for one nested beyond MAX_DEPTH."""
    return read_text(decode(data))


def read_text(text: str) -> etree._Element:
    """The same for a page or a piece of one that is text already."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    source = text.replace("\x00", "").encode("utf-8", errors="replace")
    try:
        root = etree.fromstring(source, parser) if source.strip() else None
    except (etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise Refusal(f"not readable as HTML: {error}", getattr(error, "lineno", 0) or 0) from error
    for entry in parser.error_log:
        if entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            deep = "depth" in entry.message.lower()
            reason = f"HTML nested deeper than {MAX_DEPTH} levels" if deep else f"not readable as HTML: {entry.message}"
            raise Refusal(clean(reason), entry.line)
    if root is None:
        raise Refusal("empty page")
    return root


class _Walker:
    """State of one pass over a page: the open paragraph, the look of the text, the line reached."""

    def __init__(self) -> None:
        self.open = Paragraph(0, "body")
        self.blocks: list[tuple[str, str]] = [("body", "")]
        self.struck = self.bold = self.italic = 0
        self.links: list[str] = []
        self.line = 1

    def add(self, text: str | None) -> None:
        """Append text of the source at the line reached."""
        if not text:
            return
        if not self.open.line and (start := len(text) - len(text.lstrip())) < len(text):
            self.open.line = self.line + text.count("\n", 0, start)
        self.line += text.count("\n")
        look = (bool(self.struck), bool(self.bold), bool(self.italic))
        self.open.runs.append(Run(text, *look, self.links[-1] if self.links else ""))

    def close(self) -> Paragraph | None:
        """End the open paragraph; None when nothing visible is in it (its anchors go to the next one)."""
        done, (tag, css) = self.open, self.blocks[-1]
        self.open = Paragraph(0, tag, css)
        if done.line and done.text:
            return done
        self.open.anchors = done.anchors
        return None

    def enter(self, element: etree._Element) -> Paragraph | None:
        """An element begins; gives the paragraph that it ends."""
        tag, done = element.tag, None
        if tag in BLOCKS or tag == "br":
            done = self.close()
            if tag != "br":
                self.blocks.append((tag, element.get("class") or ""))
                self.open.tag, self.open.css = self.blocks[-1]
        self.line = max(self.line, line_of(element))
        self.open.anchors.extend(name for name in (element.get("name"), element.get("id")) if name)
        self.look(element, 1)
        self.add(element.text)
        return done

    def leave(self, element: etree._Element) -> Paragraph | None:
        """An element ends; gives the paragraph that ends with it."""
        self.look(element, -1)
        if element.tag not in BLOCKS:
            return None
        done = self.close()
        if len(self.blocks) > 1:
            self.blocks.pop()
        self.open.tag, self.open.css = self.blocks[-1]
        return done

    def look(self, element: etree._Element, step: int) -> None:
        """Count an element's look in (+1) or out (-1)."""
        tag, style = element.tag, element.get("style") or ""
        if tag in _STRUCK or "line-through" in style:
            self.struck += step
        if tag in _BOLD or (style and re.search(r"font-weight:\s*(?:bold|[6-9]00)", style)):
            self.bold += step
        if tag in _ITALIC or (style and re.search(r"font-style:\s*(?:italic|oblique)", style)):
            self.italic += step
        if tag == "a" and element.get("href") is not None:
            self.links.append(element.get("href") or "") if step > 0 else self.links.pop()


def paragraphs(root: etree._Element, *, tables: bool = False) -> Iterator[Paragraph]:
    """The visible paragraphs under `root` in reading order: each block element and each <br> ends one.

    tables: give a table of at least two rows and two columns as one paragraph with `rows`, not cell by cell.
    """
    state, walk = _Walker(), etree.iterwalk(root, events=("start", "end"))
    passed: etree._Element | None = None  # a table given whole: its end closes nothing
    for event, element in walk:
        tag = element.tag
        if event == "end":
            if tag not in SKIPPED and element is not passed and (done := state.leave(element)):
                yield done
            if element is not root:
                state.add(element.tail)
        elif tag in SKIPPED:
            walk.skip_subtree()
        elif tables and tag == "table" and (rows := _data(element)):
            walk.skip_subtree()
            passed = element
            yield from filter(None, [state.close()])
            yield Paragraph(line_of(element), "table", rows=rows)
        elif done := state.enter(element):
            yield done
    if done := state.close():
        yield done


def _data(table: etree._Element) -> list[list[str]]:
    """The cells of a table of data; [] for a page's layout, which often holds other tables."""
    rows = table_rows(table) if table.find(".//table") is None else []
    return rows if is_data(rows) else []


def is_data(rows: list[list[str]]) -> bool:
    """True for rows that are a table of data and not a page's layout."""
    return len(rows) > 1 and max(map(len, rows)) > 1 and max(len(cell) for row in rows for cell in row) < 2000


def table_rows(table: etree._Element) -> list[list[str]]:
    """The cells of a table as text, row by row; rows without any text are left out."""
    rows = []
    for row in table.iter("tr"):
        cells = [clean(" ".join(map(str, cell.itertext()))) for cell in row if cell.tag in ("td", "th")]
        if any(cells):
            rows.append(cells)
    return rows
