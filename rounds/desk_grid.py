"""A table of a round as a form: what stands in its cells, what a person typed, and how the two differ."""

import json
from dataclasses import dataclass, field
from itertools import product
from typing import Any, NamedTuple

from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.wording import Words
from rounds import desk_numbers, desk_published
from rounds.asked import Entry, Table
from rounds.filling import key
from rounds.models import Cell, RoundTable, Submission

# A form has three fields a cell, and no request may have more than a thousand.
CELLS = 240
_LONGEST_NOTE = 2_000
STATUSES = ("E", "P", "B", "I", "D", "U")
WITHOUT_FIGURE = {"suppressed": gettext_lazy("suppressed"), "not_collected": gettext_lazy("not collected")}
PROBLEMS = {
    "ambiguous": gettext_lazy(
        "“%(text)s” can be read in two ways. Write it without a sign between thousands, or with a blank."
    ),
    "no_number": gettext_lazy("“%(text)s” is not a number."),
    "both": gettext_lazy("A cell that is suppressed or not collected has no figure: take away one of the two."),
    "alone": gettext_lazy("A mark or a footnote needs a figure, or say that it is suppressed or not collected."),
    "mark": gettext_lazy("Choose one of the marks."),
    "note": gettext_lazy("The footnote is too long: at most 2000 characters."),
}


class Content(NamedTuple):
    """What a cell says. mark: empty, one of STATUSES, or one of WITHOUT_FIGURE."""

    value: float | None = None
    mark: str = ""
    note: str = ""


EMPTY = Content()


@dataclass(slots=True)
class Box:
    """One cell of the form. problem: why what was typed is not taken; theirs: what somebody else saved meanwhile."""

    name: str
    label: str
    text: str = ""
    mark: str = ""
    note: str = ""
    published: str = ""
    problem: str = ""
    theirs: str = ""


@dataclass(slots=True)
class Row:
    label: str
    depth: int
    before: str
    boxes: list[Box] = field(default_factory=list)


def content(cell: Cell) -> Content:
    mark = cell.state if cell.state in WITHOUT_FIGURE else cell.status.replace("A", "")
    return Content(cell.value, mark, cell.note)


