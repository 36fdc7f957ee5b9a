"""Dates written out in words, as treaties close: "this twenty-eighth day of July, one thousand nine hundred and fifty-one"."""

import re

from laws.importers.dates import MONTHS, iso

_DAYS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_ORDINALS = {word: number for number, word in enumerate(_DAYS, 1)}
_ORDINALS |= {f"twenty-{word}": 20 + number for word, number in list(_ORDINALS.items())[:9]}
_ORDINALS |= {"thirtieth": 30, "thirty-first": 31}
_SMALL = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen".split(),
        1,
    )
}
_TENS = {
    word: number * 10 for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_DATE = re.compile(
    rf"\b({'|'.join(sorted(_ORDINALS, key=len, reverse=True))})(?: day)? of ({_MONTHS}),?(?: of the year| in the year)?,? ((?:one|two) thousand(?:[ \-](?:and|[a-z]+)){{0,6}})",
)


def written_date(text: str) -> str | None:
    """The first date in words, as ISO, or None."""
    for match in _DATE.finditer(text[:400_000].lower()):
        year = _year(match.group(3))
        found = iso(year, MONTHS[match.group(2)], _ORDINALS[match.group(1)]) if year else None
        if found:
            return found
    return None


def _year(words: str) -> int | None:
    total = current = 0
    for word in re.split(r"[ \-]", words):
        if word in _SMALL:
            current += _SMALL[word]
        elif word in _TENS:
            current += _TENS[word]
        elif word == "hundred":
            current *= 100
        elif word == "thousand":
            total, current = current * 1000, 0
        elif word != "and":
            break
    return total + current if 1500 < total + current < 2200 else None
