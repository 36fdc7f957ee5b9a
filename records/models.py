"""The abstract record, the thesaurus, and the outbox that keeps the search index true."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

LANGUAGES = ("es", "en", "fr", "pt")


class LanguageState(models.TextChoices):
    MISSING = "missing", _("missing")
    MACHINE = "machine", _("machine translation")
    DRAFT = "draft", _("draft")
    REVIEWED = "reviewed", _("reviewed")
    OUTDATED = "outdated", _("outdated")


def _state() -> "models.CharField[Any, Any]":
    return models.CharField(max_length=8, choices=LanguageState.choices, default=LanguageState.MISSING)


class Record(ClusterableModel):
    """Base of laws, policies, programmes, practices ...: title and summary in four languages, each with its state.

    Slugs are stable, ASCII and the same in every language. `checked` is null for facts nobody checked against a
    source: the reader sees "unchecked".
    """

    slug = models.SlugField(_("address"), max_length=120)
    title = models.CharField(_("title"), max_length=1000, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    state_es, state_en, state_fr, state_pt = _state(), _state(), _state(), _state()
    checked = models.DateField(_("checked on"), null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title_in("en")[0] or self.slug

    def clean(self) -> None:
        """A record needs a title in one language; which one is its own affair."""
        super().clean()
        if not any(getattr(self, f"title_{language}") for language in LANGUAGES):
            raise ValidationError(_("Give the title in at least one language."))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """One transaction with the outbox row that the signal writes."""
        with transaction.atomic():
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            return super().delete(*args, **kwargs)

    def title_in(self, language: str) -> tuple[str, str]:
        """The title and the language it is really in: the asked one, else the first that exists (never the base column)."""
        for code in (language, *(code for code in LANGUAGES if code != language)):
            if title := getattr(self, f"title_{code}"):
                return title, code
        return "", language


class Topic(ClusterableModel):
    """One concept of the thesaurus (SKOS): tags records, and widens queries across languages."""

    class Scope(models.TextChoices):
        CORE = "core", _("concept of migration law")
        GENERAL = "general", _("general vocabulary, for search only")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    scope = models.CharField(_("scope"), max_length=8, choices=Scope.choices, default=Scope.CORE)
    broader = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="narrower")
    related = models.ManyToManyField("self", symmetrical=True, blank=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug

    def label_in(self, language: str) -> str:
        """Preferred label in a language; the slug when it has none."""
        found = [label.text for label in self.labels.all() if label.language == language and label.kind == "pref"]
        return found[0] if found else self.slug


class TopicLabel(models.Model):
    """A label: preferred, alternative, or hidden (misspellings and forms that are searched but not shown)."""

    class Kind(models.TextChoices):
        PREF = "pref", _("preferred")
        ALT = "alt", _("alternative")
        HIDDEN = "hidden", _("hidden")

    topic = ParentalKey(Topic, on_delete=models.CASCADE, related_name="labels")
    language = models.CharField(_("language"), max_length=12)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices, default=Kind.ALT)
    text = models.CharField(_("label"), max_length=200)
    country = models.CharField(_("used in"), max_length=16, blank=True, help_text=_("jurisdiction code, if only there"))

    class Meta:
        ordering = ["topic", "language", "-kind", "text"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "language", "text", "country"], name="topic_label_once"),
            models.UniqueConstraint(
                fields=["topic", "language"], condition=models.Q(kind="pref"), name="topic_one_preferred_label"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text} ({self.language})"


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
    """One row, touched by every change of topics, labels and names: tells search to read its lexicon again."""

    version = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.version)
