"""Addresses of pages composed of several rooms."""

app_name = "pages"
urlpatterns: list[object] = []
