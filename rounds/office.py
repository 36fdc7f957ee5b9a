"""What the secretariat's pages share: a round by its address, a draft held while it is changed, a step with its refusal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from countries.models import Country
from records.visibility import visible_to
from rounds.models import Round, Submission
from rounds.refusals import Refusal


def found_round(request: HttpRequest, slug: str) -> Round:
    return get_object_or_404(visible_to(request.user, Round.objects.all()), slug=slug)


class Settled(Exception):
    """The round is not in preparation any more: what it asks stays as countries were asked."""


@contextmanager
def draft(slug: str) -> Iterator[Round]:
    """The round, locked until the block ends, so that nobody opens it meanwhile. Raises Settled."""
    with transaction.atomic():
        row = Round.objects.select_for_update().filter(slug=slug).first()
        if row is None:
            raise Http404
        if row.state != Round.State.DRAFT:
            raise Settled
        yield row


def settled(request: HttpRequest, slug: str) -> HttpResponse:
    messages.error(request, _("The round is open or closed: what it asks can no longer be changed."))
    return redirect("rounds:office-round", slug)


def attempt(request: HttpRequest, step: Callable[..., Any], **given: Any) -> Any:
    """What the step returns; a refusal becomes a message, and None."""
    try:
        return step(**given)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return None


def members() -> list[Country]:
    """The 35 states, by their name in the active language."""
    rows = Country.objects.filter(is_member=True).select_related("jurisdiction")
    return sorted(rows, key=lambda row: str(row.jurisdiction.name).casefold())


def member(iso3: str) -> Country:
    return get_object_or_404(Country.objects.select_related("jurisdiction"), iso3=iso3.upper(), is_member=True)


def latest(round_: Round, country: Country) -> Submission | None:
    """The open submission, or the last one; a revision stands before what it revises."""
    rows = Submission.objects.filter(round=round_, country=country)
    return (
        rows.select_related("round", "country__jurisdiction", "signatory", "vintage__dataset").order_by("-pk").first()
    )
