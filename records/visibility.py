"""The one rule on who may see what. Default deny: a model without a rule here is seen by nobody.

Pages, search, suggestions, facets, exports and cache keys all ask this module; nothing else decides.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone

Rule = Callable[[Any], Q]
View = TypeVar("View", bound=Callable[..., Any])
_rules: dict[type[models.Model], Rule] = {}

NOBODY = AnonymousUser()


def rule_for(model: type[models.Model], rule: Rule) -> None:
    """Register `rule(user) -> Q` for a model; called from `AppConfig.ready`."""
    _rules[model] = rule


def everyone_sees(model: type[models.Model]) -> None:
    """All rows of this model are public."""
    rule_for(model, lambda user: Q())


def live_only(prefix: str = "") -> Rule:
    """Published rows for everyone; `prefix` leads to the record that is published ("law__"). What has expired is gone at
    once, not when the clockwork gets to unpublish it."""

    def rule(user: Any) -> Q:
        lasting = Q(**{f"{prefix}expire_at__isnull": True}) | Q(**{f"{prefix}expire_at__gt": timezone.now()})
        return Q(**{f"{prefix}live": True}) & lasting

    return rule


def visible_to(user: Any, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """What this user may read on the site. Editors read drafts on their desk, not here."""
    rule = _rules.get(queryset.model)
    return queryset.filter(rule(user)) if rule else queryset.none()


def can(user: Any, action: str, thing: models.Model) -> bool:
    """Whether the user may do `action` ("view", "change", "publish", "delete") with this row."""
    if action == "view" and visible_to(user, type(thing)._default_manager.filter(pk=thing.pk)).exists():
        return True
    options = thing._meta
    return bool(user.is_authenticated and user.has_perm(f"{options.app_label}.{action}_{options.model_name}"))


def declares(rule: str) -> Callable[[View], View]:
    """Mark a view with its rule: "public records" (through visible_to), "no records", or "staff".

    A test walks the resolver and fails on a view of ours without one.
    """

    def mark(view: View) -> View:
        view.visibility = rule  # type: ignore[attr-defined]
        return view

    return mark
