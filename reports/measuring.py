"""From the vintages of a report to a bound number, and from a bound number back to its figures."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from indicators.choosing import Catalogue, Choice, summing
from indicators.models import Dataset, Indicator, Vintage
from indicators.tables import Line, Table, table
from reports.models import Binding, Report

Form = Binding.Form
_PLACE = "REF_AREA"


class Frozen(Catalogue):
    """The catalogue as a report took it: of each dataset the one vintage that is named, and no dataset that came later."""

    def __init__(self, vintages: dict[str, int]) -> None:
        super().__init__()
        wanted = {(pk, vintages[one.slug]) for pk, one in self.datasets.items() if one.slug in vintages}
        self.taken = {one.dataset_id: one for one in self.every_vintage if (one.dataset_id, one.number) in wanted}

    def tables(self, indicator: Indicator) -> dict[str, tuple[Indicator, list[Dataset]]]:
        found = {}
        for name, (source, datasets) in super().tables(indicator).items():
            if held := [one for one in datasets if one.pk in self.taken]:
                found[name] = (source, held)
        return found

    def vintages(self, datasets: list[Dataset], as_of: int | date | None) -> dict[int, Vintage]:
        """Whatever day or number is asked."""
        return {one.pk: self.taken[one.pk] for one in datasets if one.pk in self.taken}


def taken_on(day: date) -> dict[str, int]:
    """Of every dataset, the number of its newest vintage at the end of that day."""
    rows = Vintage.objects.filter(published__date__lte=day).order_by("number")
    return dict(rows.values_list("dataset__slug", "number"))


def frozen(report: Report) -> Frozen:
    return Frozen(report.vintages)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number for a paragraph, not stored yet; as a Binding, whose fields it has."""

    form: str
    choice: Choice
    freq: str
    period: str
    value: float
    unit: str
    base: dict[str, Any] = field(default_factory=dict)

    def binding(self, number: int) -> Binding:
        return Binding(
            number=number, form=self.form, indicator=self.choice.indicator, table=self.choice.table,
            codes={name: list(codes) for name, codes in self.choice.codes.items()}, by=list(self.choice.by), freq=self.freq,
            period=self.period, base=self.base, value=self.value, unit=self.unit,
        )  # fmt: skip


def of_line(found: Table, line: Line, period: str) -> Figure | None:
    """The figure of one line; None where there is none."""
    cell = line.cells.get(period)
    if cell is None or cell.value is None:
        return None
    unit = line.codes.get("UNIT", found.unit)
    return Figure(Form.VALUE, exact(found, line), found.freq, period, cell.value, unit)


def change(found: Table, line: Line, start: str, end: str) -> Figure | None:
    """From one period to another, in percent of the first; None across a break that a note names, or from zero."""
    before, after = (line.cells.get(period) for period in (start, end))
    if before is None or after is None or not before.value or after.value is None or before.value < 0:
        return None
    if any(note.kind == "break" and start < note.start <= end for note in found.notes):
        return None
    if any(cell.status == "B" for period, cell in line.cells.items() if start < period <= end):
        return None
    value = 100 * (after.value - before.value) / before.value
    return Figure(Form.CHANGE, exact(found, line), found.freq, end, value, "PT", {"period": start})


def total(found: Table, lines: list[Line], period: str) -> Figure | None:
    """The sum of lines that are all there; only where the datasets may be added up over areas, and all count alike."""
    cells = [line.cells.get(period) for line in lines]
    if not lines or not {"REF_AREA", "DESTINATIONS"} & summing(found.datasets).keys():
        return None
    if any(cell is None or cell.value is None for cell in cells):
        return None
    if any(len({line.codes.get(name) for line in lines}) > 1 for name in ("MEASURE", "UNIT", "BASIS", "FREQ")):
        return None
    same: dict[str, tuple[str, ...]] = {
        name: (code,) for name, code in lines[0].codes.items() if name in found.varied and name != _PLACE
    }
    same[_PLACE] = tuple(sorted(line.codes[_PLACE] for line in lines))
    choice = replace(_pinned(found), codes={**found.choice.codes, **same}, by=tuple({*found.choice.by, _PLACE}))
    value = sum(cell.value or 0.0 for cell in cells if cell is not None)
    return Figure(Form.SUM, choice, found.freq, period, value, lines[0].codes.get("UNIT", found.unit))


