"""Pages of Planalto (Brazil): windows-1252 from a word processor, older wordings struck out before the newer ones.

The text without its struck parts is the current wording. Where whole units are struck, one earlier wording is built that
has each of them in the place of its replacement; a paragraph struck in part only loses those words, with a warning.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from laws.grammar import match_container, match_provision
from laws.importers import brazil, html
from laws.labels import fold, normalise
from laws.parsed import Alias, Block, Event, OutlineEntry, ParsedLaw, ParsedProvision, Refusal, Wording

FORMAT = "planalto-html"

_ANCHOR = re.compile(r"art(\d+)(?:-?([a-z]))?(?:\.\d*)*$")
_ENACTING = re.compile(r"(?:O|A)\s+(?:VICE-)?PRESIDENT[EA]\s+DA\s+REPÚBLICA|Faço saber", re.IGNORECASE)
_ADDED = re.compile(r"Incluíd|Acrescid|Acrescentad")
_NO_LAW = re.compile(r"Este texto não substitui|\*$")
_VETOED_PARTS = re.compile(r"partes? vetadas?", re.IGNORECASE)


@dataclass(slots=True)
class _Line:
    """One paragraph of the page. notes and old_notes: of its current and of its struck text."""

    line: int
    text: str
    old: str
    notes: list[str]
    old_notes: list[str]
    anchors: list[str]

    @property
    def struck(self) -> bool:
        """Struck out as a whole."""
        return bool(self.old) and not self.text


@dataclass(slots=True)
class _Part:
    """A unit of an article. path: labels from the article down, () for the caput.

    fate: notes beside a struck text that are not struck themselves ("Revogado pela Lei …"): they speak of today.
    """

    path: tuple[str, ...]
    block: Block
    struck: bool
    notes: list[str]
    fate: list[str]
    line: int


@dataclass(slots=True)
class _Article:
    label: str
    number: str
    line: int
    heading: str = ""
    sequence: str = "main"
    parts: list[_Part] = field(default_factory=list)
    units: brazil.Units = field(default_factory=brazil.Units)
    paths: dict[int, tuple[str, ...]] = field(default_factory=lambda: {0: ()})  # the last path of each depth


def parse(data: bytes, name: str) -> ParsedLaw:
    """The law of one page; raises Refusal when no article begins on it."""
    lines = [line for paragraph in html.paragraphs(html.read(data)) if (line := _line(paragraph))]
    law = ParsedLaw(format=FORMAT, language="pt", title="", jurisdiction="bra", publisher="Presidência da República")
    body = _identify(law, lines)
    reader = _Reader(law)
    for line in body:
        reader.take(line)
    reader.finish()
    if not any(provision.kind == "article" for provision in law.provisions):
        raise Refusal("the page has no article")
    return law


def _line(paragraph: html.Paragraph) -> _Line | None:
    """Part a paragraph's text into current and struck; None for the publisher's furniture."""
    text = html.clean("".join(run.text for run in paragraph.runs if not run.struck))
    old = html.clean("".join(run.text for run in paragraph.runs if run.struck and not _is_bare_note(run)))
    kept, notes = brazil.split_notes(text)
    old_kept, old_notes = brazil.split_notes(old)
    if _NO_LAW.match(kept):
        return None
    if not kept and not old_kept and not notes:
        return None
    return _Line(paragraph.line, kept, old_kept, notes, old_notes, paragraph.anchors)


def _is_bare_note(run: html.Run) -> bool:
    """A struck link such as "Vigência" beside a note: not a word of the law."""
    return bool(run.href) and html.clean(run.text) in brazil.BARE_NOTES


def _identify(law: ParsedLaw, lines: list[_Line]) -> list[_Line]:
    """Name the law from the head of the page; gives the lines below the head."""
    start = next((place for place, line in enumerate(lines) if _is_article(line)), len(lines))
    named = ((place, brazil.identify(line.text)) for place, line in enumerate(lines[:start]))
    epigraph, norm = next(((place, norm) for place, norm in named if norm), (0, None))
    if norm is None:
        law.title = lines[0].text if lines else ""
        law.warn(0, "no type, number and date above the first article")
        return lines[start:]
    law.type, law.native_type, law.number, law.date = norm.type, norm.native_type, norm.number, norm.date
    law.events.append(Event("promulgated", norm.date))
    head = [line for line in lines[epigraph + 1 : start] if line.text]
    enacting = next((place for place, line in enumerate(head) if _ENACTING.search(line.text)), len(head))
    summary = max((line.text for line in head[:enacting] if len(line.text) > 15), key=len, default="")
    law.title = summary.rstrip(".") or lines[epigraph].text
    if norm.type == "constitution":
        law.title = "Constituição da República Federativa do Brasil"
    else:
        law.aliases.append(Alias(lines[epigraph].text, "long", "pt"))
        law.aliases.append(Alias(norm.number.split("/")[0], "number", "pt"))
    after = epigraph + 1 if enacting == len(head) else lines.index(head[enacting], epigraph) + 1
    return _headings(lines[after:start]) + lines[start:]


def _headings(lines: list[_Line]) -> list[_Line]:
    """The containers above the first article, each with the heading on its next line."""
    kept = []
    below = False
    for line in lines:
        container = match_container(line.text) is not None
        if container or (below and not line.struck):
            kept.append(line)
        below = container
    return kept


def _is_article(line: _Line) -> bool:
    match = match_provision(line.text or line.old)
    return bool(match and match.kind == "article" and not match.quoted)


class _Reader:
    """Reads the body line by line into articles, then writes the provisions."""

    def __init__(self, law: ParsedLaw):
        self.law = law
        self.articles: list[_Article] = []
        self.outline: list[tuple[int, OutlineEntry]] = []
        self.annexes: list[ParsedProvision] = []
        self.heading_open = self.closed = self.quote = self.transitory = self.anchors = False

    def take(self, line: _Line) -> None:
        """One line of the body."""
        if self.closed:
            self._after_signatures(line)
            return
        if brazil.closes(line.text):
            self.closed = True
            return
        match = match_provision(line.text or line.old)
        anchored = bool(match and _anchored(line, brazil.article_number(match.label)))
        self.anchors = self.anchors or anchored
        if anchored or (match and not self.anchors and self._is_next(match.label) and not match.quoted):
            self.quote = False
        if self.quote or (line.text.startswith(("“", '"')) and not anchored):
            self._quoted(line)
        elif match and match.kind == "article":
            self._open_article(line, match.label, match.rest)
        elif not self._container(line):
            self._part(line)

    def _is_next(self, label: str) -> bool:
        """On a page without anchors the next number ends a quotation that was never closed."""
        last = self.articles[-1].number.partition("-")[0] if self.articles else "0"
        return last.isdecimal() and brazil.article_number(label) == str(int(last) + 1)

    def _open_article(self, line: _Line, label: str, rest: str) -> None:
        self.heading_open = False
        number = brazil.article_number(label)
        if self.transitory and number == "1":
            sequence = "transitory"
        else:
            sequence = self.articles[-1].sequence if self.articles else "main"
        self.transitory = False
        article = _Article(label, number, line.line, self._rubric(), sequence)
        article.parts.append(_part(line, (), Block("text", rest)))
        self._half_struck(line)
        self.articles.append(article)

    def _rubric(self) -> str:
        """A short line without closing punctuation, just above an article, is that article's heading."""
        parts = self.articles[-1].parts if self.articles else []
        last = parts[-1] if len(parts) > 1 else None
        if not last or last.struck or last.notes or last.block.kind != "text" or last.block.depth:
            return ""
        return parts.pop().block.text if len(last.block.text) < 120 and last.block.text[-1:].isalpha() else ""

    def _container(self, line: _Line) -> bool:
        """Take a heading, or the text under it, into the outline."""
        text = line.text
        container = match_container(text) if text else None
        if container and container.role != "annex":
            self.outline.append(
                (len(self.articles), OutlineEntry(container.level, container.label, container.heading, 0))
            )
            self.heading_open = not container.heading
            self.transitory = self.transitory or container.role == "transitory"
            return True
        if self.heading_open and text and len(text) < 250:
            self.outline[-1][1].heading = text
            self.transitory = self.transitory or "disposicoes constitucionais transitorias" in fold(text)
            self.heading_open = False
            return True
        return line.struck and match_container(line.old) is not None

    def _part(self, line: _Line) -> None:
        if not self.articles:
            return
        article = self.articles[-1]
        if not line.text and not line.old:
            # Notes alone on a line belong to the unit above.
            article.parts[-1].notes.extend(line.notes)
            return
        block = article.units.block(line.old if line.struck else line.text)
        if block.label:
            path = (*article.paths.get(block.depth - 1, ()), f"{block.kind} {normalise(block.label)}")
            article.paths[block.depth] = path
        else:
            path = (*article.parts[-1].path[:8], "+")
        article.parts.append(_part(line, path, block))
        self._half_struck(line)

    def _quoted(self, line: _Line) -> None:
        """Words of another norm that an article quotes stay in it."""
        if self.articles and line.text:
            path = (*self.articles[-1].parts[-1].path[:8], "+")
            self.articles[-1].parts.append(_part(line, path, Block("text", line.text, depth=1)))
            self.articles[-1].units = brazil.Units()
        self.quote = not re.search(r"[”\"](?:\s*\(NR\))?[.;,]?$", line.text) if len(line.text) > 1 else self.quote

    def _half_struck(self, line: _Line) -> None:
        if line.text and line.old.strip(" .,;()"):
            self.law.warn(line.line, f"words struck out inside a paragraph are left out: {line.old[:60]!r}")

    def _after_signatures(self, line: _Line) -> None:
        """Only annexes count below the signatures; vetoed parts promulgated later stand in their articles already."""
        if _VETOED_PARTS.search(line.text):
            self.annexes, self.law = [], replace(self.law)
        container = match_container(line.text) if line.text else None
        if container and container.role == "annex":
            wording = Wording([], container.heading, line=line.line)
            sequence = f"annex-{len(self.annexes) + 1}"
            number = normalise(container.label)
            self.annexes.append(ParsedProvision(sequence, "annex", container.label, number, wording))
        elif self.annexes and line.text:
            self.annexes[-1].current.blocks.append(Block("text", line.text))

    def finish(self) -> None:
        """Write provisions and outline."""
        own = _own(self.articles)
        kept = [article for article in own if article]
        follows = dict(zip(map(id, kept), kept[1:], strict=False))
        position, seen = [len(self.law.provisions)], {}  # type: list[int], dict[tuple[str, str], int]
        waiting: list[_Article] = []
        for article in own:
            if article:
                waiting.append(article)
                following = follows.get(id(article))
                if not (article.parts[0].struck and following and following.number == article.number):
                    key = (article.sequence, article.number)
                    seen[key] = seen.get(key, 0) + 1
                    self.law.provisions.append(self._provision(waiting, seen[key]))
                    waiting = []
            position.append(len(self.law.provisions))
        for before, entry in self.outline:
            entry.before = position[before]
            self.law.outline.append(entry)
        self.law.provisions.extend(annex for annex in self.annexes if annex.current.blocks or annex.current.heading)

    def _provision(self, printings: list[_Article], ordinal: int) -> ParsedProvision:
        """One article from its printings, all but the last struck out."""
        article = printings[-1]
        parts = [part for printing in printings for part in printing.parts]
        earlier = _earlier(parts)
        dropped = sum(part.struck for part in parts) - sum(part.struck for part in earlier)
        if dropped:
            self.law.warn(article.line, f"{article.label}: {dropped} older struck wordings are left out")
        current = _wording([part for part in parts if not part.struck], article)
        fate = [_cited(part, note) for part in parts for note in part.fate]
        current.history = "; ".join(dict.fromkeys(note for note in [current.history, *fate] if note))
        if not any(block.text for block in current.blocks):
            current.status = "repealed" if "Revogad" in current.history else "unknown"
        older = [_wording(earlier, printings[0])] if any(part.struck for part in earlier) else []
        return ParsedProvision(article.sequence, "article", article.label, article.number, current, ordinal, older)


