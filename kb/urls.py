"""All addresses. The language always leads, but for the admin, the API and the health pages."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.urls import serve_pattern

from accounts.urls import desk_doors
from kb import api, views
from pages import sitemaps
from pages.views import prose

urlpatterns = [
    path("", views.root),
    path("live", views.live),
    path("ready", views.ready),
    path("robots.txt", views.robots),
    path("sitemap.xml", sitemaps.index),
    path("sitemap-<section>.xml", sitemaps.section, name="sitemap-section"),
    path("admin/jsi18n/", views.desk_messages),
    path("accounts/", include("accounts.urls")),
    path("accounts/closed/", views.closed, name="wagtailcore_login"),
    path("admin/", include(desk_doors)),
    path("admin/", include(wagtailadmin_urls)),
    *api.urlpatterns,
]
urlpatterns += i18n_patterns(
    path("", include("laws.urls")),
    path("", include("indicators.urls")),
    # Before rounds, to which "reporting/office/reports/" would be the desk of a country.
    path("", include("reports.urls")),
    path("", include("rounds.urls")),
    path("", include("search.urls")),
    path("", include("pages.urls")),
    # Last: whatever is left is a page of prose.
    re_path(serve_pattern, prose, name="wagtail_serve"),
)
