"""Words, paragraphs and labelled units mixed at will, as USLM, Akoma Ntoso and LexML have them, as blocks in reading order."""

import re
from dataclasses import dataclass, field

from laws.importers.html import clean
from laws.importers.xml import Doubts, Element, bare, child, line_of, text_of
from laws.parsed import Block, ParsedProvision, Wording

_TABLES = frozenset({"table"})
_ROWS = frozenset({"tr", "row"})
_CELLS = frozenset({"td", "th", "entry"})
_PARTED = frozenset({"br", "eol", "li", "p", "td", "th", "tr", "row", "entry", "num", "heading", "content", "chapeau"})
# What closes a quotation: marks, and the word that leads on to the next unit.
_ONLY_MARKS = re.compile(r"[^\w\s]{1,6}(?:\s+(?:and|or|y|e|o|ou|et))?")


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a format calls things, by local name.

    units: labelled units and the kind of their blocks. label, headings: what names a unit. pieces: elements that are a
    paragraph, or hold some. notes: the publisher's words. history: notes on the wording as a whole, by local name or by
    the attribute `name`. drop: left out with all inside. blanks: inline elements that part words.
    """

    units: dict[str, str]
    label: str
    headings: frozenset[str]
    pieces: frozenset[str]
    notes: frozenset[str] = frozenset()
    history: frozenset[str] = frozenset()
    drop: frozenset[str] = frozenset()
    blanks: frozenset[str] = field(default=frozenset({"br", "eol"}))


class Flow:
    """Reads what stands inside one provision into `blocks` and `history`."""

    def __init__(self, dialect: Dialect, doubts: Doubts) -> None:
        self.blocks: list[Block] = []
        self.history: list[str] = []
        self.doubts, self._dialect = doubts, dialect
        self._words: list[str] = []

    def unit(self, element: Element, kind: str, depth: int) -> Block:
        """Append a unit with all that it holds, and give its block (which is not kept when it is empty)."""
        self.flush(depth, None)
        block, place = Block(kind, "", depth=depth), len(self.blocks)
        self.blocks.append(block)
        self.mixed(element, depth, block)
        self.flush(depth, block)
        if not (block.text or block.label or block.heading):
            del self.blocks[place]
        return block

    def mixed(self, element: Element, depth: int, own: Block | None) -> None:
        """Take in the words and elements inside an element, in order."""
        if element.text:
            self._words.append(element.text)
        for item in element:
            self.inside(item, depth, own)
            if item.tail:
                self._words.append(item.tail)

    def inside(self, item: Element, depth: int, own: Block | None) -> None:
        """Take in one element that stands in the unit `own` of that depth."""
        dialect, name = self._dialect, bare(item.tag)
        if own and name == dialect.label and not own.label:
            own.label = text_of(item, dialect.drop, dialect.blanks).rstrip(" —–-")
        elif own and name in dialect.headings and not own.heading:
            own.heading = text_of(item, dialect.drop, dialect.blanks).rstrip(" —–")
        elif name in dialect.drop:
            return
        elif name in dialect.history or item.get("name") in dialect.history:
            self.history.extend(filter(None, [text_of(item, dialect.drop, _PARTED)]))
        elif name in dialect.units:
            self.flush(depth, own)
            labelled = child(item, dialect.label) is not None
            self.unit(item, dialect.units[name] if labelled else "text", depth + labelled)
        elif name in dialect.notes:
            self.flush(depth, own)
            self.note(item, depth)
        elif name in _TABLES:
            self.flush(depth, own)
            self.table(item, depth)
        elif name in dialect.pieces or name in dialect.headings or name == dialect.label:
            self.flush(depth, own)
            self.mixed(item, depth, own)
            self.flush(depth, own)
        else:
            if name in dialect.blanks:
                self._words.append(" ")
            self.mixed(item, depth, own)

    def flush(self, depth: int, own: Block | None) -> None:
        """End the open paragraph: it is the text of `own` while nothing follows that yet, else a block of its own."""
        if not self._words:
            return
        words = clean("".join(self._words))
        self._words.clear()
        if not words:
            return
        last = self.blocks[-1] if self.blocks else None
        if own and last is own and not own.text:
            own.text = words
        elif last and last.text and last.kind not in ("note", "table") and _ONLY_MARKS.fullmatch(words):
            last.text += words
        else:
            self.blocks.append(Block("text", words, depth=depth))

    def note(self, element: Element, depth: int) -> None:
        """A note, paragraph by paragraph; the notes inside it too."""
        drop, name = self._dialect.drop, bare(element.tag)
        inner = [item for item in element if bare(item.tag) in self._dialect.notes]
        if inner and name.endswith("s"):
            for item in inner:
                self.note(item, depth)
            return
        heading = next((item for item in element if bare(item.tag) in self._dialect.headings), None)
        title = text_of(heading, drop, _PARTED)
        pieces = [item for item in element if item is not heading]
        texts = [text_of(item, drop, _PARTED) for item in pieces]
        if not pieces or (element.text or "").strip() or any((item.tail or "").strip() for item in pieces):
            whole = drop | self._dialect.headings if title else drop
            texts = [text_of(element, whole, _PARTED)]
        blocks = [Block("note", text, depth=depth) for text in texts if text] or [Block("note", "", depth=depth)]
        blocks[0].heading = title
        self.blocks.extend(block for block in blocks if block.text or block.heading)

    def table(self, element: Element, depth: int) -> None:
        """A table of any vocabulary; rows without words are left out."""
        rows, caption, drop = [], "", self._dialect.drop
        for item in element.iter():
            name = bare(item.tag)
            if name in _ROWS:
                rows.append([text_of(cell, drop, _PARTED) for cell in item if bare(cell.tag) in _CELLS])
            elif name in ("caption", "title") and not rows:
                caption = caption or text_of(item, drop, _PARTED)
        rows = [row for row in rows if any(row)]
        if rows:
            self.blocks.append(Block("table", caption, depth=depth, rows=rows))


def read_provision(flow: Flow, element: Element, sequence: str, kind: str) -> tuple[ParsedProvision, str]:
    """The element as a provision without number, and its label as printed."""
    unit = flow.unit(element, "text", 0)
    label, heading = unit.label.rstrip(" .:—–-"), unit.heading
    unit.label = unit.heading = ""
    if flow.blocks and flow.blocks[0] is unit and not unit.text:
        del flow.blocks[0]
    wording = Wording(flow.blocks, heading=heading, history=" ".join(flow.history), line=line_of(element))
    return ParsedProvision(sequence, kind, label, "", wording), label
