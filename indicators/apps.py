"""The room of SICREMI: indicators, observations and their vintages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = _("Indicators")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from indicators import kind
        from indicators.models import Code, Dataset, Indicator, Note, Vintage
        from records import kinds, visibility

        kinds.register(kind.INDICATOR)
        # Observations and series are read through indicators.tables alone, which knows what is suppressed.
        for model in (Code, Dataset, Indicator, Note, Vintage):
            visibility.everyone_sees(model)
