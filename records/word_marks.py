"""What differs between two texts, word by word, for pages that show changes."""

import re
from collections import Counter
from difflib import SequenceMatcher
from typing import NamedTuple

_TOKENS = re.compile(r"\S+\s*|\s+")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
# Pairs of equal tokens up to which texts are compared token by token.
_PAIRS = 40_000
_AROUND = 12  # words shown on either side of a change


class Piece(NamedTuple):
    """A stretch of text. kind: "same", "gone", "new", or "skipped" (equal words that are left out; its text is empty)."""

    kind: str
    text: str


def marks(before: str, after: str) -> list[Piece]:
    """Both texts in one, with long equal stretches left out."""
    if before == after:
        return _shortened([Piece("same", before)]) if before else []
    if not before or not after:
        return [Piece("new", after)] if after else [Piece("gone", before)]
    one, other = _TOKENS.findall(before), _TOKENS.findall(after)
    head = _common(one, other)
    tail = _common(one[head:][::-1], other[head:][::-1])
    middle = _compared(one[head : len(one) - tail], other[head : len(other) - tail])
    same = [Piece("same", "".join(one[:head])), *middle, Piece("same", "".join(one[len(one) - tail :] if tail else []))]
    return _shortened([piece for piece in same if piece.text])


def _common(one: list[str], other: list[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _compared(one: list[str], other: list[str], *, lines: bool = False) -> list[Piece]:
    """By words; where that would take too long by lines, and by words within the lines that changed."""
    if _pairs(one, other) > _PAIRS:
        if lines:
            return [Piece("gone", "".join(one)), Piece("new", "".join(other))]
        return _compared(_LINES.findall("".join(one)), _LINES.findall("".join(other)), lines=True)
    pieces = []
    for kind, from_one, to_one, from_other, to_other in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        gone, new = "".join(one[from_one:to_one]), "".join(other[from_other:to_other])
        if kind == "equal":
            pieces.append(Piece("same", gone))
        elif lines and gone and new and _pairs(_TOKENS.findall(gone), _TOKENS.findall(new)) <= _PAIRS:
            pieces += _compared(_TOKENS.findall(gone), _TOKENS.findall(new))
        else:
            pieces += [piece for piece in (Piece("gone", gone), Piece("new", new)) if piece.text]
    return pieces


def _pairs(one: list[str], other: list[str]) -> int:
    """How many pairs of equal tokens there are: what the comparison costs."""
    counts = Counter(other)
    return sum(number * counts[token] for token, number in Counter(one).items())


def _shortened(pieces: list[Piece]) -> list[Piece]:
    merged: list[Piece] = []
    for piece in pieces:
        if merged and piece.kind == merged[-1].kind == "same":
            piece = Piece("same", merged.pop().text + piece.text)
        merged.append(piece)
    pieces, shown = merged, []
    for number, piece in enumerate(pieces):
        words = _TOKENS.findall(piece.text) if piece.kind == "same" else []
        first, last = number == 0, number == len(pieces) - 1
        kept = _AROUND * (2 - first - last) if not (first and last) else 2 * _AROUND
        if len(words) <= kept + 4:
            shown.append(piece)
            continue
        lead = words[: 2 * _AROUND] if first and last else [] if first else words[:_AROUND]
        rest = [] if last else words[-_AROUND:]
        shown += [Piece("same", "".join(lead)), Piece("skipped", ""), Piece("same", "".join(rest))]
    return [piece for piece in shown if piece.text or piece.kind == "skipped"]
