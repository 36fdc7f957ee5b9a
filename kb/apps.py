"""The wiring as an app, so that its commands (quickstart, doctor, backup) are found. It has no models."""

from django.apps import AppConfig


class KbConfig(AppConfig):
    name = "kb"
    verbose_name = "Knowledge base"

    def ready(self) -> None:
        from accounts.erasure import ACCOUNT, erase, identities
        from kb import in_use
        from records import erasure

        in_use.hold()
        # Here and not in accounts, which may not import records.
        erasure.register(erasure.Subject(ACCOUNT, identities, erase))
