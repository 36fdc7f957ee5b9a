"""Import: stage → check → compare → apply, one transaction a file. Run again: nothing to do (reliability rule 9)."""

import gc
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.signal_handlers import disable_reference_index_auto_update

from countries.models import Jurisdiction
from laws import comparing
from laws.applying import Applier, Counts, outline_rows
from laws.comparing import Mode, key_of
from laws.identity import Register, to_date
from laws.models import Law, LawAlias, LawEvent, LawSource
from laws.models.law import name_key, number_key
from laws.parsed import Event, ParsedLaw, Refusal
from laws.staging import Staged, parser_fingerprint
from records import outbox
from records.models import LANGUAGES, LanguageState
from records.rows import insert, insert_keyed

WARNINGS_KEPT = 50
FILES_A_TRANSACTION = 16


@dataclass(slots=True)
class FileReport:
    """One line of the report; `refused` is the reason, or None."""

    file: str
    law: str | None = None
    language: str | None = None
    counts: Counts = field(default_factory=Counts)
    warnings: list[dict[str, Any]] = field(default_factory=list)
    refused: str | None = None
    line: int = 0
    kept_as_alternative: bool = False

    def as_dict(self) -> dict[str, Any]:
        return {
            "file": self.file, "law": self.law, "language": self.language, "provisions": self.counts.provisions,
            "new": self.counts.new, "changed": self.counts.changed, "unchanged": self.counts.unchanged,
            "other_units": self.counts.other, "alternative": self.kept_as_alternative, "warnings": self.warnings,
            "refused": self.refused, **({"line": self.line} if self.refused and self.line else {}),
        }  # fmt: skip


@dataclass(slots=True)
class _Batch:
    """What the files of one transaction share; the options are those of `apply`.

    touched: laws that the index owes a look. kept: raw files that `keeping` is writing.
    """

    register: Register
    keeping: ThreadPoolExecutor
    dry_run: bool
    live: bool = True
    keep: bool = True
    law: Law | None = None
    touched: set[int] = field(default_factory=set)
    kept: list[Future[Path]] = field(default_factory=list)


def totals(reports: Iterable[FileReport]) -> dict[str, int]:
    """Sums over files; `laws` counts each law once."""
    reports = list(reports)
    sums = {
        name: sum(getattr(r.counts, name) for r in reports) for name in ("provisions", "new", "changed", "unchanged")
    }
    other = {f"other_{name}": sum(r.counts.other[name] for r in reports) for name in ("new", "changed")}
    refused = sum(r.refused is not None for r in reports)
    laws = len({r.law for r in reports if r.law})
    return {
        "files": len(reports),
        "imported": len(reports) - refused,
        "refused": refused,
        "laws": laws,
        **sums,
        **other,
    }


def known() -> frozenset[tuple[str, str]]:
    """(name, sha256) of the files that were read by the present code: nothing in them can have changed."""
    sources = LawSource.objects.filter(parser=parser_fingerprint())
    return frozenset(sources.values_list("file_name", "sha256"))


def apply_all(staged: Iterable[Staged], *, dry_run: bool = False) -> Iterator[FileReport]:
    """Apply file after file, a few in a transaction, each in a savepoint of its own: a refused one leaves the others whole.

    Killed at any moment, the files of the unfinished transaction are simply not there, and the next run takes them.
    """
    files = iter(staged)
    jurisdictions: dict[str, Jurisdiction] = {}
    # Rows come and go by the ten thousand, without cycles: looking for some at the usual pace costs a fifth of the time.
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 50, 50)
    try:
        while group := list(islice(files, FILES_A_TRANSACTION)):
            yield from _apply_together(group, jurisdictions, dry_run=dry_run)
    finally:
        gc.set_threshold(*usual)


def apply(
    file: Staged, *, dry_run: bool = False, live: bool = True, keep: bool = True, law: Law | None = None
) -> FileReport:
    """Apply one staged file and report it.

    live: a law that the file makes is published at once; otherwise it waits as a draft. keep: the raw file is kept (not
    where the caller may roll the transaction back). law: the law that the file is of, where that need not be found out.
    """
    return _apply_together([file], {}, dry_run=dry_run, live=live, keep=keep, law=law)[0]


def _apply_together(files: list[Staged], jurisdictions: dict[str, Jurisdiction], **options: Any) -> list[FileReport]:
    """One transaction: what files have to ask of the database about other laws is asked once for all of them."""
    with ThreadPoolExecutor(1) as keeping, transaction.atomic():
        batch = _Batch(Register([file.law for file in files if file.law], jurisdictions), keeping, **options)
        reports = [_report(file, batch) for file in files]
        outbox.touch("law", batch.touched)
        # The raw files first, the rows after: a row never points to a file that is not there.
        for kept in batch.kept:
            kept.result()
    return reports


