"""Files of reports: where they lie, and how they are sent. Names are random: no address but a checked one leads to a file."""

import secrets
from pathlib import Path

from django.conf import settings
from django.http import FileResponse

from reports.models import Job

TYPES = {
    Job.Format.PDF: "application/pdf",
    Job.Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Job.Format.HTML: "text/html; charset=utf-8",
}


def folder() -> Path:
    return Path(settings.DATA_DIR) / "reports"


def path_of(job: Job) -> Path:
    return folder() / (job.file or "-")


def keep(job: Job, content: bytes) -> str:
    """Stores a file whole or not at all; returns its name."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"{secrets.token_hex(16)}.{job.format}"
    part = folder() / f"{name}.part"
    try:
        part.write_bytes(content)
        part.replace(folder() / name)
    finally:
        part.unlink(missing_ok=True)
    return name


def size(job: Job) -> int:
    """In bytes; 0 where the file is gone."""
    try:
        return path_of(job).stat().st_size
    except OSError:
        return 0


def answer(job: Job) -> FileResponse:
    """As an attachment: a page of ours never runs what a file holds."""
    name = f"{job.report.slug}-v{job.report.version}-{job.language}.{job.format}"
    response = FileResponse(
        path_of(job).open("rb"), as_attachment=True, filename=name, content_type=TYPES[Job.Format(job.format)]
    )
    response["X-Content-Type-Options"] = "nosniff"
    if job.release_id is None:
        response["Cache-Control"] = "private, no-store"
    return response
