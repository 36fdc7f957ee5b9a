"""The 35 states as tiles of one size, laid out as they lie: a picture of the Americas in which every state can be hit
with a thumb, and no small island is lost."""

from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from countries.models import Jurisdiction
from records.visibility import NOBODY, live_only

COLUMNS, ROWS = 11, 13
# Column and row of each member, both from 1.
PLACES = {
    "can": (3, 1), "usa": (3, 2), "bhs": (7, 2), "mex": (3, 3), "cub": (6, 3), "kna": (9, 3), "atg": (10, 3),
    "blz": (4, 4), "hti": (7, 4), "dom": (8, 4), "dma": (10, 4), "gtm": (3, 4), "hnd": (4, 5), "jam": (6, 5),
    "lca": (10, 5), "slv": (3, 5), "nic": (4, 6), "vct": (10, 6), "brb": (11, 6), "cri": (4, 7), "grd": (10, 7),
    "pan": (5, 8), "tto": (10, 8), "col": (6, 9), "ven": (7, 9), "guy": (8, 9), "sur": (9, 9), "ecu": (5, 10),
    "bra": (8, 10), "per": (6, 11), "bol": (7, 11), "chl": (6, 12), "pry": (8, 12), "arg": (7, 13), "ury": (8, 13),
}  # fmt: skip
# The regions under which lists put them.
REGIONS = {
    "north": ("can", "mex", "usa"),
    "central": ("blz", "cri", "gtm", "hnd", "nic", "pan", "slv"),
    "caribbean": ("atg", "bhs", "brb", "cub", "dma", "dom", "grd", "hti", "jam", "kna", "lca", "tto", "vct"),
    "south": ("arg", "bol", "bra", "chl", "col", "ecu", "guy", "per", "pry", "sur", "ury", "ven"),
}


@dataclass(frozen=True, slots=True)
class Tile:
    """shade: 0 where nothing is held, to 4; records: laws and policies that are published."""

    code: str
    name: str
    url: str
    column: int
    row: int
    records: int
    shade: int


def grid() -> list[Tile]:
    """A tile for each member, by name in the active language."""
    members = Jurisdiction.objects.members().annotate(
        law_count=Count("laws", filter=live_only("laws__")(NOBODY), distinct=True),
        policy_count=Count("policies", filter=live_only("policies__")(NOBODY), distinct=True),
    )
    tiles = []
    for member in sorted(members, key=lambda m: m.name):
        if place := PLACES.get(member.code):
            records = member.law_count + member.policy_count
            tiles.append(
                Tile(
                    member.code, member.name, reverse("pages:country", args=[member.code]), *place, records, shade(records)
                )
            )  # fmt: skip
    return tiles


def shade(records: int) -> int:
    """Steps in which every further one is about twice as much."""
    return sum(records >= step for step in (1, 4, 8, 16))
