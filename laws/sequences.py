"""Runs of provision numbers: which run a label continues, and which it begins."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from laws.grammar import LabelMatch
from laws.numerals import leading_number

_RUNS_BACK = 12  # runs of numbers that a label may go back to
CLOSING_RUNS = frozenset({"transitory", "final"})


@lru_cache(maxsize=4096)
def style_and_value(number: str) -> tuple[str, int, str] | None:
    """Style ("digits", "roman" or "words"), value and remainder of a normalised number; None for one without value."""
    found = leading_number(number)
    if found is None:
        return None
    value, remainder = found
    if number[:1].isdigit():
        return "digits", value, remainder
    head = number.partition("-")[0]
    return ("roman" if re.fullmatch(r"[ivxlc]+", head) else "words"), value, remainder


@dataclass(slots=True)
class Run:
    """One run of numbers: the last value seen in each style of numbering."""

    name: str
    last: dict[str, int] = field(default_factory=dict)
    remainders: set[str] = field(default_factory=set)
    count: int = 0

    def follows(self, label: LabelMatch) -> bool:
        """True when the label is the next one of this run ("13" or "12-bis" after "12"; 1 where nothing stands)."""
        found = style_and_value(label.number)
        if found is None:
            return False
        style, value, remainder = found
        last = self.last.get(style)
        if last is None and style == "digits" and value > 1:  # "Artículo primero", then "Artículo 2"
            return self.last.get("words") == value - 1
        if last is None:
            return value == 1 and not (style == "words" and self.last.get("digits"))
        if value == last and remainder:
            return label.number not in self.remainders
        return value == last + 1

    def distance(self, label: LabelMatch) -> int | None:
        """How far the label stands from the last one of its style; None where that style was not met."""
        found = style_and_value(label.number)
        if found is None or found[0] not in self.last:
            return None
        return found[1] - self.last[found[0]]

    def note(self, label: LabelMatch) -> None:
        found = style_and_value(label.number)
        self.count += 1
        if found:
            style, value, remainder = found
            span = re.fullmatch(r"(\d+)-(?:a|al|to|y|e|and|et)-(\d+)", label.number)
            value = int(span.group(2)) if span else value
            # One misprinted number does not set the count back; a new beginning does.
            self.last[style] = value if value == 1 else max(value, self.last.get(style, 0))
            if remainder:
                self.remainders.add(label.number)


class Sequences:
    """All runs of one text, the open one, and what the headings since the last provision announce.

    context: "", "treaty", "embedded", "annex", "transitory", "final" or "enacting". annex: sequence of the annex whose
    heading stands before, while the context is "annex". doubt: called with a message where a choice is uncertain.
    """

    def __init__(self, doubt: Callable[[str], None]):
        self.runs = {"main": Run("main")}
        self.current = self.runs["main"]
        self.context = ""
        self.annex = ""
        self.counted = Counter[str]()
        self.doubt = doubt

    @property
    def main(self) -> Run:
        return self.runs["main"]

    def enter(self, name: str) -> None:
        """Make this run the open one."""
        self.current = self.runs.setdefault(name, Run(name))

    def begun(self, name: str) -> bool:
        """True when going to this run opens another one than the open one."""
        return name != self.current.name

    def take(self, label: LabelMatch, name: str) -> None:
        """Enter the run of a label, note what is doubtful about it, and count it."""
        if self.context == "annex" and name != self.annex:
            self.doubt("provision after an annex heading continues the numbers before it")
        self.enter(name)
        distance = self.current.distance(label)
        if distance is not None and distance > 1 and self.current.count:
            self.doubt("number missing before this provision")
        self.current.note(label)
        self.context = ""

    def choose(self, label: LabelMatch, *, in_article: bool) -> str:
        """Name of the run that the label continues or begins. in_article: the open unit is no closing formula or the like."""
        found = style_and_value(label.number)
        current, first = self.current, bool(found and found[1] == 1)
        if label.transitory:
            return "transitory"
        if self.context == "annex" and (first or not self.main.follows(label)):
            return self.annex
        if current.follows(label) and (current.count or current.name != "main"):
            return current.name
        if self.context in CLOSING_RUNS and self.main.count and self._restarts(label):
            return self.context
        if self.context == "enacting" and first:
            return "main"
        if found is None or not first or not self._restarts(label):
            return self._continued(label)
        return self._restarted(found[0], in_article)

    def _restarts(self, label: LabelMatch) -> bool:
        found = style_and_value(label.number)
        closing = self.context in CLOSING_RUNS
        if found is None or (closing and label.kind == "other"):
            return True
        if closing and found[0] == "words" and "digits" in self.current.last:
            return True
        last = self.current.last.get(found[0])
        return last is None or found[1] <= last

    def _continued(self, label: LabelMatch) -> str:
        """A label that does not follow: back to the last run that waits for it, else a gap or a repetition here."""
        for run in (*islice(reversed(self.runs.values()), _RUNS_BACK), self.main):
            if run.count and run.follows(label):
                return run.name
        return self.current.name

    def _restarted(self, style: str, in_article: bool) -> str:
        """Number 1 again: a treaty, an annex, transitory provisions, or the act's own articles after a treaty."""
        main, current = self.main, self.current
        if self.context == "treaty":
            return self.new("treaty")
        if self.context == "embedded" and main.count:
            return self.new("annex")
        if not main.count or (
            style not in main.last and current is main and (style != "words" or "digits" not in main.last)
        ):
            return "main"
        if style == "words":
            return "transitory"
        if current.name in CLOSING_RUNS:
            return current.name
        if main.last.get(style, 0) < 2 and current is main and in_article:
            self.doubt("number stands again")
            return current.name
        self.doubt("numbers begin again without a heading: taken as an annex")
        return self.new("annex")

    def draft_before_enacting(self) -> str:
        """Where the act's own articles come after a draft printed too: a name for what stood as "main" so far, or "" ."""
        self.counted["enacted"] += 1
        if not self.main.count or self.counted["enacted"] >= _RUNS_BACK:
            return ""
        name = self.new("annex")
        self.runs[name] = self.runs.pop("main")
        self.runs[name].name = name
        self.runs["main"] = Run("main")
        return name

    def new(self, kind: str) -> str:
        """A name not used so far: "treaty-2", "annex-1", or "treaty-1-annex-1" for an annex met inside a treaty."""
        if kind == "annex" and self.current.name.startswith("treaty") and self.context != "enacting":
            treaty = "-".join(self.current.name.split("-")[:2])
            self.counted[treaty] += 1
            return f"{treaty}-annex-{self.counted[treaty]}"
        self.counted[kind] += 1
        return f"{kind}-{self.counted[kind]}"
