"""Pages of reports for readers: what is out, and nothing else."""

from itertools import groupby
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from indicators.views import picture
from records.models import LANGUAGES
from records.visibility import declares
from reports import files, reading
from reports.models import Job, Release
from reports.rendering import tree


def _language() -> str:
    return get_language() or "en"


def _version(request: HttpRequest) -> int | None:
    """404 for what is no number of a version."""
    asked = request.GET.get("version", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 5):
        raise Http404
    return int(asked)


def _found(request: HttpRequest, slug: str) -> tuple[Release | None, dict[str, Any]]:
    """What is out of a report in the reader's language, and what every page of it shows; 404 where nothing is out at all."""
    releases, version = reading.of(slug), _version(request)
    if not releases:
        raise Http404
    release = reading.one(releases, _language(), version)
    newest = reading.one(releases, _language(), None)
    others = [one for code in LANGUAGES if (one := reading.one(releases, code, version)) and code != _language()]
    if release is None and not others:
        raise Http404
    context = {
        "release": release, "others": others, "versions": [one for one in releases if one.language == _language()],
        "newer": newest if release and newest and newest.pk != release.pk else None,
        "query": f"?version={version}" if version else "",
    }  # fmt: skip
    return release, context


@declares("public records")
def listing(request: HttpRequest) -> HttpResponse:
    """Every report that is out: in the reader's language, or in those that it has."""
    rows = []
    for releases in reading.newest().values():
        own = releases.get(_language())
        rows.append((own, [releases[code] for code in LANGUAGES if code in releases and releases[code] != own]))
    return render(request, "reports/list.html", {"rows": rows})


@declares("public records")
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """Its contents, files and sources."""
    release, context = _found(request, slug)
    if release is None:
        return render(request, "reports/elsewhere.html", context)
    chapters = list(release.chapters.defer("body"))
    made = [
        (format_, files.size(job))
        for format_ in (Job.Format.PDF, Job.Format.DOCX)
        if (job := reading.file_of(release, format_))
    ]
    # In the order of reading: the notes of countries may stand before, after or between chapters.
    groups = [(note, list(rows)) for note, rows in groupby(chapters, key=lambda one: one.note)]
    context |= {"groups": groups, "files": made}
    return render(request, "reports/report.html", context)


@declares("public records")
def chapter(request: HttpRequest, slug: str, chapter: str) -> HttpResponse:
    """One chapter, with its numbered tables and charts."""
    release, context = _found(request, slug)
    if release is None:
        return render(request, "reports/elsewhere.html", context)
    row = release.chapters.filter(slug=chapter).first()
    if row is None:
        raise Http404
    around = release.chapters.defer("body")
    context |= {
        "chapter": reading.chapter(row), "before": around.filter(position=row.position - 1).first(),
        "after": around.filter(position=row.position + 1).first(), "chapters": around,
    }  # fmt: skip
    return render(request, "reports/chapter.html", context)


@declares("public records")
def chart(request: HttpRequest, slug: str, chapter: str, number: str, narrow: str | None = None) -> HttpResponse:
    """A chart as it went out, by its number; what went out in one width only comes in that."""
    release, _context = _found(request, slug)
    row = release.chapters.filter(slug=chapter).first() if release else None
    nodes = reading.chapter(row).nodes if row else []
    found = next((one for one in nodes if isinstance(one, tree.Chart) and one.number == int(number)), None)
    if found is None:
        raise Http404
    return picture(((narrow and found.narrow) or found.svg).encode(), "image/svg+xml")


@declares("public records")
def file(request: HttpRequest, slug: str, format: str) -> HttpResponse | FileResponse:
    """The whole report as a file, in the language of the address."""
    release, _context = _found(request, slug)
    job = reading.file_of(release, format) if release else None
    if job is None or not files.path_of(job).is_file():
        raise Http404
    return files.answer(job)
