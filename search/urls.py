"""The results."""

from django.urls import path

from search import api, views

app_name = "search"
urlpatterns = [
    path("search/", views.results, name="results"),
    path("search.json", api.results_file, name="file"),
    path("search.csv", api.results_table, name="table"),
]
