"""The room of SICREMI's rounds: from the data request to the published vintage."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoundsConfig(AppConfig):
    name = "rounds"
    verbose_name = _("Data rounds")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from records import erasure
        from rounds import access, method
        from rounds.erasure import INSTITUTION, erase, identities

        access.register()
        method.register()
        erasure.register(erasure.Subject(INSTITUTION, identities, erase))
