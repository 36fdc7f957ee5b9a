"""Addresses of figures: /es/indicators/foreign-born-stock/?ref_area=ARG&by=sex"""

from django.urls import path

from indicators import views

app_name = "indicators"
urlpatterns = [
    path("indicators/", views.listing, name="list"),
    path("indicators/<slug:slug>/", views.indicator, name="indicator"),
    path("datasets/<slug:slug>/", views.dataset, name="dataset"),
]
