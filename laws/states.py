"""Which wording of a provision applied on a day, in four states, and apart from that whether we hold it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from laws.models import ProvisionVersion

Status = ProvisionVersion.Status


class State(StrEnum):
    """Unknown is a state of its own: never hidden and never guessed."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    NO_LONGER = "no_longer"
    UNKNOWN = "unknown"


class VersionRow(NamedTuple):
    """The dates and status of one stored wording, as `values_list` gives them."""

    pk: int
    number: int
    is_current: bool
    valid_from: date | None
    valid_to: date | None
    status: str
    as_of: date | None
    start_basis: str = ProvisionVersion.Basis.UNKNOWN


@dataclass(frozen=True, slots=True)
class Shown:
    """The wording to show for a day and its state then.

    held: whether it is known to be the wording of that day; if not, it is the nearest one held, and `earliest` is the
        first day of which the wording is known (None: nobody knows from when it applies).
    """

    version: VersionRow
    state: State
    held: bool = True
    earliest: date | None = None


_STATES = {
    Status.IN_FORCE: State.IN_FORCE,
    Status.REPEALED: State.NO_LONGER,
    Status.NOT_IN_FORCE: State.NOT_YET,
    Status.UNKNOWN: State.UNKNOWN,
}


def state_of(status: str) -> State:
    """The state of a wording on a day within its range."""
    return _STATES[Status(status)]


def on(versions: Sequence[VersionRow], day: date, law_date: date | None = None) -> Shown:
    """`versions` of one provision by number, at least one; `law_date`: before it nothing of the law applied."""
    if law_date and day < law_date:
        return Shown(versions[0], State.NOT_YET)
    for place in reversed(range(len(versions))):
        version = versions[place]
        start = version.valid_from or version.as_of
        if start is None or start > day:
            continue
        end = _end(versions, place)
        if end and end <= day:
            return Shown(version, State.NO_LONGER)
        if end is None and not version.is_current:
            # Replaced nobody knows when: it may or may not have been the wording of that day.
            return Shown(version, State.UNKNOWN, held=False)
        return Shown(version, state_of(version.status))
    first = versions[0]
    state = State.NOT_YET if first.status == Status.NOT_IN_FORCE else State.UNKNOWN
    return Shown(first, state, held=False, earliest=first.valid_from or first.as_of)


def newest(versions: Sequence[VersionRow], day: date) -> Shown:
    """What a reader who names no day gets: the current wording, or the last one where a newer text dropped it."""
    current = next((version for version in versions if version.is_current), None)
    if current is None:
        return Shown(versions[-1], State.NO_LONGER)
    if current.valid_from and current.valid_from > day:
        return on(versions, day) if len(versions) > 1 else Shown(current, State.NOT_YET)
    return Shown(current, state_of(current.status))


def _end(versions: Sequence[VersionRow], place: int) -> date | None:
    """The day on which a wording ended: its own last day, else where the next known one begins."""
    version = versions[place]
    if version.valid_to or version.is_current:
        return version.valid_to
    later = (v.valid_from or v.as_of for v in versions[place + 1 :])
    return next((day for day in later if day), None)
