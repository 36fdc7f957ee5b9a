"""Training material: the secretariat writes it in four languages, the network reads it; a file is what it is, whatever it is called."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from kb import messages
from rounds import assessing, materials
from rounds.loading import load_training
from rounds.models import Material, RoundObserver
from tests.people import person, sign_in
from tests.rounds.cast import Cast, cast

pytestmark = pytest.mark.django_db
PLACE = "/en/reporting/office/training/"
LANGUAGES = ("es", "en", "fr", "pt")
SAMPLE = Path(__file__).resolve().parents[2] / "data" / "indicators"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    messages.compile_all()


@pytest.fixture
def story(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Cast:
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(assessing, "findings", lambda submission: [])
    return cast()


@pytest.fixture
def office(story: Cast) -> Client:
    return sign_in(story.secretariat)


def form(title: str = "How to count", body: str = "One\n\n- two", **more: Any) -> dict[str, Any]:
    titles = {f"title_{code}": f"{title} {code}" for code in LANGUAGES}
    return titles | {f"body_{code}": body and f"{body} {code}" for code in LANGUAGES} | more


def file(content: bytes, name: str = "guide.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/html")


def packed(*names: str, types: bytes = b"<Types/>", **contents: bytes) -> bytes:
    """Without the time: it would stand in the tests' names, which each process of a run has to find alike."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in contents.items():
            archive.writestr(zipfile.ZipInfo(name), content)
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), types if name.startswith("[") else b"<x/>")
    return made.getvalue()


CONTENT = "[Content_Types].xml"
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
BOOK, LETTER, SLIDES = (
    packed(CONTENT, part) for part in ("xl/workbook.xml", "word/document.xml", "ppt/presentation.xml")
)


def kept(settings_root: Any) -> list[Path]:
    return [one for one in Path(settings_root).rglob("*") if one.is_file()]


class TestWhatAFileIs:
    @pytest.mark.parametrize(("content", "kind"), [
        (PDF, "pdf"), (BOOK, "xlsx"), (LETTER, "docx"), (SLIDES, "pptx"), (packed("content.xml", mimetype=ODS), "ods"),
        ("país;año\nPerú;2024\n".encode(), "csv"), ("país,año\r\nPerú,\"20\r\n24\"\r\n".encode("latin-1"), "csv"),
        (b"\xef\xbb\xbfa\tb\n1\t2", "csv"),
    ])  # fmt: skip
    def test_by_its_content(self, content: bytes, kind: str) -> None:
        assert materials.kind_of(content) == kind

    @pytest.mark.parametrize(("content", "reason"), [
        (b"<html><script>alert(1)</script></html>", "another-kind"), (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "another-kind"),
        (b"MZ\x90\x00\x03", "another-kind"), (b"Dear Sir, hello\nyours\n", "another-kind"), (b"one line, alone", "another-kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old office", "another-kind"), (b"a,b\n1,2\x00", "another-kind"),
        (packed("a.txt"), "another-kind"), (packed("xl/workbook.xml"), "another-kind"), (b"\"a,b\n", "another-kind"),
        (packed(CONTENT, "xl/workbook.xml", "word/document.xml"), "another-kind"),
        (packed("x", mimetype=b"application/epub+zip"), "another-kind"),
        (packed(CONTENT, "xl/workbook.xml", "xl/vbaProject.bin"), "macros"),
        (packed(CONTENT, "word/document.xml", types=b"<Types>application/vnd.ms-word.document.macroEnabled.main+xml</Types>"), "macros"),
        (packed("Basic/Standard/Module1.xml", mimetype=ODS), "macros"),
        (PDF[:30], "damaged"), (BOOK[:60], "damaged"), (b"PK\x03\x04", "damaged"), (b"PK\x03\x04" + bytes(5_000), "damaged"),
        (packed(*(f"m{number}" for number in range(5_001))), "damaged"),
    ])  # fmt: skip
    def test_what_is_not_taken(self, content: bytes, reason: str) -> None:
        with pytest.raises(materials.FileNotTaken) as caught:
            materials.kind_of(content)
        assert caught.value.sentence == str(materials.REASONS[reason])

    def test_a_label_that_inflates_without_end_is_not_unpacked(self) -> None:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(CONTENT, bytes(2**28))
            archive.writestr("xl/workbook.xml", b"<x/>")
        assert materials.kind_of(made.getvalue()) == "xlsx"