def _part(line: _Line, path: tuple[str, ...], block: Block) -> _Part:
    if line.struck:
        return _Part(path, block, True, line.old_notes, line.notes, line.line)
    return _Part(path, block, False, line.notes, [], line.line)


def _anchored(line: _Line, number: str) -> bool:
    """True when the page marks the line as that article ("art29a" for 29-A)."""
    for anchor in line.anchors:
        match = _ANCHOR.match(anchor.lower())
        if match and (number == match[1] or number == f"{match[1]}-{match[2]}" or number.split("-")[0] == match[1]):
            return True
    return False


def _own(articles: list[_Article]) -> list[_Article | None]:
    """The articles with those quoted from other norms taken into the article that quotes them (their place is None)."""
    foreign = brazil.quoted_articles(
        [article.number for article in articles],
        lambda place: any(brazil.amends(part.block.text) for part in articles[place].parts),
    )
    own: list[_Article | None] = []
    host: _Article | None = None
    for article, quoted in zip(articles, foreign, strict=True):
        if quoted and host:
            article.parts[0].block.text = f"{article.label}. {article.parts[0].block.text}".strip()
            host.parts.extend(replace(part, path=(*part.path[:8], "+")) for part in article.parts)
        else:
            host = article
        own.append(None if quoted else article)
    return own


