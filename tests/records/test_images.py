"""Images from outside: known by content, drawn anew, nothing taken along; what is two things at once is refused."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from records import images
from records.pictures import as_scan, drawn_anew
from records.sandbox import Refused

SECRET = b"geheim-4711"


def drawn(form: str, **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), (200, 30, 30)).save(out, form, **options)
    return out.getvalue()


def with_exif(form: str = "JPEG") -> bytes:
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()  # description
    exif[0x0112] = 6  # turned by a quarter
    return drawn(form, exif=exif)


def pdf(body: bytes = b"", tail: bytes = b"") -> bytes:
    return b"%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\n" + body + b"\ntrailer <</Root 1 0 R>>\n%%EOF\n" + tail


def opened(data: bytes) -> Any:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_comes_back_drawn_anew_and_upright(form: str) -> None:
    found = drawn_anew(with_exif(form))
    image = opened(found.data)
    assert image.format == form and image.size == (40, 60), "turned as the camera said"
    assert SECRET not in found.data and not image.getexif()


def test_words_in_a_png_and_a_program_behind_a_jpeg_stay_outside() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", SECRET.decode())
    assert SECRET not in drawn_anew(drawn("PNG", pnginfo=notes)).data
    behind = io.BytesIO()
    with zipfile.ZipFile(behind, "w") as file:
        file.writestr("x.js", SECRET)
    assert SECRET not in drawn_anew(drawn("JPEG") + behind.getvalue()).data
    assert SECRET not in drawn_anew(drawn("JPEG") + b"<script>" + SECRET + b"</script>").data


@pytest.mark.parametrize(
    "data",
    [
        b"", b"<svg xmlns='http://www.w3.org/2000/svg'><script>x()</script></svg>", b"GIF89a" + b"\0" * 50, drawn("BMP"),
        b"<html>", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, pdf(), drawn("TIFF"), b"%!PS-Adobe-3.0 EPSF-3.0\n",
    ],
)  # fmt: skip
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match="none of the images"):
        drawn_anew(data)


def test_a_picture_cut_short_is_refused() -> None:
    with pytest.raises(Refused, match="damaged"):
        drawn_anew(drawn("PNG")[:90])


def test_a_bomb_is_refused_by_its_size_before_it_is_drawn() -> None:
    out = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")
    assert len(out.getvalue()) < 200_000
    for take in (drawn_anew, as_scan):
        with pytest.raises(Refused, match="80 million pixels"):
            take(out.getvalue())


def test_pages_of_a_tiff_become_a_pdf_without_its_words() -> None:
    out = io.BytesIO()
    pages = [Image.new("1", (100, 150), 1) for _ in range(3)]
    pages[0].save(
        out, "TIFF", save_all=True, append_images=pages[1:], description=SECRET.decode(), compression="group4"
    )
    found = as_scan(out.getvalue())
    assert found.suffix == "pdf" and found.data.startswith(b"%PDF-") and found.data.count(b"/Type /Page ") == 3
    assert SECRET not in found.data
    assert found.data == as_scan(out.getvalue()).data, "the same file has the same hash"


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "RGBA", "CMYK", "I;16"])
def test_a_page_of_any_kind_can_be_seen_in_the_pdf(mode: str, tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new(mode, (300, 200), 0).save(out, "TIFF")
    found = as_scan(out.getvalue())
    assert as_scan(found.data).data == found.data, "and is taken as a PDF again"
    if program := shutil.which("gs"):
        (tmp_path / "x.pdf").write_bytes(found.data)
        drawing = ["-q", "-dSAFER", "-dNOPAUSE", "-dBATCH", "-sDEVICE=png16m", "-r72", "-sOutputFile=page.png", "x.pdf"]
        subprocess.run([program, *drawing], cwd=tmp_path, check=True)
        assert min(opened(next(tmp_path.glob("*.png")).read_bytes()).size) > 60


def test_a_tiff_of_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "PAGES", 1)
    out = io.BytesIO()
    Image.new("1", (10, 10)).save(out, "TIFF", save_all=True, append_images=[Image.new("1", (10, 10))])
    with pytest.raises(images.ImageRefused, match="too-many-pages"):
        list(images.scan(out.getvalue(), ""))


def test_a_pdf_of_a_scan_is_kept_as_it_is() -> None:
    inside = pdf(b"2 0 obj <</Length 30>>\nstream\n/JS <script> PK stuff \nendstream endobj")
    assert as_scan(inside).data == inside, "words inside a picture's data are data"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf(b"3 0 obj <</S /JavaScript /JS (app.alert(1))>> endobj"), "programs, forms or attached"),
        (pdf(b"3 0 obj <</S /J#61vaScript /J#53 (x)>> endobj"), "programs, forms or attached"),
        (pdf(b"3 0 obj <</S /Launch /F (calc.exe)>> endobj"), "programs, forms or attached"),
        (pdf(b"<html><script>alert(1)</script>"), "something else at once"),
        (pdf(tail=b"PK\x05\x06" + b"\0" * 18), "something else at once"),
        (pdf(tail=b"<HTML>"), "something else at once"),
        (pdf(tail=b"x" * 5000), "damaged"),
        (pdf()[:40], "damaged"),
        (b"GIF89a" + pdf(), "neither PDF nor"),
        (b"junk" + pdf(), "neither PDF nor"),
        (b"<svg/>", "neither PDF nor"),
        (b"MZ\x90\x00" + b"\0" * 100, "neither PDF nor"),
    ],
)
def test_pdfs_that_act_or_are_something_else_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        as_scan(data)
