"""What the database itself holds to, and what a law is called."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from laws import importing
from laws.identity import find_law, law_slug, provision_slug
from laws.models import Law, LawAlias, LawEvent, LawSource, Provision, ProvisionText, ProvisionVersion
from laws.models.law import name_key, number_key
from laws.parsed import Alias, Event
from records.models import IndexEntry
from tests import factories
from tests.factories import article

pytestmark = pytest.mark.django_db


def make(jurisdiction: Any, **fields: Any) -> Law:
    values = {
        "type": "act",
        "slug": f"l-{Law.objects.count()}",
        "title_es": "Ley",
        "number": "1",
        "number_key": "1",
        **fields,
    }
    return Law.objects.create(jurisdiction=jurisdiction, **values)


def refused(work: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        work()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("25.871", "25871"), ("25,871", "25871"), ("616/2010", "616-2010"), ("SOR/2002-227", "sor-2002-227"),
        ("Nº 14", "No 14"), ("I-2.5", "i-2.5"),
    ],
)  # fmt: skip
def test_spellings_of_one_number_meet(one: str, other: str) -> None:
    assert number_key(one) == number_key(other) != ""


@pytest.mark.parametrize(("one", "other"), [("I-2.5", "I-25"), ("616/2010", "616/2011"), ("1.5", "15")])
def test_different_numbers_do_not(one: str, other: str) -> None:
    assert number_key(one) != number_key(other)


def test_names_meet_without_case_diacritics_and_punctuation() -> None:
    assert name_key("Ley de Migración, 2011") == name_key("LEY DE MIGRACION 2011") != name_key("Ley de Migración")


def test_a_number_is_taken_once_in_its_jurisdiction_type_and_date(jurisdictions: Any) -> None:
    make(jurisdictions["arg"], date=date(2010, 1, 1))
    make(jurisdictions["arg"], date=date(2011, 1, 1))
    make(jurisdictions["arg"], date=None)
    make(jurisdictions["can"], date=None)
    make(jurisdictions["arg"], type="decree", date=None)
    refused(lambda: make(jurisdictions["arg"], date=date(2010, 1, 1)))
    refused(lambda: make(jurisdictions["arg"], date=None))
    make(jurisdictions["arg"], number="", number_key="")
    make(jurisdictions["arg"], number="", number_key="")


def test_an_address_is_taken_once_in_its_jurisdiction(jurisdictions: Any) -> None:
    make(jurisdictions["arg"], slug="ley-7")
    make(jurisdictions["can"], slug="ley-7")
    refused(lambda: make(jurisdictions["arg"], slug="ley-7", number_key="2"))


def test_a_record_has_a_title_in_any_one_language(jurisdictions: Any) -> None:
    named = {"jurisdiction": jurisdictions["arg"], "type": "act", "slug": "ley-1"}
    with pytest.raises(ValidationError, match="title in at least one language"):
        Law(**named).full_clean()
    Law(**named, title_pt="Lei das brumas").full_clean()


class TestVersions:
    @pytest.fixture
    def provision(self, jurisdictions: Any) -> Provision:
        return Provision.objects.create(
            law=make(jurisdictions["arg"]), sequence="main", kind="article", number="1", slug="art-1"
        )

    def test_identity_and_address_are_taken_once(self, provision: Provision) -> None:
        same = {"law": provision.law, "kind": "article"}
        refused(lambda: Provision.objects.create(**same, sequence="main", number="1", slug="art-1b"))
        refused(lambda: Provision.objects.create(**same, sequence="main", number="2", slug="art-1"))
        Provision.objects.create(**same, sequence="main", number="1", ordinal=2, slug="art-1-no2")
        Provision.objects.create(**same, sequence="transitory", number="1", slug="transitory-art-1")

    def test_one_current_version(self, provision: Provision) -> None:
        ProvisionVersion.objects.create(provision=provision, number=1)
        refused(lambda: ProvisionVersion.objects.create(provision=provision, number=2))
        ProvisionVersion.objects.create(provision=provision, number=2, is_current=False)

    def test_a_range_goes_forward_and_may_be_open(self, provision: Provision) -> None:
        late, early = date(2020, 1, 1), date(2010, 1, 1)
        refused(lambda: ProvisionVersion.objects.create(provision=provision, valid_from=late, valid_to=early))
        for number, (start, end) in enumerate(
            [(None, None), (early, None), (None, early), (early, late), (early, early)]
        ):
            ProvisionVersion.objects.create(
                provision=provision, number=number, is_current=False, valid_from=start, valid_to=end
            )

    def test_one_text_a_language(self, provision: Provision) -> None:
        version = ProvisionVersion.objects.create(provision=provision)
        ProvisionText.objects.create(version=version, language="es", label="1", digest="a")
        ProvisionText.objects.create(version=version, language="fr", label="1", digest="a")
        refused(lambda: ProvisionText.objects.create(version=version, language="es", label="1", digest="b"))


def test_deleting_an_imported_law_takes_all_of_it_and_leaves_the_tombstone(jurisdictions: Any) -> None:
    parsed = factories.law(
        article("Artículo 1", "La bruma."), aliases=[Alias("Ley B", "short", "es")], events=[Event("published", None)]
    )
    importing.apply(factories.staged(parsed))
    law = Law.objects.get()
    pk, version = law.pk, IndexEntry.objects.get().version
    law.delete()
    for model in (Law, LawAlias, LawEvent, LawSource, Provision, ProvisionVersion, ProvisionText):
        assert not model._default_manager.exists(), model
    assert IndexEntry.objects.get(record_id=pk).version > version


@pytest.mark.parametrize(
    ("fields", "citation"),
    [
        ({"native_type": "Ley", "number": "25.871"}, "Ley 25.871"),
        ({"native_type": "Regulation", "number": "SOR/2002-227"}, "SOR/2002-227"),
        ({"native_type": "", "number": "12/99"}, "12/99"),
        ({"native_type": "Constitución", "number": ""}, "Constitución"),
        ({"native_type": "", "number": "", "title_es": "Pacto de Brumas", "state_es": "reviewed"}, "Pacto de Brumas"),
    ],
)
def test_a_law_is_cited_as_its_jurisdiction_does(fields: dict[str, str], citation: str) -> None:
    assert Law(**fields).citation == citation


def test_a_title_says_which_language_it_is_in() -> None:
    law = Law(title_fr="Loi des brumes", state_fr="reviewed", title_pt="", title_en="Act of mists", state_en="draft")
    assert law.title_in("fr") == ("Loi des brumes", "fr") == law.title_in("es")
    assert Law(slug="x").title_in("pt") == ("", "pt") and str(Law(slug="x")) == "x"


class TestAddresses:
    def test_laws(self, jurisdictions: Any) -> None:
        argentina = jurisdictions["arg"]
        assert law_slug(factories.law(number="25.871"), argentina) == "ley-25871"
        assert law_slug(factories.law(number="616/2010", native_type="Decreto"), argentina) == "decreto-616-2010"
        assert law_slug(factories.law(number="SOR/2002-227", native_type="Regulation"), argentina) == "sor-2002-227"
        assert law_slug(factories.law(number="I-2.5", native_type="Act"), argentina) == "i-2-5"
        assert law_slug(factories.law(number="", title="Pacto de Brumas"), argentina).startswith("pacto-de")
        assert law_slug(factories.law(number="", title="¿?", native_type=""), argentina) == "law"

    def test_a_second_law_of_the_same_words_gets_its_year(self, jurisdictions: Any) -> None:
        make(jurisdictions["arg"], slug="ley-7")
        assert law_slug(factories.law(number="7", date="2011-05-05"), jurisdictions["arg"]) == "ley-7-2011"
        make(jurisdictions["arg"], slug="ley-7-2011", number_key="2")
        assert law_slug(factories.law(number="7", date="2011-05-05"), jurisdictions["arg"]) == "ley-7-2"

    @pytest.mark.parametrize(
        ("provision", "slug"),
        [
            (article("Artículo 23", ""), "art-23"),
            (article("Artículo 12 bis", ""), "art-12-bis"),
            (article("25.1", "", kind="section"), "s-25-1"),
            (article("Artículo 1", "", sequence="transitory"), "transitory-art-1"),
            (article("Artículo 8", "", sequence="treaty-1"), "treaty-1-art-8"),
            (article("Artículo 8", "", ordinal=2), "art-8-no2"),
            (article("Anexo 1", "", kind="annex", sequence="annex-1", number="1"), "annex-1"),
            (article("", "", kind="preamble", number="preamble"), "preamble"),
        ],
    )
    def test_provisions(self, provision: Any, slug: str) -> None:
        assert provision_slug(provision) == slug


class TestWhichLaw:
    """Files of one law meet; files of different laws do not."""

    def test_number_and_year(self, jurisdictions: Any) -> None:
        old = make(jurisdictions["arg"], number_key="7", date=date(2001, 5, 1))
        new = make(jurisdictions["arg"], number_key="7", date=date(2011, 5, 1))
        argentina = jurisdictions["arg"]
        assert find_law(factories.law(number="7", date="2011-05-20"), argentina) == new
        assert find_law(factories.law(number="7", date="2001-05-01"), argentina) == old
        assert find_law(factories.law(number="7", date="2020-01-01"), argentina) is None
        assert find_law(factories.law(number="7", type="decree", date="2001-05-01"), argentina) is None
        assert find_law(factories.law(number="7", date="2001-05-01"), jurisdictions["can"]) is None

    def test_name_where_there_is_no_number(self, jurisdictions: Any) -> None:
        law = make(jurisdictions["arg"], number="", number_key="", name_key=name_key("Pacto de Brumas"))
        assert find_law(factories.law(number="", title="PACTO DE BRUMAS.", date=None), jurisdictions["arg"]) == law
        assert find_law(factories.law(number="", title="Pacto de Vados", date=None), jurisdictions["arg"]) is None
