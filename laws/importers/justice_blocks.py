"""The inside of a section or schedule in the XML of Justice Canada, as blocks in reading order."""

from laws.importers.html import line_of
from laws.importers.xml import Doubts, Element, text_of
from laws.parsed import Block

# Units with a label of their own. A Provision is a unit of a schedule or treaty, an inner Section belongs to another act.
_UNITS = {
    "Subsection": "subsection", "Paragraph": "paragraph", "Subparagraph": "subparagraph", "Clause": "clause",
    "Subclause": "item", "Definition": "definition", "FormulaDefinition": "item", "FormulaParagraph": "paragraph",
    "Item": "item", "Provision": "", "Section": "",
}  # fmt: skip
# AmendedText and ReadAsText quote another act: their sections are text of the one that amends.
_WRAPPERS = frozenset({
    "AmendedText", "ReadAsText", "BillPiece", "Body", "DocumentInternal", "Enacts", "FormGroup", "FormulaGroup", "Group", "List", "Order", "Preamble",
    "RegulationPiece", "RelatedOrNotInForce", "Schedule", "SectionPiece", "SignatureBlock", "ContinuedDefinition",
    "ContinuedFormulaParagraph", "ContinuedParagraph", "ContinuedSectionSubsection", "ContinuedSubparagraph",
})  # fmt: skip
_HEADINGS = frozenset({"Heading", "GroupHeading", "ScheduleFormHeading"})
_TEXTS = frozenset({
    "Text", "Oath", "SignatureName", "SignatureTitle", "FormulaConnector", "Formula", "Repealed", "OriginatingRef",
})  # fmt: skip
_NOTES = frozenset({"Note", "Footnote", "ImageGroup"})
# Marks that are no words of the law.
_MARKS = frozenset({"FootnoteRef", "HistoricalNote"})
_REPEALED = frozenset({"Repealed", *_MARKS})
_BLANKS = frozenset({"LineBreak", "Leader", "LeaderRightJustified", "FormBlank", "Provision", "Text", "Label"})
_NOT_YET = frozenset({"no", "9999-01-01"})


def printed(element: Element | None) -> str:
    """The words of an element as printed, without footnote marks and history."""
    if element is None:
        return ""
    return text_of(element, _MARKS, _BLANKS) if len(element) else text_of(element)


def title_of(heading: Element) -> tuple[str, str]:
    """Label and title of a heading; a title may come in several lines."""
    return printed(heading.find("Label")), " ".join(filter(None, map(printed, heading.iterfind("TitleText"))))


class BlockReader:
    """Reads what stands inside one provision.

    blocks, history: the result. repealed: a repeal is printed; live: so is anything else. pending: inner units that the
    source marks as not yet in force.
    """

    def __init__(self, language: str, doubts: Doubts) -> None:
        self.blocks: list[Block] = []
        self.history: list[str] = []
        self.repealed = self.live = False
        self._language, self._doubts = language, doubts

    def unit(self, element: Element, kind: str, depth: int) -> Block:
        """Append a unit with all that it holds, and give its block (which is not kept when it is empty)."""
        block, place = Block(kind or "text", "", depth=depth), len(self.blocks)
        self.blocks.append(block)
        if element.get("in-force") in _NOT_YET and depth:
            self._doubts.add("an inner unit that is not yet in force is printed with the text", line_of(element))
        if not kind and depth == 1 and element.find("Label") is None:
            block.depth = depth = 0
        for item in element:
            tag = item.tag
            if tag == "Text":
                self._text(item, depth, block)
            elif tag in ("Label", "FormulaTerm"):
                block.label = printed(item)
            elif tag == "MarginalNote":
                block.heading = printed(item)
                self._history(item)
            else:
                self.read(item, depth)
        if not kind and block.label:
            block.kind = "item"
        if not (block.text or block.label or block.heading):
            del self.blocks[place]
        return block

    def read(self, element: Element, depth: int) -> None:
        """Append one element that stands in a unit of that depth (0: in the provision itself)."""
        tag = element.tag
        if tag in _UNITS:
            self.unit(element, _UNITS[tag], depth + 1)
        elif tag in _TEXTS:
            self._text(element, depth)
        elif tag in _WRAPPERS:
            for item in element:
                self.read(item, depth)
        elif tag in _HEADINGS:
            label, title = title_of(element)
            self._add(Block("text", printed(element.find("OriginatingRef")), label, title, depth))
        elif tag == "HistoricalNote":
            self._history(element)
        elif tag in _NOTES:
            self._add(Block("note", printed(element), depth=depth))
        elif tag == "TableGroup":
            self._table(element, depth)
        elif tag == "BilingualGroup":
            own = "BilingualItemFr" if self._language == "fr" else "BilingualItemEn"
            for item in element.iterfind(own):
                self._add(Block("item", printed(item), depth=depth + 1))
        elif words := printed(element):
            self._doubts.add("unknown element, its text is kept", line_of(element), tag)
            self._add(Block("text", words, depth=depth))

    def _add(self, block: Block) -> None:
        if block.text or block.label or block.heading or block.rows:
            self.blocks.append(block)
            self.live = self.live or (block.kind != "note" and not (block.label or block.heading))

    def _text(self, element: Element, depth: int, own: Block | None = None) -> None:
        """Words of the law: those of the unit `own` while nothing follows it yet, else a block of their own."""
        words = printed(element)
        if element.tag == "Repealed":
            self.repealed = True
        elif len(element) and element.find("Repealed") is not None:
            self.repealed = True
            self.live = self.live or bool(text_of(element, _REPEALED).strip(" .;,"))
        elif words:
            self.live = True
        if len(element) and element.find("HistoricalNote") is not None:
            self._history(element)
        if own and not own.text and self.blocks[-1] is own:
            own.text = words
        elif words:
            self.blocks.append(Block("text", words, depth=depth))

    def _history(self, element: Element) -> None:
        notes = [element] if element.tag == "HistoricalNote" else element.iterfind("HistoricalNote")
        for note in notes:
            items = [text_of(item) for item in note.iterfind("HistoricalNoteSubItem")] or [text_of(note)]
            self.history.extend(item for item in items if item and item not in self.history)

    def _table(self, group: Element, depth: int) -> None:
        captions = (printed(group.find(path)) for path in ("Caption", "table/title"))
        caption = " ".join(words for words in captions if words)
        rows = [[printed(cell) for cell in row.iterfind("entry")] for row in group.iter("row")]
        rows = [row for row in rows if any(row)]
        if rows:
            self.live = True
            self.blocks.append(Block("table", caption, depth=depth, rows=rows))
        for note in group.iter("Footnote"):
            self._add(Block("note", printed(note), depth=depth))
