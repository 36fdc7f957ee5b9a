"""The public site: prose pages, country profiles, and pages composed of several rooms."""

from functools import reduce
from operator import or_
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = _("Site")

    def ready(self) -> None:
        from django.db.models import Q

        from accounts import doors
        from pages.doors import DOORS
        from pages.models import HomePage, Profile, ProsePage
        from pages.sheets import PROFILES
        from records import sheets, visibility
        from records.models import Source

        sheets.register(PROFILES)
        doors.register(*DOORS)

        visibility.rule_for(Profile, visibility.live_only())
        visibility.rule_for(Source, lambda user: _cited(user))
        for model in (HomePage, ProsePage):
            # Published, and under no page that is restricted to a group or to those who log in.
            visibility.rule_for(model, lambda user: Q(live=True) & ~Q(pk__in=_restricted()))


def _cited(user: Any) -> Any:
    """Publications that a public record names as its source. What else the editors keep tells of what they work on."""
    from django.db.models import Q

    from laws.models import Law, Policy
    from pages.models import Profile
    from records.visibility import visible_to

    public = [visible_to(user, model.objects.filter(source__isnull=False)) for model in (Law, Policy, Profile)]
    return reduce(or_, (Q(pk__in=found.order_by().values("source")) for found in public))


def _restricted() -> "list[int]":
    from wagtail.models import Page, PageViewRestriction

    paths = PageViewRestriction.objects.values_list("page__path", flat=True)
    return [pk for path in paths for pk in Page.objects.filter(path__startswith=path).values_list("pk", flat=True)]
