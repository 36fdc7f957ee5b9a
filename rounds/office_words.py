"""What states, rules and steps are called on the secretariat's pages."""

from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from rounds.models import State
from rounds.overview import NOT_STARTED

STATES = (NOT_STARTED, *State.values)
SEVERITIES = {"error": _("error"), "warning": _("warning"), "note": _("note")}
STEPS = {
    "take_in_review": _("Take in review"), "return": _("Return to the country"), "accept": _("Accept"),
    "publish": _("Publish"), "file_on_behalf": _("File on the country’s behalf"), "revise": _("Begin a revision"),
}  # fmt: skip


def state(name: str) -> Any:
    return _("not started") if name == NOT_STARTED else State(name).label


def days(left: int) -> str:
    """ "12 days left", "the last day", "3 days over"."""
    if left > 0:
        return ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}
    if left == 0:
        return gettext("the last day")
    return ngettext("%(n)s day over", "%(n)s days over", -left) % {"n": -left}
