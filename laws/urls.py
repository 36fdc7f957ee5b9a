"""Addresses of laws: /es/laws/arg/ley-25871/art-23?at=2015-06-01"""

from django.urls import path

from laws import api, scan_views, views

app_name = "laws"
urlpatterns = [
    path("laws/<slug:jurisdiction>/<slug:slug>.json", api.law_file, name="law-file"),
    path("laws/<slug:jurisdiction>/<slug:slug>/<slug:provision>.json", api.provision_file, name="provision-file"),
    path("policies/<slug:jurisdiction>/<slug:slug>.json", api.policy_file, name="policy-file"),
    path("laws/<slug:jurisdiction>/<slug:slug>/", views.law, name="law"),
    path("laws/<slug:jurisdiction>/<slug:slug>/<slug:provision>/", views.law, name="provision"),
    path("laws/<slug:jurisdiction>/<slug:slug>/scans/<int:pk>/", scan_views.scan, name="scan"),
    path("policies/<slug:jurisdiction>/<slug:slug>/", views.policy, name="policy"),
]
