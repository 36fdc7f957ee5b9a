"""Addresses of pages composed of several rooms."""

from django.urls import path

from pages import api, feeds, figure_views, problems, views

app_name = "pages"
urlpatterns = [
    path("countries/<slug:code>.json", api.country_file, name="country-file"),
    path("topics/<slug:slug>.json", api.topic_file, name="topic-file"),
    path("", views.home, name="home"),
    path("countries/", views.countries, name="countries"),
    path("countries/<slug:code>/", views.country, name="country"),
    path("countries/<slug:code>/figures/", figure_views.country, name="country-figures"),
    path("figures/", figure_views.figures_of, name="figures-of"),
    path("compare/", figure_views.compare, name="compare"),
    path("corridors/", figure_views.corridors, name="corridors"),
    path("corridors/<slug:one>/<slug:other>/", figure_views.corridor, name="corridor"),
    path("topics/", views.topics, name="topics"),
    path("topics/<slug:slug>/", views.topic, name="topic"),
    path("new/", views.new, name="new"),
    path("problem/", problems.problem, name="problem"),
    path("new/feed/", feeds.new, name="feed"),
]
