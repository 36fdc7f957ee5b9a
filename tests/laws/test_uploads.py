"""Files of laws that editors bring: every change of every article is seen first; public texts change by who may publish."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from laws import importing
from laws.models import Law, LawSource, ProvisionText
from records import uploads
from records.models import IndexEntry, Upload
from tests.people import person, sign_in

pytestmark = pytest.mark.django_db

HEAD = "---\ntitle: Ley de Brumas\nidentifier: LEY-90001\ncountry: ar\nrank: ley\nlast_updated: {day}\n---\n"
LAW = HEAD + "\n##### Artículo 1\n\nLa bruma es de todos.\n\n##### Artículo 2\n\nNadie cierra los vados.\n"


@pytest.fixture(autouse=True)
def ground(jurisdictions: Any, settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR, settings.RAW_DIR = tmp_path, tmp_path / "raw"


@pytest.fixture
def desk() -> Client:
    return sign_in(person("ada", Role.EDITOR))


@pytest.fixture
def reviewer() -> Client:
    return sign_in(person("rita", Role.REVIEWER))


def law(day: str = "2015-01-01", **changes: str) -> bytes:
    text = LAW.format(day=day)
    for before, after in changes.items():
        assert before in text
        text = text.replace(before, after)
    return text.encode()


def bring(client: Client, content: bytes, name: str = "LEY-90001.md", **fields: str) -> str:
    data = {"file": SimpleUploadedFile(name, content), **fields}
    return str(client.post(reverse("records_uploads"), data, follow=True).content.decode())


def archive(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in members.items():
            file.writestr(name, content)
    return out.getvalue()


def apply(client: Client, **fields: str) -> str:
    upload = Upload.objects.latest("pk")
    data = {"shown": upload.report["fingerprint"], **fields}
    return str(client.post(reverse("records_upload_apply", args=[upload.pk]), data, follow=True).content.decode())


def texts() -> list[str]:
    found = ProvisionText.objects.filter(version__is_current=True).order_by("version__provision__position")
    return [text.body for text in found]


class TestANewLaw:
    def test_is_read_through_before_anything_is_stored(self, desk: Client, tmp_path: Path) -> None:
        page = bring(desk, law())
        assert "La bruma es de todos." in page and "arg/ley-90001/art-2" in page
        assert not Law.objects.exists() and not IndexEntry.objects.filter(kind="law").exists()
        assert not (tmp_path / "raw").exists(), "no raw file of a comparison"

    def test_becomes_a_draft_that_nobody_sees(self, desk: Client, client: Client) -> None:
        bring(desk, law())
        assert "Applied" in apply(desk)
        made = Law.objects.get()
        assert (
            not made.live
            and made.has_unpublished_changes
            and texts() == ["La bruma es de todos.", "Nadie cierra los vados."]
        )
        assert client.get("/es/laws/arg/ley-90001/").status_code == 404
        assert desk.get(reverse("wagtailsnippets_laws_law:edit", args=[made.pk])).status_code == 200
        assert importing.keep_raw(b"", LawSource.objects.get().sha256).read_bytes() == law()

    def test_in_two_files_of_an_archive_is_one_law(self, desk: Client) -> None:
        newer = law("2018-01-01", **{"de todos": "de todas y todos"})
        bring(
            desk,
            archive(**{"a/LEY-90001.md": law(), "b/LEY-90001.md": newer, "logo.png": b"\x89PNG\r\n\x1a\n"}),
            "x.zip",
        )
        upload = Upload.objects.get()
        assert upload.report["facts"]["totals"]["laws"] == 1 and upload.report["counts"]["refused"] == 1
        assert "1 refused" in apply(desk)
        assert Law.objects.count() == 1 and texts()[0] == "La bruma es de todas y todos."
        assert Law.objects.get().provisions.get(slug="art-1").versions.count() == 2

    def test_whose_it_is_can_be_said(self, desk: Client) -> None:
        plain = b"LEY DE NIEBLAS\n\nArticulo 1. La niebla es de todos.\n\nArticulo 2. Nadie la vende.\n"
        page = bring(desk, plain, "niebla.txt")
        assert "nothing in the file says whose law it is" in page
        bring(desk, plain, "niebla.txt", jurisdiction="int")
        apply(desk)
        assert Law.objects.get().jurisdiction.code == "int"


class TestAPublishedLaw:
    @pytest.fixture(autouse=True)
    def published(self, ground: None, desk: Client) -> None:
        bring(desk, law())
        apply(desk)
        Law.objects.get().save_revision().publish()

    def test_shows_the_words_that_change_and_waits_for_who_may_publish(self, desk: Client, reviewer: Client) -> None:
        page = bring(desk, law("2018-01-01", **{"los vados": "los puertos"}))
        assert "<del>vados.</del>" in page and "<ins>puertos.</ins>" in page and "art-1" not in page
        assert "somebody who may publish" in page and "somebody who may publish" in apply(desk, live="yes")
        assert "Confirm that the text" in apply(reviewer)
        assert texts()[1] == "Nadie cierra los vados."
        assert "Applied" in apply(reviewer, live="yes")
        assert texts()[1] == "Nadie cierra los puertos."
        assert Upload.objects.latest("pk").applied_by.username == "rita"

    def test_the_same_file_changes_nothing(self, desk: Client) -> None:
        assert "Nothing to apply." in bring(desk, law())
        assert Upload.objects.latest("pk").report["counts"]["unchanged"] == 1
        assert "Nothing to apply." in bring(desk, archive(**{"copia/otra.md": law()}), "x.zip"), "whatever it is called"

    def test_that_changed_since_it_was_shown_is_left_alone(self, desk: Client, reviewer: Client) -> None:
        bring(desk, law("2018-01-01", **{"los vados": "los puertos"}))
        shown = Upload.objects.latest("pk")
        bring(reviewer, law("2017-01-01", **{"los vados": "los puentes"}), "other.md")
        apply(reviewer, live="yes")
        data = {"shown": shown.report["fingerprint"], "live": "yes"}
        page = reviewer.post(reverse("records_upload_apply", args=[shown.pk]), data, follow=True).content.decode()
        assert "The records changed meanwhile" in page and "<del>puentes.</del>" in page
        assert texts()[1] == "Nadie cierra los puentes."

    def test_of_two_laws_the_one_that_changed_meanwhile_waits(self, desk: Client, reviewer: Client) -> None:
        other = LAW.replace("90001", "90002").replace("Brumas", "Vados").format(day="2015-01-01").encode()
        both = archive(**{"LEY-90001.md": law("2018-01-01", **{"los vados": "los puertos"}), "LEY-90002.md": other})
        bring(reviewer, both, "x.zip")
        shown = Upload.objects.latest("pk")
        importing.apply(next(iter(_staged(law("2017-01-01", **{"los vados": "los puentes"})))))
        data = {"shown": shown.report["fingerprint"], "live": "yes"}
        reviewer.post(reverse("records_upload_apply", args=[shown.pk]), data)
        shown.refresh_from_db()
        assert shown.state == "compared" and Law.objects.count() == 2, "the other one is in"
        assert shown.report["live"] == ["arg/ley-90001"]
        outcomes = {row.key.partition("/art")[0]: row.outcome for row in uploads.rows(shown)}
        assert outcomes["LEY-90002.md" if "LEY-90002.md" in outcomes else "x.zip/LEY-90002.md"] == "unchanged"


def _staged(content: bytes) -> Any:
    import tempfile

    from laws import staging

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "LEY-90001.md"
        path.write_bytes(content)
        return list(staging.stage([path]))


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"0" * 50, "LEY-1.md", "this is a PNG image"),
        (b"%PDF-1.7\n" + b"0" * 50, "law.txt", "this is a PDF document"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "law.xml", "root element &lt;svg&gt;"),
        (b"<html><script>alert(1)</script><p>Art. 1", "law.html", "HTML page of a publisher that is not known"),
        (b"PK\x03\x04 broken", "law.zip", "the archive is damaged or not what it says"),
        (b"\x00" * 3000, "law.xml", "the file is"),
        (b"Only words.\nAnd more words.\n", "law.txt", "no line begins like an article"),
    ],
)  # fmt: skip
def test_what_is_no_law_is_refused_with_the_reason(desk: Client, content: bytes, name: str, words: str) -> None:
    page = bring(desk, content, name, kind="statutes")
    assert words in page and Upload.objects.get().report["counts"]["refused"] == 1
    assert "<script>alert" not in page and not Law.objects.exists()


@pytest.mark.parametrize("name", ["ж" * 250 + ".md", ". .", "a/../../b.md", "\udcff.md", "LEY\n1.md"])
def test_any_name_will_do(desk: Client, name: str) -> None:
    bring(desk, law(), name.encode("utf-8", "replace").decode())
    assert Upload.objects.get().report["counts"]["refused"] == 0


def test_a_reason_is_told_in_the_editors_language(desk: Client) -> None:
    from wagtail.users.models import UserProfile

    from accounts.models import User

    bring(desk, b"\x89PNG\r\n\x1a\n" + b"0" * 50, kind="statutes")
    UserProfile.objects.update_or_create(user=User.objects.get(username="ada"), defaults={"preferred_language": "es"})
    page = desk.get(reverse("records_upload", args=[Upload.objects.get().pk])).content.decode()
    assert "this is a PNG image" not in page and "PNG" in page


def test_more_files_than_a_page_can_show_go_by_command(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("laws.uploads.FILES", 2)
    page = bring(desk, archive(a=b"1", b=b"2", c=b"3"), "x.zip")
    assert "More than 2 files" in page
