"""Files that editors bring to the desk: nothing is written before it was seen, and only what was seen is written."""

import csv
import io
import re
import time
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from laws.models import Law
from records import locks, uploads
from records.models import Source, Topic, Upload
from tests.people import person, sign_in
from tests.records.test_sheets import MIST, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ground(jurisdictions: Any, settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    Topic.objects.create(slug="mist")
    Source.objects.create(slug="gazette", publisher="Gaceta")


@pytest.fixture
def editor() -> User:
    return person("ada", Role.EDITOR)


@pytest.fixture
def desk(editor: User) -> Client:
    return sign_in(editor)


def bring(client: Client, content: bytes, name: str = "laws.csv", **fields: str) -> Any:
    return client.post(reverse("records_uploads"), {"file": SimpleUploadedFile(name, content), **fields}, follow=True)


def brought(client: Client, *rows: dict[str, str]) -> Upload:
    bring(client, sheet(*rows))
    return Upload.objects.latest("pk")


def apply(client: Client, upload: Upload, **fields: str) -> str:
    data = {"shown": upload.report["fingerprint"], **fields}
    return str(client.post(reverse("records_upload_apply", args=[upload.pk]), data, follow=True).content.decode())


OTHER = {**MIST, "number": "90.002", "title_es": "Ley de Vados", "title_en": "Fords Act", "aliases": ""}


class TestASheet:
    def test_is_known_by_its_columns_compared_and_applied_as_drafts(self, desk: Client, editor: User) -> None:
        page = bring(desk, sheet(MIST, {**OTHER, "topics": "nowhere"})).content.decode()
        assert "arg/act/90.001/2010" in page and "Not in the thesaurus: nowhere" in page and "line 3" in page
        assert not Law.objects.exists(), "seen is not written"
        upload = Upload.objects.get()
        assert (upload.sheet, upload.state, upload.made_by) == ("laws", "compared", editor)
        said = apply(desk, upload)
        assert "1 written, 1 refused" in said
        law = Law.objects.get()
        assert not law.live and law.latest_revision.user == editor
        upload.refresh_from_db()
        assert (upload.state, upload.applied_by) == ("applied", editor)

    def test_shows_every_difference_word_by_word(self, desk: Client) -> None:
        apply(desk, brought(desk, MIST))
        page = bring(desk, sheet({**MIST, "summary_es": "Sobre la niebla."})).content.decode()
        assert "<del>bruma.</del>" in page and "<ins>niebla.</ins>" in page and "summary_es" in page

    def test_is_shown_in_pages_by_outcome_and_as_a_table(self, desk: Client) -> None:
        rows = [{**MIST, "number": f"{n}", "aliases": ""} for n in range(1, 60)]
        upload = brought(desk, *rows, {**MIST, "number": "99", "type": "hymn"})
        address = reverse("records_upload", args=[upload.pk])
        first, second = (desk.get(address, {"page": n}).content.decode() for n in (1, 2))
        assert "arg/act/7/2010" in first and "arg/act/58/2010" not in first and "arg/act/58/2010" in second
        refused = desk.get(address, {"outcome": "refused"}).content.decode()
        assert "hymn" in refused and "arg/act/7/2010" not in refused
        for odd in ({"page": "0"}, {"page": "9" * 30}, {"page": "x"}, {"outcome": "<b>"}):
            assert desk.get(address, odd).status_code == 200
        report = desk.get(reverse("records_upload_report", args=[upload.pk]))
        lines = list(csv.reader(io.StringIO(report.content.decode("utf-8-sig"))))
        assert any("hymn" in cell for line in lines for cell in line) and len(lines) > 60

    def test_two_records_in_one_row_space_are_refused_one_by_one(self, desk: Client) -> None:
        page = bring(desk, sheet(MIST, MIST)).content.decode()
        assert "The same record stands in line 2 already." in page

    def test_a_number_that_is_taken_refuses_its_row_only(self, desk: Client) -> None:
        slug = {k: v for k, v in OTHER.items() if k != "number"} | {"slug": "ley-90001"}
        upload = brought(desk, {**MIST, "slug": ""}, {**slug, "number": ""})
        assert "1 written, 1 refused" in apply(desk, upload)
        assert Law.objects.count() == 1

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "empty"),
            (sheet({**MIST, "titel": "x"}), "Unknown columns: titel."),
            (sheet({"type": "act", "number": "1"}), "Missing columns: jurisdiction."),
            (b'jurisdiction,type\narg,"act\n', "quotation mark is not closed"),
            (b"%PDF-1.4 jurisdiction,type\n", "Missing columns"),
        ],
    )
    def test_that_cannot_be_taken_is_refused_with_the_reason(self, desk: Client, content: bytes, words: str) -> None:
        page = bring(desk, content, kind="laws").content.decode()
        assert words in page
        assert not Upload.objects.filter(state="compared").exists()

    def test_that_would_write_more_than_others_can_wait_for_is_parted(self, desk: Client, monkeypatch: Any) -> None:
        monkeypatch.setattr("records.sheet_uploads.WRITTEN", 1)
        assert "More than 1 rows would be written" in bring(desk, sheet(MIST, OTHER)).content.decode()
        assert Upload.objects.get().state == "refused"

    def test_of_four_hundred_thousand_rows_is_refused_whatever_it_says_of_its_size(self, desk: Client) -> None:
        book = openpyxl.Workbook()
        book.active.append(["jurisdiction", "type", "number", "title_es"])
        out = io.BytesIO()
        book.save(out)
        large = io.BytesIO()
        cells = "".join(f'<c t="inlineStr"><is><t>{word}</t></is></c>' for word in ("arg", "act", "7", "Ley"))
        with zipfile.ZipFile(out) as old, zipfile.ZipFile(large, "w", zipfile.ZIP_DEFLATED) as new:
            for member in old.infolist():
                data = old.read(member)
                if member.filename == "xl/worksheets/sheet1.xml":
                    data = re.sub(rb"<dimension[^>]*>", b'<dimension ref="A1:D2"/>', data)
                    data = data.replace(b"</sheetData>", f"<row>{cells}</row>".encode() * 400_000 + b"</sheetData>")
                new.writestr(member.filename, data)
        assert len(large.getvalue()) < 2**20
        started = time.monotonic()
        page = bring(desk, large.getvalue(), "laws.xlsx").content.decode()
        assert "The sheet has more than 20,000 rows." in page and time.monotonic() - started < 60
        assert not Upload.objects.exists() and not Law.objects.exists()

    def test_with_merged_cells_unknown_codes_or_doubles_is_told(self, desk: Client) -> None:
        book = openpyxl.Workbook()
        book.active.append(["jurisdiction", "type", "number", "title_es"])
        book.active.append(["arg", "act", "7", "Ley"])
        book.active.merge_cells("A2:B2")
        out = io.BytesIO()
        book.save(out)
        assert "The sheet has merged cells" in bring(desk, out.getvalue(), "laws.xlsx").content.decode()
        page = bring(desk, sheet({**MIST, "jurisdiction": "atlantis"}, OTHER, OTHER)).content.decode()
        assert "There is no jurisdiction “atlantis”." in page and "stands in line 3 already" in page

    def test_a_workbook_with_a_formula_is_told_at_once(self, desk: Client) -> None:
        book = openpyxl.Workbook()
        book.active.append(["jurisdiction", "type", "number", "title_es"])
        book.active.append(["arg", "act", "7", "=1+1"])
        out = io.BytesIO()
        book.save(out)
        assert "A cell holds a formula" in bring(desk, out.getvalue(), "laws.csv").content.decode()
        assert not Upload.objects.exists()

    def test_columns_of_no_sheet_ask_which(self, desk: Client) -> None:
        page = bring(desk, b"jurisdiction,title_es,titel\narg,Uno,One\n").content.decode()
        assert "The columns do not tell which sheet this is: choose it." in page


