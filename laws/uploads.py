"""Texts of laws among the files that editors bring: what they would change, provision by provision, then applied.

Files of one law go together: they are applied in a transaction that is rolled back, and what stood there before is
compared with what stands there then. A law that is made so waits as a draft.
"""

import pickle
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from laws import importing, reasons, scans, snapshots, staging
from laws.identity import Register
from laws.importing import FileReport
from laws.models import Law, LawSource
from laws.models.law import name_key, number_key
from laws.parsed import Refusal
from laws.staging import Staged
from records.comparisons import Comparison, Row

FILES = 300
_LANGUAGES = {"es": "español", "en": "English", "fr": "français", "pt": "português"}


@dataclass(slots=True)
class _Law:
    """Files that seem to be of one law, spooled; what became of them."""

    spooled: list[Path] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    reports: list[FileReport] = field(default_factory=list)
    live: list[str] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        return Comparison(self.rows).fingerprint


@dataclass(slots=True)
class _Read:
    """All that an upload holds: laws by what tells them apart, and files that hold none."""

    laws: dict[str, _Law] = field(default_factory=dict)
    aside: list[Row] = field(default_factory=list)
    reports: list[FileReport] = field(default_factory=list)
    too_many: bool = False


class StatuteIntake:
    """Files, or an archive of files, in any format that `laws.importers` knows."""

    name = "statutes"
    label = gettext_lazy("texts of laws")
    words = {
        "versions": gettext_lazy("wordings"), "names": gettext_lazy("other names"), "events": gettext_lazy("events"),
        "files": gettext_lazy("source files"), "official_url": gettext_lazy("official text"),
        **{f"text_{code}": name for code, name in _LANGUAGES.items()},
        **{f"title_{code}": name for code, name in _LANGUAGES.items()},
    }  # fmt: skip

    def may_bring(self, user: Any) -> bool:
        return bool(user.has_perms(["records.add_upload", "laws.add_law", "laws.change_law"]))

    def missing_right(self, user: Any, live: list[str]) -> str:
        """New texts of a published law are published by being applied."""
        if not self.may_bring(user):
            return _("Your account may not change these records.")
        if live and not user.has_perm("laws.publish_law"):
            return _(
                "The text of published laws would change: somebody who may publish has to apply this upload. It waits here."
            )
        return ""

    def describe(self, facts: dict[str, Any]) -> list[tuple[str, Any]]:
        """Counts of articles and sections, as imports report them."""
        names = {
            "files": _("files"), "refused": _("refused"), "laws": _("laws"), "new": _("new articles"),
            "changed": _("changed articles"), "unchanged": _("unchanged articles"),
        }  # fmt: skip
        totals = facts.get("totals", {})
        return [(label, totals[name]) for name, label in names.items() if name in totals]

    def compare(self, path: Path, name: str, options: dict[str, Any]) -> Comparison:
        with _read(path, name, options) as read:
            if read.too_many:
                return Comparison(refused=_("More than %d files: an administrator can import them by command.") % FILES)
            for law in read.laws.values():
                _run(law, commit=False)
            return _comparison(read)

    def apply(
        self, path: Path, name: str, options: dict[str, Any], shown: dict[str, Any], user: Any
    ) -> tuple[bool, Comparison]:
        seen = shown["facts"].get("laws", {})
        whole = True
        with _read(path, name, options) as read:
            for key, law in read.laws.items():
                whole &= _run(law, commit=True, seen=seen.get(key, ""), user=user)
            done = _comparison(read)
        return whole, done if whole else self.compare(path, name, options)


@contextmanager
def _read(path: Path, name: str, options: dict[str, Any]) -> Iterator[_Read]:
    """Everything is read before the database is asked: parsed laws wait on disk, a law's together."""
    with tempfile.TemporaryDirectory(prefix="kb-upload-") as folder:
        # Under the name that the editor gave it: reports say it, and some formats take a law's number from it.
        last = PurePosixPath(name.replace("\\", "/")).name.strip(". ")
        given = last.encode("utf-8", "ignore")[-200:].decode("utf-8", "ignore") or "upload"
        brought = Path(folder) / "brought"
        brought.mkdir()
        (brought / given).symlink_to(path)
        found = _Read()
        stored = LawSource.objects.filter(parser=staging.parser_fingerprint()).exclude(format=scans.FORMAT)
        known = _Known(frozenset(stored.values_list("sha256", flat=True)))
        files = staging.stage([brought / given], known=known, jurisdiction=options.get("jurisdiction", ""))
        for number, file in enumerate(files):
            if number >= FILES:
                found.too_many = True
                break
            _sort(found, file, Path(folder) / str(number))
        yield found


