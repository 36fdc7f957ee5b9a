"""All addresses. The language always leads, but for the admin, the API and the health pages."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from kb import views

urlpatterns = [
    path("", views.root),
    path("live", views.live),
    path("ready", views.ready),
    path("admin/jsi18n/", views.desk_messages),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]
urlpatterns += i18n_patterns(
    path("laws/", include("laws.urls")),
    path("", include("search.urls")),
)
