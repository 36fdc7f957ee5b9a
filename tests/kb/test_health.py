"""`/ready` and doctor: how far the index drifted, and how old the last backup is."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from kb import backups, doctor, health
from laws import importing
from laws.models import Law
from records.models import IndexEntry
from search import engine, writing
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(settings: Any, tmp_path: Path, jurisdictions: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two laws in an index of their own."""
    settings.DATA_DIR = tmp_path
    settings.SEARCH = {**settings.SEARCH, "url": "", "directory": tmp_path / "index"}
    monkeypatch.setattr(health, "_drift", None)
    for number in ("1/2001", "2/2002"):
        law = factories.law(factories.article("Artículo 1", "La bruma."), number=number, title=f"Norma {number}")
        assert importing.apply(factories.staged(law)).refused is None
    writing.catch_up(engine.backend())
    return tmp_path


def test_an_index_that_is_true_has_no_drift(site: Path) -> None:
    assert health.report()["index_drift"] == {"missing": 0, "extra": 0}
    assert doctor.drift(health.report())[0].level == doctor.OK


def test_a_record_that_the_index_lost_or_kept_is_counted(site: Path) -> None:
    first, second = Law.objects.order_by("pk")
    # Behind the outbox's back, as a bug or a lost index would.
    Law.objects.filter(pk=first.pk).update(live=False)
    target = engine.backend().live()
    target.replace(f"law:{second.pk}", 99, [])
    target.commit()
    target.close()
    told = health.report()
    assert told["index_drift"] == {"missing": 1, "extra": 1}
    finding = doctor.drift(told)[0]
    assert finding.level == doctor.WARN and finding.mend == "manage.py verify_index --repair"


def test_what_is_due_is_no_drift(site: Path) -> None:
    law = Law.objects.first()
    assert law
    law.unpublish()
    assert IndexEntry.objects.filter(record_id=law.pk, version__gt=1).exists()
    told = health.report()
    assert told["outbox"]["due"] == 1 and told["index_drift"] == {"missing": 0, "extra": 0}


def test_it_is_compared_once_a_minute(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    health.report()
    monkeypatch.setattr(health, "_compared", lambda: pytest.fail("asked again"))
    assert health.report()["index_drift"] == {"missing": 0, "extra": 0}


def test_the_last_backups_age_is_told_without_its_place(site: Path) -> None:
    assert Client().get("/ready").json()["last_backup"] == {"age_s": None, "late": True}
    assert (doctor.backup().level, doctor.backup().mend) == (doctor.WARN, "manage.py backup")
    archive = site / "kb-20260101T000000Z.json"
    archive.touch()
    backups.note_last(site, archive, 10, backups.now())
    answer = Client().get("/ready")
    assert answer.json()["last_backup"]["late"] is False and str(site) not in answer.content.decode()
    assert doctor.backup().level == doctor.OK and str(archive) in doctor.backup().said


def test_an_old_or_lost_backup_is_a_warning(site: Path) -> None:
    archive = site / "kb-20260101T000000Z.json"
    backups.note_last(site, archive, 10, backups.now())
    assert doctor.backup().level == doctor.WARN and "not there now" in doctor.backup().said
    archive.touch()
    old = (datetime.now(tz=UTC) - timedelta(days=3)).strftime("%Y-%m-%dT%H:%M:%SZ")
    backups.note_last(site, archive, 10, old)
    assert health.report()["last_backup"]["late"] is True
    assert doctor.backup().said.startswith("3 days old") and doctor.backup().level == doctor.WARN


def test_mail_is_said_to_have_no_queue(site: Path) -> None:
    assert json.loads(Client().get("/ready").content)["mail_queue"] == "none"
