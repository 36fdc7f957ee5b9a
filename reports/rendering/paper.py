"""A report as one HTML file, and as a tagged PDF (PDF/UA-1) made of it."""

import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext, override

from reports.rendering.tree import Document

Progress = Callable[[int, int], None]
_PAGE = re.compile(r"Page (\d+)")


class NoProgram(Exception):
    """A library of the system that the format needs is not there."""


def html(document: Document) -> str:
    """Whole, without any address beside it: pictures stand in it as data."""
    with override(document.language):
        context = {
            "document": document,
            "base": settings.WAGTAILADMIN_BASE_URL,
            "paper": True,
            "now": datetime.now(tz=UTC),
        }
        return render_to_string("reports/file.html", context)


def pdf(document: Document, progress: Progress | None = None) -> bytes:
    """Headings, tables, alternatives and language are tagged. progress: gets (1, 1) page by page, when the layout goes on.
    Raises NoProgram where Pango is not installed."""
    try:
        import weasyprint
        import weasyprint.urls
        from weasyprint.logger import PROGRESS_LOGGER
    except OSError as error:
        with override(document.language):
            raise NoProgram(gettext("PDF needs the library Pango, which is not installed on this machine.")) from error
    watch = _Watch(progress)
    PROGRESS_LOGGER.addHandler(watch)
    before = PROGRESS_LOGGER.level, PROGRESS_LOGGER.propagate
    PROGRESS_LOGGER.setLevel(logging.INFO)
    PROGRESS_LOGGER.propagate = False
    try:
        # Nothing is fetched from anywhere while a report is made.
        fetcher = weasyprint.urls.URLFetcher(allowed_protocols=("data",))
        made = weasyprint.HTML(string=html(document), url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1")
    finally:
        PROGRESS_LOGGER.removeHandler(watch)
        PROGRESS_LOGGER.setLevel(before[0])
        PROGRESS_LOGGER.propagate = before[1]
    return bytes(made or b"")


class _Watch(logging.Handler):
    """WeasyPrint tells its steps, and every page, to a logger."""

    def __init__(self, progress: Progress | None):
        super().__init__()
        self.progress = progress

    def emit(self, record: logging.LogRecord) -> None:
        found = _PAGE.search(record.getMessage())
        if found and self.progress:
            self.progress(int(found[1]), 0)
