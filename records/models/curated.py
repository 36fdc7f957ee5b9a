"""What editors do with a record: drafts, revisions, workflow; and what may not be published."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext as _
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin

from records.models.record import LANGUAGES, PUBLIC_STATES, LanguageState

log = logging.getLogger(__name__)


class Curated(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, models.Model):
    """Base of records beside `Record`, before it. A change of the original makes reviewed translations outdated; what
    lacks something that readers rely on is kept as a draft."""

    class Meta:
        abstract = True

    @property
    def revisions(self) -> Any:
        return self._revisions  # type: ignore[attr-defined]

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        outdate(self)
        return super().save_revision(*args, **kwargs)

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Also the way of workflows and of scheduled publishing: what the form would refuse is refused here too.

        At its scheduled hour there is nobody to tell: the draft stays a draft, and the log has the reason.
        """
        if found := blocks(revision.as_object()):
            if kwargs.get("log_action") != "wagtail.publish.scheduled":
                raise PermissionDenied(" ".join(found))
            log.warning("%s %s was not published at its hour: %s", self._meta.model_name, self.pk, " ".join(found))
            revision.approved_go_live_at = None
            revision.save(update_fields=["approved_go_live_at"])
            return None
        return super().publish(revision, *args, **kwargs)


def outdate(record: Any) -> None:
    """Reviewed languages become outdated when the original's texts differ from what is stored and theirs do not."""
    before = type(record)._default_manager.filter(pk=record.pk).first()
    original = record.original_language
    if before is None or not original:
        return
    if before.has_unpublished_changes:
        before = before.get_latest_revision_as_object()
    if not _differs(before, record, original):
        return
    for code in LANGUAGES:
        reviewed = getattr(record, f"state_{code}") == LanguageState.REVIEWED
        if code != original and reviewed and not _differs(before, record, code):
            setattr(record, f"state_{code}", LanguageState.OUTDATED)


def _differs(one: Any, other: Any, code: str) -> bool:
    names = [f"{name}_{code}" for name in other.TEXTS]
    return any((getattr(one, name) or "") != (getattr(other, name) or "") for name in names)


def blocks(record: Any) -> list[str]:
    """What stands against publishing, in the active language; empty when nothing does."""
    public = record.public_languages
    found = [] if public else [_("No language is reviewed: readers would see nothing.")]
    found += [
        _("The title is missing in a reviewed language: %s.") % code
        for code in public
        if not getattr(record, f"title_{code}")
    ]
    if record.checked and not record.source_id:
        found.append(_("It is marked as checked, but not against which source."))
    return found


def gaps(record: Any) -> list[str]:
    """What is missing for a complete record, in the active language; nothing of it stands against publishing."""
    found = []
    for code in LANGUAGES:
        state = getattr(record, f"state_{code}")
        if state not in PUBLIC_STATES:
            found.append(_("%(language)s: %(state)s") % {"language": code, "state": LanguageState(state).label})
            continue
        if state == LanguageState.OUTDATED:
            found.append(_("%s: outdated, its original has changed") % code)
        found += [
            _("%(language)s: no %(field)s") % {"language": code, "field": record._meta.get_field(name).verbose_name}
            for name in ("summary", "meaning")
            if not getattr(record, f"{name}_{code}")
        ]
    if not record.checked:
        found.append(_("not checked against a source"))
    if hasattr(record, "official_url") and not record.official_url:
        found.append(_("no address of the official text or site"))
    if record.pk and hasattr(record, "topics") and not record.topics.exists():
        found.append(_("no topics"))
    return found
