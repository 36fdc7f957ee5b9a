"""What changed between two vintages of the same figures."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from indicators import asking, exporters
from indicators.choosing import Catalogue, Choice
from indicators.dimensions import DIMENSIONS
from indicators.tables import Cell, Table, table
from indicators.wording import Words
from records import exports
from records.answering import Reader
from records.exports import Column

Kind = Literal["new", "changed", "withdrawn", "suppressed", "shown", "flag"]
KINDS = {
    "new": _("new"), "changed": _("changed"), "withdrawn": _("withdrawn"), "suppressed": _("newly suppressed"),
    "shown": _("newly shown"), "flag": _("another flag"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell. codes: of all dimensions, a dimension that was added up is its total. before, after: None where there is no figure, and
    in both wherever the cell is hidden in the later vintage: what is kept back now is not repeated beside it."""

    codes: dict[str, str]
    period: str
    kind: Kind
    before: float | None = None
    after: float | None = None
    flag_before: str = ""
    flag_after: str = ""

    @property
    def change(self) -> float | None:
        """Of figures that both vintages have."""
        return None if self.before is None or self.after is None else round(self.after - self.before, 6)

    @property
    def size(self) -> float:
        """By which they are put in order: what came or went counts whole."""
        return abs((self.after or 0.0) - (self.before or 0.0))


@dataclass(frozen=True, slots=True)
class Differences:
    """before, after: the two tables; found: the largest first."""

    before: Table
    after: Table
    found: list[Difference]

    @property
    def counts(self) -> dict[str, int]:
        """How many of each kind, none left out."""
        found = Counter[str](one.kind for one in self.found)
        return {kind: found[kind] for kind in KINDS}


def differences(choice: Choice, before: int, after: int, catalogue: Catalogue | None = None) -> Differences:
    """Between the vintages of two numbers; `choice.as_of` is not read. Raises NoFigures where one of them is not there."""
    catalogue = catalogue or Catalogue()
    then, now = (table(replace(choice, as_of=number), catalogue) for number in (before, after))
    found = sorted(_compared(_cells(then), _cells(now)), key=lambda one: (-one.size, *one.codes.values(), one.period))
    return Differences(then, now, found)


def _cells(found: Table) -> dict[tuple[str, ...], Cell]:
    """By codes of all dimensions, and period."""
    return {
        (*(exporters.code_of(line, name) for name in DIMENSIONS), period): cell
        for line in found.lines for period, cell in line.cells.items()
    }  # fmt: skip


def _compared(then: dict[tuple[str, ...], Cell], now: dict[tuple[str, ...], Cell]) -> Iterator[Difference]:
    for key in then.keys() | now.keys():
        old, new = then.get(key), now.get(key)
        kind = _kind(old, new)
        if kind is None:
            continue
        codes, period = dict(zip(DIMENSIONS, key, strict=False)), key[-1]
        if new is not None and new.state == "suppressed":
            yield Difference(codes, period, kind)
            continue
        yield Difference(
            codes, period, kind, old.value if old else None, new.value if new else None,
            exporters.flag(old) if old else "", exporters.flag(new) if new else "",
        )  # fmt: skip


def _kind(old: Cell | None, new: Cell | None) -> Kind | None:
    was, became = (one.state if one else "absent" for one in (old, new))
    if became == "suppressed":
        return None if was == "suppressed" else "suppressed"
    if was == "suppressed":
        return "shown" if became == "value" else "withdrawn"
    if was != "value" or became != "value" or old is None or new is None:
        if was == became:
            return None
        return "withdrawn" if was == "value" or became == "absent" else "new"
    if old.value != new.value:
        return "changed"
    return "flag" if old.status != new.status else None


def as_csv(found: Differences, reader: Reader, words: Words) -> bytes:
    """A cell a row, with the numbers of both vintages."""
    told = dict.fromkeys((*exporters.told_dimensions(found.before), *exporters.told_dimensions(found.after)))
    numbers = [" ".join(str(one.number) for one in side.vintages) for side in (found.before, found.after)]
    exporters.refuse_more(len(found.found))

    def code(name: str) -> Column:
        return Column(format_lazy("{} ({})", asking.NAMES[name], _("code")), lambda one, _: one.codes[name])

    def label(name: str) -> Column:
        return Column(asking.NAMES[name], lambda one, _: exporters.dimension_label(one.codes, name, words))

    columns = [
        *(column for name in DIMENSIONS if name in told for column in (code(name), label(name))),
        Column(_("period"), lambda one, _: one.period),
        Column(_("difference"), lambda one, _: str(KINDS[one.kind])),
        Column(_("figure before"), lambda one, _: exporters.number(one.before)),
        Column(_("figure after"), lambda one, _: exporters.number(one.after)),
        Column(_("change"), lambda one, _: exporters.number(one.change)),
        Column(_("flag before"), lambda one, _: one.flag_before),
        Column(_("flag after"), lambda one, _: one.flag_after),
        Column(_("vintage before"), lambda one, _: numbers[0]),
        Column(_("vintage after"), lambda one, _: numbers[1]),
    ]
    with override(reader.language):
        return exports.table(columns, found.found, reader)
