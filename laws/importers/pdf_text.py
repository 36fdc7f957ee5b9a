"""Statutes dumped from PDF: page headers off, the table of contents read, marginal notes back to their sections.

Acts of the Commonwealth Caribbean number their sections barely ("4. (1) …"), but begin with an arrangement of sections:
its numbers and headings say where each section begins and which words in the margin are its heading.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise

from laws.grammar import Line, match_container, match_provision
from laws.importers import html
from laws.labels import fold

_RULE = re.compile(r"[\s–—_=*.-]*$")
_ARRANGEMENT = re.compile(r"arrangement of (?:sections|articles|regulations|rules|paragraphs|clauses)", re.IGNORECASE)
_ENTRY = re.compile(r"(\d{1,3}[A-Z]{0,2})\.?\s+(\S.*)")
SCHEDULE = re.compile(
    r"(?P<label>(?:FIRST|SECOND|THIRD|FOURTH|FIFTH|SIXTH|SEVENTH|EIGHTH|NINTH|TENTH) SCHEDULE|SCHEDULE(?: (?P<number>\d{1,2}|[IVX]+))?)\b"
)
_OPENING = re.compile(r"an act\b|whereas\b|be it enacted|be it therefore|in exercise of\b", re.IGNORECASE)
_UNIT = re.compile(r"\((?:\d{1,3}[A-Z]?|[a-z]{1,3}|[ivxl]+|[A-Z])\)(?=\s)|[“\"][^”\"]{2,80}[”\"]|Provided\b|[A-Z]\.\s")
_REFERENCE = re.compile(r"\b(?:sub)?(?:sections?|paragraphs?|rules?|articles?|clauses?)$", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\d{1,2}\s+(?:Vol|Ch|Cap|See|Inserted|Amended|Substituted)\b")
_MARGIN_LINES = 9  # a marginal note stands beside at most so many lines
_MISSING = 50  # after so many sections that are not in the text the arrangement is of another text
_WORDS = re.compile(r"\W+")


@dataclass(slots=True)
class Section:
    """A section of the arrangement. start: index of its first body line, -1 where the body lacks it."""

    number: str
    heading: str
    start: int = -1
    heading_lines: int = 0


@dataclass(slots=True)
class Arrangement:
    """What the table of contents says. end: index of the line after it; groups: folded lines of parts and chapters."""

    sections: list[Section]
    end: int
    groups: set[str] = field(default_factory=set)


def page_lines(text: str) -> list[tuple[int, str]]:
    """Lines with their 1-based number, without the headers, footers and numbers that stand at the breaks of pages.

    A break is an empty line or a form feed; furniture is what stands within two lines of one, three times or more but
    for its figures. Empty lines are kept as "".
    """
    lines = [html.clean(line) for line in text.replace("\f", "\n\n").split("\n")]
    filled = [place for place, line in enumerate(lines) if line]
    near = set()
    for order, place in enumerate(filled):
        around = filled[max(0, order - 2) : order + 3]
        if order + 2 >= len(filled) or any(after - before > 1 for before, after in pairwise(around)):
            near.add(place)
    keys = {place: re.sub(r"\d+", "#", lines[place]) for place in near if len(lines[place]) <= 120}
    counted = Counter(keys.values())
    dropped = {
        place
        for place, key in keys.items()
        if counted[key] >= 3 and not match_provision(lines[place]) and not match_container(lines[place])
    }
    return [
        (place + 1, line)
        for place, line in enumerate(lines)
        if place not in dropped and not (line and _RULE.fullmatch(line))
    ]


def arrangement(lines: list[tuple[int, str]]) -> Arrangement | None:
    """The table of contents at the head of an act, or None."""
    start = next((place for place, (_, line) in enumerate(lines[:200]) if _ARRANGEMENT.match(line)), None)
    if start is None:
        return None
    sections: list[Section] = []
    found = Arrangement(sections, start + 1)
    schedules = False
    for place, (_, line) in enumerate(lines[start + 1 :], start=start + 1):
        match = _ENTRY.match(line)
        if match and any(section.number == match[1] for section in sections):
            break
        if _OPENING.match(line):
            break
        if match and not schedules:
            sections.append(Section(match[1], match[2].rstrip(" .")))
        elif SCHEDULE.match(line):
            schedules = True
        elif sections and not schedules and line and line[0].islower():
            sections[-1].heading += f" {line.rstrip(' .')}"
        elif line:
            found.groups.add(fold(line))
        found.end = place + 1
    return found if len(sections) > 2 else None


def locate(lines: list[tuple[int, str]], found: Arrangement) -> list[str]:
    """Find each section's first line in the body and lift its heading off the text; gives the numbers not found.

    `lines` is changed in place: marginal words are taken out of it.
    """
    place, missing = found.end, []
    for section in found.sections:
        first = start = -1
        for candidate in _candidates(lines, place, section):
            first = candidate if first < 0 else first
            if _above(lines, candidate, section) or _margin(lines, candidate, section):
                start = candidate
                break
        start = first if start < 0 else start
        if start < 0:
            missing.append(section.number)
            if len(missing) > _MISSING:  # each search for nothing reads the whole text
                break
            continue
        section.heading_lines = _above(lines, start, section)
        if not section.heading_lines:
            _strip_margin(lines, start, section)
        section.start, place = start, start + 1
    return missing


def _candidates(lines: list[tuple[int, str]], place: int, section: Section) -> Iterator[int]:
    """Lines that begin with the section's number, or with words of its heading in the margin and then the number."""
    begins = re.compile(rf"(?P<margin>[^\d(]{{0,40}}?)(?<!\S){section.number}\.\s*(?:\(1\)|[—–]|[A-Z“\"\[])")
    mark = f"{section.number}."
    for start in range(place, len(lines)):
        match = begins.match(lines[start][1]) if mark in lines[start][1][:50] else None
        if match and (not match["margin"] or _begins_with(section.heading, match["margin"])):
            yield start


