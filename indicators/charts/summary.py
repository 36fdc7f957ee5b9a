"""What a chart says, in sentences: its title, and a summary for everyone who reads it instead of looking at it.

Patterns join labels by colons, commas and brackets: no label needs an article, a gender or a case.
"""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, override

from indicators.charts import figures
from indicators.charts.kinds import BAR, FLOW, LINE, MAP, PYRAMID, STACKED
from indicators.tables import Line, Table
from indicators.wording import Words, heading

_NAMED = 3
_LONGEST = 300
# Growth beyond so many times is no percentage that anybody reads.
_TIMES = 10


def what(table: Table, words: Words) -> str:
    """The indicator and what all lines share: "Migrant stock, Venezuela → Colombia"."""
    with override(words.language):
        shared = dict(table.fixed)
        ends = [shared.get(name, "_Z") for name in ("COUNTERPART", "REF_AREA")]
        flow = ""
        if all(len(code) == 3 and code.isalpha() for code in ends):
            origin, area = (words.code("REF_AREA", code) for code in ends)
            flow = f"{origin} → {area}"
            shared = {name: code for name, code in shared.items() if name not in ("COUNTERPART", "REF_AREA")}
        # The basis stands in the line under the title.
        shared.pop("BASIS", None)
        # A name that the indicator's title has already: "H-2 visas issued by the United States".
        title = str(table.indicator.title)
        shared = {name: code for name, code in shared.items() if words.code(name, code) not in title}
        rest = heading(replace(table, fixed=shared), words)
        return ", ".join(part for part in (title, flow, rest) if part)


def about(table: Table, words: Words, unit: float, period: str) -> str:
    """The line under the title: unit, basis of origin, frequency where it is not a year, the period of a chart of one."""
    with override(words.language):
        parts = [words.code("UNIT", table.unit)]
        if unit == 1e6:
            parts[0] = gettext("%(unit)s, in millions") % {"unit": parts[0]}
        elif unit == 1e9:
            parts[0] = gettext("%(unit)s, in billions") % {"unit": parts[0]}
    basis = table.fixed.get("BASIS", "_Z")
    parts += [words.code("BASIS", basis)] if basis not in ("_Z", "_U") else []
    parts += [words.code("FREQ", table.freq)] if table.freq in ("AF", "A3") else []
    parts += [words.period(period)] if period else []
    return " · ".join(parts)


def title(table: Table, kind: str, words: Words, period: str = "") -> str:
    """What the figures say first; every number in it is one of the table's, rounded."""
    name = what(table, words)
    with override(words.language):
        if kind in (LINE, BAR) and len(table.lines) == 1 and not period:
            return _course(name, table, words)
        period = period or figures.best_period(table)
        if kind == PYRAMID:
            return _ages(name, table, words, period)
        values = {"what": name, "period": words.period(period, table.freq)}
        top = max(_at(table.lines, period), key=lambda one: one[0], default=None)
        if top is None:
            return gettext("%(what)s, %(period)s") % values
        label = figures.label(top[1], table, words)
        sum_of = figures.whole(table, period) if kind == STACKED else None
        if sum_of and figures.counts(table):
            values |= {"label": label, "share": words.number(100 * top[0] / sum_of, "PT")}
            return gettext("%(what)s, %(period)s: largest part, %(label)s (%(share)s%%)") % values
        values |= {"label": label, "value": figures.round_figure(top[0], table.unit, words)}
        if len(table.lines) == 1:
            return gettext("%(what)s, %(period)s: %(value)s") % values
        return gettext("%(what)s, %(period)s: highest figure, %(label)s (%(value)s)") % values


def _at(lines: Iterable[Line], period: str) -> list[tuple[float, Line]]:
    cells = ((line.cells.get(period), line) for line in lines)
    return [(cell.value, line) for cell, line in cells if cell is not None and cell.value is not None]


def _course(name: str, table: Table, words: Words) -> str:
    known = [(p, cell.value) for p, cell in sorted(table.lines[0].cells.items()) if cell.value is not None]
    if not known:
        return name
    (start, first), (end, last) = known[0], known[-1]
    values = {
        "what": name, "start": words.period(start, table.freq), "first": figures.round_figure(first, table.unit, words),
        "period": words.period(end, table.freq), "value": figures.round_figure(last, table.unit, words),
    }  # fmt: skip
    if start == end:
        return gettext("%(what)s, %(period)s: %(value)s") % values
    return gettext("%(what)s: from %(first)s (%(start)s) to %(value)s (%(period)s)") % values


