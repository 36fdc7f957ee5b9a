"""Inner units of a provision as HTML. In Python, because a page holds hundreds of them; every text is escaped here."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, NamedTuple

from django.utils.safestring import SafeString, mark_safe

MAX_DEPTH = 6
# What a stored row leaves out at its end.
_EMPTY: tuple[Any, ...] = ("", "", "", "", 0, ())
_NOT_IN_ANCHOR = re.compile(r"[^a-z0-9]+")


class Rendered(NamedTuple):
    """The law's words, and apart from them the publisher's notes inside the text."""

    text: SafeString
    notes: list[str]


def blocks(rows: Iterable[Sequence[Any]], anchor: str, table_name: str) -> Rendered:
    """`rows` as stored (`laws.parsed.Block`); `anchor` begins the ids of inner units ("s-3" gives "s-3.1.a").

    table_name: accessible name of a table without a caption.
    """
    parts: list[str] = []
    notes: list[str] = []
    ids = _Anchors(anchor)
    for row in rows:
        kind, text, label, heading, depth, cells = [*row, *_EMPTY[len(row) :]]
        if kind == "note":
            notes.append(text)
        elif kind == "table":
            parts.append(_table(text, cells, table_name))
        else:
            parts.append(_unit(text, label, heading, min(depth, MAX_DEPTH), ids.of(label, depth)))
    return Rendered(mark_safe("".join(parts)), notes)


def _unit(text: str, label: str, heading: str, depth: int, anchor: str) -> str:
    head = f'<p class="mn d{depth}">{escape(heading, quote=False)}</p>' if heading else ""
    identity = f' id="{anchor}"' if anchor else ""
    if not label:
        return f'{head}<p class="d{depth}"{identity}>{escape(text, quote=False)}</p>' if text else head
    number = f'<span class="n">{escape(label, quote=False)}</span>'
    return f'{head}<p class="u d{depth}"{identity}>{number} <span>{escape(text, quote=False)}</span></p>'


def _table(caption: str, cells: Sequence[Sequence[str]], table_name: str) -> str:
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell, quote=False)}</td>" for cell in line) + "</tr>" for line in cells
    )
    name = escape(caption or table_name)
    title = f"<caption>{escape(caption, quote=False)}</caption>" if caption else ""
    return f'<div class="table" role="region" tabindex="0" aria-label="{name}"><table>{title}<tbody>{body}</tbody></table></div>'


class _Anchors:
    """Ids of inner units by the labels above them; each is given once."""

    def __init__(self, anchor: str):
        self.anchor = anchor
        self.path: list[str] = []
        self.given: set[str] = set()

    def of(self, label: str, depth: int) -> str:
        key = _NOT_IN_ANCHOR.sub("-", label.lower()).strip("-") if label else ""
        if not key:
            return ""
        place = max(depth, 1) - 1
        self.path = [*self.path[:place], *([""] * (place - len(self.path))), key]
        name = ".".join([self.anchor, *(part for part in self.path if part)])
        if name in self.given:
            return ""
        self.given.add(name)
        return name
