"""Safe reading of XML, and what the importers of XML share.

Elements are told apart by local name: the same format comes with several namespaces over the years. Nothing here loads a
DTD, expands an entity or opens another file; depth is capped, so that the importers may recurse.
"""

import re
from functools import lru_cache

from lxml import etree
from lxml.etree import _Element as Element

from laws.importers.dates import iso
from laws.importers.html import clean, line_of
from laws.labels import normalise
from laws.parsed import ParsedLaw, Refusal

MAX_DEPTH = 128
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.DOTALL)
_TOO_DEEP = etree.XPath("/*" * (MAX_DEPTH + 1))
_NO_DTD = "XML with a document type declaration (DTD, entities) is not accepted"
_NO_DEPTH = f"XML nested deeper than {MAX_DEPTH} levels"
_NOTHING: frozenset[str] = frozenset()


def read_xml(data: bytes) -> Element:
    """The root element, without comments and processing instructions.

    Raises Refusal, with the line, for an empty file, for XML that is not well-formed or cut off, for any DOCTYPE, and for
    nesting beyond MAX_DEPTH.
    """
    if not data.strip(b" \t\r\n\x00"):
        raise Refusal("the file is empty")
    prolog = _PROLOG.match(data)
    end = prolog.end() if prolog else 0
    if data.startswith(b"<!DOCTYPE", end):
        raise Refusal(_NO_DTD, data.count(b"\n", 0, end) + 1)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _refusal(error) from error
    except ValueError as error:
        raise Refusal(f"not readable as XML: {error}") from error
    # A second look: the first does not see into every character encoding.
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refusal(_NO_DTD, 1)
    deep = _TOO_DEEP(root)
    if isinstance(deep, list) and deep:
        raise Refusal(_NO_DEPTH, line_of(deep[0]) if isinstance(deep[0], Element) else 0)
    return root


def _refusal(error: etree.XMLSyntaxError) -> Refusal:
    message, line = clean(error.msg or "not XML")[:200], error.lineno or 0
    if "Excessive depth" in message:
        return Refusal(_NO_DEPTH, line)
    if "Premature end" in message or "EndTag" in message:
        return Refusal(f"the XML ends too early (cut off?): {message}", line)
    return Refusal(f"not well-formed XML: {message}", line)


@lru_cache(maxsize=2048)
def bare(tag: str) -> str:
    """A tag or attribute name without its namespace."""
    return tag.rpartition("}")[2]


def local(element: Element) -> str:
    """The local name of an element."""
    return bare(element.tag)


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant along a path of local names, or None."""
    for name in path:
        if element is None:
            return None
        element = next((item for item in element if bare(item.tag) == name), None)
    return element


def children(element: Element | None, name: str) -> list[Element]:
    """All children of that local name."""
    return [] if element is None else [item for item in element if bare(item.tag) == name]


def text_of(element: Element | None, drop: frozenset[str] = _NOTHING, blank: frozenset[str] = _NOTHING) -> str:
    """All text inside an element on one line, inline elements in order.

    drop: local names left out (the text after them stays). blank: local names that part words (line breaks, cells).
    """
    if element is None:
        return ""
    if not len(element):
        return clean(element.text or "")
    if not drop and not blank:
        return clean("".join(map(str, element.itertext())))
    parts: list[str] = []
    _gather(element, parts, drop, blank)
    return clean("".join(parts))


def _gather(element: Element, parts: list[str], drop: frozenset[str], blank: frozenset[str]) -> None:
    if element.text:
        parts.append(element.text)
    for item in element:
        name = bare(item.tag)
        if name in blank:
            parts.append(" ")
        if name not in drop:
            _gather(item, parts, drop, blank)
            if name in blank:
                parts.append(" ")
        if item.tail:
            parts.append(item.tail)


def iso_day(text: str | None) -> str | None:
    """The ISO date that a value begins with, or None; years past 2200 are fillers ("2999-01-01", "9999-01-01")."""
    match = re.match(r"\s*(\d{4})-(\d\d)-(\d\d)(?!\d)", text or "")
    if not match or not "1400" <= match[1] < "2200":
        return None
    return iso(int(match[1]), int(match[2]), int(match[3]))


def strip_label(text: str, label: str) -> str:
    """The text without its own label before it ("Artículo 1. Las …" → "Las …") and without the mark that closed it.

    A label that is a figure only counts as one where a mark closes it: "1 January" is text.
    """
    words = label.rstrip(" .:-–—º°").split()
    if not words:
        return text
    own = r"\s+".join(map(re.escape, words))
    closed = "" if re.search(r"[^\W\d_]{2}|§", label) else r"(?=\s*[.:)º°–—-])"
    text = re.sub(rf"^[\"“«\s]*{own}(?:[º°]|o(?=[.\s-]))?(?![^\W_]){closed}", "", text, count=1, flags=re.IGNORECASE)
    return re.sub(r"^[\s.:°º]*[-–—]*[\s.]*(?=\S)", "", text, count=1)


def lettered_number(label: str) -> str:
    """The key of a label where letters after a figure are part of the number ("§ 106a" → "106a", "21A" → "21a").

    So it is in statutes of the common law, which write no ordinals: elsewhere "1a" is the first.
    """
    return re.sub(r"\.(?=[a-z])", "", normalise(re.sub(r"(?<=\d)(?=[A-Za-z])", ".", label)))


class Doubts:
    """Doubts met while reading, told once per kind so that a report of a thousand oddities stays readable."""

    def __init__(self) -> None:
        self._met: dict[str, list[tuple[int, str]]] = {}

    def add(self, kind: str, line: int, detail: str = "") -> None:
        """`kind` is the sentence; `detail` names the case (a label, an element)."""
        self._met.setdefault(kind, []).append((line, detail))

    def tell(self, law: ParsedLaw) -> None:
        """One warning per kind, at the line where it was met first."""
        for kind, cases in self._met.items():
            details = list(dict.fromkeys(detail for _, detail in cases if detail))
            named = f": {', '.join(details[:5])}" if details else ""
            more = f" and {len(details) - 5} more" if len(details) > 5 else ""
            times = f" ({len(cases)} times)" if len(cases) > 1 else ""
            law.warn(cases[0][0], f"{kind}{named}{more}{times}")


def finish(law: ParsedLaw, doubts: Doubts) -> ParsedLaw:
    """Number what repeats, mark a bill as no law yet, tell the doubts."""
    seen: dict[tuple[str, str], int] = {}
    for provision in law.provisions:
        key = (provision.sequence, provision.number)
        provision.ordinal = seen[key] = seen.get(key, 0) + 1
        if provision.ordinal > 1:
            doubts.add("the number stands again in the same sequence", provision.current.line, provision.label)
        if law.type == "bill":
            provision.current.status = "not_in_force"
    doubts.tell(law)
    return law