class TestTwoEditors:
    def test_what_was_shown_must_still_hold(self, desk: Client) -> None:
        apply(desk, brought(desk, MIST))
        upload = brought(desk, {**MIST, "summary_es": "Sobre la niebla."})
        law = Law.objects.get().get_latest_revision_as_object()
        law.summary_es = "Sobre la helada."
        law.save_revision()
        assert "The records changed meanwhile" in apply(desk, upload)
        assert Law.objects.get().get_latest_revision_as_object().summary_es == "Sobre la helada."
        upload.refresh_from_db()
        assert "helada" in "".join(stored for row in uploads.rows(upload) for _, stored, _ in row.fields)
        assert "1 written" in apply(desk, upload)
        assert Law.objects.get().get_latest_revision_as_object().summary_es == "Sobre la niebla."

    def test_one_applies_and_the_other_is_told(self, desk: Client) -> None:
        upload = brought(desk, MIST)
        apply(desk, upload)
        other = sign_in(person("second", Role.EDITOR))
        assert "This upload was applied already" in apply(other, upload)
        assert Law.objects.count() == 1

    def test_while_one_applies_another_waits(self, desk: Client) -> None:
        upload = brought(desk, MIST)
        with locks.upload_lock():
            assert "Another upload is being applied" in apply(desk, upload)
        assert not Law.objects.exists() and Upload.objects.get().state == "compared"

    def test_a_page_of_yesterday_does_not_apply(self, desk: Client) -> None:
        upload = brought(desk, MIST)
        assert "changed meanwhile" in apply(desk, upload, shown="0" * 64)
        assert not Law.objects.exists()


