"""Write one parsed law: compare with what is stored, and make versions only of what changed. One transaction a file."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F

from laws.comparing import Key, Mode, Stored, block_row, body_of, digest_of, key_of, quoted_of
from laws.identity import provision_slug, to_date
from laws.models import Law, LawSource, Provision, ProvisionText, ProvisionVersion
from laws.parsed import ARTICLE_KINDS, ParsedLaw, ParsedProvision, Wording

Status = ProvisionVersion.Status
Basis = ProvisionVersion.Basis
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
    """Compares and writes the provisions of one file; rows are gathered and inserted together at the end."""

    def __init__(
        self, law: Law, parsed: ParsedLaw, source: LawSource, mode: Mode, stored: Stored, sources: list[LawSource]
    ):
        self.law, self.parsed, self.source, self.mode, self.stored = law, parsed, source, mode, stored
        self.language, self.as_of = parsed.language, source.as_of
        kept = [other for other in sources if not other.is_alternative and other.as_of and self.as_of]
        # Languages whose file of this consolidation (or a later one) is in already.
        self.confirmed = {other.language for other in kept if other.as_of >= self.as_of}
        self.others = {other.pk for other in sources if not other.is_alternative and other.pk != source.pk}
        later = [other.as_of for other in kept if other.language == self.language and other.as_of > self.as_of]
        self.next_as_of = min(later, default=None)
        self.counts = Counts()
        self.provisions: list[Provision] = []
        self.versions: list[ProvisionVersion] = []
        self.texts: list[ProvisionText] = []
        self.taken = {provision.slug for provision in stored.provisions.values()}
        self.position = 0

    def run(self) -> Counts:
        """Every provision of the file, then those that the file no longer has; then the rows go in."""
        seen: set[Key] = set()
        for parsed in self.parsed.provisions:
            seen.add(key_of(parsed))
            self.counts.add(parsed.kind, self._one(parsed))
        if self.mode is Mode.NEWER or (self.mode is Mode.SAME and not self.next_as_of):
            for key in [key for key in self.stored.provisions if key not in seen]:
                if self._gone(key):
                    self.counts.add(self.stored.provisions[key].kind, "gone")
        Provision.objects.bulk_create(self.provisions, batch_size=500)
        ProvisionVersion.objects.bulk_create(self.versions, batch_size=500)
        ProvisionText.objects.bulk_create(self.texts, batch_size=200)
        return self.counts

    def slugs(self) -> dict[Key, str]:
        """Addresses of the law's provisions, the new ones included."""
        everything = [*self.stored.provisions.values(), *self.provisions]
        return {(one.sequence, one.number, one.ordinal): one.slug for one in everything}

    def _one(self, parsed: ParsedProvision) -> str:
        key = key_of(parsed)
        provision = self.stored.provisions.get(key)
        if provision is None:
            return self._insert(parsed)
        digest = digest_of(parsed.label, parsed.current)
        versions = self.stored.versions[key]
        if self.mode is not Mode.OLDER or not versions:
            self.position = max(self.position, provision.position)
        outcome = {
            Mode.FIRST: self._first, Mode.SAME: self._same, Mode.NEWER: self._newer, Mode.OLDER: self._older
        }[self.mode](provision, versions, parsed.current, parsed.label, digest)  # fmt: skip
        return self._add_earlier(provision, versions, parsed) or outcome

    # -- a provision that is not stored yet

    def _insert(self, parsed: ParsedProvision) -> str:
        self.position += STEP if self.mode is Mode.FIRST and not self.stored.provisions else 1
        slug = provision_slug(parsed)
        base, number = slug, 2
        while slug in self.taken:
            slug, number = f"{base}-{number}", number + 1
        self.taken.add(slug)
        provision = Provision(
            law=self.law, sequence=parsed.sequence, kind=parsed.kind, number=parsed.number,
            ordinal=parsed.ordinal, slug=slug, position=self.position,
        )  # fmt: skip
        self.provisions.append(provision)
        earlier = list(reversed(parsed.earlier))
        start = to_date(parsed.current.valid_from)
        for number, wording in enumerate(earlier, 1):
            end = to_date(wording.valid_to) or (start if wording is parsed.earlier[0] else None)
            self._version(provision, number, wording, parsed.label, current=False, end=end)
        current = self.mode is not Mode.OLDER
        basis_day = self.as_of if self.mode is Mode.NEWER else None
        # Known only from an older consolidation: the next one no longer has it.
        end = None if current else self.next_as_of
        self._version(
            provision, len(earlier) + 1, parsed.current, parsed.label, current=current, end=end, latest=basis_day
        )
        return "new"

    def _version(
        self, provision: Provision, number: int, wording: Wording, label: str, *,
        current: bool, end: date | None = None, latest: date | None = None,
    ) -> ProvisionVersion:  # fmt: skip
        """A new version with its text; `latest`: the first consolidation that shows it, when nothing better is known."""
        start = to_date(wording.valid_from)
        basis = Basis.STATED if start else Basis.CONSOLIDATION if latest else Basis.UNKNOWN
        if (end := end or (None if current else to_date(wording.valid_to))) and start and end < start:
            start, basis = None, Basis.UNKNOWN
        version = ProvisionVersion(
            provision=provision, number=number, is_current=current, valid_from=start or latest, valid_to=end,
            start_basis=basis, status=self._status(wording), as_of=self.as_of,
        )  # fmt: skip
        self.versions.append(version)
        self.texts.append(self._text(version, wording, label))
        return version

    def _status(self, wording: Wording) -> str:
        """ "In force" needs a consolidation of a stated day; without one nobody knows."""
        if wording.status == Status.IN_FORCE and not self.as_of:
            return Status.UNKNOWN
        return wording.status if wording.status in Status.values else Status.UNKNOWN

    def _text(self, version: ProvisionVersion, wording: Wording, label: str) -> ProvisionText:
        return ProvisionText(
            version=version, language=self.language, source=self.source, label=label[:200],
            standing=ProvisionText.Standing.OFFICIAL if self.source.official else ProvisionText.Standing.UNOFFICIAL,
            heading=wording.heading[:1000], blocks=[block_row(block) for block in wording.blocks],
            body=body_of(wording), history=wording.history, quoted=quoted_of(wording), digest=digest_of(label, wording),
        )  # fmt: skip

    # -- a provision that is stored: by what the file is

    def _first(
        self, provision: Provision, versions: list[ProvisionVersion], wording: Wording, label: str, digest: str
    ) -> str:
        """Another language of a stored law: the text joins the version of that consolidation."""
        version = self._at(versions)
        if version is None:
            self._version(provision, 1, wording, label, current=True)
        elif self.stored.text(version, self.language) is None:
            self.texts.append(self._text(version, wording, label))
        return "new"

    def _at(self, versions: list[ProvisionVersion]) -> ProvisionVersion | None:
        """The version that this consolidation shows: the last that is not known to be younger."""
        fitting = [v for v in versions if not (v.as_of and self.as_of) or v.as_of <= self.as_of]
        return (fitting or versions[:1] or [None])[-1]

    def _same(
        self, provision: Provision, versions: list[ProvisionVersion], wording: Wording, label: str, digest: str
    ) -> str:
        current = self._at(versions)
        if current is None:
            self._version(provision, len(versions) + 1, wording, label, current=True)
            return "changed"
        text = self.stored.text(current, self.language)
        if text is None:
            self.texts.append(self._text(current, wording, label))
            return "new"
        return self._correct(text, current, wording, label, digest)

    def _correct(
        self, text: ProvisionText, version: ProvisionVersion, wording: Wording, label: str, digest: str
    ) -> str:
        """The same consolidation read better, or from a better file: the text is put right in place."""
        differs = text.digest != digest
        # Another consolidation that said the same first stays the source of it.
        own = text.source_id not in self.others
        if differs or (own and (text.source_id != self.source.pk or text.history != wording.history)):
            fresh = self._text(version, wording, label)
            fresh.pk = text.pk
            fresh.save(force_update=True)
        status, start = self._status(wording), to_date(wording.valid_from)
        unstated = start and version.start_basis != Basis.STATED
        if self._leads(version) and (version.status != status or unstated):
            version.status = status
            if unstated:
                version.valid_from, version.start_basis = start, Basis.STATED
            version.save(update_fields=["status", "valid_from", "start_basis"])
            differs = True
        return "changed" if differs else "unchanged"

    def _leads(self, version: ProvisionVersion) -> bool:
        """Whether the version's dates and status are this language's to say: files of two languages can disagree."""
        texts = self.stored.texts.get(version.pk, {}).values()
        return min(texts, key=lambda text: text.pk).language == self.language if texts else True

    def _newer(
        self, provision: Provision, versions: list[ProvisionVersion], wording: Wording, label: str, digest: str
    ) -> str:
        current = next((v for v in versions if v.is_current), None)
        text = current and self.stored.text(current, self.language)
        if current and text and text.digest == digest:
            return "unchanged"
        if current and text is None and (current.as_of is None or current.as_of == self.as_of):
            self.texts.append(self._text(current, wording, label))
            return "new"
        start = to_date(wording.valid_from)
        if current and text and start and current.start_basis == Basis.STATED and current.valid_from == start:
            # The publisher gives the same first day: no amendment, but a correction of the text.
            return self._correct(text, current, wording, label, digest)
        if current:
            self._close(current, start if start and start > (current.valid_from or date.min) else self.as_of)
        fresh = self._version(provision, len(versions) + 1, wording, label, current=True, latest=self.as_of)
        if current:
            self._carry_over(current, fresh)
        return "changed"

    def _close(self, version: ProvisionVersion, end: date | None) -> None:
        version.is_current = False
        version.valid_to = max(end, version.valid_from) if end and version.valid_from else end
        version.save(update_fields=["is_current", "valid_to"])

    def _carry_over(self, old: ProvisionVersion, new: ProvisionVersion) -> None:
        """Languages whose file of this consolidation is in already said the same as before: their text still stands."""
        for language, text in self.stored.texts.get(old.pk, {}).items():
            if language != self.language and language in self.confirmed:
                whole = ProvisionText.objects.get(pk=text.pk)
                whole.pk, whole.version = None, new
                self.texts.append(whole)

    def _older(
        self, provision: Provision, versions: list[ProvisionVersion], wording: Wording, label: str, digest: str
    ) -> str:
        texts = {v.pk: self.stored.text(v, self.language) for v in versions}
        if any(text and text.digest == digest for text in texts.values()):
            return "unchanged"
        later = [v for v in versions if v.as_of and self.as_of and v.as_of > self.as_of] or versions[-1:]
        same_day = [v for v in versions if v.as_of == self.as_of and texts[v.pk] is None]
        if same_day:
            self.texts.append(self._text(same_day[-1], wording, label))
            return "new"
        place = later[0].number
        # From the last one down: (provision, number) is unique at every moment.
        for version in reversed([v for v in versions if v.number >= place]):
            ProvisionVersion.objects.filter(pk=version.pk).update(number=F("number") + 1)
        end = later[0].valid_from or later[0].as_of
        if later[0].valid_from is None and later[0].as_of:
            ProvisionVersion.objects.filter(pk=later[0].pk).update(
                valid_from=later[0].as_of, start_basis=Basis.CONSOLIDATION
            )
        self._version(provision, place, wording, label, current=False, end=end)
        return "changed"

    def _add_earlier(
        self, provision: Provision, versions: list[ProvisionVersion], parsed: ParsedProvision
    ) -> str | None:
        """Older wordings printed in the file that are not stored yet (a better reader found them)."""
        if not parsed.earlier or self.mode is not Mode.SAME:
            return None
        held = {text.digest for v in versions if (text := self.stored.text(v, self.language))}
        missing = [w for w in parsed.earlier if digest_of(parsed.label, w) not in held]
        if not missing:
            return None
        for version in reversed(versions):
            ProvisionVersion.objects.filter(pk=version.pk).update(number=F("number") + len(missing))
        for number, wording in enumerate(reversed(missing), 1):
            self._version(provision, number, wording, parsed.label, current=False)
        return "changed"

    def _gone(self, key: Key) -> bool:
        """Stored in this language, missing from the file: ended by a newer consolidation, or never there."""
        current = next((v for v in self.stored.versions[key] if v.is_current), None)
        text = current and self.stored.text(current, self.language)
        if not current or not text:
            return False
        if self.mode is Mode.NEWER:
            self._close(current, self.as_of)
            return True
        text.delete()
        others = [other for other in self.stored.texts[current.pk].values() if other is not text]
        if not others and len(self.stored.versions[key]) == 1:
            self.stored.provisions[key].delete()
        elif not others:
            current.delete()
        return True


def outline_rows(parsed: ParsedLaw, slugs: dict[Key, str]) -> list[list[Any]]:
    """The containers as stored on the source: [[level, label, heading, slug of the first provision under it], ...]."""
    rows = []
    for entry in parsed.outline:
        below = parsed.provisions[entry.before] if entry.before < len(parsed.provisions) else None
        rows.append([entry.level, entry.label, entry.heading, slugs.get(key_of(below), "") if below else ""])
    return rows
