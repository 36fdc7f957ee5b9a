"""Marked pieces of a text as HTML."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def marked(pieces: Iterable[tuple[str, bool]]) -> SafeString:
    """`((text, is marked), …)` with <mark> around what was sought; everything else is escaped."""
    parts = (f"<mark>{escape(text)}</mark>" if is_marked else escape(text) for text, is_marked in pieces)
    return mark_safe("".join(parts))
