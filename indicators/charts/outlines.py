"""The outlines of the 35 states (data/indicators/outlines.json, made by scripts/outlines.py), placed in a picture."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings

# Every state can be seen: an outline smaller than this, in pixels, is a circle too. Half of a circle's width.
LEAST = 9.0
RADIUS = 4.5


@lru_cache(maxsize=1)
def outlines() -> dict[str, Any]:
    """width, height; inset: left, top, width, height of the Caribbean; states: path "d", middle "at", "size"; context: paths."""
    path = settings.BASE_DIR / "data" / "indicators" / "outlines.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True, slots=True)
class Placed:
    """The map in a picture: scaled, and moved to (x, y). inset: of the Caribbean, the same for its own box; None without."""

    scale: float
    x: float
    y: float

    def at(self, area: str) -> tuple[float, float]:
        """The middle of a state in pixels."""
        x, y = outlines()["states"][area]["at"]
        return round(self.x + x * self.scale, 1), round(self.y + y * self.scale, 1)

    def tiny(self, area: str) -> bool:
        return bool(outlines()["states"][area]["size"] * self.scale < LEAST)

    @property
    def transform(self) -> str:
        return f"translate({self.x:.1f},{self.y:.1f}) scale({self.scale:.5f})"


def fitted(height: float, x: float = 0, y: float = 0) -> Placed:
    """The whole map, so many pixels high."""
    return Placed(height / outlines()["height"], x, y)


def caribbean(width: float, x: float, y: float) -> tuple[Placed, float]:
    """The inset, so many pixels wide, and its height."""
    left, top, wide, tall = outlines()["inset"]
    scale = width / wide
    return Placed(scale, x - left * scale, y - top * scale), tall * scale
