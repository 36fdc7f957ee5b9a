"""Who may see and who may change what of a round. Default deny; another country never sees a submission."""

from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from accounts.access import has_role
from accounts.models import Role
from countries.models import Country
from records import visibility
from rounds import models as own
from rounds.models import (
    Assignment,
    Authority,
    Delegation,
    InstitutionUser,
    Round,
    RoundObserver,
    RoundTable,
    State,
    Submission,
    today_in,
)

NOTHING = Q(pk__in=())


def is_secretariat(user: Any) -> bool:
    """Administrators too."""
    return has_role(user, Role.SECRETARIAT)


def countries_of(user: Any) -> frozenset[int]:
    """Keys of the countries for which the person acts as correspondent now: the role for that very country, and a mandate
    that holds today there, where mandates of the person are written down."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    held = Country.objects.filter(
        jurisdiction__memberships__user=user, jurisdiction__memberships__role=Role.CORRESPONDENT
    ).select_related("jurisdiction")
    mandates: dict[int, list[Delegation]] = {}
    for one in Delegation.objects.filter(user=user):
        mandates.setdefault(one.country_id, []).append(one)
    return frozenset(
        country.pk
        for country in held
        if country.pk not in mandates or any(one.holds(today_in(country)) for one in mandates[country.pk])
    )


def acts_for(user: Any, country: Country) -> bool:
    return country.pk in countries_of(user)


def correspondents(country: Country) -> list[Any]:
    """The accounts that act for a country now."""
    from accounts.models import User

    held = User.objects.filter(
        is_active=True, memberships__role=Role.CORRESPONDENT, memberships__jurisdiction=country.jurisdiction_id
    ).distinct()
    return [user for user in held.order_by("pk") if acts_for(user, country)]


def authority_of(user: Any, country: Country) -> Authority | None:
    """The person's own entry among those who may sign for the country. Signing takes the role and a mandate beside it: so
    there is a second factor, and it ends with the hand-over."""
    if not acts_for(user, country):
        return None
    return Authority.objects.filter(user=user, country=country, active=True).first()


def institutions_of(user: Any) -> frozenset[int]:
    """Keys of the institutions for which the person fills tables; the role of data provider is needed beside the entry."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    entries = InstitutionUser.objects.filter(user=user).select_related("institution__country__jurisdiction")
    return frozenset(
        entry.institution_id
        for entry in entries
        if has_role(user, Role.DATA_PROVIDER, jurisdiction=entry.institution.country.jurisdiction)
    )


def in_network(user: Any) -> bool:
    """Whoever takes part in rounds at all: reads training material."""
    return bool(
        is_secretariat(user)
        or countries_of(user)
        or institutions_of(user)
        or (user.is_authenticated and user.is_active and RoundObserver.objects.filter(user=user).exists())
    )


def may_fill(user: Any, submission: Submission, table: RoundTable) -> bool:
    """Whether the person may write cells of this table, as far as the state of the submission lets anybody."""
    if is_secretariat(user) or acts_for(user, submission.country):
        return True
    return open_assignment(user, submission, table) is not None


def open_assignment(user: Any, submission: Submission, table: RoundTable) -> Assignment | None:
    """The table in the hands of the person's institution."""
    return Assignment.objects.filter(
        submission=submission, table=table, institution__in=institutions_of(user), returned_at=None
    ).first()


def may_file(user: Any, submission: Submission) -> bool:
    """The whole submission, its findings and its trail: the country's correspondent, or the secretariat on its behalf."""
    return is_secretariat(user) or acts_for(user, submission.country)


def tables_of(user: Any, submission: Submission) -> list[RoundTable]:
    """The tables of a submission whose figures the person may read."""
    tables = submission.round.tables.select_related("indicator", "round")
    if may_file(user, submission):
        return list(tables)
    theirs = Assignment.objects.filter(submission=submission, institution__in=institutions_of(user))
    return list(tables.filter(pk__in=theirs.values("table")))


