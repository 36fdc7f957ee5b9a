"""Reminders of a round: what would go to whom, send now, and the ledger of what went out."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.access import requires
from accounts.models import Role, User
from records.texts import labelled
from rounds import access, deadlines, mails, reminders
from rounds.models import Assignment, Institution, Mailing, Round, RoundCountry
from rounds.office import found_round

_LEDGER = 300
KINDS = {
    "invited": gettext_lazy("invitation"), "assigned": gettext_lazy("table for an institution"),
    "returned": gettext_lazy("returned"), "accepted": gettext_lazy("accepted"), "published": gettext_lazy("published"),
    "question": gettext_lazy("question"), "reminder": gettext_lazy("reminder"), "overdue": gettext_lazy("overdue"),
    "reminder_table": gettext_lazy("reminder of a table"), "overdue_table": gettext_lazy("overdue table"),
    "extended": gettext_lazy("later deadline"), "extended_table": gettext_lazy("later deadline of a table"),
}  # fmt: skip


@dataclass(slots=True)
class Due:
    """One country or institution that has not answered. to: names of people, addresses of institutions; nobody: no mail can go;
    days: until the country's deadline."""

    who: str
    what: str
    to: list[str]
    until: str
    days: int


@dataclass(slots=True)
class Sent:
    kind: Any
    to: str
    row: Mailing


@requires(Role.SECRETARIAT)
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """GET looks, POST sends: each reminder at most once a day by hand."""
    round_ = found_round(request, slug)
    if request.method == "POST":
        _send(request, round_)
        return redirect("rounds:office-reminders", slug)
    countries, tables = _due(round_)
    context = {
        "round": round_, "days": deadlines.days_left(round_.deadline, round_.zone), "before": reminders.BEFORE,
        "after": reminders.AFTER, "countries": countries, "tables": tables, "ledger": _ledger(round_),
        "overdue": all(one.days < 0 for one in (*countries, *tables)),
    }  # fmt: skip
    return render(request, "rounds/office/reminders.html", context)


def _due(round_: Round) -> tuple[list[Due], list[Due]]:
    """Countries, and tables of institutions; nothing unless the round is open."""
    if round_.state != Round.State.OPEN:
        return [], []
    invited = _invited(round_)
    countries = [_country(row) for row in reminders.waiting(round_)]
    tables = [_table(row, invited[row.submission.country_id]) for row in reminders.held(round_)]
    return sorted(countries, key=lambda one: one.who.casefold()), tables


def _invited(round_: Round) -> dict[int, RoundCountry]:
    return {row.country_id: row for row in round_.countries.select_related("round")}


def _country(row: RoundCountry) -> Due:
    people = [user.get_full_name() or user.get_username() for user in access.correspondents(row.country)]
    return Due(str(row.country.jurisdiction.name), "", people, _until(row), reminders.left(row))


def _table(row: Assignment, invited: RoundCountry) -> Due:
    what = labelled(row.submission.country.jurisdiction.name, row.table.indicator.title)
    return Due(row.institution.name, what, row.institution.addresses, _until(invited), reminders.left(invited))


def _until(row: RoundCountry) -> str:
    return deadlines.told(row.round, deadlines.held(row))


def _kind(row: RoundCountry) -> str:
    return "overdue" if reminders.left(row) < 0 else "reminder"


def _send(request: HttpRequest, round_: Round) -> None:
    if round_.state != Round.State.OPEN:
        messages.error(request, _("Reminders go out while a round is open."))
        return
    stage = f"hand-{timezone.now().astimezone(round_.zone).date().isoformat()}"
    for row in reminders.waiting(round_):
        mails.remind(_kind(row), stage, row)
    invited = _invited(round_)
    for assignment in reminders.held(round_):
        row = invited[assignment.submission.country_id]
        mails.remind_institution(_kind(row), stage, row, assignment)
    sent = mails.deliver()
    if sent:
        messages.success(request, ngettext("%(n)s mail went out.", "%(n)s mails went out.", sent) % {"n": sent})
    else:
        messages.info(request, _("No mail went out: everybody was reminded today already, or nobody has an address."))


def _ledger(round_: Round) -> list[Sent]:
    """The newest first."""
    things = {
        *(f"invitation:{pk}" for pk in round_.countries.values_list("pk", flat=True)),
        *(f"submission:{pk}" for pk in round_.submissions.values_list("pk", flat=True)),
        *(
            f"assignment:{pk}"
            for pk in Assignment.objects.filter(submission__round=round_).values_list("pk", flat=True)
        ),
        *(f"question:{pk}" for pk in round_.tables.values_list("questions", flat=True)),
    }
    kept = Mailing.objects.filter(Q(made_at__gte=round_.opened_at)) if round_.opened_at else Mailing.objects.none()
    found = [row for row in kept.order_by("-pk").iterator() if ":".join(row.thing.split(":")[:2]) in things][:_LEDGER]
    names = _names(found)
    return [Sent(KINDS.get(row.kind, row.kind), names.get(row.recipient, ""), row) for row in found]


def _names(rows: list[Mailing]) -> dict[str, str]:
    """Who got it, as they are called now; nothing for an erased account."""
    keys: dict[str, set[int]] = {"user": set(), "institution": set()}
    for row in rows:
        what, _sign, pk = row.recipient.partition(":")
        keys[what].add(int(pk))
    users = {
        f"user:{one.pk}": one.get_full_name() or one.get_username() for one in User.objects.filter(pk__in=keys["user"])
    }
    offices = Institution.objects.filter(pk__in=keys["institution"])
    return users | {f"institution:{one.pk}": one.name for one in offices}
