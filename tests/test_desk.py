"""The editors' desk opens in four languages, and laws, topics and jurisdictions can be edited there."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from accounts.models import Role, User
from countries.models import Jurisdiction
from laws import importing
from laws.models import Law
from records.models import Topic, TopicLabel
from tests import factories
from tests.people import person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def messages() -> None:
    call_command("compile_messages", verbosity=0)


@pytest.fixture
def admin() -> User:
    return User.objects.create_superuser("ada", password="a-long-password")


@pytest.fixture
def desk(admin: User) -> Client:
    return sign_in(admin)


@pytest.fixture
def law(jurisdictions: Any) -> Law:
    importing.apply(factories.staged(factories.law(factories.article("Artículo 1", "La bruma es de todos."))))
    return Law.objects.get()


def speak(user: User, language: str) -> None:
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})


def text(response: Any) -> str:
    assert response.status_code == 200
    return response.content.decode()


WORDS = {
    "es": ("Guardar borrador", "Fragmentos"), "en": ("Save draft", "Snippets"),
    "fr": ("Enregistrer le brouillon", "Fragments"), "pt": ("Salvar rascunho", "Snippets"),
}  # fmt: skip


@pytest.mark.parametrize("language", WORDS)
def test_the_desk_speaks_the_editors_language(language: str, desk: Client, admin: User, law: Law) -> None:
    speak(admin, language)
    page = text(desk.get(reverse("wagtailsnippets_laws_law:edit", args=[law.pk])))
    assert f'lang="{language}"' in page
    assert WORDS[language][0] in page


def test_portuguese_is_brazilian_in_forms_and_scripts(desk: Client, admin: User, law: Law) -> None:
    speak(admin, "pt")
    address = reverse("wagtailsnippets_laws_law:edit", args=[law.pk])
    page = text(desk.post(address, {"slug": ""}))
    assert "Este campo é obrigatório." in page
    scripts = text(desk.get("/admin/jsi18n/"))
    assert "Linha de quebra" in scripts, "the desk's scripts speak Brazilian too"
    assert "Usuário" in text(desk.get(reverse("wagtailusers_users:index"))), "Portugal would write “Utilizador”"


@pytest.mark.parametrize("name", ["laws_law", "records_topic", "countries_jurisdiction"])
def test_lists_and_forms_open(name: str, desk: Client, law: Law) -> None:
    text(desk.get(reverse(f"wagtailsnippets_{name}:list"), {"q": "bruma", "ordering": "-pk"}))
    assert "<form" in text(desk.get(reverse(f"wagtailsnippets_{name}:add")))


def test_a_law_is_found_on_the_desk_by_title_and_number(desk: Client, law: Law) -> None:
    for words in ("Brumas", "90.001"):
        assert "Ley de Brumas" in text(desk.get(reverse("wagtailsnippets_laws_law:list"), {"q": words}))
    assert "Ley de Brumas" not in text(desk.get(reverse("wagtailsnippets_laws_law:list"), {"q": "escarcha"}))


@pytest.mark.parametrize("view", ["edit", "history", "delete", "usage", "unpublish", "preview_on_edit"])
def test_every_page_about_a_law_opens(view: str, desk: Client, law: Law) -> None:
    assert desk.get(reverse(f"wagtailsnippets_laws_law:{view}", args=[law.pk])).status_code == 200


def form(law: Law, **changes: Any) -> dict[str, Any]:
    """What the law's edit form would send."""
    fields = {
        "jurisdiction": law.jurisdiction_id, "type": law.type, "native_type": law.native_type, "number": law.number,
        "date": law.date or "", "slug": law.slug, "official_url": "", "checked": "",
    }  # fmt: skip
    for code in ("es", "en", "fr", "pt"):
        fields |= {
            f"title_{code}": getattr(law, f"title_{code}") or "",
            f"summary_{code}": "",
            f"state_{code}": "reviewed" if changes.get(f"title_{code}") or getattr(law, f"title_{code}") else "missing",
        }
    for name in ("aliases", "events"):
        fields |= {
            f"{name}-TOTAL_FORMS": 0,
            f"{name}-INITIAL_FORMS": 0,
            f"{name}-MIN_NUM_FORMS": 0,
            f"{name}-MAX_NUM_FORMS": 1000,
        }
    return fields | changes


def save(desk: Client, law: Law, **changes: Any) -> None:
    response = desk.post(reverse("wagtailsnippets_laws_law:edit", args=[law.pk]), form(law, **changes))
    assert response.status_code == 302, response.content.decode()[:3000]


