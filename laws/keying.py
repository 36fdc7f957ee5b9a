"""Articles that editors key, most often from a scan: divided by the house's grammar, then stored as a file of the law.

The first text in a language is a source like any other file, whose publisher says who keyed it; any better file takes
its place. Later changes are corrections whose source is the editor: a new wording where the law was ever published, in
place while it was not.
"""

import re
import tempfile
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from laws import importing, snapshots, staging
from laws.applying import STEP
from laws.comparing import key_of
from laws.digesting import block_row, body_of, digest_of, quoted_of
from laws.identity import provision_slug
from laws.models import Law, LawSource, Provision, ProvisionText, ProvisionVersion
from laws.parsed import ParsedLaw, ParsedProvision
from laws.staging import Staged
from records import outbox

KEYED_BY = "Keyed from the scan by the editors"
ACTION = "laws.text"
SEVERAL = "this is more than one article"
TEXT_CHARS = 3_000_000
_INDENT = "\u2003"
# Labels under which the text of one article is read.
_ANY = {"es": "Artículo 1.", "pt": "Art. 1.", "fr": "Article 1.", "en": "Article 1."}


@dataclass(frozen=True, slots=True)
class Keyed:
    """What an editor keyed. wrapped: its lines break within paragraphs. as_of: ISO day of the consolidation, or "".

    label, heading: of an article that was opened by itself; the text then begins below them.
    """

    language: str
    text: str
    title: str = ""
    as_of: str = ""
    wrapped: bool = False
    label: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """An article found in the text beside what is stored. outcome: "new", "changed" or "unchanged"."""

    parsed: ParsedProvision
    outcome: str
    stored: str
    wanted: str


def read(law: Law, keyed: Keyed, provision: Provision | None = None) -> Staged:
    """Read in the sandbox; `refused` says why there is nothing to take. provision: the article that was opened by itself."""
    if provision:
        keyed = replace(keyed, text=f"{_ANY.get(keyed.language, _ANY['es'])} {keyed.text.strip()}")
    with tempfile.TemporaryDirectory(prefix="kb-keyed-") as folder:
        path = Path(folder) / f"{law.slug}.{keyed.language}.txt"
        path.write_bytes(_file(law, keyed))
        file = next(iter(staging.stage([path], processes=1)))
    return _as_article(file, keyed, provision) if provision else file


def _as_article(file: Staged, keyed: Keyed, provision: Provision) -> Staged:
    """Its identity is known, whatever its label says; its text was read under a label that stands for it."""
    found = file.law.provisions if file.law else []
    if file.refused or len(found) != 1:
        return replace(file, law=None, refused=file.refused or SEVERAL)
    one = found[0]
    one.sequence, one.kind, one.number, one.ordinal = (
        provision.sequence, provision.kind, provision.number, provision.ordinal,
    )  # fmt: skip
    one.label, one.current.heading = keyed.label.strip(), keyed.heading.strip() or one.current.heading
    return file


def _file(law: Law, keyed: Keyed) -> bytes:
    """The text with a front matter, so that the kept file says by itself what it is."""
    values = {
        "keyed": "scan", "publisher": KEYED_BY, "title": keyed.title or str(law), "jurisdiction": law.jurisdiction.code,
        "type": law.type, "native_type": law.native_type, "number": law.number,
        "date": law.date.isoformat() if law.date else "", "as_of": keyed.as_of, "language": keyed.language,
        "wrapped": "yes" if keyed.wrapped else "no",
    }  # fmt: skip
    lines = [f"{name}: {_quoted(value)}" for name, value in values.items() if value]
    # Nothing in a keyed text ends the front matter early: it stands above.
    return "\n".join(["---", *lines, "---", keyed.text.replace("\r\n", "\n"), ""]).encode("utf-8", "replace")


def _quoted(value: str) -> str:
    plain = " ".join(value.split()).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


# -- comparing


def units(law: Law, parsed: ParsedLaw) -> list[Unit]:
    """The articles of a text that was read, in its order."""
    stored = _stored(law, parsed.language)
    found = []
    for one in parsed.provisions:
        rows = [block_row(block) for block in one.current.blocks]
        wanted = snapshots.as_words(one.label, one.current.heading, rows)
        text = stored.get(key_of(one))
        held = snapshots.as_words(text.label, text.heading, text.blocks) if text else ""
        same = held.replace(_INDENT, "") == wanted.replace(_INDENT, "")
        outcome = "new" if text is None else "unchanged" if same else "changed"
        found.append(Unit(one, outcome, held, wanted))
    return found


def _stored(law: Law, language: str) -> dict[tuple[str, str, int], ProvisionText]:
    texts = ProvisionText.objects.filter(version__provision__law=law, version__is_current=True, language=language)
    return {_key(text.version.provision): text for text in texts.select_related("version__provision")}


def _key(provision: Provision) -> tuple[str, str, int]:
    return provision.sequence, provision.number, provision.ordinal


def state(law: Law, language: str) -> str:
    """Changes with every text of the law in that language: a form that was opened before does not write over it."""
    texts = ProvisionText.objects.filter(version__provision__law=law, version__is_current=True, language=language)
    rows = sorted(texts.values_list("version__provision__slug", "digest"))
    return blake2b(repr(rows).encode(), digest_size=16).hexdigest()


# -- writing


class Refused(Exception):
    """Nothing was written; the reason is the importer's, in English (`laws.reasons`)."""

    def __init__(self, reason: str, line: int = 0):
        super().__init__(reason)
        self.reason, self.line = reason, line


