"""Every public page in four languages, for search engines. The model act stands in none."""

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap, views
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from countries.models import Jurisdiction
from indicators.choosing import Catalogue
from indicators.models import Vintage
from laws.models import Law, Policy
from pages.models import ProsePage
from records.models import Topic
from records.visibility import NOBODY, declares, visible_to
from reports import reading
from reports.models import FrozenChapter, Release
from rounds.access import announced


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


class Figures(Sitemap):
    """Indicators that have figures, datasets that have a vintage, countries' tables, and how countries report."""

    i18n = alternates = x_default = True
    limit = 2000

    def items(self) -> list[tuple[str, tuple[str, ...], datetime | None]]:
        catalogue = Catalogue()
        held = [slug for slug, one in catalogue.indicators.items() if catalogue.tables(one)]
        if not held:
            return []
        rounds = announced().order_by("pk").values_list("slug", flat=True)
        members = Jurisdiction.objects.members().order_by("code").values_list("code", flat=True)
        found: list[tuple[str, tuple[str, ...], datetime | None]] = [
            (name, (), None)
            for name in ("indicators:list", "pages:compare", "pages:corridors", "rounds:sicremi", "rounds:method")
        ]
        found += [("indicators:indicator", (slug,), None) for slug in held]
        found += [("indicators:dataset", (slug,), day) for slug, day in _newest_vintages().items()]
        found += [("pages:country-figures", (code,), None) for code in members]
        return found + [("rounds:sicremi-round", (slug,), None) for slug in rounds]

    def location(self, item: tuple[str, tuple[str, ...], datetime | None]) -> str:
        return reverse(item[0], args=item[1])

    def lastmod(self, item: tuple[str, tuple[str, ...], datetime | None]) -> datetime | None:
        return item[2]


def _newest_vintages() -> dict[str, datetime]:
    """The day of the newest vintage of each dataset."""
    rows = visible_to(NOBODY, Vintage.objects.all()).order_by("dataset__slug", "number")
    return dict(rows.values_list("dataset__slug", "published"))


class Reports(Sitemap):
    """What is out, each page in the languages in which it is."""

    i18n = alternates = x_default = True
    limit = 2000

    def items(self) -> list[tuple[str, str, dict[str, Release]]]:
        """Report, chapter (or nothing), and by language what is out."""
        found = []
        for slug, releases in reading.newest().items():
            out = {release.pk: code for code, release in releases.items()}
            chapters: dict[str, dict[str, Release]] = {"": releases}
            rows = visible_to(NOBODY, FrozenChapter.objects.filter(release__in=out)).order_by("position", "pk")
            for pk, chapter in rows.values_list("release", "slug"):
                chapters.setdefault(chapter, {})[out[pk]] = releases[out[pk]]
            found += [(slug, chapter, by_language) for chapter, by_language in chapters.items()]
        return found

    def get_languages_for_item(self, item: tuple[str, str, dict[str, Release]]) -> list[str]:
        return list(item[2])

    def location(self, item: tuple[str, str, dict[str, Release]]) -> str:
        slug, chapter, _ = item
        return reverse("reports:chapter", args=[slug, chapter]) if chapter else reverse("reports:report", args=[slug])

    def lastmod(self, item: tuple[str, str, dict[str, Release]]) -> datetime:
        return max(release.at for release in item[2].values())


class Prose(Sitemap):
    """Wagtail's pages: each has its own language, so it stands once."""

    def items(self) -> Any:
        return visible_to(NOBODY, ProsePage.objects.all()).order_by("pk")

    def location(self, item: ProsePage) -> str:
        return item.url or "/"

    def lastmod(self, item: ProsePage) -> datetime | None:
        return item.last_published_at


_MAPS: dict[str, Any] = {
    "laws": Laws,
    "policies": Policies,
    "places": Places,
    "figures": Figures,
    "reports": Reports,
    "prose": Prose,
}


@declares("public records")
def index(request: HttpRequest) -> HttpResponse:
    """The list of the maps."""
    return views.index(request, _MAPS, sitemap_url_name="sitemap-section")


@declares("public records")
def section(request: HttpRequest, section: str) -> HttpResponse:
    """One map."""
    return views.sitemap(request, _MAPS, section=section)
