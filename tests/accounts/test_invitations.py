"""Invitations: once, for a week, for one person; who may send them; and what a link alone opens: nothing."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from accounts import erasure, invitations, role_log
from accounts.models import Invitation, Membership, Role, User
from kb import messages
from tests.people import person, sign_in

pytestmark = pytest.mark.django_db
NEW = {"username": "bea", "password1": "eleven-tall-herons", "password2": "eleven-tall-herons"}


def invite(client: Client, email: str = "bea@example.org", role: str = Role.EDITOR, **more: Any) -> str:
    """The link that was mailed."""
    data = {"email": email, "role": role, "jurisdiction": "", "language": "en", **more}
    response = client.post(reverse("accounts_people"), data)
    assert response.status_code == 302, response.content.decode()[:2000]
    return next(line for line in mail.outbox[-1].body.splitlines() if line.startswith("http"))


@pytest.fixture
def office() -> Client:
    return sign_in(person("ada", Role.SECRETARIAT))


WORDS = {
    "es": ("Invitación", "editor"), "en": ("Invitation", "editor"),
    "fr": ("Invitation", "éditeur"), "pt": ("Convite", "editor"),
}  # fmt: skip


@pytest.mark.parametrize("language", WORDS)
def test_the_mail_and_the_page_speak_the_guests_language(language: str, office: Client) -> None:
    link = invite(office, language=language)
    [message] = mail.outbox
    subject, role = WORDS[language]
    assert message.to == ["bea@example.org"] and subject in message.subject and role in message.body.lower()
    html = message.alternatives[0][0]
    assert f'<html lang="{language}">' in html and link.replace("&", "&amp;") in html
    page = Client().get(link).content.decode()
    assert f'<html lang="{language}"' in page and "bea@example.org" in page


def test_only_a_hash_is_kept(office: Client) -> None:
    link = invite(office)
    token = link.split("?")[0].rstrip("/").rsplit("/", 1)[1]
    row = Invitation.objects.get()
    assert len(token) > 40 and token not in repr(row.__dict__) and len(row.token_hash) == 64
    assert timedelta(days=6, hours=23) < row.expires_at - timezone.now() <= timedelta(days=7)
    assert row.invited_by.username == "ada"


def test_from_the_link_to_the_desk(office: Client, jurisdictions: Any) -> None:
    link = invite(office, language="pt", jurisdiction=jurisdictions["bra"].pk)
    guest = Client()
    assert guest.get(link).status_code == 200 and not User.objects.filter(username="bea").exists(), "looking is free"
    assert guest.post(link, NEW)["Location"] == "/accounts/login/"
    assert "_auth_user_id" not in guest.session, "the link does not log in"
    bea = User.objects.get(username="bea")
    assert (bea.email, bea.is_superuser, bea.is_staff) == ("bea@example.org", False, False)
    assert UserProfile.objects.get(user=bea).preferred_language == "pt"
    held = Membership.objects.get(user=bea)
    assert (held.role, held.jurisdiction) == (Role.EDITOR, jurisdictions["bra"])
    response = guest.post(reverse("account_login"), {"login": "bea", "password": NEW["password1"]}, follow=True)
    assert response.redirect_chain[-1][0].startswith("/accounts/2fa/"), "the role needs a second factor"
    assert Invitation.objects.get().accepted_by == bea


class TestGone:
    def answers(self, office: Client) -> dict[str, str]:
        links = {}
        links["used"] = invite(office, "used@example.org")
        Client().post(links["used"], {**NEW, "username": "used"})
        links["revoked"] = invite(office, "revoked@example.org")
        office.post(reverse("accounts_revoke", args=[Invitation.objects.get(email="revoked@example.org").pk]))
        links["expired"] = invite(office, "expired@example.org")
        Invitation.objects.filter(email="expired@example.org").update(expires_at=timezone.now() - timedelta(seconds=1))
        links["other token"] = re.sub(r"/[^/]+/\?", "/x" * 1 + "y" * 42 + "/?", invite(office, "living@example.org"))
        links["nobody"] = "/accounts/invitation/99999/abcdefghijkl/?language=en"
        return links

    def test_one_answer_for_all(self, office: Client) -> None:
        pages = set()
        for why, link in self.answers(office).items():
            for method in ("get", "post"):
                client = Client()
                response = getattr(client, method)(link, NEW if method == "post" else None)
                assert response.status_code == 410, why
                page = re.sub(r"/accounts/invitation/[^\"?]+", "", response.content.decode())
                pages.add(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page))
        assert len(pages) == 1 and "does not stand any more" in pages.pop()
        assert not User.objects.filter(username="bea").exists()

    def test_a_new_one_makes_the_old_one_void(self, office: Client) -> None:
        old, new = invite(office), invite(office, "BEA@example.org")
        assert Client().get(old).status_code == 410 and Client().get(new).status_code == 200

    def test_two_at_once_make_one_account(self, office: Client) -> None:
        invite(office)
        held = Invitation.objects.get()
        invitations.accept_as_new(held, "bea", NEW["password1"])
        with pytest.raises(invitations.Gone):
            invitations.accept_as_new(held, "bob", NEW["password1"])
        assert not User.objects.filter(username="bob").exists()


class TestNames:
    @pytest.mark.parametrize("name", ["ada", "ADA", "erased-7", "bea@example.org", "be a", "<b>"])
    def test_one_answer_for_names_that_cannot_be(self, name: str, office: Client) -> None:
        page = Client().post(invite(office), {**NEW, "username": name}).content.decode()
        assert "This name cannot be used" in page
        assert Invitation.objects.open().count() == 1, "the invitation still stands"

    def test_trying_names_is_slow(self, office: Client) -> None:
        link, client = invite(office), Client()
        answers = [client.post(link, {**NEW, "username": "ada"}).status_code for _ in range(21)]
        assert answers == [200] * 20 + [429]

    @pytest.mark.parametrize("password", ["short", "password12345", "bea@example.org"])
    def test_weak_passwords(self, password: str, office: Client) -> None:
        response = Client().post(invite(office), {**NEW, "password1": password, "password2": password})
        assert response.status_code == 200 and not User.objects.filter(username="bea").exists()

    def test_two_different_ones(self, office: Client) -> None:
        page = Client().post(invite(office), {**NEW, "password2": "eleven-tall-cranes"}).content.decode()
        assert "not the same" in page


class TestWhoHasAnAccountAlready:
    def test_the_sender_learns_nothing_from_the_answer(self, office: Client) -> None:
        person("bea", factor=False)
        for address in ("bea@example.org", "nobody@example.org"):
            invite(office, address)
        first, second = (m.body for m in mail.outbox)
        same = re.compile(r"http\S+")
        assert same.sub("", first) == same.sub("", second)

    def test_the_role_comes_by_logging_in_and_ends_the_sessions(self, office: Client) -> None:
        bea = person("bea", Role.TRANSLATOR)
        link = invite(office)
        stranger = Client()
        assert "Log in to it to accept" in stranger.get(link).content.decode()
        stranger.post(link, NEW)
        wrong = sign_in(person("eve", Role.EDITOR))
        wrong.post(link)
        assert set(bea.memberships.values_list("role", flat=True)) == {Role.TRANSLATOR}
        client = sign_in(bea)
        assert client.post(link)["Location"] == "/accounts/login/"
        assert set(bea.memberships.values_list("role", flat=True)) == {Role.TRANSLATOR, Role.EDITOR}
        assert client.get("/accounts/").status_code == 302, "it has to log in again"


class TestWhoMay:
    @pytest.mark.parametrize(
        ("role", "may"), [(Role.SECRETARIAT, True), (Role.REVIEWER, False), (Role.EDITOR, False), (Role.CORRESPONDENT, False)]
    )  # fmt: skip
    def test_invite_withdraw_and_take_away(self, role: str, may: bool) -> None:
        client = sign_in(person("ada", role))
        bob = person("bob", Role.EDITOR)
        held = Invitation(email="x@example.org", role=Role.EDITOR, language="en")
        invitations.invite(held)
        assert (client.get(reverse("accounts_people")).status_code == 200) is may
        client.post(reverse("accounts_people"), {"email": "y@example.org", "role": Role.EDITOR, "language": "es"})
        client.post(reverse("accounts_revoke", args=[held.pk]))
        client.post(reverse("accounts_end_role", args=[bob.memberships.get().pk]))
        assert Invitation.objects.filter(email="y@example.org").exists() is may
        assert Invitation.objects.filter(email="x@example.org").exists() is not may
        assert bob.memberships.exists() is not may
        assert ("People" in client.get("/admin/").content.decode()) is may

    def test_the_roles_of_administrators_are_not_the_secretariats_to_take(self, office: Client) -> None:
        root = person("root", Role.EDITOR, is_superuser=True)
        address = reverse("accounts_end_role", args=[root.memberships.get().pk])
        office.post(address)
        assert root.memberships.exists()
        sign_in(person("other", is_superuser=True)).post(address)
        assert not root.memberships.exists()

    @pytest.mark.parametrize("language", ["es", "en", "fr", "pt"])
    def test_the_page_lists_them(self, language: str, office: Client, jurisdictions: Any) -> None:
        ada = User.objects.get(username="ada")
        UserProfile.objects.update_or_create(user=ada, defaults={"preferred_language": language})
        invite(office, jurisdiction=jurisdictions["can"].pk)
        page = office.get(reverse("accounts_people")).content.decode()
        titles = {"es": "Personas", "en": "People", "fr": "Personnes", "pt": "Pessoas"}
        assert titles[language] in page and "bea@example.org" in page and "Canad" in page

    def test_a_mail_that_cannot_be_sent_invites_nobody(self, office: Client, settings: Any) -> None:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
            "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1", 9,
        )  # fmt: skip
        data = {"email": "bea@example.org", "role": Role.EDITOR, "language": "en"}
        page = office.post(reverse("accounts_people"), data).content.decode()
        assert "could not be sent" in page and not Invitation.objects.exists()


def test_erasing_a_person_takes_the_address_in_the_invitation_along(office: Client) -> None:
    Client().post(invite(office), NEW)
    invite(office, "other@example.org")
    erasure.erase(User.objects.get(username="bea").pk)
    assert [row.email for row in Invitation.objects.all()] == ["other@example.org"]
    erasure.erase(User.objects.get(username="ada").pk)
    assert Invitation.objects.get().invited_by.username.startswith("erased-")


@pytest.fixture(scope="module")
def compiled() -> None:
    messages.compile_all()


@pytest.mark.usefixtures("compiled")
class TestWhoGaveWhichRole:
    def test_the_log_says_who_gave_and_who_took_it_and_when(self, office: Client, jurisdictions: Any) -> None:
        link = invite(office, jurisdiction=jurisdictions["bra"].pk)
        Client().post(link, NEW)
        bea, ada = User.objects.get(username="bea"), User.objects.get(username="ada")
        office.post(reverse("accounts_end_role", args=[bea.memberships.get().pk]))
        rows = ModelLogEntry.objects.filter(object_id=str(bea.pk), action__startswith="accounts.").order_by("pk")
        assert [(row.action, row.user, row.label) for row in rows] == [
            (role_log.GIVEN, ada, str(bea)), (role_log.TAKEN, ada, str(bea)),
        ]  # fmt: skip
        with override("en"):
            assert [row.message for row in rows] == ["Role given: editor (BRA)", "Role taken away: editor (BRA)"]
        with override("fr"):
            assert "\N{NO-BREAK SPACE}:" in ModelLogEntry.objects.get(pk=rows[0].pk).message

    def test_administrators_read_it_and_the_secretariat_does_not(self, office: Client) -> None:
        bob = person("bob", Role.EDITOR)
        office.post(reverse("accounts_end_role", args=[bob.memberships.get().pk]))
        address = reverse("wagtailadmin_reports:site_history")
        root = sign_in(person("root", is_superuser=True))
        assert "Role taken away: editor" in root.get(address).content.decode()
        assert "Role taken away" not in office.get(address, follow=True).content.decode()

    def test_a_role_that_was_held_already_or_is_refused_leaves_no_line(self, office: Client) -> None:
        root = person("root", Role.EDITOR, is_superuser=True)
        office.post(reverse("accounts_end_role", args=[root.memberships.get().pk]))
        held = Invitation(email="root@example.org", role=Role.EDITOR, language="en", invited_by=root)
        invitations.invite(held)
        invitations.accept_as(held, root)
        assert not ModelLogEntry.objects.filter(action__startswith="accounts.").exists()
