"""Law and public policy."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LawsConfig(AppConfig):
    name = "laws"
    verbose_name = _("Laws")

    def ready(self) -> None:
        from laws import kind
        from laws import sheets as own
        from laws.models import Law, LawSource, Policy, Provision, ProvisionVersion
        from records import kinds, sheets, visibility

        kinds.register(kind.LAW)
        kinds.register(kind.POLICY)
        sheets.register(own.LAWS)
        sheets.register(own.POLICIES)
        visibility.rule_for(Law, visibility.live_only())
        visibility.rule_for(Policy, visibility.live_only())
        visibility.rule_for(LawSource, visibility.live_only("law__"))
        visibility.rule_for(Provision, visibility.live_only("law__"))
        visibility.rule_for(ProvisionVersion, visibility.live_only("provision__law__"))