def _report(file: Staged, batch: _Batch) -> FileReport:
    report = FileReport(file.name, refused=file.refused, line=file.line)
    if file.refused:
        return report
    if file.law is None:
        return _stored_report(file, report)
    try:
        # Wagtail's reference index would cost more than the law itself; editors' saves keep it as usual.
        with transaction.atomic(), disable_reference_index_auto_update():
            law, changed = _apply(file, file.law, batch, report)
            if batch.dry_run:
                transaction.set_rollback(True)
    except Refusal as refusal:
        report.refused, report.line, report.counts = refusal.reason, refusal.line, Counts()
        return report
    if not batch.dry_run:
        batch.register.add(law)
        batch.touched.update([law.pk] if changed else [])
        if batch.keep:
            batch.kept.append(batch.keeping.submit(keep_raw, file.data, file.sha256))
    return report


def _stored_report(file: Staged, report: FileReport) -> FileReport:
    source = LawSource.objects.select_related("law__jurisdiction").get(
        sha256=file.sha256, file_name=_kept_name(file.name)
    )
    counts = source.counts
    report.law, report.language = _law_name(source.law), source.language
    report.counts.provisions = report.counts.unchanged = counts.get("provisions", 0)
    report.counts.other["units"] = report.counts.other["unchanged"] = counts.get("units", 0)
    report.warnings, report.kept_as_alternative = source.warnings, source.is_alternative
    return report


def _apply(file: Staged, parsed: ParsedLaw, batch: _Batch, report: FileReport) -> tuple[Law, bool]:
    """The law, and whether the index owes it a look."""
    _check(parsed)
    jurisdiction = batch.law.jurisdiction if batch.law else batch.register.jurisdiction(parsed)
    law = batch.law or batch.register.find(parsed, jurisdiction)
    created = law is None
    law = law or _create(parsed, jurisdiction, batch)
    report.law, report.language = _law_name(law), parsed.language
    report.warnings = [{"line": line, "message": text} for line, text in parsed.warnings[:WARNINGS_KEPT]]

    sources = [] if created else list(law.sources.all())
    rank, as_of = comparing.RANKS.get(parsed.format, 50), to_date(parsed.as_of)
    mode = comparing.mode_of(parsed, rank, as_of, sources, file.sha256)
    source, changed = _source(law, parsed, file, sources, mode is Mode.ALTERNATIVE, rank, as_of)
    if mode is Mode.ALTERNATIVE:
        report.kept_as_alternative = True
        report.counts = _as_unchanged(parsed)
    else:
        if mode is Mode.SAME:
            _step_back(sources, source, parsed.language, as_of)
        stored = comparing.Stored() if created else comparing.load(law)
        applier = Applier(law, parsed, source, stored, sources)
        report.counts = applier.run()
        changed |= applier.wrote
        source.outline = outline_rows(parsed, applier.slugs())
    source.counts = {"provisions": report.counts.provisions, "units": report.counts.other["units"]}
    source.warnings, source.parser = report.warnings, parser_fingerprint()
    source.save(update_fields=["outline", "counts", "warnings", "parser"])
    touched = report.counts.new or report.counts.changed or report.counts.other["new"] or report.counts.other["changed"]
    recorded = _record(law, parsed, source, report, created)
    return law, bool(touched or recorded or changed)


def _check(parsed: ParsedLaw) -> None:
    """What no law lacks, and what would break identity if a reader let it through."""
    if not parsed.title.strip():
        raise Refusal("no title was found")
    if parsed.type not in Law.Type.values:
        raise Refusal(f"unknown type of law “{parsed.type}”")
    keys = [key_of(provision) for provision in parsed.provisions]
    if len(set(keys)) != len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise Refusal(f"two provisions share one identity: {' '.join(map(str, twice))}")
    repealed = any(event.kind == "repealed" for event in parsed.events)
    if not parsed.provisions and not repealed:
        raise Refusal("it holds no article or section")


def _law_name(law: Law) -> str:
    return f"{law.jurisdiction.code}/{law.slug}"


def _kept_name(name: str) -> str:
    return name[-300:]


def _as_unchanged(parsed: ParsedLaw) -> Counts:
    counts = Counts()
    for provision in parsed.provisions:
        counts.add(provision.kind, "unchanged")
    return counts


def _create(parsed: ParsedLaw, jurisdiction: Jurisdiction, batch: _Batch) -> Law:
    law = Law(
        jurisdiction=jurisdiction, type=parsed.type, native_type=parsed.native_type[:120], number=parsed.number[:120],
        number_key=number_key(parsed.number), name_key=name_key(parsed.title), date=to_date(parsed.date),
        slug=batch.register.slug(parsed, jurisdiction), live=batch.live, has_unpublished_changes=not batch.live,
    )  # fmt: skip
    _name(law, parsed)
    # One insert: `save` would ask for children and revisions that a new law cannot have. The outbox is touched above.
    insert_keyed([law], "jurisdiction_id", "slug")
    return law


