"""The outbox that keeps the search index true."""

import secrets

from django.db import models
from django.utils import timezone


class IndexEntry(models.Model):
    """The outbox, one row a record: due while `version` is ahead of `indexed`.

    The row outlives its record: it is then the tombstone that keeps a late write from resurrecting it.
    """

    kind = models.CharField(max_length=32)
    record_id = models.BigIntegerField()
    version = models.BigIntegerField(default=1)
    indexed = models.BigIntegerField(default=0)
    changed_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "record_id"], name="index_entry_once")]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(version__gt=models.F("indexed")), name="index_entry_due")
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.record_id} {self.indexed}/{self.version}"


class LexiconStamp(models.Model):
    """One row, touched by every change of topics, labels and names: tells search to read its lexicon again.

    Drawn, not counted: after a rollback or a restore a counter would name two different states by one number.
    """

    version = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.version)

    @classmethod
    def touch(cls) -> None:
        cls.objects.update_or_create(pk=1, defaults={"version": 1 + secrets.randbits(62)})
