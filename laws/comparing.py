"""How a file's provisions compare with what is stored: one decision each, nothing written yet."""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from laws.models import Law, LawSource, Provision, ProvisionText, ProvisionVersion
from laws.parsed import ParsedLaw, ParsedProvision

Key = tuple[str, str, int]

# Structured files of the publisher first, then pages, then derived texts.
RANKS = {
    "sheet": 10, "justice-canada": 10, "uslm": 10, "bcn": 10, "lexml": 10, "impo-json": 15, "infoleg-html": 15,
    "suin-html": 15, "planalto-html": 15, "udhr-html": 15, "akoma-ntoso": 20, "normas-html": 25, "markdown": 30,
    "json-record": 35, "text": 40, "keyed": 50,
}  # fmt: skip


class Mode(Enum):
    """What the file is to what is stored in its language."""

    FIRST = "first text of the law in this language"
    SAME = "the stored file again, or a better one of the same consolidation: texts are put right in place"
    NEWER = "a newer consolidation: what changed becomes a new version"
    OLDER = "an older consolidation: what differs becomes an earlier version"
    ALTERNATIVE = "a lower-ranked file of the same consolidation: kept, makes no versions"


@dataclass(slots=True)
class Stored:
    """A law's provisions as stored: versions in order, texts by version pk and language."""

    provisions: dict[Key, Provision] = field(default_factory=dict)
    versions: dict[Key, list[ProvisionVersion]] = field(default_factory=dict)
    texts: dict[int, dict[str, ProvisionText]] = field(default_factory=dict)

    def text(self, version: ProvisionVersion, language: str) -> ProvisionText | None:
        return self.texts.get(version.pk, {}).get(language)


def load(law: Law) -> Stored:
    """Three queries; texts without their bodies."""
    stored = Stored()
    by_pk: dict[int, Key] = {}
    for provision in law.provisions.all():
        key = (provision.sequence, provision.number, provision.ordinal)
        stored.provisions[key], stored.versions[key] = provision, []
        by_pk[provision.pk] = key
    for version in ProvisionVersion.objects.filter(provision__law=law).order_by("provision_id", "number"):
        stored.versions[by_pk[version.provision_id]].append(version)
    for text in ProvisionText.objects.filter(version__provision__law=law).defer("blocks", "body"):
        stored.texts.setdefault(text.version_id, {})[text.language] = text
    return stored


def mode_of(parsed: ParsedLaw, rank: int, as_of: date | None, sources: list[LawSource], sha256: str) -> Mode:
    """`sources`: the law's stored sources; only those in the file's language that made versions count."""
    rivals = [source for source in sources if source.language == parsed.language and not source.is_alternative]
    if not rivals:
        return Mode.FIRST
    if any(source.sha256 == sha256 for source in rivals):
        return Mode.SAME
    newest = max(rivals, key=lambda source: (source.as_of or date.min, -source.rank))
    if as_of and newest.as_of and as_of != newest.as_of:
        if any(source.as_of == as_of for source in rivals):
            return Mode.ALTERNATIVE
        return Mode.NEWER if as_of > newest.as_of else Mode.OLDER
    return Mode.SAME if rank < newest.rank else Mode.ALTERNATIVE


def key_of(provision: ParsedProvision) -> Key:
    """Identity of a parsed provision within its law."""
    return provision.sequence, provision.number, provision.ordinal
