"""One segmentation for unmarked statute text in Spanish, Portuguese, English and French.

`segment` takes paragraphs and gives provisions in reading order with their sequence of numbers, a display outline and
warnings. The grammar of single lines is in `laws.grammar`; importers of marked-up formats may use it alone.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from laws import wordings
from laws.announcements import announces, shows_text
from laws.candidates import LOOKAHEAD, MARKED, Candidates
from laws.grammar import (
    PLAIN,
    QUOTES,
    ContainerMatch,
    LabelMatch,
    Line,
    match_container,
    match_item,
    match_provision,
)
from laws.labels import normalise
from laws.notes import is_note, split_notes
from laws.parsed import ARTICLE_KINDS, OutlineEntry, ParsedProvision
from laws.quotations import Amendment
from laws.sequences import CLOSING_RUNS, Sequences, style_and_value
from laws.wordings import Draft

__all__ = ["ContainerMatch", "LabelMatch", "Line", "Segmented", "match_container", "match_provision", "segment"]

_HEADING_LIMIT = 250
_NOTES = frozenset({"note", "history", "later"})


@dataclass(slots=True)
class Segmented:
    """provisions in reading order (preambles, annexes and closing formulas among them), outline, warnings with lines."""

    provisions: list[ParsedProvision] = field(default_factory=list)
    outline: list[OutlineEntry] = field(default_factory=list)
    warnings: list[tuple[int, str]] = field(default_factory=list)


def segment(lines: Iterable[tuple[int, str] | Line], *, language: str) -> Segmented:
    """Divide paragraphs into provisions. lines: (1-based source line, text) or `Line` with a hint; language: BCP 47."""
    items = (Line(*item) for item in lines)
    return _Reader([item._replace(text=item.text.strip()) for item in items if item.text.strip()], language[:2]).read()


@dataclass(slots=True)
class _Unit:
    """A provision being read."""

    sequence: str
    kind: str
    label: str
    number: str
    draft: Draft
    heading: str = ""
    earlier: list[Draft] = field(default_factory=list)
    earlier_open: bool = False
    amendment: Amendment = field(default_factory=Amendment)

    def is_empty(self) -> bool:
        """True for an article of which only the label was read."""
        drafted = self.draft.rest or any(line.hint not in _NOTES for line in self.draft.lines)
        return self.kind in ARTICLE_KINDS and not drafted

    def add(self, line: Line) -> None:
        """Take one more paragraph; it is a quoted one while a quotation is open."""
        if line.hint not in _NOTES:
            was_open = self.amendment.open
            self.amendment.add(line.text)
            if was_open or self.amendment.quoting:
                self.draft.quoted.add(len(self.draft.lines))
        self.draft.lines.append(line)


class _Reader:
    """Reads paragraphs once, with a look at the labels ahead where a label may be quoted.

    unit: the open provision, None after a container. mark: paragraph of the open unit where an embedded text may begin.
    container: still waiting for its heading or for a provision. notes: the publisher's, on a container, kept for the
    provision that follows.
    """

    def __init__(self, lines: list[Line], language: str):
        self.lines = lines
        self.line = 0
        self.candidates = Candidates(lines, language)
        self.sequences = Sequences(self._doubt)
        self.units: list[_Unit] = []
        self.unit: _Unit | None = None
        self.mark = -1
        self.outline: list[tuple[int, OutlineEntry]] = []
        self.levels: list[int] = []
        self.container: OutlineEntry | None = None
        self.notes: list[Line] = []
        self.doubts: dict[str, list[int]] = {}

    def read(self) -> Segmented:
        for index, line in enumerate(self.lines):
            self.line = line.number
            if line.hint == "earlier":
                if self.unit is not None and self.unit.kind in ARTICLE_KINDS:
                    self.unit.earlier_open = True
                continue
            label = self.candidates.labels.get(index)
            if label is None and self._word_labels() and line.hint in PLAIN:
                label = match_provision(line.text, words=True)
            if label is not None and (self._wording(line, label) or self._provision(index, line, label)):
                continue
            if label is None and self._container(index, line):
                continue
            self._text(index, line)
        return self._finish()

    def _word_labels(self) -> bool:
        return self.sequences.context in CLOSING_RUNS or self.sequences.current.name in CLOSING_RUNS

    # Provisions -----------------------------------------------------------------------------------------------------

    def _wording(self, line: Line, label: LabelMatch) -> bool:
        """The open provision's label again: an earlier wording, a later one, or the label printed twice."""
        unit = self.units[-1] if self.units else None
        if unit is None:
            return False
        same = label.number == unit.number
        if unit.earlier_open and unit is self.unit:
            unit.earlier_open = same
            if same:
                unit.earlier.append(Draft(line.number, label.rest))
            return same
        if not same:
            return False
        if unit is self.unit and unit.draft.lines and unit.draft.lines[-1].hint == "later":
            note = unit.draft.lines.pop()
            unit.draft.quoted.discard(len(unit.draft.lines))
            unit.earlier.insert(0, unit.draft)
            unit.draft = Draft(line.number, label.rest, [note._replace(hint="history")], unquote=label.quoted)
            unit.amendment = Amendment()
            return True
        if unit.is_empty():
            self.unit, self.container = unit, None
            unit.draft.rest = label.rest
            unit.amendment.add(label.rest)
            return True
        return False

    def _provision(self, index: int, line: Line, label: LabelMatch) -> bool:
        """Take a label; False where it only looks like one and stays text."""
        verdict = self._judge(index, label)
        if verdict == "text":
            return False
        unit = self.unit
        if verdict == "quoted" and unit is not None:
            unit.amendment.quoting = True
            unit.add(line)
            return True
        self._enter(label)
        again = match_provision(label.rest) if label.rest[:1] in "aA" else None
        rest = again.rest if again and again.number == label.number else label.rest
        self._start(label.kind, label.label, label.number, line.number, rest)
        self.units[-1].draft.unquote = label.quoted
        return True

    def _judge(self, index: int, label: LabelMatch) -> str:
        """ "own", "quoted" from another act, or "text"."""
        unit, seen, run = self.unit, self.candidates, self.sequences.current
        follows = run.follows(label)
        if unit is None or unit.kind == "preamble":
            return "own" if not label.quoted or follows else "text"
        signs = unit.amendment
        if label.quoted:
            return "quoted" if signs.amends or not follows else "own"
        if signs.open:
            if follows and seen.marked and self.lines[index].hint in MARKED:
                return "own"
            if not follows or label.number in signs.targets or seen.comes_again(index, label):
                return "quoted"
            self._doubt("quotation not closed before the next provision")
            return "own"
        named = signs.opens and signs.amends and label.number in signs.targets
        if named and (not follows or seen.comes_again(index, label)):
            return "quoted"
        if follows:
            return "own"
        if seen.inside_sentence(index, label):
            return "text"
        within = LOOKAHEAD if signs.amends else 1
        if not self.sequences.context and self.container is None and seen.goes_on(index, label, run, within):
            return "quoted"
        return "own"

    def _enter(self, label: LabelMatch) -> None:
        """Choose the sequence that the label belongs to and close what stood before it."""
        sequences = self.sequences
        name = sequences.choose(label, in_article=self.unit is not None and self.unit.kind != "other")
        if sequences.context == "enacting" and name == "main" and (draft := sequences.draft_before_enacting()):
            for unit in self.units:
                if unit.sequence == "main" and unit.kind != "preamble":
                    unit.sequence = draft
        if self.mark >= 0 and sequences.begun(name) and sequences.context in {"treaty", "embedded"}:
            self._split_at_mark(name)
        self.mark, self.container = -1, None
        sequences.take(label, name)

    def _split_at_mark(self, name: str) -> None:
        """The embedded text began inside the provision before: move its opening words to a preamble of their own."""
        draft = self.units[-1].draft
        moved = draft.lines[self.mark :]
        del draft.lines[self.mark :]
        draft.quoted = {place for place in draft.quoted if place < self.mark}
        self._start("preamble", "", "preamble", moved[0].number, "", sequence=name)
        self.units[-1].draft.lines = moved

    def _start(self, kind: str, label: str, number: str, line: int, rest: str, sequence: str = "") -> _Unit:
        unit = _Unit(sequence or self.sequences.current.name, kind, label, number, Draft(line, rest, self.notes))
        self.units.append(unit)
        self.unit, self.notes, self.mark = unit, [], -1
        if rest:
            unit.amendment.add(rest)
        return unit

    # Containers -----------------------------------------------------------------------------------------------------

    def _container(self, index: int, line: Line) -> bool:
        """Take a heading that groups provisions; False for other text."""
        unit = self.unit
        if line.hint not in {"", "heading"} or (unit is not None and unit.amendment.open):
            return False
        match = match_container(line.text, heading=line.hint == "heading")
        if match is None or (line.text[0] in QUOTES and unit is not None and unit.kind in ARTICLE_KINDS):
            return False
        if self.container is not None and not self.container.heading and match.role in CLOSING_RUNS:
            self.sequences.context = match.role
            return False  # the heading of the title or chapter just met
        if unit is not None and unit.amendment.quoting and not self._own_container(index):
            return False
        self._open_container(index, line, match)
        return True

    def _own_container(self, index: int) -> bool:
        """Inside a quotation without marks: the heading is the act's own when the act's next number follows it."""
        following = next(self.candidates.ahead(index), None)
        return following is None or self.sequences.current.follows(following)

    def _open_container(self, index: int, line: Line, match: ContainerMatch) -> None:
        embedded = self.mark >= 0 and self.sequences.context in {"treaty", "embedded"}
        if embedded and match.role != "annex":
            self._settle_mark(index)
        if match.role == "annex":
            self._annex(line, match)
        elif match.role:
            self.sequences.context = match.role
        rank = 0 if match.role == "annex" else match.level
        while self.levels and self.levels[-1] >= rank:
            self.levels.pop()
        self.levels.append(rank)
        self.container = OutlineEntry(len(self.levels), match.label, match.heading, 0)
        # A container between a label and the same label printed again stands above that article.
        above = bool(self.units and self.units[-1].is_empty())
        self.outline.append((len(self.units) - above, self.container))
        if match.role != "annex" and self.unit is not None:
            self.unit.earlier_open = False
            self.unit = self.unit if self.sequences.context in {"treaty", "embedded"} else None

    def _settle_mark(self, index: int) -> None:
        """A container after a treaty's title: the treaty has begun if its first article comes next."""
        sequences = self.sequences
        following = next(self.candidates.ahead(index), None)
        found = style_and_value(following.number) if following else None
        if following and found and found[1] == 1 and (sequences.current.count or sequences.context == "treaty"):
            name = sequences.choose(following, in_article=False)
            if sequences.begun(name) or not sequences.current.count:
                self._split_at_mark(name)
                sequences.enter(name)
                sequences.context = ""
        self.mark = -1

    def _annex(self, line: Line, match: ContainerMatch) -> None:
        kind = "schedule" if "schedule" in match.label.lower() else "annex"
        name = self.sequences.new("annex")
        self._start(kind, match.label, name.rpartition("-")[2], line.number, "", sequence=name).heading = match.heading
        self.sequences.context, self.sequences.annex = "annex", name

    # Text -----------------------------------------------------------------------------------------------------------

    def _text(self, index: int, line: Line) -> None:
        if self._takes_heading(line):
            return
        if self.unit is None and self.units and (line.hint in _NOTES or is_note(line.text)):
            self.notes.append(line._replace(hint="note"))
            return
        unit = self.unit or self._start_gap(line)
        if unit.earlier_open:
            if not unit.earlier:
                unit.earlier.append(Draft(line.number, ""))
            unit.earlier[-1].lines.append(line)
            return
        if line.hint in PLAIN and not unit.amendment.open:
            unit = self._announce(index, line, unit)
        unit.add(line)

    def _takes_heading(self, line: Line) -> bool:
        """The line after a bare container is its heading, and one more where both are in capitals or it is in brackets."""
        entry, text = self.container, line.text
        if entry is None or line.hint not in PLAIN or len(text) > _HEADING_LIMIT or match_item(text) or is_note(text):
            return False
        annex = self.unit if self.unit is not None and self.unit.kind in {"annex", "schedule"} else None
        if annex is not None and (annex.draft.lines or text.endswith((":", ";"))):
            return False
        bracketed = text[0] == "(" and text[-1] == ")"
        goes_on = bracketed or (entry.heading.isupper() and text.isupper())
        if entry.heading and (not goes_on or len(entry.heading) > _HEADING_LIMIT):
            return False
        text, found, _ = split_notes(text)
        self.notes.extend(line._replace(text=note, hint="note") for note in found)
        entry.heading = f"{entry.heading} {text}".strip()
        if annex is not None:
            annex.heading = entry.heading
            if announces(line.text, line.hint == "heading") == "treaty":
                self.sequences.context = "treaty"
        return True

    def _start_gap(self, line: Line) -> _Unit:
        """Text where no provision is open: the preamble, or words under a container before its first provision."""
        if not self.units:
            return self._start("preamble", "", "preamble", line.number, "")
        label = self.container.label if self.container else ""
        sequence = self.sequences.annex if self.sequences.context == "annex" else ""
        unit = self._start("other", label, normalise(label) or "text", line.number, "", sequence=sequence)
        unit.heading = self.container.heading if self.container else ""
        return unit

    def _announce(self, index: int, line: Line, unit: _Unit) -> _Unit:
        """Watch for the title of an embedded text, the enacting word and the closing formula; the unit that takes the line."""
        sequences = self.sequences
        sign = announces(line.text, line.hint == "heading")
        if sign in {"treaty", "embedded"} and (self.mark < 0 or (sign == "treaty" and sequences.context == "embedded")):
            too_early = sign == "embedded" and not sequences.current.count
            unshown = unit.kind == "preamble" and not shows_text(unit.amendment.text)
            if not (too_early or unshown or unit.kind == "annex"):
                self.mark, sequences.context = len(unit.draft.lines), sign
        elif sign == "enacting" and sequences.counted["treaty"]:
            sequences.context, self.mark = "enacting", -1
        closes = sign == "closing" and unit.kind not in {"preamble", "schedule"} and unit.number != "closing"
        if closes and not self.candidates.next_follows(index, sequences.current):
            return self._start("other", "", "closing", line.number, "", sequence=unit.sequence)
        return unit

    # Result ---------------------------------------------------------------------------------------------------------

    def _doubt(self, message: str) -> None:
        self.doubts.setdefault(message, []).append(self.line)

    def _finish(self) -> Segmented:
        if self.notes and self.units:
            self.units[-1].draft.lines.extend(self.notes)
        result, ordinals, places = Segmented(), Counter[tuple[str, str]](), []
        for unit in self.units:
            places.append(len(result.provisions))
            provision = _built(unit)
            if provision is None:
                continue
            ordinals[provision.sequence, provision.number] += 1
            provision.ordinal = ordinals[provision.sequence, provision.number]
            result.provisions.append(provision)
        places.append(len(result.provisions))
        articles = [provision for provision in result.provisions if provision.kind in ARTICLE_KINDS]
        wordings.lift_run_in_headings([provision.current for provision in articles])
        for place, entry in self.outline:
            entry.before = places[place]
            result.outline.append(entry)
        if not articles:
            self.doubts["no article or section found"] = [self.lines[0].number if self.lines else 0]
        for message, lines in self.doubts.items():
            more = f" ({len(lines)} times)" if len(lines) > 1 else ""
            result.warnings.append((lines[0], message + more))
        return result


def _built(unit: _Unit) -> ParsedProvision | None:
    current = wordings.build(unit.draft)
    current.heading = current.heading or unit.heading
    if unit.kind not in ARTICLE_KINDS and not unit.label and not current.blocks:
        return None
    if unit.kind in {"annex", "schedule"} and not current.blocks:
        return None
    earlier = [wordings.build(draft) for draft in unit.earlier]
    return ParsedProvision(unit.sequence, unit.kind, unit.label, unit.number, current, earlier=earlier)
