"""What a country tells before it fills anything (readiness), and what correspondents ask each other. Read through
rounds/workflow.py."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from countries.models import Country
from records.models import LANGUAGES
from rounds import access, mails, people_history
from rounds.models import Answer, Question, Readiness, Round, RoundTable
from rounds.refusals import Refusal
from rounds.transitions import needs_comment, tidy

_LONGEST = 5_000


def readiness_answer(
    *, round_: Round, country: Country, answers: dict[str, dict[str, str]], roles: list[str], actor: Any
) -> Readiness:
    """The two criteria; filled again, it replaces what was there."""
    if not (access.acts_for(actor, country) or access.is_secretariat(actor)):
        raise Refusal("wrong_country" if access.countries_of(actor) else "forbidden")
    if not round_.countries.filter(country=country).exists():
        raise Refusal("not_invited")
    plain = {
        item: {"answer": told.get("answer", ""), "remark": tidy(told.get("remark", ""), 1_000)}
        for item, told in answers.items()
    }
    row = Readiness(round=round_, country=country, answers=plain, roles=sorted(set(roles)), filled_by=actor)
    try:
        row.clean()
    except ValidationError:
        raise Refusal("incomplete") from None
    with transaction.atomic():
        before = Readiness.objects.select_for_update().filter(round=round_, country=country).first()
        changes = people_history.answered(before, row)
        row, _ = Readiness.objects.update_or_create(
            round=round_, country=country, defaults={"answers": plain, "roles": row.roles, "filled_by": actor}
        )
        people_history.record(country, "readiness", actor=actor, subject=round_.slug, comment=changes)
    return row


def question_ask(
    *, table: RoundTable, text: str, language: str, actor: Any, country: Country | None = None
) -> Question:
    """Everybody in the round reads it; the secretariat and the correspondents get a mail."""
    _let_speak(table.round, actor, country, language)
    with transaction.atomic():
        row = Question.objects.create(table=table, text=_said(text), language=language, by=actor, country=country)
        mails.asked(row)
    return row


def question_answer(
    *, question: Question, text: str, language: str, actor: Any, country: Country | None = None
) -> Answer:
    _let_speak(question.table.round, actor, country, language)
    return Answer.objects.create(question=question, text=_said(text), language=language, by=actor, country=country)


def _let_speak(round_: Round, actor: Any, country: Country | None, language: str) -> None:
    if not access.may_observe(actor, round_):
        raise Refusal("forbidden")
    if country is not None and not access.acts_for(actor, country):
        raise Refusal("wrong_country")
    if language not in LANGUAGES:
        raise Refusal("incomplete")


def _said(text: str) -> str:
    plain = needs_comment(text)
    return tidy(plain, _LONGEST)
