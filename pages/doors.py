"""The ways to data rounds and reports for those who work on them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.access import has_role
from accounts.doors import Door
from accounts.models import Role
from records.visibility import visible_to
from reports.access import is_secretariat as of_reports
from rounds import access


def _fills(user: Any) -> bool:
    """As `rounds.desk_access.filling` asks."""
    return has_role(user, Role.CORRESPONDENT, Role.DATA_PROVIDER, Role.SECRETARIAT)


def _follows(user: Any) -> bool:
    return access.in_network(user) or visible_to(user, access.announced()).exists()


DOORS = (
    Door("rounds:desk", _("My work in data rounds"), "clipboard-list", _fills),
    Door("rounds:network", _("Rounds: progress, questions"), "comment", _follows),
    Door("rounds:training", _("Training"), "help", access.in_network),
    Door("rounds:office", _("Secretariat: data rounds"), "date", access.is_secretariat),
    Door("reports:office", _("Secretariat: reports"), "doc-full", of_reports),
)
