"""The parent's side of `records.images`: an image from outside comes back drawn anew, or with the reason why not."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from records.sandbox import Refused, Sandbox

TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "pdf": "application/pdf"}
REASONS = {
    "not-an-image": _("The file is none of the images that are taken here, whatever its name says."),
    "not-a-scan": _("The file is neither PDF nor JPEG, PNG, WebP or TIFF, whatever its name says."),
    "too-many-pixels": _("A page has more than 80 million pixels."),
    "too-many-pages": _("It has more than 300 pages."),
    "damaged": _("The file is damaged or cut short."),
    "two-in-one": _("The file is a PDF and something else at once."),
    "acts": _("The PDF holds programs, forms or attached files: print it into a new PDF and bring that."),
}


@dataclass(frozen=True, slots=True)
class Picture:
    """suffix: of its format ("jpg"), a key of TYPES."""

    suffix: str
    data: bytes


def drawn_anew(data: bytes) -> Picture:
    """One picture; raises Refused with a reason in the active language."""
    return _run("records.images:picture", data)


def as_scan(data: bytes) -> Picture:
    """Pages of print; raises Refused."""
    return _run("records.images:scan", data)


def _run(job: str, data: bytes) -> Picture:
    try:
        with Sandbox(job) as sandbox:
            header, payload = next(sandbox.run(data, ""))
    except Refused as refusal:
        reason = refusal.reason
        if reason == "not-an-image" and job.endswith(":scan"):
            reason = "not-a-scan"
        raise Refused(str(REASONS.get(reason, REASONS["damaged"]))) from None
    return Picture(_suffix(header), data if header.get("kept") else payload)


def _suffix(header: dict[str, Any]) -> str:
    """What comes out of the sandbox is believed only as far as it is one of ours."""
    suffix = header.get("suffix")
    if suffix not in TYPES:
        raise Refused(str(REASONS["damaged"]))
    return str(suffix)
