"""One segmentation for unmarked statute text in Spanish, Portuguese, English and French.

`segment` takes paragraphs and gives provisions in reading order with their sequence of numbers, a display outline and
warnings. The grammar of single lines is in `laws.grammar`; importers of marked-up formats may use it alone.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from laws import wordings
from laws.grammar import PLAIN, QUOTES, ContainerMatch, LabelMatch, Line, match_container, match_item, match_provision
from laws.labels import normalise
from laws.notes import is_note, split_notes
from laws.parsed import ARTICLE_KINDS, OutlineEntry, ParsedProvision
from laws.sequences import Amendment, Run, announces, shows_text, style_and_value
from laws.wordings import Draft

__all__ = ["ContainerMatch", "LabelMatch", "Line", "Segmented", "match_container", "match_provision", "segment"]

_MARKED = frozenset({"heading", "label"})
_RUNS_BACK = 12  # runs of numbers that a label may go back to
_LOOKAHEAD = 60  # labels looked at to decide whether a label is the act's own
_HEADING_LIMIT = 250
# A line that breaks off: at a comma, or at a word that wants another.
_UNFINISHED = re.compile(
    r"(?:,|(?<![^\W_])(?:de|del|el|la|los|las|en|y|o|e|u|a|al|con|por|para|seg[uú]n|que|su|sus|este|esta|dicho|presente|citado|mencionado|referido|anterior|primer"
    r"|do|da|dos|das|no|na|pelo|pela|of|the|in|and|or|to|under|by|du|des|le|les|et|ou|art[ií]culos?|incisos?|conforme|mediante))$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Segmented:
    """provisions in reading order (preambles, annexes and closing formulas among them), outline, warnings with lines."""

    provisions: list[ParsedProvision] = field(default_factory=list)
    outline: list[OutlineEntry] = field(default_factory=list)
    warnings: list[tuple[int, str]] = field(default_factory=list)


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
        drafted = self.draft.rest or any(line.hint not in {"note", "history"} for line in self.draft.lines)
        return self.kind in ARTICLE_KINDS and not drafted


def segment(lines: Iterable[tuple[int, str] | Line], *, language: str) -> Segmented:
    """Divide paragraphs into provisions. lines: (1-based source line, text) or `Line` with a hint; language: BCP 47."""
    items = (Line(*item) for item in lines)
    return _Segmenter([item._replace(text=item.text.strip()) for item in items if item.text.strip()], language).read()


_PARAGRAPH = re.compile(r"Paragraph\s+(\d{1,3})$", re.IGNORECASE)


def _label(line: Line, *, bare: bool) -> LabelMatch | None:
    found = match_provision(line.text, bare=bare)
    if found is None and line.hint == "heading" and (numbered := _PARAGRAPH.match(line.text)):
        return LabelMatch(line.text, numbered.group(1), "", "other")
    return found


class _Segmenter:
    """Reads paragraphs once, with a look at the labels ahead where a label may be quoted."""

    def __init__(self, lines: list[Line], language: str):
        self.lines = lines
        self.language = language[:2]
        self.labels = self._labels()
        self.order = sorted(self.labels)
        hinted = sum(lines[place].hint in _MARKED for place in self.order)
        # Marks of headings are trusted where the source sets them on its first article and on most.
        self.marked = hinted * 2 >= len(self.order) > 0 and lines[self.order[0]].hint in _MARKED
        self.units: list[_Unit] = []
        self.outline: list[tuple[int, OutlineEntry]] = []
        self.open_levels: list[int] = []
        self.runs = {"main": Run("main")}
        self.run = self.runs["main"]
        self.unit: _Unit | None = None
        self.annex = ""  # sequence of the annex whose heading stands before, while the context is "annex"
        self.context = ""  # what the headings since the last provision announce
        self.mark = -1  # paragraph of the open unit where an embedded text may begin
        self.container: OutlineEntry | None = None  # still waiting for its heading or for a provision
        self.notes: list[Line] = []  # the publisher's notes on a container, for the provision that follows
        self.counted = Counter[str]()
        self.doubts: dict[str, list[int]] = {}
        self.line = 0

    # Labels ---------------------------------------------------------------------------------------------------------

    def _labels(self) -> dict[int, LabelMatch]:
        """Candidate labels by paragraph; bare numbers only where an English text has no other label."""
        found = self._match_all(bare=False)
        if not found and self.language == "en":
            found = self._match_all(bare=True)
        kinds = Counter(label.kind for label in found.values())
        if self.language == "fr" or kinds["article"] > kinds["section"]:
            found = {index: label for index, label in found.items() if label.kind != "section"}
        return found

    def _match_all(self, *, bare: bool) -> dict[int, LabelMatch]:
        matches = ((index, _label(line, bare=bare)) for index, line in enumerate(self.lines) if line.hint in PLAIN)
        return {index: label for index, label in matches if label}

    def ahead(self, index: int) -> Iterator[LabelMatch]:
        """The next labels after a paragraph that do not begin with a quotation mark."""
        start = bisect_right(self.order, index)
        for place in self.order[start : start + _LOOKAHEAD]:
            if not self.labels[place].quoted:
                yield self.labels[place]

    # Reading --------------------------------------------------------------------------------------------------------

    def read(self) -> Segmented:
        for index, line in enumerate(self.lines):
            self.line = line.number
            if line.hint == "earlier":
                self._earlier(line)
                continue
            label = self.labels.get(index)
            if label is not None and self._later(line, label):
                continue
            if label is None and self._word_labels() and line.hint in PLAIN:
                label = match_provision(line.text, words=True)
            if label is not None and self._provision(index, line, label):
                continue
            if label is None and self._container(index, line):
                continue
            self._text(index, line)
        return self._finish()

    def _word_labels(self) -> bool:
        return self.context in {"transitory", "final"} or self.run.name in {"transitory", "final"}

    def _earlier(self, line: Line) -> None:
        if self.unit is not None and self.unit.kind in ARTICLE_KINDS:
            self.unit.earlier_open = True

    def _later(self, line: Line, label: LabelMatch) -> bool:
        """A newer wording of the open provision, which the publisher prints after the one it replaced."""
        unit = self.unit
        before = unit.draft.lines[-1] if unit is not None and unit.draft.lines else None
        if unit is None or before is None or before.hint != "later" or label.number != unit.number:
            return False
        note = unit.draft.lines.pop()
        unit.earlier.insert(0, unit.draft)
        unit.draft = Draft(line.number, label.rest, [note._replace(hint="history")], unquote=label.quoted)
        unit.amendment = Amendment()
        return True

    # Provisions -----------------------------------------------------------------------------------------------------

    def _provision(self, index: int, line: Line, label: LabelMatch) -> bool:
        """Take a label; False where it only looks like one and stays text."""
        unit = self.unit
        if unit is not None and unit.earlier_open:
            if label.number == unit.number:
                unit.earlier.append(Draft(line.number, label.rest))
                return True
            unit.earlier_open = False
        if self._label_again(line, label):
            return True
        verdict = self._judge(index, label)
        if verdict == "text":
            return False
        if verdict == "quoted" and unit is not None:
            unit.amendment.quoting = True
            unit.draft.quoted.add(len(unit.draft.lines))
            unit.draft.lines.append(line)
            unit.amendment.add(line.text)
            return True
        self._open_run(index, line, label)
        again = match_provision(label.rest) if label.rest[:1] in "aA" else None
        rest = again.rest if again and again.number == label.number else label.rest
        self._start(label.kind, label.label, label.number, line.number, rest)
        self.units[-1].draft.unquote = label.quoted
        self.run.note(label)
        return True

    def _label_again(self, line: Line, label: LabelMatch) -> bool:
        """The label printed twice: as a heading and again before the text."""
        unit = self.units[-1] if self.units else None
        if unit is None or unit.number != label.number or not unit.is_empty():
            return False
        self.unit, self.container = unit, None
        unit.draft.rest = label.rest
        if label.rest:
            unit.amendment.add(label.rest)
        return True

    def _judge(self, index: int, label: LabelMatch) -> str:
        """ "own", "quoted" from another act, or "text"."""
        unit = self.unit
        follows = self.run.follows(label)
        if unit is None or unit.kind == "preamble":
            return "own" if not label.quoted or follows else "text"
        signs = unit.amendment
        if label.quoted:
            return "quoted" if signs.amends or not follows else "own"
        if signs.open:
            if follows and self.marked and self.lines[index].hint in _MARKED:
                return "own"
            if not follows or label.number in signs.targets or self._comes_again(index, label):
                return "quoted"
            self._doubt(self.lines[index].number, "quotation not closed before the next provision")
            return "own"
        if signs.opens and signs.amends and label.number in signs.targets:
            if not follows or self._comes_again(index, label):
                return "quoted"
        if not follows and self._next_comes(index, label, _LOOKAHEAD if signs.amends else 1):
            return "quoted"
        if not follows and self._inside_sentence(index):
            return "text"
        return "own"

    def _comes_again(self, index: int, label: LabelMatch) -> bool:
        """True when the same number stands again soon: then this one is quoted and that one the act's own."""
        return any(other.number == label.number for other in self.ahead(index))

    def _next_comes(self, index: int, label: LabelMatch, within: int) -> bool:
        """True when the open run goes on soon, and not because a new run that begins here counts up to there."""
        first = before = self.run.distance(label)
        if first is None or self.context or self.container is not None:
            return False
        for other in islice(self.ahead(index), within):
            distance = self.run.distance(other)
            if distance == 1:
                return before != 0
            if first > 1 and distance == first + 1:
                return False  # the labels go on from here: a number is missing before this one
            before = distance
        return False

    def _inside_sentence(self, index: int) -> bool:
        """True when the paragraph before breaks off in mid-sentence, so that the label is a reference cut by a line end."""
        if index == 0 or self.lines[index].hint in {"heading", "label"}:
            return False
        before = self.lines[index - 1]
        return before.hint == "" and bool(_UNFINISHED.search(before.text[-40:]))

    def _open_run(self, index: int, line: Line, label: LabelMatch) -> None:
        """Choose the sequence that the label belongs to and close what stood before it."""
        name = self._sequence(label)
        if self.mark >= 0:
            if name != self.run.name and self.context in {"treaty", "embedded"}:
                self._split_at_mark(name)
            self.mark = -1
        if self.context == "annex" and name != self.annex:
            self._doubt(line.number, "provision after an annex heading continues the numbers before it")
        self.run = self.runs.setdefault(name, Run(name))
        distance = self.run.distance(label)
        if distance is not None and distance > 1 and self.run.count:
            self._doubt(line.number, "number missing before this provision")
        self.context = ""
        self.container = None

    def _sequence(self, label: LabelMatch) -> str:
        """Name of the run of numbers that the label continues or begins."""
        found = style_and_value(label.number)
        current = self.run
        if label.transitory:
            return "transitory"
        if self.context == "annex":
            annex = self.units[-1].sequence if self.units else self.run.name
            if (found and found[1] == 1) or not self.runs["main"].follows(label):
                return annex
        if current.follows(label) and (current.count or current.name != "main"):
            return current.name
        if self.context in {"transitory", "final"} and self.runs["main"].count and self._restarts(label):
            return self.context
        if self.context == "enacting" and found and found[1] == 1:
            return self._enacted()
        if found is None or found[1] != 1 or not self._restarts(label):
            return self._continued(label)
        return self._restarted(label, found[0])

    def _restarts(self, label: LabelMatch) -> bool:
        found = style_and_value(label.number)
        if found is None or (self.context in {"transitory", "final"} and label.kind == "other"):
            return True
        if self.context in {"transitory", "final"} and found[0] == "words" and "digits" in self.run.last:
            return True
        last = self.run.last.get(found[0])
        return last is None or found[1] <= last

    def _continued(self, label: LabelMatch) -> str:
        """A label that does not follow: back to the last run that waits for it, else a gap or a repetition here."""
        for run in (*islice(reversed(self.runs.values()), _RUNS_BACK), self.runs["main"]):
            if run.count and run.follows(label):
                return run.name
        return self.run.name

    def _restarted(self, label: LabelMatch, style: str) -> str:
        """Number 1 again: a treaty, an annex, transitory provisions, or the act's own articles after a treaty."""
        main = self.runs["main"]
        if self.context == "treaty":
            return self._new("treaty")
        if self.context == "embedded" and main.count:
            return self._new("annex")
        if not main.count:
            return "main"
        if style == "words":
            if style not in main.last and self.run is main and not main.last.get("digits"):
                return "main"
            return "transitory"
        if style not in main.last and self.run is main:
            return "main"
        if self.run.name.startswith(("transitory", "final")):
            return self.run.name
        if main.last.get(style, 0) < 2 and self.run is main and self.unit is not None and self.unit.kind != "other":
            self._doubt(self.line, "number stands again")
            return self.run.name
        self._doubt(self.line, "numbers begin again without a heading: taken as an annex")
        return self._new("annex")

    def _enacted(self) -> str:
        """The articles after the enacting word are the act's own; what looked like them before was a draft printed too."""
        self.counted["enacted"] += 1
        if self.runs["main"].count and self.counted["enacted"] < _RUNS_BACK:
            name = self._new("annex")
            for unit in self.units:
                if unit.sequence == "main" and unit.kind != "preamble":
                    unit.sequence = name
            self.runs[name] = self.runs.pop("main")
            self.runs[name].name = name
            self.runs["main"] = Run("main")
        return "main"

    def _new(self, kind: str) -> str:
        if kind == "annex" and self.run.name.startswith("treaty") and self.context != "enacting":
            treaty = "-".join(self.run.name.split("-")[:2])
            self.counted[treaty] += 1
            return f"{treaty}-annex-{self.counted[treaty]}"
        self.counted[kind] += 1
        return f"{kind}-{self.counted[kind]}"

    def _split_at_mark(self, name: str) -> None:
        """The embedded text began inside the provision before: move its opening words to a preamble of their own."""
        unit = self.unit
        if unit is None:
            return
        moved = unit.draft.lines[self.mark :]
        del unit.draft.lines[self.mark :]
        unit.draft.quoted = {place for place in unit.draft.quoted if place < self.mark}
        self._start("preamble", "", "preamble", moved[0].number, "", sequence=name)
        self.units[-1].draft.lines = moved

    def _start(self, kind: str, label: str, number: str, line: int, rest: str, sequence: str = "") -> None:
        self.unit = _Unit(sequence or self.run.name, kind, label, number, Draft(line, rest))
        self.units.append(self.unit)
        self.unit.draft.lines, self.notes = self.notes, []
        self.mark = -1
        if rest:
            self.unit.amendment.add(rest)

    # Containers -----------------------------------------------------------------------------------------------------

    def _container(self, index: int, line: Line) -> bool:
        """Take a heading that groups provisions; False for other text."""
        if line.hint not in {"", "heading"} or (self.unit is not None and self.unit.amendment.open):
            return False
        match = match_container(line.text, heading=line.hint == "heading")
        if match is None or (line.text[0] in QUOTES and self.unit is not None and self.unit.kind in ARTICLE_KINDS):
            return False
        if self.container is not None and not self.container.heading and match.role in {"transitory", "final"}:
            self.context = match.role
            return False  # the heading of the title or chapter just met
        if self.unit is not None and self.unit.amendment.quoting and not self._own_container(index):
            return False
        if self.mark >= 0 and self.context in {"treaty", "embedded"} and match.role != "annex":
            self._settle_mark(index)
        if match.role == "annex":
            self._annex(line, match)
        elif match.role:
            self.context = match.role
        entry = OutlineEntry(self._level(match), match.label, match.heading, 0)
        # A container between a label and the same label printed again stands above that article.
        above = bool(self.units and self.units[-1].is_empty())
        self.outline.append((len(self.units) - above, entry))
        self.container = entry
        if match.role != "annex" and self.unit is not None:
            self.unit.earlier_open = False
            self.unit = None if self.context not in {"treaty", "embedded"} else self.unit
        return True

    def _own_container(self, index: int) -> bool:
        """Inside a quotation without marks: the heading is the act's own when the act's next number follows it."""
        following = next(self.ahead(index), None)
        return following is None or self.run.follows(following)

    def _settle_mark(self, index: int) -> None:
        """A container after a treaty's title: the treaty has begun if its first article comes next."""
        following = next(self.ahead(index), None)
        found = style_and_value(following.number) if following else None
        if following and found and found[1] == 1 and (self.run.count or self.context == "treaty"):
            name = self._sequence(following)
            if name != self.run.name or not self.run.count:
                self._split_at_mark(name)
                self.run = self.runs.setdefault(name, Run(name))
                self.context = ""
        self.mark = -1

    def _level(self, match: ContainerMatch) -> int:
        rank = 0 if match.role == "annex" else match.level
        while self.open_levels and self.open_levels[-1] >= rank:
            self.open_levels.pop()
        self.open_levels.append(rank)
        return len(self.open_levels)

    def _annex(self, line: Line, match: ContainerMatch) -> None:
        kind = "schedule" if "schedule" in match.label.lower() else "annex"
        name = self._new("annex")
        self._start(kind, match.label, name.rpartition("-")[2], line.number, "", sequence=name)
        self.units[-1].heading = match.heading
        self.context, self.annex = "annex", name

    # Text -----------------------------------------------------------------------------------------------------------

    def _text(self, index: int, line: Line) -> None:
        if self._takes_heading(line):
            return
        if self.unit is None and self.units and (line.hint in {"note", "history"} or is_note(line.text)):
            self.notes.append(line._replace(hint="note"))
            return
        if self.unit is None:
            self._start_gap(line)
        unit = self.unit
        assert unit is not None
        if unit.earlier_open:
            if not unit.earlier:
                unit.earlier.append(Draft(line.number, ""))
            unit.earlier[-1].lines.append(line)
            return
        self._announce(index, line)
        unit = self.unit or unit
        if line.hint not in {"note", "history"}:
            was_open = unit.amendment.open
            unit.amendment.add(line.text)
            if was_open or unit.amendment.quoting:
                unit.draft.quoted.add(len(unit.draft.lines))
        unit.draft.lines.append(line)

    def _takes_heading(self, line: Line) -> bool:
        """The line after a bare container is its heading, and one more where both are in capitals or marked."""
        entry = self.container
        if entry is None or line.hint not in PLAIN or len(line.text) > _HEADING_LIMIT or match_item(line.text):
            return False
        if is_note(line.text):
            return False
        unit = self.unit if self.unit is not None and self.unit.kind in {"annex", "schedule"} else None
        if unit is not None and unit.draft.lines:
            return False
        bracketed = line.text[0] == "(" and line.text[-1] == ")"
        if entry.heading and not bracketed and not (entry.heading.isupper() and line.text.isupper()):
            return False
        if len(entry.heading) > _HEADING_LIMIT or (unit is not None and line.text.endswith((":", ";"))):
            return False
        text, found, _ = split_notes(line.text)
        self.notes.extend(line._replace(text=note, hint="note") for note in found)
        entry.heading = f"{entry.heading} {text}".strip()
        if unit is not None:
            unit.heading = entry.heading
            if announces(line.text, line.hint == "heading") == "treaty":
                self.context = "treaty"
        return True

    def _start_gap(self, line: Line) -> None:
        """Text where no provision is open: the preamble, or words under a container before its first provision."""
        if not self.units:
            self._start("preamble", "", "preamble", line.number, "")
        else:
            label = self.container.label if self.container else ""
            sequence = self.annex if self.context == "annex" else ""
            self._start("other", label, normalise(label) or "text", line.number, "", sequence=sequence)
            self.units[-1].heading = self.container.heading if self.container else ""

    def _announce(self, index: int, line: Line) -> None:
        """Watch for the title of an embedded text, the enacting word and the closing formula."""
        unit = self.unit
        assert unit is not None
        if line.hint not in PLAIN or unit.amendment.open:
            return
        sign = announces(line.text, line.hint == "heading")
        if sign in {"treaty", "embedded"} and (self.mark < 0 or (sign == "treaty" and self.context == "embedded")):
            if (sign == "embedded" and not self.run.count) or unit.kind == "annex":
                return
            if unit.kind == "preamble" and not shows_text(unit.amendment.text):
                return
            self.mark, self.context = len(unit.draft.lines), sign
        elif sign == "enacting" and self.counted["treaty"]:
            self.context, self.mark = "enacting", -1
        elif sign == "closing" and unit.kind not in {"preamble", "schedule"} and unit.number != "closing" and not self._run_goes_on(index):
            self._start("other", "", "closing", line.number, "", sequence=unit.sequence)

    def _run_goes_on(self, index: int) -> bool:
        following = next(self.ahead(index), None)
        return following is not None and self.run.follows(following)

    # Result ---------------------------------------------------------------------------------------------------------

    def _doubt(self, line: int, message: str) -> None:
        self.doubts.setdefault(message, []).append(line)

    def _finish(self) -> Segmented:
        if self.notes and self.units:
            self.units[-1].draft.lines.extend(self.notes)
        result, ordinals, places = Segmented(), Counter[tuple[str, str]](), []
        for unit in self.units:
            places.append(len(result.provisions))
            provision = self._built(unit)
            if provision is None:
                continue
            ordinals[provision.sequence, provision.number] += 1
            provision.ordinal = ordinals[provision.sequence, provision.number]
            result.provisions.append(provision)
        places.append(len(result.provisions))
        wordings.lift_run_in_headings([item.current for item in result.provisions if item.kind in ARTICLE_KINDS])
        for place, entry in self.outline:
            entry.before = places[place]
            result.outline.append(entry)
        if not any(provision.kind in ARTICLE_KINDS for provision in result.provisions):
            self._doubt(self.lines[0].number if self.lines else 0, "no article or section found")
        for message, lines in self.doubts.items():
            more = f" ({len(lines)} times)" if len(lines) > 1 else ""
            result.warnings.append((lines[0], message + more))
        return result

    def _built(self, unit: _Unit) -> ParsedProvision | None:
        current = wordings.build(unit.draft)
        current.heading = current.heading or unit.heading
        if unit.kind in {"annex", "schedule", "other", "preamble"} and not current.blocks:
            return None
        earlier = [wordings.build(draft) for draft in unit.earlier]
        return ParsedProvision(unit.sequence, unit.kind, unit.label, unit.number, current, earlier=earlier)