class TestTheForm:
    def test_a_piece_with_a_file_is_written_read_and_changed(self, office: Client, story: Cast, settings: Any) -> None:
        answer = office.post(f"{PLACE}new/", form(upload=file(PDF, "../../etc/guide.html")))
        assert answer.status_code == 302
        row = Material.objects.get()
        assert (row.slug, row.file_kind) == ("how-to-count-en", "pdf") and "guide" not in row.file.name
        watcher = person("watcher", "participant", factor=False)
        RoundObserver.objects.create(round=story.round, user=watcher, organisation="OECD")
        for user in (watcher, story.providers["interior"], story.correspondents["arg"]):
            client = sign_in(user)
            assert "How to count fr" in client.get("/fr/reporting/training/").content.decode()
            got = client.get("/en/reporting/training/how-to-count-en/file/")
            assert b"".join(got) == PDF and got["Content-Type"] == "application/pdf"
            assert got["Content-Disposition"] == 'attachment; filename="how-to-count-en.pdf"'
            assert (got["X-Content-Type-Options"], got["Cache-Control"]) == ("nosniff", "private, no-store")
        for client in (Client(), sign_in(person("someone", "editor"))):
            assert client.get("/en/reporting/training/how-to-count-en/file/").status_code in (302, 404)
        assert office.get(f"/admin/media/{row.file.name}").status_code == 404

    def test_a_file_is_replaced_and_removed_and_leaves_nothing(
        self, office: Client, settings: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        office.post(f"{PLACE}new/", form(upload=file(PDF)))
        row = Material.objects.get()
        with django_capture_on_commit_callbacks(execute=True):
            assert office.post(f"{PLACE}{row.pk}/", form("Anew", upload=file(BOOK, "x.pdf"))).status_code == 302
        row.refresh_from_db()
        assert (row.slug, row.title_en, row.file_kind) == ("how-to-count-en", "Anew en", "xlsx"), "its address stays"
        assert [one.suffix for one in kept(settings.MEDIA_ROOT)] == [".xlsx"]
        with django_capture_on_commit_callbacks(execute=True):
            assert office.post(f"{PLACE}{row.pk}/", form("Anew", body="")).status_code == 302
        assert len(kept(settings.MEDIA_ROOT)) == 1, "a file alone is enough"
        assert office.post(f"{PLACE}{row.pk}/", form(body="", without_file="on")).status_code == 400
        with django_capture_on_commit_callbacks(execute=True):
            assert office.post(f"{PLACE}{row.pk}/", form(without_file="on")).status_code == 302
        assert kept(settings.MEDIA_ROOT) == [] and not Material.objects.get().file

    @pytest.mark.parametrize("wrong", [
        {"upload": file(b"<html></html>", "guide.pdf")}, {"upload": file(b"", "guide.pdf")}, {"title_fr": ""}, {"body_pt": " "},
        {"body_es": "x" * 30_001}, {"title_es": "x" * 201}, {"title_es": "a\x00b"},
        {f"body_{code}": "" for code in LANGUAGES},
    ])  # fmt: skip
    def test_what_is_not_right_is_told_and_not_stored(
        self, office: Client, settings: Any, wrong: dict[str, Any]
    ) -> None:
        answer = office.post(f"{PLACE}new/", form(**wrong))
        assert answer.status_code == 400 and 'role="alert"' in answer.content.decode()
        assert not Material.objects.exists() and kept(settings.MEDIA_ROOT) == []

    def test_a_file_that_is_too_large_is_refused(self, office: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("rounds.office_training.MOST_BYTES", 2**20)
        answer = office.post(f"{PLACE}new/", form(upload=file(PDF + bytes(2**20) + b"%%EOF")))
        assert answer.status_code == 400 and "larger than 1 MB" in answer.content.decode()
        monkeypatch.setattr("records.upload_limit.UPLOAD_BYTES", 2**20)
        answer = office.post(f"{PLACE}new/", form(upload=file(PDF + bytes(2**21) + b"%%EOF")))
        assert answer.status_code == 400 and "larger than 1 MB" in answer.content.decode()
        assert not Material.objects.exists()

    def test_a_row_that_is_not_stored_leaves_no_file(self, story: Cast, settings: Any) -> None:
        Material.objects.create(slug="there", title_en="There")
        with pytest.raises(Exception, match=r"(?i)unique"), transaction.atomic():
            row = Material(slug="there", pk=Material.objects.get().pk + 1, title_en="There")
            row._state.adding = True
            materials.material_save(row, data=PDF, kind="pdf")
        assert kept(settings.MEDIA_ROOT) == []


class TestOrder:
    def titles(self) -> list[str]:
        return [row.slug for row in Material.objects.filter(withdrawn=False)]

    def test_up_down_out_and_back(self, office: Client, story: Cast) -> None:
        for name in ("one", "two", "three"):
            office.post(f"{PLACE}new/", form(name, upload=file(PDF)))
        one, two, three = Material.objects.all()
        names = [f"{name}-en" for name in ("one", "two", "three")]
        assert self.titles() == names
        for pk, step, after in (
            (three.pk, "up", [0, 2, 1]), (one.pk, "up", [0, 2, 1]), (one.pk, "down", [2, 0, 1]), (two.pk, "down", [2, 0, 1]),
            (three.pk, "withdraw", [0, 1]), (three.pk, "up", [0, 1]), (three.pk, "withdraw", [0, 1]), (three.pk, "restore", [0, 1, 2]),
        ):  # fmt: skip
            assert office.post(f"{PLACE}{pk}/{step}/").status_code == 302
            assert self.titles() == [names[place] for place in after], step
        assert office.post(f"{PLACE}{one.pk}/sideways/").status_code == 404
        assert office.get(f"{PLACE}{one.pk}/up/").status_code == 405

    def test_what_is_taken_out_is_read_by_nobody_and_stays_out(self, office: Client, story: Cast) -> None:
        load_training(SAMPLE)
        row = Material.objects.all()[0]
        office.post(f"{PLACE}{row.pk}/", form("Ways", upload=file(PDF)))
        office.post(f"{PLACE}{row.pk}/withdraw/")
        reader = sign_in(story.correspondents["arg"])
        assert "Ways en" not in reader.get("/en/reporting/training/").content.decode()
        assert reader.get(f"/en/reporting/training/{row.slug}/file/").status_code == 404
        assert "Ways en" in office.get(PLACE).content.decode()
        assert load_training(SAMPLE) == 0, "the next set-up brings it not back"

    def test_two_of_one_title_have_two_addresses(self, office: Client) -> None:
        for _ in range(2):
            office.post(f"{PLACE}new/", form("¿Qué?" * 20))
        first, second = Material.objects.values_list("slug", flat=True)
        assert second == f"{first}-2" and len(second) <= 60

    def test_only_the_secretariat_changes_it(self, story: Cast) -> None:
        client = sign_in(story.correspondents["arg"])
        for path in ("", "new/"):
            assert client.get(f"{PLACE}{path}").status_code in (302, 403, 404)
        client.post(f"{PLACE}new/", form())
        assert not Material.objects.exists()