@dataclass(frozen=True, slots=True)
class _Known:
    """Files that are stored already, whatever they are called today: to `staging` they come as (name, hash)."""

    hashes: frozenset[str]

    def __contains__(self, file: object) -> bool:
        return isinstance(file, tuple) and file[1] in self.hashes


def _stored_already(file: Staged) -> FileReport:
    source = LawSource.objects.filter(sha256=file.sha256).select_related("law__jurisdiction").first()
    report = FileReport(file.name, refused=file.refused, line=file.line)
    if source and not file.refused:
        report.law, report.language = f"{source.law.jurisdiction.code}/{source.law.slug}", source.language
        report.counts.provisions = report.counts.unchanged = source.counts.get("provisions", 0)
    return report


def _sort(found: _Read, file: Staged, spooled: Path) -> None:
    if file.law is None:
        found.reports.append(_stored_already(file))
        problems = [("", reasons.told(file.refused))] if file.refused else []
        found.aside.append(Row(file.name, "refused" if problems else "unchanged", file.line, problems=problems))
        return
    spooled.write_bytes(pickle.dumps(file))
    law = file.law
    number = number_key(law.number)
    key = "/".join((law.jurisdiction, law.type, number or name_key(law.title)))
    found.laws.setdefault(key, _Law()).spooled.append(spooled)


def _run(law: _Law, *, commit: bool, seen: str = "", user: Any = None) -> bool:
    """Apply the files of one law and note what changed. Kept only with `commit`, and only when that is what was seen."""
    files = [pickle.loads(path.read_bytes()) for path in law.spooled]  # noqa: S301 - written by this process
    with transaction.atomic():
        before = _stored(files)
        touched: dict[int, Law] = {}
        for file in files:
            report = importing.apply(file, live=False, keep=False)
            law.reports.append(report)
            if report.refused:
                problems = [("", reasons.told(report.refused))]
                law.rows.append(Row(file.name, "refused", report.line, problems=problems))
                continue
            code, _slash, slug = (report.law or "").partition("/")
            one = Law.objects.select_related("jurisdiction").get(jurisdiction__code=code, slug=slug)
            touched[one.pk] = one
        for one in touched.values():
            _compare(law, one, before.get(one.pk), files)
        if not commit or law.fingerprint != seen:
            transaction.set_rollback(True)
            return not commit
        for file, report in zip(files, law.reports, strict=True):
            if not report.refused:
                importing.keep_raw(file.data, file.sha256)
        for pk, one in touched.items():
            log(one, "wagtail.edit" if pk in before else "wagtail.create", user=user, content_changed=True)
    return True


def _stored(files: list[Staged]) -> dict[int, snapshots.Snapshot]:
    """The laws that the files are of, as they stand, each locked where the database can."""
    register = Register([file.law for file in files if file.law])
    found = {}
    for file in files:
        try:
            law = register.find(file.law, register.jurisdiction(file.law)) if file.law else None
        except Refusal:
            continue
        if law and law.pk not in found:
            Law.objects.select_for_update().get(pk=law.pk)
            found[law.pk] = snapshots.of(law)
    return found


def _compare(group: _Law, law: Law, before: snapshots.Snapshot | None, files: list[Staged]) -> None:
    name = f"{law.jurisdiction.code}/{law.slug}"
    rows = snapshots.differences(name, before, snapshots.of(law), _("the same words in another arrangement"))
    if not rows:
        rows = [Row(name, "unchanged")]
    elif before is not None and law.live:
        group.live.append(name)
    rows[0].notes += [
        (f"{report.file}:{warning['line']}" if warning["line"] else report.file, reasons.told(warning["message"]))
        for report in group.reports if report.law == name for warning in report.warnings
    ]  # fmt: skip
    group.rows += rows


def _comparison(read: _Read) -> Comparison:
    laws = read.laws
    rows = [row for law in laws.values() for row in law.rows]
    reports = [*read.reports, *(report for law in laws.values() for report in law.reports)]
    facts = {"totals": importing.totals(reports), "laws": {key: law.fingerprint for key, law in laws.items()}}
    live = sorted({name for law in laws.values() for name in law.live})
    return Comparison([*rows, *read.aside], facts=facts, live=live)
