"""Write one parsed law: what its file shows of each provision, beside what other files showed. One transaction a file."""

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from laws.comparing import Key, Stored, key_of
from laws.digesting import block_row, digest_of
from laws.identity import provision_slug, to_date
from laws.models import Law, LawSource, Provision, ProvisionText, ProvisionVersion
from laws.ordering import merged
from laws.parsed import ARTICLE_KINDS, ParsedLaw, ParsedProvision, Wording
from laws.timeline import UNDATED, Seen, Span, observed, spans
from laws.timeline import Stored as StoredVersion
from laws.weaving import Reading, Weave, Writes

Status = ProvisionVersion.Status
Basis = ProvisionVersion.Basis
# Language, digest, status and range: by which an earlier wording that a file prints is known again.
Past = tuple[str, str, str, date | None, date | None]
STEP = 16  # positions leave room for articles that a later consolidation inserts


@dataclass(slots=True)
class Counts:
    """What happened to the provisions of a file: articles and sections, and apart from them annexes and the like."""

    provisions: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    other: dict[str, int] = field(default_factory=lambda: {"units": 0, "new": 0, "changed": 0, "unchanged": 0})

    def add(self, kind: str, outcome: str) -> None:
        if kind in ARTICLE_KINDS:
            self.provisions += outcome != "gone"
            setattr(self, _column(outcome), getattr(self, _column(outcome)) + 1)
        else:
            self.other["units"] += outcome != "gone"
            self.other[_column(outcome)] += 1


def _column(outcome: str) -> str:
    return "changed" if outcome == "gone" else outcome


