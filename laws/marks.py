"""Laws as dated marks on series of figures: on which day an act came into force."""

from datetime import date

from laws.models import Law, LawEvent
from records.kinds import Mark
from records.texts import shown
from records.visibility import NOBODY, visible_to

# What changes how many people come, stay and work; decrees and regulations of detail would bury them.
_TYPES = (Law.Type.CONSTITUTION, Law.Type.ACT, Law.Type.AGREEMENT)


def marks(jurisdiction: str, language: str) -> list[Mark]:
    """Of one jurisdiction. Without an event of entry into force, there is no mark: the day of the act is another day."""
    laws = visible_to(NOBODY, Law.objects.filter(jurisdiction__code=jurisdiction, type__in=_TYPES))
    days: dict[int, date] = {}
    events = LawEvent.objects.filter(law__in=laws, kind=LawEvent.Kind.IN_FORCE, is_claim=False)
    for law, day in events.order_by("date").values_list("law_id", "date"):
        if day is not None:
            days.setdefault(law, day)
    found = laws.filter(pk__in=days).select_related("jurisdiction")
    return [_mark(law, days[law.pk], language) for law in found]


def _mark(law: Law, day: date, language: str) -> Mark:
    title = shown(law, "title", language)
    return Mark(day, title.text or law.citation, law.get_absolute_url(), title.language)
