"""Which stored law a file is of, and the addresses of laws and provisions."""

from datetime import date

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


def jurisdiction_of(parsed: ParsedLaw) -> Jurisdiction:
    """The stored jurisdiction; Refusal when the file names none or one that is not loaded."""
    if not parsed.jurisdiction:
        raise Refusal("nothing in the file says whose law it is: name it with --jurisdiction CODE")
    found = Jurisdiction.objects.filter(code=parsed.jurisdiction.lower()).first()
    if not found:
        raise Refusal(f"the jurisdiction “{parsed.jurisdiction}” is not known here: run `manage.py quickstart` first")
    return found


def find_law(parsed: ParsedLaw, jurisdiction: Jurisdiction) -> Law | None:
    """By number (numbers that begin anew each year need the year too), else by name among laws of that type."""
    laws = Law.objects.filter(jurisdiction=jurisdiction, type=parsed.type)
    day, key = to_date(parsed.date), number_key(parsed.number)
    if key:
        same = [law for law in laws.filter(number_key=key) if _same_year(law.date, day)]
        return min(same, key=lambda law: (law.date != day, law.pk)) if same else None
    same = [law for law in laws.filter(name_key=name_key(parsed.title)) if _same_year(law.date, day)]
    return same[0] if same else None


def _same_year(one: date | None, other: date | None) -> bool:
    """Files of one law give promulgation or publication, days or weeks apart; another year is another law."""
    return one is None or other is None or abs((one - other).days) < 200


def law_slug(parsed: ParsedLaw, jurisdiction: Jurisdiction) -> str:
    """ "ley-25871", "decreto-616-2010", "i-2-5"; without a number the title's first words; unique in the jurisdiction."""
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
    taken = set(
        Law.objects.filter(jurisdiction=jurisdiction, slug__startswith=wanted[:100]).values_list("slug", flat=True)
    )
    year = (parsed.date or "")[:4]
    choices = [wanted[:100], f"{wanted[:100]}-{year}" if year else wanted[:100]]
    choices += [f"{wanted[:100]}-{number}" for number in range(2, len(taken) + 3)]
    return next(choice for choice in choices if choice not in taken)


def provision_slug(provision: ParsedProvision) -> str:
    """ "art-23", "s-25-1", "transitory-art-1", "annex-1", "treaty-1-art-8"; a repeated number ends in "-no2"."""
    number = slugify(provision.number.replace(".", "-"))
    if provision.kind in _PREFIX:
        name = f"{_PREFIX[provision.kind]}-{number}"
    else:
        name = provision.kind if number in ("", provision.kind) else f"{provision.kind}-{number}"
    sequence = slugify(provision.sequence)
    if sequence != "main" and name != sequence:
        name = f"{sequence}-{name}"
    return f"{name[:125]}-no{provision.ordinal}" if provision.ordinal > 1 else name[:130]