def share(part: Figure | None, whole: Figure | None) -> Figure | None:
    """One figure in percent of another one."""
    if part is None or whole is None or whole.value <= 0:
        return None
    base = {
        "form": whole.form, "indicator": whole.choice.indicator, "table": whole.choice.table, "by": list(whole.choice.by),
        "codes": {name: list(codes) for name, codes in whole.choice.codes.items()}, "freq": whole.freq, "period": whole.period,
        "of": part.form,
    }  # fmt: skip
    return Figure(Form.SHARE, part.choice, part.freq, part.period, 100 * part.value / whole.value, "PT", base)


def rank(found: Table, area: str, period: str) -> Figure | None:
    """The place of an area among all lines that have a figure, 1 for the highest; None where it has none."""
    values = {line.codes[_PLACE]: cell.value for line in found.lines if (cell := line.cells.get(period)) is not None}
    own = values.get(area)
    if own is None:
        return None
    place = 1 + sum(value is not None and value > own for value in values.values())
    return Figure(Form.RANK, _pinned(found), found.freq, period, place, "RANK", {"area": area})


def again(binding: Binding, catalogue: Catalogue) -> float | None:
    """What the number is, read anew; None where it is not there any more."""
    found = table(choice_of(binding), catalogue)
    if binding.form == Form.RANK:
        known = rank(found, binding.base["area"], binding.period)
        return known.value if known else None
    if binding.form == Form.CHANGE:
        before, after = (_sum(found, period) for period in (binding.base["period"], binding.period))
        return 100 * (after - before) / before if before and after is not None else None
    part = _sum(found, binding.period)
    if binding.form != Form.SHARE:
        return part
    base = binding.base
    whole = _sum(table(_choice(base), catalogue), base["period"])
    return 100 * part / whole if part is not None and whole else None


def _sum(found: Table, period: str) -> float | None:
    """Of all lines; None where one has no figure. One line is its own sum."""
    cells = [line.cells.get(period) for line in found.lines]
    if not cells or any(cell is None or cell.value is None for cell in cells):
        return None
    return sum(cell.value or 0.0 for cell in cells if cell is not None)


def choice_of(binding: Binding) -> Choice:
    return _choice(
        {"indicator": binding.indicator, "table": binding.table, "codes": binding.codes, "by": binding.by, "freq": binding.freq}
    )  # fmt: skip


def _choice(told: dict[str, Any]) -> Choice:
    codes = {name: tuple(codes) for name, codes in told["codes"].items()}
    return Choice(told["indicator"], table=told["table"], codes=codes, by=tuple(told.get("by", ())), freq=told["freq"])


def stored(choice: Choice) -> dict[str, Any]:
    """A choice as JSON; `restored` gives it back. Periods and vintage are the report's."""
    return {
        "indicator": choice.indicator, "table": choice.table, "freq": choice.freq, "by": list(choice.by), "start": choice.start,
        "codes": {name: list(codes) for name, codes in choice.codes.items()},
    }  # fmt: skip


def restored(told: dict[str, Any]) -> Choice:
    return replace(_choice(told), start=told.get("start", ""))


def _pinned(found: Table) -> Choice:
    """The choice with its table and frequency named; the vintage is the report's."""
    dataset = found.datasets[0]
    return replace(found.choice, table=dataset.family or dataset.slug, freq=found.freq, as_of=None)


def exact(found: Table, line: Line) -> Choice:
    """The choice of this one line."""
    codes = dict(found.choice.codes)
    codes |= {name: (line.codes[name],) for name in (*found.varied, *found.choice.by) if name in line.codes}
    pinned = _pinned(found)
    return replace(pinned, codes=codes, by=tuple(name for name in pinned.by if name in found.varied), freq=pinned.freq)


def latest(lines: Iterable[Line]) -> str:
    """The newest period for which any line has a figure."""
    return max((line.latest()[0] for line in lines), default="")
