"""Guessing is slow, answers tell nothing, and a login leads nowhere else."""

import re
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.users.models import UserProfile

from accounts import mails
from accounts.models import Role, User
from tests.people import PASSWORD, person, sign_in

pytestmark = pytest.mark.django_db
LANGUAGES = ("es", "en", "fr", "pt")


def attempt(name: str, password: str, address: str = "192.0.2.1", client: Client | None = None, **more: str) -> Any:
    data = {"login": name, "password": password, **more}
    return (client or Client()).post(reverse("account_login"), data, REMOTE_ADDR=address)


def let_in(response: HttpResponse) -> bool:
    return response.status_code == 302


class TestThrottling:
    @pytest.mark.parametrize("name", ["ada", "nobody-at-all"])
    def test_by_name_and_address_together(self, name: str) -> None:
        person("ada", factor=False)
        said = [attempt(name, "wrong").content.decode() for _ in range(6)]
        assert ["Too many tries" in page for page in said] == [False] * 5 + [True]
        assert not let_in(attempt("ada", PASSWORD)) or name != "ada", "not even with the right one"
        assert let_in(attempt("ada", PASSWORD, "192.0.2.2")), "elsewhere the owner gets in"

    @pytest.mark.parametrize("name", ["ada", "nobody-at-all"])
    def test_by_name_from_everywhere(self, name: str) -> None:
        person("ada", factor=False)
        pages = [attempt(name, "wrong", f"192.0.2.{n}").content.decode() for n in range(1, 12)]
        assert ["Too many tries" in page for page in pages] == [False] * 10 + [True]
        assert let_in(attempt("ada", PASSWORD, "192.0.2.200")) is (name != "ada")

    def test_the_owner_is_not_shut_out_by_others(self) -> None:
        person("ada", factor=False)
        assert let_in(attempt("ada", PASSWORD, "198.51.100.7"))
        for n in range(1, 13):
            attempt("ada", "wrong", f"192.0.2.{n}")
        assert not let_in(attempt("ada", PASSWORD, "192.0.2.100"))
        assert let_in(attempt("ada", PASSWORD, "198.51.100.7")), "where she logged in lately"

    def test_by_address_over_all_names(self) -> None:
        pages = [attempt(f"name{n}", "wrong").content.decode() for n in range(41)]
        assert ["Too many tries" in page for page in pages] == [False] * 40 + [True]

    def test_another_case_or_a_blank_is_the_same_name(self) -> None:
        person("ada", factor=False)
        for name in ("ada", "ADA", " ada", "Ada ", "aDa"):
            attempt(name, "wrong")
        assert "Too many tries" in attempt("ada", PASSWORD).content.decode()

    def test_success_costs_nothing(self) -> None:
        person("ada", factor=False)
        assert all(let_in(attempt("ada", PASSWORD)) for _ in range(12))

    def test_a_forged_header_is_no_other_address(self) -> None:
        for n in range(5):
            Client().post(
                reverse("account_login"),
                {"login": "ada", "password": "wrong"},
                headers={"x-forwarded-for": f"10.0.0.{n}"},
            )
        said = Client().post(reverse("account_login"), {"login": "ada", "password": "wrong"}).content.decode()
        assert "Too many tries" in said

    def test_behind_a_proxy_its_last_entry_counts(self, settings: Any) -> None:
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        for n in range(5):
            header = {"x-forwarded-for": f"10.9.9.{n}, 203.0.113.5"}
            Client().post(reverse("account_login"), {"login": "ada", "password": "wrong"}, headers=header)
        data, header = {"login": "ada", "password": "wrong"}, {"x-forwarded-for": "203.0.113.5"}
        assert "Too many tries" in Client().post(reverse("account_login"), data, headers=header).content.decode()

    def test_what_is_counted_is_shared_by_all_processes(self, settings: Any) -> None:
        assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")
        attempt("ada", "wrong")
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM accounts_cache")
            assert cursor.fetchone()[0] >= 3
        assert cache.get("nothing") is None