def _earlier(parts: list[_Part]) -> list[_Part]:
    """The parts of the wording before: each struck unit in the place of its replacement, without what was added since.

    What stands under a unit stays when only the unit's own words were replaced, but not under one that was vetoed.
    """
    newest = {part.path: part for part in parts if part.struck}
    vetoed = [path for path, part in newest.items() if _is_veto(part.block.text)]
    earlier = []
    for part in parts:
        if part.struck:
            if newest[part.path] is part:
                earlier.append(part)
        elif not (
            part.path in newest
            or any(part.path[: len(path)] == path for path in vetoed)
            or any(_ADDED.match(note) for note in part.notes)
        ):
            earlier.append(part)
    return earlier


def _is_veto(text: str) -> bool:
    return text.strip(" .").upper() == "(VETADO)"


def _cited(part: _Part, note: str) -> str:
    return f"{part.block.label}: {note}" if part.block.label else note


def _wording(parts: Iterable[_Part], article: _Article) -> Wording:
    """The parts as one wording, their notes as its history."""
    blocks: list[Block] = []
    notes: list[str] = []
    for part in parts:
        notes.extend(_cited(part, note) for note in part.notes)
        text = part.block.text
        if part.path and brazil.is_repealed(text, part.notes):
            text = "; ".join(f"({note})" for note in part.notes)
        if text or part.block.label:
            blocks.append(replace(part.block, text=text))
    status = "not_in_force" if len(blocks) == 1 and _is_veto(blocks[0].text) else "in_force"
    line = min((part.line for part in parts), default=article.line)
    return Wording(blocks, article.heading, status=status, history="; ".join(dict.fromkeys(notes)), line=line)
