"""Addresses of reports: /es/reports/americas-2026/remittances/"""

from django.urls import path, re_path

from reports import views

app_name = "reports"
urlpatterns = [
    path("reports/", views.listing, name="list"),
    path("reports/<slug:slug>/", views.report, name="report"),
    re_path(r"^reports/(?P<slug>[-\w]+)/report\.(?P<format>pdf|docx)$", views.file, name="file"),
    path("reports/<slug:slug>/<slug:chapter>/", views.chapter, name="chapter"),
]
