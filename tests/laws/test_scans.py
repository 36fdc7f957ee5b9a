"""A law that exists only as a scan: the scan is kept, harmless, handed over as a file, and said to be an image."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from laws import importing
from laws.models import Law, LawSource
from tests import factories
from tests.people import person, sign_in
from tests.records.test_images import SECRET, drawn, pdf, with_exif

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ground(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR, settings.RAW_DIR = tmp_path, tmp_path / "raw"


def waiting_law(jurisdictions: Any) -> Law:
    """Not published, without a text."""
    return Law.objects.create(
        jurisdiction=jurisdictions["arg"], type="act", native_type="Ley", number="90.001", number_key="90001", slug="ley-90001",
        title_es="Ley de Brumas", state_es="reviewed", original_language="es", live=False,
    )  # fmt: skip


@pytest.fixture
def law(jurisdictions: Any) -> Law:
    return waiting_law(jurisdictions)


@pytest.fixture
def desk() -> Client:
    return sign_in(person("ada", Role.EDITOR))


def bring(client: Client, law: Law, content: bytes, name: str = "scan.pdf", **fields: str) -> str:
    data = {"file": SimpleUploadedFile(name, content), "language": "es", "publisher": "Gaceta 7", **fields}
    return str(client.post(reverse("laws_scan_add", args=[law.pk]), data, follow=True).content.decode())


def publish(law: Law) -> None:
    Law.objects.get(pk=law.pk).save_revision().publish()


def address(law: Law) -> str:
    return reverse("laws:scan", args=["arg", law.slug, LawSource.objects.get().pk])


def test_readers_get_it_as_a_file_once_the_law_is_public(desk: Client, law: Law, client: Client) -> None:
    bring(desk, law, pdf())
    source = LawSource.objects.get()
    assert (source.format, source.is_alternative, source.publisher, source.is_scan) == ("scan", True, "Gaceta 7", True)
    assert client.get(address(law)).status_code == 404, "not before"
    assert desk.get(reverse("laws_scan_file", args=[law.pk, source.pk])).status_code == 200
    publish(law)
    answer = client.get(address(law))
    assert b"".join(answer.streaming_content) == pdf()
    assert answer["Content-Type"] == "application/pdf" and answer["X-Content-Type-Options"] == "nosniff"
    assert (
        answer["Content-Disposition"] == 'attachment; filename="ley-90001.pdf"'
        and "no-store" in answer["Cache-Control"]
    )
    page = client.get("/en/laws/arg/ley-90001/").content.decode()
    assert "held here only as a scan" in page and address(law).partition("/laws/")[2] in page
    told = client.get("/en/laws/arg/ley-90001.json").json()
    assert [(file["format"], file["image"]) for file in told["files"]] == [("scan", True)]
    assert client.get(told["files"][0]["scan"]).status_code == 200
    Law.objects.get().unpublish()
    assert client.get(address(law)).status_code == 404


def test_a_photograph_is_drawn_anew_whatever_its_name_says(desk: Client, law: Law) -> None:
    bring(desk, law, with_exif() + b"<script>x()</script>", "page.exe")
    source = LawSource.objects.get()
    kept = importing.raw_path(source.sha256).read_bytes()
    assert source.file_name.endswith(".jpg") and SECRET not in kept and b"<script>" not in kept
    answer = desk.get(reverse("laws_scan_file", args=[law.pk, source.pk]))
    assert answer["Content-Type"] == "image/jpeg" and answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg onload='x()'/>", "neither PDF nor"),
        (b"<html><script>x()</script>", "neither PDF nor"),
        (pdf(b"1 0 obj <</S /JavaScript>> endobj"), "programs, forms or attached"),
        (pdf(b"<script>"), "something else at once"),
        (drawn("PNG")[:60], "damaged"),
        (b"", "empty"),
    ],
)
def test_what_is_no_scan_is_refused_with_the_reason(desk: Client, law: Law, content: bytes, words: str) -> None:
    assert words in bring(desk, law, content)
    assert not LawSource.objects.exists()


def test_the_same_scan_twice_is_one_and_of_another_law_none(desk: Client, law: Law, jurisdictions: Any) -> None:
    bring(desk, law, pdf())
    bring(desk, law, pdf(), "again.pdf")
    other = Law.objects.create(jurisdiction=jurisdictions["bra"], type="act", slug="lei", title_pt="Lei", live=False)
    assert "held already, with another law: Ley de Brumas" in bring(desk, other, pdf())
    assert LawSource.objects.count() == 1


def test_removed_it_is_gone(desk: Client, law: Law, django_capture_on_commit_callbacks: Any) -> None:
    bring(desk, law, pdf())
    source = LawSource.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(reverse("laws_scan_remove", args=[law.pk, source.pk]))
    assert not LawSource.objects.exists() and not importing.raw_path(source.sha256).exists()


def test_a_scan_does_not_stand_in_the_way_of_a_text(desk: Client, law: Law) -> None:
    bring(desk, law, pdf())
    parsed = factories.law(factories.article("Artículo 1", "La bruma es de todos."), date=None)
    report = importing.apply(factories.staged(parsed))
    assert report.counts.new == 1 and not report.kept_as_alternative
    later = factories.law(factories.article("Artículo 1", "La bruma es de nadie."), date=None, as_of="2018-01-01")
    importing.apply(factories.staged(later))
    assert law.provisions.get().versions.count() == 2


def test_who_may(desk: Client, law: Law, client: Client) -> None:
    bring(desk, law, pdf())
    scan = LawSource.objects.get()
    addresses = [
        reverse("laws_text", args=[law.pk]), reverse("laws_scan_file", args=[law.pk, scan.pk]),
    ]  # fmt: skip
    posts = [reverse("laws_scan_add", args=[law.pk]), reverse("laws_scan_remove", args=[law.pk, scan.pk])]
    for stranger in (client, sign_in(person("pia", Role.PARTICIPANT))):
        assert all(stranger.get(one).status_code in (302, 403) for one in addresses)
        assert all(stranger.post(one).status_code in (302, 403) for one in posts)
    publish(law)
    bring(desk, law, drawn("PNG"))
    desk.post(posts[1])
    assert LawSource.objects.get() == scan, "of a published law only who may publish"
    bring(sign_in(person("rita", Role.REVIEWER)), law, drawn("PNG"))
    assert LawSource.objects.count() == 2
