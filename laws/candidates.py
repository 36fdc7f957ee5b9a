"""Lines of a text that may begin a provision, and what stands ahead of and before each of them."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from laws.announcements import breaks_off
from laws.grammar import PLAIN, LabelMatch, Line, match_provision
from laws.sequences import Run

LOOKAHEAD = 60  # labels looked at to decide whether a label is the act's own
MARKED = frozenset({"heading", "label"})
_PARAGRAPH = re.compile(r"Paragraph\s+(\d{1,3})$", re.IGNORECASE)


class Candidates:
    """Labels by the index of their line. marked: the source's marks of headings can be trusted."""

    def __init__(self, lines: list[Line], language: str):
        self.lines = lines
        self.labels = self._labels(language)
        self.order = sorted(self.labels)
        hinted = sum(lines[place].hint in MARKED for place in self.order)
        # Marks are trusted where the source sets them on its first article and on most.
        self.marked = hinted * 2 >= len(self.order) > 0 and lines[self.order[0]].hint in MARKED

    def _labels(self, language: str) -> dict[int, LabelMatch]:
        """Bare numbers only where an English text has no other label; "Section" only where it is no container."""
        found = self._match_all(bare=False)
        if not found and language == "en":
            found = self._match_all(bare=True)
        kinds = Counter(label.kind for label in found.values())
        if language == "fr" or kinds["article"] > kinds["section"]:
            found = {index: label for index, label in found.items() if label.kind != "section"}
        return found

    def _match_all(self, *, bare: bool) -> dict[int, LabelMatch]:
        matches = ((index, _match(line, bare=bare)) for index, line in enumerate(self.lines) if line.hint in PLAIN)
        return {index: label for index, label in matches if label}

    def ahead(self, index: int) -> Iterator[LabelMatch]:
        """The next labels after a line that do not begin with a quotation mark."""
        start = bisect_right(self.order, index)
        for place in self.order[start : start + LOOKAHEAD]:
            if not self.labels[place].quoted:
                yield self.labels[place]

    def comes_again(self, index: int, label: LabelMatch) -> bool:
        """True when the same number stands again soon: then this one is quoted and that one the act's own."""
        return any(other.number == label.number for other in self.ahead(index))

    def next_follows(self, index: int, run: Run) -> bool:
        """True when the next label continues the run."""
        following = next(self.ahead(index), None)
        return following is not None and run.follows(following)

    def goes_on(self, index: int, label: LabelMatch, run: Run, within: int) -> bool:
        """True when the run goes on within so many labels, and not because a new run that begins here counts up to there."""
        first = before = run.distance(label)
        if first is None:
            return False
        for other in islice(self.ahead(index), within):
            distance = run.distance(other)
            if distance == 1:
                return before != 0
            if first > 1 and distance == first + 1:
                return False  # the labels go on from here: a number is missing before this one
            before = distance
        return False

    def inside_sentence(self, index: int, label: LabelMatch) -> bool:
        """True when the line before breaks off in mid-sentence, so that the label is a reference cut by a line end."""
        if index == 0 or self.lines[index].hint in MARKED or not label.rest:
            return False
        before = self.lines[index - 1]
        return before.hint == "" and breaks_off(before.text)


def _match(line: Line, *, bare: bool) -> LabelMatch | None:
    found = match_provision(line.text, bare=bare)
    if found is None and line.hint == "heading" and (numbered := _PARAGRAPH.match(line.text)):
        return LabelMatch(line.text, numbered.group(1), "", "other")
    return found
