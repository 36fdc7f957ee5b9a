"""The desk's page of people: who has which role, who is invited. For secretariat and administrators."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from accounts import invitations, mails, role_log
from accounts.access import requires
from accounts.forms import InviteForm
from accounts.models import Invitation, Membership, Role, User

INVITE = "accounts.add_invitation"


@requires(Role.SECRETARIAT, permission=INVITE, recent=True)
def people(request: HttpRequest) -> HttpResponse:
    """The page, and the form that invites."""
    language = get_language()
    form = InviteForm(request.POST or None, initial={"language": language})
    if request.method == "POST" and form.is_valid() and _invite(request, form.save(commit=False)):
        return redirect("accounts_people")
    holders = User.objects.filter(is_active=True, memberships__isnull=False) | User.objects.filter(
        is_active=True, is_superuser=True
    )
    return render(
        request,
        "accounts/people.html",
        {
            "form": form,
            "people": holders.distinct().prefetch_related("memberships__jurisdiction").order_by("username"),
            "invited": Invitation.objects.filter(accepted_at__isnull=True).select_related("jurisdiction", "invited_by"),
            "now": timezone.now(),
        },
    )


def _invite(request: HttpRequest, invitation: Invitation) -> bool:
    """Saved and mailed, or neither."""
    invitation.invited_by = request.user  # type: ignore[assignment]
    token = invitations.invite(invitation)
    link = reverse("account_invitation", args=[invitation.pk, token])
    language = invitation.language
    url = f"{request.build_absolute_uri(link)}?language={language}"
    with override(language):
        until = date_format(timezone.localtime(invitation.expires_at), "DATE_FORMAT")
        role = str(invitation.get_role_display())
        if invitation.jurisdiction:
            role = f"{role} ({invitation.jurisdiction})"
    try:
        mails.send("invitation", invitation.email, language, url=url, role=role, until=until)
    except OSError:  # smtplib's errors are OSErrors
        invitation.delete()
        messages.error(request, _("The mail could not be sent, so nobody is invited. Is the mail server set up?"))
        return False
    messages.success(request, _("Invited: %(email)s") % {"email": invitation.email})
    return True


@requires(Role.SECRETARIAT, permission="accounts.delete_invitation", recent=True)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an invitation: its link does not stand any more."""
    if request.method == "POST":
        get_object_or_404(Invitation, pk=pk, accepted_at__isnull=True).delete()
        messages.success(request, _("The invitation is withdrawn."))
    return redirect("accounts_people")


@requires(Role.SECRETARIAT, permission="accounts.delete_membership", recent=True)
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role away; the person is logged out everywhere. An administrator's roles are an administrator's to take."""
    if request.method == "POST":
        held = get_object_or_404(Membership, pk=pk)
        if held.user.is_superuser and not request.user.is_superuser:
            raise PermissionDenied
        said = {"name": held.user.get_username(), "role": held.get_role_display()}
        with transaction.atomic():
            role_log.taken(held, request.user)  # type: ignore[arg-type]
            held.delete()
        messages.success(request, _("%(name)s is not %(role)s any more.") % said)
    return redirect("accounts_people")
