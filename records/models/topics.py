"""The thesaurus (SKOS): concepts and their labels."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from records.models.record import LANGUAGES, first_of


class Topic(ClusterableModel):
    """One concept of the thesaurus (SKOS): tags records, and widens queries across languages."""

    class Scope(models.TextChoices):
        CORE = "core", _("concept of migration law")
        GENERAL = "general", _("general vocabulary, for search only")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    scope = models.CharField(_("scope"), max_length=8, choices=Scope.choices, default=Scope.CORE)
    definition = models.TextField(_("definition"), blank=True)
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

    def definition_in(self, language: str) -> tuple[str, str]:
        """The definition and the language it is in; ("", language) when there is none."""
        return first_of({code: getattr(self, f"definition_{code}") for code in LANGUAGES}, language)


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
