"""What the rules found, in a reader's language: the name of each rule, a sentence for each finding, and what to do about it."""

import math
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from indicators.asking import NAMES as DIMENSION_NAMES
from indicators.wording import MINUS, Words
from rounds.asked import Finding

# By rule, in the order of the report.
NAMES: dict[str, Any] = {
    "missing-table": _("empty table"),
    "unknown-code": _("unknown code"),
    "unknown-period": _("unknown period"),
    "duplicate-key": _("cell filled twice"),
    "unit": _("another unit"),
    "status-unknown": _("unknown mark"),
    "suppressed-with-value": _("mark and figure at once"),
    "fraction": _("not a whole number"),
    "sign": _("negative figure"),
    "share-range": _("impossible percentage or rate"),
    "break-without-note": _("break without a footnote"),
    "note-too-long": _("footnote too long"),
    "totals": _("total and parts"),
    "missing-cell": _("missing since the last vintage"),
    "scale": _("wrong power of ten"),
    "jump-vintage": _("large revision"),
    "jump-year": _("jump from year to year"),
    "mirror-gap": _("another source says otherwise"),
}
_CONTENT = frozenset({"totals", "missing-cell", "scale", "jump-vintage", "jump-year", "mirror-gap"})
# Of these a table must be free before its content is looked at.
STRUCTURE = frozenset(NAMES) - _CONTENT
_SENTENCES: dict[str, Any] = {
    "missing-table": _("The table is empty."),
    "unknown-code": _("The table has no code “%(code)s” for “%(dimension)s” (%(period)s)."),
    "unknown-period": _("%(cell)s: this period was not asked for, only %(first)s to %(last)s."),
    "duplicate-key": _("%(cell)s: this cell stands more than once."),
    "unit": _("The unit is “%(unit)s” in %(count)s cells, and “%(asked)s” was asked for."),
    "status-unknown": _("%(cell)s: “%(status)s” is no known mark of a figure."),
    "suppressed-with-value": _("%(cell)s: marked as without a figure, and has the figure %(found)s."),
    "fraction": _("%(cell)s: %(found)s is not a whole number."),
    "sign": _("%(cell)s: %(found)s is negative."),
    "share-range": _("%(cell)s: %(found)s cannot be: the figure must not be negative, and a percentage not above 100."),
    "break-without-note": _("%(cell)s: marked as a break in the series, without a footnote."),
    "note-too-long": _("%(cell)s: the footnote has %(signs)s characters; at most %(most)s can be kept."),
    "totals": _("%(cell)s: the total by %(dimension)s is %(found)s, and its parts add up to %(expected)s."),
    "missing-cell": _("%(cell)s: figures of the last vintage that are not given now: %(count)s (%(periods)s)."),
    "scale": _("Nearly all figures are about %(factor)s times those published already."),
    "jump-vintage": _("%(cell)s: %(found)s now, %(before)s in the last vintage."),
    "jump-year": _("%(cell)s: %(found)s, after %(before)s in %(year)s."),
    "mirror-gap": _("%(cell)s: %(found)s here, %(partner)s in another published source."),
}
# Some parts are suppressed or not given.
_TOO_SMALL = _(
    "%(cell)s: the total by %(dimension)s is %(found)s, less than the parts that are given, which add up to %(expected)s."
)
_ADVICE: dict[str, Any] = {
    "missing-table": _("Fill it, or mark its cells as not collected."),
    "unknown-code": _("Take a code from the list of codes of this table."),
    "unknown-period": _("Remove the line, or correct the period."),
    "duplicate-key": _("Keep one of the lines and remove the others."),
    "unit": _("Convert the figures to the unit that was asked for."),
    "status-unknown": _("Use A, B, D, E, I, P or U."),
    "suppressed-with-value": _("Remove the figure, or the mark that there is none."),
    "fraction": _("Give the count in whole numbers, without thousands or millions as a unit."),
    "sign": _("Correct the sign; a cell without a figure stays empty."),
    "share-range": _("Correct the figure; percentages are given as 12.5, not as 1250."),
    "break-without-note": _("Say in a footnote what changed, or remove the mark."),
    "note-too-long": _("Shorten the footnote; the method belongs in the narrative of sources."),
    "totals": _("Correct the total or the part that is wrong; persons of unknown origin, sex or age are a part too."),
    "missing-cell": _("Fill them in, mark them, or say why they are gone."),
    "scale": _("Give the figures in units, not in thousands or millions, or say why they changed so much."),
    "jump-vintage": _("Correct the figure, or say why it was revised."),
    "jump-year": _("Correct the figure, mark a break with a footnote, or say what happened."),
    "mirror-gap": _("Nothing has to be done: definitions may differ. Check whether the same persons are counted."),
}


def name(rule: str) -> str:
    """In the active language."""
    return str(NAMES.get(rule, rule))


def sentence(found: Finding, words: Words) -> str:
    """What is wrong, and with which cell, for a reader of the language of `words`."""
    with override(words.language):
        told = _TOO_SMALL if found.rule == "totals" and "given" in found.facts else _SENTENCES.get(found.rule)
        return str(told) % _facts(found, words) if told else found.rule


def advice(found: Finding, words: Words) -> str:
    """What to do about it, for the same reader."""
    with override(words.language):
        return str(_ADVICE.get(found.rule, ""))


def cell(found: Finding, words: Words) -> str:
    """ "Women, Venezuela, 2024"; "The table" where it is about no cell."""
    with override(words.language):
        labels = [words.code(dimension, code) for dimension, code in found.codes.items() if code != "_T"]
        if found.codes and not labels:
            labels = [words.code("SEX", "_T")]
        # What stands for a line of the table has no period of its own.
        if found.period and found.rule != "missing-cell":
            labels.append(_period(found.period, words))
        return ", ".join(labels) or gettext("The table")


def _period(period: str, words: Words) -> str:
    """A period that was not asked for may be anything."""
    try:
        return words.period(period)
    except ValueError:
        return period


def _facts(found: Finding, words: Words) -> dict[str, str]:
    told = {"cell": cell(found, words), "period": _period(found.period, words)}
    for key, value in found.facts.items():
        if not isinstance(value, str):
            told[key] = _number(float(value))
        elif key == "dimension":
            told[key] = ", ".join(str(DIMENSION_NAMES.get(one, one)) for one in value.split("|"))
        elif key in ("year", "first", "last"):
            told[key] = _period(value, words)
        elif key in ("unit", "asked"):
            told[key] = words.code("UNIT", value)
        elif key == "periods":
            told[key] = ", ".join(_period(one, words) for one in value.split())
        else:
            told[key] = value
    return told


def _number(value: float) -> str:
    """Whole and exact, where readers of pages get millions: two sums may differ in the last digit."""
    if not math.isfinite(value):
        return str(value)
    decimals = next((places for places in range(6) if round(value, places) == value), 6)
    return number_format(round(value, decimals), decimals, use_l10n=True, force_grouping=True).replace("-", MINUS)