class Applier:
    """Compares and writes the provisions of one file; rows are gathered and written together at the end."""

    def __init__(self, law: Law, parsed: ParsedLaw, source: LawSource, stored: Stored, sources: list[LawSource]):
        """sources: all files of the law, this one too or not; those that became alternatives no longer count."""
        self.law, self.parsed, self.source, self.stored = law, parsed, source, stored
        self.language, self.as_of = parsed.language, source.as_of
        kept = [source, *(other for other in sources if not other.is_alternative and other.pk != source.pk)]
        self.others = {other.pk for other in kept[1:]}
        self.again = any(other.pk == source.pk for other in sources)
        self.consolidations: dict[str, set[date]] = {}
        self.sources: dict[tuple[str, date], LawSource] = {}
        for one in kept:
            self.consolidations.setdefault(one.language, set()).add(one.as_of or UNDATED)
            self.sources.setdefault((one.language, one.as_of or UNDATED), one)
        self.counts, self.writes = Counts(), Writes()
        self.taken = {provision.slug for provision in stored.provisions.values()}
        self.positions: dict[Key, Provision] = {}

    def run(self) -> Counts:
        """Every provision of the file, then those that the file does not have; then the rows go in."""
        order: list[Provision] = []
        seen: set[Key] = set()
        for parsed in self.parsed.provisions:
            key = key_of(parsed)
            seen.add(key)
            provision = self.stored.provisions.get(key)
            if provision is None:
                self._insert(provision := self._provision(parsed), parsed)
                outcome = "new"
            else:
                outcome = self._compare(key, provision, parsed)
            self.counts.add(parsed.kind, outcome)
            order.append(provision)
        for key in [key for key in self.stored.provisions if key not in seen]:
            provision = self.stored.provisions[key]
            if self._compare(key, provision, None) == "changed":
                self.counts.add(provision.kind, "gone")
        self._arrange(order)
        self.writes.write()
        return self.counts

    @property
    def wrote(self) -> bool:
        """Whether any row changed."""
        return self.writes.any

    def slugs(self) -> dict[Key, str]:
        """Addresses of the law's provisions, the new ones included."""
        everything = [*self.stored.provisions.values(), *self.writes.provisions]
        return {(one.sequence, one.number, one.ordinal): one.slug for one in everything}

    # -- rows of this file

    def _provision(self, parsed: ParsedProvision) -> Provision:
        slug = provision_slug(parsed)
        base, number = slug, 2
        while slug in self.taken:
            slug, number = f"{base}-{number}", number + 1
        self.taken.add(slug)
        provision = Provision(
            law_id=self.law.pk, sequence=parsed.sequence, kind=parsed.kind, number=parsed.number, ordinal=parsed.ordinal, slug=slug,
        )  # fmt: skip
        self.writes.provisions.append(provision)
        return provision

    def _seen(self, parsed: ParsedProvision) -> Seen:
        wording = parsed.current
        reading = Reading(self.source, self.language, wording, parsed.label, _digest(parsed.label, wording))
        return Seen(reading.digest, to_date(wording.valid_from), self._status(wording), reading)

    def _status(self, wording: Wording) -> str:
        """ "In force" needs a consolidation of a stated day; without one nobody knows."""
        if wording.status == Status.IN_FORCE and not self.as_of:
            return Status.UNKNOWN
        return wording.status if wording.status in Status.values else Status.UNKNOWN

    # -- comparing

    def _insert(self, provision: Provision, parsed: ParsedProvision) -> None:
        observations: dict[date, dict[str, Seen | None]] = observed([], self.consolidations)
        observations.setdefault(self.as_of or UNDATED, {})[self.language] = self._seen(parsed)
        found = spans(observations)
        self._weave(provision).run([], found, *self._earlier(provision, parsed, found, []))

    def _compare(self, key: Key, provision: Provision, parsed: ParsedProvision | None) -> str:
        """One more observation beside those that the stored versions came from."""
        versions = self.stored.versions[key]
        runs = [one for one, following in zip(versions, [*versions[1:], None], strict=True) if _shown(one, following)]
        if self.again and self._corrected(runs):
            return "unchanged"
        printed = [version for version in versions if version not in runs]
        observations = observed([self._as_stored(version) for version in runs], self.consolidations)
        day = self.as_of
        if day is None:
            # The one file of its language: it stands where that language stood, else at the newest version.
            for seen in observations.values():
                seen.pop(self.language, None)
            day = next(
                (v.as_of for v in reversed(runs) if self.stored.text(v, self.language)),
                runs[-1].as_of if runs else None,
            )
        if parsed or self.as_of:
            observations.setdefault(day or UNDATED, {})[self.language] = self._seen(parsed) if parsed else None
        found = spans(observations)
        if not found:
            self.writes.dropped.append(provision)
            return "changed"
        weave = self._weave(provision)
        kept, new = self._earlier(provision, parsed, found, printed)
        gone = [version for version in printed if version not in kept]
        self.writes.dropped += gone
        weave.outcome.versions |= bool(gone)
        return weave.run(runs, found, kept, new).name

    def _corrected(self, runs: list[ProvisionVersion]) -> bool:
        """Whether an editor put right, or added, what this file should have shown: read again, it does not undo that."""
        held = next((version for version in reversed(runs) if self.stored.text(version, self.language)), None)
        text = self.stored.text(held, self.language) if held else None
        return bool(held and text and text.source_id is None and held.as_of == self.as_of)

    def _weave(self, provision: Provision) -> Weave:
        return Weave(self.writes, provision, self.stored.texts, self.sources)

    def _as_stored(self, version: ProvisionVersion) -> StoredVersion:
        texts = self.stored.texts.get(version.pk, {})
        return StoredVersion(
            version.as_of or UNDATED, version.is_current, version.valid_from, version.start_basis == Basis.STATED,
            version.valid_to, version.status, {language: (text.digest, text) for language, text in texts.items()},
        )  # fmt: skip

    # -- earlier wordings that a file prints after the current one

    def _is_of_others(self, version: ProvisionVersion) -> bool:
        texts = self.stored.texts.get(version.pk, {}).values()
        return any(
            text.source_id is None or text.source_id in self.others or text.language != self.language for text in texts
        )

    def _earlier(
        self, provision: Provision, parsed: ParsedProvision | None, found: list[Span], printed: list[ProvisionVersion]
    ) -> tuple[list[ProvisionVersion], list[tuple[ProvisionVersion, ProvisionText]]]:
        """Stored ones that stay, and new ones; none that a consolidation shows by itself."""
        fresh = self._printed(provision, parsed) if parsed else {}
        kept = []
        for version in printed:
            keys = {
                _past(version, language, text.digest)
                for language, text in self.stored.texts.get(version.pk, {}).items()
            }
            wanted = self._is_of_others(version) or keys & fresh.keys()
            if wanted and not any(_is_shown(found, key) for key in keys):
                kept.append(version)
                for key in keys:
                    fresh.pop(key, None)
        return kept, [
            (version, reading.text(version)) for key, (version, reading) in fresh.items() if not _is_shown(found, key)
        ]

    def _printed(self, provision: Provision, parsed: ParsedProvision) -> dict[Past, tuple[ProvisionVersion, Reading]]:
        """Versions of the printed wordings, oldest first."""
        rows: dict[Past, tuple[ProvisionVersion, Reading]] = {}
        start = to_date(parsed.current.valid_from)
        for wording in reversed(parsed.earlier):
            begin = to_date(wording.valid_from)
            end = to_date(wording.valid_to) or (start if wording is parsed.earlier[0] else None)
            if begin and end and end < begin:
                begin = None
            version = ProvisionVersion(
                provision=provision, number=0, is_current=False, valid_from=begin, valid_to=end, as_of=self.as_of,
                start_basis=Basis.STATED if begin else Basis.UNKNOWN, status=self._status(wording),
            )  # fmt: skip
            digest = _digest(parsed.label, wording)
            reading = Reading(self.source, self.language, wording, parsed.label, digest)
            rows.setdefault(_past(version, self.language, digest), (version, reading))
        return rows

    # -- reading order

    def _arrange(self, order: list[Provision]) -> None:
        """Positions in the order of the newest file; what it does not have stays behind its old neighbour."""
        stored = sorted(self.stored.provisions.values(), key=lambda one: (one.position, one.pk))
        # Files of one day in two languages can differ in order: the language first in the alphabet leads.
        leading = max(
            (max(days), [-ord(letter) for letter in language]) for language, days in self.consolidations.items()
        )
        mine = (self.as_of or UNDATED, [-ord(letter) for letter in self.language])
        whole = merged(order, stored) if mine == leading else merged(stored, order)
        positions = [0, *(provision.position for provision in whole)]
        if all(one < other for one, other in pairwise(positions)):
            return
        for number, provision in enumerate(whole, 1):
            if provision.position != number * STEP:
                provision.position = number * STEP
                if provision.pk:
                    self.writes.moved.append(provision)