def test_a_draft_waits_and_publishing_shows_it(desk: Client, law: Law) -> None:
    save(desk, law, title_fr="Loi des brumes")
    assert Law.objects.get().title_fr is None and Law.objects.get().has_unpublished_changes
    save(desk, law, title_fr="Loi des brumes", **{"action-publish": "1"})
    published = Law.objects.get()
    assert (published.title_fr, published.title_es, published.live) == ("Loi des brumes", "Ley de Brumas", True)


def test_a_law_written_by_hand_meets_its_file_later(desk: Client, jurisdictions: Any) -> None:
    blank = Law(jurisdiction=jurisdictions["arg"], type="act", native_type="Ley", number="90.001", slug="ley-90001")
    response = desk.post(
        reverse("wagtailsnippets_laws_law:add"),
        form(blank, title_es="Ley de Brumas", date="2010-03-01", **{"action-publish": "1"}),
    )
    assert response.status_code == 302
    importing.apply(factories.staged(factories.law(factories.article("Artículo 1", "La bruma es de todos."))))
    assert Law.objects.count() == 1 and Law.objects.get().provisions.count() == 1


def test_an_unnumbered_law_written_by_hand_meets_its_file_by_name(desk: Client, jurisdictions: Any) -> None:
    blank = Law(jurisdiction=jurisdictions["int"], type="treaty", slug="pacto")
    desk.post(
        reverse("wagtailsnippets_laws_law:add"), form(blank, title_es="Pacto de Brumas", **{"action-publish": "1"})
    )
    parsed = factories.law(
        factories.article("Artículo 1", "La bruma."), jurisdiction="int", type="treaty", number="", title="PACTO DE BRUMAS",
        native_type="", date=None,
    )  # fmt: skip
    importing.apply(factories.staged(parsed))
    assert Law.objects.count() == 1 and Law.objects.get().provisions.count() == 1


def test_a_topic_with_its_labels_is_saved(desk: Client) -> None:
    labels = {
        "labels-TOTAL_FORMS": 1,
        "labels-INITIAL_FORMS": 0,
        "labels-MIN_NUM_FORMS": 0,
        "labels-MAX_NUM_FORMS": 1000,
    }
    row = {
        "labels-0-language": "es",
        "labels-0-kind": "pref",
        "labels-0-text": "bruma",
        "labels-0-country": "",
        "labels-0-id": "",
    }
    response = desk.post(
        reverse("wagtailsnippets_records_topic:add"), {"slug": "mist", "scope": "core", **labels, **row}
    )
    assert response.status_code == 302, response.content.decode()[:2000]
    assert Topic.objects.get().label_in("es") == "bruma" and TopicLabel.objects.count() == 1


def test_a_jurisdictions_name_is_put_right(desk: Client, jurisdictions: Any) -> None:
    brazil = jurisdictions["bra"]
    names = {f"name_{code}": f"Brasil {code}" for code in ("es", "en", "fr", "pt")}
    response = desk.post(
        reverse("wagtailsnippets_countries_jurisdiction:edit", args=[brazil.pk]),
        {"code": "bra", "level": "state", "parent": "", "timezone": "America/Sao_Paulo", **names},
    )
    assert response.status_code == 302
    assert Jurisdiction.objects.get(code="bra").name_fr == "Brasil fr"


class TestWhoMay:
    def test_nobody_without_an_account(self, law: Law) -> None:
        for name in ("list", "add"):
            response = Client().get(reverse(f"wagtailsnippets_laws_law:{name}"))
            assert response.status_code == 302 and response["Location"].startswith("/accounts/login/")

    def test_a_reader_with_an_account_sees_nothing_of_the_desk(self, law: Law) -> None:
        client = sign_in(person("eve"))
        assert client.get(reverse("wagtailsnippets_laws_law:edit", args=[law.pk])).status_code == 302

    def test_editors_write_and_reviewers_publish(self, law: Law) -> None:
        for role, publishes in ((Role.EDITOR, False), (Role.REVIEWER, True)):
            client = sign_in(person(role, role))
            page = text(client.get(reverse("wagtailsnippets_laws_law:edit", args=[law.pk])))
            assert ("action-publish" in page) is publishes
            assert client.get(reverse("wagtailsnippets_laws_law:delete", args=[law.pk])).status_code == (
                200 if publishes else 302
            )
            state = "reviewed" if publishes else "draft"
            save(client, law, title_fr=f"Loi de {role}", state_fr=state, **{"action-publish": "1"})
            assert (Law.objects.get().title_fr == f"Loi de {role}") is publishes
