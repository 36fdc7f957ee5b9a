"""Mails of rounds, in the language of who gets them. A ledger row stands before each: written with the change that it tells of,
claimed before it is sent. Who lost the right meanwhile gets nothing."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from accounts.mails import language_of
from accounts.models import Membership, Role, User
from countries.models import Country
from records.models import LANGUAGES
from rounds import access, deadlines
from rounds.models import (
    UNSIGNED,
    Assignment,
    Event,
    Institution,
    Mailing,
    Question,
    Round,
    RoundCountry,
    Submission,
)

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Message:
    """What a template tells. path: of the page on this site, without the language; files: (name, content, kind)."""

    path: str
    country: Country | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    files: list[tuple[str, bytes, str]] = field(default_factory=list)


def spoken_in(country: Country | None) -> str:
    """The first official language that is one of the four, else English."""
    own = [code.strip() for code in country.languages.split(",")] if country else []
    return next((code for code in own if code in LANGUAGES), "en")


def invited(invitation: RoundCountry) -> None:
    _post("invited", f"invitation:{invitation.pk}", _people(access.correspondents(invitation.country)))


def assigned(row: Assignment) -> None:
    """To the institution's addresses and to its people, each time that the table is handed out."""
    people = User.objects.filter(institutions__institution=row.institution, is_active=True).distinct()
    thing = f"assignment:{row.pk}:{row.sent_at.timestamp():.6f}"
    _post("assigned", thing, [*_people(people), *_offices([row.institution])])


def returned(submission: Submission) -> None:
    _told("returned", submission)


def accepted(submission: Submission) -> None:
    _told("accepted", submission)


def published(submission: Submission) -> None:
    _told("published", submission)


def asked(question: Question) -> None:
    """To the secretariat and the correspondents of the round, but not to who asks."""
    found = {user.pk: user for user in secretariat()}
    for row in question.table.round.countries.select_related("country__jurisdiction"):
        found |= {user.pk: user for user in access.correspondents(row.country)}
    _post("question", f"question:{question.pk}", _people(user for user in found.values() if user.pk != question.by_id))


def extended(event: Event, rows: Iterable[RoundCountry]) -> None:
    """A deadline that was put off: to the correspondents of these countries, and to institutions that hold a table of theirs."""
    for row in rows:
        _post("extended", f"invitation:{row.pk}:extended-{event.pk}", _people(access.correspondents(row.country)))
        held = Assignment.objects.filter(
            submission__round=row.round,
            submission__country=row.country,
            submission__state__in=UNSIGNED,
            returned_at=None,
        )
        for assignment in held.select_related("institution"):
            people = User.objects.filter(institutions__institution=assignment.institution, is_active=True).distinct()
            thing = f"assignment:{assignment.pk}:{assignment.sent_at.timestamp():.6f}:extended-{event.pk}"
            _post("extended_table", thing, [*_people(people), *_offices([assignment.institution])])


def remind(kind: str, stage: str, row: RoundCountry) -> None:
    """kind: "reminder" before the deadline, "overdue" after it; each stage goes out once for each deadline."""
    thing = f"invitation:{row.pk}:{_of_deadline(stage, row)}"
    _post(kind, thing, _people(access.correspondents(row.country)), at_once=False)


def remind_institution(kind: str, stage: str, row: RoundCountry, held: Assignment) -> None:
    thing = f"assignment:{held.pk}:{held.sent_at.timestamp():.6f}:{_of_deadline(stage, row)}"
    _post(f"{kind}_table", thing, _offices([held.institution]), at_once=False)


def _of_deadline(stage: str, row: RoundCountry) -> str:
    """A deadline that was put off has stages of its own."""
    return f"{stage}:{deadlines.held(row).astimezone(row.round.zone).date().isoformat()}"


def secretariat() -> list[User]:
    held = Membership.objects.filter(role=Role.SECRETARIAT).values("user")
    return list(User.objects.filter(pk__in=held, is_active=True).order_by("pk"))


def _told(kind: str, submission: Submission) -> None:
    _post(kind, f"submission:{submission.pk}:{submission.version}", _people(access.correspondents(submission.country)))


def _people(users: Iterable[User]) -> list[str]:
    return [f"user:{user.pk}" for user in users]


def _offices(institutions: Iterable[Institution]) -> list[str]:
    return [f"institution:{one.pk}" for one in institutions if one.addresses]


def _post(kind: str, thing: str, recipients: Iterable[str], at_once: bool = True) -> None:
    """Into the ledger, once; sent when the transaction has committed, or by the next run."""
    rows = [Mailing(recipient=recipient, kind=kind, thing=thing) for recipient in recipients]
    Mailing.objects.bulk_create(rows, ignore_conflicts=True)
    if at_once:
        transaction.on_commit(partial(deliver, kind, thing), robust=True)


def deliver(kind: str = "", thing: str = "") -> int:
    """Send what is due, or that of one thing; returns how many went out. Where the mail server fails, the rest waits for the
    next run."""
    rows = due().filter(kind=kind, thing=thing) if thing else due()
    sent = 0
    for row in rows:
        if not Mailing.objects.filter(pk=row.pk, claimed_at=None).update(claimed_at=timezone.now()):
            continue
        try:
            gone = _send(row)
        except OSError:  # smtplib's errors are OSErrors
            log.exception("The mail server took no mail of a round; the next run tries again")
            Mailing.objects.filter(pk=row.pk).update(claimed_at=None)
            break
        if gone:
            Mailing.objects.filter(pk=row.pk).update(sent_at=timezone.now())
        sent += gone
    return sent


