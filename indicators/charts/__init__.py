"""Charts of figures as SVG and PNG, with a title that says something and a summary in words."""

from collections.abc import Iterable, Mapping

from indicators.charts.drawing import Drawing, Spec, alternative, draw
from indicators.charts.keeping import clean, kept
from indicators.charts.keeping import picture as _picture
from indicators.charts.kinds import KINDS, STEPPED, kinds
from indicators.choosing import Catalogue, Choice
from indicators.tables import Table
from records.kinds import Mark

__all__ = ["KINDS", "STEPPED", "Drawing", "Spec", "alternative", "chart", "clean", "draw", "kinds", "picture"]


def chart(
    choice: Choice, kind: str, language: str, width: str = "wide", marks: Iterable[Mark] = (), *, period: str = "",
    urls: Mapping[str, str] | None = None, catalogue: Catalogue | None = None, table: Table | None = None,
) -> Drawing:  # fmt: skip
    """width: "wide" or "narrow". period: of a kind that shows one; urls: by area, where the countries of a map lead. table: of the
    choice, where it was read anyway. Raises NoFigures where there is nothing to draw, or not so (`kinds`)."""
    return kept(Spec(kind, choice, language, width, period, tuple(marks), urls or {}), catalogue, table)


def picture(
    choice: Choice, kind: str, language: str, width: str = "wide", marks: Iterable[Mark] = (), *, period: str = "",
    catalogue: Catalogue | None = None, scale: float = 2,
) -> bytes:  # fmt: skip
    """The same chart as PNG."""
    return _picture(Spec(kind, choice, language, width, period, tuple(marks)), catalogue, scale=scale)
