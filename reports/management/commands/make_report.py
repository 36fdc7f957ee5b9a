"""A report as a file, from the command line."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reports.making import make
from reports.models import Job, Release, Report
from reports.rendering.paper import NoProgram


class Command(BaseCommand):
    help = "Writes a report as PDF, DOCX or HTML: its newest version, as it is out or, where it is not, as it stands."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--language", choices=[code for code, _ in settings.LANGUAGES], default="es")
        parser.add_argument("--format", choices=Job.Format.values, default="pdf")
        parser.add_argument("--out", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        report = Report.objects.filter(slug=options["slug"]).order_by("-version").first()
        if report is None:
            raise CommandError(f"there is no report {options['slug']!r}")
        release = Release.objects.filter(report=report, language=options["language"]).select_related("report").first()
        started = time.monotonic()
        try:
            content, document = make(report, options["language"], options["format"], self._progress, release)
        except NoProgram as error:
            raise CommandError(str(error)) from None
        try:
            options["out"].write_bytes(content)
        except OSError as error:
            raise CommandError(f"cannot write {options['out']}: {error.strerror}") from None
        seconds = time.monotonic() - started
        self.stderr.write(
            f"\n{options['out']}: {len(content):,} bytes, {len(document.chapters)} chapters, {seconds:.1f} s"
            f"{' (draft)' if document.draft else ''}"
        )

    def _progress(self, done: int, total: int) -> None:
        self.stderr.write(f"\r{done} / {total}", ending="")
        self.stderr.flush()
