"""An invented law for the stories of its imports, and how to read what came of them."""

from datetime import date
from typing import Any

from laws import importing
from laws.models import ProvisionVersion
from tests import factories
from tests.factories import article, staged

ONE = article("Artículo 1", "La bruma es de todos.", heading="De la bruma")
TWO = article("Artículo 2", "Nadie cerrará el vado.")
THREE = article("Artículo 3", "El faro alumbra de noche.")


def load(*provisions: Any, **fields: Any) -> importing.FileReport:
    """Import one invented file."""
    report = importing.apply(staged(factories.law(*provisions, **fields)))
    assert report.refused is None, report.refused
    return report


def story(number: str, language: str = "es") -> list[tuple[Any, ...]]:
    """A provision's versions in one language: from, to, current, text (or None)."""
    rows = []
    for version in ProvisionVersion.objects.filter(provision__number=number).order_by("number"):
        text = version.texts.filter(language=language).first()
        rows.append((version.valid_from, version.valid_to, version.is_current, text and text.body))
    return rows


def figures(report: importing.FileReport) -> tuple[int, int, int]:
    return report.counts.new, report.counts.changed, report.counts.unchanged


def day(year: int) -> date:
    return date(year, 1, 1)