def plain(page: str, *names: str) -> str:
    """A page without what is new each time, and without the name that was typed."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
    for name in names:
        page = page.replace(name, "NAME")
    return page


class TestSameAnswer:
    def test_known_unknown_resting_and_erased_names(self, monkeypatch: pytest.MonkeyPatch) -> None:
        hashed: list[str] = []
        encode = MD5PasswordHasher.encode
        monkeypatch.setattr(
            MD5PasswordHasher,
            "encode",
            lambda self, password, salt: hashed.append(password) or encode(self, password, salt),
        )
        person("known", Role.EDITOR)
        person("resting", Role.EDITOR, is_active=False)
        unusable = person("unusable")
        unusable.set_unusable_password()
        unusable.save()
        answers, work = set(), set()
        for name, password in (("known", "wrong"), ("nobody", "wrong"), ("resting", "wrong"), ("unusable", "wrong"), ("resting", PASSWORD)):  # fmt: skip
            hashed.clear()
            response = attempt(name, password)
            assert response.status_code == 200
            answers.add(plain(response.content.decode(), name))
            work.add(len(hashed))
        assert len(answers) == 1
        assert work == {1}, "the slow part, hashing, is done once whoever asks"

    def test_asking_for_a_new_password(self, monkeypatch: pytest.MonkeyPatch) -> None:
        person("ada")
        waiting: list[Any] = []
        monkeypatch.setattr(mails, "after_answer", waiting.append)
        answers = set()
        counted = set()
        for address in ("ada@example.org", "nobody@example.org"):
            with CaptureQueriesContext(connection) as queries:
                response = Client().post(reverse("account_reset_password"), {"email": address}, follow=True)
            counted.add(len(queries))
            answers.add((response.redirect_chain[-1][0], plain(response.content.decode())))
        assert len(answers) == 1 and len(counted) == 1 and mail.outbox == [], (
            "nothing was done for either before the answer"
        )
        for work in waiting:
            work()
        assert [message.to for message in mail.outbox] == [["ada@example.org"]]

    def test_asking_often_is_answered_alike(self) -> None:
        person("ada")
        for address in ("ada@example.org", "nobody@example.org"):
            codes = [Client().post(reverse("account_reset_password"), {"email": address}).status_code for _ in range(4)]
            assert codes == [302, 302, 302, 429]
        assert len(mail.outbox) == 3

    def test_there_is_no_sign_up(self) -> None:
        for address in ("/accounts/signup/", "/accounts/signup/passkey/", "/accounts/email/", "/accounts/login/code/"):
            assert Client().get(address, follow=True).status_code == 404, address


class TestWhereTo:
    @pytest.mark.parametrize(
        "elsewhere",
        ["https://evil.example/", "//evil.example/", "/\\evil.example", "http:///evil.example", "javascript:alert(1)",
         "https://localhost/", "///evil.example", "\\\\evil.example", "/\t/evil.example"],
    )  # fmt: skip
    def test_nowhere_else(self, elsewhere: str) -> None:
        person("ada", factor=False)
        assert attempt("ada", PASSWORD, next=elsewhere)["Location"] == "/accounts/"
        client = sign_in(person("bob"))
        assert client.post(f"{reverse('account_logout')}", {"next": elsewhere})["Location"] == "/"

    def test_to_a_page_of_this_site(self) -> None:
        person("ada", factor=False)
        assert attempt("ada", PASSWORD, next="/en/topics/?q=1")["Location"] == "/en/topics/?q=1"


class TestPages:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_they_speak_the_readers_language(self, language: str) -> None:
        names = {"es": "Iniciar sesión", "en": "Log in", "fr": "Se connecter", "pt": "Entrar"}
        for client, options in (
            (Client(), {"headers": {"accept-language": language}}),
            (Client(), {"query_params": {"language": language}}),
        ):
            page = client.get(reverse("account_login"), **options).content.decode()
            assert f'<html lang="{language}"' in page and f"<h1>{names[language]}</h1>" in page
        assert f'lang="{language}"' in client.get(reverse("account_reset_password")).content.decode(), "and it stays"
        assert client.cookies["django_language"]["path"] == "/accounts/"

    def test_the_desk_speaks_the_language_that_was_chosen_here(self) -> None:
        person("ada", factor=False)
        for language, kept in (("fr", "fr"), ("pt", "fr")):
            client = Client()
            client.get(reverse("account_login"), {"language": language})
            attempt("ada", PASSWORD, client=client)
            assert UserProfile.objects.get(user__username="ada").preferred_language == kept, "until chosen there"

    def test_the_switch_stays_on_the_page(self) -> None:
        page = Client().get(reverse("account_login"), {"next": "/admin/"}).content.decode()
        for language in LANGUAGES:
            assert f"/accounts/login/?next=%2Fadmin%2F&amp;language={language}" in page

    def test_policy_caching_and_scripts(self) -> None:
        ada = person("ada", Role.SECRETARIAT)
        for client, names in (
            (Client(), ("account_login", "account_reset_password", "account_reset_password_done")),
            (
                sign_in(ada),
                ("account_home", "account_logout", "account_change_password", "mfa_index", "mfa_add_webauthn",
                 "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
                 "account_reauthenticate", "mfa_reauthenticate"),
            ),
        ):  # fmt: skip
            for name in names:
                response = client.get(reverse(name))
                page = response.content.decode()
                assert response.status_code == 200, name
                assert "default-src 'self'" in response["Content-Security-Policy"], name
                assert "unsafe" not in response["Content-Security-Policy"], name
                assert response["Cache-Control"] == "private, no-store" and "Cookie" in response["Vary"], name
                for script in re.findall(r"<script[^>]*>", page):
                    assert 'src="/static/' in script or 'type="application/json"' in script, (name, script)
                assert not re.search(r"<style|\sstyle=|\son\w+=", page), name
                assert '<meta name="robots" content="noindex">' in page

    def test_what_a_session_sees_is_not_shared_and_what_it_does_not_is(self) -> None:
        client = sign_in(person("ada", Role.EDITOR))
        for address in ("/en/", "/admin/", "/accounts/", "/en/nothing-here/"):
            assert client.get(address)["Cache-Control"] == "private, no-store", address
        assert "no-store" not in Client().get("/en/").get("Cache-Control", "")

    def test_cookies(self) -> None:
        person("ada", factor=False)
        response = attempt("ada", PASSWORD)
        cookie = response.cookies["sessionid"]
        assert cookie["httponly"] and cookie["samesite"] == "Lax" and not cookie["max-age"], "gone with the browser"

    def test_refused_pages_look_like_the_site(self) -> None:
        for _ in range(61):
            response = Client().post(reverse("account_login"), {"login": "x", "password": "y"})
        assert response.status_code == 429 and "Too many tries" in response.content.decode()


class TestPasswords:
    def link(self, language: str) -> str:
        ada = person("ada", factor=False)
        UserProfile.objects.update_or_create(user=ada, defaults={"preferred_language": language})
        Client().post(reverse("account_reset_password"), {"email": "ADA@example.org"})
        body = mail.outbox[-1].body
        return next(line for line in body.splitlines() if line.startswith("http"))

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_forgotten_password(self, language: str) -> None:
        subjects = {"es": "Una contraseña nueva", "en": "A new password", "fr": "Un nouveau mot de passe", "pt": "Uma nova senha"}  # fmt: skip
        url = self.link(language)
        assert subjects[language] in mail.outbox[-1].subject and len(mail.outbox[-1].alternatives) == 1
        client = Client()
        response = client.get(url, follow=True)
        assert f'<html lang="{language}"' in response.content.decode()
        form = response.redirect_chain[-1][0]
        assert "set-password" in form, "the key left the address"
        client.post(form, {"password1": "a-brand-new-one", "password2": "a-brand-new-one"})
        assert "_auth_user_id" not in client.session, "the link does not log in"
        assert let_in(attempt("ada", "a-brand-new-one")) and not let_in(attempt("ada", PASSWORD))
        again = Client().get(url, follow=True)
        assert "set-password" not in (again.redirect_chain or [("",)])[-1][0], "the link works once"

    def test_a_changed_address_makes_the_link_void(self) -> None:
        url = self.link("en")
        User.objects.filter(username="ada").update(email="else@example.org")
        assert "does not work any more" in Client().get(url, follow=True).content.decode()

    def test_weak_ones_are_refused_and_the_owner_is_told(self) -> None:
        client = sign_in(person("ada", Role.EDITOR))
        address = reverse("account_change_password")
        for weak in ("short", "password1234", "adaadaadaada@example.org"[:11]):
            page = client.post(address, {"oldpassword": PASSWORD, "password1": weak, "password2": weak})
            assert page.status_code == 200
        strong = "eleven-tall-herons"
        assert (
            client.post(address, {"oldpassword": PASSWORD, "password1": strong, "password2": strong}).status_code == 302
        )
        assert "The password was changed." in mail.outbox[-1].body and mail.outbox[-1].to == ["ada@example.org"]
