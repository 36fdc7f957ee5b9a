"""The table that is asked for, or in the reader's language why there is none. Files and the API ask here."""

from django.http import Http404
from django.utils.translation import gettext

from indicators import asking, exporters
from indicators.choosing import Catalogue, Choice, NoFigures
from indicators.differences import Differences, differences
from indicators.tables import Table, TooMany, table
from records.answering import Refused, bad_values

# By which the two vintages of a comparison are asked.
COMPARED = ("before", "after")


def read(choice: Choice, catalogue: Catalogue | None = None) -> Table:
    """The table, or in the reader's language why there is none: Http404 for an unknown indicator, Refused for the rest."""
    catalogue = catalogue or Catalogue()
    try:
        return table(choice, catalogue)
    except TooMany as more:
        raise exporters.too_many(more.found) from None
    except NoFigures:
        raise nothing(choice, catalogue) from None


def nothing(choice: Choice, catalogue: Catalogue) -> Exception:
    """Why there are no figures, to be raised."""
    indicator = catalogue.indicators.get(choice.indicator)
    if indicator is None:
        return Http404()
    known = catalogue.tables(indicator)
    if not known:
        detail = gettext("No source here has figures of this indicator.")
        return Refused(404, "not-found", gettext("Not found"), detail)
    if choice.table and choice.table not in known:
        told = gettext("It can be: %(values)s.") % {"values": ", ".join(known)}
        return bad_values({"table": told}, asking.PARAMETERS)
    return bad_values({"as_of": gettext("There is no vintage of that number or day.")}, asking.PARAMETERS)


def compared(choice: Choice, before: int | None, after: int | None) -> Differences:
    """Between two vintages; the latest one, and the one before `after`, where they are not named. Raises as `read`."""
    catalogue = Catalogue()
    indicator = catalogue.indicators.get(choice.indicator)
    known = catalogue.tables(indicator) if indicator else {}
    name = choice.table or next(iter(known), "")
    if name not in known:
        raise nothing(choice, catalogue)
    latest = catalogue.vintages(known[name][1], None)
    after = after or max((one.number for one in latest.values()), default=1)
    before = before or max(1, after - 1)
    try:
        return differences(choice, before, after, catalogue)
    except TooMany as more:
        raise exporters.too_many(more.found) from None
    except NoFigures:
        numbers = {one.number for one in catalogue.every_vintage if one.dataset_id in latest}
        told = gettext("There is no vintage of that number.")
        wrong = {name: told for name, number in (("before", before), ("after", after)) if number not in numbers}
        raise bad_values(wrong, (*asking.PARAMETERS, *COMPARED)) from None