def _ages(name: str, table: Table, words: Words, period: str) -> str:
    """The fullest age group of each sex."""
    values = {"what": name, "period": words.period(period, table.freq)}
    for sex in ("M", "F"):
        found = _at(
            (line for line in table.lines if line.codes["SEX"] == sex and line.codes["AGE"] not in ("_T", "_U", "_O")),
            period,
        )
        if not found:
            return gettext("%(what)s, %(period)s") % values
        values[sex] = words.code("AGE", max(found, key=lambda one: one[0])[1].codes["AGE"])
    return gettext("%(what)s, %(period)s: largest age group of men, %(M)s; of women, %(F)s") % values


def summary(
    table: Table, kind: str, words: Words, *, period: str, drawn: int, apart: list[Line], laws: int, below: list[str]
) -> str:
    """drawn: how many of the lines the picture has; apart: lines that were left out because they are counted otherwise;
    period: of a chart of one; below: what the picture itself says in words."""
    with override(words.language):
        sentences = [_begin(table, kind, words, period)]
        if period or len(table.lines) > 1:
            sentences += _ranking(table, words, period or figures.best_period(table))
        else:
            sentences += _extremes(table, words)
        sentences += _change(table, words) if not period and len(table.lines) == 1 else []
        sentences += _shares(table, words, period or figures.best_period(table))
        sentences += below
        left = len(table.lines) - drawn
        if left > 0:
            sentences.append(
                ngettext(
                    "%(n)s more line is in the table and not drawn.",
                    "%(n)s more lines are in the table and not drawn.",
                    left,
                )
                % {"n": left}
            )
        sentences += _apart(apart, words)
        sentences += _states(table, words, period)
        if not period:
            sentences += _breaks(table, words)
        if laws:
            sentences.append(
                ngettext(
                    "%(n)s law that came into force in these years is marked.",
                    "%(n)s laws that came into force in these years are marked.",
                    laws,
                )
                % {"n": laws}
            )
        sentences.append(source(table, words))
        return " ".join(sentences)


def _begin(table: Table, kind: str, words: Words, period: str) -> str:
    names = {
        LINE: gettext("Line chart"), BAR: gettext("Bar chart"), STACKED: gettext("Stacked columns"), PYRAMID: gettext("Population pyramid"),
        MAP: gettext("Map"), FLOW: gettext("Flow map"),
    }  # fmt: skip
    values = {"kind": names[kind], "what": what(table, words), "unit": about(table, words, 1, "")}
    if period or len(table.periods) < 2:
        values["period"] = words.period(period or figures.best_period(table), table.freq)
        return gettext("%(kind)s: %(what)s, %(period)s (%(unit)s).") % values
    values |= {"start": words.period(table.periods[0], table.freq), "end": words.period(table.periods[-1], table.freq)}
    return gettext("%(kind)s: %(what)s, %(start)s to %(end)s (%(unit)s).") % values


def _named(value: float, line: Line, table: Table, words: Words) -> str:
    return f"{figures.label(line, table, words)}, {figures.exact(value, table.unit, words)}"


def _ranking(table: Table, words: Words, period: str) -> list[str]:
    found = sorted(_at(table.lines, period), key=lambda one: -one[0])
    if not found:
        return []
    if len(found) == 1:
        return []
    top = "; ".join(_named(*one, table, words) for one in found[:_NAMED])
    values = {"period": words.period(period, table.freq), "top": top, "last": _named(*found[-1], table, words)}
    if len(found) <= _NAMED:
        return [gettext("From the highest to the lowest figure (%(period)s): %(top)s.") % values]
    return [gettext("Highest figures (%(period)s): %(top)s. Lowest: %(last)s.") % values]


def _extremes(table: Table, words: Words) -> list[str]:
    known = [(cell.value, p) for p, cell in sorted(table.lines[0].cells.items()) if cell.value is not None]
    if len(known) < 2:
        return []
    values = {}
    for name, (value, period) in {
        "high": max(known, key=lambda one: one[0]),
        "low": min(known, key=lambda one: one[0]),
        "last": known[-1],
    }.items():
        values[name] = f"{figures.exact(value, table.unit, words)} ({words.period(period, table.freq)})"
    return [gettext("Highest figure: %(high)s; lowest: %(low)s; latest: %(last)s.") % values]


