"""Forms of accounts: allauth's with our words, and those of invitations."""

from typing import Any

from allauth.account import forms as account
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.base import forms as codes
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm as ActivateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import mails
from accounts.models import Invitation, User

LABELS = {
    "login": _("User name"),
    "password": _("Password"),
    "oldpassword": _("Present password"),
    "password1": _("New password"),
    "password2": _("New password, once more"),
    "email": _("E-mail address"),
    "code": _("Code"),
    "name": _("Name of the passkey"),
}
_USED_SECONDS = 30 * (2 * settings.MFA_TOTP_TOLERANCE + 1)


class _Plain(forms.Form):
    """Labels instead of placeholders, and ours."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)


class LoginForm(_Plain, account.LoginForm):
    pass


class ReauthenticateForm(_Plain, account.ReauthenticateForm):
    pass


class ChangePasswordForm(_Plain, account.ChangePasswordForm):
    pass


class ResetPasswordKeyForm(_Plain, account.ResetPasswordKeyForm):
    pass


class ActivateTOTPForm(_Plain, ActivateForm):
    pass


class AddPasskeyForm(_Plain, AddWebAuthnForm):
    pass


class _CodeOnce(_Plain):
    """A code of the app lets in once, for as long as it would be right."""

    def clean_code(self) -> str:
        code = str(super().clean_code())  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP:  # type: ignore[attr-defined]
            key = f"accounts.code.{self.user.pk}.{normalize_user_code(code)}"  # type: ignore[attr-defined]
            if not cache.add(key, True, _USED_SECONDS):
                raise codes.get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(_CodeOnce, codes.AuthenticateForm):
    pass


class CodeAgainForm(_CodeOnce, codes.ReauthenticateForm):
    pass


class ResetPasswordForm(_Plain):
    """Looks nobody up before it has answered: known and unknown addresses take the same time."""

    email = forms.EmailField(widget=forms.EmailInput(attrs={"autocomplete": "email"}))

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        address = str(self.cleaned_data["email"])
        origin = request.build_absolute_uri("/").rstrip("/")
        mails.after_answer(lambda: _send_links(address, origin))
        return address


def _send_links(address: str, origin: str) -> None:
    from allauth.account.utils import user_pk_to_url_str

    for user in User.objects.filter(email__iexact=address, is_active=True):
        key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
        language = mails.language_of(user)
        url = f"{origin}{reverse('account_reset_password_from_key', kwargs=key)}?language={language}"
        mails.send("reset", user.email, language, url=url, name=user.get_username())


class AcceptForm(forms.Form):
    """What an invited person chooses."""

    username = forms.CharField(
        label=_("User name"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
        help_text=_("You log in with it: letters, digits and . + - _ only."),
    )
    password1 = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    password2 = forms.CharField(
        label=_("Password, once more"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["password1"].help_text = password_validators_help_text_html()

    def clean_username(self) -> str:
        """One answer for a name that is taken, kept for other uses, or not well-formed."""
        name = str(self.cleaned_data["username"])
        taken = User.objects.filter(username__iexact=name).exists()
        try:
            User.username_validator(name)
        except ValidationError:
            taken = True
        if taken or "@" in name or name.lower().startswith("erased-"):
            raise ValidationError(_("This name cannot be used. Please choose another one."), code="name")
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords are not the same."))
        elif first:
            try:
                validate_password(first, User(username=cleaned.get("username", ""), email=self.email))
            except ValidationError as error:
                self.add_error("password1", error)
        return cleaned


class InviteForm(forms.ModelForm):  # type: ignore[type-arg]
    """On the desk: whom to invite, as what."""

    class Meta:
        model = Invitation
        fields = ("email", "role", "jurisdiction", "language")
        help_texts = {"jurisdiction": _("For members of a country's delegation; empty means for all countries.")}