def _name(law: Law, parsed: ParsedLaw) -> bool:
    """The title in the file's language, where the record has none yet; a title of the law itself needs no review."""
    language = _column(parsed)
    if getattr(law, f"title_{language}"):
        return False
    setattr(law, f"title_{language}", parsed.title.strip()[:1000])
    setattr(law, f"state_{language}", LanguageState.REVIEWED)
    return True


def _column(parsed: ParsedLaw) -> str:
    """The language whose columns hold the record's names; a text in any other language has its names under English."""
    return parsed.language if parsed.language in LANGUAGES else "en"


def _source(
    law: Law,
    parsed: ParsedLaw,
    file: Staged,
    sources: list[LawSource],
    alternative: bool,
    rank: int,
    as_of: date | None,
) -> tuple[LawSource, bool]:
    """The stored source of these bytes, or a new one."""
    name = _kept_name(file.name)
    source = next((s for s in sources if s.sha256 == file.sha256 and s.file_name == name), None)
    fresh = source is None
    source = source or LawSource(law=law, sha256=file.sha256, file_name=name)
    source.format, source.language, source.rank = parsed.format, parsed.language, rank
    source.as_of, source.is_alternative, source.official = as_of, alternative, parsed.official
    source.publisher, source.url = parsed.publisher[:300], parsed.url if len(parsed.url) <= 1000 else ""
    source.claimed_status = parsed.claimed_status[:60]
    if fresh:
        insert_keyed([source], "sha256", "file_name")
    else:
        source.save()
    return source, fresh and not alternative


def _step_back(sources: list[LawSource], source: LawSource, language: str, as_of: date | None) -> None:
    """A better file of the same consolidation takes over: the one it replaces becomes the alternative."""
    for other in sources:
        same_day = other.as_of == as_of or not (other.as_of and as_of)
        if other.pk != source.pk and other.language == language and same_day and not other.is_alternative:
            other.is_alternative = True
            other.save(update_fields=["is_alternative"])


def _record(law: Law, parsed: ParsedLaw, source: LawSource, report: FileReport, created: bool) -> bool:
    """Names, events and address of the official text: added where missing, through a revision if an editor was there.

    An unpublished draft is never overtaken: its law keeps its fields, and the report says so.
    """
    before: tuple[set[Any], set[Any]] = (set(), set())
    if not created:
        before = (set(law.aliases.values_list("text", "language")), set(law.events.values_list("kind", "date", "note")))
    named = not created and _name(law, parsed)
    aliases = {(a.text.strip()[:500], a.language): a.kind for a in parsed.aliases if a.text.strip()}
    rows = [
        LawAlias(law_id=law.pk, text=text, language=language, kind=kind)
        for (text, language), kind in aliases.items()
        if (text, language) not in before[0] and text not in (law.number, getattr(law, f"title_{language}", ""))
    ]
    events = [row for event in parsed.events if (row := _event(law, event, source)) and _unknown(row, before[1])]
    link = parsed.url if parsed.official and not law.official_url and len(parsed.url) <= 500 else ""
    if not (rows or events or named or link):
        return False
    # A law that waits for its first publication, and was opened by nobody, has no draft that could be overtaken.
    if law.has_unpublished_changes and law.latest_revision_id and not created:
        message = "the law has an unpublished draft: names, events and link of the file were not added"
        report.warnings.append({"line": 0, "message": message})
        return False
    insert(rows)
    insert(list({(e.kind, e.date, e.note): e for e in events}.values()))
    if named or link:
        law.official_url = link or law.official_url
        law.save(update_fields=["official_url", f"title_{_column(parsed)}", f"state_{_column(parsed)}"])
    if law.latest_revision_id:
        Law.objects.get(pk=law.pk).save_revision().publish()
    return True


def _unknown(event: LawEvent, stored: set[tuple[str, date | None, str]]) -> bool:
    return (event.kind, event.date, event.note) not in stored


def _event(law: Law, event: Event, source: LawSource) -> LawEvent | None:
    if event.kind not in LawEvent.Kind.values:
        return None
    claim = event.kind == LawEvent.Kind.STATUS_CLAIM
    return LawEvent(
        law_id=law.pk, kind=event.kind, date=to_date(event.date), note=event.note[:500], source=source, is_claim=claim
    )


def raw_path(sha256: str) -> Path:
    """Where a file lies as it was received."""
    return Path(settings.RAW_DIR) / sha256[:2] / sha256


def keep_raw(data: bytes, sha256: str) -> Path:
    """The file as received, by its hash, read-only; written whole or not at all."""
    path = raw_path(sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(data)
        part.chmod(0o440)
        part.replace(path)
    return path
