"""The model act can be taken away, and quickstart does not bring it back."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import Membership, Role, User
from countries import example
from countries.loading import load_jurisdictions
from countries.models import Jurisdiction
from kb import doctor, setting_up
from laws import importing, sample
from laws.models import Law, LawSource, Policy
from pages.models import Profile
from records.models import IndexEntry
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ground(jurisdictions: Any, settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR, settings.RAW_DIR = tmp_path, tmp_path / "raw"
    sample.import_model_act(settings.SAMPLE_DIR)
    Policy.objects.create(jurisdiction=jurisdictions["exa"], slug="plan", title_en="Plan")
    Profile.objects.create(jurisdiction=jurisdictions["exa"], slug="exa", title_en="Example")
    importing.apply(factories.staged(factories.law(factories.article("Artículo 1", "La bruma es de todos."))))


def remove() -> str:
    out = io.StringIO()
    call_command("remove_example", stdout=out)
    return out.getvalue()


def test_everything_of_the_invented_jurisdiction_goes_and_nothing_else(settings: Any) -> None:
    pks = set(Law.objects.filter(jurisdiction__is_example=True).values_list("pk", flat=True))
    before = dict(IndexEntry.objects.filter(kind="law", record_id__in=pks).values_list("record_id", "version"))
    assert "3 records taken away" in remove()
    assert not Jurisdiction.objects.filter(is_example=True).exists()
    assert Law.objects.count() == 1 and not Policy.objects.exists() and not Profile.objects.exists()
    after = dict(IndexEntry.objects.filter(kind="law", record_id__in=pks).values_list("record_id", "version"))
    assert before and all(after[pk] > version for pk, version in before.items()), "the index is told"
    raw = {path.name for path in (settings.DATA_DIR / "raw").rglob("*") if path.is_file()}
    assert raw == set(LawSource.objects.values_list("sha256", flat=True))
    assert "nothing was there" in remove(), "and again without harm"


def test_setting_up_does_not_bring_it_back_until_the_mark_is_gone(settings: Any) -> None:
    remove()
    load_jurisdictions(settings.SAMPLE_DIR)
    assert setting_up.model_act() == "model act was taken away, and stays away"
    assert not Jurisdiction.objects.filter(is_example=True).exists()
    assert not any("model act: no" in finding.said for finding in doctor.examine())
    example.marker().unlink()
    load_jurisdictions(settings.SAMPLE_DIR)
    assert "model act imported" in setting_up.model_act()
    assert Law.objects.filter(jurisdiction__is_example=True).exists()


def test_a_jurisdiction_that_somebody_stands_for_stays(jurisdictions: Any) -> None:
    user = User.objects.create_user("eve", password="a-long-password")
    Membership.objects.create(user=user, role=Role.CORRESPONDENT, jurisdiction=jurisdictions["exa"])
    assert "The jurisdiction itself stays" in remove()
    assert not Law.objects.filter(jurisdiction__is_example=True).exists()