def _digest(label: str, wording: Wording) -> str:
    return wording.digest or digest_of(label, wording.heading, [block_row(block) for block in wording.blocks])


def _past(version: ProvisionVersion, language: str, digest: str) -> Past:
    return language, digest, version.status, version.valid_from, version.valid_to


def _is_shown(found: list[Span], past: Past) -> bool:
    """The same words may have been law twice, or be repealed now: only status and day together make it the same."""
    language, digest, status, begin, _ = past
    return any(
        language in span.texts and span.texts[language].digest == digest and span.status == status
        and not (begin and span.stated and span.start != begin)
        for span in found
    )  # fmt: skip


def _shown(version: ProvisionVersion, following: ProvisionVersion | None) -> bool:
    """Of the versions of one file the last one is what it shows; those before are earlier wordings that it prints."""
    return following is None or following.as_of != version.as_of


def outline_rows(parsed: ParsedLaw, slugs: dict[Key, str]) -> list[list[Any]]:
    """The containers as stored on the source: [[level, label, heading, slug of the first provision under it], ...]."""
    rows = []
    for entry in parsed.outline:
        below = parsed.provisions[entry.before] if entry.before < len(parsed.provisions) else None
        rows.append([entry.level, entry.label, entry.heading, slugs.get(key_of(below), "") if below else ""])
    return rows
