"""Provisions: the unit that has versions is the article or section, whatever the text calls it."""

import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from laws.models.law import Law, LawSource


class CompactJSON(json.JSONEncoder):
    """Letters as they are and no blanks: texts are stored by the hundred thousand."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "ensure_ascii": False, "separators": (",", ":")})


class Provision(models.Model):
    """Identity over time and languages: law, sequence, normalised number, ordinal where a number repeats.

    sequence: "main", "transitory", "annex-1", "treaty-1" ...: which run of numbers it stands in.
    slug: the last part of its address ("art-23", "transitory-art-1"); unique in its law.
    position: reading order in the newest consolidation.
    """

    law = models.ForeignKey(Law, models.CASCADE, related_name="provisions")
    sequence = models.CharField(max_length=40)
    kind = models.CharField(max_length=12)
    number = models.CharField(max_length=80)
    ordinal = models.PositiveSmallIntegerField(default=1)
    slug = models.CharField(max_length=140)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("provision")
        verbose_name_plural = _("provisions")
        ordering = ["law", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["law", "sequence", "number", "ordinal"], name="provision_once"),
            models.UniqueConstraint(fields=["law", "slug"], name="provision_address_once"),
        ]

    def __str__(self) -> str:
        return self.slug


class ProvisionVersion(models.Model):
    """One wording, valid in the half-open range [valid_from, valid_to); null is unknown at either end.

    A current version has no known end. `start_basis` says how valid_from is known: stated by the text or its
    publisher, or only "at the latest", because a consolidation of that day is the first to show it.
    """

    class Status(models.TextChoices):
        IN_FORCE = "in_force", _("in force")
        REPEALED = "repealed", _("repealed")
        NOT_IN_FORCE = "not_in_force", _("not in force")
        UNKNOWN = "unknown", _("unknown")

    class Basis(models.TextChoices):
        STATED = "stated", _("stated")
        CONSOLIDATION = "consolidation", _("at the latest")
        UNKNOWN = "unknown", _("unknown")

    provision = models.ForeignKey(Provision, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    is_current = models.BooleanField(default=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    start_basis = models.CharField(max_length=13, choices=Basis.choices, default=Basis.UNKNOWN)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.UNKNOWN)
    as_of = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["provision", "number"]
        constraints = [
            models.UniqueConstraint(fields=["provision", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["provision"], condition=models.Q(is_current=True), name="version_one_current"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="version_range_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provision} v{self.number}"


class ProvisionText(models.Model):
    """A version's text in one language.

    label: as the source prints it. blocks: inner units, [[kind, text, label, heading, depth, rows], ...] (see
    `laws.parsed.Block`). body: the same as plain text without the publisher's notes; what is searched and compared.
    quoted: numbers of the provisions that it quotes whole (an amending article), parted by blanks.
    digest: hash of label, heading and blocks.
    """

    class Standing(models.TextChoices):
        OFFICIAL = "official", _("official")
        UNOFFICIAL = "unofficial", _("unofficial")
        MACHINE = "machine", _("machine translation")

    version = models.ForeignKey(ProvisionVersion, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=12)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.UNOFFICIAL)
    source = models.ForeignKey(LawSource, models.RESTRICT, null=True, blank=True, related_name="texts")
    label = models.CharField(max_length=200)
    heading = models.CharField(max_length=1000, blank=True)
    blocks = models.JSONField(default=list, encoder=CompactJSON)
    body = models.TextField(blank=True)
    history = models.TextField(blank=True)
    quoted = models.CharField(max_length=1000, blank=True)
    digest = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "language"], name="provision_text_once")]

    def __str__(self) -> str:
        return f"{self.label} ({self.language})"
