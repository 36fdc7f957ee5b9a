"""Versions of the method: reviewed by the network, adopted when every comment has its answer."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from records import visibility
from records.models import LANGUAGES
from rounds import access
from rounds.models import InstitutionUser, MethodComment, MethodVersion, RoundObserver
from rounds.refusals import Refusal
from rounds.transitions import needs_comment, needs_secretariat, tidy

_LONGEST = 5_000
State = MethodVersion.State
SECRETARIAT = _("Secretariat")


class NotYet(Exception):
    """key: why a version does not go on ("texts", "unanswered")."""

    def __init__(self, key: str):
        super().__init__(key)
        self.key = key


def register() -> None:
    """Adopted versions are everybody's; one in review is the network's, with its comments."""
    visibility.rule_for(MethodVersion, _versions)
    visibility.rule_for(MethodComment, _comments)


def _versions(user: Any) -> Q:
    if access.is_secretariat(user):
        return Q()
    seen = Q(state=State.ADOPTED)
    return seen | Q(state=State.REVIEW) if access.in_network(user) else seen


def _comments(user: Any) -> Q:
    if access.is_secretariat(user):
        return Q()
    return ~Q(version__state=State.DRAFT) if access.in_network(user) else access.NOTHING


def speaks_for(user: Any) -> str:
    """The organisation that a person of the network comments for: the own country by its name in the active language,
    institution or partner organisation; empty for others."""
    from countries.models import Country

    if access.is_secretariat(user):
        return str(SECRETARIAT)
    own = access.countries_of(user)
    if own:
        rows = Country.objects.filter(pk__in=own).select_related("jurisdiction").order_by("iso3")
        return ", ".join(str(row.jurisdiction.name) for row in rows)[:300]
    office = InstitutionUser.objects.filter(user=user, institution__in=access.institutions_of(user)).first()
    if office is not None:
        return office.institution.name[:300]
    partner = RoundObserver.objects.filter(user=user).order_by("-pk").first()
    return partner.organisation if partner is not None else ""


def open_for_comments(version: MethodVersion, today: date | None = None) -> bool:
    last = version.review_until
    return version.state == State.REVIEW and (last is None or (today or timezone.now().date()) <= last)


def comment_make(*, version: MethodVersion, text: str, language: str, actor: Any) -> MethodComment:
    """By a person of the network, while the version is in review."""
    organisation = speaks_for(actor) if access.in_network(actor) else ""
    if not organisation or language not in LANGUAGES:
        raise Refusal("forbidden")
    plain = tidy(needs_comment(text), _LONGEST)
    with transaction.atomic():
        row = MethodVersion.objects.select_for_update().get(pk=version.pk)
        if not open_for_comments(row):
            raise Refusal("forbidden")
        return MethodComment.objects.create(
            version=row, text=plain, language=language, by=actor, organisation=organisation
        )


def comment_answer(*, comment: MethodComment, text: str, language: str, actor: Any) -> MethodComment:
    """Until the version is adopted; written again, it replaces what was there."""
    needs_secretariat(actor)
    told = {"answer": tidy(needs_comment(text), _LONGEST), "answer_language": language, "answered_by": actor}
    found = MethodComment.objects.filter(pk=comment.pk, version__state=State.REVIEW)
    if language not in LANGUAGES or not found.update(**told, answered_at=timezone.now()):
        raise Refusal("twice")
    comment.refresh_from_db()
    return comment


def version_review(*, version: MethodVersion, until: date | None, actor: Any) -> None:
    """From a draft with its text in four languages to the network."""
    needs_secretariat(actor)
    if not all(getattr(version, f"{name}_{code}") for name in MethodVersion.TEXTS for code in LANGUAGES):
        raise NotYet("texts")
    today = timezone.now().date()
    if until is not None and until < today:
        raise Refusal("past_day")
    found = MethodVersion.objects.filter(pk=version.pk, state=State.DRAFT)
    if not found.update(state=State.REVIEW, review_from=today, review_until=until):
        raise Refusal("twice")


def version_adopt(*, version: MethodVersion, actor: Any) -> None:
    """Not before every comment has an answer."""
    needs_secretariat(actor)
    with transaction.atomic():
        row = MethodVersion.objects.select_for_update().get(pk=version.pk)
        if row.comments.filter(answer="").exists():
            raise NotYet("unanswered")
        found = MethodVersion.objects.filter(pk=row.pk, state=State.REVIEW)
        if not found.update(state=State.ADOPTED, adopted_on=timezone.now().date()):
            raise Refusal("twice")