def _tokens(text: str) -> list[str]:
    return [word for word in _WORDS.split(fold(text)) if word]


def _printed(text: str) -> list[str]:
    """One token for each printed word: a hyphenated word is one."""
    return ["".join(_tokens(word)) for word in text.split()]


def _begins_with(heading: str, words: str) -> bool:
    part = _printed(words)
    return bool(part) and _printed(heading)[: len(part)] == part


def _above(lines: list[tuple[int, str]], start: int, section: Section) -> int:
    """How many lines just above are the section's heading (0 to 3)."""
    wanted = " ".join(_tokens(section.heading))
    for count in (1, 2, 3):
        above = " ".join(_tokens(" ".join(line for _, line in lines[max(0, start - count) : start])))
        if above and SequenceMatcher(None, above, wanted).ratio() > 0.85:
            return count
    return 0


def _margin(lines: list[tuple[int, str]], start: int, section: Section) -> list[tuple[int, int, int]]:
    """Where the heading's words stand in the margin: (line, words at its left, words at its right); [] where not all do."""
    wanted, cuts = _printed(section.heading), []
    for place in range(start, min(start + _MARGIN_LINES, len(lines))):
        words = _printed(lines[place][1])
        for count in range(min(len(wanted), len(words)), 0, -1):
            if words[-count:] == wanted[:count]:
                cuts.append((place, 0, count))
            elif words[:count] == wanted[:count]:
                cuts.append((place, count, 0))
            else:
                continue
            wanted = wanted[count:]
            break
        if not wanted or not cuts:  # a note in the margin begins beside the section's first line
            break
    return [] if wanted else cuts


def _strip_margin(lines: list[tuple[int, str]], start: int, section: Section) -> None:
    for place, left, right in _margin(lines, start, section):
        words = lines[place][1].split()
        lines[place] = (lines[place][0], " ".join(words[left : len(words) - right]))


def is_capitals(line: str) -> bool:
    """True for a heading in capitals."""
    return line.isupper() and sum(char.isalpha() for char in line) > 5


def unwrap(lines: list[tuple[int, str]]) -> list[Line]:
    """Paragraphs from hard-wrapped lines of English statutes: a unit's label, a definition or a proviso begins one.

    A heading in capitals is a paragraph of its own.
    """
    width = max((len(line) for _, line in lines), default=0)
    found: list[Line] = []
    above = ""
    for number, line in lines:
        if not line:
            continue
        ended = above.endswith((".", ":", "—", ";")) and len(above) < 0.75 * width
        if _FOOTNOTE.match(line) and len(line) < 60:
            found.insert(max(0, len(found) - 1), Line(number, line, "note"))
            continue
        capitals = is_capitals(line) or is_capitals(above)
        unit = _UNIT.match(line) and not _REFERENCE.search(above)
        if not found or found[-1].hint or ended or capitals or unit:
            found.append(Line(number, line))
        else:
            last = found[-1]
            joined = last.text + line if last.text.endswith("-") else f"{last.text} {line}"
            found[-1] = last._replace(text=joined)
        above = line
    return found


def paragraphs(lines: list[tuple[int, str]]) -> list[Line]:
    """Paragraphs of other dumps: blocks between empty lines where these are many, else each line by itself."""
    empty = sum(not line for _, line in lines)
    if empty * 6 < len(lines):
        return [Line(number, line) for number, line in lines if line]
    found: list[Line] = []
    fresh = True
    for number, line in lines:
        if line and not fresh:
            found[-1] = found[-1]._replace(text=f"{found[-1].text} {line}")
        elif line:
            found.append(Line(number, line))
        fresh = not line
    return found
