"""Setting up, looking after and serving: what an administrator runs."""

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from wagtail.models import Locale, Page, Site

from accounts.models import User
from countries.models import Jurisdiction
from kb import doctor, health, messages, setting_up
from laws.models import Law, LawAlias, LawSource
from records.locks import writer_lock
from records.models import IndexEntry, Topic
from search import engine, writing


@pytest.fixture
def fresh(tmp_path: Path, settings: Any) -> Any:
    """Settings with a data directory of its own."""
    settings.DATA_DIR = tmp_path
    settings.RAW_DIR = tmp_path / "raw"
    settings.STATIC_ROOT = tmp_path / "static"
    settings.SEARCH = {**settings.SEARCH, "url": "", "directory": tmp_path / "index"}
    return settings


def run(*words: str, **options: Any) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
class TestQuickstart:
    def test_from_nothing_to_a_site_and_again_without_a_change(self, fresh: Any) -> None:
        said = run("quickstart")
        assert Jurisdiction.objects.members().count() == 35
        assert Topic.objects.filter(scope="core").count() >= 60
        assert set(Locale.objects.values_list("language_code", flat=True)) == {"es", "en", "fr", "pt"}
        assert (Site.objects.get().hostname, Site.objects.get().port) == ("localhost", 8000)
        assert Page.objects.get(pk=Site.objects.get().root_page_id).title == settings.WAGTAIL_SITE_NAME
        name, password = re.search(r"administrator made: (\S+) / (\S+)", said).groups()  # type: ignore[union-attr]
        assert Client().login(username=name, password=password)
        assert engine.backend().status()["documents"] > 0 and (fresh.STATIC_ROOT / "wagtailadmin").is_dir()

        again = run("quickstart")
        assert "administrator already there" in again and password not in again
        for words in (
            "database up to date",
            "model act already there",
            "search index up to date",
            "topics already there",
        ):
            assert words in again
        assert User.objects.count() == 1
        self.check_model_act()
        self.check_doctor()

    def check_model_act(self) -> None:
        """Four languages, two wordings, and apart from the rest."""
        act = Law.objects.get(jurisdiction__is_example=True)
        assert act not in Law.objects.listed()
        assert set(act.sources.values_list("language", flat=True)) == {"es", "en", "fr", "pt"}
        assert act.provisions.filter(versions__number=2).exists()
        assert all(getattr(act, f"title_{code}") for code in ("es", "en", "fr", "pt"))

    def check_doctor(self) -> None:
        """All is well."""
        told = json.loads(run("doctor", "--json"))
        levels = {finding["name"]: finding["level"] for finding in told}
        assert {"name", "level", "said", "mend"} == set(told[0]) and len(told) == len(levels)
        assert {name for name, level in levels.items() if level == doctor.FAIL} == set()
        assert levels["search"] == levels["database"] == levels["outbox"] == levels["site"] == doctor.OK
        assert "only the model act" in run("doctor")

    @pytest.mark.once
    def test_laws_given_on_the_way_are_imported_and_found(
        self, fresh: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for step in ("collect_static", "records", "figures"):
            monkeypatch.setattr(setting_up, step, lambda: "left out here")
        folder = tmp_path / "laws"
        folder.mkdir()
        invented = "---\ntitle: Ley de Brumas\nidentifier: LEY-90001\ncountry: ar\nrank: ley\n---\n\n##### Artículo 1\n\nLa bruma.\n"
        (folder / "LEY-90001.md").write_text(invented, encoding="utf-8")
        said = run("quickstart", "--laws", str(folder), "--offline")
        assert "1 of 1 files were imported" in said, said
        assert Law.objects.listed().filter(title_es="Ley de Brumas", provisions__isnull=False).count() == 1
        assert not IndexEntry.objects.filter(indexed=0).exists()

    def test_an_engine_that_is_down_does_not_stop_it(self, fresh: Any) -> None:
        fresh.SEARCH = {**fresh.SEARCH, "url": "http://127.0.0.1:9"}
        IndexEntry.objects.create(kind="law", record_id=7)
        said = setting_up.index(lambda done, total: None)
        assert "elasticsearch does not answer" in said and "the worker brings the index up" in said

    def test_a_busy_index_is_left_to_whoever_writes_it(self, fresh: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("kb.setting_up.LOCK_SECONDS", 0.1)
        with writer_lock():
            assert "another process is writing it" in setting_up.index(lambda done, total: None)

    def test_what_is_missing_is_named_with_the_command_that_mends_it(self, fresh: Any, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match=r"no such file or folder: .*nowhere"):
            run("quickstart", "--laws", str(tmp_path / "nowhere"))
        fresh.SAMPLE_DIR = tmp_path / "empty"
        with pytest.raises(CommandError, match=r"(?s)members.csv.*git checkout -- data.*what is done stays done"):
            run("quickstart")
        fresh.DATA_DIR = Path("/proc/no-such-directory")
        with pytest.raises(CommandError, match="set DATA_DIR to one that can"):
            run("quickstart")

    def test_an_administrators_site_is_left_as_it_is(self, fresh: Any) -> None:
        Site.objects.update(hostname="law.example.org", port=443, site_name="Ours")
        assert setting_up.site() == "site and languages set up"
        assert (Site.objects.get().hostname, Site.objects.get().site_name) == ("law.example.org", "Ours")


@pytest.mark.django_db
class TestDoctor:
    def levels(self) -> dict[str, str]:
        return {finding.name: finding.level for finding in doctor.examine()}

    def test_an_empty_database_fails_and_says_what_to_run(self, fresh: Any) -> None:
        out = io.StringIO()
        with pytest.raises(CommandError, match="checks failed"):
            call_command("doctor", stdout=out)
        assert "make run" in out.getvalue() and "languages missing: es, fr, pt" in out.getvalue()

    def test_every_warning_has_a_command_that_mends_it(self, fresh: Any) -> None:
        findings = doctor.examine()
        assert all(finding.mend for finding in findings if finding.level != doctor.OK)

    def test_a_full_disk_and_a_missing_package(self, fresh: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        usage = type("Usage", (), {"free": 100 * 2**20})
        monkeypatch.setattr("shutil.disk_usage", lambda path: usage)
        assert self.levels()["disk"] == doctor.FAIL
        (fresh.DATA_DIR / "requirements.txt").write_text("Django==0.1\nno-such-package==1.0\n")
        fresh.BASE_DIR = fresh.DATA_DIR
        told = doctor.packages()
        assert (
            told.level == doctor.FAIL and "no-such-package is not installed" in told.said and "0.1 wanted" in told.said
        )

    def test_an_engine_that_is_down_is_a_warning(self, fresh: Any) -> None:
        fresh.SEARCH = {**fresh.SEARCH, "url": "http://127.0.0.1:9"}
        told = doctor.search_engine(health.report())
        assert told.level == doctor.WARN and "mend ELASTICSEARCH_URL" in told.mend

    def test_what_the_index_is_owed_and_what_failed(self, fresh: Any) -> None:
        IndexEntry.objects.create(kind="law", record_id=7, changed_at="2020-01-01T00:00Z")
        IndexEntry.objects.create(kind="law", record_id=8, attempts=3, error="no room\nat all")
        late, failed = doctor.outbox(health.report())
        assert "2 due" in late.said and late.level == doctor.WARN and late.mend == "manage.py worker"
        assert failed.said == "law 8 failed 3 times: no room"


@pytest.mark.django_db
class TestHealthPages:
    def test_live_asks_nothing(self, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(0):
            assert Client().get("/live").content == b"ok\n"

    def test_ready_tells_of_everything(self, fresh: Any) -> None:
        told = Client().get("/ready").json()
        assert told["database"] == "ok" and told["outbox"]["due"] == 0 and told["disk_free_mb"] > 0
        assert told["search"]["answers"] is True

    def test_ready_is_503_without_a_database_and_names_no_host(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken() -> None:
            raise ConnectionError("no answer from db.ministry.example:5432")

        monkeypatch.setattr(connection, "cursor", broken)
        answer = Client().get("/ready")
        assert answer.status_code == 503 and "ministry" not in answer.content.decode()

    def test_the_root_leads_to_the_readers_language(self) -> None:
        for accepts, language in (
            ("pt-BR,pt;q=0.9", "pt"),
            ("fr-CA", "fr"),
            ("es-419,es", "es"),
            ("de", "en"),
            ("", "en"),
        ):
            answer = Client().get("/", headers={"accept-language": accepts})
            assert (answer.status_code, answer["Location"], answer["Vary"]) == (302, f"/{language}/", "Accept-Language")


@pytest.mark.django_db
@pytest.mark.usefixtures("jurisdictions")
def test_an_import_brings_popular_names_unless_it_is_a_dry_run(fresh: Any, tmp_path: Path) -> None:
    fresh.SAMPLE_DIR = tmp_path
    (tmp_path / "law_aliases.csv").write_text(
        "jurisdiction,type,number,title_match,alias,kind,language\narg,,90001,,Ley Faro,popular,es\n", encoding="utf-8"
    )
    law = tmp_path / "LEY-90001.md"
    law.write_text(
        "---\ntitle: Ley de Brumas\nidentifier: LEY-90001\ncountry: ar\nrank: ley\n---\n\n##### Artículo 1\n\nLa bruma.\n",
        encoding="utf-8",
    )
    report = tmp_path / "report.json"
    run("import_laws", str(law), "--dry-run", "--report", str(report))
    assert json.loads(report.read_text())["totals"]["new"] == 1
    assert not LawSource.objects.filter(file_name="LEY-90001.md").exists()
    run("import_laws", str(law))
    assert LawAlias.objects.get(text="Ley Faro").law.number.replace(".", "") == "90001"
    with writer_lock():
        writing.catch_up(engine.backend())


class TestCatalogues:
    @pytest.fixture
    def catalogue(self, tmp_path: Path, settings: Any) -> Path:
        settings.LOCALE_PATHS = [tmp_path]
        path = tmp_path / "pt" / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True)
        return path

    def write(self, path: Path, body: str) -> None:
        head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
        path.write_text(head + body, encoding="utf-8")

    def test_ours_lie_over_the_brazilian_ones(self, catalogue: Path) -> None:
        from babel.messages.mofile import read_mo

        self.write(catalogue, 'msgid "Save draft"\nmsgstr "Guardar a bruma"\n\nmsgid "Mist"\nmsgstr "Bruma"\n')
        assert [path.name for path in messages.compile_all()] == ["django.mo", "djangojs.mo"]
        assert messages.compile_all() == [], "a second time nothing is written"
        with catalogue.with_suffix(".mo").open("rb") as file:
            compiled = read_mo(file)
        assert compiled.get("Save draft").string == "Guardar a bruma"
        assert compiled.get("Mist").string == "Bruma"
        assert compiled.get("This field is required.").string == "Este campo é obrigatório."
        assert len(compiled) > 1000 and compiled.num_plurals == 2
        assert all(len(message.string) == 2 for message in compiled if message.pluralizable)

    def test_stale_ones_are_named(self, catalogue: Path) -> None:
        self.write(catalogue, 'msgid "Mist"\nmsgstr "Bruma"\n')
        assert messages.stale() == ["pt/django"]
        messages.compile_all()
        assert messages.stale() == []

    @pytest.mark.parametrize(
        ("body", "fault"),
        [
            ('msgid "Mist"\nmsgstr ""\n', "untranslated"),
            ('#, fuzzy\nmsgid "Mist"\nmsgstr "Bruma"\n', "fuzzy"),
            ('msgid "%(n)s mists"\nmsgstr "%(m)s brumas"\n', "other placeholders"),
            ('msgid "{n} mists"\nmsgstr "brumas"\n', "other placeholders"),
            (
                'msgid "%(n)s mist"\nmsgid_plural "%(n)s mists"\nmsgstr[0] "uma bruma"\nmsgstr[1] "brumas"\n',
                "other placeholders",
            ),
            ('msgid "%(n)s mist"\nmsgid_plural "%(n)s mists"\nmsgstr[0] "uma"\nmsgstr[1] ""\n', "untranslated"),
        ],
    )
    def test_what_is_not_ready_fails_the_check(self, catalogue: Path, body: str, fault: str) -> None:
        self.write(catalogue, body)
        with pytest.raises(CommandError, match=fault):
            run("compile_messages", "--check")
        assert not catalogue.with_suffix(".mo").exists(), "a check writes nothing"

    def test_what_is_ready_passes(self, catalogue: Path) -> None:
        self.write(
            catalogue,
            'msgid "%(n)s mist"\nmsgid_plural "%(n)s mists"\nmsgstr[0] "uma bruma"\nmsgstr[1] "%(n)s brumas"\n',
        )
        assert "whole" in run("compile_messages", "--check")
