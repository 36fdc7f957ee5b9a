"""Readers of cells of record sheets: text in, value out, or a reason why not."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from countries.models import Jurisdiction
from records.models import LANGUAGES, LanguageState, Source, Topic

Cell = Callable[[str], Any]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEAR = re.compile(r"\d{4}")


class Wrong(Exception):
    """A cell that cannot be taken; the message is for the editor."""


def text(longest: int) -> Cell:
    """Any text up to so many characters."""

    def read_cell(cell: str) -> str:
        if len(cell) > longest:
            raise Wrong(_("At most %d characters.") % longest)
        return cell

    return read_cell


def choice(values: Iterable[str]) -> Cell:
    """One of the codes."""
    allowed = list(values)

    def read_cell(cell: str) -> str:
        if cell not in allowed:
            raise Wrong(_("“%(cell)s” is none of: %(codes)s.") % {"cell": cell[:60], "codes": ", ".join(allowed)})
        return cell

    return read_cell


def day(cell: str) -> date:
    """A day, YYYY-MM-DD."""
    try:
        if _DAY.fullmatch(cell):
            return date.fromisoformat(cell)
    except ValueError:
        pass
    raise Wrong(_("“%s” is no day: write YYYY-MM-DD.") % cell[:40])


def day_or_year(cell: str) -> str:
    """A day or a year alone, as text."""
    return cell if _YEAR.fullmatch(cell) else day(cell).isoformat()


def lines(cell: str) -> str:
    """Items parted by "|" or by lines, stored one a line."""
    return "\n".join(item.strip() for item in re.split(r"\||\n", cell) if item.strip())


def jurisdiction(cell: str) -> Jurisdiction:
    """A jurisdiction by its code."""
    found = Jurisdiction.objects.filter(code=cell.lower()).first()
    if found is None:
        raise Wrong(_("There is no jurisdiction “%s”.") % cell[:40])
    return found


def slug(cell: str) -> str:
    """A stable address: small ASCII letters, digits and hyphens."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", cell) or len(cell) > 120:
        raise Wrong(_("“%s” is no address: small letters, digits and hyphens.") % cell[:60])
    return cell


def address(cell: str) -> str:
    """An http or https address."""
    parts = urlsplit(cell)
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or len(cell) > 1000
        or any(c.isspace() for c in cell)
    ):
        raise Wrong(_("“%s” is no web address.") % cell[:80])
    return cell


def topics(cell: str) -> list[Topic]:
    """Concepts of the thesaurus by their addresses, parted by "|"."""
    slugs = [slug.strip() for slug in cell.split("|") if slug.strip()]
    found = {topic.slug: topic for topic in Topic.objects.filter(slug__in=slugs)}
    unknown = [slug for slug in slugs if slug not in found]
    if unknown:
        raise Wrong(_("Not in the thesaurus: %s.") % ", ".join(unknown)[:300])
    return [found[slug] for slug in dict.fromkeys(slugs)]


def source(cell: str) -> Source:
    """A source by its short name."""
    found = Source.objects.filter(slug=cell).first()
    if found is None:
        raise Wrong(_("There is no source “%s”.") % cell[:80])
    return found


def record_columns(texts: Iterable[str]) -> dict[str, Cell]:
    """The columns that every record's sheet has."""
    columns: dict[str, Cell] = {}
    for name in texts:
        columns |= {f"{name}_{code}": text(1000 if name == "title" else 20_000) for code in LANGUAGES}
    columns |= {f"state_{code}": choice(LanguageState.values) for code in LANGUAGES}
    return columns | {
        "original_language": choice(LANGUAGES), "source": source, "source_url": address, "source_note": text(300),
        "checked": day,
    }  # fmt: skip
