"""What differs between two texts, word by word, for pages that show changes."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

_TOKENS = re.compile(r"\S+\s*|\s+")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
# Pairs of tokens that are compared one by one; beyond it lines are, and beyond that again the whole counts as replaced.
_PAIRS = 1_000_000
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
    tokens = _TOKENS
    one, other = tokens.findall(before), tokens.findall(after)
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


def _compared(one: list[str], other: list[str]) -> list[Piece]:
    if len(one) * len(other) > _PAIRS:
        one, other = _LINES.findall("".join(one)), _LINES.findall("".join(other))
        if len(one) * len(other) > _PAIRS:
            return [Piece("gone", "".join(one)), Piece("new", "".join(other))]
    pieces = []
    for kind, from_one, to_one, from_other, to_other in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(one[from_one:to_one])))
        else:
            pieces += [Piece("gone", "".join(one[from_one:to_one])), Piece("new", "".join(other[from_other:to_other]))]
    return pieces


def _shortened(pieces: list[Piece]) -> list[Piece]:
    shown: list[Piece] = []
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