class ChangedMeanwhile(Exception):
    """Another editor wrote texts of this law in this language."""


def save(law: Law, file: Staged, seen: str, user: Any) -> int:
    """Store the articles of a text that was read; returns how many were written. seen: `state` when the form was opened."""
    if file.refused or file.law is None:
        raise Refused(file.refused or "", file.line)
    with transaction.atomic():
        law = Law.objects.select_for_update().select_related("jurisdiction").get(pk=law.pk)
        if state(law, file.law.language) != seen:
            raise ChangedMeanwhile
        if _has_text(law, file.law.language):
            changed = [unit for unit in units(law, file.law) if unit.outcome != "unchanged"]
            _write(law, file.law, changed)
            written = len(changed)
        else:
            report = importing.apply(file, law=law)
            if report.refused:
                raise Refused(report.refused, report.line)
            written = report.counts.new + report.counts.changed + report.counts.other["new"]
        if written:
            outbox.touch("law", [law.pk])
            log(law, ACTION, user=user, data={"language": file.law.language, "written": written}, content_changed=True)
    return written


def _has_text(law: Law, language: str) -> bool:
    return ProvisionText.objects.filter(version__provision__law=law, language=language).exists()


def _write(law: Law, parsed: ParsedLaw, changed: list[Unit]) -> None:
    stored = {_key(one): one for one in law.provisions.all()}
    wanted = {key_of(unit.parsed) for unit in changed}
    before: Provision | None = None
    for one in parsed.provisions:
        provision = stored.get(key_of(one))
        if key_of(one) in wanted:
            provision = provision or _added(law, one, before, list(stored.values()))
            stored[key_of(one)] = provision
            _put(law, provision, one, parsed.language)
        before = provision


def _added(law: Law, one: ParsedProvision, before: Provision | None, stored: list[Provision]) -> Provision:
    """After the article that stands before it in the text; alone, after the last one of its run with a lower number."""
    if before is None:
        run = [other for other in stored if other.sequence == one.sequence and _rank(other.number) < _rank(one.number)]
        before = max(run, key=lambda other: (other.position, other.pk), default=None)
    following = sorted(other.position for other in stored if before is None or other.position > before.position)
    position = (before.position + 1) if before and following else (before.position + STEP) if before else 0
    slug = base = provision_slug(one)
    taken, number = {other.slug for other in stored}, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return Provision.objects.create(
        law=law,
        sequence=one.sequence,
        kind=one.kind,
        number=one.number,
        ordinal=one.ordinal,
        slug=slug,
        position=position,
    )


def _rank(number: str) -> list[tuple[int, int | str]]:
    """ "12-bis" between "12" and "13"."""
    return [(0, int(part)) if part.isdecimal() else (1, part) for part in re.split(r"[-.]", number)]


def _put(law: Law, provision: Provision, one: ParsedProvision, language: str) -> None:
    """The wording, as the editor's: a new version of what readers may have seen, else in place."""
    version = provision.versions.order_by("-is_current", "-number").first()
    if version is None:
        version = ProvisionVersion.objects.create(provision=provision, number=1, as_of=_day(law, language))
    text = version.texts.filter(language=language).first()
    if text is not None and (law.live or law.first_published_at):
        version, text = _next(version, language), None
    rows = [block_row(block) for block in one.current.blocks]
    text = text or ProvisionText(version=version, language=language)
    text.label, text.heading, text.blocks = one.label[:200], one.current.heading[:1000], rows
    text.body, text.history, text.quoted = body_of(one.current), one.current.history, quoted_of(one.current)
    text.digest = digest_of(one.label, one.current.heading, rows)
    text.source, text.standing = None, ProvisionText.Standing.UNOFFICIAL
    text.save()


def _day(law: Law, language: str) -> Any:
    """Of the consolidation that the language's text is of."""
    used = LawSource.objects.filter(law=law, language=language, is_alternative=False)
    return used.order_by("-as_of").values_list("as_of", flat=True).first()


def _next(version: ProvisionVersion, language: str) -> ProvisionVersion:
    """A correction: the law itself did not change, so the wording that was wrong gets an empty range."""
    texts = list(version.texts.exclude(language=language))
    number = version.provision.versions.order_by("-number").values_list("number", flat=True)[0] + 1
    ProvisionVersion.objects.filter(pk=version.pk).update(is_current=False, valid_to=version.valid_from)
    new = ProvisionVersion.objects.create(
        provision=version.provision, number=number, is_current=True, valid_from=version.valid_from,
        start_basis=version.start_basis, status=version.status, as_of=version.as_of,
    )  # fmt: skip
    for text in texts:
        text.pk, text.version = None, new
        text.save(force_insert=True)
    return new


def remove(provision: Provision, user: Any) -> None:
    """Take an article away that was keyed by mistake; only of a law that was never published (ValueError otherwise)."""
    law = provision.law
    if law.live or law.first_published_at:
        raise ValueError("readers have seen it")
    with transaction.atomic():
        provision.delete()
        outbox.touch("law", [law.pk])
        log(law, ACTION, user=user, data={"removed": provision.slug}, content_changed=True)


def as_text(text: ProvisionText) -> str:
    """A stored text as it may be keyed again, without label and heading: inner units have a line each."""
    return snapshots.as_words("", "", text.blocks).replace(_INDENT, "")
