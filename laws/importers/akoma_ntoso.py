"""Akoma Ntoso of any 3.0 namespace: acts, bills, and portions of acts; collections for the law that they hold."""

from laws.importers import akoma_flat
from laws.importers.akoma_identity import identify, name_from_collection
from laws.importers.xml import (
    Doubts,
    Element,
    bare,
    child,
    finish,
    lettered_number,
    line_of,
    local,
    read_xml,
    strip_label,
    text_of,
)  # fmt: skip
from laws.importers.xml_flow import Dialect, Flow, read_provision
from laws.labels import fold, normalise
from laws.parsed import OutlineEntry, ParsedLaw, Refusal

_UNITS = {"article": "article", "section": "section", "rule": "rule"}
_INNER = {
    "subsection": "subsection", "paragraph": "paragraph", "subparagraph": "subparagraph", "clause": "clause",
    "subclause": "item", "subrule": "subsection", "point": "item", "indent": "item", "item": "item", "recital": "item",
    "level": "item", "proviso": "item", "transitional": "item",
}  # fmt: skip
_CONTAINERS = frozenset({
    "book", "chapter", "division", "hcontainer", "part", "subchapter", "subdivision", "subpart", "subtitle", "title", "tome",
    "subtome", "subbook",
})  # fmt: skip
# Inside a provision whole articles and chapters are quoted from another law.
_DIALECT = Dialect(
    units=_INNER | dict.fromkeys({*_CONTAINERS, *_UNITS}, "item"),
    label="num",
    headings=frozenset({"heading", "subheading"}),
    pieces=frozenset({
        "content", "intro", "wrapUp", "wrap", "p", "block", "blockList", "listIntroduction", "listWrapUp", "list", "alinea",
        "quotedStructure", "embeddedStructure", "container", "formula", "recitals", "citations", "citation", "ul", "ol", "li",
        "longTitle", "blockContainer", "tblock", "crossHeading",
    }),
    notes=frozenset({"authorialNote", "note"}),
    history=frozenset({"sourceCredit"}),
    drop=frozenset({"toc", "noteRef", "meta", "eop"}),
)  # fmt: skip
_QUOTES = frozenset({"quotedStructure", "quotedText", "embeddedStructure", "embeddedText", "mod"})
_BODIES = frozenset({"body", "mainBody", "portionBody"})
_LAWS = ("act", "bill", "portion", "statement", "doc")
_NO_LAW = {"debate": "a debate", "debateReport": "a report of a debate", "judgment": "a judgment", "amendment": "an amendment",
           "amendmentList": "a list of amendments"}  # fmt: skip
_COLLECTIONS = frozenset({"documentCollection", "officialGazette"})


def parse(data: bytes, name: str) -> ParsedLaw:
    """Read the law of the file. Of several documents the act is taken, else the bill; the others are named as left out."""
    root = read_xml(data)
    if local(root) != "akomaNtoso":
        raise Refusal(f"not Akoma Ntoso: <{local(root)}>", line_of(root))
    doubts = Doubts()
    document = _choose(root, doubts)
    law = identify(document)
    if len(root) > 1 or local(root[0]) in _COLLECTIONS:
        name_from_collection(law, root[0])
    body = next((item for item in document if bare(item.tag) in _BODIES), None)
    if body is None:
        raise Refusal(f"the <{local(document)}> has no body", line_of(document))
    if law.jurisdiction == "mex" and akoma_flat.repeats_labels(body):
        akoma_flat.read(law, body)
        return law
    if local(document) == "portion":
        doubts.add("the file holds a portion of the law only", line_of(document))
    reader = _Reader(law, doubts)
    reader.preamble(child(document, "preamble"))
    reader.body(body)
    reader.attachments(document)
    return finish(law, doubts)


def _choose(root: Element, doubts: Doubts) -> Element:
    """The document that is a law; Refusal, with what the file holds instead, where none is."""
    found = [item for item in root.iter(*(f"{{*}}{name}" for name in _LAWS)) if child(item, "meta") is not None]
    attached = set(root.iterfind(".//{*}attachment/*"))
    found = [item for item in found if item not in attached]
    documents = [item for item in found if _has_units(item) or local(item) in ("act", "bill")]
    documents.sort(key=lambda item: _LAWS.index(local(item)))
    if not documents:
        held = next((local(item) for item in root), "nothing")
        what = _NO_LAW.get(held, f"a <{held}> without articles or sections")
        raise Refusal(f"an Akoma Ntoso file that holds no law: {what}", line_of(root))
    chosen = documents[0]
    inner = set(chosen.iter())
    for item in root.iter(*(f"{{*}}{name}" for name in (*_LAWS, *_NO_LAW))):
        if item is not chosen and item not in inner and child(item, "meta") is not None:
            doubts.add("the file holds another document, left out", line_of(item), item.get("name") or local(item))
    return chosen


