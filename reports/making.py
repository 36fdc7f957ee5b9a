"""Files of reports are made by the worker, one after the other, with progress that the secretariat sees."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from reports import files, reading
from reports.models import Job, Release, Report
from reports.rendering import tree
from reports.rendering.building import Builder
from reports.rendering.paper import NoProgram, html, pdf

log = logging.getLogger(__name__)
# A worker that gave no sign of life for so long has ended, and its job goes to the next one.
LOST = timedelta(minutes=5)
_OFTEN_SECONDS = 1.0
# A PDF's layout is told by pages, of which nobody knows how many there will be: the share of the work that it is.
_LAYOUT = 60
Progress = Callable[[int, int], None]


def make(
    report: Report, language: str, format_: str, progress: Progress | None = None, release: Release | None = None
) -> tuple[bytes, tree.Document]:
    """The file, and what it says. release: what is out; else the report as it stands. Raises NoProgram."""
    told = progress or _nobody
    document = reading.document(release) if release else Builder(report, language).document(told)
    if format_ == Job.Format.HTML:
        return html(document).encode(), document
    if format_ == Job.Format.DOCX:
        from reports.rendering.word import docx

        return docx(document, told), document
    chapters = len(document.chapters)
    return pdf(document, lambda page, _rest: told(chapters + min(_LAYOUT, page // 4), chapters + _LAYOUT)), document


def work() -> int:
    """Makes one file that is due, if any; returns how many. For the worker's loop: never raises for what is wrong with one job."""
    job = _claim()
    if job is None:
        return 0
    log.info("making %s", job)
    try:
        content, document = make(job.report, job.language, job.format, _Beat(job), job.release)
        job.file, job.laws, job.state, job.error = files.keep(job, content), document.records(), Job.State.DONE, ""
    except NoProgram as error:
        job.state, job.error = Job.State.FAILED, str(error)[:300]
    except Exception:
        log.exception("the file was not made: %s", job)
        with override(job.language):
            job.state, job.error = Job.State.FAILED, gettext("The file could not be made; the log says why.")
    job.finished_at = timezone.now()
    job.done = job.total if job.state == Job.State.DONE else job.done
    job.save(update_fields=["file", "laws", "state", "error", "finished_at", "done"])
    return 1


def _claim() -> Job | None:
    """Compare-and-set: two workers never make the same file. A job whose worker ended is due again."""
    lost = timezone.now() - LOST
    with transaction.atomic():
        rows = Job.objects.filter(state=Job.State.QUEUED) | Job.objects.filter(state=Job.State.RUNNING, beat__lt=lost)
        job = rows.order_by("pk").first()
        if job is None:
            return None
        now = timezone.now()
        same = Job.objects.filter(pk=job.pk, state=job.state, beat=job.beat)
        if not same.update(state=Job.State.RUNNING, beat=now, done=0):
            return None
    return Job.objects.select_related("report", "release__report").get(pk=job.pk)


class _Beat:
    """Writes progress down, not more often than a reader looks."""

    def __init__(self, job: Job):
        self.job = job
        self.last = 0.0

    def __call__(self, done: int, total: int) -> None:
        if time.monotonic() - self.last < _OFTEN_SECONDS:
            return
        self.last = time.monotonic()
        self.job.done, self.job.total = done, total
        Job.objects.filter(pk=self.job.pk).update(done=done, total=total, beat=timezone.now())


def _nobody(done: int, total: int) -> None:
    pass


def renew() -> int:
    """Orders anew the files of what is out that name a record which was withdrawn since; returns how many."""
    made = 0
    for release in Release.objects.select_related("report"):
        for format_ in (Job.Format.PDF, Job.Format.DOCX):
            waiting = Job.objects.filter(
                release=release, format=format_, state__in=(Job.State.QUEUED, Job.State.RUNNING)
            )
            if waiting.exists() or reading.file_of(release, format_) is not None:
                continue
            if Job.objects.filter(release=release, format=format_, state=Job.State.DONE).exists():
                Job.objects.create(report=release.report, release=release, language=release.language, format=format_)
                made += 1
    return made
