"""No way in by password alone: not by the login, not by Wagtail's own, not by any address under the desk."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import regex_helper

from accounts import roles
from accounts.access import ROLES_WITH_FACTOR
from accounts.middleware import SecondFactor
from accounts.models import Role, User
from tests.people import PASSWORD, code, person, sign_in

pytestmark = pytest.mark.django_db


def log_in(client: Client, name: str, password: str = PASSWORD, **fields: str) -> HttpResponse:
    return client.post(reverse("account_login"), {"login": name, "password": password, **fields})


def patterns(resolver: Any, prefix: str = "") -> Iterator[str]:
    """One address of every pattern, with a value for each of its parts."""
    for pattern in resolver.url_patterns:
        found = regex_helper.normalize(pattern.pattern.regex.pattern)
        piece, names = found[0] if found else ("", [])
        converters = getattr(pattern.pattern, "converters", {})
        values = {name: sample(name, type(converters.get(name)).__name__) for name in names}
        route = prefix + piece % values
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route


def sample(name: str, converter: str) -> str:
    if converter == "UUIDConverter":
        return str(uuid.UUID(int=1))
    return "1" if converter == "IntConverter" or name.endswith(("pk", "id")) else "x"


def behind_the_desk() -> list[str]:
    return sorted({f"/{route}" for route in patterns(get_resolver()) if route.startswith("admin/")})


def test_the_walk_sees_the_whole_desk() -> None:
    found = behind_the_desk()
    assert len(found) > 300
    assert {"/admin/", "/admin/login/", "/admin/people/", "/admin/users/", "/admin/pages/1/edit/"} <= set(found)


@pytest.mark.parametrize("known_factor", [False, True])
def test_every_address_of_the_desk_is_shut_to_a_session_with_the_password_only(known_factor: bool) -> None:
    ada = person("ada", Role.REVIEWER, is_superuser=True, factor=known_factor)
    client = Client()
    client.force_login(ada)
    doors = ("/accounts/2fa/reauthenticate/", "/accounts/2fa/passkeys/") if known_factor else ("/accounts/2fa/?",)
    for address in behind_the_desk():
        if address == "/admin/logout/":
            continue
        response = client.get(address)
        assert response.status_code == 302, address
        assert response["Location"].startswith(doors), (address, response["Location"])
        response = client.post(address)
        assert response.status_code == 403, address


@pytest.mark.parametrize("known_factor", [False, True])
def test_nothing_else_that_a_session_gives_opens_either(known_factor: bool) -> None:
    client = Client()
    client.force_login(person("ada", Role.EDITOR, factor=known_factor))
    allowed = SecondFactor.PROVING if known_factor else SecondFactor.SETTING_UP
    for route in patterns(get_resolver()):
        if route.startswith("accounts/") and "invitation" not in route:
            match = get_resolver().resolve(f"/{route}")
            answer = client.get(f"/{route}")
            shut = answer.status_code == 302 and answer["Location"].startswith("/accounts/2fa/")
            assert shut or match.view_name in allowed, route
    for address in ("/en/", "/es/search/", "/accounts/"):
        assert client.get(address)["Location"].startswith("/accounts/2fa/"), address
    assert client.get("/en/", headers={"accept": "application/json"}).status_code == 403
    assert client.get("/live").status_code == 200


def test_wagtails_own_login_is_the_one_login() -> None:
    ada = person("ada", is_superuser=True, factor=False)
    client = Client()
    response = client.get("/admin/login/?next=/admin/users/")
    assert response["Location"] == "/accounts/login/?next=%2Fadmin%2Fusers%2F"
    client.post("/admin/login/", {"username": ada.username, "password": PASSWORD, "next": "/admin/"})
    assert "_auth_user_id" not in client.session
    for address in (
        "/admin/password_reset/",
        "/admin/password_reset/done/",
        "/admin/password_reset/confirm/MQ/set-password/",
    ):
        assert client.get(address)["Location"] == "/accounts/password/reset/"
    assert client.get("/admin/users/")["Location"] == "/accounts/login/?next=/admin/users/"


def test_wagtails_logout_logs_out() -> None:
    client = sign_in(person("ada", Role.EDITOR))
    assert client.get("/admin/").status_code == 200
    client.post("/admin/logout/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("role", [*sorted(ROLES_WITH_FACTOR), "superuser"])
def test_who_must_have_a_factor_is_led_to_set_one_up(role: str) -> None:
    held, fields = ([], {"is_superuser": True}) if role == "superuser" else ([role], {})
    person("ada", *held, factor=False, **fields)
    client = Client()
    log_in(client, "ada")
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0].startswith("/accounts/2fa/")
    assert "Your role needs a second factor" in response.content.decode()
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200, "a fresh login is not asked for its password again"


@pytest.mark.parametrize("role", [Role.DATA_PROVIDER, Role.PARTICIPANT])
def test_others_may_do_without(role: str) -> None:
    person("ada", role, factor=False)
    client = Client()
    assert log_in(client, "ada")["Location"] == "/accounts/"
    assert client.get("/accounts/").status_code == 200 and client.get("/en/").status_code == 200
    assert client.get("/admin/")["Location"].startswith("/accounts/login/")
    page = client.get("/accounts/login/?next=/admin/").content.decode()
    assert "That account may not open the page" in page, "no loop between the desk and the login"


def test_a_group_given_by_hand_needs_a_factor_too() -> None:
    roles.apply()
    ada = person("ada", factor=False)
    ada.groups.add(Group.objects.get(name="Moderators"))
    client = Client()
    client.force_login(ada)
    assert client.get("/admin/")["Location"].startswith("/accounts/2fa/")


class TestCodes:
    def test_password_then_code_then_the_desk(self) -> None:
        person("ada", Role.EDITOR)
        client = Client()
        assert log_in(client, "ada")["Location"] == "/accounts/2fa/authenticate/"
        assert "_auth_user_id" not in client.session, "half a login is none"
        assert client.get("/admin/")["Location"].startswith("/accounts/login/")
        assert client.post(reverse("mfa_authenticate"), {"code": code()})["Location"] == "/admin/"
        assert client.get("/admin/").status_code == 200

    def test_a_code_lets_in_once(self) -> None:
        person("ada", Role.EDITOR)
        shown = code()
        first, second = Client(), Client()
        for client in (first, second):
            log_in(client, "ada")
            client.post(reverse("mfa_authenticate"), {"code": shown})
        assert "_auth_user_id" in first.session and "_auth_user_id" not in second.session

    def test_a_recovery_code_lets_in_once(self) -> None:
        ada = person("ada", Role.EDITOR)
        spare = ada.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()[0]
        for works in (True, False):
            client = Client()
            log_in(client, "ada")
            client.post(reverse("mfa_authenticate"), {"code": spare})
            assert ("_auth_user_id" in client.session) is works

    def test_codes_cannot_be_guessed(self) -> None:
        person("ada", Role.EDITOR)
        client = Client()
        log_in(client, "ada")
        for number in range(10):
            client.post(reverse("mfa_authenticate"), {"code": f"00000{number}"})
        assert "Too many tries" in client.post(reverse("mfa_authenticate"), {"code": code()}).content.decode()
        assert "_auth_user_id" not in client.session

    def test_setting_up_opens_the_desk_and_taking_away_shuts_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        person("ada", Role.EDITOR, factor=False)
        client = Client()
        log_in(client, "ada")
        page = client.get(reverse("mfa_activate_totp")).content.decode()
        secret = re.search(r'class="key">(\w+)<', page).group(1)  # type: ignore[union-attr]
        shown = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
        # The test's own transaction is never committed.
        monkeypatch.setattr("django.db.transaction.on_commit", lambda work, **options: work())
        response = client.post(reverse("mfa_activate_totp"), {"code": shown})
        assert response["Location"] == reverse("mfa_view_recovery_codes")
        assert client.get("/admin/").status_code == 200
        client.post(reverse("mfa_deactivate_totp"))
        assert not User.objects.get(username="ada").authenticator_set.exists()
        assert client.get("/admin/")["Location"].startswith("/accounts/2fa/")

    def test_a_session_that_did_not_show_the_factor_cannot_add_another(self) -> None:
        client = Client()
        client.force_login(person("ada", Role.EDITOR))
        for name in ("mfa_activate_totp", "mfa_add_webauthn", "mfa_index", "account_reauthenticate"):
            assert client.get(reverse(name))["Location"].startswith("/accounts/2fa/reauthenticate/"), name
        page = client.get("/accounts/2fa/reauthenticate/?next=/admin/").content.decode()
        assert "Use the password" not in page, "the password is what it showed already"
        client.post("/accounts/2fa/reauthenticate/?next=/admin/", {"code": code(), "next": "/admin/"})
        assert client.get("/admin/").status_code == 200
