"""Who may see what of reports: readers what is out, the secretariat everything."""

from typing import Any

from django.db.models import Model, Q

from accounts.access import has_role
from accounts.models import Role
from records import visibility
from reports import models as own

NOTHING = Q(pk__in=())


def is_secretariat(user: Any) -> bool:
    return has_role(user, Role.SECRETARIAT)


def _secretariat(user: Any) -> Q:
    return Q() if is_secretariat(user) else NOTHING


def _reports(user: Any) -> Q:
    return Q() if is_secretariat(user) else Q(pk__in=own.Release.objects.values("report"))


def _jobs(user: Any) -> Q:
    return Q() if is_secretariat(user) else Q(release__isnull=False, state=own.Job.State.DONE)


def register() -> None:
    """Called from `AppConfig.ready`."""
    visibility.everyone_sees(own.Release)
    visibility.everyone_sees(own.FrozenChapter)
    rules: dict[type[Model], visibility.Rule] = {
        own.Report: _reports, own.Job: _jobs, own.Chapter: _secretariat, own.Block: _secretariat, own.Text: _secretariat,
        own.Binding: _secretariat, own.Edit: _secretariat,
    }  # fmt: skip
    for model, rule in rules.items():
        visibility.rule_for(model, rule)
