"""The people, countries and rounds of invented stories, for all tests of this room."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from countries.models import Country, Jurisdiction
from indicators.models import Code, Indicator
from rounds import workflow
from rounds.asked import Entry
from rounds.models import Authority, Institution, InstitutionUser, Round, RoundCountry, RoundTable, Submission
from rounds.sections import default_sections
from tests import people
from tests.factories import jurisdictions

_ISO2 = {"arg": "AR", "can": "CA", "mex": "MX", "bra": "BR"}
_SPEAKS = {"arg": "es", "can": "en,fr", "mex": "es", "bra": "pt"}


@dataclass(slots=True)
class Cast:
    """A round that is open, with two tables, three countries, and who acts for them. Argentina has two institutions."""

    round: Round
    countries: dict[str, Country]
    secretariat: User
    correspondents: dict[str, User]
    ministers: dict[str, User]
    institutions: dict[str, Institution]
    providers: dict[str, User]
    tables: dict[str, RoundTable] = field(default_factory=dict)

    def submission(self, code: str = "arg") -> Submission:
        """A fresh draft."""
        return workflow.submission_open(
            round_=self.round, country=self.countries[code], actor=self.correspondents[code]
        )

    def filled(self, code: str = "arg", value: float = 100.0) -> Submission:
        """A draft whose tables are filled without a fault."""
        made = self.submission(code)
        fill(made, self.tables["ferries"], self.correspondents[code], ferries(value))
        fill(made, self.tables["fords"], self.correspondents[code], fords(value))
        return made

    def signed(self, code: str = "arg", value: float = 100.0) -> Submission:
        made = self.filled(code, value)
        return workflow.submission_submit(
            submission=made, version=made.version, actor=self.ministers[code], confirmed=True
        )

    def accepted(self, code: str = "arg", value: float = 100.0) -> Submission:
        return accept(self.signed(code, value), self.secretariat)

    def published(self, code: str = "arg", value: float = 100.0) -> Submission:
        made = self.accepted(code, value)
        return workflow.submission_publish(submission=made, version=made.version, actor=self.secretariat)


def countries() -> dict[str, Country]:
    """Four members by code, with time zones."""
    jurisdictions()
    Jurisdiction.objects.filter(code="arg").update(timezone="America/Argentina/Buenos_Aires")
    Jurisdiction.objects.filter(code="can").update(timezone="America/Toronto")
    return {
        code: Country.objects.get_or_create(
            iso3=code.upper(),
            defaults={
                "jurisdiction": Jurisdiction.objects.get(code=code), "iso2": iso2, "is_member": True,
                "languages": _SPEAKS[code],
            },
        )[0]
        for code, iso2 in _ISO2.items()
    }  # fmt: skip


def register() -> dict[str, Indicator]:
    """Two indicators of counts: ferries by sex and origin, fords as one figure a year."""
    for name, codes in {"sex": ("_T", "M", "F"), "area": ("VEN", "COL", "W", "_U")}.items():
        for place, code in enumerate(codes):
            Code.objects.get_or_create(list=name, code=code, defaults={"position": place, "label_en": f"{name} {code}"})
    made = {}
    for place, (slug, breakdowns) in enumerate((("ferries", "SEX|COUNTERPART"), ("fords", "")), 1):
        titles = {f"title_{code}": slug.capitalize() for code in ("es", "en", "fr", "pt")}
        made[slug], _ = Indicator.objects.get_or_create(
            slug=slug,
            defaults={
                "section": "stocks", "measure": "STOCK" if slug == "ferries" else "FORDS", "unit": "PS",
                "breakdowns": breakdowns, "position": place, **titles,
            },
        )  # fmt: skip
    return made


def open_round(
    slug: str = "round-2025", *, first: int = 2023, last: int = 2024, days: int = 30, **fields: Any
) -> Round:
    """A round with both tables and three countries, without a mail or an event; `days` until its deadline."""
    known, indicators = countries(), register()
    titles = {f"title_{code}": f"Round {last}" for code in ("es", "en", "fr", "pt")}
    made = Round.objects.create(
        slug=slug, first=first, last=last, deadline=timezone.now() + timedelta(days=days), timezone="America/New_York",
        **{"state": Round.State.OPEN, "opened_at": timezone.now(), **titles, **fields},
    )  # fmt: skip
    ferries = {"SEX": ["_T", "M", "F"], "COUNTERPART": ["_T", "VEN", "COL", "_U"]}
    for place, (slug_, codes, totals) in enumerate(
        (("ferries", ferries, ["SEX", "COUNTERPART"]), ("fords", {}, [])), 1
    ):
        RoundTable.objects.create(
            round=made, name=slug_, indicator=indicators[slug_], vary=list(codes), codes=codes, totals=totals,
            fixed={"BASIS": "B"}, position=place,
        )  # fmt: skip
    for section in default_sections(made):
        section.save()
    for code in ("arg", "can", "mex"):
        RoundCountry.objects.create(round=made, country=known[code])
    return made


def cast(**fields: Any) -> Cast:
    """Everybody. Fields go to the round."""
    made, known = open_round(**fields), countries()
    correspondents, ministers = {}, {}
    for code in ("arg", "can", "mex"):
        place = known[code].jurisdiction
        correspondents[code] = people.person(f"correspondent-{code}", "correspondent", jurisdiction=place)
        ministers[code] = people.person(f"minister-{code}", "correspondent", jurisdiction=place)
        Authority.objects.create(
            country=known[code], user=ministers[code], name=f"Minister of {code}", office="Ministry of Fords"
        )
    institutions, providers = {}, {}
    for kind in ("interior", "statistics"):
        institutions[kind] = Institution.objects.create(
            country=known["arg"], name=f"Office of {kind}", kind=kind, language="es", mails=f"{kind}@example.org"
        )
        providers[kind] = people.person(
            f"provider-{kind}", "data_provider", jurisdiction=known["arg"].jurisdiction, factor=False
        )
        InstitutionUser.objects.create(institution=institutions[kind], user=providers[kind])
    return Cast(
        made, known, people.person("secretary", "secretariat"), correspondents, ministers, institutions, providers,
        {table.name: table for table in made.tables.select_related("indicator", "round")},
    )  # fmt: skip


def ferries(value: float = 100.0, periods: tuple[str, ...] = ("2023", "2024")) -> list[Entry]:
    """All cells of the table, parts and totals in agreement: half men, half women; VEN three fifths, COL the rest."""
    shares = {"_T": 1.0, "VEN": 0.6, "COL": 0.4, "_U": 0.0}
    halves = {"_T": 1.0, "M": 0.5, "F": 0.5}
    return [
        Entry({"SEX": sex, "COUNTERPART": origin}, period, round(value * half * share))
        for period in periods
        for sex, half in halves.items()
        for origin, share in shares.items()
    ]


def fords(value: float = 100.0, periods: tuple[str, ...] = ("2023", "2024"), **fields: Any) -> list[Entry]:
    return [Entry({}, period, value, **fields) for period in periods]


def fill(submission: Submission, table: RoundTable, actor: User, entries: list[Entry], whole: bool = True) -> int:
    version = submission.fillings.get(table=table).version
    return workflow.submission_fill(
        submission=submission, table=table, entries=entries, version=version, actor=actor, whole=whole
    )


def accept(submission: Submission, secretary: User) -> Submission:
    workflow.submission_take_in_review(submission=submission, version=submission.version, actor=secretary)
    return workflow.submission_accept(submission=submission, version=submission.version, actor=secretary)
