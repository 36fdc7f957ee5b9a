"""From the paragraphs of one provision to a wording: inner units with depth, heading, notes, dates, status."""

import re
from dataclasses import dataclass, field

from laws import notes
from laws.announcements import breaks_off
from laws.grammar import ItemMatch, Line, match_item, match_provision
from laws.numerals import roman
from laws.parsed import Block, Wording

HEADING_LIMIT = 250
# Uruguay prints "(Derecho al refugio).- Toda persona …"
_PARENTHESISED = re.compile(r"\(([^()]{3,160})\)\s*[.:]?\s*[\-‐-―−]+\s*(?=\S)|\(([^()]{3,160})\)\s*[.:]\s*(?=\S)")
_SENTENCE_ENDS = (".", ";", ":", ",", "”", '"', ")")
_INNER_POINT = re.compile(r"(?<=[0-9])\.(?=[0-9])")
_STYLE_KINDS = {"paren": "subsection", "paragraph": "subsection"}
_DEPTH_KINDS = ("text", "paragraph", "subparagraph", "clause")


@dataclass(slots=True)
class Draft:
    """Paragraphs of one wording as the segmentation collected them.

    quoted: indices of paragraphs quoted from another act. unquote: the wording itself stands between quotation marks.
    """

    line: int
    rest: str
    lines: list[Line] = field(default_factory=list)
    quoted: set[int] = field(default_factory=set)
    unquote: bool = False


def build(draft: Draft) -> Wording:
    """Blocks, heading, history, dates and status of one wording."""
    wording = Wording(line=draft.line)
    heading, rest = _heading(draft)
    wording.heading = heading
    _Blocks(wording).fill(draft, rest)
    if draft.unquote:
        _drop_closing_quote(wording)
    _conclude(wording)
    return wording


def _heading(draft: Draft) -> tuple[str, str]:
    """Heading and running text of the label's line; takes a marked heading off the paragraphs that follow."""
    rest = draft.rest
    match = _PARENTHESISED.match(rest[:200])
    if match:
        return (match.group(1) or match.group(2)).strip(), rest[match.end() :]
    if (
        rest
        and not rest.rstrip(" -–—").endswith((".", ";", ":", ","))
        and len(rest) <= HEADING_LIMIT
        and not notes.is_note(rest)
        and not breaks_off(rest)
    ):
        following = next((line for line in draft.lines if line.hint not in {"note", "history"}), None)
        if (
            following
            and rest[:1].isupper()
            and (following.text[:1] in _STARTS or following.text[:1].isupper() or match_item(following.text))
        ):
            return rest, ""
    if rest or not draft.lines:
        return "", rest
    place = next((place for place, line in enumerate(draft.lines) if line.hint not in {"note", "history"}), 0)
    first = draft.lines[place]
    if first.hint == "heading" and len(first.text) <= HEADING_LIMIT and place not in draft.quoted:
        del draft.lines[place]
        draft.quoted = {index - 1 if index > place else index for index in draft.quoted}
        return first.text.strip(" ."), ""
    match = _PARENTHESISED.match(first.text[:200])
    if match and first.hint == "":
        draft.lines[place] = first._replace(text=first.text[match.end() :])
        return (match.group(1) or match.group(2)).strip(), ""
    return "", ""


_CLOSING_QUOTE = re.compile(r"[\"”»](\s*[.,;]?)$")
_STARTS = frozenset('0123456789"“«(¿')


