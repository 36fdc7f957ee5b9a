"""Law and public policy."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LawsConfig(AppConfig):
    name = "laws"
    verbose_name = _("Laws")

    def ready(self) -> None:
        from laws import kind
        from laws import sheets as own
        from laws import uploads as files
        from laws.models import Law, LawAlias, LawEvent, LawSource, Policy, Provision, ProvisionText, ProvisionVersion
        from records import kinds, sheets, uploads, visibility

        kinds.register(kind.LAW)
        kinds.register(kind.POLICY)
        sheets.register(own.LAWS)
        sheets.register(own.POLICIES)
        uploads.register(files.StatuteIntake())
        visibility.rule_for(Law, visibility.live_only())
        visibility.rule_for(Policy, visibility.live_only())
        for part in (LawAlias, LawEvent, LawSource, Provision):
            visibility.rule_for(part, visibility.live_only("law__"))
        visibility.rule_for(ProvisionVersion, visibility.live_only("provision__law__"))
        visibility.rule_for(ProvisionText, visibility.live_only("version__provision__law__"))
