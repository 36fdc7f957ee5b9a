"""Who is asked for a second factor, and what a view says to ask for a role or for a recent login."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from accounts.models import Role

View = TypeVar("View", bound=Callable[..., Any])
# The others may set one up, and are then asked for it.
ROLES_WITH_FACTOR = frozenset({Role.EDITOR, Role.TRANSLATOR, Role.REVIEWER, Role.SECRETARIAT, Role.CORRESPONDENT})
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
TRANSLATING = (Role.TRANSLATOR, Role.EDITOR, Role.REVIEWER, Role.SECRETARIAT)


def roles_of(user: Any) -> frozenset[str]:
    """The roles that an account holds, for whichever country."""
    return frozenset(user.memberships.values_list("role", flat=True)) if user.is_authenticated else frozenset()


def has_role(user: Any, *roles: str, jurisdiction: Any = None) -> bool:
    """Whether the account holds one of the roles; administrators hold every one.

    With a jurisdiction: for that one, or for all countries.
    """
    if not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser:
        return True
    held = user.memberships.filter(role__in=roles)
    if jurisdiction is not None:
        held = held.filter(jurisdiction__in=[jurisdiction]) | held.filter(jurisdiction__isnull=True)
    return bool(held.exists())


def may_translate(user: Any) -> bool:
    """Whether the account may write the columns of a language; the desk's rights on the record come on top."""
    return has_role(user, *TRANSLATING)


def needs_factor(user: Any) -> bool:
    """Administrators, those roles, and whoever else the desk lets in."""
    return bool(
        user.is_superuser
        or user.is_staff
        or roles_of(user) & ROLES_WITH_FACTOR
        or user.has_perm("wagtailadmin.access_admin")
    )


def has_factor(user: Any) -> bool:
    """Recovery codes alone are none; who is not logged in has none."""
    return user.is_authenticated and Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def proven(request: HttpRequest) -> bool:
    """Whether this very session has shown a second factor."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def missing(request: HttpRequest) -> str:
    """What this session still lacks: "factor" (none is set up), "proof" (not shown yet), or nothing."""
    if has_factor(request.user):
        return "" if proven(request) else "proof"
    return "factor" if needs_factor(request.user) else ""


def recently_confirmed(request: HttpRequest) -> bool:
    """Whether the person proved to be there (login, or asked again) within the last minutes."""
    since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    return any(record.get("at", 0) > since for record in get_authentication_records(request, request.user))


def confirm(request: HttpRequest) -> None:
    """For what must not be done from an unattended screen: asks again first, then goes on with the same request.

    A form that was sent is kept meanwhile, without files.
    """
    if not recently_confirmed(request):
        raise ReauthenticationRequired


def requires(*roles: str, permission: str = "", recent: bool = False) -> Callable[[View], View]:
    """For a view: one of the roles (or that permission); with `recent`, forms ask again who is there."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not (has_role(request.user, *roles) or (permission and request.user.has_perm(permission))):
                raise PermissionDenied
            if recent and request.method not in ("GET", "HEAD"):
                confirm(request)
            return view(request, *args, **kwargs)

        return open_to("staff")(guarded)  # type: ignore[return-value]

    return mark


def open_to(rule: str) -> Callable[[View], View]:
    """The mark of `records.visibility.declares`, which stands above this room."""

    def mark(view: View) -> View:
        view.visibility = rule  # type: ignore[attr-defined]
        return view

    return mark
