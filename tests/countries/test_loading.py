"""Jurisdictions from ISO 3166 and CLDR, with the members of the programme."""

from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from countries.loading import load_jurisdictions
from countries.models import Country, Jurisdiction, JurisdictionName

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> int:
    return load_jurisdictions(settings.SAMPLE_DIR)


def test_every_country_and_the_thirty_five_members(loaded: int) -> None:
    assert loaded == Jurisdiction.objects.count() == Country.objects.count() + 2
    assert Jurisdiction.objects.members().count() == 35
    assert set(Jurisdiction.objects.values_list("code", flat=True)) >= {"arg", "can", "hti", "int", "exa"}
    assert Country.objects.get(iso2="HT").is_member and not Country.objects.get(iso2="FR").is_member


def test_names_in_four_languages(loaded: int) -> None:
    brazil = Jurisdiction.objects.get(code="bra")
    assert (brazil.name_es, brazil.name_en, brazil.name_fr, brazil.name_pt) == ("Brasil", "Brazil", "Brésil", "Brasil")
    assert (
        not Jurisdiction.objects.filter(name_es="").exists() and not Jurisdiction.objects.filter(name_pt=None).exists()
    )


def test_members_have_real_time_zones_and_languages(loaded: int) -> None:
    for country in Country.objects.filter(is_member=True).select_related("jurisdiction"):
        assert ZoneInfo(country.jurisdiction.timezone).key != "UTC", country
        assert set(country.languages.split(",")) <= {"es", "en", "fr", "pt", "nl", "ht", "gn", "qu", "ay"}, country


def test_the_invented_jurisdiction_is_in_no_default_list(loaded: int) -> None:
    assert Jurisdiction.objects.get(code="exa").is_example
    assert not Jurisdiction.objects.public().filter(code="exa").exists()


def test_other_names_are_known(loaded: int) -> None:
    forms = set(JurisdictionName.objects.filter(jurisdiction__code="arg", language="es").values_list("form", flat=True))
    assert forms & {"argentino", "argentina"}


def test_again_nothing_is_new_and_what_editors_changed_stays(loaded: int) -> None:
    Jurisdiction.objects.filter(code="bra").update(name_es="República Federativa del Brasil")
    names = JurisdictionName.objects.count()
    assert load_jurisdictions(settings.SAMPLE_DIR) == 0
    assert Jurisdiction.objects.get(code="bra").name_es == "República Federativa del Brasil"
    assert JurisdictionName.objects.count() == names
