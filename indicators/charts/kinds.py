"""As what a table can be drawn, the best first."""

from countries.models import Country
from indicators.charts import figures
from indicators.charts.outlines import outlines
from indicators.charts.places import OF
from indicators.charts.style import MOST_LINES
from indicators.tables import Table

LINE, BAR, STACKED, PYRAMID, MAP, FLOW = KINDS = ("line", "bar", "stacked", "pyramid", "map", "flow")
# Kinds that show one period: a reader goes through the years by steps.
STEPPED = frozenset({BAR, PYRAMID, MAP, FLOW})
_FEW_STATES = 5
_LONG_TIME = 3
_AGES = 4


def kinds(table: Table) -> list[str]:
    """Empty where nothing can be drawn."""
    table, _ = figures.one_axis(table)
    if not any(cell.value is not None for line in table.lines for cell in line.cells.values()):
        return []
    parts = figures.without_totals(table)
    over_time = len(table.periods) > 1
    lines = [LINE] if over_time else []
    found = [*lines, BAR] if len(table.lines) <= MOST_LINES and len(table.periods) >= _LONG_TIME else [BAR, *lines]
    if over_time and len(parts.lines) <= MOST_LINES and figures.addable(parts) and not _negative(parts):
        found.insert(1, STACKED)
    place = figures.places_of(parts)
    if place and len(_states(parts, place)) >= _FEW_STATES:
        found.insert(0 if place == "REF_AREA" and len(parts.lines) > MOST_LINES else len(found), MAP)
    if place and figures.counts(parts) and not _negative(parts) and _other_end(parts, place):
        found.append(FLOW)
    return [PYRAMID, *found] if _by_age_and_sex(table) else found


def _by_age_and_sex(table: Table) -> bool:
    """Whether both sexes have groups of years; "adults" and "children" make no pyramid."""
    if set(table.varied) != {"AGE", "SEX"}:
        return False
    groups = ({line.codes["AGE"] for line in table.lines if line.codes["SEX"] == sex} for sex in ("M", "F"))
    return all(sum(age.startswith("Y") for age in ages) >= _AGES for ages in groups)


def _negative(table: Table) -> bool:
    return any((cell.value or 0) < 0 for line in table.lines for cell in line.cells.values())


def _states(table: Table, place: str) -> set[str]:
    members = set(Country.objects.filter(is_member=True).values_list("iso3", flat=True))
    return members & {line.codes[place] for line in table.lines}


def _other_end(table: Table, place: str) -> bool:
    """Whether all lines share the other end of the flow, and it has a place on the picture."""
    code = table.fixed.get("COUNTERPART" if place == "REF_AREA" else "REF_AREA", "_Z")
    return code in OF or code in outlines()["states"]
