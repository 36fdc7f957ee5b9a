"""What the templates of reports need beside Django's own."""

from base64 import b64encode

from django import template
from django.utils.dateparse import parse_date
from django.utils.formats import date_format

from reports.rendering.tree import NONE, Span

register = template.Library()


@register.filter
def as_data(svg: str) -> str:
    """A picture as an address of its own: it needs no request and no file beside the page."""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


@register.filter
def day(text: str) -> str:
    """ "2024-07-19" in the reader's format; a year alone stays."""
    found = parse_date(text) if len(text) == 10 else None
    return date_format(found, "DATE_FORMAT") if found else text


@register.filter
def is_none(span: Span) -> bool:
    """Whether the cell says that there is no figure."""
    return span.text == NONE
