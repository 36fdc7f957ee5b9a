"""What holds for every request: nothing of a session is shared, and no role does without its second factor."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts import access

Answer = Callable[[HttpRequest], HttpResponse]
PLACE = "/accounts/"
HEALTH = ("/live", "/ready")


class PrivateAnswers:
    """Whatever was asked with a session, or starts one, is for that browser alone and kept nowhere."""

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies or request.path_info.startswith(PLACE):
            response["Cache-Control"] = "private, no-store"
            patch_vary_headers(response, ["Cookie"])
        return response


class ChosenLanguage:
    """`?language=fr` on the pages of accounts, whose addresses have no language: this page and those after it."""

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        code = request.GET.get("language", "") if request.path_info.startswith(PLACE) else ""
        if code not in dict(settings.LANGUAGES):
            return self.get_response(request)
        request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = code
        response = self.get_response(request)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            path=PLACE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response


class SecondFactor:
    """A session without the factor that its account has, or must have, opens nothing but the page for it."""

    SETTING_UP = frozenset(
        {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate", "account_logout"}
    )
    PROVING = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_logout"})

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        # Who has no session is not looked up: public pages stay without queries for it.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.path_info in HEALTH:
            return None
        if not request.user.is_authenticated:
            return None
        lacking = access.missing(request)
        allowed = self.PROVING if lacking == "proof" else self.SETTING_UP
        match = request.resolver_match
        if not lacking or (match and match.view_name in allowed):
            return None
        if request.method not in ("GET", "HEAD") or "text/html" not in request.headers.get("Accept", "text/html"):
            return HttpResponseForbidden(_("This needs a second factor."), content_type="text/plain; charset=utf-8")
        return HttpResponseRedirect(f"{_door(request, lacking)}?{_next(request)}")


def _door(request: HttpRequest, lacking: str) -> str:
    if lacking == "factor":
        return reverse("mfa_index")
    return str(get_adapter(request).get_reauthentication_methods(request.user)[0]["url"])


def _next(request: HttpRequest) -> str:
    return urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
