"""What a country reported itself, table by table: a chapter of its own report."""

from django.utils.translation import gettext_lazy as _

from countries.models import Country
from indicators.choosing import Choice, NoFigures, shape
from indicators.models import Dataset, Indicator
from indicators.tables import table
from reports.measuring import Frozen
from reports.notes import ChapterDraft
from reports.phrases import Readers, in_four
from reports.region import add_table
from rounds.publishing import dataset_slug

# By which a table is broken down, where the country reported it so: the first that there is.
_BY = ("CATEGORY", "COUNTERPART", "SECTOR", "OCCUPATION", "EDUCATION", "AGE", "SEX")
_TOTALS = {"_T", "_Z", "W"}


def chapter(country: Country, catalogue: Frozen, readers: Readers) -> ChapterDraft:
    """Without parts where no figures of the country's own were published."""
    made = ChapterDraft("reported-figures", in_four(_("Figures that the country reported"), readers), country=country)
    own = dataset_slug(country)
    for indicator in catalogue.indicators.values():
        source, datasets = catalogue.tables(indicator).get(own, (indicator, []))
        # An indicator that reads others has theirs as tables; each is told once, under its own name.
        if not datasets or source != indicator:
            continue
        try:
            found = table(Choice(indicator.slug, table=own, by=_broken_down(indicator, datasets, catalogue)), catalogue)
        except NoFigures:
            continue
        if found.lines:
            add_table(made, found, _("%(indicator)s, as the country reported it"), readers)
    return made


def _broken_down(indicator: Indicator, datasets: list[Dataset], catalogue: Frozen) -> tuple[str, ...]:
    there = shape(indicator, catalogue.vintages(datasets, None), catalogue.state)
    return next(((name,) for name in _BY if there.codes(name) - _TOTALS), ())
