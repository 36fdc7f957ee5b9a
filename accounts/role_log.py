"""Who gave or took which role: in Wagtail's log, where administrators read everything else (Reports, history of an account)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter, log

from accounts.models import Membership, Role, User

GIVEN, TAKEN = "accounts.role_given", "accounts.role_taken"


def given(held: Membership, by: User | None) -> None:
    _write(GIVEN, held, by)


def taken(held: Membership, by: User) -> None:
    """Before or after the row is deleted."""
    _write(TAKEN, held, by)


def _write(action: str, held: Membership, by: User | None) -> None:
    place = str(held.jurisdiction.code) if held.jurisdiction else ""
    log(held.user, action, user=by, data={"role": held.role, "jurisdiction": place})


class _Told(LogFormatter):  # type: ignore[misc]
    """Nothing is left of the role where the account was erased."""

    def format_message(self, entry: Any) -> str:
        role, place = entry.data.get("role", ""), entry.data.get("jurisdiction", "")
        if not role:
            return str(self.label)
        told = {"role": str(dict(Role.choices).get(role, role)), "place": place.upper()}
        sentences = {
            (GIVEN, False): _("Role given: %(role)s"),
            (GIVEN, True): _("Role given: %(role)s (%(place)s)"),
            (TAKEN, False): _("Role taken away: %(role)s"),
            (TAKEN, True): _("Role taken away: %(role)s (%(place)s)"),
        }
        return sentences[entry.action, bool(place)] % told


class _Given(_Told):
    label = gettext_lazy("Give a role")


class _Taken(_Told):
    label = gettext_lazy("Take a role away")


def register(actions: LogActionRegistry) -> None:
    actions.register_action(GIVEN)(_Given)
    actions.register_action(TAKEN)(_Taken)
