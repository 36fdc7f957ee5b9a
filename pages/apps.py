"""The public site: prose pages, country profiles, and pages composed of several rooms."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = _("Site")

    def ready(self) -> None:
        from django.db.models import Q

        from pages.models import HomePage, Profile, ProsePage
        from pages.sheets import PROFILES
        from records import sheets, visibility

        sheets.register(PROFILES)

        visibility.rule_for(Profile, visibility.live_only())
        for model in (HomePage, ProsePage):
            # Published, and under no page that is restricted to a group or to those who log in.
            visibility.rule_for(model, lambda user: Q(live=True) & ~Q(pk__in=_restricted()))


def _restricted() -> "list[int]":
    from wagtail.models import Page, PageViewRestriction

    paths = PageViewRestriction.objects.values_list("page__path", flat=True)
    return [pk for path in paths for pk in Page.objects.filter(path__startswith=path).values_list("pk", flat=True)]
