"""What is stored of a wording: rows of its blocks, its words for search, what it quotes, and the digest that tells it from others.

No Django: the process that reads a file works out digests and quotations (`laws.wire`)."""

import re
from hashlib import blake2b
from typing import Any

from laws.labels import normalise
from laws.parsed import Block, Wording


def block_row(block: Block) -> list[Any]:
    """A block as stored: a list without its empty tail."""
    row: list[Any] = [block.kind, block.text, block.label, block.heading, block.depth, block.rows]
    while len(row) > 2 and not row[-1]:
        row.pop()
    return row


def body_of(wording: Wording) -> str:
    """The words of the law as plain text: what is searched and compared; the publisher's notes are left out."""
    lines = []
    for block in wording.blocks:
        if block.kind == "note":
            continue
        cells = "\n".join(" | ".join(row) for row in block.rows)
        head = " ".join(part for part in (block.heading, block.label, block.text) if part)
        lines.append("\n".join(part for part in (head, cells) if part))
    return "\n".join(lines)


# An amending article quotes others whole; the reader who marks them gives the quoted block their label.
_QUOTED = re.compile(r"(?i)^(?:art[íi]culo|artigo|article|art\.?|section|sec\.?)\s")


def quoted_of(wording: Wording) -> str:
    """Numbers of the provisions that a wording quotes whole, parted by blanks; as many as the column takes."""
    numbers = dict.fromkeys(normalise(block.label) for block in wording.blocks if _QUOTED.match(block.label))
    joined = " ".join(numbers)
    return joined if len(joined) <= 1000 else joined[:1000].rpartition(" ")[0]


def digest_of(label: str, heading: str, blocks: list[list[Any]]) -> str:
    """Two wordings with the same digest are the same wording. blocks: as `block_row` gives them."""
    content = repr((label, heading, blocks))
    return blake2b(content.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
