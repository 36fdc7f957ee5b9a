"""From the spans of a provision to its rows: what is stored already keeps its row, the rest is gathered and written together."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import F

from laws.digesting import block_row, body_of, quoted_of
from laws.models import LawSource, Provision, ProvisionText, ProvisionVersion
from laws.parsed import Wording
from laws.timeline import UNDATED, Seen, Span
from records.rows import insert, insert_keyed

Basis = ProvisionVersion.Basis
_DATED = ("number", "is_current", "valid_from", "valid_to", "start_basis", "status", "as_of")
_ASIDE = 10_000  # numbers are moved this far out of the way before they are given anew: they are unique at every moment
_CONTENT = ("source_id", "standing", "label", "heading", "blocks", "body", "history", "quoted", "digest")


@dataclass(frozen=True, slots=True)
class Reading:
    """A wording as the file at hand has it: not stored yet, or to be told from what is stored."""

    source: LawSource
    language: str
    wording: Wording
    label: str
    digest: str

    @property
    def quoted(self) -> str:
        return quoted_of(self.wording) if self.wording.quoted is None else self.wording.quoted

    def text(self, version: ProvisionVersion) -> ProvisionText:
        wording = self.wording
        return ProvisionText(
            version=version, language=self.language, source_id=self.source.pk, label=self.label[:200],
            standing=standing_of(self.source), heading=wording.heading[:1000],
            blocks=[block_row(block) for block in wording.blocks], body=body_of(wording), history=wording.history,
            quoted=self.quoted, digest=self.digest,
        )  # fmt: skip

    def is_stored_as(self, held: ProvisionText) -> bool:
        """Whether a stored text is this one, from this file; without making it: most files are read to find no change."""
        mine = (self.digest, self.source.pk, self.wording.history, standing_of(self.source), self.quoted)
        return mine == (held.digest, held.source_id, held.history, held.standing, held.quoted)


@dataclass(slots=True)
class Writes:
    """Rows to insert, change and delete, for one file; `write` puts them in an order that no constraint minds."""

    provisions: list[Provision] = field(default_factory=list)
    versions: list[ProvisionVersion] = field(default_factory=list)
    texts: list[ProvisionText] = field(default_factory=list)
    copies: list[tuple[ProvisionText, ProvisionText, LawSource | None]] = field(default_factory=list)
    resourced: list[ProvisionText] = field(default_factory=list)
    changed_versions: list[ProvisionVersion] = field(default_factory=list)
    renumbered: set[int] = field(default_factory=set)
    changed_texts: list[ProvisionText] = field(default_factory=list)
    dropped: list[ProvisionText | ProvisionVersion | Provision] = field(default_factory=list)
    moved: list[Provision] = field(default_factory=list)

    @property
    def any(self) -> bool:
        """Whether there is anything to write."""
        return bool(
            self.provisions or self.versions or self.changed_versions or self.moved or self.dropped or self._of_texts
        )

    @property
    def _of_texts(self) -> bool:
        return bool(self.texts or self.copies or self.changed_texts or self.resourced)

    def write(self) -> None:
        self._copy()
        for model in (ProvisionText, ProvisionVersion, Provision):
            if pks := [row.pk for row in self.dropped if isinstance(row, model)]:
                model._default_manager.filter(pk__in=pks).delete()
        if self.renumbered:
            ProvisionVersion.objects.filter(pk__in=self.renumbered).update(number=F("number") + _ASIDE)
        # Former versions first: one version is current at every moment.
        for current in (False, True):
            rows = [version for version in self.changed_versions if version.is_current is current]
            ProvisionVersion.objects.bulk_update(rows, _DATED, batch_size=200)
        Provision.objects.bulk_update(self.moved, ["position"], batch_size=500)
        self._insert()
        ProvisionText.objects.bulk_update(self.resourced, ["source", "standing"], batch_size=200)
        for text in self.changed_texts:
            text.save(force_update=True)

    def _insert(self) -> None:
        """New rows from the outside in."""
        insert_keyed(self.provisions, "law_id", "slug")
        for version in self.versions:
            version.provision_id = version.provision.pk
        insert_keyed(self.versions, "provision_id", "number")
        for text in self.texts:
            text.version_id = text.version.pk
        insert(self.texts)

    def _copy(self) -> None:
        """Copies take over all of another text; bodies are read only here."""
        whole = ProvisionText.objects.in_bulk([original.pk for original, _, _ in self.copies])
        for original, copy, source in self.copies:
            for name in _CONTENT:
                setattr(copy, name, getattr(whole[original.pk], name))
            if source:
                copy.source, copy.standing = source, standing_of(source)
            (self.changed_texts if copy.pk else self.texts).append(copy)


@dataclass(slots=True)
class Outcome:
    """What a file changed of one provision: versions or their dates, the words of a text, or a text that was missing."""

    versions: bool = False
    words: bool = False
    added: bool = False

    @property
    def name(self) -> str:
        if self.versions or self.words:
            return "changed"
        return "new" if self.added else "unchanged"


class Weave:
    """Brings the rows of one provision to what its spans say."""

    def __init__(
        self,
        writes: Writes,
        provision: Provision,
        texts: dict[int, dict[str, ProvisionText]],
        sources: dict[tuple[str, date], LawSource],
    ):
        """texts: stored ones by version and language; sources: the file of each language and consolidation."""
        self.writes, self.provision, self.texts, self.sources = writes, provision, texts, sources
        self.outcome = Outcome()

    def run(
        self,
        stored: list[ProvisionVersion],
        found: list[Span],
        printed: list[ProvisionVersion],
        new_printed: list[tuple[ProvisionVersion, ProvisionText]],
    ) -> Outcome:
        """stored: versions that consolidations showed; printed: earlier wordings that a file prints; both in order.

        new_printed: printed ones that are not stored yet, as pairs of version and text.
        """
        rows = self._match(stored, found)
        for unused in [row for row in stored if row not in rows]:
            self.writes.dropped.append(unused)
            self.outcome.versions = True
        ordered: list[ProvisionVersion] = []
        waiting = [*printed, *(version for version, _ in new_printed)]
        for span, row in zip(found, rows, strict=True):
            mine = [version for version in waiting if (version.as_of or UNDATED) <= span.first]
            waiting = [version for version in waiting if version not in mine]
            ordered += [*mine, self._version(span, row, last=span is found[-1])]
        self._number([*waiting, *ordered])
        for version, text in new_printed:
            self.writes.versions.append(version)
            self.writes.texts.append(text)
            self.outcome.versions = True
        return self.outcome

    def _match(self, stored: list[ProvisionVersion], found: list[Span]) -> list[ProvisionVersion | None]:
        """The row that each span keeps: one that shares a text with it, else the one of the same day."""
        free = list(stored)
        rows: list[ProvisionVersion | None] = []
        for span in found:
            shares = (row for row in free if self._shares(row, span))
            same_day = (row for row in free if (row.as_of or UNDATED) == span.first)
            row = next(shares, None) or next(same_day, None)
            if row:
                free.remove(row)
            rows.append(row)
        return rows

    def _shares(self, row: ProvisionVersion, span: Span) -> bool:
        held = self.texts.get(row.pk, {})
        return any(language in held and held[language].digest == one.digest for language, one in span.texts.items())

    def _version(self, span: Span, row: ProvisionVersion | None, *, last: bool) -> ProvisionVersion:
        basis = Basis.STATED if span.stated else Basis.CONSOLIDATION if span.start else Basis.UNKNOWN
        values = {
            "is_current": last and span.gone is None, "valid_from": span.start, "valid_to": span.end, "start_basis": basis,
            "status": span.status, "as_of": span.first if span.first != UNDATED else None,
        }  # fmt: skip
        if row is None:
            row = ProvisionVersion(provision=self.provision, **values)
            self.writes.versions.append(row)
            self.outcome.versions = True
        elif changed := {name for name, value in values.items() if getattr(row, name) != value}:
            for name in changed:
                setattr(row, name, values[name])
            self._change(row)
            self.outcome.versions |= changed != {"as_of"}
        self._texts(span, row)
        return row

    def _change(self, row: ProvisionVersion) -> None:
        if row not in self.writes.changed_versions:
            self.writes.changed_versions.append(row)

    def _number(self, ordered: list[ProvisionVersion]) -> None:
        for number, version in enumerate(ordered, 1):
            if version.number != number:
                version.number = number
                if version.pk:
                    self.writes.renumbered.add(version.pk)
                    self._change(version)

    def _texts(self, span: Span, row: ProvisionVersion) -> None:
        held = self.texts.get(row.pk, {}) if row.pk else {}
        for language, one in span.texts.items():
            self._text(row, held.get(language), one, language, self.sources.get((language, span.days[language])))
        for language, text in held.items():
            if language not in span.texts:
                self.writes.dropped.append(text)
                self.outcome.versions = True

    def _text(
        self, row: ProvisionVersion, held: ProvisionText | None, one: Seen, language: str, source: LawSource | None
    ) -> None:
        wanted = one.payload
        if isinstance(wanted, ProvisionText):
            # A correction by an editor has no source and keeps none.
            source = source if wanted.source_id else None
            if held is None or held.digest != wanted.digest:
                copy = held or ProvisionText(version=row, language=language)
                self.writes.copies.append((wanted, copy, source))
            elif source and held.source_id != source.pk:
                held.source, held.standing = source, standing_of(source)
                self.writes.resourced.append(held)
        else:
            if held and wanted.is_stored_as(held):
                return
            fresh = wanted.text(row)
            fresh.pk = held.pk if held else None
            (self.writes.changed_texts if held else self.writes.texts).append(fresh)
        if held is None:
            self.outcome.added = True
        elif held.digest != one.digest:
            self.outcome.words = True


def standing_of(source: LawSource) -> str:
    """Of texts from this file."""
    return ProvisionText.Standing.OFFICIAL if source.official else ProvisionText.Standing.UNOFFICIAL
