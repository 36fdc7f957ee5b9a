"""Which wordings a provision has had, from what each consolidation shows of it.

Pure: days and digests in, spans out. The spans follow from the observations alone, never from the order in which the
files came. What is stored can be turned back into observations, so that one more file is one more observation.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

UNDATED = date.min  # the day of a file that does not say which consolidation it holds
_UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Seen:
    """A provision's wording in one language at one consolidation; `start`: its first day, if the text states it."""

    digest: str
    start: date | None
    status: str
    payload: Any = field(compare=False, default=None)


# By the day of the consolidation and the language of its file; None: the file does not have the provision.
Observations = Mapping[date, Mapping[str, Seen | None]]


@dataclass(slots=True)
class Span:
    """One version: shown first by the consolidation `first`; missing again from the one of `gone`.

    days: for each language the consolidation that first shows its text in this version, or in the one it is kept from;
    start and end: its range, None for unknown; stated: whether the text itself gives the start; lacking: languages whose
    files do not have it meanwhile; follows: whether it takes the place of the one before without a gap.
    """

    first: date
    texts: dict[str, Seen]
    status: str
    gone: date | None = None
    follows: bool = False
    lacking: set[str] = field(default_factory=set)
    days: dict[str, date] = field(default_factory=dict)
    start: date | None = None
    stated: bool = False
    end: date | None = None


def spans(observations: Observations) -> list[Span]:
    """The versions in order; the last one is current when it has no `gone`."""
    result = _runs(observations)
    _fill_gaps_of_languages(result)
    for number, span in enumerate(result):
        _begin(span, result[number - 1] if number else None, observations)
    for number, span in enumerate(result):
        _end(span, result[number + 1] if number + 1 < len(result) else None)
    return result


def _runs(observations: Observations) -> list[Span]:
    result: list[Span] = []
    last: dict[str, Seen] = {}  # each language's wording, since the provision was last missing in it
    present = False
    for day in sorted(observations):
        seen = {language: one for language, one in observations[day].items() if one}
        lacking = observations[day].keys() - seen.keys()
        lost = present and bool(lacking & last.keys())
        if not seen:
            # Only a language that had it can miss it: files of two languages may count their provisions differently.
            if lost:
                result[-1].gone, present, last = day, False, {}
            elif present:
                result[-1].lacking |= lacking
            continue
        amended = any(_amends(last.get(language), one) for language, one in seen.items())
        if not present or lost or amended or result[-1].lacking & seen.keys():
            result.append(Span(day, {}, _UNKNOWN, follows=present))
            present = True
        span = result[-1]
        span.lacking |= lacking
        last = {language: one for language, one in last.items() if language not in lacking}
        for language, one in seen.items():
            before = last.get(language)
            if before is None or before.digest != one.digest or language not in span.texts:
                # Of equal wordings in one version the first is kept, with its file.
                span.texts[language], span.days[language] = one, day
            if before is None or before.digest != one.digest:
                last[language] = one
        leader = seen[min(seen)]
        span.status = leader.status if leader.status != _UNKNOWN else span.status
    return result


def _amends(before: Seen | None, now: Seen) -> bool:
    """Another wording; but with the same stated first day it is the publisher's correction of the same one."""
    if before is None or before.digest == now.digest:
        return False
    return not (now.start and now.start == before.start)


def _fill_gaps_of_languages(result: list[Span]) -> None:
    """A language that says the same before and after a change of another one stood unchanged in between."""
    begin = 0
    for number in range(len(result) + 1):
        if number == len(result) or not result[number].follows:
            _fill(result[begin:number])
            begin = number


def _fill(run: Sequence[Span]) -> None:
    for language in {language for span in run for language in span.texts}:
        held = [number for number, span in enumerate(run) if language in span.texts]
        for one, other in pairwise(held):
            between = run[one + 1 : other]
            same = run[one].texts[language].digest == run[other].texts[language].digest
            if same and not any(language in span.lacking for span in between):
                for span in between:
                    span.texts[language], span.days[language] = run[one].texts[language], run[one].days[language]


def _begin(span: Span, before: Span | None, observations: Observations) -> None:
    """Stated by a text that is new here, else at the latest the day of the consolidation, unless nobody looked before."""
    earlier = before.texts if before and span.follows else {}
    fresh = [language for language, one in sorted(span.texts.items()) if _other(earlier.get(language), one)]
    stated = next((start for language in fresh if (start := span.texts[language].start)), None)
    if stated and not (before and span.follows and before.start and stated <= before.start):
        span.start, span.stated = stated, True
    elif before or any(day < span.first and span.texts.keys() & observations[day].keys() for day in observations):
        span.start = span.first if span.first != UNDATED else None


def _other(before: Seen | None, now: Seen) -> bool:
    return before is None or before.digest != now.digest


def _end(span: Span, following: Span | None) -> None:
    end = span.gone
    if following and (following.follows or (following.start and end and following.start <= end)):
        end = following.start
    span.end = max(end, span.start) if end and span.start else end


@dataclass(frozen=True, slots=True)
class Stored:
    """A version as it is stored, as far as spans are concerned. texts: (digest, payload) by language."""

    first: date
    current: bool
    start: date | None
    stated: bool
    end: date | None
    status: str
    texts: Mapping[str, tuple[str, Any]]


def observed(
    versions: Sequence[Stored], consolidations: Mapping[str, Iterable[date]]
) -> dict[date, dict[str, Seen | None]]:
    """What the consolidations must have shown for `versions` to be stored. UNDATED among a language's days: wherever
    its text stands."""
    result: dict[date, dict[str, Seen | None]] = {}
    for language, days in consolidations.items():
        for day in days:
            if day == UNDATED:
                for version in versions:
                    if language in version.texts:
                        result.setdefault(version.first, {})[language] = _seen(version, language)
            else:
                result.setdefault(day, {})[language] = _at(versions, day, language)
    return result


def _at(versions: Sequence[Stored], day: date, language: str) -> Seen | None:
    place = next((number for number in reversed(range(len(versions))) if versions[number].first <= day), None)
    if place is None:
        return None
    version = versions[place]
    following = versions[place + 1] if place + 1 < len(versions) else None
    ended = following is None or (version.end and following.start and following.start > version.end)
    if not version.current and ended and version.end and version.end <= day:
        return None
    return _seen(version, language) if language in version.texts else None


def _seen(version: Stored, language: str) -> Seen:
    digest, payload = version.texts[language]
    return Seen(digest, version.start if version.stated else None, version.status, payload)
