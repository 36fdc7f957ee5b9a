"""From where on a rule speaks. Each figure with its reason; the secretariat reviews them with the method."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """revised, revised_by: against the last vintage, as a share and in units: below, late registrations of any year would fire.
    factor, floor: against the period before: small countries double from chance, so that both figures must be beyond the floor's reach.
    points, points_year: of percentages, in points. mirror, mirror_floor: two sources that count alike differ by less than half.
    scale: thousands typed for units, with room for a year's growth. note: signs of a footnote."""

    revised: float = 0.25
    revised_by: float = 100.0
    factor: float = 3.0
    floor: float = 500.0
    points: float = 10.0
    points_year: float = 20.0
    mirror: float = 2.0
    mirror_floor: float = 1000.0
    scale: tuple[float, float] = (700.0, 1400.0)
    scale_cells: int = 5
    note: int = 2000


# A total of money may be rounded in its parts; people are counted whole.
ROUNDING = {"count": 0.5, "amount": 1.0}
STATUSES = frozenset("ABDEIPU")