def _has_units(document: Element) -> bool:
    return any(bare(item.tag) in _UNITS for item in document.iter())


class _Reader:
    def __init__(self, law: ParsedLaw, doubts: Doubts) -> None:
        self.law, self.doubts = law, doubts
        self.above: set[Element] = set()
        self.empty = 0

    def preamble(self, element: Element | None) -> None:
        """Recitals and citations; an enacting formula alone says nothing of its own."""
        if element is None or all(bare(item.tag) == "formula" for item in element):
            return
        provision, _ = read_provision(Flow(_DIALECT, self.doubts), element, "main", "preamble")
        if provision.current.blocks:
            provision.number = "preamble"
            self.law.provisions.append(provision)

    def body(self, body: Element) -> None:
        """Articles where there are any; else what stands directly in the body."""
        self._look(body)
        self.walk(body, 1, "main")
        if not any(provision.kind != "preamble" for provision in self.law.provisions):
            raise Refusal("the body holds no article or section", line_of(body))
        shells = [item for item in body.iter() if bare(item.tag) in _CONTAINERS and item not in self.above]
        if sum(not self._words(item) for item in shells) > len(self.law.outline) / 2:
            self.law.outline.clear()
            self.doubts.add("titles and chapters stand empty in the file: no outline", line_of(body))

    def _look(self, body: Element) -> None:
        """Find what stands above an article or section that is not quoted."""
        for item in body.iter():
            if bare(item.tag) in _UNITS:
                ancestors = list(item.iterancestors())
                ancestors = ancestors[: ancestors.index(body) + 1]
                if not any(bare(parent.tag) in _QUOTES for parent in ancestors):
                    self.above.update(ancestors)

    def walk(self, container: Element, level: int, sequence: str) -> None:
        """Articles, sections and the containers above them, to any depth."""
        for item in container:
            name = bare(item.tag)
            if item in self.above:
                label, heading = self._outline(item, level)
                told = fold(f"{label} {heading} {item.get('name', '')}")
                self.walk(item, level + 1, "transitory" if "transitori" in told else sequence)
            elif name in _UNITS:
                self.provision(item, sequence, _UNITS[name])
            elif (name in _CONTAINERS or name in _INNER) and self._words(item):
                self.provision(item, sequence, "other")
            elif name in _CONTAINERS:
                self._outline(item, level)
            elif name not in ("num", "heading", "subheading", "toc", "intro", "wrapUp") and text_of(item):
                self.doubts.add("unknown element between provisions, left out", line_of(item), name)

    def _words(self, item: Element) -> str:
        return "".join(text_of(inner) for inner in item if bare(inner.tag) not in ("num", "heading", "subheading"))

    def _outline(self, item: Element, level: int) -> tuple[str, str]:
        label = text_of(child(item, "num")).rstrip(" .—–-")
        heading = text_of(child(item, "heading"), _DIALECT.drop)
        if label or heading:
            self.law.outline.append(OutlineEntry(level, label, heading, len(self.law.provisions)))
        return label, heading

    def provision(self, item: Element, sequence: str, kind: str) -> None:
        provision, label = read_provision(Flow(_DIALECT, self.doubts), item, sequence, kind)
        # The words before "__" in an identifier are those of the containers.
        identifier = (item.get("eId") or item.get("id") or "").rpartition("__")[2].partition("_")[2]
        key = lettered_number if self.law.language == "en" else normalise
        provision.number = (key(label) or key(identifier) or "unnumbered")[:80]
        provision.label = label or identifier or provision.current.heading[:80] or provision.number
        if sequence == "main" and "transitori" in fold(label):
            provision.sequence = "transitory"
        first = provision.current.blocks[0] if provision.current.blocks else None
        if first and first.kind == "text" and first.depth == 0:
            first.text = strip_label(first.text, label)
        if not provision.current.blocks:
            self.doubts.add("a provision without text", provision.current.line, provision.label)
        self.law.provisions.append(provision)

    def attachments(self, document: Element) -> None:
        """Annexes: their articles as a sequence of their own, or all of one as one provision."""
        groups = [group for group in document if bare(group.tag) in ("attachments", "annexes")]
        held = [item for group in groups for item in group]
        for place, item in enumerate(held, start=1):
            body = next((inner for inner in item.iter() if bare(inner.tag) in _BODIES), item)
            self._look(body)
            if body in self.above:
                self.walk(body, 2, f"annex-{place}")
                continue
            provision, label = read_provision(Flow(_DIALECT, self.doubts), body, f"annex-{place}", "annex")
            heading = text_of(next((inner for inner in item.iter() if bare(inner.tag) == "heading"), None))
            provision.number, provision.label = str(place), label or heading or f"Annex {place}"
            self.law.provisions.append(provision)
