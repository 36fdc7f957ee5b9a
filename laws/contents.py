"""The contents of a law beside its text, and the headings of its parts, titles and chapters."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, NamedTuple

from django.utils.safestring import SafeString, mark_safe

MAX_HEADING = 110
# Above this the contents name only the provisions near the reader, and for the rest the parts they stand in.
MAX_LINES = 800


class Line(NamedTuple):
    """One provision in the contents. near: in the part on the page; apart: an annex, which stands in no container."""

    slug: str
    url: str
    label: str
    heading: str
    near: bool
    apart: bool = False


class Container(NamedTuple):
    """A part, title or chapter, with the slug of the first provision under it."""

    level: int
    label: str
    heading: str
    slug: str


def containers(outline: Iterable[Sequence[Any]]) -> dict[str, list[Container]]:
    """Headings by the provision before which they stand; those with nothing under them are left out.

    Level 1 is the outermost that this law uses.
    """
    found: dict[str, list[Container]] = {}
    rows = [row for row in outline if row[3] and (row[1] or row[2])]
    above = min((row[0] for row in rows), default=1) - 1
    for level, label, heading, slug in rows:
        found.setdefault(slug, []).append(Container(level - above, label, heading, slug))
    return found


def open_at(lines: Sequence[Line], headings: dict[str, list[Container]], slug: str) -> list[Container]:
    """The containers within which the provision `slug` stands, outermost first, without those that begin there."""
    path: list[Container] = []
    for line in lines:
        if line.apart:
            path = []
        if line.slug == slug:
            begins = headings.get(slug, ())
            top = min((container.level for container in begins), default=99)
            return [container for container in path if container.level < top]
        for container in headings.get(line.slug, ()):
            path = [*(above for above in path if above.level < container.level), container]
    return []


def render(lines: Sequence[Line], headings: dict[str, list[Container]]) -> SafeString:
    """Nested lists: outermost containers fold, those with provisions near the reader stand open."""
    groups: list[tuple[Container | None, list[tuple[Line, list[Container]]]]] = [(None, [])]
    for line in lines:
        inner: list[Container] = []
        if line.apart and groups[-1][0]:
            groups.append((None, []))
        for container in headings.get(line.slug, ()):
            if container.level == 1:
                groups.append((container, []))
                inner = []
            else:
                inner.append(container)
        groups[-1][1].append((line, inner))
    brief = len(lines) > MAX_LINES
    return mark_safe("".join(_group(container, items, brief) for container, items in groups if items))


def _group(container: Container | None, items: list[tuple[Line, list[Container]]], brief: bool) -> str:
    near = any(line.near for line, _ in items)
    if container and brief and not near:
        return f'<li><a href="{escape(items[0][0].url)}">{_name(container.label, container.heading)}</a></li>'
    body = "".join(_line(line, inner) for line, inner in items if line.near or not brief)
    if container is None:
        return body
    state = " open" if near else ""
    name = _name(container.label, container.heading)
    return f"<li><details{state}><summary>{name}</summary><ol>{body}</ol></details></li>"


def _line(line: Line, inner: list[Container]) -> str:
    heads = "".join(f'<li class="c{min(c.level, 5)}">{_name(c.label, c.heading)}</li>' for c in inner)
    return f'{heads}<li><a href="{escape(line.url)}">{_name(line.label, line.heading)}</a></li>'


def _name(label: str, heading: str) -> str:
    heading = heading if len(heading) <= MAX_HEADING else heading[: MAX_HEADING - 1].rstrip() + "…"
    strong = f"<b>{escape(label, quote=False)}</b>" if label else ""
    return " ".join(part for part in (strong, escape(heading, quote=False)) if part)
