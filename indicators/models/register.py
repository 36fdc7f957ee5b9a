"""The register of indicators: what is counted, how, and what must not be compared."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from records.models import LANGUAGES


class Indicator(models.Model):
    """One line of the standard country table.

    breakdowns: dimensions with "|" between; not_collected: those that no source here has, so that a reader is told so instead
    of finding nothing. reads: indicators, with "|" between, whose figures this one shows where it has none of its own (a
    total over categories); side: "origin" where they are read from the country of origin's side.
    """

    class Section(models.TextChoices):
        INFLOWS = "inflows", _("Permanent inflows")
        TEMPORARY = "temporary", _("Temporary inflows and work")
        OUTFLOWS = "outflows", _("Emigration, returns and transit")
        PROTECTION = "protection", _("Asylum and protection")
        STOCKS = "stocks", _("Immigrant population")
        LABOUR = "labour", _("Labour market and education")
        GROWTH = "growth", _("Components of growth")
        ECONOMY = "economy", _("Economy and remittances")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    section = models.CharField(_("section"), max_length=12, choices=Section.choices)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    measure = models.CharField(_("measure"), max_length=40)
    unit = models.CharField(_("unit"), max_length=40)
    title = models.CharField(_("title"), max_length=300)
    definition = models.TextField(_("definition"), blank=True)
    method = models.TextField(_("method"), blank=True)
    harmonisation = models.TextField(_("harmonisation notes"), blank=True)
    breakdowns = models.CharField(_("breakdowns"), max_length=200, blank=True)
    not_collected = models.CharField(_("not collected here"), max_length=200, blank=True)
    reads = models.CharField(_("reads"), max_length=200, blank=True)
    side = models.CharField(_("read from the side of"), max_length=8, blank=True)

    TEXTS = ("title", "definition", "method", "harmonisation")

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.title or self.slug

    # Of one kind with other records for search and for programs: its texts are the register's own, and nobody else's source.
    checked = None
    source = None
    source_url = ""

    def get_absolute_url(self) -> str:
        return reverse("indicators:indicator", args=[self.slug])

    def public_texts(self, name: str) -> dict[str, str]:
        """By language."""
        return {code: text for code in LANGUAGES if (text := getattr(self, f"{name}_{code}"))}