def due() -> "QuerySet[Mailing]":
    """Those that nobody has claimed yet."""
    return Mailing.objects.filter(claimed_at=None)


def _send(row: Mailing) -> bool:
    what, _, rest = row.thing.partition(":")
    message = _MESSAGES[what](rest)
    addresses, language = _recipient(row, message) if message else ([], "")
    if message is None or not addresses:
        return False
    with override(language):
        context = {name: _shown(value) for name, value in message.facts.items()} | {
            "site_name": settings.WAGTAIL_SITE_NAME, "language_code": language,
            "url": f"{settings.WAGTAILADMIN_BASE_URL}/{language}{message.path}",
            "country": message.country.jurisdiction.name if message.country else "",
        }  # fmt: skip
        written = render_to_string(f"rounds/email/{row.kind}.txt", context).strip()
        subject, _, body = written.partition("\n")
        mail = EmailMultiAlternatives(" ".join(subject.split()), body.strip() + "\n", to=addresses)
        mail.attach_alternative(
            render_to_string("rounds/email/message.html", {**context, "body": body.strip()}), "text/html"
        )
        for file in message.files:
            mail.attach(*file)
        mail.send()
    return True


def _shown(value: Any) -> str:
    """In the active language; a function gives the words of now."""
    return str(value() if callable(value) else value)


def _recipient(row: Mailing, message: Message) -> tuple[list[str], str]:
    """Addresses and language; none for who is gone, rests, or acts for the country no more."""
    what, _, pk = row.recipient.partition(":")
    if what == "institution":
        office = Institution.objects.filter(pk=int(pk)).first()
        return (office.addresses, office.language) if office else ([], "")
    user = User.objects.filter(pk=int(pk), is_active=True).first()
    if user is None or not user.email or not _still(user, row, message):
        return [], ""
    with override(spoken_in(message.country)):
        return [user.email], language_of(user)


def _still(user: User, row: Mailing, message: Message) -> bool:
    if row.kind in ("assigned", "extended_table"):
        assignment = Assignment.objects.get(pk=int(row.thing.split(":")[1]))
        return assignment.institution_id in access.institutions_of(user)
    if row.kind == "question":
        return access.is_secretariat(user) or bool(access.countries_of(user))
    return message.country is not None and access.acts_for(user, message.country)


def _deadline(round_: Round, country: Country) -> Callable[[], str]:
    return lambda: deadlines.told(round_, deadlines.of(round_, country))


def _why(parts: list[str]) -> str:
    """The reason for a deadline that was put off, where the last part of the thing names the step."""
    step = parts[-1].removeprefix("extended-")
    row = Event.objects.filter(pk=int(step)).first() if step != parts[-1] else None
    return row.comment if row else ""


def _invitation(rest: str) -> Message | None:
    row = (
        RoundCountry.objects.select_related("round", "country__jurisdiction").filter(pk=int(rest.split(":")[0])).first()
    )
    if row is None:
        return None
    return Message(
        _path(row.round, row.country), row.country,
        {
            "round": lambda: row.round.title, "deadline": _deadline(row.round, row.country),
            "comment": _why(rest.split(":")),
        },
    )  # fmt: skip


def _submission(rest: str) -> Message | None:
    found = Submission.objects.select_related("round", "country__jurisdiction")
    row = found.filter(pk=int(rest.split(":")[0])).first()
    if row is None:
        return None
    step = row.events.filter(version=int(rest.split(":")[1])).last()
    return Message(
        _path(row.round, row.country), row.country,
        {"round": lambda: row.round.title, "comment": step.comment if step else ""},
    )  # fmt: skip


def _assignment(rest: str) -> Message | None:
    found = Assignment.objects.select_related(
        "table__indicator", "table__round", "submission__round", "submission__country__jurisdiction", "institution"
    )
    pk, moment = rest.split(":")[:2]
    row = found.filter(pk=int(pk), returned_at=None).first()
    if row is None or f"{row.sent_at.timestamp():.6f}" != moment:
        return None  # handed to another one meanwhile
    round_ = row.submission.round
    return Message(
        f"{_path(round_, row.submission.country)}tables/{row.table.name}/", row.submission.country,
        {
            "round": lambda: round_.title, "table": lambda: row.table.indicator.title,
            "deadline": _deadline(round_, row.submission.country), "comment": _why(rest.split(":")),
        },
        sheet_of(row),
    )  # fmt: skip


def _question(rest: str) -> Message | None:
    row = Question.objects.select_related("table__round", "table__indicator").filter(pk=int(rest)).first()
    if row is None:
        return None
    return Message(
        f"/reporting/rounds/{row.table.round.slug}/questions/", None,
        {"round": lambda: row.table.round.title, "table": lambda: row.table.indicator.title, "question": row.text},
    )  # fmt: skip


def _path(round_: Round, country: Country) -> str:
    return f"/reporting/{round_.slug}/{country.iso3.lower()}/"


def sheet_of(row: Assignment) -> list[tuple[str, bytes, str]]:
    """The pre-filled sheet of the table in the institution's language, as an attachment."""
    from rounds import sheets  # which needs assessing, and workflow needs both

    return [sheets.prefilled(row.submission, [row.table], row.institution.language or "en")]


_MESSAGES: dict[str, Callable[[str], Message | None]] = {
    "invitation": _invitation, "submission": _submission, "assignment": _assignment, "question": _question,
}  # fmt: skip
