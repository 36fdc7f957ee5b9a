"""What every record shares."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "records"
    verbose_name = _("Topics and records")

    def ready(self) -> None:
        from django.db.models import Q
        from django.db.models.signals import pre_save

        from countries.models import BodyStatus, Jurisdiction
        from records import outbox, visibility
        from records.image_forms import draw_avatar
        from records.models import Topic, TopicLabel

        outbox.connect()
        pre_save.connect(draw_avatar, sender="wagtailusers.UserProfile", dispatch_uid="avatar")
        visibility.everyone_sees(Topic)
        # Hidden labels are searched and never shown.
        visibility.rule_for(TopicLabel, lambda user: ~Q(kind=TopicLabel.Kind.HIDDEN))
        visibility.everyone_sees(Jurisdiction)
        visibility.everyone_sees(BodyStatus)
