"""What is new: records by the day on which they were last published, vintages of figures, reports."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indicators.models import Vintage
from laws.models import Law, Policy
from records.texts import Shown, shown
from records.visibility import NOBODY, visible_to
from reports import reading
from reports.models import Release


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was published or changed. kind: what it is, in words; owner: whose it is, a country or a publisher;
    unchecked: a record that nobody compared with a source yet."""

    kind: str
    url: str
    title: Shown
    summary: Shown
    owner: str
    day: datetime
    unchecked: bool = False


def newest(language: str, limit: int, vintages: int | None = None) -> list[Item]:
    """What was published last, newest first; of vintages at most so many."""
    rows = [*_records(language, limit), *_vintages(language, limit if vintages is None else vintages)]
    return sorted([*rows, *_reports(language)], key=lambda item: item.day, reverse=True)[:limit]


def _records(language: str, limit: int) -> list[Item]:
    rows = []
    for model in (Law, Policy):
        found = visible_to(NOBODY, model.objects.listed()).filter(last_published_at__isnull=False)
        found = found.select_related("jurisdiction").order_by("-last_published_at", "-pk")[:limit]
        rows += [_record(record, language) for record in found]
    return rows


def _record(record: Any, language: str) -> Item:
    kind = _("Public policy") if isinstance(record, Policy) else capfirst(record.get_type_display())
    return Item(
        kind=kind, url=record.get_absolute_url(), title=shown(record, "title", language),
        summary=shown(record, "summary", language), owner=record.jurisdiction.name, day=record.last_published_at,
        unchecked=record.checked is None,
    )  # fmt: skip


def _vintages(language: str, limit: int) -> list[Item]:
    found = visible_to(NOBODY, Vintage.objects.all()).select_related("dataset").order_by("-published", "-pk")[:limit]
    return [_vintage(vintage, language) for vintage in found]


def _vintage(vintage: Vintage, language: str) -> Item:
    number = capfirst(_("vintage %(number)s") % {"number": vintage.number})
    # What follows a semicolon tells where the file was read, which the dataset's page says.
    said = f"{number}. {vintage.edition.partition(';')[0]}".strip()
    return Item(
        kind=_("Figures"), url=f"{vintage.dataset.get_absolute_url()}#v{vintage.number}",
        title=Shown(str(vintage.dataset), language, foreign=False), summary=Shown(said, language, foreign=False),
        owner=vintage.dataset.publisher, day=vintage.published,
    )  # fmt: skip


def _reports(language: str) -> list[Item]:
    """In the reader's language, else in the one that came out first."""
    every = [releases.get(language) or min(releases.values(), key=_day) for releases in reading.newest().values()]
    return [_report(release, language) for release in every]


def _day(release: Release) -> datetime:
    return release.at


def _report(release: Release, language: str) -> Item:
    country = release.report.country
    return Item(
        kind=_("Report"), url=f"{reverse('reports:report', args=[release.report.slug])}?version={release.report.version}",
        title=Shown(release.title, release.language, foreign=release.language != language),
        summary=Shown("", language, foreign=False), owner=country.jurisdiction.name if country else _("The Americas"),
        day=release.at,
    )  # fmt: skip
