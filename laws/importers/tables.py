"""Tables on their way through the segmentation, which knows lines of text only."""

from collections.abc import Iterable

from laws.parsed import Block, ParsedProvision

_MARK = "\ufffc"  # OBJECT REPLACEMENT CHARACTER: stands in a line for what is no text


class Tables:
    """Keeps tables aside behind a mark in the text and puts them back as blocks."""

    def __init__(self) -> None:
        self._kept: list[list[list[str]]] = []

    def mark(self, rows: list[list[str]]) -> str:
        """The line to pass on in the table's place."""
        self._kept.append(rows)
        return f"{_MARK}{len(self._kept) - 1}"

    def restore(self, provisions: Iterable[ParsedProvision]) -> None:
        """Replace each mark by its table."""
        if not self._kept:
            return
        for provision in provisions:
            for wording in (provision.current, *provision.earlier):
                wording.blocks = [self._restored(block) for block in wording.blocks]

    def _restored(self, block: Block) -> Block:
        place = block.text.removeprefix(_MARK)
        if block.text.startswith(_MARK) and place.isdecimal() and int(place) < len(self._kept):
            return Block("table", "", depth=block.depth, rows=self._kept[int(place)])
        return block