class _Blocks:
    """Gives each paragraph its kind, label and depth."""

    def __init__(self, wording: Wording):
        self.wording = wording
        self.stack: list[tuple[str, str]] = []
        self.quote = False

    def fill(self, draft: Draft, rest: str) -> None:
        if rest:
            self.paragraph(rest, "")
        for index, line in enumerate(draft.lines):
            if index in draft.quoted:
                after = draft.lines[index + 1] if index + 1 in draft.quoted else None
                self.quoted(line, headed=after is not None and not match_provision(after.text))
            else:
                self.quote = False
                self.paragraph(line.text, line.hint)

    def paragraph(self, text: str, hint: str) -> None:
        if hint in {"history", "later"}:
            self.note(text, whole=hint == "history")
        elif hint == "table":
            self.wording.blocks.append(Block("table", "", rows=[row.split("\t") for row in text.split("\n")]))
        elif hint == "note" or notes.is_note(text):
            self.note(text, whole=notes.is_whole(text.lstrip("( *\\)")))
        else:
            before, found, after = notes.split_notes(text)
            if before.strip():
                self.text(before)
            for note in found:
                self.note(note, whole=notes.is_whole(note.lstrip("( *")))
            if after:
                self.text(after)

    def note(self, text: str, *, whole: bool) -> None:
        if whole:
            self.wording.history = f"{self.wording.history}\n{text}".strip()
        else:
            self.wording.blocks.append(Block("note", text))

    def text(self, text: str) -> None:
        item = match_item(text)
        if item is None or (item.style == "dash" and not item.rest):
            self.stack = self.stack if text.endswith(":") and self.stack else []
            self.wording.blocks.append(Block("text", text))
            return
        depth = self.depth(item)
        kind = _STYLE_KINDS.get(item.style, "") if depth == 1 else ""
        kind = kind or (_DEPTH_KINDS[depth] if depth < len(_DEPTH_KINDS) else "item")
        self.wording.blocks.append(Block(kind, item.rest, label=item.label, depth=depth))

    def depth(self, item: ItemMatch) -> int:
        """Depth by the styles that stand open: a style met before closes those opened after it."""
        style, key = self.style(item), re.sub(r"\W", "", item.label)
        if style == "paragraph":
            self.stack = []
        for index, (open_style, _) in enumerate(self.stack):
            if open_style == style:
                del self.stack[index:]
                break
        self.stack = self.stack[:5]
        self.stack.append((style, key))
        return len(self.stack)

    def style(self, item: ItemMatch) -> str:
        """The item's own style, telling the letters i, v, x from the Roman numerals by what went before."""
        key = re.sub(r"\W", "", item.label)
        if item.style == "number":
            return f"number{len(re.findall(_INNER_POINT, item.label))}"
        if item.style not in {"letter", "LETTER", "roman", "ROMAN"}:
            return item.style
        value = roman(key) if key.islower() or len(key) > 1 or item.style == "ROMAN" else None
        letters, numerals = ("letter", "roman") if key.islower() else ("LETTER", "ROMAN")
        if value is None:
            return letters
        before = dict(self.stack)
        if numerals in before and (roman(before[numerals]) or 0) + 1 == value:
            return numerals
        if len(key) == 1 and letters in before and ord(before[letters][0]) + 1 == ord(key):
            return letters
        if len(key) == 2 and key[0] == key[1] and before.get(letters, "")[:1] == chr(ord(key[0]) - 1):
            return letters
        return numerals if value == 1 or len(key) > 1 or item.style == "ROMAN" else letters

    def quoted(self, line: Line, *, headed: bool) -> None:
        """Text quoted from another act: each quoted label opens an item, its text stands under it."""
        label = match_provision(line.text) if line.hint != "text" else None
        if label:
            heading, text = "", label.rest
            if headed and text and not text.rstrip().endswith(_SENTENCE_ENDS) and len(text) <= HEADING_LIMIT:
                heading, text = text, ""
            self.wording.blocks.append(Block("item", text, label=label.label, heading=heading, depth=1))
            self.quote, self.stack = True, []
            return
        if line.hint == "table":
            self.paragraph(line.text, line.hint)
            return
        if notes.is_note(line.text) or line.hint in {"note", "history"}:
            self.wording.blocks.append(Block("note", line.text))
            return
        item = match_item(line.text)
        depth = 2 if self.quote else 1
        if item:
            self.wording.blocks.append(Block("item", item.rest, label=item.label, depth=depth + 1))
        else:
            self.wording.blocks.append(Block("text", line.text, depth=depth))


_RUN_IN = re.compile(r"([A-ZÁÉÍÓÚÑ][^.:;()\"“]{2,90})\.\s+(?=[A-ZÁÉÍÓÚÑ])")
_SENTENCE = re.compile(
    r"[^\W\d_]+(?:ase|anse|ese|ense|ase|[áé]nse)\b|.*\b(?:será|serán|podrá|podrán|deberá|deberán|tendrá|tendrán|es|son|se|fue|ha|han|regirá|está|están)\b"
)
_RUN_IN_SHARE = (
    0.6  # share of a law's articles that must begin so before it counts as the law's way of printing headings
)
_RUN_IN_LEAST = 5


def lift_run_in_headings(current: list[Wording]) -> None:
    """ "No devolución. No procederá …": where a law heads its articles so, take the headings out of the text."""
    found = []
    for wording in current:
        first = wording.blocks[0] if wording.blocks and not wording.heading else None
        if first and first.kind == "text" and not first.label:
            match = _RUN_IN.match(first.text[:120])
            found.append((wording, first, match if match and not _SENTENCE.match(match.group(1)) else None))
    headed = [(wording, block, match) for wording, block, match in found if match]
    if len(headed) < _RUN_IN_LEAST or len(headed) < _RUN_IN_SHARE * len(current):
        return
    for wording, block, match in headed:
        wording.heading = match.group(1).strip()
        block.text = block.text[match.end() :]


def _drop_closing_quote(wording: Wording) -> None:
    last = next((block for block in reversed(wording.blocks) if block.kind not in {"note", "table"}), None)
    if last and (match := _CLOSING_QUOTE.search(last.text)):
        last.text = last.text[: match.start()] + match.group(1)


def _conclude(wording: Wording) -> None:
    """Status and dates from what the wording and its notes say."""
    texts = [block for block in wording.blocks if block.kind != "note"]
    said = " ".join([wording.heading, *(block.text for block in texts[:2])]).strip()
    last_note = wording.history.rpartition("\n")[2]
    if (len(texts) <= 1 and said and notes.is_repealed_text(said)) or (last_note and notes.repeals(last_note)):
        wording.status = "repealed"
    for note in (wording.history, *(block.text for block in wording.blocks if block.kind == "note")):
        first, last = notes.span(note) if note else (None, None)
        if note is not wording.history and not note.lower().startswith("vigente desde"):
            continue
        wording.valid_from = wording.valid_from or first
        wording.valid_to = wording.valid_to or last
