"""A round: what is asked, of whom, until when."""

from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from countries.models import Country
from indicators.dimensions import DEFAULTS, DIMENSIONS
from indicators.models import Indicator
from rounds.asked import Kind, Table

_PARTS = {"A": ("",), "Q": ("-Q1", "-Q2", "-Q3", "-Q4"), "M": tuple(f"-{month:02}" for month in range(1, 13))}
_MONEY = ("USD", "USD_PPP_2021")
_SHARES = ("PT", "PER_", "INDEX")
_BALANCES = ("NET_MIG",)


def known_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("No such time zone: %(name)s"), params={"name": name})


class Round(models.Model):
    """One data request to several countries. first, last: years; deadline: a moment, shown in `timezone` (IANA)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("in preparation")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    guidance = models.TextField(_("guidance"), blank=True)
    first = models.PositiveSmallIntegerField(_("first year"))
    last = models.PositiveSmallIntegerField(_("last year"))
    deadline = models.DateTimeField(_("deadline"))
    timezone = models.CharField(_("time zone of the deadline"), max_length=40, default="UTC", validators=[known_zone])
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DRAFT)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)

    TEXTS = ("title", "guidance")

    class Meta:
        verbose_name = _("data round")
        verbose_name_plural = _("data rounds")
        ordering = ["-last", "slug"]
        constraints = [models.CheckConstraint(condition=Q(last__gte=F("first")), name="round_years")]

    def __str__(self) -> str:
        return self.title or self.slug

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def periods(self, freq: str) -> tuple[str, ...]:
        return tuple(f"{year}{part}" for year in range(self.first, self.last + 1) for part in _PARTS[freq])


class RoundTable(models.Model):
    """One table of a round. vary: dimensions with a column; codes: {"SEX": ["_T", "M", "F"]}; totals: those of `vary` whose
    "_T" is the sum of the other codes; fixed: codes of other dimensions, where they are not the default."""

    class Frequency(models.TextChoices):
        YEARLY = "A", _("yearly")
        QUARTERLY = "Q", _("quarterly")
        MONTHLY = "M", _("monthly")

    round = models.ForeignKey(Round, models.CASCADE, related_name="tables")
    name = models.SlugField(_("short name"), max_length=80)
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="round_tables", verbose_name=_("indicator"))
    vary = models.JSONField(_("breakdowns"), default=list, blank=True)
    codes = models.JSONField(_("codes"), default=dict, blank=True)
    totals = models.JSONField(_("breakdowns that add up"), default=list, blank=True)
    fixed = models.JSONField(_("fixed codes"), default=dict, blank=True)
    freq = models.CharField(_("frequency"), max_length=1, choices=Frequency.choices, default=Frequency.YEARLY)
    required = models.BooleanField(_("required"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    guidance = models.TextField(_("guidance"), blank=True)

    TEXTS = ("guidance",)

    class Meta:
        verbose_name = _("table of a round")
        verbose_name_plural = _("tables of a round")
        ordering = ["round", "position", "name"]
        constraints = [models.UniqueConstraint(fields=["round", "name"], name="round_table_once")]

    def __str__(self) -> str:
        return str(self.indicator)

    @property
    def kind(self) -> Kind:
        if self.indicator.measure in _BALANCES:
            return "balance"
        if self.indicator.unit in _MONEY:
            return "amount"
        return "share" if self.indicator.unit.startswith(_SHARES) else "count"

    def asked(self, country: Country) -> Table:
        """What this table asks of one country: nobody is asked for those who come from itself."""
        given = {"FREQ": self.freq, "REF_AREA": country.iso3, "MEASURE": self.indicator.measure,
                 "UNIT": self.indicator.unit, **self.fixed}  # fmt: skip
        codes = {
            name: tuple(code for code in self.codes[name] if not _itself(name, code, country)) for name in self.vary
        }
        return Table(
            name=self.name, indicator=self.indicator.slug, area=country.iso3, kind=self.kind, unit=self.indicator.unit,
            fixed={name: given.get(name) or DEFAULTS[name] for name in DIMENSIONS if name not in self.vary},
            vary=tuple(self.vary), codes=codes, periods=self.round.periods(self.freq), totals=tuple(self.totals),
            required=self.required,
        )  # fmt: skip


def _itself(dimension: str, code: str, country: Country) -> bool:
    return dimension == "COUNTERPART" and code == country.iso3


class Section(models.Model):
    """One narrative section of the country report. key: "law", "policy", "trends", "sources", or the secretariat's own."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="sections")
    key = models.SlugField(_("short name"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = models.CharField(_("title"), max_length=200)
    guidance = models.TextField(_("guidance"), blank=True)

    TEXTS = ("title", "guidance")

    class Meta:
        verbose_name = _("section of the country report")
        verbose_name_plural = _("sections of the country report")
        ordering = ["round", "position", "key"]
        constraints = [models.UniqueConstraint(fields=["round", "key"], name="round_section_once")]

    def __str__(self) -> str:
        return self.title or self.key


class RoundCountry(models.Model):
    """An invited country. threshold: counts of persons under it are not shown; empty where the country states that it
    publishes its counts as they are. deadline: given to this country alone; rounds/deadlines.py says which one holds."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="countries")
    country = models.ForeignKey(Country, models.PROTECT, related_name="rounds", verbose_name=_("country"))
    threshold = models.PositiveSmallIntegerField(_("smallest count shown"), null=True, blank=True, default=5)
    threshold_note = models.CharField(_("where the country states this"), max_length=300, blank=True)
    deadline = models.DateTimeField(_("deadline"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("invited country")
        verbose_name_plural = _("invited countries")
        ordering = ["round", "country"]
        constraints = [models.UniqueConstraint(fields=["round", "country"], name="round_country_once")]

    def __str__(self) -> str:
        return str(self.country)


class RoundObserver(models.Model):
    """A person from a partner organisation who follows a round: progress in sums, questions and method, no figures."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="observers")
    user = models.ForeignKey(User, models.CASCADE, related_name="observed_rounds", verbose_name=_("user"))
    organisation = models.CharField(_("organisation"), max_length=200)

    class Meta:
        verbose_name = _("observer")
        verbose_name_plural = _("observers")
        ordering = ["round", "organisation", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "user"], name="round_observer_once")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.user}"
