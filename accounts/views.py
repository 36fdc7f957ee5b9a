"""Pages of accounts that allauth has not, or not as they should be here."""

from typing import Any

from allauth.account.views import LoginView
from allauth.core import ratelimit
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts import access, doors, invitations
from accounts.access import open_to
from accounts.forms import AcceptForm
from accounts.models import Invitation


class Login(LoginView):
    """Whoever is logged in already comes here for a page that this account may not open, or by an old link."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not self.get_next_url():
            return redirect("account_home")
        return super().dispatch(request, *args, **kwargs)


class ConfirmByPasskey(ReauthenticateWebAuthnView):
    """Says on the same page that a passkey was not right."""

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))


@open_to("no records")
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Who is logged in, in which roles, and what can be changed."""
    user: Any = request.user
    roles = user.memberships.select_related("jurisdiction")
    context = {"roles": roles, "has_factor": access.has_factor(user), "doors": list(doors.open_for(user))}
    return render(request, "account/home.html", context)


@open_to("no records")
def desk_login(request: HttpRequest) -> HttpResponse:
    """Wagtail's own login knows no second factor: it is the one login for all."""
    wanted = request.GET.get(REDIRECT_FIELD_NAME) or reverse("wagtailadmin_home")
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({REDIRECT_FIELD_NAME: wanted})}")


@open_to("no records")
def desk_reset(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Wagtail's own reset of passwords is this product's."""
    return redirect("account_reset_password")


@open_to("no records")
def no_list_of_passkeys(request: HttpRequest) -> HttpResponse:
    """Passkeys stand on the page of all factors."""
    return redirect("mfa_index")


@open_to("no records")
@sensitive_post_parameters("password1", "password2")
def invitation(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Accept an invitation. One answer for all that stand no more: expired, withdrawn, used, invented."""
    limited = ratelimit.consume_or_429(request, action="invitation")
    if limited:
        return limited
    held = invitations.found(pk, token)
    if held is None:
        return _gone(request)
    try:
        if invitations.holder(held):
            return _for_holder(request, held)
        return _for_newcomer(request, held)
    except invitations.Gone:
        return _gone(request)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "account/invitation_gone.html", status=410)


def _for_holder(request: HttpRequest, held: Invitation) -> HttpResponse:
    """Only who is logged in to the account with this address can say yes for it."""
    user: Any = request.user
    same = user.is_authenticated and user.email.lower() == held.email.lower()
    if same and request.method == "POST":
        invitations.accept_as(held, user)
        messages.success(request, _("The role is yours. Please log in again."))
        return redirect("account_login")
    login = f"{reverse('account_login')}?{urlencode({REDIRECT_FIELD_NAME: request.path})}"
    return render(request, "account/invitation.html", {"invitation": held, "same": same, "login_address": login})


def _for_newcomer(request: HttpRequest, held: Invitation) -> HttpResponse:
    form = AcceptForm(request.POST or None, email=held.email)
    if request.method == "POST" and form.is_valid():
        try:
            invitations.accept_as_new(held, form.cleaned_data["username"], form.cleaned_data["password1"])
        except invitations.NameTaken:
            form.add_error("username", _("This name cannot be used. Please choose another one."))
        else:
            messages.success(request, _("Your account is made. Please log in."))
            return redirect("account_login")
    return render(request, "account/invitation.html", {"invitation": held, "form": form})