class Grid:
    """One page of a table. page: from 1."""

    def __init__(
        self, table: RoundTable, submission: Submission, words: Words, page: int = 1,
        rows: list[dict[str, str]] | None = None,
    ):  # fmt: skip
        self.asked: Table = table.asked(submission.country)
        self.words = words
        rows = combinations(self.asked) if rows is None else rows
        self.count = len(rows) * len(self.asked.periods)
        size = max(1, CELLS // len(self.asked.periods))
        self.pages = max(1, -(-len(rows) // size))
        self.page = min(max(1, page), self.pages)
        self.rows = rows[(self.page - 1) * size : self.page * size]
        self.cells = {
            f"{key(self.asked, codes)}@{period}": (codes, period)
            for codes in self.rows
            for period in self.asked.periods
        }
        held = Cell.objects.filter(
            submission=submission, table=table, key__in=[key(self.asked, one) for one in self.rows]
        )
        self.held = {f"{cell.key}@{cell.period}": cell for cell in held}
        self.stored = {name: content(cell) for name, cell in self.held.items() if name in self.cells}

    @property
    def seen(self) -> str:
        """What this page shows, for the form to bring back: so that what a person changed is known from what they left."""
        return json.dumps({name: list(told) for name, told in self.stored.items()}, separators=(",", ":"))

    # -- what was typed

    def read(self, post: Any) -> tuple[dict[str, Content], dict[str, str]]:
        """Contents by cell, and sentences on cells whose content is not taken."""
        found: dict[str, Content] = {}
        problems: dict[str, str] = {}
        for name in self.cells:
            text, mark, note = typed(post, name)
            try:
                told = Content(desk_numbers.number(text), mark, note)
            except desk_numbers.Unclear as unclear:
                problems[name] = str(PROBLEMS[unclear.key]) % {"text": text[:40]}
                continue
            if fault := _fault(told):
                problems[name] = str(PROBLEMS[fault])
            else:
                found[name] = told
        return found, problems

    def lost(self, post: Any) -> list[str]:
        """Cells that were typed in a form which the table has no more: the secretariat changed it meanwhile."""
        page = (name[2:] for name in post if name.startswith("v:") and post[name].strip())
        return [name for name in page if name not in self.cells]

    def entry(self, name: str, told: Content) -> Entry:
        codes, period = self.cells[name]
        if told == EMPTY:
            return Entry(codes, period, None, "absent")
        if told.mark in WITHOUT_FIGURE:
            held = self.held.get(name)
            status = held.status if held and held.state == told.mark else "A"
            return Entry(codes, period, None, told.mark, status, told.note)  # type: ignore[arg-type]
        return Entry(codes, period, told.value, "value", told.mark or "A", told.note)

    # -- what is shown

    def shown(
        self, post: Any = None, base: dict[str, Content] | None = None, problems: dict[str, str] | None = None
    ) -> list[Row]:
        """Rows of the form. post: what was typed, which stays; base: what the person had before them, where others may have
        saved since: cells that the person left alone then show what is stored."""
        published = desk_published.figures(self.asked, self.rows)
        before = desk_published.before(self.asked)
        made = []
        for codes in self.rows:
            place = key(self.asked, codes)
            row = Row(
                self.label(codes),
                sum(code != "_T" for code in codes.values()),
                self._published(published.get((place, before))),
            )
            for period in self.asked.periods:
                name = f"{place}@{period}"
                box = self._box(name, f"{row.label}, {self.words.period(period)}", post, base)
                box.published = self._published(published.get((place, period)))
                box.problem = (problems or {}).get(name, "")
                row.boxes.append(box)
            made.append(row)
        return made

    def _box(self, name: str, label: str, post: Any, base: dict[str, Content] | None) -> Box:
        stored = self.stored.get(name, EMPTY)
        box = Box(name, label, text_of(stored), stored.mark, stored.note)
        if post is None:
            return box
        text, mark, note = typed(post, name)
        own = _same(text, mark, note)
        was = (base or {}).get(name, EMPTY)
        if own is None or own != was or base is None:
            box.text, box.mark, box.note = text, mark, note
            if base is not None and stored not in (was, own):
                box.theirs = said(stored, self.words)
        elif stored != was:
            box.theirs = said(stored, self.words)
        return box

    def label(self, codes: dict[str, str]) -> str:
        """ "Women, Venezuela"; what is a total of everything is not named."""
        parts = [self.words.code(name, codes[name]) for name in self.asked.vary if codes[name] != "_T"]
        return ", ".join(parts) or _("Total")

    def _published(self, told: desk_published.Published | None) -> str:
        if told is None:
            return ""
        return self.words.number(told.value, self.asked.unit) if told.value is not None else "··"


def combinations(table: Table) -> list[dict[str, str]]:
    """Rows of a table, as its codes stand."""
    return [dict(zip(table.vary, codes, strict=True)) for codes in product(*(table.codes[name] for name in table.vary))]


def marks(words: Words) -> dict[str, str]:
    """What a person may say of a cell, by code, in the order of the form."""
    statuses = {code: words.code("obs_status", code) for code in STATUSES}
    return {"": _("as counted"), **statuses, **{code: str(label) for code, label in WITHOUT_FIGURE.items()}}


def text_of(told: Content) -> str:
    """The figure as a field shows it."""
    return "" if told.value is None else desk_numbers.shown(told.value, get_format("DECIMAL_SEPARATOR"))


def said(told: Content, words: Words) -> str:
    """In words, for a sentence."""
    parts = [text_of(told), marks(words).get(told.mark, told.mark) if told.mark else "", told.note]
    return ", ".join(filter(None, parts)) or _("nothing")


def typed(post: Any, name: str) -> tuple[str, str, str]:
    """Text, mark and footnote of a cell as the form sent them."""
    text, mark, note = (post.get(f"{part}:{name}", "") for part in "vmn")
    return text, mark, note.replace("\r\n", "\n").strip()


def base(post: Any) -> dict[str, Content]:
    """What the form showed when it was made; nothing where it does not say so in earnest."""
    try:
        told = json.loads(post.get("seen", ""))
        return {
            str(name): Content(value if value is None else float(value), str(mark), str(note))
            for name, (value, mark, note) in told.items()
        }
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return {}


def _same(text: str, mark: str, note: str) -> Content | None:
    try:
        return Content(desk_numbers.number(text), mark, note)
    except desk_numbers.Unclear:
        return None


def _fault(told: Content) -> str:
    if told.mark and told.mark not in STATUSES and told.mark not in WITHOUT_FIGURE:
        return "mark"
    if told.mark in WITHOUT_FIGURE and told.value is not None:
        return "both"
    if told.value is None and told.mark not in WITHOUT_FIGURE and (told.mark or told.note):
        return "alone"
    return "note" if len(told.note) > _LONGEST_NOTE else ""


def place(table: Table, codes: dict[str, str], period: str) -> str:
    """The way to a cell in the form: "?page=2#c-F.VEN@2024"; the top of the form where no cell is meant."""
    found = [
        number
        for number, row in enumerate(combinations(table))
        if all(row.get(name) == code for name, code in codes.items())
    ]
    if not found:
        return ""
    page = found[0] // max(1, CELLS // len(table.periods)) + 1
    row = combinations(table)[found[0]]
    return f"?page={page}#c-{key(table, row)}@{period if period in table.periods else table.periods[0]}"