def may_observe(user: Any, round_: Round) -> bool:
    """Progress in sums, questions and method of a round."""
    return visibility.visible_to(user, Round.objects.filter(pk=round_.pk)).exists()


def announced() -> "QuerySet[Round]":
    """What anybody may read of: rounds that were opened. What they ask is no secret, what comes back is; of those in
    preparation nothing is told."""
    return Round.objects.exclude(state=Round.State.DRAFT)


def _rounds(user: Any, prefix: str = "") -> Q:
    """Rounds that are not in preparation, of the countries, institutions and partner organisations of the person."""
    if is_secretariat(user):
        return Q()
    if not user.is_authenticated or not user.is_active:
        return NOTHING
    theirs = Round.objects.filter(
        Q(countries__country__in=countries_of(user))
        | Q(observers__user=user)
        | Q(submissions__assignments__institution__in=institutions_of(user))
    ).exclude(state=Round.State.DRAFT)
    return Q(**{f"{prefix}pk__in" if not prefix else f"{prefix}__in": theirs.values("pk")})


def _of_round(prefix: str) -> visibility.Rule:
    return lambda user: _rounds(user, prefix)


def _submissions(user: Any) -> Q:
    """An institution reads that there is a submission of its country, and of its cells those of its tables."""
    if is_secretariat(user):
        return Q()
    assigned = Assignment.objects.filter(institution__in=institutions_of(user)).values("submission")
    return Q(country__in=countries_of(user)) | Q(pk__in=assigned)


def _country(prefix: str) -> visibility.Rule:
    """Rows of a country: its own people and the secretariat."""

    def rule(user: Any) -> Q:
        return Q() if is_secretariat(user) else Q(**{f"{prefix}__in": countries_of(user)})

    return rule


def _tables(user: Any) -> Q:
    """Rows of a submission and a table, also for the institution that the table is assigned to."""
    if is_secretariat(user):
        return Q()
    theirs = Assignment.objects.filter(
        submission=OuterRef("submission"), table=OuterRef("table"), institution__in=institutions_of(user)
    )
    return Q(submission__country__in=countries_of(user)) | Q(Exists(theirs))


def _institutions(user: Any) -> Q:
    if is_secretariat(user):
        return Q()
    return Q(country__in=countries_of(user)) | Q(pk__in=institutions_of(user))


def _materials(user: Any) -> Q:
    if is_secretariat(user):
        return Q()
    return Q(withdrawn=False) if in_network(user) else NOTHING


def _secretariat(user: Any) -> Q:
    return Q() if is_secretariat(user) else NOTHING


def register() -> None:
    """Called from `AppConfig.ready`."""
    of_round, of_submission, of_country = _of_round("round"), _country("submission__country"), _country("country")
    visibility.everyone_sees(own.Participation)
    rules: dict[type[Model], visibility.Rule] = {
        Round: _rounds, RoundTable: of_round, own.Section: of_round, own.RoundCountry: of_round,
        own.Question: _of_round("table__round"), own.Answer: _of_round("question__table__round"),
        Submission: _submissions, own.Cell: _tables, own.Filling: _tables, Assignment: _tables,
        own.Text: of_submission, own.FindingReason: of_submission, own.Event: of_submission,
        own.Readiness: of_country, Authority: of_country, Delegation: of_country, own.Institution: _institutions,
        own.Material: _materials, RoundObserver: _secretariat, InstitutionUser: _secretariat, own.Mailing: _secretariat,
    }  # fmt: skip
    for model, rule in rules.items():
        visibility.rule_for(model, rule)


def changeable(submission: Submission) -> bool:
    """Whether anybody may fill now: the state, and a round that still takes it."""
    if submission.state not in own.UNSIGNED:
        return False
    first = submission.state == State.DRAFT and submission.revises_id is None
    return not first or submission.round.state == Round.State.OPEN
