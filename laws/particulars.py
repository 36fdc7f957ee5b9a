"""What stands above a law's text: its status with the evidence, its dates, its names, the files it came from."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone

from laws.models import Law, LawEvent, LawSource
from laws.parsed import ARTICLE_KINDS
from laws.states import State
from laws.window import Unit
from records.visibility import NOBODY, visible_to


@dataclass(frozen=True, slots=True)
class Standing:
    """The law's state on a day, and what says so.

    events: dated facts that decide it. as_of: the consolidation that prints provisions as in force, when nothing else is
    known. claims: status fields of the files, which are known to be wrong at times. suspended: suspension events.
    """

    state: State
    events: list[LawEvent] = field(default_factory=list)
    as_of: date | None = None
    claims: list[LawSource] = field(default_factory=list)
    suspended: list[LawEvent] = field(default_factory=list)


def today_in(law: Law) -> date:
    """A law's day is counted where it applies."""
    try:
        zone = ZoneInfo(law.jurisdiction.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    return datetime.astimezone(timezone.now(), zone).date()


def sources_of(law: Law) -> list[LawSource]:
    """The files of the law, newest consolidation first, alternatives last."""
    found = visible_to(NOBODY, LawSource.objects.filter(law=law)).defer("warnings", "counts")
    return sorted(found, key=lambda s: (s.is_alternative, -(s.as_of or date.min).toordinal(), s.rank, s.language))


def source_in(sources: Sequence[LawSource], language: str) -> LawSource | None:
    """The file whose text and outline are shown for a language, else the best of another."""
    used = [source for source in sources if not source.is_alternative] or list(sources)
    return next((source for source in used if source.language == language), used[0] if used else None)


def standing(
    law: Law, events: Sequence[LawEvent], sources: Sequence[LawSource], units: Sequence[Unit], day: date
) -> Standing:
    """Repeals decide; else a dated consolidation that shows provisions in force; else unknown."""
    claims = [source for source in sources if source.claimed_status and not source.is_alternative]
    known = [event for event in events if not event.is_claim]
    suspended = [e for e in known if e.kind == LawEvent.Kind.SUSPENDED and (e.date is None or e.date <= day)]
    repeals = [e for e in known if e.kind == LawEvent.Kind.REPEALED and (e.date is None or e.date <= day)]
    if repeals:
        return Standing(State.NO_LONGER, repeals, claims=claims, suspended=suspended)
    if law.date and day < law.date:
        return Standing(State.NOT_YET, claims=claims)
    days = [unit.shown.version.as_of for unit in units if unit.shown.held and unit.shown.state is State.IN_FORCE]
    as_of = max((seen for seen in days if seen), default=None)
    state = State.IN_FORCE if as_of else State.UNKNOWN
    begun = [e for e in known if e.kind == LawEvent.Kind.IN_FORCE and e.date and e.date <= day]
    return Standing(state, begun, as_of=as_of, claims=claims, suspended=suspended)


def tally(units: Sequence[Unit]) -> dict[str, int]:
    """Articles and sections by the state of the wording shown, those whose wording of the day is not held apart."""
    counts: Counter[str] = Counter()
    for unit in units:
        if unit.kind in ARTICLE_KINDS:
            counts["not_held" if not unit.shown.held else unit.shown.state.value] += 1
    return {name: counts[name] for name in (*State, "not_held") if counts[name]}


def names_of(law: Law) -> list[Any]:
    """Other names worth reading: not the forms of its number, each once, not the titles."""
    titles = {getattr(law, f"title_{code}") for code in ("es", "en", "fr", "pt")}
    return [alias for alias in law.aliases.all() if alias.kind != "number" and alias.text not in titles]
