"""Images and scans from outside, made harmless inside the sandbox: known by their content, drawn anew without anything
else that the file held, or refused. No Django.

PDFs are kept as they are when nothing in them acts: what could hide in their compressed parts is why they are handed
over as attachments only.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

PIXELS = 80_000_000  # of one page: more than A3 at 600 dots an inch
PAGES = 300
_PDF_END = 2048
_STREAM = re.compile(rb"\bstream\r?\n.*?\bendstream\b", re.DOTALL)
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTS = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|ImportData|SubmitForm)(?=[\s/<>\[\]()])")
_MARKUP = re.compile(rb"<\s*(?:html|script|svg|!doctype)\b", re.IGNORECASE)
_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF")
_SUFFIX = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "PDF": "pdf"}


class ImageRefused(Exception):
    """`reason` is a key of `records.pictures.REASONS`."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


Frame = tuple[dict[str, Any], bytes]


def picture(data: bytes, name: str) -> Iterator[Frame]:
    """A job for the sandbox: one picture, in its own format, with its "suffix"; name: not used."""
    image = _opened(data)
    if image.format == "TIFF":
        raise ImageRefused("not-an-image")
    yield _drawn(image)


def scan(data: bytes, name: str) -> Iterator[Frame]:
    """A job for the sandbox: a page or pages of print. TIFF becomes PDF; of a PDF only its header comes back."""
    if data.startswith(b"%PDF-"):
        _check_pdf(data)
        yield {"suffix": "pdf", "kept": True}, b""
        return
    image = _opened(data)
    yield _as_pdf(image) if image.format == "TIFF" else _drawn(image)


def _opened(data: bytes) -> Any:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # counted here, before anything is drawn
    try:
        image = Image.open(io.BytesIO(data), formats=_FORMATS)
    except Exception:  # noqa: BLE001 - whatever it stumbles over, it is no image that is taken
        raise ImageRefused("not-an-image") from None
    _measure(image)
    return image


def _measure(image: Any) -> None:
    if image.width * image.height > PIXELS:
        raise ImageRefused("too-many-pixels")


def _drawn(image: Any) -> Frame:
    """Drawn anew: upright, and without what cameras and programs write beside the picture."""
    from PIL import ImageOps

    form = image.format
    try:
        plain = ImageOps.exif_transpose(image)
        if form == "JPEG" and plain.mode not in ("L", "RGB"):
            plain = plain.convert("RGB")
        plain.info = {}
        out = io.BytesIO()
        options = {"JPEG": {"quality": 90}, "PNG": {}, "WEBP": {"quality": 90}}[form]
        plain.save(out, form, **options)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - damaged, or made to break the reader
        raise ImageRefused("damaged") from None
    return {"suffix": _SUFFIX[form], "width": plain.width, "height": plain.height}, out.getvalue()


def _as_pdf(image: Any) -> Frame:
    from PIL import ImageSequence

    from records import image_pdf

    try:
        pages = getattr(image, "n_frames", 1)
        if pages > PAGES:
            raise ImageRefused("too-many-pages")
        for page in ImageSequence.Iterator(image):
            _measure(page)
        image.seek(0)
        dots = min(max(float(image.info.get("dpi", (200, 200))[0] or 200), 50.0), 1200.0)
        data = image_pdf.write((page.copy() for page in ImageSequence.Iterator(image)), dots)
    except (ImageRefused, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - damaged, or made to break the reader
        raise ImageRefused("damaged") from None
    return {"suffix": "pdf", "pages": pages}, data


def _check_pdf(data: bytes) -> None:
    """Whole, nothing else besides, and nothing in it that acts when it is opened."""
    end = data.rfind(b"%%EOF")
    if end < 0 or len(data) - end > _PDF_END:
        raise ImageRefused("damaged")
    if b"PK\x05\x06" in data[-66_000:] or _MARKUP.search(data[end:]):
        raise ImageRefused("two-in-one")
    bare = _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), _STREAM.sub(b" ", data))
    if _MARKUP.search(bare):
        raise ImageRefused("two-in-one")
    if _ACTS.search(bare):
        raise ImageRefused("acts")
