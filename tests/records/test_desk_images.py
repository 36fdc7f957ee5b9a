"""Wagtail's own images: by content, drawn anew, handed to editors only; documents are switched off."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Pillow
from wagtail.images.models import Image
from wagtail.users.models import UserProfile

from accounts.models import Role, User
from tests.people import person, sign_in
from tests.records.test_images import SECRET, drawn, pdf, with_exif

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ground(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def desk() -> Client:
    return sign_in(person("rita", Role.SECRETARIAT))


def bring(client: Client, content: bytes, name: str = "x.jpg") -> Any:
    return client.post(reverse("wagtailimages:add"), {"title": "Faro", "file": SimpleUploadedFile(name, content)})


def test_an_image_is_drawn_anew_under_a_name_that_nobody_guesses(desk: Client, tmp_path: Path) -> None:
    assert bring(desk, with_exif() + b"<script>").status_code == 302
    image = Image.objects.get()
    kept = Path(image.file.path).read_bytes()
    assert SECRET not in kept and b"<script>" not in kept and "x.jpg" not in image.file.name
    assert (image.width, image.height) == (40, 60) and len(Path(image.file.name).stem) >= 32
    assert desk.get(reverse("wagtailimages:index")).status_code == 200


def test_what_it_is_the_content_says(desk: Client) -> None:
    bring(desk, drawn("PNG"), "x.exe")
    assert Image.objects.get().file.name.endswith(".png")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "x.svg"), (b"<svg/>", "x.png"), (drawn("TIFF"), "x.jpg"),
        (b"GIF89a" + b"\0" * 40, "x.gif"), (pdf(), "x.png"), (drawn("PNG")[:70], "x.png"), (b"<html>", "x.jpg"),
        (drawn("JPEG") + b"\0" * (10 * 2**20), "x.jpg"),
    ],
)  # fmt: skip
def test_what_is_none_or_too_large_is_refused(desk: Client, content: bytes, name: str) -> None:
    answer = bring(desk, content, name)
    assert answer.status_code == 200 and "error-message" in answer.content.decode()
    assert not Image.objects.exists()


def test_fifty_megabytes_do_not_come_in(desk: Client) -> None:
    answer = bring(desk, drawn("JPEG") + b"\0" * (51 * 2**20))
    assert answer.status_code == 200 and not Image.objects.exists()


def test_a_bomb_is_refused(desk: Client) -> None:
    out = io.BytesIO()
    Pillow.new("1", (20_000, 20_000)).save(out, "PNG")
    assert bring(desk, out.getvalue(), "x.png").status_code == 200 and not Image.objects.exists()


def test_pictures_are_handed_to_editors_only(desk: Client, client: Client) -> None:
    bring(desk, drawn("PNG"), "x.png")
    address = Image.objects.get().file.url
    answer = desk.get(address)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert answer["Content-Disposition"].startswith("attachment") and "no-store" in answer["Cache-Control"]
    for stranger in (client, sign_in(person("pia", Role.PARTICIPANT))):
        assert stranger.get(address).status_code in (302, 403)
    for odd in ("../kb.sqlite3", "..%2fkb.sqlite3", "x.html", "nothing.png", "a\0.png", "images"):
        assert desk.get(f"/admin/media/{odd}", follow=True).status_code == 404, odd


def test_a_picture_of_an_editor_is_drawn_anew_or_left_out(tmp_path: Path) -> None:
    profile = UserProfile.get_for_user(User.objects.create_user("eve"))
    profile.avatar = SimpleUploadedFile("me.jpg", with_exif())
    profile.save()
    assert SECRET not in Path(UserProfile.objects.get().avatar.path).read_bytes()
    profile.avatar = SimpleUploadedFile("me.svg", b"<svg onload='x()'/>")
    profile.save()
    assert not UserProfile.objects.get().avatar


def test_documents_are_switched_off() -> None:
    admin = sign_in(User.objects.create_superuser("root", password="a-long-password"))
    menu = admin.get(reverse("wagtailadmin_home")).content.decode()
    assert "/admin/documents/" not in menu and "/admin/images/" in menu
    for address in ("/admin/documents/", "/documents/1/x.pdf", "/admin/documents/multiple/add/"):
        assert admin.get(address, follow=True).status_code == 404, address
