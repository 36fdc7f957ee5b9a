"""Every public page in four languages, for search engines. The model act stands in none."""

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap, views
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from countries.models import Jurisdiction
from laws.models import Law, Policy
from pages.models import ProsePage
from records.models import Topic
from records.visibility import NOBODY, declares, visible_to


class _Records(Sitemap):
    i18n = alternates = x_default = True
    limit = 2000
    model: type[Any]

    def items(self) -> Any:
        return visible_to(NOBODY, self.model.objects.listed()).select_related("jurisdiction").order_by("pk")

    def lastmod(self, item: Any) -> datetime | None:
        return item.last_published_at


class Laws(_Records):
    model = Law


class Policies(_Records):
    model = Policy


class Places(Sitemap):
    """Country and topic pages, and the lists."""

    i18n = alternates = x_default = True
    limit = 2000

    def items(self) -> list[tuple[str, tuple[str, ...]]]:
        members = Jurisdiction.objects.members().values_list("code", flat=True)
        topics = visible_to(NOBODY, Topic.objects.filter(scope=Topic.Scope.CORE)).values_list("slug", flat=True)
        lists: list[tuple[str, tuple[str, ...]]] = [(name, ()) for name in ("home", "countries", "topics", "new")]
        lists += [("country", (code,)) for code in members.order_by("code")]
        return lists + [("topic", (slug,)) for slug in topics.order_by("slug")]

    def location(self, item: tuple[str, tuple[str, ...]]) -> str:
        return reverse(f"pages:{item[0]}", args=item[1])


class Prose(Sitemap):
    """Wagtail's pages: each has its own language, so it stands once."""

    def items(self) -> Any:
        return visible_to(NOBODY, ProsePage.objects.all()).order_by("pk")

    def location(self, item: ProsePage) -> str:
        return item.url or "/"

    def lastmod(self, item: ProsePage) -> datetime | None:
        return item.last_published_at


_MAPS: dict[str, Any] = {"laws": Laws, "policies": Policies, "places": Places, "prose": Prose}


@declares("public records")
def index(request: HttpRequest) -> HttpResponse:
    """The list of the maps."""
    return views.index(request, _MAPS, sitemap_url_name="sitemap-section")


@declares("public records")
def section(request: HttpRequest, section: str) -> HttpResponse:
    """One map."""
    return views.sitemap(request, _MAPS, section=section)
