"""What is published already where a submission has its cells: the country's own last vintage, and what others publish of them."""

from countries.models import Country
from indicators.dimensions import HIDDEN
from indicators.models import Observation
from rounds.asked import Table
from rounds.publishing import dataset_slug

# table name → (varying codes with dots between, in the order of the table, and period) → figure
Published = dict[str, dict[tuple[str, str], float]]


def previous(country: Country, tables: list[Table]) -> Published:
    """The latest vintage of the country's own dataset."""
    return {table.name: _figures(table, {"series__dataset__slug": dataset_slug(country)}) for table in tables}


def mirror(country: Country, tables: list[Table]) -> Published:
    """What other datasets say of the same cell: same measure, unit, basis and breakdown. Of several the dataset that comes last by
    name."""
    own = dataset_slug(country)
    return {table.name: _figures(table, {}, apart_from=own) for table in tables}


def _figures(table: Table, where: dict[str, str], apart_from: str = "") -> dict[tuple[str, str], float]:
    fixed = {f"series__{name.lower()}": code for name, code in table.fixed.items()}
    rows = Observation.objects.filter(
        last=None, value__isnull=False, series__indicator__slug=table.indicator, **fixed, **where
    )
    if apart_from:
        # What another country keeps back is not for the eyes of this one.
        rows = rows.exclude(series__dataset__slug=apart_from).exclude(confidentiality__in=HIDDEN)
    columns = [f"series__{name.lower()}" for name in table.vary]
    found = {}
    for period, value, *codes in rows.order_by("series__dataset__slug").values_list("period", "value", *columns):
        # The store has the world where a table has the total of all origins.
        told = (
            "_T" if name == "COUNTERPART" and code == "W" else code
            for name, code in zip(table.vary, codes, strict=True)
        )
        # Averages that a publisher scaled back to persons come as 37782936.00000001.
        found[".".join(told), period] = round(value, 6)
    return found
