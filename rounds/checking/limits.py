"""From where on a rule speaks. Each figure with its reason; the secretariat reviews them with the method."""

from dataclasses import dataclass

from rounds.asked import Kind


@dataclass(frozen=True, slots=True)
class Limits:
    """A comparison speaks where a change is large both as a share and in size: figures of tens double by chance."""

    # Signs of a footnote, as the store takes them.
    note: int = 2_000

    # Late registrations move a year by a tenth or two; a quarter is another way of counting.
    revision_share: float = 0.25
    revision_size: float = 100.0
    # In points: what a survey of a small country gives or takes when it is weighted anew.
    revision_points: float = 5.0

    # Flows of real crises treble within a year and are asked about; below that every year would need its reason.
    jump_factor: float = 3.0
    jump_size: float = 500.0
    jump_points: float = 15.0

    # Partners count by other definitions; twice as many is more than those explain.
    mirror_factor: float = 2.0
    mirror_size: float = 1_000.0

    # No sum of money is small in every country: a hundredth of the largest of the table is.
    size_of_largest: float = 0.01

    # Thousands or millions for units. Half to twice a power of ten leaves room for a year's growth.
    powers: tuple[int, ...] = (-6, -3, 3, 6)
    power_width: float = 0.3
    # Nearly all, since zeros and small figures survive a wrong power; and enough of them to speak of all.
    power_share: float = 0.9
    power_pairs: int = 5

    # Offices that protect people round every count to five or ten, so that parts and totals differ by that. In so many
    # figures other than zero nobody has only such by chance.
    rounded_figures: int = 50
    rounded_bases: tuple[int, ...] = (10, 5)
    # Money is kept in thousands or millions and rounded there: one in a thousand of the total.
    money_rounding: float = 0.001

    def revised(self, kind: Kind, largest: float) -> float:
        """The least revision that counts."""
        return self._size(kind, largest, self.revision_size, self.revision_points)

    def jumped(self, kind: Kind, largest: float) -> float:
        """The least change from year to year that counts."""
        return self._size(kind, largest, self.jump_size, self.jump_points)

    def apart(self, kind: Kind, largest: float) -> float:
        """The least gap to a partner's figure that counts."""
        return self._size(kind, largest, self.mirror_size, 0.0)

    def _size(self, kind: Kind, largest: float, people: float, points: float) -> float:
        if kind == "count":
            return people
        return points if kind == "share" else self.size_of_largest * largest


LIMITS = Limits()
