"""The Universal Declaration of Human Rights as HTML: a preamble in `header`, thirty `article` elements."""

from collections.abc import Iterator

from lxml import etree

from laws.importers import html
from laws.labels import normalise
from laws.parsed import Alias, Block, Event, ParsedLaw, ParsedProvision, Refusal, Wording

FORMAT = "udhr-html"

DATE = "1948-12-10"
_ABBREVIATIONS = {"en": "UDHR", "es": "DUDH", "fr": "DUDH", "pt": "DUDH"}


def parse(data: bytes, name: str) -> ParsedLaw:
    """One language's text; the articles' numbers are the same in every language. Raises Refusal when there are none."""
    root = html.read(data)
    tag = root.get("lang") or ""
    language = tag.split("-")[0].lower() if tag.lower().startswith(("pt", "es", "en", "fr")) else tag
    heading = root.find(".//h1")
    law = ParsedLaw(
        format=FORMAT,
        language=language or "und",
        title=html.text_of(heading) if heading is not None else "",
        jurisdiction="int",
        type="soft_law",
        native_type="Declaration",
        number="A/RES/217(III)",
        date=DATE,
        events=[Event("promulgated", DATE)],
    )
    if language in _ABBREVIATIONS:
        law.aliases.append(Alias(_ABBREVIATIONS[language], "abbreviation", language))
    header = root.find(".//header")
    if header is not None:
        law.provisions.append(_provision(header, "preamble", ""))
    seen: dict[str, int] = {}
    for place, element in enumerate(root.iter("article"), start=1):
        provision = _provision(element, "article", str(place))
        seen[provision.number] = provision.ordinal = seen.get(provision.number, 0) + 1
        law.provisions.append(provision)
    if not seen:
        raise Refusal("the page has no article element")
    return law


def _provision(element: etree._Element, kind: str, place: str) -> ParsedProvision:
    heading = element.find("h2")
    label = html.text_of(heading).rstrip(" .") if heading is not None else ""
    number = "preamble" if kind == "preamble" else normalise(element.get("data-number") or "") or place
    wording = Wording(list(_blocks(element)), line=html.line_of(element))
    return ParsedProvision("main", kind, label or number, number, wording)


def _blocks(element: etree._Element) -> Iterator[Block]:
    """Paragraphs as they stand; the items of a list are numbered as a browser shows them."""
    number = 0
    for child in element.iter("p", "ol", "li"):
        parent = child.getparent()
        if child.tag == "ol":
            number = 0
        elif child.tag == "li":
            number += 1
            inside = child.find("p")
            label = f"{number}." if parent is not None and parent.tag == "ol" else ""
            yield Block("subsection", html.text_of(inside if inside is not None else child), label, depth=1)
        elif parent is None or parent.tag != "li":
            yield Block("text", html.text_of(child))
        elif parent.find("p") is not child:
            yield Block("text", html.text_of(child), depth=1)
