"""Headings of a page of prose that can be linked to, and its list of contents."""

import re
from dataclasses import dataclass, field
from html import unescape

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

_HEADING = re.compile(r"<h2(?P<more>[^>]*)>(?P<text>.*?)</h2>", re.DOTALL)
_ID = re.compile(r"""\bid=["']([^"']+)["']""")


@dataclass(slots=True)
class Headings:
    """Of one page, from its texts in their order. A heading keeps the id that it has; one that editors wrote gets it from its
    words."""

    found: list[tuple[str, str]] = field(default_factory=list)

    def linked(self, html: str) -> SafeString:
        """The text, with an id in each heading."""
        return mark_safe(_HEADING.sub(self._heading, html))

    def _heading(self, match: re.Match[str]) -> str:
        words = unescape(strip_tags(match["text"])).strip()
        held = _ID.search(match["more"])
        name = held[1] if held else self._name(slugify(words) or "part")
        self.found.append((name, words))
        return match[0] if held else f'<h2 id="{name}"{match["more"]}>{match["text"]}</h2>'

    def _name(self, wanted: str) -> str:
        taken = {name for name, _ in self.found} | {"main", "find"}  # the frame's own
        return next(name for name in (wanted, *(f"{wanted}-{n}" for n in range(2, 999))) if name not in taken)
