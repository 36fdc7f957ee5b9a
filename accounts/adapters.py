"""Where allauth asks this product: who may enter, where to go next, what is said and mailed."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import access, mails, throttling
from accounts.models import User

# Said on the next page, and mailed to the owner of the account in case it was somebody else.
EVENTS = {
    "account/email/password_changed": _("The password was changed."),
    "account/email/password_reset": _("The password was changed."),
    "mfa/email/totp_activated": _("An authenticator app was added."),
    "mfa/email/totp_deactivated": _("The authenticator app was removed."),
    "mfa/email/webauthn_added": _("A passkey was added."),
    "mfa/email/webauthn_removed": _("A passkey was removed."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made. The old ones do not work any more."),
}


class AccountAdapter(DefaultAccountAdapter):
    """Logging in and out. Accounts are made by invitation only."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("This name and this password do not go together."),
        "too_many_login_attempts": _("Too many tries. Please wait some minutes."),
        "rate_limited": _("Too many tries. Please wait some minutes."),
        "incorrect_password": _("This is not the password."),
        "enter_current_password": _("This is not the password."),
        "invalid_password_reset": _("This link does not work any more."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only paths of this very site."""
        return bool(url) and url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        self._login_failed_rl_usage = throttling.consume(request, credentials["username"])
        if self._login_failed_rl_usage is None:
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """An account that rests is answered like a wrong password."""
        user = super().authenticate(request, **credentials)
        if user is None or not user.is_active:
            return None
        throttling.remember(request, credentials["username"])
        return user  # type: ignore[return-value]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        desk = request.user.has_perm("wagtailadmin.access_admin")
        return reverse("wagtailadmin_home" if desk else "account_home")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        return not access.recently_confirmed(context.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The password is not enough where the session has yet to show its second factor."""
        methods = super().get_reauthentication_methods(user)
        if access.has_factor(user) and not access.proven(context.request):
            methods = [method for method in methods if method["id"] != "reauthenticate"]
        words = {
            "reauthenticate": _("Use the password"),
            "mfa_reauthenticate": _("Use a code of the authenticator app or a recovery code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        return [{**method, "description": words[method["id"]]} for method in methods]

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        said = message or EVENTS.get(_as_mail(message_template or ""))
        if said:
            messages.add_message(request, level, str(said), extra_tags=extra_tags)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        event = EVENTS.get(template_prefix)
        address = email or user.email
        if event and address:
            url = self.request.build_absolute_uri(reverse("account_home"))
            language = mails.language_of(user)
            mails.after_answer(
                lambda: mails.send("notice", address, language, event=event, name=user.get_username(), url=url)
            )


def _as_mail(template: str) -> str:
    """ "mfa/messages/totp_activated.txt" is about what "mfa/email/totp_activated" is about."""
    return template.replace("/messages/", "/email/").removesuffix(".txt")


class FactorAdapter(DefaultMFAAdapter):
    """Second factors."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": _("This code is not right.")}

    def _get_user_identifier(self, user: Any) -> str:
        return str(user.get_username())

    def _get_site_name(self) -> str:
        return str(settings.WAGTAIL_SITE_NAME)

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        held = Authenticator.objects.filter(user=user, type=type).count()
        return gettext("Passkey %(number)s") % {"number": held + 1}
