"""Which provisions of a law a page shows: their wordings on a day, their languages, and a part of bounded size."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models.functions import Length

from laws import states
from laws.models import Law, ProvisionText, ProvisionVersion
from laws.states import Shown, VersionRow
from records.models import LANGUAGES
from records.visibility import NOBODY, visible_to

# Characters of law on one page: some 30 KiB of compressed HTML, so that the first view stays within 100 KiB.
PART_CHARS = 60_000


class TextRow(NamedTuple):
    """What is known of a text without its blocks; `size` in characters."""

    label: str
    heading: str
    standing: str
    size: int


@dataclass(slots=True)
class Unit:
    """One provision: its wordings by number, their texts by version and language, and the wording to show."""

    pk: int
    slug: str
    kind: str
    versions: list[VersionRow] = field(default_factory=list)
    texts: dict[int, dict[str, TextRow]] = field(default_factory=dict)
    shown: Shown = field(init=False)

    def text(self, languages: Sequence[str]) -> tuple[str, TextRow] | None:
        """The shown wording in the first of these languages that it has, else in any; None when it has no text."""
        held = self.texts.get(self.shown.version.pk, {})
        language = next((code for code in languages if code in held), None) or min(held, default=None)
        return (language, held[language]) if language else None


def load(law: Law) -> list[Unit]:
    """All provisions in reading order: two queries, no text bodies."""
    versions = visible_to(NOBODY, ProvisionVersion.objects.filter(provision__law=law))
    rows = versions.order_by("provision__position", "provision_id", "number").values_list(
        "provision_id", "provision__slug", "provision__kind",
        "pk", "number", "is_current", "valid_from", "valid_to", "status", "as_of", "start_basis",
    )  # fmt: skip
    units: dict[int, Unit] = {}
    by_version: dict[int, Unit] = {}
    for pk, slug, kind, *version in rows:
        unit = units.get(pk) or units.setdefault(pk, Unit(pk, slug, kind))
        unit.versions.append(VersionRow(*version))
        by_version[version[0]] = unit
    texts = ProvisionText.objects.filter(version__provision__law=law).values_list(
        "version_id", "language", "label", "heading", "standing", Length("body")
    )
    for version_pk, language, *text in texts:
        if found := by_version.get(version_pk):
            found.texts.setdefault(version_pk, {})[language] = TextRow(*text)
    return list(units.values())


def choose_wordings(units: Iterable[Unit], today: date, day: date | None, law_date: date | None) -> None:
    """Set `shown` of every unit: the wording of `day`, or the newest."""
    for unit in units:
        unit.shown = states.on(unit.versions, day, law_date) if day else states.newest(unit.versions, today)


def languages_of(units: Iterable[Unit]) -> list[str]:
    """Languages in which the law has text, the product's own first, in their fixed order."""
    found = {language for unit in units for held in unit.texts.values() for language in held}
    return [code for code in LANGUAGES if code in found] + sorted(found.difference(LANGUAGES))


def parts(units: Sequence[Unit], languages: Sequence[str], limit: int) -> list[list[Unit]]:
    """Runs of provisions of at most `limit` characters each (a longer provision stands alone); at least one run."""
    runs: list[list[Unit]] = [[]]
    room = limit
    for unit in units:
        found = unit.text(languages)
        size = (found[1].size if found else 0) + 200
        if size > room and runs[-1]:
            runs.append([])
            room = limit
        runs[-1].append(unit)
        room -= size
    return runs
