"""The transactional outbox: whatever changes a record's searchable content or its visibility touches it here.

Only rows are written, in the caller's transaction; the worker (`search.worker`) does the rest. See docs/decisions/0003.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection, models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.utils import timezone

from countries.models import Jurisdiction, JurisdictionName
from records import kinds
from records.models import IndexEntry, LexiconStamp, Topic, TopicLabel

_TOUCH = """
INSERT INTO records_indexentry (kind, record_id, version, indexed, changed_at, attempts, error)
VALUES (%s, %s, 1, 0, %s, 0, '')
ON CONFLICT (kind, record_id) DO UPDATE SET
    version = records_indexentry.version + 1, changed_at = excluded.changed_at, attempts = 0, error = ''
"""


def touch(kind: str, pks: Iterable[int]) -> None:
    """These records changed (were written, unpublished or deleted): the index owes them a look."""
    now = timezone.now()
    rows = [(kind, pk, now.isoformat(" ") if connection.vendor == "sqlite" else now) for pk in sorted(set(pks))]
    if rows:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(_TOUCH, rows)


def due(limit: int = 100, *, retry: bool = False) -> list[IndexEntry]:
    """The oldest entries that the index owes; those that failed before only with `retry`."""
    entries = IndexEntry.objects.filter(version__gt=models.F("indexed"))
    return list((entries if retry else entries.filter(attempts=0)).order_by("attempts", "id")[:limit])


def waiting() -> int:
    """How many entries are due and have not failed."""
    return IndexEntry.objects.filter(version__gt=models.F("indexed"), attempts=0).count()


def done(entry: IndexEntry) -> None:
    """The engine holds this version durably; a change that came meanwhile stays due."""
    entries = IndexEntry.objects.filter(pk=entry.pk, indexed__lt=entry.version)
    entries.update(indexed=entry.version, attempts=0, error="")


def failed(entry: IndexEntry, error: str) -> None:
    """Keep it due, behind the others, with the reason for `doctor`."""
    IndexEntry.objects.filter(pk=entry.pk).update(attempts=models.F("attempts") + 1, error=error[:2000])


def _touch_record(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    for kind in kinds.every():
        if kind.model is sender:
            touch(kind.name, [instance.pk])


def _touch_tagged(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    """A topic's address is in the documents of all that it tags."""
    for kind in kinds.every():
        if any(field.name == "topics" for field in kind.model._meta.get_fields()):
            touch(kind.name, kind.model._default_manager.filter(topics=instance).values_list("pk", flat=True))


def _touch_lexicon(sender: type[models.Model], **kwargs: Any) -> None:
    LexiconStamp.touch()


def connect() -> None:
    """Signals write outbox rows, in the same transaction, for every way a single row is saved or deleted."""
    post_save.connect(_touch_record, dispatch_uid="outbox-save")
    post_delete.connect(_touch_record, dispatch_uid="outbox-delete")
    post_save.connect(_touch_tagged, sender=Topic, dispatch_uid="outbox-topic-save")
    pre_delete.connect(_touch_tagged, sender=Topic, dispatch_uid="outbox-topic-delete")
    for model in (Topic, TopicLabel, Jurisdiction, JurisdictionName):
        post_save.connect(_touch_lexicon, sender=model, dispatch_uid=f"lexicon-save-{model.__name__}")
        post_delete.connect(_touch_lexicon, sender=model, dispatch_uid=f"lexicon-delete-{model.__name__}")
    m2m_changed.connect(_touch_lexicon, sender=Topic.related.through, dispatch_uid="lexicon-related")