class TestFiles:
    def test_are_kept_by_their_hash_and_handed_over_as_attachments(self, desk: Client, tmp_path: Path) -> None:
        upload = brought(desk, MIST)
        kept = tmp_path / "uploads" / upload.sha256[:2] / upload.sha256
        assert kept.read_bytes() == sheet(MIST) and kept.stat().st_mode & 0o222 == 0
        answer = desk.get(reverse("records_upload_file", args=[upload.pk]))
        assert b"".join(answer.streaming_content) == sheet(MIST)
        assert answer["Content-Disposition"].startswith("attachment") and answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Type"] == "application/octet-stream" and "no-store" in answer["Cache-Control"]

    def test_a_name_is_only_shown(self, desk: Client, tmp_path: Path) -> None:
        page = bring(desk, sheet(MIST), '../../"><script>x</script>\r\nX: y.csv').content.decode()
        assert "<script>x</script>" not in page
        files = {path.relative_to(tmp_path).parts[0] for path in tmp_path.rglob("*") if path.is_file()}
        assert files == {"uploads"}
        answer = desk.get(reverse("records_upload_file", args=[Upload.objects.get().pk]))
        assert "\n" not in answer["Content-Disposition"]

    def test_more_than_fifty_megabytes_are_not_even_written(
        self, desk: Client, tmp_path: Path, monkeypatch: Any
    ) -> None:
        monkeypatch.setattr("records.upload_limit.UPLOAD_BYTES", 200_000)
        page = bring(desk, b"x" * 300_000)
        assert page.status_code == 400 and "The file is larger than 50 MB." in page.content.decode()
        assert not Upload.objects.exists() and not list(tmp_path.rglob("*.part"))

    def test_removed_uploads_take_their_file_along_unless_another_has_it(self, desk: Client) -> None:
        one, other = brought(desk, MIST), brought(desk, MIST)
        desk.post(reverse("records_upload_discard", args=[one.pk]))
        assert uploads.path_of(other).exists()
        desk.post(reverse("records_upload_discard", args=[other.pk]))
        assert not uploads.path_of(other).exists() and not Upload.objects.exists()

    def test_an_upload_whose_file_is_gone_says_so(self, desk: Client) -> None:
        upload = brought(desk, MIST)
        uploads.path_of(upload).unlink()
        page = desk.post(reverse("records_upload_compare", args=[upload.pk]), follow=True).content.decode()
        assert "not kept here any more" in page
        assert desk.get(reverse("records_upload_file", args=[upload.pk]), follow=True).status_code == 404


class TestRoundTrip:
    @pytest.mark.parametrize("form", ["csv", "xlsx"])
    def test_records_taken_away_and_brought_back_are_unchanged(self, desk: Client, form: str) -> None:
        odd = {
            **OTHER, "summary_es": "=HYPERLINK(1)", "summary_fr": "« Brume »\u00a0: « oui »", "meaning_es": "Uno.\n\n- Dos.",
            "events": "in_force:2010-04-01:nota|repealed:", "official_url": "https://example.org/a?b=1",
        }  # fmt: skip
        apply(desk, brought(desk, MIST, odd))
        Law.objects.filter(number="90.001").update(summary_en="Line one.\r\nLine two. ")
        taken = desk.get(reverse("records_take"), {"sheet": "laws", "jurisdiction": "arg", "format": form})
        assert taken["Content-Disposition"] == f'attachment; filename="laws-arg.{form}"'
        if form == "csv":
            assert "'=HYPERLINK" in taken.content.decode()
        page = bring(desk, taken.content, f"x.{form}").content.decode()
        upload = Upload.objects.latest("pk")
        assert upload.report["counts"] == {"new": 0, "changed": 0, "refused": 0, "unchanged": 2}, list(
            uploads.rows(upload)
        )
        assert "Nothing to apply." in page


class TestWhoMay:
    def test_nobody_without_the_right_and_nothing_by_get(self, desk: Client) -> None:
        upload = brought(desk, MIST)
        pages = [reverse("records_uploads"), reverse("records_take") + "?sheet=laws"] + [
            reverse(f"records_upload{name}", args=[upload.pk]) for name in ("", "_file", "_report")
        ]
        posts = [reverse(f"records_upload_{name}", args=[upload.pk]) for name in ("apply", "compare", "discard")]
        for address in posts:
            assert desk.get(address).status_code == 405
        for client in (Client(), sign_in(person("tina", Role.TRANSLATOR)), sign_in(person("pia", Role.PARTICIPANT))):
            for address in pages:
                assert client.get(address).status_code in (302, 403), address
            for address in posts:
                assert client.post(address, {"shown": upload.report["fingerprint"]}).status_code in (302, 403), address
        assert Upload.objects.get().state == "compared" and not Law.objects.exists()

    def test_a_form_from_elsewhere_is_refused(self, editor: User) -> None:
        client = sign_in(editor, Client(enforce_csrf_checks=True))
        answer = client.post(reverse("records_uploads"), {"file": SimpleUploadedFile("x.csv", sheet(MIST))})
        assert answer.status_code == 403 and not Upload.objects.exists()
