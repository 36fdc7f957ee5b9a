"""Addresses of the data rounds: for correspondents, institutions, observers and the secretariat."""

from typing import Any

app_name = "rounds"
urlpatterns: list[Any] = []
