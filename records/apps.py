"""What every record shares."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "records"
    verbose_name = _("Topics and records")

    def ready(self) -> None:
        from records import outbox, visibility
        from records.models import Topic

        outbox.connect()
        visibility.everyone_sees(Topic)
        from countries.models import Jurisdiction

        visibility.everyone_sees(Jurisdiction)
