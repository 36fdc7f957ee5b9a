"""Sessions die with what they rested on, wherever they are kept; and asking again before what matters."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts import access
from accounts.models import Membership, Role, User
from tests.people import PASSWORD, code, person, sign_in

pytestmark = pytest.mark.django_db


def alive(client: Client) -> bool:
    return client.get("/accounts/").status_code == 200


CHANGES: dict[str, Callable[[User], Any]] = {
    "a role more": lambda user: Membership.objects.create(user=user, role=Role.REVIEWER),
    "a role less": lambda user: user.memberships.all().delete(),
    "another role, not by save": lambda user: user.memberships.update(role=Role.TRANSLATOR),
    "another country": lambda user: Membership.objects.bulk_create([Membership(user=user, role=Role.SECRETARIAT)]),
    "the password": lambda user: (user.set_password("another-long-one"), user.save()),
    "the password, by command": lambda user: User.objects.filter(pk=user.pk).update(password="x"),
    "made administrator": lambda user: User.objects.filter(pk=user.pk).update(is_superuser=True),
    "resting": lambda user: (setattr(user, "is_active", False), user.save()),
    "the factor taken away": lambda user: call_command("reset_factor", user.username),
}


@pytest.mark.parametrize("backend", ["db", "cached_db", "cache"])
@pytest.mark.parametrize("change", CHANGES)
def test_every_session_of_the_account_ends(change: str, backend: str, settings: Any) -> None:
    settings.SESSION_ENGINE = f"django.contrib.sessions.backends.{backend}"
    ada, bob = person("ada", Role.EDITOR), person("bob", Role.EDITOR)
    phone, desk, other = sign_in(ada), sign_in(ada), sign_in(bob)
    assert alive(phone) and alive(desk)
    CHANGES[change](ada)
    assert not alive(phone) and not alive(desk)
    assert alive(other)


def test_a_session_does_not_come_back_with_the_account() -> None:
    ada = person("ada", Role.EDITOR)
    client = sign_in(ada)
    for active in (False, True):
        user = User.objects.get(pk=ada.pk)
        user.is_active = active
        user.save(update_fields=["is_active"])
    assert not alive(client)


def test_changing_the_password_keeps_only_this_session() -> None:
    ada = person("ada", Role.EDITOR)
    here, elsewhere = sign_in(ada), sign_in(ada)
    data = {"oldpassword": PASSWORD, "password1": "eleven-tall-herons", "password2": "eleven-tall-herons"}
    assert here.post(reverse("account_change_password"), data)["Location"]
    assert alive(here) and not alive(elsewhere)


def test_logging_in_and_reading_ends_nothing() -> None:
    ada = person("ada", Role.EDITOR)
    first = sign_in(ada)
    second = Client()
    second.post(reverse("account_login"), {"login": "ada", "password": PASSWORD})
    second.post(reverse("mfa_authenticate"), {"code": code()})
    assert alive(first) and alive(second)


def test_reset_factor_leads_to_a_new_one_and_needs_a_name() -> None:
    person("ada", Role.EDITOR)
    call_command("reset_factor", "ada")
    client = Client()
    response = client.post(reverse("account_login"), {"login": "ada", "password": PASSWORD}, follow=True)
    assert response.redirect_chain[-1][0].startswith("/accounts/2fa/")
    with pytest.raises(CommandError, match="no account nobody"):
        call_command("reset_factor", "nobody")


class TestAskingAgain:
    def request(self, client: Client, user: User, method: str = "post") -> HttpRequest:
        request = getattr(RequestFactory(), method)("/")
        SessionMiddleware(lambda request: HttpResponse()).process_request(request)
        request.session = client.session
        request.user = user
        return request

    def test_a_view_that_asks_who_is_there(self) -> None:
        ada = person("ada", Role.SECRETARIAT)
        view = access.requires(Role.SECRETARIAT, recent=True)(lambda request: HttpResponse("done"))
        fresh, stale = sign_in(ada), sign_in(ada, at=time.time() - 301)
        assert view(self.request(fresh, ada)).content == b"done"
        assert view(self.request(stale, ada, "get")).content == b"done", "reading asks nothing"
        with pytest.raises(ReauthenticationRequired):
            view(self.request(stale, ada))

    def test_a_form_goes_on_where_it_was_stopped(self) -> None:
        client = sign_in(person("ada", Role.SECRETARIAT), at=time.time() - 3600)
        bob = person("bob", Role.EDITOR)
        held = bob.memberships.get()
        response = client.post(reverse("accounts_end_role", args=[held.pk]))
        assert response["Location"].startswith("/accounts/reauthenticate/?next=")
        assert bob.memberships.exists(), "not before it is known who is there"
        wrong = client.post(response["Location"], {"password": "wrong", "next": f"/admin/people/roles/{held.pk}/end/"})
        assert wrong.status_code == 200 and bob.memberships.exists()
        client.post(response["Location"], {"password": PASSWORD, "next": f"/admin/people/roles/{held.pk}/end/"})
        assert not bob.memberships.exists()

    def test_changing_factors_asks_again(self) -> None:
        client = sign_in(person("ada", Role.EDITOR), at=time.time() - 3600)
        for name in (
            "mfa_deactivate_totp",
            "mfa_add_webauthn",
            "mfa_generate_recovery_codes",
            "mfa_view_recovery_codes",
        ):
            assert client.get(reverse(name))["Location"].startswith("/accounts/reauthenticate/"), name


class TestRequires:
    def test_who_passes(self) -> None:
        view = access.requires(Role.REVIEWER)(lambda request: HttpResponse("done"))
        assert view.visibility == "staff"
        for user, passes in (
            (person("rita", Role.REVIEWER), True),
            (person("root", is_superuser=True), True),
            (person("eve", Role.EDITOR), False),
        ):
            request = RequestFactory().get("/somewhere/")
            request.user = user
            if passes:
                assert view(request).content == b"done"
            else:
                with pytest.raises(PermissionDenied):
                    view(request)

    def test_roles_of_one_country(self, jurisdictions: Any) -> None:
        ada = person("ada", Role.CORRESPONDENT, jurisdiction=jurisdictions["arg"])
        bea = person("bea", Role.CORRESPONDENT)
        assert access.has_role(ada, Role.CORRESPONDENT)
        assert access.has_role(ada, Role.CORRESPONDENT, jurisdiction=jurisdictions["arg"])
        assert not access.has_role(ada, Role.CORRESPONDENT, jurisdiction=jurisdictions["can"])
        assert access.has_role(bea, Role.CORRESPONDENT, jurisdiction=jurisdictions["can"])
        assert not access.has_role(ada, Role.EDITOR)

    def test_who_may_translate(self) -> None:
        for role, may in ((Role.TRANSLATOR, True), (Role.REVIEWER, True), (Role.CORRESPONDENT, False)):
            assert access.may_translate(person(role, role)) is may
