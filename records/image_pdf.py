"""A PDF of page images, written by hand: one object after the other, so that one page at a time is in memory. No Django."""

import io
import zlib
from collections.abc import Iterable
from typing import Any

_QUALITY = 85


def write(pages: Iterable[Any], dots: float) -> bytes:
    """Pages (Pillow images) at `dots` an inch. The same pages give the same bytes."""
    out = _Objects()
    out.reserve(2)  # catalogue and list of pages
    kids = []
    for page in pages:
        width, height = (round(side * 72 / dots, 2) for side in page.size)
        image = out.add(*_image(page))
        drawing = f"q {width} 0 0 {height} 0 0 cm /I Do Q".encode()
        content = out.add(b"", drawing)
        kids.append(
            out.add(
                f"/Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] "
                f"/Resources << /XObject << /I {image} 0 R >> >> /Contents {content} 0 R".encode()
            )
        )
    out.put(1, b"/Type /Catalog /Pages 2 0 R")
    out.put(2, f"/Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}]".encode())
    return out.closed()


def _image(page: Any) -> tuple[bytes, bytes]:
    """Its dictionary and its data: black on white without loss, anything else as JPEG."""
    head = f"/Type /XObject /Subtype /Image /Width {page.width} /Height {page.height}"
    if page.mode == "1":
        return f"{head} /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /FlateDecode".encode(), zlib.compress(
            page.tobytes(), 9
        )
    plain = page.convert("L" if page.mode in ("L", "LA", "I", "I;16", "F") else "RGB")
    plain.info = {}
    data = io.BytesIO()
    plain.save(data, "JPEG", quality=_QUALITY)
    space = "DeviceGray" if plain.mode == "L" else "DeviceRGB"
    return f"{head} /ColorSpace /{space} /BitsPerComponent 8 /Filter /DCTDecode".encode(), data.getvalue()


class _Objects:
    """Numbered objects, and where each begins."""

    def __init__(self) -> None:
        self.out = io.BytesIO()
        self.out.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
        self.places: list[int] = []

    def reserve(self, count: int) -> None:
        self.places += [0] * count

    def add(self, dictionary: bytes, stream: bytes | None = None) -> int:
        self.places.append(0)
        self.put(len(self.places), dictionary, stream)
        return len(self.places)

    def put(self, number: int, dictionary: bytes, stream: bytes | None = None) -> None:
        self.places[number - 1] = self.out.tell()
        length = b"" if stream is None else b" /Length %d" % len(stream)
        self.out.write(b"%d 0 obj\n<< %s%s >>\n" % (number, dictionary, length))
        if stream is not None:
            self.out.write(b"stream\n" + stream + b"\nendstream\n")
        self.out.write(b"endobj\n")

    def closed(self) -> bytes:
        start = self.out.tell()
        table = b"".join(b"%010d 00000 n \n" % place for place in self.places)
        count = len(self.places) + 1
        self.out.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table))
        self.out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, start))
        return self.out.getvalue()
