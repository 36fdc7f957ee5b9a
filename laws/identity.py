"""Which stored law a file is of, and the addresses of laws and provisions."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import count

from django.db.models import Q
from django.utils.text import slugify

from countries.models import Jurisdiction
from laws.labels import fold
from laws.models import Law
from laws.models.law import name_key, number_key
from laws.parsed import ParsedLaw, ParsedProvision, Refusal

# How a provision's address begins, by kind; anything else begins with its kind.
_PREFIX = {"article": "art", "section": "s", "rule": "r"}


def to_date(text: str | None) -> date | None:
    """An ISO date, or None for none and for what is no day."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


@dataclass(slots=True)
class _Row:
    """What tells a stored law from others."""

    pk: int
    jurisdiction: int
    type: str
    number: str
    name: str
    date: date | None
    slug: str


class Register:
    """The stored laws that some files may be of, and the addresses that they may want: three queries for all of them.

    Good for one transaction, in which `add` notes each law that the files create.
    """

    def __init__(self, files: Iterable[ParsedLaw], jurisdictions: dict[str, Jurisdiction] | None = None):
        """jurisdictions: those found so far, by the code that files give; filled here."""
        self.jurisdictions = {} if jurisdictions is None else jurisdictions
        self._rows: dict[int, _Row] = {}
        files = list(files)
        numbers = {key for parsed in files if (key := number_key(parsed.number))}
        names = {name_key(parsed.title) for parsed in files if not number_key(parsed.number)}
        # Empty numbers are named as the index of numbers names them: without that it would not be used.
        self._fetch(
            ~Q(number_key=""), jurisdiction__code__in={_code(parsed) for parsed in files}, number_key__in=numbers
        )
        self._fetch(name_key__in=names)
        self._fetch(slug__in={slug for parsed in files for slug in _addresses(parsed)})

    def _fetch(self, *conditions: Q, **values: Collection[str]) -> None:
        laws = Law.objects.filter(*conditions, **values).order_by()
        columns = ("pk", "jurisdiction_id", "type", "number_key", "name_key", "date", "slug")
        self._rows.update((row[0], _Row(*row)) for row in laws.values_list(*columns))

    def add(self, law: Law) -> None:
        """A law that was created since."""
        self._rows[law.pk] = _Row(
            law.pk, law.jurisdiction_id, law.type, law.number_key, law.name_key, law.date, law.slug
        )

    def jurisdiction(self, parsed: ParsedLaw) -> Jurisdiction:
        """The stored jurisdiction; Refusal when the file names none or one that is not loaded."""
        if not (code := _code(parsed)):
            raise Refusal("nothing in the file says whose law it is: name it with --jurisdiction CODE")
        found = self.jurisdictions.get(code) or Jurisdiction.objects.filter(code=code).first()
        if not found:
            raise Refusal(
                f"the jurisdiction “{parsed.jurisdiction}” is not known here: run `manage.py quickstart` first"
            )
        return self.jurisdictions.setdefault(code, found)

    def find(self, parsed: ParsedLaw, jurisdiction: Jurisdiction) -> Law | None:
        """By number (numbers that begin anew each year need the year too), else by name among laws of that type."""
        day, key, name = to_date(parsed.date), number_key(parsed.number), name_key(parsed.title)
        same = [
            row for row in self._rows.values()
            if row.jurisdiction == jurisdiction.pk and row.type == parsed.type and _same_year(row.date, day)
            and (row.number == key if key else row.name == name)
        ]  # fmt: skip
        if not same:
            return None
        law = Law.objects.get(pk=min(same, key=lambda row: (row.date != day, row.pk)).pk)
        law.jurisdiction = jurisdiction
        return law

    def slug(self, parsed: ParsedLaw, jurisdiction: Jurisdiction) -> str:
        """ "ley-25871", "decreto-616-2010", "i-2-5"; without a number the title's first words; unique in the jurisdiction."""
        taken = {row.slug for row in self._rows.values() if row.jurisdiction == jurisdiction.pk}
        wanted = _addresses(parsed)
        if free := next((slug for slug in wanted if slug not in taken), ""):
            return free
        same = Law.objects.filter(jurisdiction=jurisdiction, slug__startswith=wanted[0])
        taken.update(same.order_by().values_list("slug", flat=True))
        return next(slug for number in count(2) if (slug := f"{wanted[0]}-{number}") not in taken)


def find_law(parsed: ParsedLaw, jurisdiction: Jurisdiction) -> Law | None:
    """The stored law that one file is of."""
    return Register([parsed]).find(parsed, jurisdiction)


def law_slug(parsed: ParsedLaw, jurisdiction: Jurisdiction) -> str:
    """A free address for one law."""
    return Register([parsed]).slug(parsed, jurisdiction)


def _code(parsed: ParsedLaw) -> str:
    return parsed.jurisdiction.lower()


def _same_year(one: date | None, other: date | None) -> bool:
    """Files of one law give promulgation or publication, days or weeks apart; another year is another law."""
    return one is None or other is None or abs((one - other).days) < 200


def _addresses(parsed: ParsedLaw) -> list[str]:
    """The address that a law would have, and the one with its year."""
    key = number_key(parsed.number).replace(".", "-")
    if key:
        named = slugify(fold(parsed.native_type))
        alone = key[0].isalpha() or not named or key.startswith(named)
        wanted = slugify(key if alone else f"{named}-{key}")
    else:
        words = slugify(fold(parsed.title))
        # Cut between words.
        wanted = (
            (words if len(words) <= 70 else words[:70].rpartition("-")[0]) or slugify(fold(parsed.native_type)) or "law"
        )
    wanted, year = wanted[:100], (parsed.date or "")[:4]
    return [wanted, f"{wanted}-{year}"] if year else [wanted]


def provision_slug(provision: ParsedProvision) -> str:
    """ "art-23", "s-25-1", "transitory-art-1", "annex-1", "treaty-1-art-8"; a repeated number ends in "-no2"."""
    number = _slug(provision.number.replace(".", "-"))
    if provision.kind in _PREFIX:
        name = f"{_PREFIX[provision.kind]}-{number}"
    else:
        name = provision.kind if number in ("", provision.kind) else f"{provision.kind}-{number}"
    sequence = _slug(provision.sequence)
    if sequence != "main" and name != sequence:
        name = f"{sequence}-{name}"
    return f"{name[:125]}-no{provision.ordinal}" if provision.ordinal > 1 else name[:130]


@lru_cache(maxsize=4096)
def _slug(text: str) -> str:
    """Numbers of articles are the same in every law."""
    return slugify(text)
