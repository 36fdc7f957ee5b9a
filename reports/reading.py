"""What readers get of a report: the newest version that is out in their language, or an older one by its number."""

from django.utils.formats import date_format
from django.utils.translation import override

from records.models import LANGUAGES
from records.visibility import NOBODY, visible_to
from reports.models import FrozenChapter, Job, Release
from reports.rendering import tree
from reports.rendering.building import public_records

_ABOUT = ("report__country__jurisdiction",)


def newest() -> dict[str, dict[str, Release]]:
    """Of every report at its address: by language, the newest version that is out."""
    found: dict[str, dict[str, Release]] = {}
    rows = visible_to(NOBODY, Release.objects.all()).select_related(*_ABOUT)
    for release in rows.order_by("-report__last", "report__slug", "report__version"):
        found.setdefault(release.report.slug, {})[release.language] = release
    return found


def of(slug: str) -> list[Release]:
    """Everything that is out at an address, the newest version first."""
    rows = visible_to(NOBODY, Release.objects.filter(report__slug=slug)).select_related(*_ABOUT)
    return sorted(rows, key=lambda one: (-one.report.version, LANGUAGES.index(one.language)))


def one(releases: list[Release], language: str, version: int | None) -> Release | None:
    return next(
        (held for held in releases if held.language == language and version in (None, held.report.version)), None
    )  # fmt: skip


def chapter(row: FrozenChapter) -> tree.Chapter:
    """As it went out, without records that were withdrawn since."""
    made = tree.chapter_from(row.slug, row.title, row.note, row.body)
    return tree.only(made, public_records({f"{one.record}:{one.pk}" for one in tree.records(made)}))


def document(release: Release) -> tree.Document:
    """All of it."""
    chapters = [tree.chapter_from(row.slug, row.title, row.note, row.body) for row in release.chapters.all()]
    named = {f"{one.record}:{one.pk}" for made in chapters for one in tree.records(made)}
    public = public_records(named)
    with override(release.language):
        day = date_format(release.at, "DATE_FORMAT")
    return tree.Document(
        slug=release.report.slug, version=release.report.version, language=release.language, title=release.title, day=day,
        draft=False, chapters=[tree.only(made, public) for made in chapters], sources=release.sources,
    )  # fmt: skip


def file_of(release: Release, format_: str) -> Job | None:
    """The newest file of a language that is out; none while a record that it names is withdrawn, until it is made anew."""
    rows = visible_to(NOBODY, Job.objects.filter(release=release, format=format_))
    for job in rows.exclude(file="").order_by("-pk")[:1]:
        if public_records(set(job.laws)) == set(job.laws):
            return job
    return None
