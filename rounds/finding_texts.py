"""What the rules found, in a reader's language: the name of each rule, and a sentence that says what to do."""

from typing import Any

from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from indicators.asking import NAMES as DIMENSION_NAMES
from indicators.wording import Words
from rounds.asked import Finding

# By rule, in the order of the report.
NAMES: dict[str, Any] = {
    "missing-table": _("empty table"),
    "unknown-code": _("unknown code"),
    "unknown-period": _("unknown period"),
    "duplicate-key": _("cell filled twice"),
    "unit": _("unit"),
    "status-unknown": _("unknown mark"),
    "suppressed-with-value": _("mark and figure at once"),
    "note-too-long": _("footnote too long"),
    "fraction": _("no whole number"),
    "sign": _("negative figure"),
    "share-range": _("impossible percentage"),
    "break-without-note": _("break without a footnote"),
    "totals": _("total and parts"),
    "missing-cell": _("missing since the last vintage"),
    "scale": _("thousands for units"),
    "jump-vintage": _("large revision"),
    "jump-year": _("jump against the period before"),
    "mirror-gap": _("other sources say otherwise"),
}
# Of these a table must be free before its content is looked at.
STRUCTURE = frozenset({
    "missing-table", "unknown-code", "unknown-period", "duplicate-key", "unit", "status-unknown", "suppressed-with-value",
    "note-too-long",
})  # fmt: skip
_SENTENCES: dict[str, Any] = {
    "missing-table": _("The table is empty. Fill it, or mark what your country does not collect."),
    "unknown-code": _("“%(code)s” is no code of “%(column)s” in this table. Take one from the sheet of codes."),
    "unknown-period": _("“%(code)s” is no period of this table."),
    "duplicate-key": _("%(cell)s: filled a second time, with %(value)s. Keep one."),
    "unit": _("%(cell)s: the unit is “%(code)s”, the table asks for “%(expected)s”."),
    "status-unknown": _("%(cell)s: “%(code)s” is no mark of a figure. Take A, B, D, E, I, P or U."),
    "suppressed-with-value": _("%(cell)s: there is a figure and a mark that there is none. Keep one of them."),
    "note-too-long": _("%(cell)s: the footnote has %(signs)s signs, at most %(most)s can be kept."),
    "fraction": _("%(cell)s: %(value)s is no whole number, and people are counted whole."),
    "sign": _("%(cell)s: %(value)s is negative."),
    "share-range": _("%(cell)s: %(value)s can be no percentage or rate."),
    "break-without-note": _("%(cell)s: marked as a break in the series. A footnote must say what changed."),
    "totals": _("%(cell)s: the total over “%(dimension)s” is %(found)s, its parts add up to %(expected)s."),
    "missing-cell": _(
        "%(cell)s: the last vintage had %(cells)s figures that are not given now. Fill them, or say why they are gone."
    ),
    "scale": _(
        "%(cells)s figures are %(factor)s times those of the last vintage. Are they in the unit that is asked for?"
    ),
    "jump-vintage": _(
        "%(cell)s: %(value)s, and %(before)s in the last vintage. Correct it, or say why it was revised."
    ),
    "jump-year": _(
        "%(cell)s: %(value)s, after %(before)s in %(earlier)s. Correct it, mark a break with a footnote, or say why."
    ),
    "mirror-gap": _("%(cell)s: %(value)s here, %(other)s in another source. For your information."),
}
_PLAIN = frozenset({"signs", "most", "cells", "parts"})


def name(rule: str) -> str:
    """The rule in words."""
    return str(NAMES.get(rule, rule))


def sentence(found: Finding, words: Words) -> str:
    """For a reader of the language of `words`."""
    with override(words.language):
        told = _SENTENCES.get(found.rule)
        return str(told) % _facts(found, words) if told else found.rule


def cell(found: Finding, words: Words) -> str:
    """Where it is: "Venezuela, women, 2024"; the whole table where it is about no cell."""
    labels = [words.code(one, code) for one, code in found.codes.items()]
    if found.period:
        labels.append(words.period(found.period))
    return ", ".join(labels) or gettext("The table")


def _facts(found: Finding, words: Words) -> dict[str, str]:
    told = {"cell": cell(found, words), "value": "", "code": ""}
    for key, value in found.facts.items():
        if key in ("dimension", "column"):
            told[key] = str(DIMENSION_NAMES.get(str(value), value))
        elif key == "earlier":
            told[key] = words.period(str(value))
        elif key == "factor":
            told[key] = "1000" if value == 1000 else "0.001"
        elif isinstance(value, float | int):
            told[key] = words.number(value, "PS" if key in _PLAIN or value == round(value) else "PT")
        else:
            told[key] = str(value)
    return told
