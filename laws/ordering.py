"""Reading order of a law's provisions, when its files have not all the same ones."""

import re
from collections.abc import Sequence

from laws.models import Provision


def merged(leading: Sequence[Provision], other: Sequence[Provision]) -> list[Provision]:
    """All of `leading` in its order, and what only `other` has in its place: behind what it follows there.

    Where both have something of their own in the same place, numbers decide: an article 2 that is gone by now stands
    before an article 3 that came meanwhile.
    """
    common = {id(provision) for provision in leading} & {id(provision) for provision in other}
    ours, theirs = _by_place(leading, common), _by_place(other, common)
    whole = _zipped(ours[0], theirs.get(0, []))
    for provision in leading:
        if id(provision) in common:
            whole.append(provision)
            whole += _zipped(ours.get(id(provision), []), theirs.get(id(provision), []))
    return whole


def _by_place(provisions: Sequence[Provision], common: set[int]) -> dict[int, list[Provision]]:
    """What is not common, by the common one that it follows; 0: at the head."""
    places: dict[int, list[Provision]] = {0: []}
    place = 0
    for provision in provisions:
        if id(provision) in common:
            place = id(provision)
        else:
            places.setdefault(place, []).append(provision)
    return places


def _zipped(ours: list[Provision], theirs: list[Provision]) -> list[Provision]:
    result: list[Provision] = []
    ours, theirs = list(ours), list(theirs)
    while ours and theirs:
        before = theirs[0].sequence == ours[0].sequence and _natural(theirs[0].number) < _natural(ours[0].number)
        result.append((theirs if before else ours).pop(0))
    return [*result, *ours, *theirs]


def _natural(number: str) -> list[tuple[int, int, str]]:
    """ "9" before "10", "12" before "12-bis"."""
    parts = re.findall(r"\d+|[^\d]+", number)
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]