def _change(table: Table, words: Words) -> list[str]:
    """Between the first figure and the last one, unless a break lies between them."""
    known = [(p, cell.value) for p, cell in sorted(table.lines[0].cells.items()) if cell.value is not None]
    if len(known) < 2 or any(known[0][0] < one.period <= known[-1][0] for one in figures.breaks(table)):
        return []
    (start, first), (end, last) = known[0], known[-1]
    values = {"start": words.period(start, table.freq), "end": words.period(end, table.freq)}
    sign = "+" if last > first else ""
    values["change"] = sign + words.number(last - first, table.unit)
    if not figures.counts(table) and table.unit.startswith("PT"):
        return [gettext("Change from %(start)s to %(end)s: %(change)s percentage points.") % values]
    if first <= 0 or last < 0:
        return [gettext("Change from %(start)s to %(end)s: %(change)s.") % values]
    if last > _TIMES * first:
        return [gettext("Change from %(start)s to %(end)s: %(change)s.") % values]
    values["share"] = sign + words.number(100 * (last - first) / first, "PT")
    return [gettext("Change from %(start)s to %(end)s: %(change)s (%(share)s%%).") % values]


def _shares(table: Table, words: Words, period: str) -> list[str]:
    """Of the largest lines in the sum of all lines; only where a sum means something, and all of it is there."""
    parts = figures.without_totals(table)
    if not figures.counts(table) or not figures.addable(parts):
        return []
    sum_of = figures.whole(parts, period)
    if not sum_of:
        return []
    found = sorted(_at(parts.lines, period), key=lambda one: -one[0])[:_NAMED]
    named = "; ".join(
        f"{figures.label(line, parts, words)}, {figures.exact(100 * value / sum_of, 'PT', words)}"
        for value, line in found
    )
    values = {"period": words.period(period, table.freq), "sum": words.number(sum_of, table.unit), "top": named}
    return [gettext("Share in the sum of all lines (%(period)s: %(sum)s): %(top)s.") % values]


def _apart(apart: list[Line], words: Words) -> list[str]:
    if not apart:
        return []
    codes = [tuple(line.codes.get(name, "") for name in ("MEASURE", "UNIT", "BASIS")) for line in apart]
    names = dict.fromkeys(
        ", ".join(
            words.code(name, code)
            for name, code in zip(("MEASURE", "UNIT", "BASIS"), one, strict=True)
            if code not in ("_Z", "")
        )
        for one in codes
    )
    values = {"n": len(apart), "how": "; ".join(names)}
    return [ngettext(
        "%(n)s line is not drawn beside the others because it is counted otherwise (%(how)s).",
        "%(n)s lines are not drawn beside the others because they are counted otherwise (%(how)s).", len(apart),
    ) % values]  # fmt: skip


def _states(table: Table, words: Words, period: str) -> list[str]:
    cells = [line.cells.get(one) for line in table.lines for one in ((period,) if period else table.periods)]
    hidden = sum(cell is not None and cell.state == "suppressed" for cell in cells)
    empty = sum(cell is None or cell.state == "missing" for cell in cells)
    found = []
    if hidden:
        found.append(
            ngettext("%(n)s figure is suppressed.", "%(n)s figures are suppressed.", hidden)
            % {"n": words.number(hidden, "PS")}
        )
    if empty:
        found.append(
            ngettext(
                "%(n)s cell has no figure; that is no zero.", "%(n)s cells have no figure; that is no zero.", empty
            )
            % {"n": words.number(empty, "PS")}
        )
    return found


def _breaks(table: Table, words: Words) -> list[str]:
    found = []
    for one in figures.breaks(table):
        values = {"period": words.period(one.period, table.freq), "text": one.text[:_LONGEST].rstrip(". ")}
        found.append(
            (
                gettext("Break in the series before %(period)s: %(text)s.")
                if one.text
                else gettext("Break in the series before %(period)s.")
            )
            % values
        )
    return found


def source(table: Table, words: Words) -> str:
    """Publishers, titles and vintages; tables of one publisher and one vintage are named together."""
    with override(words.language):
        together: dict[tuple[str, int, str], list[str]] = {}
        for dataset, vintage in zip(table.datasets, table.vintages, strict=True):
            named = dataset.publisher, vintage.number, date_format(vintage.published, "DATE_FORMAT")
            together.setdefault(named, []).append(str(dataset.title))
        parts = [
            gettext("%(publisher)s, %(title)s, vintage %(number)s of %(day)s")
            % {"publisher": publisher, "title": "; ".join(titles), "number": number, "day": day}
            for (publisher, number, day), titles in together.items()
        ]
        return gettext("Source: %(sources)s.") % {"sources": "; ".join(parts).rstrip(".")}
