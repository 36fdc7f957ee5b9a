"""Addresses of figures: /es/indicators/foreign-born-stock/?ref_area=ARG&by=sex"""

from django.urls import path

from indicators import downloads, views

app_name = "indicators"
urlpatterns = [
    *downloads.urlpatterns,
    path("indicators/", views.listing, name="list"),
    path("indicators/<slug:slug>/", views.indicator, name="indicator"),
    path("indicators/<slug:slug>/chart.svg", views.chart_svg, name="chart-svg"),
    path("indicators/<slug:slug>/chart.png", views.chart_png, name="chart-png"),
    path("indicators/<slug:slug>/revisions/", views.revisions, name="revisions"),
    path("datasets/<slug:slug>/", views.dataset, name="dataset"),
]
