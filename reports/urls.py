"""Addresses of reports: /es/reports/2026/"""

from typing import Any

app_name = "reports"
urlpatterns: list[Any] = []
