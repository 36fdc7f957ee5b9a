"""The wiring as an app, so that its commands (quickstart, doctor, benchmark) are found. It has no models."""

from django.apps import AppConfig


class KbConfig(AppConfig):
    name = "kb"
    verbose_name = "Knowledge base"
