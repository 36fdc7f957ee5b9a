"""Addresses of laws: /es/laws/arg/ley-25871/art-23?at=2015-06-01"""

from django.urls import path

from laws import views

app_name = "laws"
urlpatterns = [
    path("laws/<slug:jurisdiction>/<slug:slug>/", views.law, name="law"),
    path("laws/<slug:jurisdiction>/<slug:slug>/<slug:provision>/", views.law, name="provision"),
    path("policies/<slug:jurisdiction>/<slug:slug>/", views.policy, name="policy"),
]
