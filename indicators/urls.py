"""Addresses of figures: /es/indicators/foreign-born-stock/"""

from typing import Any

app_name = "indicators"
urlpatterns: list[Any] = []
