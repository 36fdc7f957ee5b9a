"""What every record shares: titles and texts in four languages, each with its state, and where its facts come from."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

LANGUAGES = ("es", "en", "fr", "pt")


class LanguageState(models.TextChoices):
    MISSING = "missing", _("missing")
    MACHINE = "machine", _("machine translation")
    DRAFT = "draft", _("draft")
    REVIEWED = "reviewed", _("reviewed")
    OUTDATED = "outdated", _("outdated")


# A reader sees a language that was reviewed, also when the original has changed since (and then the page says so).
PUBLIC_STATES = frozenset({LanguageState.REVIEWED, LanguageState.OUTDATED})


def _state() -> "models.CharField[Any, Any]":
    return models.CharField(max_length=8, choices=LanguageState.choices, default=LanguageState.MISSING)


class Source(models.Model):
    """A publication against which records were checked: publisher, title, edition, address, licence."""

    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    publisher = models.CharField(_("publisher"), max_length=300)
    title = models.CharField(_("title"), max_length=500, blank=True)
    edition = models.CharField(_("edition"), max_length=120, blank=True, help_text=_("version, release or date"))
    url = models.URLField(_("address"), max_length=1000, blank=True)
    licence = models.CharField(_("licence"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["publisher", "title"]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.publisher, self.title, self.edition) if part)


class Record(ClusterableModel):
    """Base of laws, policies, programmes, practices ...: title, abstract and plain-language note in four languages.

    Slugs are stable, ASCII and the same in every language. `checked` is null for facts nobody checked against a
    source: the reader sees "unchecked". `original_language` is the one the texts were written in: a change of it makes
    the reviewed other ones outdated.
    """

    slug = models.SlugField(_("address"), max_length=120)
    title = models.CharField(_("title"), max_length=1000, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    meaning = models.TextField(_("what this means, in plain language"), blank=True)
    state_es, state_en, state_fr, state_pt = _state(), _state(), _state(), _state()
    original_language = models.CharField(_("written in"), max_length=2, blank=True)
    source = models.ForeignKey(
        Source, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("checked against")
    )
    source_url = models.URLField(_("page that was read"), max_length=1000, blank=True)
    source_note = models.CharField(_("what was checked"), max_length=300, blank=True)
    checked = models.DateField(_("checked on"), null=True, blank=True)

    # The columns that are translated, in the order of forms and sheets; kinds with more texts name them all.
    TEXTS: tuple[str, ...] = ("title", "summary", "meaning")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return first_of({code: getattr(self, f"title_{code}") for code in LANGUAGES}, "en")[0] or self.slug

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

    @property
    def public_languages(self) -> tuple[str, ...]:
        """The languages whose texts a reader may see."""
        return tuple(code for code in LANGUAGES if getattr(self, f"state_{code}") in PUBLIC_STATES)

    def public_texts(self, name: str) -> dict[str, str]:
        """One of TEXTS in every language that has it and may be seen."""
        return {code: text for code in self.public_languages if (text := getattr(self, f"{name}_{code}"))}

    def text_in(self, name: str, language: str) -> tuple[str, str]:
        """One of TEXTS and the language it is really in: the asked one, else the original, else the first there is."""
        return first_of(self.public_texts(name), language, self.original_language)

    def title_in(self, language: str) -> tuple[str, str]:
        """The title as a reader may see it, and its language."""
        return self.text_in("title", language)


def first_of(texts: dict[str, str], *wanted: str) -> tuple[str, str]:
    """The text in the first wanted language that has one, else in any; ("", the first wanted) when there is none."""
    for code in (*wanted, *LANGUAGES):
        if text := texts.get(code):
            return text, code
    return "", wanted[0]
