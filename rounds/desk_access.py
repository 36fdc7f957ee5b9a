"""Where a person stands at the desk of a country in a round: what they may see of it. Whatever is not theirs is not found."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404

from accounts.access import requires
from accounts.models import Role
from countries.models import Country
from records.visibility import visible_to
from rounds import access, deadlines
from rounds.models import Round, RoundTable, State, Submission

# Whoever fills: a role for one country, institutions by their entries; the secretariat sees every desk.
filling = requires(Role.CORRESPONDENT, Role.DATA_PROVIDER, Role.SECRETARIAT)


@dataclass(slots=True)
class Desk:
    """submission: the open one, else the published one; None before it is begun. filer: acts for the country (or is of
    the secretariat), and sees all; others see the tables of their institutions. deadline: of this country."""

    round: Round
    country: Country
    submission: Submission | None
    filer: bool
    tables: list[RoundTable]
    deadline: datetime

    @property
    def made(self) -> Submission:
        """404 where nothing is begun."""
        if self.submission is None:
            raise Http404
        return self.submission

    @property
    def days_left(self) -> int:
        return deadlines.days_left(self.deadline, self.round.zone)

    @property
    def until(self) -> str:
        """The deadline in words, with its zone."""
        return deadlines.told(self.round, self.deadline)

    @property
    def address(self) -> tuple[str, str]:
        return self.round.slug, self.country.iso3.lower()

    def table(self, name: str) -> RoundTable:
        found = next((one for one in self.tables if one.name == name), None)
        if found is None:
            raise Http404
        return found


def find(user: Any, slug: str, code: str) -> Desk:
    """The desk of a country in a round, code as in addresses ("arg"); Http404 for everybody else's."""
    rounds = visible_to(user, Round.objects.exclude(state=Round.State.DRAFT))
    round_ = rounds.filter(slug=slug).first()
    countries = Country.objects.select_related("jurisdiction")
    country = countries.filter(iso3=code.upper(), rounds__round=round_).first() if round_ and code.islower() else None
    if round_ is None or country is None:
        raise Http404
    filer = access.is_secretariat(user) or access.acts_for(user, country)
    seen = visible_to(user, Submission.objects.filter(round=round_, country=country).exclude(state=State.REVISED))
    submission = seen.select_related("round", "country__jurisdiction", "signatory").order_by("pk").last()
    if submission is None and not filer:
        raise Http404
    tables = (
        access.tables_of(user, submission) if submission else list(round_.tables.select_related("indicator", "round"))
    )
    if not tables and not filer:
        raise Http404
    return Desk(round_, country, submission, filer, tables, deadlines.of(round_, country))


def for_filers(user: Any, slug: str, code: str) -> Desk:
    """The same for pages that institutions have not."""
    desk = find(user, slug, code)
    if not desk.filer:
        raise Http404
    return desk
